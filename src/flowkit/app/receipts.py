"""Receipts: a verification written down, and held against what is there later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.projects import check_single
from flowkit.app.reading import configuration
from flowkit.app.resting import resting_on
from flowkit.app.settling import path_from_root
from flowkit.app.verifying import Hearing, Verified, conclude, hear
from flowkit.collect.repository import Repository
from flowkit.config import LARGEST_FILE, Config
from flowkit.errors import UsageError
from flowkit.git import find_git
from flowkit.request import STANDARD_INPUT, Choice, Request

if TYPE_CHECKING:
    from flowkit.model.receipt import Asked, Comparison, FileRead
    from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verification


def check_receipt_file(name: str, request: Request, choice: Choice) -> Path:
    """Return the file that a receipt is to be written to.

    Raises:
        UsageError: it is there and no receipt, or what is verified can have none: standard input, or a part of a whole.
    """
    from flowkit.record.receipt import is_receipt

    if choice.since is not None:
        raise UsageError("a receipt speaks of a whole verification", hint="leave --since out")
    if STANDARD_INPUT in request.paths:
        raise UsageError("a receipt speaks of files, not of standard input", hint="name a file")
    check_single(request, "a receipt")
    if not name:
        raise UsageError("the receipt has no name", hint="name a file")
    path = request.folder / name
    try:
        # To read a pipe might wait for ever.
        if path.exists() and (path.is_fifo() or not is_receipt(path.read_bytes())):
            hint = "name another file"
            raise UsageError("is there already, is no receipt and is not overwritten", where=name, hint=hint)
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", where=name) from error
    return path


def write_receipt(verified: Verified, path: Path, version: str) -> None:
    """Write the receipt of a verification; ``version`` is that of flowkit.

    Raises:
        FlowkitError: it cannot be written.
    """
    from flowkit.model.receipt import Provenance
    from flowkit.record.receipt import seal
    from flowkit.report.receipt import render
    from flowkit.write import replace as write_file

    hearing = verified.hearing
    made = hearing.request.now().isoformat(timespec="seconds")
    commit, asked = _commit(hearing.config), _asked(hearing)
    origin = Provenance(version, made, commit, asked, verified.failed, _files(hearing))
    write_file(path, seal(render(_from_root(verified.verification, hearing), origin)), root=path.parent)


def check_receipt(name: str, request: Request, version: str) -> Comparison:
    """Hold a receipt against what is there now.

    Args:
        name: the file of the receipt.
        request: where the project is.
        version: that of flowkit.

    Raises:
        FlowkitError: it cannot be read, is no receipt or was edited; or what it speaks of cannot be verified any more.
    """
    from flowkit.model.receipt import Comparison, FileRead
    from flowkit.read.discovery import find_plans
    from flowkit.read.document import read_document
    from flowkit.record.ageing import changed_files, changed_markers
    from flowkit.record.receipt import parse

    config = configuration(request)
    document = read_document(request.folder / name, shown=name, max_size=LARGEST_FILE)
    known = parse(document.text, name)
    asked = known.provenance.asked
    left = tuple(path for path in asked.plans if (config.root / path).exists())
    again = replace(request, folder=config.root, paths=left, dialect=asked.dialect)
    markers: tuple[MarkerVerdict, ...] = ()
    # What nothing rests on any more may still be there.
    now = _digests((one.path for one in known.provenance.files), Repository(config.root))
    if left or (not asked.plans and find_plans((), config, config.root)):
        hearing = hear(again, Choice(asked.select, asked.ignore, strict=asked.strict))
        markers = conclude(hearing).verification.markers
        now |= {one.path: one.sha256 for one in _files(hearing)}
    files = changed_files(known.provenance.files, starmap(FileRead, now.items()))
    aged, vouched = changed_markers(known, markers, (path for path, _ in files))
    return Comparison(known, version, _commit(config), files, aged, vouched)


def _commit(config: Config) -> str | None:
    git = find_git(config.root, config.root)
    return git.ask_line("rev-parse", "--verify", "--quiet", "HEAD") if git is not None else None


def _asked(hearing: Hearing) -> Asked:
    from flowkit.model.receipt import Asked

    request, choice = hearing.request, hearing.choice
    plans = tuple(path_from_root(path, request, hearing.config) for path in request.paths)
    return Asked(plans, request.dialect, choice.select, choice.ignore, choice.strict, hearing.ran)


def _files(hearing: Hearing) -> tuple[FileRead, ...]:
    """Return what a verification rests on: plans, sources, evidence, reports, configuration and baseline."""
    from flowkit.model.receipt import FileRead

    request, config, around = hearing.request, hearing.config, hearing.around
    repository = Repository(config.root)
    junit = (path for pattern in config.reports.junit for path in repository.glob(pattern))
    digests = _digests((*resting_on(hearing, repository), *junit), repository)
    for plan in around.plans:
        for document in plan.documents:
            digests[path_from_root(document.path, request, config)] = document.sha256
    return tuple(starmap(FileRead, sorted(digests.items())))


def _digests(paths: Iterable[str], repository: Repository) -> dict[str, str]:
    """Return the digests of those files that can be read."""
    return {path: digest for path in sorted(set(paths)) if (digest := repository.sha256(path)) is not None}


def _from_root(verification: Verification, hearing: Hearing) -> Verification:
    """Return a verification with every path as it is from the project's root."""
    request, config = hearing.request, hearing.config

    def moved(place: Place) -> Place:
        return replace(place, path=path_from_root(place.path, request, config))

    def of(finding: Finding) -> Finding:
        return replace(finding, place=moved(finding.place), related=tuple(map(moved, finding.related)))

    def rested(duty: Obligation) -> Obligation:
        facts = (replace(fact, path=path_from_root(fact.path, request, config)) for fact in duty.evidence)
        return replace(duty, evidence=tuple(facts))

    plans = (replace(plan, path=path_from_root(plan.path, request, config)) for plan in verification.plans)
    markers = (replace(one, obligations=tuple(map(rested, one.obligations))) for one in verification.markers)
    findings, left_out = (tuple(map(of, each)) for each in (verification.findings, verification.left_out))
    worths = {path_from_root(path, request, config): worth for path, worth in verification.worths.items()}
    return replace(
        verification,
        plans=tuple(plans),
        findings=findings,
        markers=tuple(markers),
        left_out=left_out,
        worths=worths,
    )
