"""A verification as JUnit XML, for what shows test results: a suite for each plan, a case for each marker.

The form is the one that Jenkins reads. No case has a time and no suite a date or a host, for none was measured and the
same plans are to give the same bytes.

A marker of a task that is claimed done fails where it is failing, missing or stale, and is skipped where it is
unproven. What a task that is still open does not have yet is no failure, so its markers are skipped too; and so is
what the baseline leaves out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flowkit.model.evidence import OWN_REPORT
from flowkit.model.severity import Severity
from flowkit.model.verdict import SETTLED, Finding, Verdict, Verification
from flowkit.report.matrix import Row, at, matrix_of, place_of
from flowkit.report.screen import visible

_FINDINGS = "findings"


def render(verification: Verification) -> str:
    """Return a suite for each plan with a case for each of its markers, and one with a case for each finding."""
    settled = _markers(verification.left_out) - _markers(verification.findings)
    suites = [
        _suite(plan.id, plan.path, [_marker(row, settled) for row in rows]) for plan, rows in matrix_of(verification)
    ]
    cases = [_finding(finding) for finding in verification.findings]
    cases += [_finding(finding, left_out=True) for finding in verification.left_out]
    if cases:
        suites.append(_suite(_FINDINGS, None, cases))
    every = (case for suite in suites for case in suite.iter("testcase"))
    root = Element("testsuites", {"name": "flowkit", **_figures(every)})
    root.extend(suites)
    indent(root)
    # In ASCII alone, whatever the code page of the pipe is, the text is what its first line says.
    text = tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _markers(findings: Iterable[Finding]) -> frozenset[tuple[str, str | None]]:
    """Return the markers that findings are about, each with the path of its plan."""
    return frozenset((finding.place.path, finding.marker) for finding in findings)


def _suite(name: str, path: str | None, cases: Sequence[Element]) -> Element:
    skipped = str(sum(case.find("skipped") is not None for case in cases))
    place = {} if path is None else {"file": visible(path)}
    suite = Element("testsuite", {"name": visible(name) or "-", **_figures(cases), "skipped": skipped, **place})
    name, value = OWN_REPORT
    SubElement(SubElement(suite, "properties"), "property", {"name": name, "value": value})
    suite.extend(cases)
    return suite


def _figures(cases: Iterable[Element]) -> dict[str, str]:
    every = list(cases)
    failures = sum(case.find("failure") is not None for case in every)
    return {"tests": str(len(every)), "failures": str(failures), "errors": "0"}


def _marker(row: Row, settled: Collection[tuple[str, str | None]]) -> Element:
    name = f"{row.part.name}: {row.part.text}" if row.part.text else row.part.name
    case = _case(f"{row.plan.id}.{row.part.task.key}", name)
    if row.verdict is None:
        _tell(case, "skipped", None, row.reason, ())
    elif row.verdict not in SETTLED:
        spared = _spared(row, settled)
        failed = row.verdict is not Verdict.UNPROVEN and not spared
        message = f"{row.verdict.value}: {row.reason}" + (f" ({spared})" if spared else "")
        _tell(case, "failure" if failed else "skipped", row.verdict.value, message, _told(row))
    return case


def _spared(row: Row, settled: Collection[tuple[str, str | None]]) -> str | None:
    """Return why it is no failure that a marker does not hold; None where nothing spares it."""
    if not row.held:
        return "the task is not claimed done"
    return "left out by the baseline" if (row.plan.path, row.ref) in settled else None


def _told(row: Row) -> Iterator[str]:
    """Yield where a marker is defined, and what it demands with what the evidence says of that."""
    yield at(row.place)
    for duty in row.obligations:
        yield f"{duty.kind}: {duty.subject}: {duty.verdict.value} ({duty.reason})"
        yield from (f"  {at(place_of(fact))}" for fact in duty.evidence)


def _finding(finding: Finding, *, left_out: bool = False) -> Element:
    # The line is no part of the name, so that it is known again where lines moved.
    case = _case(f"{_FINDINGS}.{finding.rule}", f"{finding.place.path}: {finding.message}")
    failed = finding.severity is Severity.ERROR and not left_out
    places = (at(place) + (f" ({place.note})" if place.note else "") for place in (finding.place, *finding.related))
    told = (*places, *((f"hint: {finding.hint}",) if finding.hint else ()))
    message = f"{finding.severity.value}: {finding.message}" + (" (left out by the baseline)" if left_out else "")
    _tell(case, "failure" if failed else "skipped", finding.rule, message, told)
    return case


def _case(group: str, name: str) -> Element:
    return Element("testcase", {"classname": visible(group), "name": visible(" ".join(name.split()))})


def _tell(case: Element, how: str, kind: str | None, message: str, lines: Iterable[str]) -> None:
    """Say of a case that it failed or was skipped, and why."""
    told = SubElement(case, how, {"message": visible(message), **({} if kind is None else {"type": kind})})
    text = "\n".join(map(visible, lines))
    told.text = text or None
