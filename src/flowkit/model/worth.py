"""What the ticks of a plan are worth: how many stand on what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from flowkit.model.evidence import GoneFact
from flowkit.model.plan import Plan
from flowkit.model.task import State, Task
from flowkit.model.verdict import REFUTED, SETTLED, MarkerVerdict, Obligation, Verdict


class Standing(StrEnum):
    """What a ticked task stands on, best first; each has one, and what speaks against it comes before the rest."""

    PROVEN = "proven"
    FILES = "files"
    CODE = "code"
    CRITERIA = "criteria"
    NOTHING = "nothing"
    GONE = "gone"
    UNFOUND = "unfound"
    EMPTY = "empty"
    ABSENT = "absent"
    REFUTED = "refuted"


Worth = Mapping[Standing, int]
"""How many ticked tasks stand on what; what none stands on is not among them."""


def worth_of(plan: Plan, markers: Iterable[MarkerVerdict]) -> Worth:
    """Return what the ticks of a plan are worth, by the verdicts of its markers."""
    by_task: dict[str, list[MarkerVerdict]] = {}
    for marker in markers:
        by_task.setdefault(marker.task, []).append(marker)
    ticked = (task for task in plan.tasks if task.state is State.DONE and task.key in by_task)
    stand = [_standing(task, by_task[task.key]) for task in ticked]
    return {each: count for each in Standing if (count := stand.count(each))}


def _standing(task: Task, markers: Sequence[MarkerVerdict]) -> Standing:
    duties = [duty for marker in markers for duty in marker.obligations]
    if markers[0].verdict in SETTLED:
        return Standing.PROVEN
    found = next((standing for standing, holds in _SIGNS if any(map(holds, duties))), None)
    return found or (Standing.CRITERIA if task.criteria or task.scenarios else Standing.NOTHING)


def _of(kind: str, *verdicts: Verdict) -> Callable[[Obligation], bool]:
    return lambda duty: duty.kind == kind and duty.verdict in verdicts


def _is_refuted(duty: Obligation) -> bool:
    return duty.verdict in REFUTED


def _is_gone(duty: Obligation) -> bool:
    return duty.kind == "file" and any(isinstance(fact, GoneFact) for fact in duty.evidence)


_SIGNS: tuple[tuple[Standing, Callable[[Obligation], bool]], ...] = (
    (Standing.ABSENT, _of("file", Verdict.MISSING)),
    (Standing.EMPTY, _of("file", Verdict.FAILING)),
    (Standing.REFUTED, _is_refuted),
    (Standing.GONE, _is_gone),
    (Standing.UNFOUND, _of("symbol", Verdict.UNPROVEN)),
    (Standing.FILES, _of("file", Verdict.PROVEN, Verdict.UNPROVEN)),
    (Standing.CODE, _of("symbol", Verdict.PROVEN)),
)
"""By which obligation one knows what a task stands on; the first that any of its obligations shows."""
