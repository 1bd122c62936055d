"""The reports of coverage that lie where they are configured, whether or not a plan sets a target."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.collect import Inquiry
from flowkit.model.evidence import ReportFact


def collect(inquiry: Inquiry) -> Iterator[ReportFact]:
    """Yield each report of coverage, once; what it says is read for targets alone."""
    patterns = inquiry.config.reports.coverage
    for path in dict.fromkeys(path for pattern in patterns for path in inquiry.repository.glob(pattern)):
        yield ReportFact(path)
