"""Which decision of a project takes the place of which, whatever either of them is called by the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from flowkit.model.intent import Adr
from flowkit.model.numbering import split_number

_STANDS = ("accepted", "active", "adopted", "approved", "decided", "implemented")
_NUMBERED = re.compile(r"(?:adr|decision)?[-_ #]*(?P<number>\d{1,6})(?:[.:)\s–—-]+(?P<title>.*))?", re.IGNORECASE)


def settle(decisions: Iterable[Adr]) -> tuple[Adr, ...]:
    """Return the decisions of a project with their successors by id, in the same order.

    A successor that is named by file, number or title gets its id where one decision of the project is meant. Where one
    decision says that it takes the place of another, that one is superseded, even if its own document was left as it
    was; a decision that is only proposed takes no place yet.
    """
    known = tuple(decisions)
    names = _names(known)
    settled = [_with_successor(adr, names) for adr in known]
    for by in known:
        if not (by.status or "").startswith(_STANDS):
            continue
        for name in by.supersedes:
            old = _meant(name, names)
            at = next((number for number, adr in enumerate(known) if adr is old and adr is not by), None)
            if at is not None and settled[at].superseded_by is None:
                settled[at] = replace(settled[at], status="superseded", superseded_by=_called(by))
    return tuple(settled)


def _with_successor(adr: Adr, names: Mapping[str, Adr | None]) -> Adr:
    successor = _meant(adr.superseded_by, names) if adr.superseded_by else None
    return adr if successor is None or successor is adr else replace(adr, superseded_by=_called(successor))


def _called(adr: Adr) -> str:
    return adr.id or PurePosixPath(adr.path).name


def _names(decisions: Sequence[Adr]) -> dict[str, Adr | None]:
    """Return each name that a decision may be called by; None where two share it."""
    names: dict[str, Adr | None] = {}
    for adr in decisions:
        parts = split_number(adr.id) if adr.id else None
        path = PurePosixPath(adr.path)
        called = {adr.id, path.name, path.stem, _folded(adr.title), str(parts[1]) if parts else None}
        for name in called - {None, ""}:
            names[str(name)] = adr if names.get(str(name), adr) is adr else None
    return names


def _meant(name: str, names: Mapping[str, Adr | None]) -> Adr | None:
    """Return the decision that a name means: its id, file, number or title."""
    path = PurePosixPath(name.split("#", 1)[0])
    numbered = _NUMBERED.fullmatch(name.strip())
    tried = [name, path.name, path.stem, _folded(name)]
    if numbered is not None:
        tried += [str(int(numbered["number"])), _folded(numbered["title"] or "")]
    return next((found for one in tried if (found := names.get(one)) is not None), None)


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
