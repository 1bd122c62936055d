"""What a baseline leaves out, in words, so that no report passes over it in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding


def omission(left_out: Sequence[Finding]) -> str | None:
    """Return how many findings of each severity and rule are left out; None where none is."""
    return f"Left out by the baseline: {', '.join(_severities(left_out))}" if left_out else None


def tally_of(rules: Iterable[str]) -> str:
    """Return the names of rules, the most frequent first, with how often each stands there if it does several times."""
    return ", ".join(f"{rule} {count}" if count > 1 else rule for rule, count in Counter(rules).most_common())


def _severities(left_out: Sequence[Finding]) -> Iterator[str]:
    for severity in Severity:
        rules = [finding.rule for finding in left_out if finding.severity is severity]
        if rules:
            yield f"{len(rules)} {severity.value}{'' if len(rules) == 1 else 's'} ({tally_of(rules)})"
