"""Where tasks open: the headings and list items that begin with a task label.

Every Markdown dialect is one or two of the forms told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from flowkit.model.marker import Grammar, Label, Role, leading_label
from flowkit.model.outline import Block, ItemList, Line, ListItem, Outline, Quote, Section


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


_GROUP_WORDS = {"phase", "story", "epic", "stage", "milestone"}
_ITEM_FORMS = {"task": Form.ITEM_TASK, "subtask": Form.ITEM_TASK, "step": Form.ITEM_STEP}
_HEADING_FORMS = {"task": Form.HEADING_TASK, "subtask": Form.HEADING_TASK, "step": Form.HEADING_STEP}
# What follows a label that opens something; a plain word makes it a mere mention ("Phase 1 Completion").
_AFTER_LABEL = re.compile(r"[\s*_`\])]*(?:$|[:.–—|(\[-]|[^\w\s])")


def find_openings(outline: Outline, grammar: Grammar) -> tuple[Opening, ...]:
    """Return the openings of a document in order, without those of one form that lie inside one of another form."""
    found = sorted(_all(outline.root, (), grammar), key=lambda opening: opening.line.line)
    kept: list[Opening] = []
    around: list[Opening] = []
    for opening in found:
        while around and around[-1].end_line < opening.line.line:
            around.pop()
        if not around or around[-1].form is opening.form:
            kept.append(opening)
            around.append(opening)
    return tuple(kept)


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


def _heading_form(section: Section, label: Label, grammar: Grammar) -> Form | None:
    if not label.prefixed:
        return _HEADING_FORMS.get(label.word or "")
    kind = grammar.kind_of(label.id)
    if kind is not None:
        return Form.HEADING_MARKER if kind.role is Role.TASK else None
    named = label.word is not None or "_" in label.id or label.id.upper().startswith(("T", "TASK-"))
    follows = _AFTER_LABEL.match(section.title.text, label.end)
    return Form.HEADING_MARKER if named and follows else None


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


def group_label(section: Section) -> str | None:
    """Return the label of a section that groups tasks (``phase 1``), in lower case, or None if it has none."""
    label = leading_label(section.title.text)
    if label is None or label.prefixed or label.word not in _GROUP_WORDS:
        return None
    return " ".join(label.id.casefold().split())


def opens_group(section: Section) -> bool:
    """Whether a title names a phase, and not something about one ("Phase 1 Completion")."""
    label = leading_label(section.title.text)
    return label is not None and label.word == "phase" and bool(_AFTER_LABEL.match(section.title.text, label.end))
