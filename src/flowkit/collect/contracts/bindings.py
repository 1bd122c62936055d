"""Which part of which file each contract marker is bound to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowkit.collect.repository import Repository
from flowkit.model.plan import Plan
from flowkit.settings import ContractSettings

_CODE = re.compile(r"`([^`]+)`")
_FILE = re.compile(r"(?P<file>[^#\s]+\.(?:json|ya?ml))(?:#(?P<at>.*))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Binding:
    """A marker, the file and the part that it is bound to, and the file's accepted version."""

    marker: str
    file: str
    at: str | None = None
    accepted: str | None = None


def bindings(
    plans: Sequence[Plan], contracts: Mapping[str, ContractSettings], repository: Repository
) -> Iterator[Binding]:
    """Yield what the configuration binds, then what the plans bind beside it.

    A plan binds a contract endpoint whose text names a file in code quotes, with a part if one is meant
    (``contracts/session.schema.json#/properties/session``). Where plans bind one marker differently, each binds its
    own, by the full name.
    """
    for marker, settings in contracts.items():
        yield Binding(marker, settings.file, settings.at, settings.accepted)
    written: dict[str, dict[str, tuple[str, str | None]]] = {}
    for plan in plans:
        for endpoint in plan.contract_endpoints:
            place = _named(endpoint.text, repository)
            if place is not None and not {endpoint.id, plan.full_name(endpoint.id)} & contracts.keys():
                written.setdefault(endpoint.id, {}).setdefault(plan.full_name(endpoint.id), place)
    for marker, places in written.items():
        if len(set(places.values())) == 1:
            yield Binding(marker, *next(iter(places.values())))
        else:
            yield from (Binding(full, *place) for full, place in places.items())


def _named(text: str, repository: Repository) -> tuple[str, str | None] | None:
    """Return the file and part that a text names: of several, the first that is there, otherwise the first."""
    named = [found for code in _CODE.findall(text) if (found := _FILE.fullmatch(code.strip()))]
    places = [(_path(found["file"], repository), found["at"] or None) for found in named]
    there = [place for place in places if repository.modified(place[0]) is not None]
    return next(iter(there or places), None)


def _path(written: str, repository: Repository) -> str:
    """Return the path that a plan means: where it stands now, or the one file of the project that ends in it."""
    path = repository.mapped(written)
    ending = repository.ending_in(path)
    return ending[0] if repository.modified(path) is None and len(ending) == 1 else path
