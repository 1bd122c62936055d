"""A verification as SARIF 2.1.0, the format of code scanning.

The format is that of https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Nothing in it depends on the
machine or on the time: paths are relative to ``SRCROOT``, the folder in which flowkit was run, which is not named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from flowkit.model.severity import Severity
from flowkit.model.source import Document
from flowkit.model.verdict import Finding, Place, RuleGuide, Verification
from flowkit.report.encoding import dump
from flowkit.report.markdown_text import escaped, is_inside, quoted
from flowkit.report.omission import omission
from flowkit.report.screen import visible

_Json: TypeAlias = dict[str, object]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "flowkitFinding/v1"
_EXAMPLES = re.compile(r"\n## Bad\n.*", re.DOTALL)
_PAGE_LINK = re.compile(r"\[([^\]]*)\]\((?![a-z]+:)[^)]*\)")


def render(verification: Verification) -> str:
    """Return a verification as a SARIF log with one run: a result for each finding, a rule for each that found any."""
    from importlib.metadata import version

    documents = {document.path: document for plan in verification.plans for document in plan.documents}
    rules = {guide.name: _rule(guide) for guide in verification.rules}
    for finding in verification.findings:
        rules.setdefault(finding.rule, {"id": finding.rule})
    numbers = {name: number for number, name in enumerate(rules)}
    prints = _fingerprints(verification.findings, documents)
    run = {
        "tool": {
            "driver": {"name": "flowkit", "semanticVersion": version("flowkit"), "rules": list(rules.values())},
        },
        **_invocations(verification),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which flowkit was run."}}},
        "results": [
            _result(finding, numbers, found, documents)
            for finding, found in zip(verification.findings, prints, strict=True)
        ],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocations(verification: Verification) -> _Json:
    """Return what is left out, as a remark on how flowkit is configured.

    There are no results of it with ``suppressions``, for code scanning opens an alert for each of these.
    """
    omitted = omission(verification.left_out)
    note = {"level": "note", "message": {"text": omitted}}
    return {"invocations": [{"executionSuccessful": True, "toolConfigurationNotifications": [note]}]} if omitted else {}


def _rule(guide: RuleGuide) -> _Json:
    # Whoever wants the examples asks for them; the pages beside this one are not at hand where it is read.
    page = _PAGE_LINK.sub(r"\1", _EXAMPLES.sub("", guide.page)).strip()
    return {
        "id": guide.name,
        "shortDescription": {"text": f"{guide.summary}."},
        "help": {"text": _message(page), "markdown": _braced(page)},
        "defaultConfiguration": {"level": _LEVELS[guide.severity]},
    }


def _result(finding: Finding, numbers: Mapping[str, int], fingerprint: str, documents: Mapping[str, Document]) -> _Json:
    hint = f"\n{visible(finding.hint)}" if finding.hint else ""
    also = f"\n\n{escaped(finding.hint)}" if finding.hint else ""
    message = {
        "text": _message(visible(finding.message) + hint),
        "markdown": _braced(escaped(finding.message) + also),
    }
    where = _location(finding.place, documents)
    if finding.marker:
        where["logicalLocations"] = [{"fullyQualifiedName": visible(finding.marker)}]
    related = [{"id": number, **_location(one, documents)} for number, one in enumerate(finding.related, start=1)]
    return {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": message,
        "locations": [where],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }


def _message(text: str) -> str:
    """Return plain text in which nothing is a link."""
    return _braced(text.replace("](", "] ("))


def _braced(text: str) -> str:
    """Return text in which no brace opens a placeholder."""
    return text.replace("{", "{{").replace("}", "}}")


def _location(place: Place, documents: Mapping[str, Document]) -> _Json:
    physical: _Json = {"artifactLocation": _artifact(place.path)}
    if place.span:
        physical["region"] = dict(_region(place, documents.get(place.path)))
    note: _Json = {"message": {"text": _message(visible(place.note))}} if place.note else {}
    return {"physicalLocation": physical, **note}


def _artifact(path: str) -> _Json:
    if is_inside(path):
        return {"uri": quoted(path), "uriBaseId": _ROOT}
    if path == "-":
        return {"uri": "stdin:"}
    # A path that leads out of the folder is told as it is: absolute, or relative to the folder.
    drive = re.match(r"[A-Za-z]:", path)
    opening = "file:///" + drive.group() if drive else "file://" if path.startswith("/") else ""
    return {"uri": opening + quoted(path[drive.end() if drive else 0 :])}


def _region(place: Place, document: Document | None) -> Iterator[tuple[str, int]]:
    span = place.span
    if span is None:
        return
    yield "startLine", span.line
    yield "startColumn", span.column
    if document is not None and span.line <= len(document.lines):
        _, inside, _ = document.split(span)
        if inside:
            yield "endColumn", span.column + len(inside)


def _fingerprints(findings: tuple[Finding, ...], documents: Mapping[str, Document]) -> Iterator[str]:
    """Yield what each finding is known by again.

    It is its rule, its document, its marker and the text of its line, or its message where the line is not at hand;
    never the number of the line. Of those alike, the first is the first.
    """
    from hashlib import sha256

    seen: Counter[str] = Counter()
    for finding in findings:
        text = _line(finding.place, documents.get(finding.place.path)) or finding.message
        known = "\n".join((finding.rule, finding.place.path, finding.marker or "", " ".join(text.split())))
        digest = sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"


def _line(place: Place, document: Document | None) -> str | None:
    if place.span is None or document is None or place.span.line > len(document.lines):
        return None
    return document.lines[place.span.line - 1]
