"""Totals and marker summaries, against what the plan defines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from flowkit.judge.listing import beside, without
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.edit import Edit
from flowkit.model.marker import KINDS, TASK_KIND, Role
from flowkit.model.plan import Definition, Plan, PlanBox
from flowkit.model.severity import Severity
from flowkit.model.task import State, Task
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

_Count = Callable[[Plan, Sequence[Task]], int]

# What a total counts -> how it is counted, and the words for one and for many.
_COUNTS: Mapping[str, tuple[_Count, str, str]] = {
    "tasks": (lambda plan, tasks: len(tasks), "task", "tasks"),
    "subtasks": (lambda plan, tasks: len(tasks), "task", "tasks"),
    "phases": (lambda plan, tasks: len(plan.phases), "phase", "phases"),
    "criteria": (lambda plan, tasks: sum(len(task.criteria) for task in tasks), "criterion", "criteria"),
    "scenarios": (lambda plan, tasks: sum(len(task.scenarios) for task in tasks), "scenario", "scenarios"),
    "coverage targets": (lambda plan, tasks: len(plan.coverage_targets), "coverage target", "coverage targets"),
    "parallel tasks": (
        lambda plan, tasks: sum(task.parallel for task in tasks),
        "task marked as parallel",
        "tasks marked as parallel",
    ),
    "contract endpoints": (lambda plan, tasks: len(plan.contract_endpoints), "contract endpoint", "contract endpoints"),
}


def count_mismatch(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find totals that differ from what the plan defines, however that is counted in reason."""
    del around
    for claim in plan.claims:
        if claim.kind is ClaimKind.TOTAL and plan.tasks:
            yield from _judge_total(plan, claim)


def _judge_total(plan: Plan, claim: Claim) -> Iterator[Finding]:
    tasks = [task for task in plan.tasks if claim.scope is None or task.phase == claim.scope]
    stated = int(claim.value)
    if claim.subject == "done tasks":
        if _states_are_told(tasks):
            counted = sum(task.state is State.DONE for task in tasks)
            boxes = _boxes(plan, claim)
            ticked = {sum(entry.box.ticked for entry in boxes)} if boxes else set()
            if stated not in {counted, sum(task.state is State.DONE for task in _distinct(tasks)), *ticked}:
                yield _mismatch(plan, claim, f"{counted} of {len(tasks)} {_are(counted)} done", counted)
        return
    count, one, many = _COUNTS.get(claim.subject, (None, "", ""))
    if count is None:
        counted = len({item.name for item in plan.definitions if item.kind == claim.subject})
        one = many = f"{claim.subject} {'marker' if counted == 1 else 'markers'}"
        readings = {counted}
    else:
        counted = count(plan, tasks)
        # People also call every box a task.
        boxes = _boxes(plan, claim) if claim.subject in {"tasks", "subtasks"} else []
        readings = {counted, *_readings(claim.subject, tasks), *([len(boxes)] if boxes else [])}
    if counted and stated not in readings:
        words = one if counted == 1 else many
        yield _mismatch(plan, claim, f"{counted} {words} {_are(counted)} defined{_where(claim)}", counted)


def _readings(subject: str, tasks: Sequence[Task]) -> Iterator[int]:
    """Yield the other numbers that a careful author may mean by a number of tasks."""
    if subject not in {"tasks", "subtasks"}:
        return
    distinct = _distinct(tasks)
    yield len(distinct)
    yield sum(not task.optional for task in distinct)
    yield sum(task.state is not State.DROPPED for task in distinct)
    parents = {_parent(task.key) for task in distinct} - {None}
    yield sum(task.key not in parents for task in distinct)
    yield sum(_parent(task.key) is None for task in distinct)
    if subject == "subtasks":
        yield sum(_parent(task.key) is not None for task in distinct)
        yield sum(len(task.checklist) for task in tasks)
        yield sum(len(task.changes) for task in tasks)


def _boxes(plan: Plan, claim: Claim) -> list[PlanBox]:
    return [entry for entry in plan.boxes if claim.scope is None or claim.scope in entry.section]


def _distinct(tasks: Sequence[Task]) -> list[Task]:
    return list({task.key: task for task in tasks}.values())


def _parent(key: str) -> str | None:
    parent, dot, _ = key.rpartition(".")
    return parent if dot else None


def _states_are_told(tasks: Sequence[Task]) -> bool:
    return any(task.box is not None or task.status is not None for task in tasks)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _where(claim: Claim) -> str:
    return f" in {claim.scope}" if claim.scope else ""


def _mismatch(plan: Plan, claim: Claim, truth: str, counted: int) -> Finding:
    done = claim.subject == "done tasks"
    what = "done tasks" if done else claim.subject
    message = f"declares {claim.value} {what}; {truth}"
    hint = f"Write {counted}, or {'tick' if done else 'define'} what is missing."
    if int(claim.value) < counted:
        hint = f"Write {counted}, or {'untick what is not done' if done else 'take out what is not to be done'}."
    edits = (Edit(claim.span, str(counted)),)
    return COUNT_MISMATCH.finding(plan.path, claim.span, message, hint=hint, edits=edits)


_LISTED_ROLES = frozenset({Role.TASK, Role.COVERAGE, Role.CONTRACT})


def summary_drift(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find markers that a marker summary lists and the plan does not define, and the other way round.

    What was struck out may be listed or not. The markers of a kind are compared as soon as one of them is listed. A
    summary that also lists requirements cites them, so those are not compared.
    """
    del around
    roles = _roles(plan)
    listed = [claim for claim in plan.claims if claim.kind is ClaimKind.SUMMARY and claim.subject in roles]
    if not listed:
        return
    defined = {item.id: item for item in plan.definitions if item.kind in roles and item.owner is None}
    wanted = {claim.subject for claim in listed}
    dropped = set(_dropped(plan))
    expected = {
        identifier: item for identifier, item in defined.items() if item.kind in wanted and identifier not in dropped
    }
    unlisted = list(_unlisted(plan, listed, expected))
    # An id beside which another one is to be written stays until that is done: it shows where the others belong.
    needed = {finding.place.span for finding in unlisted}
    for identifier, claims in _by_id(listed).items():
        if identifier not in defined:
            message = f"the marker summary lists {identifier}, which the plan does not define"
            hint = f"Define {identifier}, or take it out of the summary."
            plain = plan.outline is not None and needed.isdisjoint(claim.span for claim in claims)
            edits = without(plan.outline.document, claims) if plan.outline is not None and plain else ()
            yield SUMMARY_DRIFT.finding(plan.path, claims[0].span, message, hint=hint, edits=edits)
    yield from unlisted


def _dropped(plan: Plan) -> Iterator[str]:
    """Yield the ids of the tasks that were struck out, and of what they were to bring."""
    for task in plan.tasks:
        if task.state is State.DROPPED:
            yield task.key
            yield from (target.id for target in task.coverage_targets)
            yield from (endpoint.id for endpoint in task.contract_endpoints)


def _roles(plan: Plan) -> dict[str, Role]:
    """Return the roles of the kinds that a summary is compared in: the built-in ones, and those of the plan's tasks."""
    known = {kind.name: kind.role for kind in KINDS if kind.role in _LISTED_ROLES}
    return known | {task.kind: Role.TASK for task in plan.tasks if task.kind != TASK_KIND}


def _by_id(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.value, []).append(claim)
    return found


def _unlisted(plan: Plan, listed: Sequence[Claim], expected: Mapping[str, Definition]) -> Iterator[Finding]:
    named = {claim.value for claim in listed}
    last = {claim.subject: claim for claim in listed}
    for identifier, item in expected.items():
        if identifier in named:
            continue
        at = last.get(item.kind, listed[-1])
        message = f"the marker summary does not list {identifier}"
        related = (Place(plan.path, item.span, f"{identifier} is defined here"),)
        hint = f"Add {identifier} to the summary."
        marker = plan.full_name(identifier)
        plain = plan.outline is not None and at.subject == item.kind
        edits = beside(plan.outline.document, at, identifier) if plan.outline is not None and plain else ()
        yield SUMMARY_DRIFT.finding(plan.path, at.span, message, marker=marker, related=related, hint=hint, edits=edits)


COUNT_MISMATCH = Rule(
    "count-mismatch",
    Severity.ERROR,
    "A total that the plan states differs from what it defines",
    count_mismatch,
)
SUMMARY_DRIFT = Rule(
    "summary-drift",
    Severity.ERROR,
    "A marker summary and the definitions disagree",
    summary_drift,
)
