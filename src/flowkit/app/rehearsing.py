"""Rehearsing a build: what would be done, in order, as if each task were proven at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowkit.app.working import advise
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.model.work import Agenda, Step


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would be done in a plan.

    Attributes:
        agenda: what there is to do in it.
        order: the tasks that would be built, in order.
        blocked: why tasks are left out, by their keys.
    """

    agenda: Agenda
    order: tuple[Step, ...]
    blocked: dict[str, str]


def rehearse(request: Request) -> tuple[Rehearsed, ...]:
    """Return what would be done in each plan; nothing is run, and nothing is changed.

    Raises:
        FlowkitError: as ``advise``.
    """
    from flowkit.guide.rehearsal import rehearse as order
    from flowkit.model.blocking import blocks

    def rehearsed(agenda: Agenda) -> Rehearsed:
        blocked = {key: block.reason for key, block in blocks(agenda.plan).items()}
        return Rehearsed(agenda, order(agenda, blocked), blocked)

    return tuple(map(rehearsed, advise(request).agendas))
