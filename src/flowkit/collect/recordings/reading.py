"""Reading what flowkit's plug-in for pytest recorded, and judging by it whether reports speak of what is there now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from flowkit.collect.recordings import FILE, FOLDER, BrokenRecordingError, Recording, Run, parse
from flowkit.collect.repository import Repository
from flowkit.model.evidence import FRESH, UNDATED, Age, Dependence, Flaw, Freshness, Outcome

if TYPE_CHECKING:
    from flowkit.collect import Inquiry


def base_of(path: str) -> str:
    """Return the folder, with ``/`` at its end, that the paths in a recording are relative to; empty for the root."""
    home = f"{FOLDER}/{FILE}"
    return path.removesuffix(home) if path == home or path.endswith(f"/{home}") else ""


_NOT_RUN = frozenset({Outcome.SKIPPED, Outcome.DESELECTED})

_READ: WeakKeyDictionary[Repository, dict[str, Recording | Flaw]] = WeakKeyDictionary()


def read(repository: Repository, path: str) -> Recording | Flaw:
    """Return what a file recorded, or what is wrong with it; each is read once for several sources of evidence."""
    known = _READ.setdefault(repository, {})
    if path not in known:
        known[path] = _read(repository, path)
    return known[path]


def _read(repository: Repository, path: str) -> Recording | Flaw:
    data = repository.read(path)
    hint = "Run the tests again with pytest --flowkit."
    if data is None:
        return Flaw(path, f"cannot be read, or has more than {repository.max_size:,} bytes", hint=hint)
    try:
        return parse(data)
    except BrokenRecordingError as error:
        return Flaw(path, f"{error}; nothing in it counts", hint=hint)


def recordings(inquiry: Inquiry) -> Iterator[tuple[str, Recording | Flaw]]:
    """Yield every configured recording that is there, with its path; a path that leads out of the project is a flaw."""
    repository = inquiry.repository
    paths: dict[str, None] = {}
    for pattern in inquiry.config.reports.tests:
        if repository.inside(pattern) is None:
            yield pattern, Flaw(pattern, "leads out of the project, so it is not read")
        paths |= dict.fromkeys(repository.glob(pattern))
    for path in paths:
        yield path, read(repository, path)


def dependences(run: Run, base: str, *, leave_out: frozenset[str] = frozenset()) -> tuple[Dependence, ...]:
    """Return what a run rests on: its sources, with the digests that they had."""
    return tuple(Dependence(base + path, one) for path, one in sorted(run.sources.items()) if path not in leave_out)


def report_freshness(inquiry: Inquiry, path: str) -> tuple[Freshness, tuple[Dependence, ...]]:
    """Return whether a report still speaks of what is there, and what it depends on: itself and what its run imported.

    It is fresh if this run of flowkit had it made. Otherwise it is judged by the digests of the recorded run of the
    tests that left it, if it is still the file which that run left.
    """
    repository = inquiry.repository
    itself = Dependence(path, repository.sha256(path))
    left = False
    found: tuple[Dependence, ...] | None = None
    for source, recording in recordings(inquiry):
        base = base_of(source)
        for run in recording.runs if isinstance(recording, Recording) else ():
            digest = run.reports.get(path.removeprefix(base)) if path.startswith(base) else None
            left = left or digest is not None
            if digest is not None and digest == itself.sha256:
                found = (itself, *dependences(run, base))
    written = repository.modified(path)
    if inquiry.since is not None and written is not None and written >= inquiry.since:
        return FRESH, found or (itself,)
    if found is not None:
        return repository.freshness(found), found
    if left:
        return Freshness(Age.UNKNOWN, f"{UNDATED.reason}: it is not as the recorded run of the tests left it"), (
            itself,
        )
    return Freshness(Age.UNKNOWN, f"{UNDATED.reason}: no recorded run of the tests left it"), (itself,)


def tests_beside(inquiry: Inquiry, path: str) -> frozenset[str]:
    """Return the tests of the runs that left a report as it is now, but for those that worked in other processes."""
    digest = inquiry.repository.sha256(path)
    found: set[str] = set()
    for source, recording in recordings(inquiry):
        base = base_of(source)
        if digest is None or not isinstance(recording, Recording) or not path.startswith(base):
            continue
        left = [run.reports.get(path.removeprefix(base)) == digest for run in recording.runs]
        ran = (test for test in recording.tests if left[test.run] and test.outcome not in _NOT_RUN)
        found.update(test.id for test in ran if not test.elsewhere)
    return frozenset(found)
