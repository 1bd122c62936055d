"""What the tests of claims share."""

from __future__ import annotations

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.task import Task
from flowkit.read.claims.claims import read_claims
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline

GRAMMAR = Grammar()


def outline_of(text: str) -> Outline:
    """Return the outline of a text."""
    return read_outline(document_from_bytes(text.encode(), "plan.md"))


def claims(text: str, kind: ClaimKind, tasks: tuple[Task, ...] = ()) -> list[Claim]:
    """Return the claims of one kind in a text."""
    return [claim for claim in read_claims(outline_of(text), tasks, (), GRAMMAR) if claim.kind is kind]


def totals(text: str) -> list[tuple[str, str]]:
    """Return subject and value of each total in a text."""
    return [(claim.subject, claim.value) for claim in claims(text, ClaimKind.TOTAL)]


def task_on(text: str, first: int, last: int) -> Task:
    """Return a task that holds some lines of a text."""
    document = outline_of(text).document
    return Task("Task 1", "Task 1", "TASK", "work", document.line_span(first), end_line=last)
