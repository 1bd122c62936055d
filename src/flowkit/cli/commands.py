"""The commands that check, count, show, explain and draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flowkit import app
from flowkit.cli import table_names
from flowkit.cli.choosing import FailOn, Ignore, RunTests, Select, Strict, choice_of, runner_of
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
    need_plans,
    request_of,
    tell_strays,
)
from flowkit.errors import UsageError
from flowkit.output import screen, tell, write, write_document
from flowkit.report import tables
from flowkit.report.formats import BUILT_IN, IN_UTF8, find_format

if TYPE_CHECKING:
    from flowkit.model.count import MarkerCount


@cli.command()
def verify(
    plans: Plans = None,
    *,
    root: Root = None,
    dialect: Dialect = None,
    format: Annotated[
        str,
        typer.Option(
            help=f"{', '.join(BUILT_IN)}, or a format of another package.", autocompletion=table_names.formats
        ),
    ] = "terminal",
    select: Select = None,
    ignore: Ignore = None,
    fail_on: FailOn = None,
    strict: Strict = False,
    run: RunTests = False,
    receipt: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the verification, with the hashes of what it rests on.")
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(metavar="FORMAT=FILE", help="Write the same verification to a file too; may be given repeatedly."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="REV", help="Tell only what has to do with changes since this git revision.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend in the plans what takes no thought, then check.")] = False,
    untick: Annotated[bool, typer.Option("--untick", help="With --fix, untick what is refuted as well.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="With --fix, write nothing; print what would change, and exit with 1 then.")
    ] = False,
) -> None:
    """Check what plans say of themselves, and hold them against the repository."""
    from functools import partial

    render = find_format(format)
    if format == "terminal":
        from flowkit.report import terminal

        # The one format that depends on who looks at it.
        render = partial(terminal.render, screen=screen())
    choice = choice_of(select, ignore, fail_on, strict=strict, since=since)
    runner = runner_of(run=run)
    request = request_of(plans, root, dialect)
    for name, given in (("receipt", receipt), ("output", output)):
        if given and diff:
            raise UsageError(f"--{name} and --diff exclude each other", hint="leave one of them out")
    outputs = app.outputs(output or (), request)
    receipt_file = None if receipt is None else app.check_receipt_file(receipt, request, choice)
    if fix:
        if not diff:
            app.check_writable(request)
        verified = _fixed(app.fix(request, choice, runner, untick=untick), diff=diff)
    elif untick or diff:
        raise UsageError(f"{'--untick' if untick else '--diff'} goes with --fix", hint="add --fix")
    else:
        verified = app.verify(request, choice, runner)
    app.write_outputs(verified, outputs)
    if receipt_file is not None:
        app.write_receipt(verified, receipt_file, flowkit_version())
    (write_document if format in IN_UTF8 else write)(render(verified.verification))
    raise typer.Exit(1 if verified.failed else 0)


def _fixed(fixed: app.Fixed, *, diff: bool) -> app.Verified:
    """Write what was mended and tell of it, or show it and exit; return the verification of what stands then."""
    if diff:
        from flowkit.report.patch import patch

        texts = ((one.standing.text if one.standing else None, one.text, one.shown) for one in fixed.documents)
        write("".join(patch(*each) for each in texts))
        raise typer.Exit(1 if fixed.documents else 0)
    app.write(fixed.documents)
    for line in fixed.told:
        tell(f"mended {line}")
    return fixed.verified


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
    rule: Annotated[
        str,
        typer.Argument(
            metavar="RULE", help="The name of a rule, for example count-mismatch.", autocompletion=table_names.rules
        ),
    ],
    *,
    format: Plain = PlainFormat.TEXT,
) -> None:
    """Show the documentation page of a rule."""
    guide = app.guide(rule)
    if format is PlainFormat.JSON:
        from flowkit.report import explain as report

        write(report.render(guide))
    else:
        write(guide.page)


def _holds_markers(count: MarkerCount) -> bool:
    return any(count.defined.values()) or any(count.cited.values())
