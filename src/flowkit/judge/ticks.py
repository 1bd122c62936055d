"""Boxes and statuses that are to say something else: what that takes in the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flowkit.judge.states import says_done, says_open
from flowkit.model.edit import Edit
from flowkit.model.outline import Box
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Item, Label, State, Task
from flowkit.model.verdict import MarkerVerdict

_MARKS = {State.DONE: "x", State.OPEN: " "}
_WORDS = {State.DONE: "done", State.OPEN: "open"}


def told(plan: Plan, task: Task, state: State) -> tuple[Edit, ...]:
    """Return what makes a task say that it is done or open; nothing where its status cannot be written anew.

    A status beside a box follows where it would contradict the box.
    """
    box = box_edits((task.box,), state)
    if task.status is None or (task.box is not None and not _contradicts(task, state)):
        return box
    status = _status_edit(plan, task.status, state)
    return (*box, status) if status is not None else ()


def finished(plan: Plan, task: Task) -> tuple[Edit, ...]:
    """Return what makes a task that is proven say so; nothing where it has nowhere to say it.

    Its criteria and scenarios are proven with it, and a task that is done contradicts boxes that are open.
    """
    boxes = (item.box for item in (*task.criteria, *task.scenarios))
    return told(plan, task, State.DONE) + box_edits(boxes, State.DONE)


def ticked(plan: Plan, task: Task) -> tuple[Edit, ...]:
    """Return what ticks a task with its criteria and scenarios, which are proven with it.

    A task that says nothing of itself gets a box before its id; whether its dialect takes it for one is seen when the
    plan is read again.
    """
    edits = finished(plan, task)
    if task.box is not None or task.status is not None or task.span is None:
        return edits
    here = task.span
    return (Edit(Span(here.start, here.start, here.line, here.column), f"[{_MARKS[State.DONE]}] "), *edits)


def judged_items(task: Task, markers: Sequence[MarkerVerdict]) -> Iterator[tuple[Item, MarkerVerdict]]:
    """Yield the criteria and scenarios of a task, each with its verdict.

    Args:
        task: the task.
        markers: the verdicts of the task and its parts, which stand in the order of the document.
    """
    items: list[Item] = [*task.criteria, *task.scenarios]
    yield from zip(items, markers[1:], strict=False)


def box_edits(boxes: Iterable[Box | None], state: State) -> tuple[Edit, ...]:
    """Return what ticks the open ones of some boxes, or opens the ticked ones."""
    wrong = (box for box in boxes if box is not None and box.known and box.ticked != (state is State.DONE))
    return tuple(Edit(box.span, _MARKS[state]) for box in wrong)


def _contradicts(task: Task, state: State) -> bool:
    if task.status is None:
        return False
    if state is State.OPEN:
        return says_done(task.status.value)
    return task.state is State.IN_PROGRESS or says_open(task.status.value)


def _status_edit(plan: Plan, status: Label, state: State) -> Edit | None:
    """Return what writes a status in the word that the plan itself has for it, or else in the usual one."""
    span = status.span
    document = plan.document_of(span) if span is not None else None
    if span is None or document is None or document.span(span.line, span.column, len(status.value)) != span:
        return None
    start = span.column - 1
    if document.lines[span.line - 1][start : start + len(status.value)] != status.value:
        return None
    return Edit(span, plan.words.get(state) or next(_own_words(plan, state), _alike(_WORDS[state], status.value)))


def _own_words(plan: Plan, state: State) -> Iterator[str]:
    for task in plan.tasks:
        if task.status is not None and task.box is None and task.state is state and task.status.value:
            yield task.status.value


def _alike(word: str, written: str) -> str:
    """Return a word in capitals or with a capital first, as another one is written."""
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[:1].isupper() else word
