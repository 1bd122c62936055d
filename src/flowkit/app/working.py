"""Working with plans: what to do next, how the tasks hang together, and all that one of them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flowkit.app.gathering import gather
from flowkit.app.reading import configuration, is_inside, read
from flowkit.config import Config
from flowkit.errors import UsageError
from flowkit.read.discovery import shown_path
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.model.brief import Background, Brief
    from flowkit.model.plan import Plan
    from flowkit.model.source import Unreadable
    from flowkit.model.verdict import Finding, MarkerVerdict, Place, Surroundings
    from flowkit.model.work import Agenda, Network
    from flowkit.read.sources import Tell


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


@dataclass(frozen=True, slots=True)
class Briefed:
    """A brief, and a finding for each document that is no plan."""

    brief: Brief
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
    agendas = tuple(agenda(plan, _markers(plan, around)) for plan in reading.plans)
    return Advised(agendas, (*reading.strays, *_unread(around.unread, request, config)))


# implements: feat-flowkit-commands:IMPL_005
def chart(request: Request) -> Charted:
    """Return how the tasks of the plans that are asked for hang together.

    Raises:
        FlowkitError: the configuration cannot be used, or a document cannot be read.
    """
    from flowkit.guide.network import network

    reading = read(request, configuration(request))
    return Charted(tuple(map(network, reading.plans)), reading.strays)


# implements: feat-flowkit-commands:IMPL_006
def brief(name: str, request: Request) -> Briefed:
    """Return all that is at hand about a task of the plans that are asked for.

    Args:
        name: its id, alone or behind the id of its plan and a colon.
        request: the plans.

    Raises:
        FlowkitError: as ``advise``; or there is no plan, no task has this name, or several plans have one.
    """
    from flowkit.guide.brief import Setting, find_task, requirements_of
    from flowkit.guide.brief import brief as make

    config = configuration(request)
    reading = read(request, config)
    if not reading.plans:
        raise UsageError("there is no plan to look at", hint="name one")
    plan, task = find_task(name, reading.plans)
    around = _surroundings(request, config, reading.plans)
    unread = list(around.unread)
    background = _background(request, config, plan, requirements_of(task), unread.append)

    def seen(path: str) -> str:
        return shown_path(config.root / path, request.folder)

    setting = Setting(background, around.assessment, _contracts(config, seen), config.test_command, seen)
    strays = (*reading.strays, *_unread(dict.fromkeys(unread), request, config))
    return Briefed(make(plan, task, setting), strays)


def _unread(sources: Iterable[Unreadable], request: Request, config: Config) -> Iterator[Finding]:
    """Yield a finding for each source that cannot be read, with its path from the user's folder."""
    from flowkit.judge.sources import unreadable

    yield from unreadable(replace(each, path=shown_path(config.root / each.path, request.folder)) for each in sources)


def _background(request: Request, config: Config, plan: Plan, ids: Sequence[str], tell: Tell) -> Background:
    """Return what the sources say; of a plan that lies elsewhere, only sources that are configured do."""
    from flowkit.model.brief import Background
    from flowkit.read.layouts import passages_beside
    from flowkit.read.sources import read_background

    inside = is_inside(request.folder / plan.path, config)
    own = passages_beside(plan, ids, config, request.folder)
    if config.sources is None and not inside:
        return Background(passages=own)
    background = read_background(config, request.folder, ids, tell, usual=inside)
    return replace(background, passages={**background.passages, **own})


def _contracts(config: Config, seen: Callable[[str], str]) -> dict[str, Place]:
    from flowkit.model.verdict import Place

    return {name: Place(seen(bound.file), note=bound.at) for name, bound in config.contracts.items()}


def _surroundings(request: Request, config: Config, plans: Sequence[Plan]) -> Surroundings:
    """Return what the project says of plans; nothing is run for it."""
    from flowkit.model.verdict import Surroundings

    return gather(request, config, Surroundings(tuple(plans)), None, {}, whole=not request.paths)


def _markers(plan: Plan, around: Surroundings) -> tuple[MarkerVerdict, ...] | None:
    """Return the verdicts of a plan's markers; None where it is not held against any evidence."""
    return around.assessment.markers.get(plan.path) if around.assessment else None
