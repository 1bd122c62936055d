"""How tests name markers: whole in a tag or a property, and within a name that can hold no hyphen.

It is the part of the grammar of identifiers that the names of tests need; the kinds are those of ``Grammar``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from flowkit.model.marker import Form, Grammar, Kind, Role

_PLAN_ID = re.compile(r"[\w.-]+")
_TEST_WORD = re.compile(r"^(?:[Tt]est_?)?")
_LONGEST = 500
_NAMED = frozenset({Role.REQUIREMENT, Role.QUESTION})


def names_marker(grammar: Grammar, text: str) -> bool:
    """Whether a whole text names a marker: ``SC-001``, ``IMPL_002/AC-1``, or either behind its plan and a colon."""
    plan, colon, name = text.rpartition(":")
    if colon and _PLAN_ID.fullmatch(plan) is None:
        return False
    owner, slash, local = name.rpartition("/")
    kind = grammar.kind_of(local)
    return kind is not None and (not slash or (kind.local and grammar.kind_of(owner) is not None))


def split_names(text: str) -> Iterable[str]:
    """Return the names in a list of them that commas, semicolons or white space separate."""
    return (name for name in re.split(r"[\s,;]+", text) if name)


def markers_in_name(grammar: Grammar, name: str) -> tuple[str, ...]:
    """Return the markers in the name of a test, where an underscore stands for every separator, or none at all.

    ``test_impl_002_ac_1_asks`` names ``IMPL_002/AC-1`` and ``TestSC001`` names ``SC-001``. A number counts if it has
    three digits or begins with a zero, so that ``test_doc_2_pages`` names nothing; a slug has no end in a name, so none
    is found; a local id is found behind its owner and nowhere else.
    """
    found: list[str] = []
    for match in _pattern(grammar).finditer(_TEST_WORD.sub("", name[:_LONGEST])):
        groups = ((grammar.kinds[int(key[1:])], text) for key, text in match.groupdict().items() if text)
        found.append("/".join(_spelled(kind, text) for kind, text in groups))
    return tuple(dict.fromkeys(found))


@cache
def _pattern(grammar: Grammar) -> re.Pattern[str]:
    """Return what finds an id that is not local and, directly behind it, one that is."""
    ids, local_ids = [], []
    for index, kind in enumerate(grammar.kinds):
        start = rf"(?P<k{index}>(?i:{re.escape(kind.prefix)})_?"
        if kind.form is Form.NUMBER and kind.local:
            local_ids.append(rf"{start}\d+)")
        elif kind.form is Form.NUMBER:
            word = "(?:[A-Za-z]+_)?" if kind.role in _NAMED else ""
            ids.append(rf"{start}{word}(?:0\d+|\d{{3,}}))")
    before = "(?:(?<![A-Za-z0-9])|(?<=[a-z])(?=[A-Z]))"
    return re.compile(f"{before}(?:{'|'.join(ids) or '(?!)'})(?:_?(?:{'|'.join(local_ids) or '(?!)'}))?(?![a-z0-9])")


def _spelled(kind: Kind, text: str) -> str:
    """Return an id that was found in a name as it is spelled elsewhere."""
    *words, number = re.findall(r"[A-Za-z]+|\d+", text[len(kind.prefix) :])
    return kind.prefix + kind.separator + (kind.separator or "-").join([*(word.upper() for word in words), number])
