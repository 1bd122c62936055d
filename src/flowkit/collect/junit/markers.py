"""The markers that a test case of a JUnit XML report says it verifies: by a property, otherwise by its names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.collect.junit.cases import Case
from flowkit.model.marker import Form, Grammar
from flowkit.model.naming import markers_in_name, names_marker, split_names

_SAYING = frozenset({"verifies", "requirement", "requirements", "flowkit", "marker", "markers"})
# A test management system's own key, which may or may not be a marker.
_KEYS = frozenset({"test_key"})
_LONGEST_NAME = 500
# ``test_read[SC-001]``: what a test is parametrised with is data.
_ARGUMENTS = re.compile(r"([\w.$:-]*\w)[\[({].*", re.DOTALL)


def markers_of(case: Case, grammar: Grammar) -> tuple[str, ...]:
    """Return the markers of a test case, each once."""
    told = tuple(dict.fromkeys(_in_properties(case, grammar)))
    return told or tuple(dict.fromkeys((*_in_title(case.name, grammar), *_in_classname(case.classname, grammar))))


def _in_properties(case: Case, grammar: Grammar) -> Iterator[str]:
    for name, value in case.properties:
        for marker in split_names(value):
            if name.lower() in _SAYING or (name.lower() in _KEYS and names_marker(grammar, marker)):
                yield marker


def _in_title(title: str, grammar: Grammar) -> Iterator[str]:
    """Yield those in ``SC-001: it reads``, ``it reads [SC-001, IMPL_002/AC-1]``, ``test_sc_001``, ``TestSC001``."""
    title = title[:_LONGEST_NAME]
    arguments = _ARGUMENTS.fullmatch(title)
    if arguments is not None:
        title = arguments.group(1)
    words = [word.strip(".:@#'\"") for word in re.split(r"[\s,;()\[\]{}]+", title)]
    yield from (word for word in words if _is_plain_marker(word, grammar))
    if len(words) == 1:
        yield from _in_classname(title, grammar)


def _in_classname(name: str, grammar: Grammar) -> Iterator[str]:
    for part in re.split(r"[\s./:$\\-]+", name[:_LONGEST_NAME]):
        yield from markers_in_name(grammar, part)


def _is_plain_marker(word: str, grammar: Grammar) -> bool:
    """Whether a word of a title names a marker; ``cov_all`` and ``dep_x`` are ordinary words there."""
    kind = grammar.kind_of(word.rpartition(":")[2].rpartition("/")[2])
    return kind is not None and names_marker(grammar, word) and (kind.form is Form.NUMBER or word.isupper())
