"""Dependencies: the fields against the drawings, cycles, and tasks that are done before what they depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowkit.judge.graph import Pair, cycles, not_implied, successors
from flowkit.model.plan import Drawing, Edge, Pen, Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import Dependency, State, Task
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

# A drawing that shows at least this part of the tasks is one of the whole plan, so that a task may be missing from it.
_WHOLE = 0.75


def _tasks(plan: Plan) -> dict[str, Task]:
    """Return the tasks by key; of two with one key, the first."""
    tasks: dict[str, Task] = {}
    for task in plan.work:
        tasks.setdefault(task.key, task)
    return tasks


def _field_edges(plan: Plan) -> dict[Pair, Dependency]:
    tasks = _tasks(plan)
    edges: dict[Pair, Dependency] = {}
    for task in plan.work:
        for dependency in task.depends_on:
            if dependency.on in tasks:
                edges.setdefault((task.key, dependency.on), dependency)
    return edges


def _drawn_edges(drawing: Drawing, tasks: Mapping[str, Task]) -> dict[Pair, Edge]:
    edges: dict[Pair, Edge] = {}
    for edge in drawing.edges:
        if edge.task in tasks and edge.on in tasks:
            edges.setdefault((edge.task, edge.on), edge)
    return edges


def graph_drift(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find arrows of a drawing that the dependencies fields neither have nor imply, and the other way round.

    A task without a dependencies field says nothing that a drawing could contradict. Where several drawings show the
    same two tasks, an arrow that one of them lacks is no drift: one of them may be a schedule.
    """
    del around
    tasks = _tasks(plan)
    drawings = [edges for drawing in plan.drawings if (edges := _drawn_edges(drawing, tasks))]
    if not drawings or not any(task.dependencies_span for task in plan.tasks):
        return
    yield from _extra(plan, tasks, drawings)
    yield from _missing(plan, tasks, drawings)


def _extra(plan: Plan, tasks: Mapping[str, Task], drawings: list[dict[Pair, Edge]]) -> Iterator[Finding]:
    fields = successors(_field_edges(plan))
    shown = [{name for pair in edges for name in pair} for edges in drawings]
    graphs = [successors(edges) for edges in drawings]
    told: set[Pair] = set()
    for number, edges in enumerate(drawings):
        for pair in not_implied(edges, fields):
            others = [at for at, names in enumerate(shown) if at != number and names.issuperset(pair)]
            disputed = any(True for at in others for _ in not_implied([pair], graphs[at]))
            task = tasks[pair[0]]
            if pair in told or disputed or task.dependencies_span is None:
                continue
            told.add(pair)
            message = f"the drawing makes {pair[0]} depend on {pair[1]}; its dependencies field does not"
            related = (Place(plan.path, task.dependencies_span, f"the dependencies of {pair[0]}"),)
            hint = f"Add {pair[1]} to the dependencies of {pair[0]}, or take the arrow out."
            marker, edge = plan.full_name(pair[0]), edges[pair]
            erased = [each[pair].erased for each in drawings if pair in each]
            edits = tuple(edit for each in erased for edit in each) if all(erased) else ()
            yield GRAPH_DRIFT.finding(
                plan.path, edge.span, message, marker=marker, related=related, hint=hint, edits=edits
            )


def _missing(plan: Plan, tasks: Mapping[str, Task], drawings: list[dict[Pair, Edge]]) -> Iterator[Finding]:
    drawn = successors(pair for edges in drawings for pair in edges)
    shown = {name for edges in drawings for pair in edges for name in pair}
    whole = len(shown) >= _WHOLE * len(tasks)
    places = _places_to_draw(plan, tasks)
    for pair in not_implied(_field_edges(plan), drawn):
        task, on = pair
        if not whole and not shown.issuperset(pair):
            continue
        span = tasks[task].dependencies_span or tasks[task].span
        message = f"{task} depends on {on}; the drawing neither has nor implies it"
        related = tuple(Place(plan.path, drawing.span, "the drawing") for drawing in plan.drawings[:1])
        hint = f"Draw an arrow from {on} to {task}, or take {on} out of the dependencies."
        # The drawing that shows most of the two, and the first of several.
        best = max(places, key=lambda place: len(place[1].intersection(pair)), default=None)
        marker, edits = plan.full_name(task), (best[0].drawn(task, on),) if best is not None else ()
        yield GRAPH_DRIFT.finding(plan.path, span, message, marker=marker, related=related, hint=hint, edits=edits)


def _places_to_draw(plan: Plan, tasks: Mapping[str, Task]) -> list[tuple[Pen, frozenset[str]]]:
    """Return how arrows are drawn in each drawing of tasks, and which tasks it shows."""
    shown = ((drawing.pen, list(_drawn_edges(drawing, tasks))) for drawing in plan.drawings)
    return [(pen, frozenset(name for pair in pairs for name in pair)) for pen, pairs in shown if pen and pairs]


def dependency_cycle(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks that, by the dependencies fields or else by a drawing, wait for themselves."""
    del around
    tasks = _tasks(plan)
    fields = {pair: dependency.span for pair, dependency in _field_edges(plan).items()}
    drawn = {pair: edge.span for drawing in plan.drawings for pair, edge in _drawn_edges(drawing, tasks).items()}
    told: set[frozenset[str]] = set()
    for spans in (fields, drawn):
        graph = successors(spans)
        ordered = {key: graph[key] for key in tasks if key in graph}
        for cycle in cycles(ordered):
            if frozenset(cycle) not in told:
                told.add(frozenset(cycle))
                yield _cycle_finding(plan, tasks, cycle, spans)


def _cycle_finding(
    plan: Plan, tasks: Mapping[str, Task], cycle: tuple[str, ...], spans: Mapping[Pair, Span | None]
) -> Finding:
    steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    places = [Place(plan.path, spans[step] or tasks[step[0]].span, f"{step[0]} depends on {step[1]}") for step in steps]
    path = " → ".join((*cycle, cycle[0]))
    hint = "Take out one of these dependencies."
    marker = plan.full_name(cycle[0])
    return DEPENDENCY_CYCLE.finding(
        places[0].path,
        places[0].span,
        f"the tasks wait for one another: {path}" if len(cycle) > 1 else f"{cycle[0]} depends on itself",
        marker=marker,
        related=tuple(places[1:]),
        hint=hint,
    )


_NOT_BEGUN = frozenset({State.OPEN, State.IN_PROGRESS})


def done_before_dependency(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find tasks that are done while a task that they depend on says that it is not."""
    del around
    tasks = _tasks(plan)
    for task in plan.work:
        if task.state is not State.DONE:
            continue
        for dependency in task.depends_on:
            other = tasks.get(dependency.on)
            if other is None or other.state not in _NOT_BEGUN or (other.box is None and other.status is None):
                continue
            message = f"{task.key} is done, but {other.key}, which it depends on, is {other.state}"
            related = (Place(plan.path, other.span, f"{other.key} is {other.state}"),)
            hint = f"Untick {task.key}, finish {other.key}, or take the dependency out."
            span = task.box.span if task.box else task.status.span if task.status else task.span
            marker = plan.full_name(task.key)
            yield DONE_BEFORE_DEPENDENCY.finding(plan.path, span, message, marker=marker, related=related, hint=hint)


GRAPH_DRIFT = Rule(
    "graph-drift",
    Severity.WARNING,
    "A drawing and the dependencies fields disagree",
    graph_drift,
)
DEPENDENCY_CYCLE = Rule(
    "dependency-cycle",
    Severity.ERROR,
    "Tasks depend on one another in a circle",
    dependency_cycle,
)
DONE_BEFORE_DEPENDENCY = Rule(
    "done-before-dependency",
    Severity.WARNING,
    "A task is done while one that it depends on is not",
    done_before_dependency,
)
