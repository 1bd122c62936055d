"""What differs in meaning between two plans.

The order of tasks and entries, layout, and prose (overviews, descriptions, notes, commands, totals) are no difference.
Two plans may be of two dialects: then what one of them cannot say differs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import chain

from flowkit.compare.entries import Entry, line_of, of_box, plain
from flowkit.compare.matching import Matched
from flowkit.compare.scopes import Keys, Names, Scope, entry_changes, scope_changes, scope_of, unnumbered
from flowkit.compare.tasks import match_tasks
from flowkit.model.change import Change, ChangeKind, Comparison, Part
from flowkit.model.plan import Edge, Plan, PlanBox
from flowkit.model.task import State, Task


def compare(old: Plan, new: Plan) -> Comparison:
    """Return what differs in meaning between two plans; with the plans swapped, it is the same the other way round."""
    matched = match_tasks(_scopes(old), _scopes(new))
    names = _names(old, new, matched)
    renamed = _renamed_phases(old, new, matched)
    changes = chain(
        _plan_changes(old, new, names),
        _phase_changes(old, new, renamed),
        _task_changes(matched, names, renamed),
    )
    return Comparison(old, new, tuple(changes))


def _scopes(plan: Plan) -> tuple[Scope, ...]:
    boxes: defaultdict[str | None, list[PlanBox]] = defaultdict(list)
    for box in plan.boxes:
        boxes[box.task].append(box)
    # Where fields say what the tasks wait for, a drawing repeats it; a difference between them is for ``verify``.
    told = any(task.depends_on or task.unresolved or task.dependencies_span for task in plan.tasks)
    arrows: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in () if told else plan.edges:
        arrows[edge.task].append(edge)
    ids = _ids(plan)
    return tuple(scope_of(task, _inside(task, boxes[task.key]), arrows[task.key], ids) for task in plan.tasks)


def _ids(plan: Plan) -> Mapping[str, str]:
    """Return the ids of the tasks of a plan, with nothing in place of each."""
    return {task.id: "" for task in plan.tasks if task.id is not None}


def _inside(task: Task, boxes: Sequence[PlanBox]) -> tuple[PlanBox, ...]:
    """Return the boxes that stand in a task; two tasks of one id have boxes of one key."""
    first, last = task.line or 0, task.end_line or task.line or 0
    return tuple(box for box in boxes if first <= box.span.line <= last)


def _plan_changes(old: Plan, new: Plan, names: Names) -> Iterator[Change]:
    keys = Keys()
    if old.run_id and new.run_id and old.run_id != new.run_id:
        before, after = (Entry(plan.run_id, plan.run_id or "", None) for plan in (old, new))
        yield keys.change(ChangeKind.RENUMBERED, Part.PLAN, before, after)
    for kind, part, told in (
        (ChangeKind.RESTATED, Part.PLAN, (_status(old), _status(new))),
        (ChangeKind.RESCOPED, Part.DECISION, (_decision(old), _decision(new))),
    ):
        if (told[0] and told[0].said) != (told[1] and told[1].said):
            yield keys.change(kind, part, *told)
    yield from entry_changes(keys, Part.BOX, _loose_boxes(old), _loose_boxes(new), names)


def _status(plan: Plan) -> Entry | None:
    label = plan.status
    return None if label is None else Entry(label.value.casefold(), label.value, line_of(label.span))


def _decision(plan: Plan) -> Entry | None:
    lines = (mention.span.line for mention in plan.mentions if mention.id == plan.adr)
    return None if plan.adr is None else Entry(plan.adr, plan.adr, next(lines, None))


def _loose_boxes(plan: Plan) -> tuple[Entry, ...]:
    ids = _ids(plan)
    return tuple(unnumbered(of_box(box, box.section), ids) for box in plan.boxes if box.task is None)


def _renamed_phases(old: Plan, new: Plan, matched: Matched[Scope]) -> Mapping[str | None, str | None]:
    """Return the phases, old title to new, that have another title and most of their tasks still.

    The old title is gone, and the new one was not there; ``None`` stands for no phase at all.
    """
    pairs = Counter((before.task.phase, after.task.phase) for before, after in matched.pairs)
    tasks: tuple[Counter[str | None], Counter[str | None]] = (Counter(), Counter())
    for titles, number in pairs.items():
        for title, counted in zip(titles, tasks, strict=True):
            counted[title] += number
    kept = [{task.phase for task in plan.tasks} | {phase.title for phase in plan.phases} for plan in (old, new)]
    return {
        before: after
        for (before, after), number in pairs.items()
        if before not in kept[1] and after not in kept[0] and 2 * number > max(tasks[0][before], tasks[1][after])
    }


def _phase_changes(old: Plan, new: Plan, renamed: Mapping[str | None, str | None]) -> Iterator[Change]:
    lines = (_title_lines(old), _title_lines(new))
    for titles in sorted(renamed.items(), key=str):
        before, after = (
            None if title is None else Entry(title, title, known.get(plain(title)))
            for title, known in zip(titles, lines, strict=True)
        )
        yield Keys().change(ChangeKind.RESCOPED, Part.PHASE, before, after)


def _title_lines(plan: Plan) -> dict[str, int]:
    """Return the line of each heading, by its words."""
    sections = plan.outline.sections if plan.outline else ()
    return {plain(section.title.text): section.title.line for section in sections}


def _task_changes(matched: Matched[Scope], names: Names, renamed: Mapping[str | None, str | None]) -> Iterator[Change]:
    appeared = [(None, scope) for scope in matched.added]
    for before, after in sorted((*matched.pairs, *appeared), key=lambda pair: pair[1].task.line or 0):
        if before is None:
            yield from _one_sided(None, after)
        elif State.DROPPED in {before.task.state, after.task.state}:
            yield from _one_sided(before, after)
        else:
            yield from _pair_changes(before, after, names, renamed)
    for scope in matched.dropped:
        yield from _one_sided(scope, None)


def _one_sided(old: Scope | None, new: Scope | None) -> Iterator[Change]:
    """Yield that a task is there in one plan alone; a task that is struck out is not, whoever still names it."""
    there = [scope is not None and scope.task.state is not State.DROPPED for scope in (old, new)]
    if there[0] != there[1]:
        before, after = (None if scope is None else _headed(scope.task) for scope in (old, new))
        keys = Keys(old.task.key if old else None, new.task.key if new else None)
        yield keys.change(ChangeKind.ADDED if there[1] else ChangeKind.DROPPED, Part.TASK, before, after)


def _pair_changes(old: Scope, new: Scope, names: Names, renamed: Mapping[str | None, str | None]) -> Iterator[Change]:
    keys = Keys(old.task.key, new.task.key)
    if old.task.id != new.task.id:
        yield keys.change(ChangeKind.RENUMBERED, Part.TASK, _headed(old.task), _headed(new.task))
    before, after = _progress(old.task), _progress(new.task)
    if before.said != after.said:
        states = {old.task.state: ChangeKind.UNTICKED, new.task.state: ChangeKind.TICKED}
        yield keys.change(states.get(State.DONE, ChangeKind.RESTATED), Part.TASK, before, after)
    if old.task.phase != new.task.phase and renamed.get(old.task.phase, old.task.phase) != new.task.phase:
        yield keys.change(ChangeKind.MOVED, Part.TASK, _phase(old.task), _phase(new.task))
    yield from scope_changes(old, new, names)


def _headed(task: Task) -> Entry:
    return Entry(task.id, task.title, task.line, id=task.id)


def _phase(task: Task) -> Entry | None:
    return None if task.phase is None else Entry(task.phase, task.phase, task.line)


def _progress(task: Task) -> Entry:
    """Return how far a task is, and where it says so; a state that is not known is told by its mark or status."""
    span = task.box.span if task.box else task.status.span if task.status else task.span
    mark = task.box.mark if task.box else task.status.value if task.status else ""
    known = task.state is not State.UNKNOWN
    said: Hashable = task.state if known else (task.state, mark.casefold())
    return Entry(said, task.state.value if known else mark, line_of(span), id=task.id)


def _names(old: Plan, new: Plan, matched: Matched[Scope]) -> Names:
    """Return what the ids of both plans stand for: a number where they are one task, otherwise nothing but the id.

    An id that two tasks of a plan have stands for neither of them.
    """
    counts = [Counter(task.key for task in plan.tasks) for plan in (old, new)]
    single = {key for count in counts for key in count if all(each[key] <= 1 for each in counts)}
    numbered = [(number, *pair) for number, pair in enumerate(matched.pairs)]
    return (
        {before.task.key: number for number, before, _ in numbered if before.task.key in single},
        {after.task.key: number for number, _, after in numbered if after.task.key in single},
    )
