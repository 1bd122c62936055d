"""The commands for working with a plan: ``next``, ``graph`` and ``brief``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from flowkit import app
from flowkit.cli import plan_names
from flowkit.cli.options import (
    Command,
    Dialect,
    Format,
    Plans,
    Root,
    TextFormat,
    cli,
    need_plans,
    request_of,
    tell_strays,
)
from flowkit.output import screen, tell, write

if TYPE_CHECKING:
    from flowkit.model.plan import Plan
    from flowkit.model.work import Network


class GraphFormat(StrEnum):
    """How a network of tasks is printed."""

    TABLE = "table"
    ASCII = "ascii"
    MERMAID = "mermaid"
    DOT = "dot"
    JSON = "json"


class BriefFormat(StrEnum):
    """How a brief is printed."""

    MARKDOWN = "markdown"
    JSON = "json"


@cli.command("next")
def next_steps(
    plans: Plans = None, *, root: Root = None, dialect: Dialect = None, format: Format = TextFormat.TABLE
) -> None:
    """Tell which tasks can be worked on now, in order, and why."""
    from flowkit.report import agenda as report

    advised = app.advise(request_of(plans, root, dialect))
    incomplete = tell_strays(advised.strays)
    need_plans(advised.agendas, incomplete=incomplete)
    if advised.agendas:
        json = format is TextFormat.JSON
        write(report.render(advised.agendas) if json else report.agendas_table(advised.agendas, screen()))
    circles = [_tell_cycle(agenda.plan, agenda.cycle) for agenda in advised.agendas]
    raise typer.Exit(1 if incomplete or any(circles) else 0)


@cli.command()
def graph(
    plans: Plans = None,
    *,
    root: Root = None,
    dialect: Dialect = None,
    format: Annotated[GraphFormat, typer.Option(help="How to print it.")] = GraphFormat.TABLE,
) -> None:
    """Show how tasks hang together: levels, the critical path, files that several touch."""
    charted = app.chart(request_of(plans, root, dialect))
    incomplete = tell_strays(charted.strays)
    need_plans(charted.networks, incomplete=incomplete)
    if charted.networks:
        write(_renderer(format)(charted.networks))
    circles = [_tell_cycle(network.plan, network.cycle) for network in charted.networks]
    raise typer.Exit(1 if incomplete or any(circles) else 0)


@cli.command(cls=Command)
def brief(
    task: Annotated[
        str,
        typer.Argument(
            metavar="TASK",
            help="The id of a task, alone or behind that of its plan: basket:IMPL_001.",
            autocompletion=plan_names.tasks,
        ),
    ],
    plans: Plans = None,
    *,
    root: Root = None,
    dialect: Dialect = None,
    format: Annotated[BriefFormat, typer.Option(help="How to print it.")] = BriefFormat.MARKDOWN,
) -> None:
    """Gather all that one needs for a task."""
    from flowkit.report import brief as report
    from flowkit.report import brief_page

    briefed = app.brief(task, request_of(plans, root, dialect))
    incomplete = tell_strays(briefed.strays)
    write((report if format is BriefFormat.JSON else brief_page).render(briefed.brief))
    raise typer.Exit(1 if incomplete else 0)


def _renderer(format: GraphFormat) -> Callable[[Sequence[Network]], str]:
    from functools import partial

    from flowkit.report import network
    from flowkit.report.drawing import characters, dot, mermaid

    renderers: dict[GraphFormat, Callable[[Sequence[Network]], str]] = {
        GraphFormat.TABLE: partial(network.networks_table, screen=screen()),
        GraphFormat.ASCII: characters.render,
        GraphFormat.MERMAID: mermaid.render,
        GraphFormat.DOT: dot.render,
        GraphFormat.JSON: network.render,
    }
    return renderers[format]


def _tell_cycle(plan: Plan, cycle: Sequence[str] | None) -> bool:
    """Tell of tasks that wait for one another; return whether there are any."""
    if cycle is None:
        return False
    span = next((task.span for task in plan.work if task.key == cycle[0]), None)
    place = f"{span.path or plan.path}:{span.line}" if span else plan.path
    tell(f"{place}: the tasks wait for one another: {' -> '.join(cycle)} (take one of these dependencies out)")
    return True
