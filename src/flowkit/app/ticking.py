"""Ticking: what is proven is ticked in its plan, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowkit.app.drafting import Drafted
from flowkit.app.gathering import gather
from flowkit.app.reading import configuration, is_inside, read
from flowkit.errors import UsageError
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.config import Config
    from flowkit.model.edit import Edit
    from flowkit.model.plan import Plan
    from flowkit.model.task import Item, Task
    from flowkit.model.verdict import MarkerVerdict, Place


@dataclass(frozen=True, slots=True)
class Ticked:
    """Something that its plan says to be done.

    Attributes:
        marker: its verdict.
        place: where its plan says it.
        document: the plan to write; None where it is ticked already.
    """

    marker: MarkerVerdict
    place: Place
    document: Drafted | None


@dataclass(frozen=True, slots=True)
class _Target:
    """A task, or a criterion or scenario of one, with its own verdict first and those of its parts behind it."""

    plan: Plan
    task: Task
    item: Item | None
    markers: tuple[MarkerVerdict, ...]

    @property
    def place(self) -> Place:
        from flowkit.model.verdict import Place

        return Place(self.plan.path, (self.item or self.task).span)

    @property
    def where(self) -> str:
        span = self.place.span
        return f"{self.plan.path}:{span.line}" if span else self.plan.path

    def edits(self) -> tuple[Edit, ...]:
        """Return what ticks it."""
        from flowkit.judge.ticks import box_edits, finished
        from flowkit.model.task import State

        return box_edits((self.item.box,), State.DONE) if self.item else finished(self.plan, self.task)

    @property
    def is_ticked(self) -> bool:
        from flowkit.model.task import State

        return bool(self.item.done) if self.item else self.task.state is State.DONE


def tick(name: str, request: Request) -> Ticked:
    """Return a plan in which a task, criterion or scenario is ticked; nothing is run or written.

    Args:
        name: its id, alone or behind the id of its plan and a colon: ``IMPL_001``, ``tea:IMPL_001/AC-1``.
        request: the plans.

    Raises:
        FlowkitError: the configuration cannot be used, or a document or report cannot be read; nothing or more than one
            thing has this name; its evidence is not proven; or there is nothing that could be ticked.
    """
    from flowkit.model.verdict import SETTLED, Surroundings

    config = configuration(request)
    reading = read(request, config)
    around = gather(request, config, Surroundings(reading.plans), None, {}, whole=not request.paths)
    judged = around.assessment.markers if around.assessment else {}
    held = [plan for plan in reading.plans if plan.path in judged]
    if not held:
        hint = "name a plan inside the project"
        raise UsageError("no plan here is held against any evidence", where=", ".join(request.paths) or None, hint=hint)
    target = _find(name, [one for plan in held for one in _targets(plan, judged[plan.path])])
    if target.markers[0].verdict not in SETTLED:
        raise _unproven(target)
    if target.is_ticked:
        return Ticked(target.markers[0], target.place, None)
    return Ticked(target.markers[0], target.place, _ticked(target, request, config))


def _targets(plan: Plan, markers: Sequence[MarkerVerdict]) -> Iterator[_Target]:
    """Yield all that could be ticked in a plan."""
    from flowkit.judge.ticks import judged_items

    for task in {task.key: task for task in plan.tasks}.values():
        own = tuple(marker for marker in markers if marker.task == task.key)
        if own:
            yield _Target(plan, task, None, own)
            yield from (_Target(plan, task, item, (marker,)) for item, marker in judged_items(task, own))


def _find(name: str, targets: Sequence[_Target]) -> _Target:
    """Return what a name means.

    Raises:
        UsageError: nothing has this name, or more than one thing.
    """
    from flowkit.model.nearness import Ids, nearest

    known = {one.markers[0].ref: one for one in targets}
    found = [one for ref, one in known.items() if name in {ref, ref.removeprefix(f"{one.plan.id}:")}]
    if len(found) == 1:
        return found[0]
    if found:
        hint = f"say {' or '.join(one.markers[0].ref for one in found)}"
        raise UsageError(f"{len(found)} plans have {name}", hint=hint)
    short = [ref.removeprefix(f"{one.plan.id}:") for ref, one in known.items()]
    names = list(known) if ":" in name else short
    close = Ids(names).slip(name) or nearest(name, names)
    hint = f"did you mean {close}?" if close else "flowkit show lists what there is"
    raise UsageError(f"there is no task, criterion or scenario {name or repr(name)}", hint=hint)


def _unproven(target: _Target) -> UsageError:
    """Return what to tell of something that is not proven: what is missing."""
    from flowkit.model.reasons import reasons_of
    from flowkit.model.verdict import SETTLED, Verdict

    own, left = target.markers[0], set(Verdict) - SETTLED
    why = reasons_of(target.markers, left, own.ref)
    duties = (duty for marker in target.markers for duty in marker.obligations if duty.verdict in left)
    hint = next((duty.hint for duty in duties if duty.hint), "do the work, and have tests that are run show it")
    return UsageError(f"{own.ref} is {own.verdict.value} and is not ticked: {why}", where=target.where, hint=hint)


def _ticked(target: _Target, request: Request, config: Config) -> Drafted:
    """Return the plan with the tick in it.

    Raises:
        UsageError: it has no box and no status that could be written anew.
    """
    from flowkit.model.edit import apply

    edits, outline = target.edits(), target.plan.outline
    if not edits or outline is None:
        ref = target.markers[0].ref
        raise UsageError(f"{ref} has no box or status that could say so", where=target.where, hint="write a box: - [ ]")
    document = outline.document
    path = request.folder / target.plan.path
    root = config.root if is_inside(path, config) else path.parent
    return Drafted(path, target.plan.path, apply(document, edits), root, document)
