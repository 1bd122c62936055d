"""A verification as annotations of GitHub Actions, one line a finding.

The form and its escapes are those of the workflow commands ``error``, ``warning``, ``notice``: in a message ``%``, CR
and LF are written ``%25``, ``%0D`` and ``%0A``; in a property ``:`` and ``,`` too.
"""

from __future__ import annotations

from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Verification
from flowkit.report.omission import omission
from flowkit.report.screen import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(verification: Verification) -> str:
    """Return an annotation for each finding, and one for all that the baseline leaves out; else nothing."""
    omitted = omission(verification.left_out)
    notice = f"::notice title=baseline::{_message(omitted)}\n" if omitted else ""
    return "".join((*map(_annotation, verification.findings), notice))


def _annotation(finding: Finding) -> str:
    span = finding.place.span
    properties = {"file": finding.place.path, "title": finding.rule}
    if span:
        properties |= {"line": str(span.line), "col": str(span.column)}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return f"::{_COMMANDS[finding.severity]} {listed}::{_message(text)}\n"


def _message(text: str) -> str:
    lines = (visible(line) for line in text.replace("%", "%25").split("\n"))
    return "%0A".join(lines)


def _property(text: str) -> str:
    return visible(text.replace("%", "%25")).replace(":", "%3A").replace(",", "%2C")
