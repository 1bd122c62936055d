"""coverage.py's JSON report: https://coverage.readthedocs.io/en/latest/commands/cmd_json.html."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flowkit.collect.coverage.measured import Lines, ListedReport, UnusableReportError


def read_json(data: bytes) -> ListedReport:
    """Return the report.

    The figures of its summaries are left alone: lines and branches are counted in the lists of each file, in which
    excluded ones do not occur.

    Raises:
        UnusableReportError: it is no JSON, or none of coverage.py's.
    """
    import json

    try:
        report = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnusableReportError(f"is no valid JSON: {error}", "Let coverage write it again.") from error
    files = report.get("files") if isinstance(report, dict) else None
    if not isinstance(files, dict) or not isinstance(report.get("meta"), dict):
        raise UnusableReportError(
            "is JSON, but no report of coverage.py", "Write it with coverage json, or let your tool write LCOV."
        )
    listed = [_lines(name, entry) for name, entry in files.items() if isinstance(entry, dict)]
    return ListedReport(listed, any("executed_branches" in entry for entry in files.values()))


def _lines(name: str, entry: Mapping[str, object]) -> Lines:
    run, missing = set(_numbers(entry.get("executed_lines"))), set(_numbers(entry.get("missing_lines")))
    taken, left = set(_pairs(entry.get("executed_branches"))), set(_pairs(entry.get("missing_branches")))
    contexts = dict(_contexts(entry.get("contexts")))
    return Lines((name,), run | missing, run - missing, taken | left, taken - left, contexts)


def _numbers(value: object) -> Iterator[int]:
    yield from (one for one in _list(value) if type(one) is int and one > 0)


def _pairs(value: object) -> Iterator[object]:
    for one in _list(value):
        if isinstance(one, list) and len(one) == 2 and all(type(end) is int for end in one):
            yield tuple(one)


def _contexts(value: object) -> Iterator[tuple[int, Sequence[str]]]:
    for line, names in value.items() if isinstance(value, dict) else ():
        if line.isdecimal() and len(line) < 10:
            yield int(line), [name for name in _list(names) if isinstance(name, str)]


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
