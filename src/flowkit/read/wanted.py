"""The requirements that a spec of any format states, by their ids."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flowkit.model.marker import Grammar, Role
from flowkit.model.outline import Outline
from flowkit.model.trace import Wanted
from flowkit.read.definitions import read_definitions
from flowkit.read.specs import HOUSE_FORMAT, load, recognise

_SHORT = ("Requirement {}", "US{}")
"""How tasks call a requirement and a story of which the spec gives a word and a number, whatever the word is."""
_WORD_AND_NUMBER = re.compile(r"[^\d_-]+ #?(\d+)")
_AROUND = " \t*_`[]():.–—-"


def read_wanted(
    outline: Outline, grammar: Grammar, cited: Collection[str], expected: str | None = None
) -> Iterator[Wanted]:
    """Yield the requirements of a document, each id once.

    Args:
        outline: the document.
        grammar: how the project's markers are spelled.
        cited: the ids that tasks name as requirements; of ids of no known kind, these alone are requirements.
        expected: the format that the place of the document speaks for, where its text speaks for no other.
    """
    form = recognise(outline, grammar)
    form = expected if expected is not None and form in {None, HOUSE_FORMAT} else form
    known: set[str] = set()
    if form is not None and form != HOUSE_FORMAT:
        # Other formats know requirements that only they can tell: by names, with numbers for their criteria.
        spec = load(form).read(outline, grammar)
        for one in (*spec.requirements, *spec.stories):
            if one.id not in known:
                known.add(one.id)
                criteria = (entry.id for entry in one.criteria if entry.id)
                numbered = _other_names(one.id, _SHORT[one in spec.stories])
                yield Wanted(one.id, one.title, one.span, (*numbered, *criteria))
        for outcome in spec.outcomes:
            if outcome.id is not None and outcome.id not in known:
                known.add(outcome.id)
                yield Wanted(outcome.id, outcome.text, outcome.span)
    for name, span in read_definitions(outline, grammar):
        kind = grammar.kind_of(name)
        if name not in known and (name in cited if kind is None else kind.role is Role.REQUIREMENT):
            known.add(name)
            line = outline.document.lines[span.line - 1]
            title = line[line.find(name) + len(name) :].strip(_AROUND)
            yield Wanted(name, title, span)


def _other_names(identifier: str, short: str) -> tuple[str, ...]:
    found = _WORD_AND_NUMBER.fullmatch(identifier)
    name = short.format(found[1]) if found else identifier
    return (name,) if name != identifier else ()
