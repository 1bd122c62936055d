"""The command that plans: a spec to its plan, for the first time or again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from flowkit import app
from flowkit.cli import table_names
from flowkit.cli.options import Command, Plain, PlainFormat, Root, cli, request_of
from flowkit.errors import UsageError
from flowkit.output import tell, write, write_document
from flowkit.request import STANDARD_INPUT

if TYPE_CHECKING:
    from flowkit.model.verdict import Finding


@cli.command(cls=Command)
def plan(
    specs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SPEC]...",
            help="The specs to make plans of, and folders of them. By default all of the project, in the folders of "
            "flowkit, spec-kit, Kiro and OpenSpec.",
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
    printed = output == STANDARD_INPUT
    if printed and format is PlainFormat.JSON:
        raise UsageError("--output - prints the plan alone", hint="leave it out, or --format json")
    _check_options(output, template, check=check, diff=diff, dry_run=dry_run)
    made = app.plan_all(specs or (), request_of(None, root, None), None if printed else output, template)
    if printed and len(made.planned) != 1:
        raise UsageError(f"{len(made.planned)} specs make no single plan to print", hint="name one spec")
    if not printed:
        app.check_targets([each.document for each in made.planned])
    written = not (check or diff or dry_run or printed)
    if printed:
        write_document(made.planned[0].document.text)
    elif format is PlainFormat.JSON:
        from flowkit.report.writing import render_plans

        if written:
            app.write([each.document for each in made.planned if each.is_behind])
        write(render_plans([each.told() for each in made.planned], written=written))
    elif check or diff:
        write("".join(map(_diff, made.planned)))
    else:
        for each in made.planned:
            if each.is_behind and written:
                app.write([each.document])
            write(_done(each, dry_run=dry_run))
    for line in dict.fromkeys(_told(made)):
        tell(line)
    unsettled = bool(made.left) or not all(each.is_settled for each in made.planned)
    raise typer.Exit(1 if (check and unsettled) or any(each.failed for each in made.planned) else 0)


def _check_options(output: str | None, template: str, *, check: bool, diff: bool, dry_run: bool) -> None:
    """Refuse options that ask for two things at once.

    Raises:
        UsageError: there are such options.
    """
    if template != "markers" and (check or diff):
        raise UsageError("only a plan in the markers dialect is kept up to its sources", hint="leave --template out")
    asked = [name for name, given in (("--check", check), ("--diff", diff), ("--dry-run", dry_run)) if given]
    if dry_run and len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} exclude each other", hint="leave --dry-run out")
    if output == STANDARD_INPUT and asked:
        message = f"--output - prints the plan, and {' and '.join(asked)} would print something else"
        raise UsageError(message, hint="leave one of them out")


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


def _told(made: app.Planning) -> Iterator[str]:
    """Yield what is to be told beside what was done: strays, losses, findings, lines that people keep, plans left."""
    yield from made.strays
    for planned in made.planned:
        yield from planned.document.told
        yield from map(_finding, planned.findings)
        for clash in planned.changes.clashes:
            hint = "(write that, or delete the comment on it to keep what stands)"
            place = f"{planned.document.shown}:{clash.line}"
            yield f"{place}: stays as it was changed by hand; its sources say: {clash.fresh} {hint}"
    yield from made.left


def _finding(finding: Finding) -> str:
    line = f":{finding.place.span.line}" if finding.place.span else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{finding.place.path}{line}: {finding.severity} {finding.rule}: {finding.message}{hint}"
