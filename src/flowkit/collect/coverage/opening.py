"""Finding coverage reports, and opening each in the format that its content shows."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.coverage.measured import Report, UnusableReportError
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Age, Dependence, Flaw, Freshness

_SQLITE = b"SQLite format 3\0"
_BLANK = b"\xef\xbb\xbf \t\r\n"
_LCOV = re.compile(rb"(?:#[^\n]*\n|\s)*(?:TN|SF|VER):")


@dataclass(frozen=True, slots=True)
class Found:
    """A report that is there: where, what it depends on, and how old it is."""

    path: str
    freshness: Freshness
    depends_on: tuple[Dependence, ...]
    modified: int


def find_reports(inquiry: Inquiry) -> Iterator[Found | Flaw]:
    """Yield the configured reports, those to be believed first before the others, and a flaw for each that is none.

    A report that is not there is none; one outside the root is refused.
    """
    from flowkit.collect.recordings.reading import report_freshness

    repository = inquiry.repository
    found: dict[str, Found] = {}
    for pattern in inquiry.config.reports.coverage:
        place = repository.inside(pattern)
        if place is None:
            yield Flaw(pattern, "leads out of the project, so it is not read", hint="Let the report be written inside.")
        elif place.exists() and not place.is_file():
            yield Flaw(pattern, "is no file", hint="Name the report, or a pattern that it matches.")
        for path in repository.glob(pattern):
            modified = repository.modified(path)
            if path not in found and modified is not None:
                found[path] = Found(path, *report_freshness(inquiry, path), modified)
    yield from sorted(found.values(), key=lambda one: (one.freshness.age is not Age.FRESH, -one.modified))


def open_report(path: str, repository: Repository) -> Report:
    """Open a report.

    Args:
        path: the report, relative to the root.
        repository: the project that it lies in.

    Raises:
        UnusableReportError: it cannot be read, or is of no known format.
    """
    place = repository.inside(path)
    try:
        head = b"" if place is None else _head(place)
    except OSError as error:
        raise UnusableReportError(f"cannot be read: {error.strerror}") from error
    if place is not None and head == _SQLITE:
        from flowkit.collect.coverage.data_file import DataFile

        return DataFile(place, repository)
    data = repository.read(path)
    if data is None:
        message = f"cannot be read, or is larger than {repository.max_size:,} bytes"
        raise UnusableReportError(message, "Raise max_file_size in the configuration.")
    return _listed(data)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_SQLITE))


def _listed(data: bytes) -> Report:
    start = data[:4096].lstrip(_BLANK)[:1]
    if start == b"{":
        from flowkit.collect.coverage.json_report import read_json

        return read_json(data)
    if start == b"<" or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        from flowkit.collect.coverage.cobertura import read_cobertura

        return read_cobertura(data)
    if _LCOV.match(data):
        from flowkit.collect.coverage.lcov import read_lcov

        return read_lcov(data)
    message = "is empty" if not data.strip(_BLANK) else "is no coverage report of a known format"
    raise UnusableReportError(message, "coverage.py's data file or JSON, Cobertura XML and LCOV are known.")
