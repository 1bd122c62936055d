"""The command that has a plan built: ``build``."""

from __future__ import annotations

import signal
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from flowkit.cli.options import Dialect, Plans, Root, cli, flowkit_version, need_plans, request_of
from flowkit.errors import UsageError
from flowkit.output import write

if TYPE_CHECKING:
    from flowkit.app.building import Built
    from flowkit.request import Request


@cli.command()
def build(
    plans: Plans = None,
    *,
    agent: Annotated[
        str | None,
        typer.Option(
            metavar="CMD",
            help="The command that builds a task; it finds the task's brief on its standard input.",
            show_default=False,
        ),
    ] = None,
    retries: Annotated[int, typer.Option(min=0, help="How often a task is tried again.")] = 2,
    jobs: Annotated[int, typer.Option(min=1, help="How many tasks are built at a time.")] = 1,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="How many seconds a try may take, and a run of the tests.")
    ] = 1800,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Start nothing; say what would be done, in order.")
    ] = False,
    root: Root = None,
    dialect: Dialect = None,
) -> None:
    """Have a command build what is ready, task by task; what is proven is merged and ticked."""
    request = request_of(plans, root, dialect)
    if dry_run:
        _rehearse(request)
        return
    if agent is None:
        raise UsageError("there is no command to build with", hint='name one: --agent "my-agent --yes"')
    # No other command needs what this one starts programs and worktrees with.
    from flowkit.app.building import build as have_built
    from flowkit.app.preparing import Hire
    from flowkit.workshop.process import split_command

    hire = Hire(split_command(agent), retries, jobs, timeout)
    # Whoever ends this process in an orderly way finds the place tidy.
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        built = have_built(request, hire, flowkit_version(), lambda line: write(f"{line}\n"))
    finally:
        signal.signal(signal.SIGTERM, before)
    raise typer.Exit(0 if _tell(built) else 1)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _rehearse(request: Request) -> None:
    from flowkit.app.rehearsing import rehearse
    from flowkit.report.building import rehearsal_text

    rehearsed = rehearse(request)
    need_plans(rehearsed, incomplete=False)
    write("".join(rehearsal_text(one.agenda, one.order, one.blocked) for one in rehearsed))


def _tell(built: Built) -> bool:
    """Tell how the plans stand; return whether all is finished."""
    from flowkit.report.building import built_text

    write(built_text(built.agendas, built.blocked))
    return built.complete
