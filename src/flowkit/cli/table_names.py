"""What a shell may offer from flowkit's tables: names of rules, formats and dialects."""

from __future__ import annotations

from collections.abc import Iterable


def rules(incomplete: str) -> Iterable[str]:
    """Return the names of all rules; behind a comma, one more."""
    from flowkit.judge.table import rule_names

    before = incomplete[: incomplete.rfind(",") + 1]
    return [f"{before}{name}" for name in rule_names()]


def formats() -> Iterable[str]:
    """Return the names of all formats of a verification."""
    from flowkit.plugins import table
    from flowkit.report.formats import BUILT_IN, GROUP

    return list(table(GROUP, BUILT_IN))


def dialects() -> Iterable[str]:
    """Return the names of the dialects that can be read."""
    from flowkit.read.dialects import dialects as read

    return list(read())


def written_dialects() -> Iterable[str]:
    """Return the names of the dialects that can be written."""
    from flowkit.draft.dialects.forms import FORMS

    return list(FORMS)
