"""Preparing to have plans built: the repository, the folders that are used, and what keeps a build from beginning."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.reading import configuration, is_inside, read
from flowkit.app.settling import path_from_root
from flowkit.errors import FlowkitError, UsageError
from flowkit.read.discovery import find_plans
from flowkit.request import STANDARD_INPUT, Request
from flowkit.workshop.repository import Workshop, open_workshop

if TYPE_CHECKING:
    from flowkit.config import Config
    from flowkit.model.job import Job

FOLDER = ".flowkit/build"
_IGNORE = "# Made by flowkit build; nothing of it belongs into git.\n*\n"


@dataclass(frozen=True, slots=True)
class Hire:
    """On which terms a command builds.

    Attributes:
        command: its words.
        retries: how often a task is tried again.
        jobs: how many tasks are built at a time.
        seconds: how long a try may take, and how long a run of the tests.
    """

    command: tuple[str, ...]
    retries: int
    jobs: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Site:
    """A project in which plans are built.

    Attributes:
        request: what was asked for.
        config: the project's configuration.
        workshop: its repository.
        plans: the paths of the plans that are built, from the project's root.
        named: the documents that are verified, from the project's root; none: all that are configured.
        branch: the branch that the user is on.
        version: that of flowkit.
        say: tells the user something.
    """

    request: Request
    config: Config
    workshop: Workshop
    plans: tuple[str, ...]
    named: tuple[str, ...]
    branch: str
    version: str
    say: Callable[[str], None]

    @property
    def folder(self) -> Path:
        """The folder of all builds."""
        return self.config.root / FOLDER

    @property
    def bench(self) -> Path:
        """The worktree in which work is verified; no command ever works there."""
        return self.folder / ".bench" / "tree"

    @property
    def index(self) -> Path:
        """A file for git to work with."""
        return self.folder / ".index"

    def folder_of(self, job: Job) -> Path:
        """Return the folder of a job's tries."""
        from flowkit.commission.names import folder_name

        return self.folder / folder_name(job)

    def in_git(self, path: str) -> str:
        """Return a path that is given from the project's root as git has it, from the top of the repository."""
        return (self.config.root / path).relative_to(self.workshop.top).as_posix()

    def root_in(self, tree: Path) -> Path:
        """Return the project's root in a worktree."""
        return tree / self.config.root.relative_to(self.workshop.top)

    def request_in(self, tree: Path) -> Request:
        """Return the request for what stands in a worktree."""
        root = self.root_in(tree)
        return replace(self.request, folder=root, root=root, paths=self.named, standard_input=None, watch=iter)

    def check_untouched(self, tip: str) -> None:
        """Raise a UsageError where the user's branch is not as flowkit left it: others have to look at it first."""
        now = self.workshop.tip()
        if self.workshop.branch() != self.branch:
            message, hint = f"{self.branch} is checked out no more", f"git switch {self.branch}, and build again"
        elif now != tip:
            message = f"{self.branch} moved from {tip[:10]} to {now[:10]} while it was built on"
            hint = "look at what came; if it shall stay, build again"
        else:
            return
        raise UsageError(message, where=str(self.workshop.top), hint=hint)


def prepare(request: Request, version: str, say: Callable[[str], None]) -> Site:
    """Look whether plans can be built, and return where.

    Raises:
        FlowkitError: the configuration or a plan cannot be used; there is no plan, no repository, no branch or no
            commit; a plan lies outside the project; something is not committed.
    """
    config = configuration(request)
    if STANDARD_INPUT in request.paths:
        raise UsageError("what comes on standard input lies nowhere to be built", hint="name a file")
    reading = read(request, config)
    if not reading.plans:
        raise UsageError("there is no plan to build", hint="name one")
    outside = [plan.path for plan in reading.plans if not is_inside(request.folder / plan.path, config)]
    if outside:
        raise UsageError("lies outside the project", where=outside[0], hint="go to its project, or give --root")
    workshop = open_workshop(config.root)
    plans = tuple(path_from_root(plan.path, request, config) for plan in reading.plans)
    site = Site(request, config, workshop, plans, _named(plans, request, config), workshop.branch(), version, say)
    _check_committed(site)
    _make_folder(site)
    return site


def _named(plans: tuple[str, ...], request: Request, config: Config) -> tuple[str, ...]:
    """Return what is verified: all that is configured, where the plans are among it."""
    with suppress(FlowkitError):
        known = {found.shown for found in find_plans((), config, config.root)}
        if known.issuperset(plans):
            return ()
    return tuple(path_from_root(path, request, config) for path in request.paths)


def _check_committed(site: Site) -> None:
    workshop, config = site.workshop, site.config
    workshop.tip()
    changed = workshop.uncommitted()
    if changed:
        from flowkit.commission.acceptance import listed

        message = f"what is not committed cannot be built on: {listed(changed)}"
        raise UsageError(message, where=str(workshop.top), hint="commit it, stash it, or have git ignore it")
    files = [config.root / path for path in site.plans] + ([config.written.path] if config.written else [])
    for path in files:
        if not workshop.is_tracked(path):
            raise UsageError("is not kept by git, so that no worktree has it", where=str(path), hint="commit it")


def _make_folder(site: Site) -> None:
    from flowkit.write import replace as write_file

    ignore = site.folder / ".gitignore"
    if not ignore.exists():
        write_file(ignore, _IGNORE, root=site.config.root)
