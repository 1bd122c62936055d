"""A document to the spec that it is, in whichever format it is written."""

from __future__ import annotations

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.read.specs import load, recognise


def read_spec(outline: Outline, grammar: Grammar | None = None) -> Spec:
    """Read a specification in the format that recognises it best.

    Args:
        outline: the document.
        grammar: how the project's markers are spelled; by default flowkit's own kinds.

    Raises:
        ReadError: something in it cannot be read as flowkit's own format has it; a document that no format recognises
            is held to be of that one. A spec of any other format is read as far as it goes.
    """
    kinds = grammar or Grammar()
    return load(recognise(outline, kinds)).read(outline, kinds)
