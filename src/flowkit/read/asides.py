"""What a plan says beside its tasks: fields and running text below its title and above the tasks of a section."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.outline import Block, Comment, Fence, ItemList, Section, lines_below, plain_title
from flowkit.model.plan import Aside, Plan
from flowkit.read.fields import read_fields


def read_asides(plan: Plan) -> tuple[Aside, ...]:
    """Return what stands beside the tasks of a plan, in sections that hold tasks and in the overview.

    The text of the overview, boxes and drawings are no part of it: they are known as such. What the front matter says
    counts as fields. A plan that has no outline has nothing beside its tasks.
    """
    if plan.outline is None:
        return ()
    owned = {line for task in plan.tasks for line in range(task.line or 0, (task.end_line or 0) + 1)}
    starts = [task.line or 0 for task in plan.tasks]
    around = (
        section
        for section in plan.outline.sections
        if (not section.level or section.title.line not in owned) and (_holds(section, starts) or _is_overview(section))
    )
    front = (plan.outline.front_matter.values if plan.outline.front_matter is not None else None) or {}
    head = (Aside("", tuple((str(name), str(value)) for name, value in front.items()), text=False),) if front else ()
    return (*head, *(aside for section in around if (aside := _aside(section, owned)) is not None))


def _holds(section: Section, starts: list[int]) -> bool:
    return section.level <= 1 or any(section.title.line <= start <= section.end_line for start in starts)


def _aside(section: Section, owned: set[int]) -> Aside | None:
    split = read_fields(section.blocks)
    fields = tuple((each.name, each.text) for each in split.fields if each.line not in owned)
    said = any(line not in owned for block in split.rest for line in _lines(block)) and not _is_overview(section)
    return Aside(plain_title(section.title.text), fields, said) if fields or said else None


def _is_overview(section: Section) -> bool:
    return plain_title(section.title.text).casefold() == "overview"


def _lines(block: Block) -> Iterator[int]:
    match block:
        case Comment() | Fence():
            pass
        case ItemList(items=items):
            for item in items:
                if item.box is None:
                    yield item.line
        case _:
            yield from (line.line for line in lines_below((block,)) if line.text.strip())
