"""Tasks that a plan says are blocked, and why: ``<!-- flowkit: blocked IMPL_002: reason -->``.

Such a comment stands anywhere in a plan; it means nothing to whoever reads the plan with other tools. Who takes it out
says that the task may be tried again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowkit.model.edit import Edit
from flowkit.model.source import Document, Span

if TYPE_CHECKING:
    from flowkit.model.outline import Outline
    from flowkit.model.plan import Plan

_COMMENT = re.compile(r"\s*flowkit:\s*blocked\s+(?P<task>.+?):\s+(?P<reason>.*?)\s*", re.DOTALL)
_REMARK = re.compile(r"# <!--(.*)-->\s*")
_LONGEST = 300
_REMARKS = ("yaml", "yml")
"""How the names of plans end in which a comment needs a ``#`` before it."""


@dataclass(frozen=True, slots=True)
class Block:
    """Why a task is blocked, and where the plan says so."""

    task: str
    reason: str
    span: Span


def blocks(plan: Plan) -> Mapping[str, Block]:
    """Return the blocks of a plan by the keys of their tasks; of two of one task, the first."""
    found: dict[str, Block] = {}
    for text, span in _comments(plan.outline) if plan.outline is not None else ():
        match = _COMMENT.fullmatch(text)
        if match is not None:
            found.setdefault(match.group("task"), Block(match.group("task"), match.group("reason"), span))
    return found


def _comments(outline: Outline) -> Iterator[tuple[str, Span]]:
    """Yield the comments of a document with their places; of one in YAML, those that stand in a remark of their own."""
    document = outline.document
    if not document.path.endswith(_REMARKS):
        yield from ((comment.text, comment.span) for comment in outline.comments)
        return
    for number, line in enumerate(document.lines, start=1):
        remark = _REMARK.fullmatch(line)
        if remark is not None:
            yield remark.group(1), document.line_span(number)


def blocking(document: Document, task: str, reason: str) -> Edit:
    """Return what says at the end of a plan that a task is blocked; of the reason, what one line can hold."""
    end, line = document.line_end, len(document.lines)
    last = document.lines[-1] if document.lines else ""
    comment = f"<!-- flowkit: blocked {task}: {_told(reason)} -->"
    opening = ("" if not last else end) + ("# " if document.path.endswith(_REMARKS) else "")
    size = len(document.data)
    return Edit(Span(size, size, max(line, 1), len(last) + 1), f"{opening}{comment}{end}")


def _told(reason: str) -> str:
    """Return a reason as a comment can hold it: on one line, with nothing in it that could end the comment."""
    line = " ".join(reason.split())
    short = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
    return re.sub(r"-(?=[->])", "- ", short).replace("<!", "< !").rstrip("-") or "no reason is known"
