"""The tasks of the page: each with its parts, its obligations, and what was found about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowkit.model.marker import Role
from flowkit.model.plan import Plan
from flowkit.model.task import State, Task
from flowkit.model.verdict import SETTLED, Finding, Obligation, Place, Verdict, Verification
from flowkit.model.work import Network
from flowkit.report.html.links import Anchors
from flowkit.report.html.looks import Look, look_of
from flowkit.report.matrix import Row, rows_of


@dataclass(frozen=True, slots=True)
class Card:
    """A task as the page shows it.

    Attributes:
        anchor: the id of its element.
        row: the task itself.
        parts: its criteria, scenarios, coverage targets and parts of contracts.
        findings: what was found about it or its parts, beyond what its obligations say.
        awaits: the keys of the tasks that it waits for.
        level: its level in the network of its plan, from 1; None where it has none.
        critical: it is part of the critical path.
    """

    anchor: str
    row: Row
    parts: tuple[Row, ...]
    findings: tuple[Finding, ...]
    awaits: tuple[str, ...]
    level: int | None
    critical: bool

    @property
    def plan(self) -> Plan:
        """The plan that it belongs to."""
        return self.row.plan

    @property
    def task(self) -> Task:
        """The task."""
        return self.row.part.task

    @property
    def verdict(self) -> Verdict | None:
        """What the evidence says of it and its parts."""
        return self.row.verdict

    @property
    def look(self) -> Look:
        """How its verdict looks."""
        return look_of(self.verdict)

    @property
    def place(self) -> Place:
        """Where its plan defines it."""
        return self.row.place

    @property
    def claim(self) -> str | None:
        """Why it counts if it is not proven; None where it does not count."""
        if not self.row.held:
            return None
        return "claimed done" if self.task.state is State.DONE else "under way"

    @property
    def says(self) -> str | None:
        """What the plan says of its state; None where it says nothing."""
        return self.task.state.value if self.task.box or self.task.status else None

    @property
    def settled(self) -> bool:
        """Nothing is left to be done: it is proven, or somebody attested to it."""
        return self.verdict in SETTLED

    @property
    def rows(self) -> tuple[Row, ...]:
        """The task and its parts."""
        return (self.row, *self.parts)

    @property
    def duties(self) -> tuple[tuple[Row, Obligation], ...]:
        """Its obligations and those of its parts, each with what it belongs to."""
        return tuple((row, duty) for row in self.rows for duty in row.obligations)

    @property
    def holding(self) -> int:
        """How many of the obligations hold."""
        return sum(duty.verdict in SETTLED for _, duty in self.duties)

    def of(self, role: str) -> tuple[Row, ...]:
        """Return its parts of one role."""
        return tuple(part for part in self.parts if part.part.role == role)


# All the cards of a plan, by the keys of their tasks.
Hand = dict[str, Card]


def hands_of(verification: Verification) -> tuple[Hand, ...]:
    """Return the cards of each plan, by task and in document order; a task that was dropped has none."""
    anchors = Anchors()
    groups: dict[str, list[list[Row]]] = {plan.path: [] for plan in verification.plans}
    for row in rows_of(verification):
        group = groups[row.plan.path]
        if row.part.role is Role.TASK:
            group.append([])
        group[-1].append(row)
    told = _by_marker(verification.findings)
    networks = {network.plan.path: network for network in verification.networks}
    return tuple(
        {card.task.key: card for card in _cards(groups[plan.path], networks.get(plan.path), anchors, told)}
        for plan in verification.plans
    )


def _cards(
    groups: Iterable[Sequence[Row]],
    network: Network | None,
    anchors: Anchors,
    told: dict[tuple[str, str], list[Finding]],
) -> Iterator[Card]:
    levels = {} if network is None else {key: at for at, keys in enumerate(network.levels, start=1) for key in keys}
    critical = frozenset(network.critical) if network else frozenset()
    for row, *parts in groups:
        key = row.part.task.key
        yield Card(
            anchor=anchors.take(row.ref),
            row=row,
            parts=tuple(parts),
            findings=tuple(one for part in (row, *parts) for one in _beyond(part, told)),
            awaits=network.waits_for.get(key, ()) if network else (),
            level=levels.get(key),
            critical=key in critical,
        )


def _beyond(row: Row, told: dict[tuple[str, str], list[Finding]]) -> list[Finding]:
    """Return the findings about a marker that tell more than that one of its obligations does not hold."""
    problems = {duty.problem for duty in row.obligations}
    return [one for one in told.pop((row.plan.path, row.ref), ()) if one.rule not in problems]


def _by_marker(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    """Return the findings that a plan is told of one of its markers, by the path of the plan and the marker."""
    told: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.marker is not None:
            told.setdefault((finding.place.path, finding.marker), []).append(finding)
    return told
