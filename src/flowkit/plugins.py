"""The tables of built-in and third-party dialects, rules, formats and evidence sources.

A built-in is listed as other packages list theirs: a name and the object that it stands for, as an entry point. So a
table costs nothing until one of its entries is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points


@cache
def _installed(group: str) -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=group))


def table(group: str, built_in: Mapping[str, str]) -> dict[str, EntryPoint]:
    """Return the entries of a group by name, built-in ones first.

    Args:
        group: the entry point group (``flowkit.dialects``).
        built_in: name -> ``module:attribute``.

    Another package cannot take a built-in's name: the built-in stays.
    """
    entries = {name: EntryPoint(name, value, group) for name, value in built_in.items()}
    for entry in _installed(group):
        entries.setdefault(entry.name, entry)
    return entries
