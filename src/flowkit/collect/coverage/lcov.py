"""LCOV's trace files: https://man.archlinux.org/man/geninfo.1, under "Tracefile format"."""

from __future__ import annotations

import re

from flowkit.collect.coverage.measured import Lines, ListedReport, UnusableReportError

_RECORD_END = re.compile(rb"^end_of_record\s*$", re.MULTILINE)
_SOURCE = re.compile(rb"^SF:([^\r\n]+)", re.MULTILINE)
_LINE = re.compile(rb"^DA:(\d{1,9}),(-?\d+)", re.MULTILINE)
_BRANCH = re.compile(rb"^BRDA:(\d{1,9}),([^\r\n]+),([^,\r\n]+)", re.MULTILINE)
_BRANCHES = re.compile(rb"^BR(?:DA|F):", re.MULTILINE)


def read_lcov(data: bytes) -> ListedReport:
    """Return the report. The sums that a record ends with (``LF``, ``LH``, ``BRF``, ``BRH``) are left alone.

    A file that has several records, as it has after several tests, was run where any of them says so.

    Raises:
        UnusableReportError: it names no file, or its last record is cut off.
    """
    *records, rest = _RECORD_END.split(data)
    if _SOURCE.search(rest) or not any(_SOURCE.search(record) for record in records):
        raise UnusableReportError("is LCOV that ends within a record", "Let the tests write it again.")
    found: dict[bytes, Lines] = {}
    for record in records:
        source = _SOURCE.search(record)
        if source is not None:
            name = source.group(1).strip()
            _add(record, found.setdefault(name, Lines((name.decode("utf-8", "replace"),))))
    return ListedReport(list(found.values()), _BRANCHES.search(data) is not None)


def _add(record: bytes, lines: Lines) -> None:
    for number, hits in _LINE.findall(record):
        lines.known.add(int(number))
        if hits.strip(b"0") and not hits.startswith(b"-"):
            lines.run.add(int(number))
    for number, branch, taken in _BRANCH.findall(record):
        lines.exits.add((number, branch))
        # "-" is a branch whose line was never reached.
        if taken.strip(b" 0") and not taken.startswith(b"-"):
            lines.taken.add((number, branch))
