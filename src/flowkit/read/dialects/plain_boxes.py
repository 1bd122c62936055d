"""Tasks that are boxes without an id: those below phases, stories and titles that say tasks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import TypeAlias

from flowkit.model.outline import Line, ListItem, Outline, Section, plain_title
from flowkit.model.source import Document
from flowkit.read.dialects.groups import group_label
from flowkit.read.field_names import PLAIN_FIELDS
from flowkit.read.fields import item_fields
from flowkit.read.tasks import RawTask, is_struck_out

Placed: TypeAlias = tuple[ListItem, tuple[Section, ...]]

_SAYS_TASKS = re.compile(r"\btasks\b|\btask (?:check)?list\b", re.IGNORECASE)
# What is ticked in these is a condition of the work, not the work.
_CONDITIONS = re.compile(r"\b(?:prerequisites?|definition of done|success|gates?|criteri(?:a|on))\b", re.IGNORECASE)
_CONDITIONS_AND_LISTS = re.compile(rf"{_CONDITIONS.pattern}|\bchecklist\b", re.IGNORECASE)


def plain_boxes(outline: Outline) -> list[Placed]:
    """Return the boxes that are tasks, with the sections around each, outermost first.

    They stand below a phase, a story or a section of tasks, outside a checklist unless it holds all of those; where
    there are none, and the title of the document or its file name says that it is one of tasks, anywhere. Boxes inside
    another one are part of it.
    """
    if "[" not in outline.document.text:
        return []
    for left_out in (_CONDITIONS_AND_LISTS, _CONDITIONS):
        below = list(_boxes(outline.root, (), _is_group, left_out))
        if below:
            return below
    return list(_boxes(outline.root, (), lambda _: True, _CONDITIONS_AND_LISTS)) if _is_of_tasks(outline) else []


def _is_group(section: Section) -> bool:
    """Whether the boxes below are tasks; a first-level heading speaks of the whole document, conditions and all."""
    return section.level > 1 and (group_label(section) is not None or bool(_SAYS_TASKS.search(section.title.text)))


def _is_of_tasks(outline: Outline) -> bool:
    titles = [section.title.text for section in outline.root.sections if section.level == 1]
    stem = re.split(r"[\W_]+", PurePath(outline.document.path).stem)
    return any(_SAYS_TASKS.search(title) for title in titles) or "tasks" in (word.casefold() for word in stem)


def is_condition(above: Sequence[Section]) -> bool:
    """Whether boxes in these sections are conditions of the work: those to begin, to accept and to finish it."""
    return any(section.level > 1 and _CONDITIONS.search(section.title.text) for section in above)


def _boxes(
    section: Section, above: tuple[Section, ...], opens: Callable[[Section], bool], left_out: re.Pattern[str]
) -> Iterator[Placed]:
    if section.level > 1 and left_out.search(section.title.text) and not _is_group(section):
        return
    around = (*above, section) if section.level else above
    if any(opens(each) for each in around or (section,)):
        nested_until = 0
        for item in section.items:
            if item.line > nested_until and item.box is not None:
                nested_until = item.end_line
                yield item, around
    for below in section.sections:
        yield from _boxes(below, around, opens, left_out)


def raw_task(item: ListItem, document: Document) -> RawTask:
    """Return the task that a box is."""
    first = item.lines[0] if item.lines else Line("", item.line, 1)
    lines, fields = item_fields(item, PLAIN_FIELDS)
    text = " ".join(line.text for line in lines)
    return RawTask(
        id=None,
        title=plain_title(text),
        span=first.span_in(document),
        line=item.line,
        end_line=item.end_line,
        fields=fields,
        box=item.box,
        struck_out=is_struck_out(text),
        opening=lines,
    )
