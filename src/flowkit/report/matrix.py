"""What plans define with what the evidence says of it: the rows of a traceability matrix."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flowkit.model.evidence import Evidence
from flowkit.model.marker import Role
from flowkit.model.part import Part, parts_of
from flowkit.model.plan import Plan
from flowkit.model.reasons import reason_of
from flowkit.model.source import Span
from flowkit.model.verdict import MarkerVerdict, Obligation, Place, Verdict, Verification

NOT_HELD = "the plan is not held against evidence here"


@dataclass(frozen=True, slots=True)
class Row:
    """A marker of a plan.

    Attributes:
        plan: the plan.
        part: the task, or the part of one.
        verdict: what the evidence says; None where the plan is held against none.
        reason: why, in words.
        held: its task is claimed done or under way, so that it counts if it does not hold.
        obligations: what has to be true for it to hold.
    """

    plan: Plan
    part: Part
    verdict: Verdict | None
    reason: str
    held: bool
    obligations: tuple[Obligation, ...] = ()

    @property
    def ref(self) -> str:
        """Its full name."""
        return self.plan.full_name(self.part.name)

    @property
    def place(self) -> Place:
        """Where the plan defines it."""
        return Place(self.plan.path, self.part.span)


def matrix_of(verification: Verification) -> tuple[tuple[Plan, tuple[Row, ...]], ...]:
    """Return each plan with a row for each of its markers, in document order."""
    groups = _by_task(verification.markers)
    return tuple((plan, tuple(_rows(plan, verification.held.get(plan.path), groups))) for plan in verification.plans)


def rows_of(verification: Verification) -> Iterator[Row]:
    """Yield a row for each marker of each plan."""
    for _, rows in matrix_of(verification):
        yield from rows


def _rows(plan: Plan, held: Collection[str] | None, groups: Mapping[str, deque[list[MarkerVerdict]]]) -> Iterator[Row]:
    group: list[MarkerVerdict] = []
    left: list[MarkerVerdict] = []
    for part in parts_of(plan):
        ref = plan.full_name(part.name)
        if part.role is Role.TASK:
            waiting = groups.get(ref) if held is not None else None
            group = waiting.popleft() if waiting else []
            left = list(group)
        marker = next((one for one in left if one.ref == ref), None)
        if held is None or marker is None:
            yield Row(plan, part, None, NOT_HELD, held=False)
            continue
        # Of several that are called alike, each is judged, in the order of the plan.
        left.remove(marker)
        reason = reason_of(group if part.role is Role.TASK else [marker], marker.verdict, ref)
        told = reason or "nothing speaks for or against it"
        yield Row(plan, part, marker.verdict, told, part.task.key in held, marker.obligations)


def _by_task(markers: Iterable[MarkerVerdict]) -> dict[str, deque[list[MarkerVerdict]]]:
    """Return each task with its parts, by the full name of the task; several plans may have one of that name."""
    groups: dict[str, deque[list[MarkerVerdict]]] = {}
    group: list[MarkerVerdict] = []
    for marker in markers:
        if marker.ref.endswith(f":{marker.task}"):
            group = []
            groups.setdefault(marker.ref, deque()).append(group)
        group.append(marker)
    return groups


def at(place: Place) -> str:
    """Return where a place is: ``path:line``, or the path where it is no finer than that."""
    return f"{place.path}:{place.span.line}" if place.span else place.path


def place_of(fact: Evidence) -> Place:
    """Return where a piece of evidence was found."""
    span: Span | None = getattr(fact, "span", None)
    return Place(fact.path, span)
