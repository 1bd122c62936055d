"""The commands that remember: ``baseline`` and ``receipt check``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from flowkit import app
from flowkit.cli.options import (
    Command,
    Dialect,
    Format,
    Plain,
    PlainFormat,
    Plans,
    Root,
    TextFormat,
    cli,
    flowkit_version,
    request_of,
)
from flowkit.output import write
from flowkit.report.omission import tally_of

receipts = typer.Typer(help="Look at receipts, which flowkit verify --receipt writes.", no_args_is_help=True)
cli.add_typer(receipts, name="receipt")


@receipts.command(cls=Command)
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The receipt.")],
    *,
    root: Root = None,
    format: Format = TextFormat.TABLE,
) -> None:
    """Tell marker by marker what has changed since a receipt was made; the exit code is 1 where something has."""
    from flowkit.report import receipt as report

    comparison = app.check_receipt(file, request_of(None, root, None), flowkit_version())
    write(report.render_check(comparison) if format is TextFormat.JSON else report.check_text(comparison))
    raise typer.Exit(1 if comparison.changed else 0)


@cli.command()
def baseline(
    plans: Plans = None,
    *,
    reason: Annotated[str, typer.Option(help="Why what is found today and not recorded yet is left out.")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="The last day on which it is. By default, no end."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would be done.")] = False,
    root: Root = None,
    dialect: Dialect = None,
    format: Plain = PlainFormat.TEXT,
) -> None:
    """Record what is found today, so that from now on new findings alone are told."""
    recorded = app.baseline(request_of(plans, root, dialect), reason, until.date() if until else None)
    if not dry_run:
        app.write([recorded.document])
    if format is PlainFormat.JSON:
        from flowkit.report.writing import render_baseline

        shown, written = recorded.document.shown, not dry_run
        write(render_baseline(shown, recorded.added, recorded.kept, recorded.dropped, written=written))
        return
    said = "would write" if dry_run else "wrote"
    added = tally_of(entry.rule for entry in recorded.added)
    new = f"{len(recorded.added)} added{f' ({added})' if added else ''}"
    write(f"{said} {recorded.document.shown}: {new}, {recorded.kept} kept, {len(recorded.dropped)} dropped\n")
