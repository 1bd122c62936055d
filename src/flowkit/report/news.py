"""What is new since the verification before, a line a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.news import News
from flowkit.model.verdict import Finding
from flowkit.report.screen import visible

_MOST_FILES = 3


def render(news: News) -> str:
    """Return what is new and what is gone, or that nothing is."""
    lines = [*_lines("new", news.new), *_lines("gone", news.gone)]
    return "".join(lines) or "nothing new, nothing gone\n"


def render_changed(paths: Sequence[str]) -> str:
    """Return which files changed: the first by name, the others by number."""
    more = len(paths) - _MOST_FILES
    named = ", ".join(map(visible, paths[:_MOST_FILES]))
    return f"changed: {named}{f' and {more} more' if more > 0 else ''}\n"


def _lines(word: str, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        span = finding.place.span
        place = f"{finding.place.path}:{span.line}:{span.column}" if span else finding.place.path
        yield visible(f"{word}: {place} {finding.severity} {finding.rule}: {finding.message}") + "\n"
