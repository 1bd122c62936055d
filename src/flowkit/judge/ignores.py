"""Comments that silence a rule: ``<!-- flowkit: ignore RULE: reason -->``.

Such a comment speaks for

* the whole document, where nothing but front matter and other comments precedes it,
* a section with all that is nested in it, where it is the first thing below the section's heading,
* the line that it shares with other text, or else the next line that is not empty.

Several rules are separated by commas. A comment without a reason, or with a name that no rule has, silences nothing and
is itself a finding.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from flowkit.judge.table import rule_names
from flowkit.model.nearness import nearest
from flowkit.model.outline import Comment, Outline, Section
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Rule, Surroundings

_IGNORE = re.compile(r"\s*flowkit:\s*ignore\b\s*(?P<names>[^:]*)(?P<colon>:?)(?P<reason>.*)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ignores:
    """The lines on which rules are silenced: rule -> runs of lines, apart from one another and in order."""

    runs: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def silences(self, finding: Finding) -> bool:
        """Whether a comment speaks for this finding; one about a whole document is placed on no line, so before all."""
        runs = self.runs.get(finding.rule, ())
        line = finding.place.span.line if finding.place.span else 0
        at = bisect_right(runs, (line, sys.maxsize)) - 1
        return at >= 0 and runs[at][0] <= line <= runs[at][1]


def read_ignores(outline: Outline) -> Ignores:
    """Return the valid ignores of a document."""
    found = list(_matches(outline))
    if not found:
        return Ignores()
    known = frozenset(rule_names())
    heads = _heads(outline.root)
    runs: dict[str, list[tuple[int, int]]] = {}
    for comment, match in found:
        if match.group("reason").strip():
            for name in known.intersection(_names(match)):
                runs.setdefault(name, []).append(_lines(outline, comment, heads))
    return Ignores({name: _merged(lines) for name, lines in runs.items()})


def _merged(lines: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _matches(outline: Outline) -> Iterator[tuple[Comment, re.Match[str]]]:
    for comment in outline.comments:
        found = _IGNORE.fullmatch(comment.text)
        if found:
            yield comment, found


def _names(match: re.Match[str]) -> list[str]:
    return [name for name in re.split(r"[\s,]+", match.group("names")) if name]


def _heads(root: Section) -> dict[int, Section]:
    """Return the section that each comment opens: it stands with nothing but comments between it and the heading."""
    heads: dict[int, Section] = {}
    for section in root.walk():
        for block in takewhile(lambda block: isinstance(block, Comment), section.blocks):
            if isinstance(block, Comment):
                heads[block.span.start] = section
    return heads


def _lines(outline: Outline, comment: Comment, heads: Mapping[int, Section]) -> tuple[int, int]:
    lines = outline.document.lines
    section = heads.get(comment.span.start)
    if section is not None:
        return (section.title.line, section.end_line) if section.level else (0, len(lines))
    here, end = comment.span.line, outline.document.line_at(comment.span.end)
    before, behind = lines[here - 1][: comment.span.column - 1], lines[end - 1].rpartition("-->")[2]
    if before.strip(" \t>*+-") or (here == end and behind.strip()):
        return here, end
    target = next((number for number in range(end + 1, len(lines) + 1) if lines[number - 1].strip()), end)
    return here, target


def invalid_ignore(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find comments that mean to silence a rule and do not."""
    del around
    for outline in plan.outlines:
        yield from _invalid(plan, outline)


def _invalid(plan: Plan, outline: Outline) -> Iterator[Finding]:
    known = rule_names()
    for comment in outline.comments:
        directive = _DIRECTIVE.match(comment.text)
        word = directive.group(1).casefold() if directive else ""
        # Other directives carry what flowkit wrote down for itself; only a mistyped ignore is meant to silence.
        if word != "ignore" and nearest(word, ("ignore",)):
            message = f"{word} is no directive, so nothing is ignored"
            yield INVALID_IGNORE.finding(plan.path, comment.span, message, hint=f"Write {_FORM}.")
    for comment, match in _matches(outline):
        names = _names(match)
        for name in names:
            if name not in known:
                near = nearest(name, known)
                hint = f"Did you mean {near}?" if near else f"The rules are {', '.join(known)}."
                yield INVALID_IGNORE.finding(plan.path, comment.span, f"no rule has the name {name}", hint=hint)
        if not names:
            yield INVALID_IGNORE.finding(
                plan.path, comment.span, "the comment names no rule to ignore", hint=f"Write {_FORM}."
            )
        elif not match.group("reason").strip():
            message = f"{', '.join(names)} is ignored without a reason, so it is not ignored"
            yield INVALID_IGNORE.finding(plan.path, comment.span, message, hint=f"Write {_FORM}.")


_FORM = "<!-- flowkit: ignore RULE: reason -->"
_DIRECTIVE = re.compile(r"\s*flowkit\s*:\s*([\w-]*)")

INVALID_IGNORE = Rule(
    "invalid-ignore",
    Severity.WARNING,
    "A comment that is to silence a rule gives no reason or names no rule that exists",
    invalid_ignore,
)
