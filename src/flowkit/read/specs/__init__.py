"""Formats of specs, one module each, and the table of them.

A format is a module with two functions: ``recognise(outline, grammar) -> float``, from 0 (not this format) to 1, and
``read(outline, grammar) -> Spec``. All of them read into the same model, so what plans a spec need not know its format.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline

HOUSE_FORMAT = "flowkit"
"""The format of flowkit's own."""

FORMATS: Mapping[str, str] = {
    HOUSE_FORMAT: "flowkit.read.specs.own",
    "openspec": "flowkit.read.specs.openspec",
    "kiro": "flowkit.read.specs.kiro",
    "spec-kit": "flowkit.read.specs.spec_kit",
    "requirements": "flowkit.read.specs.requirements",
}
"""Name of a format -> its module."""


class SpecFormat(Protocol):
    """The way a document writes down what is wanted."""

    def recognise(self, outline: Outline, grammar: Grammar) -> float:
        """Return how sure it is that the document is of this format, from 0 to 1."""

    def read(self, outline: Outline, grammar: Grammar) -> Spec:
        """Read the spec."""


def load(name: str) -> SpecFormat:
    """Return the format of that name."""
    return cast(SpecFormat, import_module(FORMATS[name]))


def recognise(outline: Outline, grammar: Grammar) -> str | None:
    """Return the name of the format that recognises a document best, of two alike the first in the table; None if none.

    No score is given twice by two formats, but for documents that are of both.
    """
    best, score = None, 0.0
    for name in FORMATS:
        found = load(name).recognise(outline, grammar)
        if found > score:
            best, score = name, found
        if score >= 1:
            # Nothing can be surer, and most documents are told by their headings alone.
            break
    return best
