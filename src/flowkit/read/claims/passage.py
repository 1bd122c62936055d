"""Running text with its surroundings: what a claim is read from."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import leading_label
from flowkit.model.outline import Line, Outline, Section
from flowkit.model.source import Document, Span
from flowkit.model.task import Task


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a stretch of text stands in.

    Attributes:
        document: where it was read.
        section: the titles of the sections around it, outermost first.
        phase: the innermost of them that tasks give as their phase.
        phases: the phases of all tasks by their labels in lower case (``phase 1``); None where two share a label.
    """

    document: Document
    section: tuple[str, ...]
    phase: str | None
    phases: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of running text: ``task`` is the key of the task it stands in, ``level`` that of a heading or 0."""

    line: Line
    around: Surroundings
    task: str | None
    level: int

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the span of a part of the line."""
        return self.line.span_in(self.around.document, start, end)

    def claim(
        self,
        kind: ClaimKind,
        span: Span,
        subject: str,
        value: str,
        *,
        operands: tuple[str, ...] = (),
        scope: str | None = None,
    ) -> Claim:
        """Return a claim that is read from this passage."""
        return Claim(kind, self.line.text, span, subject, value, self.task, self.around.section, operands, scope)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section with its surroundings; ``owners`` holds the task's key for each line of the document, from 0."""

    section: Section
    around: Surroundings
    owners: list[str | None]

    def owner(self, line: int) -> str | None:
        """Return the key of the task that a line, from 1, belongs to."""
        return self.owners[line] if line < len(self.owners) else None

    def passages(self, wanted: Container[int]) -> Iterator[Passage]:
        """Yield the heading and the lines of running text below it, down to the next heading, on the wanted lines."""
        title = self.section.title
        if self.section.level and title.line in wanted:
            yield Passage(title, self.around, self.owner(title.line), self.section.level)
        for line in self.section.lines:
            if line.line in wanted:
                yield Passage(line, self.around, self.owner(line.line), 0)

    def lines(self) -> range:
        """Return the lines from the heading down to the next heading, or to the end of the section."""
        below = self.section.sections
        return range(self.section.title.line, below[0].title.line if below else self.section.end_line + 1)


def stretches(outline: Outline, tasks: tuple[Task, ...]) -> Iterator[Stretch]:
    """Yield every section of a document, in document order."""
    titles = dict.fromkeys(task.phase for task in tasks if task.phase)
    owners = _owners(outline, tasks)
    labels = _labels(titles)
    left: list[tuple[Section, tuple[str, ...], str | None]] = [(outline.root, (), None)]
    while left:
        section, above, phase = left.pop()
        path = (*above, section.title.text) if section.level else above
        phase = section.title.text if section.title.text in titles else phase
        yield Stretch(section, Surroundings(outline.document, path, phase, labels), owners)
        left += [(inner, path, phase) for inner in reversed(section.sections)]


def _labels(titles: dict[str, None]) -> dict[str, str | None]:
    labels: dict[str, str | None] = {}
    for title in titles:
        label = leading_label(title)
        if label is not None:
            key = label.id.casefold()
            labels[key] = None if key in labels else title
    return labels


def _owners(outline: Outline, tasks: tuple[Task, ...]) -> list[str | None]:
    owners: list[str | None] = [None] * (len(outline.document.lines) + 1)
    for task in tasks:
        if task.span is not None:
            first, last = task.span.line, task.end_line or task.span.line
            last = min(last, len(owners) - 1)
            owners[first : last + 1] = [task.key] * (last + 1 - first)
    return owners
