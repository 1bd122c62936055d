"""The table of tools: each takes its arguments and the project, and answers as the command of its name does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowkit import app
from flowkit.errors import UsageError
from flowkit.mcp_server.arguments import Chains, OneMarker, OneRule, OneTask, Plans
from flowkit.mcp_server.desk import Desk
from flowkit.model.severity import Severity

if TYPE_CHECKING:
    from flowkit.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class Answer:
    """What a tool answers: its text, and what is to be told of documents that were named and are no plans."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        title: what it does, in a few words.
        description: what it does and when it is of use, for whoever chooses among tools.
        arguments: the dataclass of its arguments.
        answer: answers a call.
        schema: the name of the schema that its answer keeps to; None for an answer in Markdown.
        writes: it changes a file.
    """

    title: str
    description: str
    arguments: type[Any]
    answer: Callable[[Any, Desk], Answer]
    schema: str | None = None
    writes: bool = False


def _next(asked: Plans, desk: Desk) -> Answer:
    from flowkit.report import agenda

    advised = app.advise(desk.request(asked.plans, asked.dialect))
    return Answer(agenda.render(advised.agendas), _strays(advised.strays, advised.agendas))


def _brief(asked: OneTask, desk: Desk) -> Answer:
    from flowkit.report import brief

    briefed = app.brief(asked.task, desk.request(asked.plans, asked.dialect))
    return Answer(brief.render(briefed.brief), _strays(briefed.strays, (briefed.brief,)))


def _show(asked: Plans, desk: Desk) -> Answer:
    from flowkit.report import show

    reading = app.show(desk.request(asked.plans, asked.dialect))
    return Answer(show.render(reading.plans), _strays(reading.strays, reading.plans))


def _verify(asked: Plans, desk: Desk) -> Answer:
    from flowkit.report import json

    # Documents that are no plans are findings of a verification.
    return Answer(json.render(app.verify(desk.request(asked.plans, asked.dialect)).verification))


def _trace(asked: Chains, desk: Desk) -> Answer:
    from flowkit.report.tracing import document

    what = app.Asked(asked.marker, asked.file, asked.gaps)
    traced = app.trace(what, desk.request(asked.plans, asked.dialect))
    return Answer(document.render(traced.trace), _strays(traced.strays, (traced.trace,)))


def _explain(asked: OneRule, desk: Desk) -> Answer:
    del desk
    return Answer(app.explain(asked.rule))


def _tick(asked: OneMarker, desk: Desk) -> Answer:
    from flowkit.report import tick

    if not desk.write:
        raise UsageError("this server only reads", hint="have its user start it as: flowkit mcp --write")
    ticked = app.tick(asked.marker, desk.request(asked.plans, asked.dialect))
    if ticked.document is not None:
        app.write([ticked.document])
    return Answer(tick.render(ticked.marker, ticked.place, changed=ticked.document is not None))


def _strays(strays: Sequence[Finding], found: Sequence[object]) -> tuple[str, ...]:
    """Return what is to be told of documents that were named and are no plans.

    Raises:
        UsageError: there is nothing else to tell of.
    """
    named = [stray for stray in strays if stray.severity is Severity.ERROR]
    told = tuple(f"{one.place.path}: {one.message}" + (f" ({one.hint})" if one.hint else "") for one in named)
    if not found:
        raise UsageError("; ".join(told) or "there is no plan to look at", hint=None if told else "name one")
    return told


TOOLS: Mapping[str, Tool] = {
    "next": Tool(
        "What can be worked on",
        "Tells which tasks of the work plans can be worked on now, in order and why, which wait and for what, "
        "and which are finished, by their states and by the evidence in the repository.",
        Plans,
        _next,
        "flowkit-next-1",
    ),
    "brief": Tool(
        "All that a task needs",
        "Gathers all that is at hand about one task before you work on it: criteria, scenarios, requirements, "
        "decisions, files, what it waits for, what is proven of it, and how it is verified.",
        OneTask,
        _brief,
        "flowkit-brief-1",
    ),
    "show": Tool(
        "Plans as they are read",
        "Gives the work plans with their tasks, criteria, states, claims and markers as flowkit reads them.",
        Plans,
        _show,
        "flowkit-show-1",
    ),
    "verify": Tool(
        "Are the ticks true?",
        "Holds the work plans against themselves and the repository: findings with place and hint, and the verdict of "
        "each marker. Runs nothing: run the tests yourself first, so that they leave their reports. Use it before you "
        "say that something is done.",
        Plans,
        _verify,
        "flowkit-verify-1",
    ),
    "trace": Tool(
        "From decision to test result",
        "Follows the chains from decisions over requirements, tasks, criteria and scenarios to tests and results; or "
        "tells what a file is for; or where chains break.",
        Chains,
        _trace,
        "flowkit-trace-1",
    ),
    "explain": Tool(
        "What a finding means",
        "Gives the page of a rule: what it finds, a bad and a good example, and how to mend it.",
        OneRule,
        _explain,
    ),
    "tick": Tool(
        "Tick what is proven",
        "Ticks a task, a criterion or a scenario in its plan, only if its evidence is proven; otherwise it refuses and "
        "says what is missing. Every other byte of the plan stays.",
        OneMarker,
        _tick,
        "flowkit-tick-1",
        writes=True,
    ),
}
