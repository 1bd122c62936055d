"""Comparing: two plans, or two revisions of one, to what differs between them in meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowkit.app.reading import configuration
from flowkit.config import Config
from flowkit.errors import UsageError
from flowkit.read.discovery import read_found, shown_path
from flowkit.read.revisions import is_revised, present_file, read_revised
from flowkit.request import STANDARD_INPUT, Found, Request

if TYPE_CHECKING:
    from flowkit.model.change import Comparison
    from flowkit.model.source import Document


def diff(old: str, new: str | None, request: Request) -> Comparison:
    """Compare two plans.

    Args:
        old: a file, ``-`` for standard input, or ``REV:path`` for a file as a revision of git has it.
        new: the same; None for the file of ``REV:path`` as it stands now.
        request: where the project is, and the dialect of both plans.

    Raises:
        FlowkitError: the configuration cannot be used, a document cannot be read or is no plan, or what it is to be
            compared with is not said.
    """
    from flowkit.compare.plans import compare
    from flowkit.read.plans import read_plan

    if old == new == STANDARD_INPUT:
        raise UsageError("standard input holds one plan, not two", hint="name a file for the other one")
    if new is None and not is_revised(old):
        hint = "name the other plan too, or one as HEAD:./plan.md for what has changed since the last commit"
        raise UsageError("there is nothing to compare it with", where=old, hint=hint)
    config = configuration(request)
    before = _read(old, request, config)
    after = _present(old, request, config) if new is None else _read(new, request, config)
    grammar = config.grammar()
    return compare(*(read_plan(document, request.dialect, grammar) for document in (before, after)))


def _read(name: str, request: Request, config: Config) -> Document:
    if is_revised(name):
        return read_revised(name, config, request.folder)
    found = Found(request.folder / name, name or ".", named=True, piped=name == STANDARD_INPUT)
    return read_found(found, config, request.standard_input)


def _present(name: str, request: Request, config: Config) -> Document:
    path = present_file(name, config, request.folder)
    shown = shown_path(path, request.folder.resolve())
    return read_found(Found(path, shown, named=True), config)
