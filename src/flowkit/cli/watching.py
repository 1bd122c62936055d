"""``flowkit watch``: the plans are verified whenever something changes."""

from __future__ import annotations

import gc

import typer

from flowkit import app
from flowkit.cli.choosing import FailOn, Ignore, RunTests, Select, Strict, choice_of, runner_of
from flowkit.cli.options import Dialect, Plans, Root, cli, request_of
from flowkit.errors import FlowkitError
from flowkit.output import clear, screen, tell, write


@cli.command()
def watch(
    plans: Plans = None,
    *,
    root: Root = None,
    dialect: Dialect = None,
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOn = None,
    strict: Strict = False,
    run: RunTests = False,
) -> None:
    """Verify whenever something changes, until Ctrl-C; the exit code is then that of the last verification."""
    from flowkit.report import news as report
    from flowkit.watching import changes

    # Unlike a command that soon ends, this one has to clean up behind itself.
    gc.enable()
    request = request_of(plans, root, dialect)
    watched = app.Watched(request, choice_of(select, ignore, fail_on, strict=strict), runner_of(run=run))
    code: int | None = None
    try:
        for paths in changes(watched.root):
            touched = watched.touched(paths)
            if code is not None and not touched:
                continue
            clear()
            if code is not None:
                write(report.render_changed(touched) + "\n")
            # The code comes first: who reads the last line may press Ctrl-C.
            code, told, error = _turn(watched)
            write(told)
            if error is not None:
                tell(error)
    except KeyboardInterrupt:
        if code is None:
            raise
        raise typer.Exit(code) from None


def _turn(watched: app.Watched) -> tuple[int, str, str | None]:
    """Verify once; return the exit code that ``flowkit verify`` would have, the report, and why there is none."""
    from flowkit.report import news as report
    from flowkit.report import terminal

    try:
        turn = watched.verify()
    except FlowkitError as error:
        return 2, "", str(error)
    told = terminal.render(turn.verified.verification, screen=screen())
    news = "" if turn.news is None else "\n" + report.render(turn.news)
    return 1 if turn.verified.failed else 0, told + news, None
