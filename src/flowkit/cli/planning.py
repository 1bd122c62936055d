"""The command that plans: a spec to its plan, for the first time or again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from flowkit import app
from flowkit.cli import table_names
from flowkit.cli.options import Command, Plain, PlainFormat, Root, cli, request_of
from flowkit.errors import UsageError
from flowkit.output import tell, write, write_document
from flowkit.request import STANDARD_INPUT


@cli.command(cls=Command)
def plan(
    specs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SPEC]...",
            help="The specs to make plans of; each names its decisions and features. By default all of the project.",
            show_default=False,
        ),
    ] = None,
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
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Write nothing; exit with 1 and a diff where a plan is behind or at odds with its sources."
        ),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; print what would change.")] = False,
    template: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="DIALECT",
            help="The dialect to write a new plan in.",
            autocompletion=table_names.written_dialects,
        ),
    ] = "markers",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would be done.")] = False,
    root: Root = None,
    format: Plain = PlainFormat.TEXT,
) -> None:
    """Draft the work plan that a spec makes, or bring the one that stands up to it."""
    request = request_of(None, root, None)
    wanted = specs or list(app.specs(request))
    if not wanted:
        raise UsageError("there is no spec to plan", hint="name one, or begin with flowkit init")
    if output is not None and len(wanted) > 1:
        raise UsageError("one file cannot hold the plans of several specs", hint="name one spec, or leave --output out")
    if output == STANDARD_INPUT and format is PlainFormat.JSON:
        raise UsageError("--output - prints the plan alone", hint="leave it out, or --format json")
    if template != "markers" and (check or diff):
        raise UsageError("only a plan in the markers dialect is kept up to its sources", hint="leave --template out")
    planned = [app.plan(spec, request, None if output == STANDARD_INPUT else output, template) for spec in wanted]
    _check_targets(wanted, planned)
    for each in planned:
        _tell(each)
    written = not (check or diff or dry_run or output == STANDARD_INPUT)
    if written:
        app.write([each.document for each in planned if each.is_behind])
    if format is PlainFormat.JSON:
        from flowkit.report.writing import render_plans

        write(render_plans([each.told() for each in planned], written=written))
    elif output == STANDARD_INPUT:
        write_document(planned[0].document.text)
    elif check or diff:
        write("".join(_diff(each) for each in planned))
    else:
        write("".join(_done(each, dry_run=dry_run) for each in planned))
    failed = any(each.failed or (check and not each.is_settled) for each in planned)
    raise typer.Exit(1 if failed else 0)


def _check_targets(specs: Sequence[str], planned: Sequence[app.Planned]) -> None:
    """Refuse two specs with one plan: the later would take the place of the earlier.

    Raises:
        UsageError: there are two.
    """
    first: dict[Path, str] = {}
    for spec, each in zip(specs, planned, strict=True):
        other = first.setdefault(each.document.path.resolve(), spec)
        if other is not spec:
            message = f"{other} and {spec} have one plan, {each.document.shown}"
            raise UsageError(message, hint="give each spec an **Id:** of its own")


def _diff(planned: app.Planned) -> str:
    from flowkit.report.patch import patch

    before = planned.document.standing
    return patch(before.text if before is not None else None, planned.document.text, planned.document.shown)


def _done(planned: app.Planned, *, dry_run: bool) -> str:
    shown, changes = planned.document.shown, planned.changes
    if not planned.is_behind:
        return f"{shown} is up to date\n"
    parts = [
        f"{word} {', '.join(keys)}"
        for word, keys in (
            ("added", changes.added),
            ("dropped", changes.dropped),
            ("unticked", (*changes.unticked, *changes.emptied)),
        )
        if keys and planned.document.standing is not None
    ]
    said = "would write" if dry_run else "wrote"
    return f"{said} {shown}" + (f": {'; '.join(parts)}" if parts else "") + "\n"


def _tell(planned: app.Planned) -> None:
    """Tell of what is left out, unknown or not carried by a dialect, and of lines that people and sources changed."""
    for line in planned.document.told:
        tell(line)
    for finding in planned.findings:
        line = f":{finding.place.span.line}" if finding.place.span else ""
        hint = f" ({finding.hint})" if finding.hint else ""
        tell(f"{finding.place.path}{line}: {finding.severity} {finding.rule}: {finding.message}{hint}")
    for clash in planned.changes.clashes:
        hint = "(write that, or delete the comment on it to keep what stands)"
        where = f"{planned.document.shown}:{clash.line}"
        tell(f"{where}: stays as it was changed by hand; its sources say: {clash.fresh} {hint}")
