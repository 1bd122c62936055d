"""Settling: findings are held against the baseline of their project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.reading import is_inside
from flowkit.config import Config
from flowkit.errors import ConfigError
from flowkit.read.discovery import PLANS, shown_path
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.app.judging import Terms
    from flowkit.model.baseline import Entry, Fingerprint
    from flowkit.model.source import Document
    from flowkit.model.verdict import Finding, Surroundings
    from flowkit.record.baseline import Settled


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline of a project.

    Attributes:
        path: its file.
        document: what stands in it; None where it is not there.
        entries: the findings that are left out.
    """

    path: Path
    document: Document | None
    entries: tuple[Entry, ...]


def read_baseline(config: Config) -> Baseline:
    """Read the baseline of a project; one that is not there leaves nothing out.

    Raises:
        FlowkitError: it lies outside the project, cannot be read, or has an entry that cannot be used.
    """
    path = config.root / config.baseline
    if not is_inside(path, config):
        raise ConfigError("the baseline lies outside the project", where=config.place("baseline"))
    if not path.exists():
        return Baseline(path, None, ())
    from flowkit.judge.table import check_names
    from flowkit.read.document import read_document
    from flowkit.record.baseline_file import parse

    document = read_document(path, shown=config.baseline, max_size=config.max_file_size)
    entries = parse(document.text, config.baseline)
    for entry in entries:
        try:
            check_names((entry.rule,), "rule")
        except ConfigError as error:
            where = f"{config.baseline}:{entry.line or 1}"
            raise ConfigError(error.message, where=where, hint=error.hint) from error
    return Baseline(path, document, entries)


def fingerprints(request: Request, config: Config) -> Callable[[Finding], Fingerprint]:
    """Return what a finding is known by; its path is given from the user's folder."""

    def fingerprint(finding: Finding) -> Fingerprint:
        return finding.rule, path_from_root(finding.place.path, request, config), finding.marker, finding.message

    return fingerprint


def path_from_root(shown: str, request: Request, config: Config) -> str:
    """Return a path that is given from the user's folder as it stands from the project's root."""
    return shown_path(Path(os.path.normpath(request.folder.resolve() / shown)), config.root)


def question(
    request: Request, config: Config, terms: Terms, around: Surroundings, strays: Iterable[Finding]
) -> Callable[[Entry], bool]:
    """Return whether an entry of a baseline that nothing was found for speaks of what this run looks at and judges."""
    from flowkit.judge.table import chosen
    from flowkit.read.sources import find_sources

    rules = {rule.name for rule in chosen(terms.select, terms.ignore)}
    documents = (document.path for plan in around.plans for document in plan.documents)
    shown = (*(plan.path for plan in around.plans), *documents, *(stray.place.path for stray in strays))
    looked_at = {path_from_root(path, request, config) for path in shown}

    @cache
    def sources() -> frozenset[str]:
        return frozenset(found.shown for found in find_sources(config, config.root))

    def is_in_question(entry: Entry) -> bool:
        if entry.rule not in rules:
            return False
        if entry.path in looked_at or request.paths:
            return entry.path in looked_at
        # A plan that is there and was not looked at lies where none is sought, and was named when it was recorded.
        lies_there = entry.path.endswith(PLANS) and (config.root / entry.path).is_file()
        return not lies_there or entry.path in sources()

    return is_in_question


def settle(
    findings: Iterable[Finding],
    baseline: Baseline,
    is_in_question: Callable[[Entry], bool],
    request: Request,
    config: Config,
) -> tuple[Settled, tuple[Finding, ...]]:
    """Hold findings against a baseline; return what became of them, and the findings on the baseline itself."""
    from flowkit.judge.baselines import expired, unused
    from flowkit.record.baseline import settle as hold

    held = hold(baseline.entries, findings, fingerprints(request, config), request.now().date())
    shown = shown_path(baseline.path, request.folder.resolve())
    notes = (
        *(expired(entry, shown) for entry in held.expired),
        *(unused(entry, used, shown) for entry, used in held.unused if is_in_question(entry)),
    )
    return held, notes
