"""The traceability matrix of the page: from what is required to the tasks, what they have to meet, and the tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flowkit.model.evidence import Outcome
from flowkit.model.verdict import Place
from flowkit.report.html.cards import Card, Hand
from flowkit.report.html.facts import outcomes


@dataclass(frozen=True, slots=True)
class Chain:
    """A row of the matrix.

    Attributes:
        requirement: the id of a requirement that the task names; None for a task that names none.
        defined: where the requirement is defined; None where nothing at hand defines it.
        card: the task.
        tests: how the tests ended that its verdicts rest on, and how many of them.
    """

    requirement: str | None
    defined: Place | None
    card: Card
    tests: tuple[tuple[Outcome, int], ...]


def chains(hands: Iterable[Hand], definitions: Mapping[str, Place]) -> Iterator[Chain]:
    """Yield a row for each requirement that a task names, by requirement, and last the tasks that name none."""
    rows: dict[str | None, list[Chain]] = {}
    for card in (card for hand in hands for card in hand.values()):
        named = dict.fromkeys(cited.id for cited in card.task.requirements)
        tests = outcomes(duty for _, duty in card.duties)
        for name in named or (None,):
            place = definitions.get(name) if name else None
            rows.setdefault(name, []).append(Chain(name, place, card, tests))
    for name in sorted(rows, key=lambda name: (name is None, name or "")):
        yield from rows[name]
