"""Trying: a command works on a task in a worktree of its own, and what it left becomes a commit or a list of faults."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.preparing import Hire, Site
from flowkit.app.proving import Standing, guard_of, prove
from flowkit.errors import FlowkitError, UsageError
from flowkit.workshop.process import Process, start
from flowkit.workshop.repository import GitError

if TYPE_CHECKING:
    from flowkit.app.gathering import Run
    from flowkit.model.job import Job


@dataclass(eq=False)
class Attempt:
    """A task that is being built.

    Attributes:
        job: the task.
        base: the commit that its work began from.
        work: the commit that holds its work so far.
        count: which try it is, from 1.
        folder: the folder of the try.
        process: the command at work.
        faults: what spoke against the work of the last try.
        notes: what was put back at this try, in words.
    """

    job: Job
    base: str
    work: str
    count: int = 0
    folder: Path = field(default_factory=Path)
    process: Process | None = None
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def tree(self, site: Site) -> Path:
        """Return the worktree that the command works in."""
        return site.folder_of(self.job) / "tree"


@dataclass(frozen=True, slots=True)
class Left:
    """What a try left: a commit after the tip and its verification, or None and the faults.

    ``again``: the next try has to begin from the tip, for its work does not go together with it.
    """

    proven: Standing | None
    faults: tuple[str, ...] = ()
    again: bool = False


def begin(site: Site, hire: Hire, attempt: Attempt) -> None:
    """Begin a try: check out the work so far, and start the command with the brief and the faults of the last try.

    Raises:
        FlowkitError: git refuses, or the command cannot be started.
    """
    from flowkit.app.working import brief
    from flowkit.commission.letter import letter
    from flowkit.commission.names import branch_name
    from flowkit.report import brief_page
    from flowkit.write import replace as write_file

    job, tree = attempt.job, attempt.tree(site)
    printed = _read(attempt.folder / "tests.log") if attempt.count else ""
    attempt.count += 1
    attempt.folder = _new_folder(site.folder_of(job))
    attempt.notes = ()
    site.workshop.add_tree(tree, attempt.work, branch_name(job))
    page = brief_page.render(brief(job.ref, site.request_in(tree)).brief)
    text = letter(job, page, attempt.count, hire.retries + 1, attempt.faults, printed)
    write_file(attempt.folder / "letter.md", text, root=site.folder)
    told = {"FLOWKIT_PLAN": job.path, "FLOWKIT_TASK": job.task, "FLOWKIT_MARKER": job.ref}
    try:
        attempt.process = start(
            hire.command,
            site.root_in(tree),
            seconds=hire.seconds,
            mark=str(attempt.folder),
            log=attempt.folder / "agent.log",
            given=attempt.folder / "letter.md",
            told={**told, "FLOWKIT_TRY": str(attempt.count)},
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"the command cannot be started: {reason}", where=hire.command[0]) from error


def settle(site: Site, attempt: Attempt, standing: Standing, run: Run | None) -> Left:
    """Take what a command left, put back what was not its to change, and prove it together with the tip."""
    try:
        _take(site, attempt, standing)
        found = _joined(site, attempt, standing)
    except GitError as error:
        return Left(None, (str(error),), again=not attempt.tree(site).is_dir())
    if isinstance(found, Left):
        return found
    from flowkit.app.receipts import write_receipt
    from flowkit.commission.acceptance import faults

    try:
        verified = prove(site, found, run)
    except GitError:
        raise
    except FlowkitError as error:
        return Left(None, (str(error),))
    write_receipt(verified, attempt.folder / "receipt.json", site.version)
    against = faults(attempt.job, standing.verified.verification, verified.verification)
    return Left(None, against) if against else Left(Standing(found, verified))


def _take(site: Site, attempt: Attempt, standing: Standing) -> None:
    """Make a commit of what stands in the worktree, but for what the command may not change."""
    from flowkit.commission.guard import refused, same_settings

    workshop, base = site.workshop, attempt.base
    index = attempt.folder / "index"
    work = workshop.taken(attempt.tree(site), base, index)
    guard = guard_of(site, attempt.job, standing)
    altered = workshop.alterations(base, work)
    back = refused(altered, guard)
    for path in guard.settings.intersection(one.path for one in altered):
        if not same_settings(workshop.content(base, path), workshop.content(work, path)):
            back[path] = "holds flowkit's settings, and they differ"
    if back:
        tree = workshop.with_files(work, index, {path: workshop.content(base, path) for path in back})
        work = workshop.commit(tree, base, "Take what stands there")
    attempt.work = work if workshop.tree_of(work) != workshop.tree_of(base) else base
    attempt.notes = tuple(f"{path} was put back: it {reason}" for path, reason in back.items())
    index.unlink(missing_ok=True)


def _joined(site: Site, attempt: Attempt, standing: Standing) -> str | Left:
    """Return the commit of the work after the tip, or why there is none."""
    workshop, tip = site.workshop, standing.commit
    if attempt.work == attempt.base:
        return Left(None, ("nothing was changed",))
    tree = workshop.tree_of(attempt.work)
    if attempt.base != tip:
        merged, conflicts = workshop.merged(site.bench, tip, attempt.work)
        if merged is None:
            what = f"it conflicts with what was merged meanwhile: {', '.join(conflicts)}"
            return Left(None, (what,), again=True)
        tree = merged
    return workshop.commit(tree, tip, f"Try {attempt.job.task}")


def note(site: Site, attempt: Attempt, ended: int | str, left: Left) -> None:
    """Write down how a try ended."""
    from flowkit.write import replace as write_file

    text = json.dumps(
        {
            "marker": attempt.job.ref,
            "try": attempt.count,
            "ended": ended,
            "seconds": round(attempt.process.took, 3) if attempt.process else None,
            "proven": left.proven is not None,
            "faults": left.faults,
            "notes": attempt.notes,
        },
        ensure_ascii=False,
        indent=2,
    )
    write_file(attempt.folder / "try.json", f"{text}\n", root=site.folder)


def _new_folder(above: Path) -> Path:
    """Make the folder of the next try: its name is the next number."""
    above.mkdir(parents=True, exist_ok=True)
    numbers = [int(path.name) for path in above.iterdir() if path.name.isdecimal()]
    folder = above / str(max(numbers, default=0) + 1)
    folder.mkdir()
    return folder


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
