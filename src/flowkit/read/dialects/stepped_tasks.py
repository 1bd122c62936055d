"""Headings that are tasks, and the boxes below them that are steps: ``### Task 1: Title``, ``- [ ] **Step 1: …**``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flowkit.model.marker import Label, leading_label
from flowkit.model.outline import Line, ListItem, Outline, Paragraph, Section
from flowkit.read.dialects.openings import Form, Opening, ends_label


@dataclass(frozen=True, slots=True)
class SteppedTask:
    """A task, and the boxes that are its steps; ``has_steps`` where they are written without boxes too."""

    opening: Opening
    steps: tuple[ListItem, ...]
    has_steps: bool


@lru_cache(maxsize=1)  # every dialect asks for those of the same document
def find_stepped(outline: Outline) -> tuple[SteppedTask, ...]:
    """Return the tasks of a document where at least half of them have steps; nothing where fewer do.

    A task goes on to its last step before the next task, wherever headings stand between: what is quoted in a fence
    that ends too early reads like a heading.
    """
    headings = list(_headings(outline.root, ()))
    steps = sorted((item for section in outline.sections for item in section.items if _is_step(item)), key=_line)
    found: list[SteppedTask] = []
    for index, (section, label, above) in enumerate(headings):
        line = section.title.line
        until = headings[index + 1][0].title.line if index + 1 < len(headings) else len(outline.document.lines) + 1
        own = tuple(item for item in steps if line < item.line < until)
        end = max(min(section.end_line, until - 1), *(item.end_line for item in own)) if own else section.end_line
        opening = Opening(Form.HEADING_TASK, label, section.title, end, above, section=section)
        bold = (line for inner in section.walk() for line in _paragraphs(inner))
        has_steps = any(_is_first(line) for line in (*(item.lines[0] for item in own), *bold))
        found.append(SteppedTask(opening, own, has_steps))
    return tuple(found) if found and 2 * sum(each.has_steps for each in found) >= len(found) else ()


def _headings(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[Section, Label, tuple[Section, ...]]]:
    label = leading_label(section.title.text) if section.level > 1 else None
    if label is not None and label.word == "task" and ends_label(section.title.text, label.end):
        yield section, label, above
    for inner in section.sections:
        yield from _headings(inner, (*above, section) if section.level else above)


def _is_step(item: ListItem) -> bool:
    return item.box is not None and bool(item.lines) and _opens_step(item.lines[0])


def _paragraphs(section: Section) -> Iterator[Line]:
    """Yield the first lines of the running text of a section that are bold, as steps without boxes are."""
    blocks = (block for block in section.blocks if isinstance(block, Paragraph) and block.lines)
    yield from (block.lines[0] for block in blocks if block.lines[0].text.startswith("**"))


def _is_first(line: Line) -> bool:
    """Whether a line opens the first step of a task; the steps of each are counted anew."""
    label = leading_label(line.text)
    return label is not None and label.word == "step" and label.id.rpartition(" ")[2] in {"0", "1"}


def _opens_step(line: Line) -> bool:
    label = leading_label(line.text)
    return label is not None and label.word == "step"


def _line(item: ListItem) -> int:
    return item.line
