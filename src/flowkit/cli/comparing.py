"""The command that compares plans."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from flowkit import app
from flowkit.cli import table_names
from flowkit.cli.options import Command, Root, cli, request_of
from flowkit.output import write


class DiffFormat(StrEnum):
    """How a comparison is printed."""

    TERMINAL = "terminal"
    JSON = "json"


@cli.command(cls=Command)
def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="A plan: a file, - for standard input, or REV:path, a file as git has it at a revision.",
        ),
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[NEW]",
            help="The plan to compare it with. By default the file of REV:path as it stands now.",
            show_default=False,
        ),
    ] = None,
    *,
    root: Root = None,
    dialect: Annotated[
        str | None,
        typer.Option(
            help="The dialect of both plans. By default each is recognised.", autocompletion=table_names.dialects
        ),
    ] = None,
    format: Annotated[DiffFormat, typer.Option(help="How to print it.")] = DiffFormat.TERMINAL,
) -> None:
    """Tell what differs between two plans in meaning; the exit code is 1 where something does."""
    comparison = app.diff(old, new, request_of(None, root, dialect))
    if format is DiffFormat.JSON:
        from flowkit.report import diff as report

        write(report.render(comparison))
    else:
        from flowkit.report import diff_text

        write(diff_text.render(comparison))
    raise typer.Exit(1 if comparison.changes else 0)
