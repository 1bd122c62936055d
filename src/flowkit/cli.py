"""The command line: parse, call ``app``, print, exit.

Exit codes: 0 all is well; 1 something was found or differs, or there was nothing to count; 2 wrong use, a configuration
that cannot be used or input that cannot be read; 3 a bug in flowkit; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from flowkit import app, cli_diff
from flowkit.errors import FlowkitError, UsageError
from flowkit.model.severity import Severity
from flowkit.output import is_unwritable, progress, read_input, screen, tell, write, write_document
from flowkit.report import tables
from flowkit.request import STANDARD_INPUT, Choice, Request

if TYPE_CHECKING:
    from flowkit.model.count import MarkerCount
    from flowkit.model.verdict import Finding

cli = typer.Typer(
    help="Checks mechanically whether the ticks in a work plan are true.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class TextFormat(StrEnum):
    """How plans and counts are printed."""

    TABLE = "table"
    JSON = "json"


class Command(TyperCommand):
    """A command whose usage line calls an argument as its help does, without the braces that typer puts around it."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the parts of the usage line."""
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


Plans = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PLAN]...",
        help="Files and folders; - reads standard input. By default what the configuration names, or else what is "
        "found under plans/ and docs/plans/.",
        show_default=False,
    ),
]
Root = Annotated[
    str | None,
    typer.Option(
        help="The project's root, where the configuration lies. By default it is sought from the current folder "
        "upwards.",
        metavar="FOLDER",
    ),
]
Dialect = Annotated[str | None, typer.Option(help="The dialect of the plans. By default it is recognised.")]
Format = Annotated[TextFormat, typer.Option(help="How to print it.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        write(f"flowkit {version('flowkit')}\n")
        raise typer.Exit


@cli.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Checks mechanically whether the ticks in a work plan are true."""
    del version


@cli.command()
def verify(
    plans: Plans = None,
    *,
    root: Root = None,
    dialect: Dialect = None,
    format: Annotated[str, typer.Option(help="terminal, json, github, or a format of another package.")] = "terminal",
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

    from flowkit.report.formats import find_format

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
    verified = app.verify(_request(plans, root, dialect), choice, runner)
    write(render(verified.verification))
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
    counted = app.count(_request(paths, root, dialect), kind)
    incomplete = _tell_strays(counted.strays)
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
    reading = app.show(_request(plans, root, dialect))
    incomplete = _tell_strays(reading.strays)
    if not reading.plans and not incomplete:
        raise UsageError("there is no plan to show", hint="name one")
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


@cli.command(cls=Command)
def plan(
    spec: Annotated[
        str, typer.Argument(metavar="SPEC", help="The spec to make a plan of; it names its decisions and features.")
    ],
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write; - prints the plan. By default ID.md in the folder of plans.",
        ),
    ] = None,
    root: Root = None,
) -> None:
    """Draft the work plan that a spec makes."""
    request = _request(None, root, None)
    drafted = app.plan(spec, request, None if output == STANDARD_INPUT else output)
    if output == STANDARD_INPUT:
        write_document(drafted.text)
    else:
        app.write([drafted])
        write(f"wrote {drafted.shown}\n")


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

    request = _request(None, root, None)
    documents = app.init(name, datetime.now().astimezone().date().isoformat(), request)
    app.write(documents)
    write("".join(f"wrote {document.shown}\n" for document in documents))


def _request(paths: Sequence[str] | None, root: str | None, dialect: str | None) -> Request:
    try:
        folder = Path.cwd()
    except OSError as error:
        raise UsageError(
            f"the current folder cannot be used: {error.strerror}", hint="go to one that is there"
        ) from error
    if root == "":
        raise UsageError("the root has no name", hint="name a folder with --root, or leave it out")
    return Request(
        folder=folder,
        root=None if root is None else folder / root,
        paths=tuple(paths or ()),
        dialect=dialect,
        standard_input=read_input,
        watch=progress,
    )


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


def _tell_strays(strays: Sequence[Finding]) -> bool:
    """Tell of the documents that were named and are no plans; return whether there is one."""
    named = [stray for stray in strays if stray.severity is Severity.ERROR]
    for stray in named:
        tell(f"{stray.place.path}: {stray.message}" + (f" ({stray.hint})" if stray.hint else ""))
    return bool(named)


cli_diff.register(cli.command(cls=Command), _request)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, by default that of the process, and exit."""
    try:
        cli(arguments, prog_name="flowkit")
    except FlowkitError as error:
        tell(str(error))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        # What typer prints itself, help and wrong use, does not go through ``write``.
        if not is_unwritable(error):
            _report_bug(arguments)
        tell(f"the output cannot be written: {error.strerror}")
        sys.exit(2)
    except Exception:  # noqa: BLE001 - whatever else comes here is a bug in flowkit, and the user is told so
        _report_bug(arguments)
    sys.exit(0)


def _report_bug(arguments: Sequence[str] | None) -> NoReturn:
    from flowkit.output import report_bug

    report_bug(sys.argv[1:] if arguments is None else arguments)
    sys.exit(3)
