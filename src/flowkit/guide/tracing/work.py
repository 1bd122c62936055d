"""The tasks of a plan and their parts, below what they are done for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from flowkit.guide.decisions import decisions_of_tasks
from flowkit.guide.tracing.intent import Intent
from flowkit.guide.tracing.setting import Setting
from flowkit.model.marker import Role
from flowkit.model.part import Part, parts_of
from flowkit.model.plan import Plan
from flowkit.model.reasons import reason_of
from flowkit.model.source import Span
from flowkit.model.task import Citation, State, Task
from flowkit.model.trace import Kind, Node, Web
from flowkit.model.verdict import SETTLED, MarkerVerdict, Place

NOT_HELD = "the plan is not held against evidence here"
_KINDS: Mapping[Role, Kind] = {
    Role.TASK: Kind.TASK,
    Role.CRITERION: Kind.CRITERION,
    Role.SCENARIO: Kind.SCENARIO,
    Role.COVERAGE: Kind.COVERAGE,
    Role.CONTRACT: Kind.CONTRACT,
}


@dataclass(frozen=True, slots=True)
class Woven:
    """A part of a plan that is in the web: its plan, its full name, and the key of its node."""

    plan: Plan
    part: Part
    ref: str
    key: str


def weave_work(web: Web, intent: Intent, plan: Plan, setting: Setting) -> Iterator[Woven]:
    """Add the tasks of a plan and their parts, and join each task to what it is done for; yield what was added."""
    judged = setting.markers.get(plan.path)
    of_task: dict[str, list[MarkerVerdict]] = {}
    for marker in judged or ():
        of_task.setdefault(marker.task, []).append(marker)
    named = decisions_of_tasks(plan)
    cited: dict[str, Span] = {}
    for mention in plan.mentions:
        cited.setdefault(mention.id, mention.span)
    task_key = ""
    # Verdicts come in the order of the parts, so that parts of one name have each their own.
    verdicts: Iterator[MarkerVerdict | None] = chain(judged or (), repeat(None))
    for part, verdict in zip(parts_of(plan), verdicts, strict=False):
        below = of_task.get(part.task.key, ()) if part.role is Role.TASK else () if verdict is None else (verdict,)
        node = _node(web, plan, part, verdict, below)
        key = web.add(node)
        if part.role is Role.TASK:
            task_key = key
            decisions = [Citation(name, cited.get(name)) for name in named[part.task.key]]
            _join_up(web, key, [intent.decision(plan, one) for one in decisions], intent.requirements(plan, part.task))
        else:
            web.join(task_key, key, "demands")
        yield Woven(plan, part, plan.full_name(part.name), key)


def _node(web: Web, plan: Plan, part: Part, marker: MarkerVerdict | None, below: Sequence[MarkerVerdict]) -> Node:
    ref = plan.full_name(part.name)
    key = f"{plan.path} {part.name}"
    if key in web.nodes:
        key = f"{key} {part.span.line if part.span else len(web.nodes)}"
    why = NOT_HELD if marker is None else None
    if marker is not None and marker.verdict not in SETTLED:
        why = reason_of(below, marker.verdict, ref)
    return Node(
        key=key,
        kind=_KINDS[part.role],
        name=ref,
        label=ref if part.role is Role.TASK else part.name,
        text=part.text,
        place=Place(plan.path, part.span),
        result=None if marker is None else marker.verdict.value,
        why=why,
        owed=not _says_open(part.task),
    )


def _says_open(task: Task) -> bool:
    """Whether a task says of itself that it is not done; one that says nothing is held to what is known of it."""
    return task.state is not State.DONE and (task.box is not None or task.status is not None)


def _join_up(web: Web, key: str, decisions: Iterable[str], requirements: Iterable[str]) -> None:
    """Join a task to its requirements, and to the decisions that none of these comes from."""
    wanted = tuple(requirements)
    for requirement in wanted:
        web.join(requirement, key, "is done by")
    for decision in decisions:
        if not any((decision, requirement) in web.links for requirement in wanted):
            web.join(decision, key, "is done by")
