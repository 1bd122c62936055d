"""The command that follows chains: ``trace``."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from flowkit import app
from flowkit.cli import plan_names
from flowkit.cli.options import Dialect, Plans, Root, cli, request_of, tell_strays
from flowkit.output import screen, tell, write, write_document

if TYPE_CHECKING:
    from flowkit.model.trace import Trace


class TraceFormat(StrEnum):
    """How chains are printed."""

    TREE = "tree"
    TABLE = "table"
    JSON = "json"
    MERMAID = "mermaid"
    CSV = "csv"


@cli.command()
def trace(
    marker: Annotated[
        str | None,
        typer.Argument(
            metavar="[MARKER]",
            help="A marker, a requirement, a decision, a test or the id of a plan; without it, everything.",
            autocompletion=plan_names.markers,
            show_default=False,
        ),
    ] = None,
    plans: Plans = None,
    *,
    file: Annotated[
        str | None, typer.Option(help="Tell what a file or folder is for.", metavar="PATH", show_default=False)
    ] = None,
    gaps: Annotated[bool, typer.Option("--gaps", help="Tell only where chains break, and why.")] = False,
    root: Root = None,
    dialect: Dialect = None,
    format: Annotated[TraceFormat, typer.Option(help="How to print it.")] = TraceFormat.TREE,
) -> None:
    """Follow the chains from decisions over requirements, tasks, criteria and scenarios to the results of tests."""
    traced = app.trace(app.Asked(marker, file, gaps), request_of(plans, root, dialect))
    incomplete = tell_strays(traced.strays)
    broken = gaps and bool(traced.trace.gaps)
    if gaps and not broken:
        tell("no chain breaks")
    (write_document if format is TraceFormat.CSV else write)(_renderer(format)(traced.trace))
    raise typer.Exit(1 if incomplete or broken else 0)


def _renderer(format: TraceFormat) -> Callable[[Trace], str]:
    from functools import partial

    from flowkit.report.tracing import chains, document, mermaid, tree

    renderers: dict[TraceFormat, Callable[[Trace], str]] = {
        TraceFormat.TREE: tree.render,
        TraceFormat.TABLE: partial(chains.render, screen=screen()),
        TraceFormat.JSON: document.render,
        TraceFormat.MERMAID: mermaid.render,
        TraceFormat.CSV: chains.csv,
    }
    return renderers[format]
