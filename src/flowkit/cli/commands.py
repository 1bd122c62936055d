"""The commands that check, count, show, explain and draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from flowkit import app
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
from flowkit.errors import UsageError
from flowkit.model.severity import Severity
from flowkit.output import screen, tell, write, write_document
from flowkit.report import tables
from flowkit.report.formats import BUILT_IN, IN_UTF8, find_format
from flowkit.request import Choice

if TYPE_CHECKING:
    from flowkit.model.count import MarkerCount


@cli.command()
def verify(
    plans: Plans = None,
    *,
    root: Root = None,
    dialect: Dialect = None,
    format: Annotated[str, typer.Option(help=f"{', '.join(BUILT_IN)}, or a format of another package.")] = "terminal",
    select: Annotated[list[str] | None, typer.Option(help="Judge by these rules alone (names, with commas).")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Leave these rules out (names, with commas).")] = None,
    fail_on: Annotated[
        Severity | None,
        typer.Option(help="The least severity that makes the exit code 1.  [default: error]", show_default=False),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="What is ticked and unproven is an error.")] = False,
    run: Annotated[bool, typer.Option("--run", help="Run the configured test command first.")] = False,
) -> None:
    """Check what plans say of themselves, and hold them against the repository."""
    from functools import partial

    render = find_format(format)
    if format == "terminal":
        from flowkit.report import terminal

        # The one format that depends on who looks at it.
        render = partial(terminal.render, screen=screen())
    choice = Choice(_names("select", select), _names("ignore", ignore) or (), fail_on, strict)
    runner = None
    if run:
        from flowkit.running import run_tests

        runner = run_tests
    verified = app.verify(request_of(plans, root, dialect), choice, runner)
    (write_document if format in IN_UTF8 else write)(render(verified.verification))
    raise typer.Exit(1 if verified.failed else 0)


@cli.command()
def count(
    paths: Plans = None,
    *,
    root: Root = None,
    dialect: Dialect = None,
    format: Format = TextFormat.TABLE,
    kind: Annotated[str | None, typer.Option(help="Count markers of this kind alone, for example IMPL.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Print one number: the markers that are defined.")] = False,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Nothing to count is no failure.")] = False,
) -> None:
    """Count the markers that plans define and cite."""
    if plain and format is not TextFormat.TABLE:
        raise UsageError("--plain and --format exclude each other", hint="leave one of them out")
    counted = app.count(request_of(paths, root, dialect), kind)
    incomplete = tell_strays(counted.strays)
    if plain and not incomplete:
        # A sum that leaves out a document that was named would be a wrong number.
        write(tables.counts_number(counted.files))
    elif format is TextFormat.JSON and (counted.files or not incomplete):
        from flowkit.report import count as report

        write(report.render(counted.files))
    elif counted.files and not plain:
        write(tables.counts_table(counted.files, screen()))
    empty = not any(_holds_markers(file) for file in counted.files) and not allow_empty
    if empty and not incomplete:
        tell("nothing to count; --allow-empty makes that no failure")
    raise typer.Exit(1 if incomplete or empty else 0)


@cli.command()
def show(plans: Plans = None, *, root: Root = None, dialect: Dialect = None, format: Format = TextFormat.TABLE) -> None:
    """Show plans as flowkit reads them."""
    reading = app.show(request_of(plans, root, dialect))
    incomplete = tell_strays(reading.strays)
    need_plans(reading.plans, incomplete=incomplete)
    if reading.plans and format is TextFormat.JSON:
        from flowkit.report import show as report

        write(report.render(reading.plans))
    elif reading.plans:
        write(tables.plans_table(reading.plans, screen()))
    raise typer.Exit(1 if incomplete else 0)


@cli.command(cls=Command)
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The name of a rule, for example count-mismatch.")],
) -> None:
    """Show the documentation page of a rule."""
    write(app.explain(rule))


@cli.command()
def init(
    name: Annotated[
        str, typer.Argument(metavar="[NAME]", help="A name of lower-case letters, digits and hyphens.")
    ] = "first-feature",
    *,
    root: Root = None,
) -> None:
    """Write a decision, a spec and a feature to fill in."""
    from datetime import datetime

    request = request_of(None, root, None)
    documents = app.init(name, datetime.now().astimezone().date().isoformat(), request)
    app.write(documents)
    write("".join(f"wrote {document.shown}\n" for document in documents))


def _names(option: str, values: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the names that an option was given, one by one or with commas; None where it was not given."""
    if not values:
        return None
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if not names:
        raise UsageError(f"--{option} names no rule", hint="name one, or leave the option out")
    return names


def _holds_markers(count: MarkerCount) -> bool:
    return any(count.defined.values()) or any(count.cited.values())
