"""Tasks that are boxes with a number or with nothing but words: ``- [ ] 1.1 Title``, ``- [ ] Title``, also nested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from flowkit.model.marker import Grammar, Label, leading_number
from flowkit.model.outline import (
    Block,
    ItemList,
    Line,
    ListItem,
    Outline,
    Quote,
    Section,
    items_below,
    lines_below,
    plain_title,
)
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.model.task import Item
from flowkit.read.dialects.assembly import plan_of
from flowkit.read.dialects.plain_boxes import is_condition
from flowkit.read.field_lines import field_parts
from flowkit.read.field_names import PLAIN_FIELDS, slot_of
from flowkit.read.fields import read_fields
from flowkit.read.made_names import made_names
from flowkit.read.mentioned_files import made_files
from flowkit.read.tasks import RawTask, after_label, is_struck_out


@dataclass(frozen=True, slots=True)
class BoxedTask:
    """A box that is a task: its item, its number if it has one, and the sections around it, outermost first."""

    item: ListItem
    label: Label | None
    above: tuple[Section, ...]

    @property
    def opening(self) -> Line:
        """The first line of its text; an empty one where it says nothing."""
        return self.item.lines[0] if self.item.lines else Line("", self.item.line, 1)


Refine: TypeAlias = Callable[[RawTask, BoxedTask], None]


def numbered_share(outline: Outline) -> float:
    """Return the share of the boxes of a document that have a number or stand inside one that has; 0 without boxes."""
    boxes = [item.line for section in outline.sections for item in section.items if item.box is not None]
    numbered = [each.item for each in find_boxes(outline) if each.label is not None]
    covered = {line for item in numbered for line in range(item.line, item.end_line + 1)}
    return sum(line in covered for line in boxes) / len(boxes) if boxes else 0.0


def find_boxes(outline: Outline) -> Iterator[BoxedTask]:
    """Yield the boxes that are tasks: every one with a number, and of the others those that stand in no other box.

    A box without a number in a section of conditions is no work.
    """
    for section, above in _sections(outline.root, ()):
        yield from _below(section.blocks, above, nested=is_condition(above))


def _sections(section: Section, above: tuple[Section, ...]) -> Iterator[tuple[Section, tuple[Section, ...]]]:
    around = (*above, section) if section.level else above
    yield section, around
    for inner in section.sections:
        yield from _sections(inner, around)


def _below(blocks: Iterable[Block], above: tuple[Section, ...], *, nested: bool) -> Iterator[BoxedTask]:
    for block in blocks:
        match block:
            case ItemList(items=items):
                for item in items:
                    label = _number(item)
                    if item.box is not None and (label is not None or not nested):
                        yield BoxedTask(item, label, above)
                    yield from _below(item.blocks, above, nested=nested or item.box is not None)
            case Quote(blocks=inner):
                yield from _below(inner, above, nested=nested)
            case _:
                pass


def _number(item: ListItem) -> Label | None:
    return leading_number(item.lines[0].text) if item.box is not None and item.lines else None


def boxed_plan(outline: Outline, grammar: Grammar, dialect: str, refine: Refine | None = None) -> Plan:
    """Read the plan whose tasks are boxes; ``refine`` adds to a task what its dialect alone can read."""
    found = list(find_boxes(outline))
    raws = [_raw_task(each, outline.document) for each in found]
    for raw, each in zip(raws, found, strict=True):
        if refine is not None:
            refine(raw, each)
    plan = plan_of(outline, grammar, dialect, raws, [each.above for each in found])
    # A list may begin with the heading of its first section, which is no title of the whole.
    title = next((plain_title(section.title.text) for section in outline.root.sections if section.level == 1), None)
    return replace(plan, title=title)


def _raw_task(found: BoxedTask, document: Document) -> RawTask:
    """Return the task that a box is, without the tasks that are nested in it.

    What stands below it without being a field is what is to be done; files are those that its words name as its work.
    """
    item, label, first = found.item, found.label, found.opening
    start = after_label(first.text, label.end) if label else 0
    text = " ".join((first.text[start:], *(line.text for line in item.lines[1:])))
    blocks = own_blocks(item)
    fields = read_fields(blocks, PLAIN_FIELDS)
    boxed = {line for inner in items_below(blocks) if inner.box is not None for line in inner.lines}
    below = (line for line in lines_below(blocks) if line not in boxed)
    details = [line for line in below if not field_parts(line, PLAIN_FIELDS)]
    extras: dict[str, object] = {"optional": item.box is not None and item.box.optional}
    slots = {slot_of(each.key) for each in fields.fields}
    if "changes" not in slots:
        extras["changes"] = tuple(Item(None, line.text, None, line.span_in(document)) for line in details)
    if "files" not in slots:
        words = (first.cut(start), *item.lines[1:], *details)
        extras["deliverables"] = (*made_files(words, document), *made_names(words, document))
    return RawTask(
        id=label.id if label else None,
        title=plain_title(text),
        span=first.span_in(document, label.start, label.end) if label else first.span_in(document),
        line=item.line,
        end_line=item.end_line,
        fields=fields,
        box=item.box,
        struck_out=is_struck_out(" ".join(line.text for line in item.lines)),
        opening=item.lines,
        extras=extras,
    )


def own_blocks(item: ListItem) -> tuple[Block, ...]:
    """Return what stands inside an item, without the numbered boxes among it."""
    return tuple(kept for block in item.blocks if (kept := _without_tasks(block)) is not None)


def _without_tasks(block: Block) -> Block | None:
    if not isinstance(block, ItemList):
        return block
    items = tuple(item for item in block.items if _number(item) is None)
    return replace(block, items=items) if items else None
