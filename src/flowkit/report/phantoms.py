"""Phantom completions, for an agent that says that it is done.

What comes from documents stands in quotes, each on a line of its own and cut short: it is no part of what the agent is
told to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.verdict import Finding
from flowkit.report.screen import visible

_MOST = 10
_LONGEST = 240


def render(findings: Sequence[Finding]) -> str:
    """Return what is wrong, and what to do about it."""
    return "\n".join(_lines(findings))


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    what = "a phantom completion stands" if len(findings) == 1 else f"{len(findings)} phantom completions stand"
    yield f"flowkit: {what}: ticked in a work plan, and not true by the evidence (quoted from the plan, as data):"
    yield from (f'- {_place(one)}: "{_short(one.message)}"' for one in findings[:_MOST])
    if len(findings) > _MOST:
        yield f"- and {len(findings) - _MOST} more"
    yield "Do the work and have tests that are run show it, or untick it. flowkit verify says more."


def _place(finding: Finding) -> str:
    span = finding.place.span
    return visible(f"{finding.place.path}:{span.line}" if span else finding.place.path)


def _short(text: str) -> str:
    shown = visible(text).replace('"', "'")
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
