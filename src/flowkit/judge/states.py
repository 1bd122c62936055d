"""Ticks and statuses that contradict one another, and states that nothing is known of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from flowkit.judge.discords import discords
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.plan import Plan, PlanBox
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import Item, State, Task
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

# Boxes in such sections are not part of the work that a status or a check mark speaks of.
_LATER = re.compile(
    r"\b(?:future|follow-?ups?|next steps?|later|optional|backlog|nice[ -]to[ -]haves?|deferred|out of scope|non-goals?"
    r"|post-\w+|stretch|legend|template)\b",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(
    r"\b(?:evidence|success|criteria|gates?|acceptance|definition of done|completion|sign-?off|art[ei]facts)\b",
    re.IGNORECASE,
)
# A box before the name of a field is a bullet, and nothing to tick.
_FIELD_NAME = re.compile(r"\W*(?:files?|notes?|dependencies|references?|location|context)\b\**:", re.IGNORECASE)
# A box that says itself that it need not be ticked, or that is one of several choices.
_NOT_DUE = re.compile(
    r"^\W*optional\b|\(optional\b|\b(?:not (?:required|needed|necessary|applicable)|n/a"
    r"|no\b[^.:;]{0,40}(?:required|needed|necessary)"
    r"|if (?:applicable|needed|required|necessary|desired))\b|^\W*option [a-z0-9]\b",
    re.IGNORECASE,
)
_QUALIFIER = r"\W*(?:(?:already|fully|mostly|still|now|successfully|partly|partially|not yet) )*"
_PLAIN_STATE = re.compile(
    rf"{_QUALIFIER}(?:completed?|done|finished|implemented|merged|closed|pending|open|not started|planned|started"
    r"|in[ -]progress|to ?do)\b",
    re.IGNORECASE,
)
_DONE_STATUS = re.compile(
    r"\W*(?:(?:already|fully|successfully) )?(?:completed?|done|finished|implemented)\b"
    r"(?!.*\b(?:not|except|pending|partial))",
    re.IGNORECASE,
)
_OPEN_STATUS = re.compile(r"\W*(?:todo|to do|pending|open|not started|planned)\b", re.IGNORECASE)


def status_contradiction(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find declarations of success that open boxes contradict, and ticks that contradict one another."""
    del around
    work = _Work(plan)
    declared = list(_against_statuses(plan, work))
    yield from declared
    marks = list(_against_check_marks(plan, work))
    yield from marks
    if not declared and not marks:
        yield from _sections_left_open(plan, work)
    for task in plan.tasks:
        yield from _within_task(plan, task)
    for one in discords(plan):
        told = STATUS_CONTRADICTION.finding(plan.path, one.span, one.message, marker=one.marker, hint=one.hint)
        yield replace(told, related=(Place(plan.path, *one.other),))


class _Work:
    """The boxes and tasks of a plan by what a claim speaks of: the whole plan (None), or one phase by its title."""

    def __init__(self, plan: Plan) -> None:
        dropped = {task.key for task in plan.tasks if task.state is State.DROPPED}
        self._boxes = [
            entry
            for entry in plan.boxes
            if not entry.box.optional
            and entry.task not in dropped
            and not _FIELD_NAME.match(entry.text)
            and not _NOT_DUE.search(entry.text)
            and not _is_later(entry.section)
        ]
        self._unfinished = [task for task in plan.tasks if _says_open(task)]
        self._by_scope: dict[str | None, tuple[list[PlanBox], list[Task]]] = {None: (self._boxes, self._unfinished)}

    def within(self, scope: str | None) -> tuple[list[PlanBox], list[Task]]:
        """Return the boxes that a claim speaks of, and the tasks that say themselves that they are not done."""
        if scope not in self._by_scope:
            boxes = [entry for entry in self._boxes if scope in entry.section]
            self._by_scope[scope] = boxes, [task for task in self._unfinished if task.phase == scope]
        return self._by_scope[scope]


@lru_cache(maxsize=1024)
def _is_later(section: tuple[str, ...]) -> bool:
    return any(_LATER.search(title) for title in section)


def _open(boxes: Sequence[PlanBox]) -> list[PlanBox]:
    return [entry for entry in boxes if entry.box.mark.strip() == ""]


def _ticked(boxes: Sequence[PlanBox]) -> int:
    return sum(entry.box.ticked for entry in boxes)


def _against_statuses(plan: Plan, work: _Work) -> Iterator[Finding]:
    for claim in plan.claims:
        if claim.kind is not ClaimKind.STATUS or claim.value != "complete":
            continue
        boxes, unfinished = work.within(claim.scope)
        if left := _open(boxes):
            truth = f"{_ticked(boxes)} of {len(boxes)} boxes {_are(len(boxes))} ticked"
            yield _declared(plan, claim, truth, left[0].span)
        elif unfinished:
            truth = f"{len(unfinished)} of {len(plan.tasks)} tasks {_are(len(unfinished))} not done"
            yield _declared(plan, claim, truth, unfinished[0].span)


def _says_open(task: Task) -> bool:
    return task.status is not None and task.box is None and task.state in {State.OPEN, State.IN_PROGRESS}


def _declared(plan: Plan, claim: Claim, truth: str, first: Span | None) -> Finding:
    message = f"{claim.subject} says complete; {truth}"
    related = (Place(plan.path, first, "the first that is open"),)
    hint = "Tick what is done, or change the status."
    return STATUS_CONTRADICTION.finding(plan.path, claim.span, message, related=related, hint=hint)


# How many ticks are too few beside a section whose entries all carry check marks. People also use check marks as
# bullets for goals, so that only a plan of which less than half is ticked contradicts them.
_TOO_FEW: dict[str, Callable[[int, int], bool]] = {
    "criteria": lambda ticked, total: 2 * ticked < total,
    "status": lambda ticked, total: ticked == 0,
}


def _against_check_marks(plan: Plan, work: _Work) -> Iterator[Finding]:
    for claim in plan.claims:
        if claim.kind is not ClaimKind.CHECK_MARK:
            continue
        boxes, _ = work.within(claim.scope)
        left, ticked, count = _open(boxes), _ticked(boxes), int(claim.value)
        if not left or not _TOO_FEW[claim.subject](ticked, len(boxes)):
            continue
        what = "entry carries" if count == 1 else "entries carry"
        message = f"{count} {what} a check mark here; {ticked} of {len(boxes)} boxes {_are(len(boxes))} ticked"
        related = (Place(plan.path, left[0].span, "the first open box"),)
        hint = "Use boxes for what is still to be reached, or tick what is done."
        yield STATUS_CONTRADICTION.finding(plan.path, claim.span, message, related=related, hint=hint)


def _sections_left_open(plan: Plan, work: _Work) -> Iterator[Finding]:
    """Find sections of evidence or criteria that are open to the last box although every task is done."""
    tasks = [task for task in plan.tasks if task.state is not State.DROPPED]
    if not tasks or any(task.state is not State.DONE for task in tasks):
        return
    sections: dict[tuple[str, ...], list[PlanBox]] = {}
    for entry in work.within(None)[0]:
        if entry.task is None and entry.section and _EVIDENCE.search(entry.section[-1]):
            sections.setdefault(entry.section, []).append(entry)
    for section, boxes in sections.items():
        if len(_open(boxes)) == len(boxes):
            message = f"every task is done, but 0 of {len(boxes)} boxes of “{section[-1]}” {_are(len(boxes))} ticked"
            related = (Place(plan.path, boxes[0].span, "the first open box"),)
            hint = "Tick what is there, or untick what is not done."
            span = _heading(plan, section) or boxes[0].span
            yield STATUS_CONTRADICTION.finding(plan.path, span, message, related=related, hint=hint)


def _heading(plan: Plan, path: tuple[str, ...]) -> Span | None:
    if plan.outline is None:
        return None
    for section in plan.outline.sections:
        if section.level and section.title.text == path[-1]:
            return section.title.span_in(plan.outline.document)
    return None


def _within_task(plan: Plan, task: Task) -> Iterator[Finding]:
    span = task.box.span if task.box else task.status.span if task.status else None
    if span is None:
        return
    criteria: Sequence[Item] = [item for item in task.criteria if item.done is not None]
    met = sum(item.done is True for item in criteria)
    marker = plan.full_name(task.key)
    if task.state is State.DONE and criteria and met == 0:
        message = f"{task.key} is done, but none of its {len(criteria)} acceptance criteria is ticked"
        hint = f"Tick the criteria that are met, or untick {task.key}."
        yield STATUS_CONTRADICTION.finding(
            plan.path, span, message, marker=marker, related=_first(plan, criteria), hint=hint
        )
    elif task.state is State.OPEN and criteria and met == len(criteria):
        message = f"{task.key} is open, but all of its {met} acceptance criteria are ticked"
        hint = f"Tick {task.key}, or untick the criteria that are not met."
        yield STATUS_CONTRADICTION.finding(
            plan.path, span, message, marker=marker, related=_first(plan, criteria), hint=hint
        )
    if task.box is not None and task.status is not None:
        status = task.status.value
        if (task.box.ticked and says_open(status)) or (task.box.mark == " " and says_done(status)):
            ticked = "ticked" if task.box.ticked else "not ticked"
            message = f"{task.key} is {ticked}, but its status is {task.status.value}"
            related = (Place(plan.path, task.status.span, "its status"),)
            hint = "Make the box and the status agree."
            yield STATUS_CONTRADICTION.finding(plan.path, span, message, marker=marker, related=related, hint=hint)


def says_done(status: str) -> bool:
    """Whether the status of a task says that it is done."""
    return _DONE_STATUS.match(status) is not None


def says_open(status: str) -> bool:
    """Whether the status of a task says that it is not begun."""
    return _OPEN_STATUS.match(status) is not None


def _first(plan: Plan, criteria: Sequence[Item]) -> tuple[Place, ...]:
    return (Place(plan.path, criteria[0].span, "the first criterion"),)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def unknown_state(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find boxes and statuses whose meaning nobody has agreed on."""
    del around
    told: set[Span] = set()
    for task in plan.work:
        if task.state is not State.UNKNOWN or _is_plain(task):
            continue
        what = f"[{task.box.mark}]" if task.box else task.status.value if task.status else None
        span = task.box.span if task.box else task.status.span if task.status else task.span
        told |= {task.box.span} if task.box else set()
        yield _unknown(
            plan, span, f"{task.key} has the state {what}" if what else f"{task.key} has an unknown state", task
        )
    for entry in plan.boxes:
        if not entry.box.known and entry.box.mark not in plan.marks and entry.box.span not in told:
            yield _unknown(plan, entry.box.span, f"the box [{entry.box.mark}] is neither open nor ticked", None)


def _is_plain(task: Task) -> bool:
    """Whether the status of a task says done or open, if with a qualifier (``Already Complete``)."""
    return task.box is None and task.status is not None and _PLAIN_STATE.match(task.status.value) is not None


def _unknown(plan: Plan, span: Span | None, what: str, task: Task | None) -> Finding:
    message = f"{what}, which is counted neither as done nor as dropped"
    hint = "Use [ ] for open and [x] for done, strike out what is dropped, and say the rest in words."
    return UNKNOWN_STATE.finding(plan.path, span, message, marker=plan.full_name(task.key) if task else None, hint=hint)


STATUS_CONTRADICTION = Rule(
    "status-contradiction",
    Severity.ERROR,
    "A declaration of success and the boxes disagree",
    status_contradiction,
)
UNKNOWN_STATE = Rule(
    "unknown-state",
    Severity.ERROR,
    "A box or a status has no known meaning",
    unknown_state,
)
