"""``flowkit convert``: a plan in another dialect."""

from __future__ import annotations

from typing import Annotated

import typer

from flowkit import app
from flowkit.cli import table_names
from flowkit.cli.options import Command, Dialect, Plain, PlainFormat, Root, cli, request_of
from flowkit.output import tell, write, write_document
from flowkit.request import STANDARD_INPUT


@cli.command(cls=Command)
def convert(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan, in any dialect; - reads standard input.")],
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="DIALECT",
            help="markers, story, phases, steps, spec-kit or subtasks.",
            autocompletion=table_names.written_dialects,
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write. By default the plan is printed."),
    ] = None,
    root: Root = None,
    dialect: Dialect = None,
    format: Plain = PlainFormat.TEXT,
) -> None:
    """Write a plan in another dialect, and tell what it cannot carry."""
    printed = output in {None, STANDARD_INPUT}
    converted = app.convert(request_of([plan], root, dialect), to, None if printed else output)
    if not printed:
        app.write([converted])
    if format is PlainFormat.JSON:
        from flowkit.report.writing import render_converted

        write(render_converted(None if printed else converted.shown, to, converted.text, converted.told))
    elif printed:
        write_document(converted.text)
    else:
        write(f"wrote {converted.shown}\n")
    for line in converted.told:
        tell(line)
