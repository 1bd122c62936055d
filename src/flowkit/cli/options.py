"""What the commands share: the application, its common arguments, and the request that they make."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from flowkit.cli import table_names
from flowkit.cli.forge import web_of
from flowkit.errors import UsageError
from flowkit.model.severity import Severity
from flowkit.output import progress, read_input, tell, write
from flowkit.request import Request, current_folder

if TYPE_CHECKING:
    from flowkit.model.verdict import Finding

cli = typer.Typer(
    help="Checks mechanically whether the ticks in a work plan are true.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class TextFormat(StrEnum):
    """How plans and counts are printed."""

    TABLE = "table"
    JSON = "json"


class PlainFormat(StrEnum):
    """How a command tells what it did, or a text."""

    TEXT = "text"
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
        "found under plans/, docs/plans/ and in the folders of other formats.",
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
Dialect = Annotated[
    str | None,
    typer.Option(help="The dialect of the plans. By default it is recognised.", autocompletion=table_names.dialects),
]
Format = Annotated[TextFormat, typer.Option(help="How to print it.")]
Plain = Annotated[PlainFormat, typer.Option("--format", help="How to print it.")]


def _version(wanted: bool) -> None:
    if wanted:
        write(f"flowkit {flowkit_version()}\n")
        raise typer.Exit


def flowkit_version() -> str:
    """Return the version of flowkit that runs."""
    from importlib.metadata import version

    return version("flowkit")


@cli.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Checks mechanically whether the ticks in a work plan are true."""
    del version


def request_of(paths: Sequence[str] | None, root: str | None, dialect: str | None) -> Request:
    """Return what a command line asks for, from the folder that the user works in.

    Raises:
        UsageError: that folder cannot be used, or the root is named by nothing.
    """
    folder = current_folder()
    if root == "":
        raise UsageError("the root has no name", hint="name a folder with --root, or leave it out")
    return Request(
        folder=folder,
        root=None if root is None else folder / root,
        paths=tuple(paths or ()),
        dialect=dialect,
        standard_input=read_input,
        watch=progress,
        web=web_of(folder, os.environ),
    )


def tell_strays(strays: Sequence[Finding]) -> bool:
    """Tell of the documents that were named and are no plans, and of sources that cannot be read, if there are any."""
    told = [stray for stray in strays if stray.severity is Severity.ERROR]
    for stray in told:
        line = f":{stray.place.span.line}" if stray.place.span else ""
        tell(f"{stray.place.path}{line}: {stray.message}" + (f" ({stray.hint})" if stray.hint else ""))
    return bool(told)


def need_plans(plans: Sequence[object], *, incomplete: bool) -> None:
    """Raise a UsageError where there is no plan, unless that was told already."""
    if not plans and not incomplete:
        raise UsageError("there is no plan to look at", hint="name one")
