"""Documents that list requirements by ids: product and software requirements, in headings, lists and tables."""

from __future__ import annotations

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.read.entries import Source
from flowkit.read.specs.frame import read_frame
from flowkit.read.specs.stated import read_stated, states_requirements


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return 0.5 for a document that states requirements by ids, less for one that states user stories alone."""
    source = Source(outline.document, grammar)
    if states_requirements(source, outline):
        return 0.5
    return 0.3 if read_stated(source, outline).stories else 0.0


def read(outline: Outline, grammar: Grammar) -> Spec:
    """Read a document of requirements; any outline gives one, if need be without requirements."""
    source = Source(outline.document, grammar)
    return read_frame(source, outline, read_stated(source, outline))
