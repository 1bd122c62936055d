"""What an operation of an OpenAPI document takes away from an earlier version of itself.

What a request may hold is accepted, what a response holds is given; of a webhook it is the other way round. Removed
operations, parameters, media types and responses break, and what is newly required in a request does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowkit.collect.contracts.keywords import Direction, named
from flowkit.collect.contracts.schema import Comparison
from flowkit.contract.document import Contract, Tokens, Value
from flowkit.contract.openapi import Operation, parameters


class Endpoints:
    """Compares the operations of two versions of an OpenAPI document.

    Args:
        old: the accepted version.
        new: the version that is there.
    """

    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new = old, new
        self._schemas = Comparison(old, new)

    def breaks(self, old: Operation, new: Operation) -> Iterator[str]:
        """Yield what an operation takes away, in words.

        Raises:
            UnusableContractError: it has too many schemas to be compared.
        """
        sent, given = Direction.ACCEPTS, Direction.GIVES
        if new.tokens[:1] == ("webhooks",):
            sent, given = given, sent
        yield from self._parameters(old, new, sent)
        yield from self._body(old, new, sent)
        yield from self._responses(old, new, given)

    def _parameters(self, old: Operation, new: Operation, direction: Direction) -> Iterator[str]:
        olds, news = parameters(self._old, old), parameters(self._new, new)
        for (place, name), before in olds.items():
            after = news.get((place, name))
            if after is None:
                yield f"the {place} parameter {name} of {new.name} was removed"
                continue
            if after.get("required") is True and before.get("required") is not True:
                yield f"the {place} parameter {name} of {new.name} is newly required"
            at = (*new.tokens, "parameters", name)
            if "schema" in before or "schema" in after:
                schemas = before.get("schema", {}), after.get("schema", {})
                yield from self._schemas.breaks(*schemas, (*at, "schema"), direction)
            yield from self.content(before, after, at, direction)
        for (place, name), after in news.items():
            if (place, name) not in olds and after.get("required") is True:
                yield f"the {place} parameter {name} of {new.name} is new and required"

    def _body(self, old: Operation, new: Operation, direction: Direction) -> Iterator[str]:
        before = self._old.resolve(old.value.get("requestBody"))
        after = self._new.resolve(new.value.get("requestBody"))
        if not isinstance(before, dict):
            if isinstance(after, dict) and after.get("required") is True:
                yield f"the request body of {new.name} is new and required"
        elif not isinstance(after, dict):
            yield f"the request body of {new.name} was removed"
        else:
            if after.get("required") is True and before.get("required") is not True:
                yield f"the request body of {new.name} is newly required"
            yield from self.content(before, after, (*new.tokens, "requestBody"), direction)

    def _responses(self, old: Operation, new: Operation, direction: Direction) -> Iterator[str]:
        olds, news = _mapping(old.value, "responses"), _mapping(new.value, "responses")
        for status, response in olds.items():
            before, after = self._old.resolve(response), self._new.resolve(news.get(status))
            if not isinstance(after, dict):
                yield f"the response {status} of {new.name} was removed"
            elif isinstance(before, dict):
                at = (*new.tokens, "responses", status)
                yield from self.content(before, after, at, direction)
                yield from self._headers(before, after, at, direction)

    def _headers(
        self, old: Mapping[str, Value], new: Mapping[str, Value], tokens: Tokens, direction: Direction
    ) -> Iterator[str]:
        news = {name.lower(): header for name, header in _mapping(new, "headers").items()}
        for name, header in _mapping(old, "headers").items():
            before, after = self._old.resolve(header), self._new.resolve(news.get(name.lower()))
            at = (*tokens, "headers", name)
            if not isinstance(after, dict):
                yield f"{named(at)} was removed"
            elif isinstance(before, dict) and "schema" in before:
                yield from self._schemas.breaks(before["schema"], after.get("schema", {}), (*at, "schema"), direction)

    def content(
        self, old: Mapping[str, Value], new: Mapping[str, Value], tokens: Tokens, direction: Direction
    ) -> Iterator[str]:
        """Yield what the media types of a body, a response or a parameter take away."""
        news = _mapping(new, "content")
        for media, before in _mapping(old, "content").items():
            at, after = (*tokens, "content", media), news.get(media)
            if not isinstance(after, dict):
                yield f"the media type {media} of {named(tokens)} was removed"
            elif isinstance(before, dict) and ("schema" in before or "schema" in after):
                schemas = before.get("schema", {}), after.get("schema", {})
                yield from self._schemas.breaks(*schemas, (*at, "schema"), direction)


def _mapping(value: Mapping[str, Value], key: str) -> Mapping[str, Value]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}
