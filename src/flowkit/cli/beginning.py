"""The command that begins: ``init``, with the documents of a feature or the files of coding agents."""

from __future__ import annotations

from typing import Annotated

import typer

from flowkit import app
from flowkit.cli.options import Root, cli, request_of
from flowkit.errors import UsageError
from flowkit.output import tell, write
from flowkit.request import Request

_FIRST = "first-feature"


@cli.command()
def init(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=f"A name of lower-case letters, digits and hyphens.  [default: {_FIRST}]",
            show_default=False,
        ),
    ] = None,
    *,
    agent: Annotated[
        list[str] | None,
        typer.Option(
            metavar="AGENT",
            help="Write the files of this coding agent instead: claude, cursor, copilot, codex or gemini. Can be given "
            "several times.",
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="With --agent, take its files out again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; say what would be done.")] = False,
    root: Root = None,
) -> None:
    """Write a decision, a spec and a feature to fill in, or what a coding agent needs."""
    request = request_of(None, root, None)
    if agent and name is not None:
        raise UsageError("a feature and agents are begun one by one", hint=f"leave {name} or --agent out")
    if agent:
        _equip(agent, request, remove=remove, dry_run=dry_run)
    elif remove:
        raise UsageError("--remove goes with --agent", hint="name the agent whose files are to go")
    else:
        _begin(name or _FIRST, request, dry_run=dry_run)


def _begin(name: str, request: Request, *, dry_run: bool) -> None:
    from datetime import datetime

    documents = app.init(name, datetime.now().astimezone().date().isoformat(), request)
    if not dry_run:
        app.write(documents)
    said = "would write" if dry_run else "wrote"
    write("".join(f"{said} {document.shown}\n" for document in documents))


def _equip(agents: list[str], request: Request, *, remove: bool, dry_run: bool) -> None:
    equipment = (app.strip if remove else app.equip)(agents, request)
    if not dry_run:
        app.carry_out(equipment)
    wrote, removed = ("would write", "would remove") if dry_run else ("wrote", "removed")
    for line in equipment.left:
        tell(f"left as it is: {line}")
    lines = [
        *(f"{wrote} {document.shown}\n" for document in equipment.written),
        *(f"{removed} {document.shown}\n" for document in equipment.removed),
    ]
    write("".join(lines) or f"nothing to {'remove' if remove else 'write'}\n")
