"""The overview of the page: how much is proven, what is claimed beyond that, and why the rest is not proven."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flowkit.model.verdict import SETTLED, Verdict
from flowkit.report.html.cards import Card
from flowkit.report.html.looks import LOOKS, Look, look_of
from flowkit.report.matrix import Row

_MOST_EXAMPLES = 3
_DEMANDS: Mapping[str, str] = {
    "file": "Files that are to be delivered",
    "symbol": "Code that is to be defined",
    "test": "Tests of tasks and criteria",
    "scenario": "Scenarios that are to pass",
    "coverage": "Coverage that is to be reached",
    "contract": "Promises to others",
    "code": "Code that implements a promise",
    "attestation": "What a person vouched for",
}
"""What each kind of obligation demands, as a heading; a kind that is not among them is shown by its name."""


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a whole that has one look: how many, and where it begins and how long it is in hundredths."""

    look: Look
    count: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some things have each verdict, the best first."""

    total: int
    shares: tuple[Share, ...]

    @property
    def proven(self) -> int:
        """How many fresh evidence speaks for; what a person attested to is not among them."""
        return sum(share.count for share in self.shares if share.look is look_of(Verdict.PROVEN))

    @property
    def per_cent(self) -> int:
        """The proven ones in whole per cents, never rounded up: 100 means all."""
        return 100 * self.proven // self.total if self.total else 0


def tally(verdicts: Iterable[Verdict | None]) -> Tally:
    """Return how many of some verdicts there are of each."""
    looks = [look_of(verdict) for verdict in verdicts]
    shares: list[Share] = []
    start = 0.0
    for look in reversed(LOOKS):
        count = sum(one is look for one in looks)
        if count:
            length = 100 * count / len(looks)
            shares.append(Share(look, count, round(start, 3), round(length, 3)))
            start += length
    return Tally(len(looks), tuple(shares))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some markers are not proven: one kind of obligation with one verdict.

    Attributes:
        look: the verdict.
        demand: what is demanded.
        count: how many obligations it is.
        held: how many of them belong to tasks that are claimed done or under way.
        examples: the first of them, with the task and the words.
    """

    look: Look
    demand: str
    count: int
    held: int
    examples: tuple[tuple[Card, Row, str], ...]

    @property
    def more(self) -> int:
        """How many are not among the examples."""
        return self.count - len(self.examples)


def reasons(cards: Sequence[Card]) -> tuple[Reason, ...]:
    """Return why markers are not proven: the worst verdict first, of each the most frequent kind."""
    found: dict[tuple[Verdict, str], list[tuple[Card, Row, str]]] = {}
    for card in cards:
        for row, duty in card.duties:
            if duty.verdict not in SETTLED:
                found.setdefault((duty.verdict, duty.kind), []).append((card, row, duty.reason))
    rank = {verdict: at for at, verdict in enumerate(Verdict)}
    made = []
    for (verdict, kind), entries in sorted(found.items(), key=lambda item: (rank[item[0][0]], -len(item[1]))):
        # What is claimed comes first, for that is what somebody will want to see.
        first = sorted(entries, key=lambda entry: not entry[1].held)[:_MOST_EXAMPLES]
        held = sum(row.held for _, row, _ in entries)
        made.append(Reason(look_of(verdict), _DEMANDS.get(kind, kind), len(entries), held, tuple(first)))
    return tuple(made)
