"""The commands that remember: ``baseline``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from flowkit import app
from flowkit.cli.options import Dialect, Plans, Root, cli, request_of
from flowkit.output import write


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
) -> None:
    """Record what is found today, so that from now on new findings alone are told."""
    recorded = app.baseline(request_of(plans, root, dialect), reason, until.date() if until else None)
    if not dry_run:
        app.write([recorded.document])
    said = "would write" if dry_run else "wrote"
    counts = f"{len(recorded.added)} added, {recorded.kept} kept, {len(recorded.dropped)} dropped"
    write(f"{said} {recorded.document.shown}: {counts}\n")
