"""A document to the spec that it is, in whichever format it is written."""

from __future__ import annotations

from flowkit.errors import ReadError
from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.read.specs import load, recognise


class UnrecognisedSpecError(ReadError):
    """A document is of no format that a spec is written in; ``reason`` says what it lacks."""

    reason = "it labels no requirement and describes no component"

    def __init__(self, path: str) -> None:
        hint = "label it, like '- FR-001: What is wanted', or write it in flowkit's own spec format"
        super().__init__(f"is no spec that can be planned: {self.reason}", where=f"{path}:1", hint=hint)


def read_spec(outline: Outline, grammar: Grammar | None = None) -> Spec:
    """Read a specification in the format that recognises it best.

    Args:
        outline: the document.
        grammar: how the project's markers are spelled; by default flowkit's own kinds.

    Raises:
        UnrecognisedSpecError: no format recognises it.
        ReadError: it is in flowkit's own format, and something in it cannot be read. A spec of any other format is read
            as far as it goes.
    """
    kinds = grammar or Grammar()
    name = recognise(outline, kinds)
    if name is None:
        raise UnrecognisedSpecError(outline.document.path)
    return load(name).read(outline, kinds)
