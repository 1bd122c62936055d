"""Having plans built: ready tasks are given to a command, and what is proven is merged and ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from flowkit.app.preparing import Hire, Site, prepare
from flowkit.app.proving import Edited, Standing, block_task, prove, tick_proven
from flowkit.app.trying import Attempt, Left, begin, note, settle
from flowkit.commission.acceptance import is_proven, listed, untestable
from flowkit.errors import FlowkitError, UsageError
from flowkit.model.work import Standing as Stage

if TYPE_CHECKING:
    from flowkit.app.gathering import Run
    from flowkit.model.work import Agenda
    from flowkit.request import Request
    from flowkit.workshop.process import Process

_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Built:
    """How plans stand after a build: the agendas that are left, and the blocks of their tasks by plan and task."""

    agendas: tuple[Agenda, ...]
    blocked: dict[tuple[str, str], str]

    @property
    def complete(self) -> bool:
        """Whether every task is finished."""
        return all(len(agenda.of(Stage.FINISHED)) == len(agenda.steps) for agenda in self.agendas)


def build(request: Request, hire: Hire, version: str, say: Callable[[str], None]) -> Built:
    """Have plans built by a command, until nothing is left that can be begun.

    Args:
        request: the plans.
        hire: the command and its terms.
        version: that of flowkit.
        say: tells the user what happens.

    Raises:
        FlowkitError: a build cannot begin, another one is at work, or the user's branch or work tree changed beside it.
    """
    from flowkit.workshop.lock import held

    site = prepare(request, version, say)
    with held(site.folder / ".lock"), _tidied(site) as at_work:
        return _Building(site, hire, at_work).run()


@contextmanager
def _tidied(site: Site) -> Iterator[list[Attempt]]:
    """Give a list for the work at hand; before, what a killed build left is cleared away, and afterwards that work."""
    from flowkit.workshop.process import end_marked

    end_marked(str(site.folder))
    for tree in (site.bench, *site.folder.glob("*/*/tree")):
        site.workshop.remove_tree(tree)
    at_work: list[Attempt] = []
    try:
        yield at_work
    finally:
        for attempt in at_work:
            if attempt.process is not None and attempt.process.poll() is None:
                attempt.process.end()
        end_marked(str(site.folder))
        for attempt in at_work:
            _close(site, attempt, None)
        site.workshop.remove_tree(site.bench)


def _close(site: Site, attempt: Attempt, kept: str | None) -> None:
    """Take the worktree of a task away, and its branch too, unless a commit is to be kept there."""
    from flowkit.commission.names import branch_name

    site.workshop.remove_tree(attempt.tree(site))
    site.workshop.point(branch_name(attempt.job), kept)


def _check_testable(standing: Standing, site: Site) -> None:
    """Raise a UsageError where a task that is to be built takes tests to be proven."""
    from flowkit.model.job import job_of

    jobs = (
        job_of(agenda.plan, step.task)
        for agenda in standing.agendas(site)
        for step in agenda.steps
        if not step.progress.finished
    )
    part = next(filter(None, (untestable(job, standing.verified.verification) for job in jobs)), None)
    if part is not None:
        hint = 'set test_command = "pytest --flowkit" under [tool.flowkit]'
        raise UsageError(f"{part} takes tests to be proven, and no test command is configured", hint=hint)


@dataclass(eq=False)
class _Building:
    """A build at work.

    Attributes:
        at_work: the tasks that a command works on.
        standing: what is committed on the user's branch, and its verification.
        unsaid: why tasks are blocked whose plans could not be made to say so.
        over: the plans and keys of the tasks that were merged or blocked; none is begun a second time.
    """

    site: Site
    hire: Hire
    at_work: list[Attempt]
    standing: Standing = field(init=False)
    unsaid: dict[tuple[str, str], str] = field(default_factory=dict)
    over: set[tuple[str, str]] = field(default_factory=set)

    def run(self) -> Built:
        """Build until nothing is at work and nothing can be begun."""
        self.standing = self._first()
        while self._fill():
            attempt = self._ended()
            self._judge(attempt)
        if changed := self.site.workshop.uncommitted():
            self.site.say(f"the work tree has changes that flowkit did not make: {listed(changed)}")
        return Built(tuple(self.standing.agendas(self.site)), self._blocked())

    def _first(self) -> Standing:
        """Verify what is there before anything is built."""
        site = self.site
        tip = site.workshop.tip()
        log = site.folder / "before.log"
        command = site.config.test_command
        site.say(f"before: {command or 'no test command is configured'}")
        standing = Standing(tip, prove(site, tip, self._run(log)))
        if command is None:
            _check_testable(standing, site)
        if not all(agenda.judged for agenda in standing.agendas(site)):
            raise UsageError("a plan is not held against the repository, so that nothing in it could be proven")
        return standing

    def _fill(self) -> bool:
        """Begin what can be begun; return whether anything is at work."""
        from flowkit.commission.choice import choose

        while len(self.at_work) < self.hire.jobs:
            jobs = [attempt.job for attempt in self.at_work]
            job = choose(self.standing.agendas(self.site), jobs, self._blocked().keys() | self.over)
            if job is None:
                break
            attempt = Attempt(job, self.standing.commit, self.standing.commit)
            self.at_work.append(attempt)
            self._begin(attempt)
        return bool(self.at_work)

    def _begin(self, attempt: Attempt) -> None:
        begin(self.site, self.hire, attempt)
        where = attempt.folder.relative_to(self.site.config.root).as_posix()
        self.site.say(f"{attempt.job.task}: try {attempt.count} of {self.hire.retries + 1} ({where})")

    def _ended(self) -> Attempt:
        """Wait until a command has ended; return its task."""
        while True:
            ended = [one for one in self.at_work if one.process is not None and one.process.poll() is not None]
            if ended:
                return ended[0]
            sleep(_PAUSE)

    def _judge(self, attempt: Attempt) -> None:
        """Merge what is proven; give what is not back to the command, or block the task."""
        site = self.site
        ended = attempt.process.poll() if attempt.process else None
        left = settle(site, attempt, self.standing, self._run(attempt.folder / "tests.log"))
        note(site, attempt, ended if ended is not None else "", left)
        for told in attempt.notes:
            site.say(f"{attempt.job.task}: {told}")
        if left.proven is not None:
            self._merge(attempt, left.proven)
        elif is_proven(attempt.job, self.standing.verified.verification):
            # What was merged meanwhile has proven it too.
            self._finish(attempt, None)
        else:
            self._refuse(attempt, ended, left)

    def _merge(self, attempt: Attempt, proven: Standing) -> None:
        from flowkit.commission.names import branch_name

        site, job = self.site, attempt.job
        edited = tick_proven(site, proven.verified)
        told = "".join(f"Ticked: {ref}\n" for ref in edited.tasks)
        message = f"{job.task}: {job.title}\n\nBuilt and proven as {job.ref}, at try {attempt.count}.\n{told}"
        try:
            self._forward(proven.commit, edited, message)
        except FlowkitError:
            self._finish(attempt, proven.commit)
            site.say(f"{job.task}: proven, and kept on the branch {branch_name(job)}")
            raise
        self._finish(attempt, None)
        ticked = " and ticked" if job.ref in edited.tasks else "; it was ticked, or its plan cannot be"
        site.say(f"{job.task}: proven, merged as {self.standing.commit[:10]}{ticked}")

    def _refuse(self, attempt: Attempt, ended: int | str | None, left: Left) -> None:
        site, job = self.site, attempt.job
        how = (f"the command {ended}" if isinstance(ended, str) else f"the command ended with exit code {ended}",)
        attempt.faults = (*(how if ended else ()), *left.faults, *attempt.notes)
        site.say(f"{job.task}: not proven: {listed(attempt.faults)}")
        if left.again:
            attempt.base = attempt.work = self.standing.commit
        if attempt.count <= self.hire.retries:
            self._begin(attempt)
            return
        tries = "1 try" if attempt.count == 1 else f"{attempt.count} tries"
        reason = f"not proven after {tries}: {listed(attempt.faults)}"
        edited = block_task(site, self.standing.verified, job, reason)
        if edited.tasks:
            self._forward(self.standing.commit, edited, f"{job.task}: blocked\n\n{reason}\n")
        else:
            self.unsaid[job.key] = reason
        self._finish(attempt, attempt.work if attempt.work != attempt.base else None)
        site.say(f"{job.task}: blocked" + ("" if edited.tasks else ", which its plan could not be made to say"))

    def _forward(self, commit: str, edited: Edited, message: str) -> None:
        """Move the user's branch forward to a commit with edited plans, which becomes one with the edits."""
        site = self.site
        tree = site.workshop.with_files(commit, site.index, edited.files)
        site.check_untouched(self.standing.commit)
        made = site.workshop.commit(tree, self.standing.commit, message)
        site.workshop.forward(made)
        self.standing = Standing(made, edited.verified)

    def _finish(self, attempt: Attempt, kept: str | None) -> None:
        _close(self.site, attempt, kept)
        self.at_work.remove(attempt)
        self.over.add(attempt.job.key)

    def _blocked(self) -> dict[tuple[str, str], str]:
        """Return why tasks are blocked, by plan and task."""
        from flowkit.model.blocking import blocks

        said = {(plan.path, key): block.reason for plan in self.standing.plans for key, block in blocks(plan).items()}
        return {**said, **self.unsaid}

    def _run(self, log: Path) -> Run | None:
        """Return what runs the test command, with what it prints in a file; commands at work are watched meanwhile."""
        if self.site.config.test_command is None:
            return None

        def run(command: str, folder: Path) -> int | str:
            from flowkit.workshop.process import split_command, start

            try:
                words = split_command(command)
                process = start(words, folder, seconds=self.hire.seconds, mark=str(self.site.bench), log=log)
            except (UsageError, OSError, ValueError) as error:
                return f"cannot be started: {error}"
            return self._waited(process)

        return run

    def _waited(self, process: Process) -> int | str:
        try:
            while (ended := process.poll()) is None:
                for attempt in self.at_work:
                    if attempt.process is not None:
                        attempt.process.poll()
                sleep(_PAUSE)
        finally:
            if process.poll() is None:
                process.end()
        return ended
