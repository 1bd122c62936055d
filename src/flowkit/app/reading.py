"""Reading plans: what is configured, what is found, what is counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.config import Config, load_config
from flowkit.errors import UsageError
from flowkit.read.discovery import find_plans, read_found, shown_path
from flowkit.read.document import read_document
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.model.count import MarkerCount
    from flowkit.model.marker import Grammar
    from flowkit.model.plan import Plan
    from flowkit.model.source import Document
    from flowkit.model.verdict import Finding

Reader = Callable[["Document", str | None, "Grammar | None"], "tuple[Plan, ...]"]
"""Reads the plans in a document, in a dialect or the one that is recognised, with the kinds of markers to know."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The plans that were read, and a finding for each document that is none."""

    plans: tuple[Plan, ...]
    strays: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """The markers of each document, and a finding for each document that is no plan."""

    files: tuple[MarkerCount, ...]
    strays: tuple[Finding, ...]


# implements: feat-flowkit-commands:IMPL_001
def show(request: Request) -> Reading:
    """Read the plans that are asked for.

    Raises:
        FlowkitError: the configuration cannot be used, or a document cannot be read.
    """
    return read(request, configuration(request))


# implements: feat-flowkit-commands:IMPL_001
def count(request: Request, kind: str | None = None) -> Counted:
    """Count the markers of each plan that is asked for; of one kind alone, where one is given.

    Raises:
        FlowkitError: the configuration cannot be used, a document cannot be read, or there is no such kind.
    """
    from flowkit.model.count import count_markers
    from flowkit.read.plans import parse_plans

    config = configuration(request)
    wanted = None if kind is None else config.kind_name(kind)
    reading = read(request, config, parse_plans)
    return Counted(tuple(count_markers(plan, wanted) for plan in reading.plans), reading.strays)


def configuration(request: Request) -> Config:
    """Return the configuration that holds for a request.

    Raises:
        FlowkitError: it cannot be used, or the root that was named is no folder.
    """
    return replace(_configuration(request), confined=request.confined, apart=request.apart)


def _configuration(request: Request) -> Config:
    if request.root is None:
        return load_config(request.folder)
    try:
        there = request.root.is_dir()
    except OSError as error:
        raise UsageError(f"the root cannot be looked at: {error.strerror}", where=str(request.root)) from error
    if not there:
        raise UsageError("the root is no folder", where=str(request.root), hint="name a folder with --root")
    return load_config(request.root, climb=False)


# implements: feat-flowkit-commands:IMPL_001
def read(request: Request, config: Config, reader: Reader | None = None) -> Reading:
    """Read the plans that are asked for: by a reader each document by itself, or in full with what is in their folders.

    Raises:
        FlowkitError: a document cannot be read.
    """
    from flowkit.read.folders import gather, read_folder
    from flowkit.read.layouts import in_folder
    from flowkit.read.plans import UnrecognisedError, read_plans

    whole = reader is None
    reader = reader or read_plans
    grammar = config.grammar()
    plans: list[Plan] = []
    strays: list[Finding] = []
    every = [each for each in find_plans(request.paths, config, request.folder) if not config.is_apart(each.path)]
    for found in request.watch(tuple(gather(every, request.folder, request.dialect))):
        try:
            if found.parts:
                plans.append(read_folder(found, config, request.folder, grammar))
                continue
            those = reader(read_found(found, config, request.standard_input), request.dialect, grammar)
            plans += (in_folder(plan, found, config) for plan in those) if whole else those
        except UnrecognisedError as reason:
            from flowkit.judge.recognition import unrecognised

            strays.append(unrecognised(found.shown, named=found.named, reason=reason.message, hint=reason.hint))
    return Reading(tuple(plans), tuple(strays))


def read_source(path: Path, config: Config) -> Document:
    """Read a source of a plan; its path is shown from the project's root, as the plan will name it."""
    return read_document(path, shown=shown_name(path, config), max_size=config.max_file_size)


def shown_name(path: Path, config: Config) -> str:
    """Return a path as it stands from the project's root, without the way back that the user may have taken to it."""
    return shown_path(Path(normpath(path.absolute())), config.root)


def is_inside(path: Path, config: Config) -> bool:
    """Whether a path lies below the project's root."""
    return config.holds(path)
