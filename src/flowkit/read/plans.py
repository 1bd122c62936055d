"""A document to its plans: which dialect it is of, and what that dialect reads in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from flowkit.errors import ReadError, UsageError
from flowkit.model.marker import Grammar
from flowkit.model.nearness import nearest
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.read.dialects import dialects, load
from flowkit.read.markdown import read_outline

_ParseAll = Callable[[Outline, Grammar], tuple[Plan, ...]]


class UnrecognisedError(ReadError):
    """A document is of no dialect, or of two alike."""


def read_plan(document: Document, dialect: str | None = None, grammar: Grammar | None = None) -> Plan:
    """Read the one plan in a document, with the graphs that it draws and the claims that it makes.

    Arguments and errors are those of ``parse_plans``.

    Raises:
        UsageError: the document holds several plans.
    """
    return _only(read_plans(document, dialect, grammar))


def parse_plan(document: Document, dialect: str | None = None, grammar: Grammar | None = None) -> Plan:
    """Read the one plan in a document as its dialect gives it; arguments and errors are those of ``read_plan``."""
    return _only(parse_plans(document, dialect, grammar))


def read_plans(document: Document, dialect: str | None = None, grammar: Grammar | None = None) -> tuple[Plan, ...]:
    """Read the plans in a document, with the graphs that they draw and the claims that they make.

    Arguments and errors are those of ``parse_plans``.
    """
    kinds = grammar if grammar is not None else Grammar()
    return tuple(_with_claims(plan, kinds) for plan in parse_plans(document, dialect, kinds))


def parse_plans(document: Document, dialect: str | None = None, grammar: Grammar | None = None) -> tuple[Plan, ...]:
    """Read the plans in a document as its dialect gives them: tasks and markers, without drawings and claims.

    Args:
        document: the document.
        dialect: the name of its dialect; by default the one that recognises it best.
        grammar: the kinds of markers to know.

    Raises:
        UnrecognisedError: no dialect recognises the document, or two do so alike.
        ReadError: the document is broken, as its dialect has it.
        UsageError: there is no dialect of that name.
    """
    kinds = grammar if grammar is not None else Grammar()
    outline = read_outline(document)
    known = dialects()
    if dialect is not None and dialect not in known:
        close = nearest(dialect, known)
        hint = f"did you mean {close}?" if close else f"the dialects are {', '.join(known)}"
        raise UsageError(f"there is no dialect {dialect!r}", hint=hint)
    reader = load(known[dialect or recognise(outline, kinds)])
    parse_all = cast(_ParseAll | None, getattr(reader, "parse_all", None))
    return parse_all(outline, kinds) if parse_all is not None else (reader.parse(outline, kinds),)


def _only(plans: tuple[Plan, ...]) -> Plan:
    if len(plans) == 1:
        return plans[0]
    path = plans[0].documents[0].path if plans else None
    names = ", ".join(plan.id for plan in plans)
    raise UsageError(f"the document holds {len(plans)} plans: {names}", where=path, hint="name a document of one plan")


def _with_claims(plan: Plan, grammar: Grammar) -> Plan:
    from flowkit.read.claims.claims import read_claims
    from flowkit.read.drawing.drawings import read_drawings

    if plan.outline is None:
        return plan
    return replace(
        plan,
        drawings=plan.drawings or tuple(read_drawings(plan.outline, plan.tasks)),
        claims=plan.claims or read_claims(plan.outline, plan.tasks, plan.boxes, grammar),
    )


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
