"""The options by which a command verifies: which rules judge, what makes it fail, and whether the tests run first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from flowkit.cli import table_names
from flowkit.errors import UsageError
from flowkit.model.severity import Severity
from flowkit.request import Choice

Select = Annotated[
    list[str] | None,
    typer.Option(help="Judge by these rules alone (names, with commas).", autocompletion=table_names.rules),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(help="Leave these rules out (names, with commas).", autocompletion=table_names.rules),
]
FailOn = Annotated[
    Severity | None,
    typer.Option(help="The least severity that makes the exit code 1.  [default: error]", show_default=False),
]
Strict = Annotated[bool, typer.Option("--strict", help="What is ticked and unproven is an error.")]
RunTests = Annotated[bool, typer.Option("--run", help="Run the configured test command first.")]


def choice_of(
    select: Sequence[str] | None,
    ignore: Sequence[str] | None,
    fail_on: Severity | None,
    *,
    strict: bool,
    since: str | None = None,
) -> Choice:
    """Return what the options choose.

    Raises:
        UsageError: one of them names no rule at all.
    """
    return Choice(_names("select", select), _names("ignore", ignore) or (), fail_on, strict, since)


def runner_of(*, run: bool) -> Callable[[str, Path], int | str] | None:
    """Return what runs the test command, where it is to be run."""
    if not run:
        return None
    from flowkit.running import run_tests

    return run_tests


def _names(option: str, values: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the names that an option was given, one by one or with commas; None where it was not given."""
    if not values:
        return None
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if not names:
        raise UsageError(f"--{option} names no rule", hint="name one, or leave the option out")
    return names
