"""The tables of built-in and third-party dialects, rules, formats and evidence sources.

A built-in is listed as other packages list theirs: a name and the object that it stands for. So a table costs nothing
until one of its entries is used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

_GROUP = b"[flowkit."


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a table: its name, and ``module:attribute`` or ``module`` of the object that it stands for."""

    name: str
    value: str

    def load(self) -> object:
        """Import the object.

        Raises:
            ImportError, AttributeError: the package that lists it does not have it.
        """
        module, _, attribute = self.value.partition(":")
        found: object = import_module(module)
        for part in attribute.split(".") if attribute else ():
            found = getattr(found, part)
        return found


def table(group: str, built_in: Mapping[str, str]) -> dict[str, Entry]:
    """Return the entries of a group by name, built-in ones first.

    Args:
        group: the entry point group (``flowkit.dialects``).
        built_in: name -> ``module:attribute``.

    Another package cannot take a built-in's name: the built-in stays.
    """
    entries = {name: Entry(name, value) for name, value in built_in.items()}
    for entry in _installed(group):
        entries.setdefault(entry.name, entry)
    return entries


@cache
def _installed(group: str) -> tuple[Entry, ...]:
    if not _any_listed():
        return ()
    from importlib.metadata import entry_points

    return tuple(Entry(entry.name, entry.value) for entry in entry_points(group=group))


@cache
def _any_listed() -> bool:
    """Whether any installed package lists something for flowkit.

    Most environments have none, and to ask ``importlib.metadata`` takes longer than to read a plan; a look at the
    files that it would read is enough to know that. Where packages lie in an archive it is asked all the same.
    """
    listings = [listing for folder in sys.path for listing in _listings(Path(folder or "."))]
    return any(_GROUP in listing.read_bytes() for listing in listings if listing.is_file())


def _listings(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
    for kind in ("*.dist-info", "*.egg-info"):
        yield from (found / "entry_points.txt" for found in folder.glob(kind))
