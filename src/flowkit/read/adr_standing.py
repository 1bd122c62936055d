"""Whether a decision stands: its state, what took its place, and whose place it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowkit.model.marker import Grammar, Role

LINK = re.compile(r"\[([^\]]*)\](?:\(([^)\s]*)[^)]*\)|\[[^\]]*\])?")
"""A link: its text and, where it stands in place, its target."""

_STATES = (
    "accepted", "active", "adopted", "approved", "decided", "deferred", "deprecated", "draft", "implemented",
    "in progress", "in review", "obsolete", "on hold", "pending", "proposed", "rejected", "reverted", "superseded",
    "withdrawn",
)  # fmt: skip
# A common tool writes "Superceded by"; what is replaced in part still stands.
_SUCCESSOR = re.compile(
    r"(?<!partially )(?<!partly )(?:supers?c?eded|replaced|obsoleted)[-_ ]+by\W*?\s*:?\s*(?P<what>[\w\[(`\"'“#*].*)",
    re.IGNORECASE,
)
_PREDECESSOR = re.compile(
    r"(?:supers?c?edes|replaces|obsoletes)\b\W*?\s*:?\s*(?P<what>[\w\[(`\"'“#*].*)", re.IGNORECASE
)
_NOBODY = re.compile(r"\W*(?:none|nothing|n/?a|no|tbd)?\W*", re.IGNORECASE)
_STRUCK = re.compile(r"~~.*?~~")
_UNFILLED = re.compile(r"\{[^}]*[|}]")
_MARKS = " *_`-–—:"
# No end stands within the brackets of a link: "[2. Old](0002-old.md)".
_SENTENCE_END = re.compile(r"[.;]\s(?![^\[]*\])")


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a decision in lower case, its successor, and the decisions that it takes the place of, as named."""

    status: str | None
    superseded_by: str | None
    supersedes: tuple[str, ...]


def read_standing(states: Iterable[str], links: Iterable[str], grammar: Grammar) -> Standing:
    """Read whether a decision stands; a successor makes it superseded.

    Args:
        states: what is said of its state, the first that says one counts; a successor may be named in any.
        links: what else may name a successor or a predecessor, each at the start of its text.
        grammar: how the project's markers are spelled.
    """
    state: str | None = None
    successor: str | None = None
    before: list[str] = []
    for text in _told(states):
        found = _SUCCESSOR.search(text)
        successor = successor or (_named(found["what"], grammar) if found else None)
        before += _all_named(_PREDECESSOR.search(text), grammar)
        if state is None and not (_PREDECESSOR.match(text) or (found is not None and found.start() == 0)):
            state = _state(text)
    for text in _told(links):
        found = _SUCCESSOR.match(text)
        successor = successor or (_named(found["what"], grammar) if found else None)
        before += _all_named(_PREDECESSOR.match(text), grammar)
    return Standing("superseded" if successor else state, successor, tuple(dict.fromkeys(before)))


def _told(texts: Iterable[str]) -> Iterator[str]:
    for raw in texts:
        text = _STRUCK.sub("", raw).strip(_MARKS)
        if text and not _UNFILLED.match(text):
            yield text


def _state(text: str) -> str | None:
    plain = LINK.sub(r"\1", text).casefold().replace("superceded", "superseded")
    plain = re.sub(r"^[^\w~]+", "", plain)
    known = next((state for state in _STATES if plain.startswith(state)), None)
    return known or re.split(r"\s*[,;:.(|–—]", plain, maxsplit=1)[0].strip() or None


def _all_named(found: re.Match[str] | None, grammar: Grammar) -> Iterator[str]:
    """Yield every decision that a text names up to the end of its sentence: ids, links that hold none, or one title."""
    if found is None:
        return
    text = _SENTENCE_END.split(found["what"], maxsplit=1)[0]
    named = [link.group(2) or link.group(1) for link in LINK.finditer(text) if not _ids(link.group(), grammar)]
    named[:0] = _ids(text, grammar)
    title = None if named else _named(text, grammar)
    yield from named if title is None else (title,)


def _named(text: str, grammar: Grammar) -> str | None:
    """Return the decision that a text names: by its id, by the file of a link, or by its title."""
    if _NOBODY.fullmatch(text):
        return None
    ids = _ids(text, grammar)
    if ids:
        return ids[0]
    link = LINK.search(text)
    return (link.group(2) or link.group(1)) if link else text.strip(" .*_`\"'“”") or None


def _ids(text: str, grammar: Grammar) -> list[str]:
    return [each.id for each in grammar.find(text) if each.kind is not None and each.kind.role is Role.DECISION]
