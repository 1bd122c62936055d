"""Where tasks open: the headings and list items that begin with a task label.

Every Markdown dialect is one or two of the forms told apart here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from flowkit.model.marker import Grammar, Label, Role, leading_label
from flowkit.model.outline import Block, ItemList, Line, ListItem, Outline, Quote, Section
from flowkit.read.field_names import PLAIN_FIELDS, slot_of
from flowkit.read.fields import section_fields


class Form(StrEnum):
    """How a task opens."""

    HEADING_MARKER = "### IMPL_001: Title"
    HEADING_TASK = "### Task 1.1: Title"
    HEADING_STEP = "### Step 1: Title"
    ITEM_MARKER = "- [ ] **impl_001**: Title"
    ITEM_TASK = "- [ ] **Task 1.1:** Title"
    ITEM_STEP = "- [ ] **Step 1:** Title"
    ITEM_ID = "- [ ] T001 Title"


@dataclass(frozen=True, slots=True)
class Opening:
    """The place where a task opens.

    Attributes:
        form: its form.
        label: its label.
        line: the heading, or the first line of the item.
        end_line: the last line of the section or item.
        above: the sections around it, outermost first; a heading's own section is not among them.
        section: its own section, if it is a heading.
        item: the list item, if it is one.
    """

    form: Form
    label: Label
    line: Line
    end_line: int
    above: tuple[Section, ...]
    section: Section | None = None
    item: ListItem | None = None


_ITEM_FORMS = {"task": Form.ITEM_TASK, "subtask": Form.ITEM_TASK, "step": Form.ITEM_STEP}
_HEADING_FORMS = {"task": Form.HEADING_TASK, "subtask": Form.HEADING_TASK, "step": Form.HEADING_STEP}
# What follows a label that opens something; a plain word makes it a mere mention ("Phase 1 Completion").
_AFTER_LABEL = re.compile(r"[\s*_`\])]*(?:$|[:.–—|(\[-]|[^\w\s])")


# Two of these in a section make it a task, whatever its number is prefixed with.
_TASK_SLOTS = frozenset(("depends", "files", "criteria", "status", "effort", "checklist", "verifications"))


@lru_cache(maxsize=1)  # every dialect asks for those of the same document
def find_openings(outline: Outline, grammar: Grammar) -> tuple[Opening, ...]:
    """Return the openings of a document in order.

    The form that opens most of the outermost tasks is the document's own: what opens in another form inside one of
    those is part of it. A heading whose number is continued by boxes below it groups them.
    """
    found = list(_all(outline.root, (), grammar)) or _by_fields(outline, grammar)
    tasks = _without_groups(sorted(found, key=lambda opening: opening.line.line))
    forms = Counter(opening.form for opening in _kept(tasks, None))
    return tuple(_kept(tasks, forms.most_common(1)[0][0])) if forms else ()


def _kept(openings: Iterable[Opening], chosen: Form | None) -> Iterator[Opening]:
    """Yield the outermost openings, those of their form inside them, and every one of the chosen form."""
    around: list[Opening] = []
    for opening in openings:
        while around and around[-1].end_line < opening.line.line:
            around.pop()
        if around and (_is_part(opening) or opening.form not in {around[-1].form, chosen}):
            continue
        yield opening
        around.append(opening)


def _is_part(opening: Opening) -> bool:
    """Whether an item that stands inside a task calls itself a part of it."""
    return opening.item is not None and opening.label.word == "subtask"


def _without_groups(openings: Sequence[Opening]) -> Sequence[Opening]:
    """Leave out the headings that group numbered boxes; headings beside them are tasks like those boxes."""
    boxes = [each for each in openings if each.form is Form.ITEM_TASK and each.label.word == "task"]
    groups = {
        heading.line.line
        for heading in openings
        if heading.form is Form.HEADING_TASK and any(_continues(box, heading) for box in boxes)
    }
    if not groups:
        return openings
    return [
        replace(each, form=Form.ITEM_TASK) if each.form is Form.HEADING_TASK else each
        for each in openings
        if each.line.line not in groups
    ]


def _continues(box: Opening, heading: Opening) -> bool:
    inside = heading.line.line < box.line.line <= heading.end_line
    return inside and box.label.id.casefold().startswith(f"{heading.label.id.casefold()}.")


def weight(outline: Outline, openings: Collection[Opening], forms: Collection[Form]) -> float:
    """Return how far openings of the given forms explain a document, from 0 to 1.

    It is their share of the openings; where only boxes open them, times the share of all boxes that stand in them.
    """
    part = share(openings, forms)
    own = [opening for opening in openings if opening.form in forms]
    if not part or any(opening.item is None for opening in own):
        return part
    covered = {line for each in own if each.item for line in range(each.item.line, each.end_line + 1)}
    boxes = [item.line for each in outline.sections for item in each.items if item.box is not None]
    return part * sum(line in covered for line in boxes) / len(boxes)


def share(openings: Collection[Opening], forms: Collection[Form]) -> float:
    """Return the share of openings that are of the given forms; 0 where there are none."""
    return sum(opening.form in forms for opening in openings) / len(openings) if openings else 0.0


def _all(section: Section, above: tuple[Section, ...], grammar: Grammar) -> Iterator[Opening]:
    label = leading_label(section.title.text) if section.level else None
    form = _heading_form(section, label, grammar) if label else None
    if label is not None and form is not None and not _is_title_of_all(section, grammar):
        yield Opening(form, label, section.title, section.end_line, above, section=section)
    inner = (*above, section) if section.level else above
    yield from _in_blocks(section.blocks, inner, grammar)
    for below in section.sections:
        yield from _all(below, inner, grammar)


def _by_fields(outline: Outline, grammar: Grammar) -> list[Opening]:
    """Return the sections with a prefixed number of any kind that hold fields of a task, if two of them hold two."""
    labelled = [(opening, _slots(opening)) for opening in _numbered(outline.root, (), grammar)]
    sure = sum(len(slots) > 1 for _, slots in labelled)
    return [opening for opening, slots in labelled if slots] if sure > 1 else []


def _numbered(section: Section, above: tuple[Section, ...], grammar: Grammar) -> Iterator[Opening]:
    title = section.title
    label = leading_label(title.text) if section.level > 1 else None
    if label and label.prefixed and grammar.kind_of(label.id) is None and ends_label(title.text, label.end):
        yield Opening(Form.HEADING_MARKER, label, title, section.end_line, above, section=section)
    inner = (*above, section) if section.level else above
    for below in section.sections:
        yield from _numbered(below, inner, grammar)


def _slots(opening: Opening) -> set[str]:
    fields = section_fields(opening.section, PLAIN_FIELDS).fields if opening.section else ()
    return {slot for each in fields if (slot := slot_of(each.key)) in _TASK_SLOTS}


def _heading_form(section: Section, label: Label, grammar: Grammar) -> Form | None:
    if not label.prefixed:
        return _HEADING_FORMS.get(label.word or "")
    kind = grammar.kind_of(label.id)
    if kind is not None:
        return Form.HEADING_MARKER if kind.role is Role.TASK else None
    named = label.word is not None or "_" in label.id or label.id.upper().startswith(("T", "TASK-"))
    return Form.HEADING_MARKER if named and ends_label(section.title.text, label.end) else None


def ends_label(text: str, end: int) -> bool:
    """Whether what follows a label that ends at ``end`` shows that it opens something, and is no mere mention."""
    return _AFTER_LABEL.match(text, end) is not None


def _is_title_of_all(section: Section, grammar: Grammar) -> bool:
    """Whether a first-level heading is the title of a document about one task, whose parts are tasks of their own."""
    if section.level != 1:
        return False
    labels = ((below, leading_label(below.title.text)) for below in section.walk() if below is not section)
    return any(label is not None and _heading_form(below, label, grammar) for below, label in labels)


def _in_blocks(blocks: Iterable[Block], above: tuple[Section, ...], grammar: Grammar) -> Iterator[Opening]:
    for block in blocks:
        match block:
            case ItemList(items=items):
                for item in items:
                    opening = _of_item(item, above, grammar)
                    if opening is not None:
                        yield opening
                    if item.blocks:
                        yield from _in_blocks(item.blocks, above, grammar)
            case Quote(blocks=inner):
                yield from _in_blocks(inner, above, grammar)
            case _:
                pass


def _of_item(item: ListItem, above: tuple[Section, ...], grammar: Grammar) -> Opening | None:
    if item.box is None or not item.lines:
        return None
    label = leading_label(item.lines[0].text)
    if label is None:
        return None
    form = _item_form(label, grammar)
    return Opening(form, label, item.lines[0], item.end_line, above, item=item) if form else None


def _item_form(label: Label, grammar: Grammar) -> Form | None:
    if not label.prefixed:
        return _ITEM_FORMS.get(label.word or "")
    kind = grammar.kind_of(label.id)
    if kind is not None:
        return Form.ITEM_MARKER if kind.role is Role.TASK else None
    return Form.ITEM_MARKER if "_" in label.id else Form.ITEM_ID
