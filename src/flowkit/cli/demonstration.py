"""The command that shows flowkit at work: a plan is made, verified, broken and verified again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from flowkit import app
from flowkit.cli.options import cli, request_of
from flowkit.output import screen, write

if TYPE_CHECKING:
    from flowkit.request import Request

_NEXT = """\
Where to go next:
  flowkit init            a decision, a spec and a feature of your own, to fill in
  flowkit plan            their plan, and again whenever they change
  flowkit verify --run    what is true of it
  flowkit next            what comes next, and why
  flowkit explain RULE    what a finding means, and how to mend it
"""
_TOLD = ("phantom-completion", "deliverable-missing")


@cli.command()
def demo() -> None:
    """Show flowkit at work on the session example, in a temporary folder, in under a minute."""
    import sys
    from dataclasses import replace
    from pathlib import Path
    from tempfile import mkdtemp

    request = request_of(None, None, None)
    folder = Path(mkdtemp(prefix="flowkit-demo-"))
    example = app.lay_out(folder, request.folder, sys.executable)
    there = replace(request, folder=folder, root=folder)
    write(f"The session example lies in {folder}: a decision, a spec, a feature, and code with tests.\n\n")
    _say("Its spec becomes a plan.", f"flowkit plan {app.SPEC}")
    planned = app.plan(app.SPEC, there)
    app.write([planned.document])
    write(f"wrote {planned.document.shown}\n\n")
    app.tick_all(folder / app.PLAN)
    if example.tested:
        _say("Everything is ticked. Is it true? The tests of the plan run first.", "flowkit verify --run")
    else:
        write("The packages that its tests need are not installed here, so what they show stays unproven.\n")
        _say("Everything is ticked. Is it true?", "flowkit verify")
    sound = _verify(there, run=example.tested)
    (folder / app.BROKEN).unlink()
    _say(
        "Now a file goes, and its tick stays. All that rests on the file is stale, but first of all:",
        f"rm {app.BROKEN}",
        f"flowkit verify --select {','.join(_TOLD)}",
    )
    _verify(there, run=False, select=_TOLD)
    write(f"{_NEXT}\nThe folder stays there for you to look at: {folder}\n")
    raise typer.Exit(0 if sound else 1)


def _say(words: str, *commands: str) -> None:
    write(f"{words}\n\n" + "".join(f"$ {command}\n" for command in commands))


def _verify(request: Request, *, run: bool, select: tuple[str, ...] | None = None) -> bool:
    from flowkit.report import terminal
    from flowkit.request import Choice
    from flowkit.running import run_tests

    verified = app.verify(request, Choice(select=select), run_tests if run else None)
    write(terminal.render(verified.verification, screen=screen()) + "\n")
    return not verified.failed
