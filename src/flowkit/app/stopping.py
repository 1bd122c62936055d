"""Stopping: what an agent is told that says that it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowkit.app.projects import verify
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.model.verdict import Finding

_PHANTOM = "phantom-completion"


def phantoms(request: Request) -> tuple[Finding, ...]:
    """Return the phantom completions of the plans that are asked for, as the project judges them; nothing is run.

    Raises:
        FlowkitError: as ``verify``.
    """
    findings = verify(request).verification.findings
    return tuple(finding for finding in findings if finding.rule == _PHANTOM)
