"""A document to a plan: which dialect it is of, and what that dialect reads in it."""

from __future__ import annotations

from dataclasses import replace

from flowkit.errors import ReadError, UsageError
from flowkit.model.marker import Grammar
from flowkit.model.nearness import nearest
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.read.dialects import dialects, load
from flowkit.read.markdown import read_outline


class UnrecognisedError(ReadError):
    """A document is of no dialect, or of two alike."""


def read_plan(document: Document, dialect: str | None = None, grammar: Grammar | None = None) -> Plan:
    """Read the plan in a document, with the graphs that it draws and the claims that it makes.

    Arguments and errors are those of ``parse_plan``.
    """
    from flowkit.read.claims.claims import read_claims
    from flowkit.read.drawing.drawings import read_drawings

    kinds = grammar if grammar is not None else Grammar()
    plan = parse_plan(document, dialect, kinds)
    if plan.outline is None:
        return plan
    return replace(
        plan,
        drawings=plan.drawings or tuple(read_drawings(plan.outline, plan.tasks)),
        claims=plan.claims or read_claims(plan.outline, plan.tasks, plan.boxes, kinds),
    )


def parse_plan(document: Document, dialect: str | None = None, grammar: Grammar | None = None) -> Plan:
    """Read the plan in a document as its dialect gives it: tasks and markers, without drawings and claims.

    Args:
        document: the document.
        dialect: the name of its dialect; by default the one that recognises it best.
        grammar: the kinds of markers to know.

    Raises:
        UnrecognisedError: no dialect recognises the document, or two do so alike.
        UsageError: there is no dialect of that name.
    """
    kinds = grammar if grammar is not None else Grammar()
    outline = read_outline(document)
    known = dialects()
    if dialect is not None and dialect not in known:
        close = nearest(dialect, known)
        hint = f"did you mean {close}?" if close else f"the dialects are {', '.join(known)}"
        raise UsageError(f"there is no dialect {dialect!r}", hint=hint)
    name = dialect or recognise(outline, kinds)
    return load(known[name]).parse(outline, kinds)


def recognise(outline: Outline, grammar: Grammar) -> str:
    """Return the name of the dialect that recognises a document best.

    Raises:
        UnrecognisedError: no dialect recognises the document, or two do so alike.
    """
    scores = {name: load(entry).recognise(outline, grammar) for name, entry in dialects().items()}
    best = max(scores.values(), default=0.0)
    path = outline.document.path
    if best <= 0:
        raise UnrecognisedError("no dialect finds a task in it", where=path)
    alike = [name for name, score in scores.items() if score == best]
    if len(alike) > 1:
        hint = f"name one with --dialect: {' or '.join(alike)}"
        raise UnrecognisedError(f"the dialects {' and '.join(alike)} recognise it alike", where=path, hint=hint)
    return alike[0]
