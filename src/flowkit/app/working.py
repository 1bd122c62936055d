"""Working with plans: what to do next, how the tasks hang together, and all that one of them needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowkit.app.gathering import gather
from flowkit.app.reading import configuration, read
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.config import Config
    from flowkit.model.plan import Plan
    from flowkit.model.verdict import Finding, MarkerVerdict, Surroundings
    from flowkit.model.work import Agenda, Network


@dataclass(frozen=True, slots=True)
class Advised:
    """What to do in each plan, and a finding for each document that is none."""

    agendas: tuple[Agenda, ...]
    strays: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Charted:
    """The network of tasks of each plan, and a finding for each document that is none."""

    networks: tuple[Network, ...]
    strays: tuple[Finding, ...]


# implements: feat-flowkit-commands:IMPL_005
def advise(request: Request) -> Advised:
    """Return what to do next in the plans that are asked for, by their states and by what the project proves of them.

    Raises:
        FlowkitError: the configuration cannot be used, or a document, a source or a report cannot be read.
    """
    from flowkit.guide.agenda import agenda

    config = configuration(request)
    reading = read(request, config)
    around = _surroundings(request, config, reading.plans)
    return Advised(tuple(agenda(plan, _markers(plan, around)) for plan in reading.plans), reading.strays)


# implements: feat-flowkit-commands:IMPL_005
def chart(request: Request) -> Charted:
    """Return how the tasks of the plans that are asked for hang together.

    Raises:
        FlowkitError: the configuration cannot be used, or a document cannot be read.
    """
    from flowkit.guide.network import network

    reading = read(request, configuration(request))
    return Charted(tuple(map(network, reading.plans)), reading.strays)


def _surroundings(request: Request, config: Config, plans: Sequence[Plan]) -> Surroundings:
    """Return what the project says of plans; nothing is run for it."""
    from flowkit.model.verdict import Surroundings

    return gather(request, config, Surroundings(tuple(plans)), None, whole=not request.paths)


def _markers(plan: Plan, around: Surroundings) -> tuple[MarkerVerdict, ...] | None:
    """Return the verdicts of a plan's markers; None where it is not held against any evidence."""
    return around.assessment.markers.get(plan.path) if around.assessment else None
