"""Headings that are tasks, and the boxes below them that are steps: ``### Task 1: Title``, ``- [ ] **Step 1: …**``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from flowkit.model.marker import Label, leading_label
from flowkit.model.outline import ListItem, Outline, Section
from flowkit.read.dialects.openings import Form, Opening, ends_label


@dataclass(frozen=True, slots=True)
class SteppedTask:
    """A task, and the boxes that are its steps; one that has none is told by the others."""

    opening: Opening
    steps: tuple[ListItem, ...]


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
        found.append(SteppedTask(opening, own))
    return tuple(found) if found and 2 * sum(bool(each.steps) for each in found) >= len(found) else ()


def _headings(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[Section, Label, tuple[Section, ...]]]:
    label = leading_label(section.title.text) if section.level > 1 else None
    if label is not None and label.word == "task" and ends_label(section.title.text, label.end):
        yield section, label, above
    for inner in section.sections:
        yield from _headings(inner, (*above, section) if section.level else above)


def _is_step(item: ListItem) -> bool:
    label = leading_label(item.lines[0].text) if item.box is not None and item.lines else None
    return label is not None and label.word == "step"


def _line(item: ListItem) -> int:
    return item.line
