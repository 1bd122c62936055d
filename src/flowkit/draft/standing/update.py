"""A plan that stands and a fresh draft of it to the text that it should have, and what was made in that text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from flowkit.draft.meaning import Made
from flowkit.draft.standing.blocks import Block, split_draft
from flowkit.draft.standing.changes import Changes
from flowkit.draft.standing.chunks import Chunk, entry, line_end, line_ends, names
from flowkit.draft.standing.merge import Clash
from flowkit.draft.standing.plan import Standing
from flowkit.draft.standing.record import MadeTask, Record, write_record
from flowkit.model.marker import Grammar, Role
from flowkit.model.outline import Outline


@dataclass(frozen=True, slots=True)
class Updated:
    """A plan brought up to its sources.

    Attributes:
        text: what it says now, its lines ended as they were.
        added: the tasks that are new.
        dropped: the tasks that were struck out.
        unticked: the tasks that were done and mean something else now.
        emptied: the entries that were ticked and mean something else now, by their ids or their text.
        unknown: the tasks of the sources of which the record does not tell what was made in them.
        clashes: the lines that people changed and the sources changed too; what people wrote stands.
        headings: the line of each heading, by the key of its block.
    """

    text: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    headings: Mapping[str, int] = field(default_factory=dict)


def update(
    standing: Standing | None, fresh: Outline, ids: Collection[str], made: Mapping[str, Made], grammar: Grammar
) -> Updated:
    """Return the text that a plan should have.

    Args:
        standing: the plan that stands; None where there is none yet.
        fresh: the text of the plan as the sources make it, with the ids that its tasks have.
        ids: those ids.
        made: what each task that comes from the sources was made of, by its id.
        grammar: how ids are spelled.
    """
    blocks = {block.key: block for block in split_draft(fresh, ids, grammar)}
    before = standing.record.tasks if standing is not None else {}
    tasks = {
        key: _made_task(blocks[key], source, before.get(key), grammar) for key, source in made.items() if key in blocks
    }
    sections = {key or "-": names(block.chunks) for key, block in blocks.items() if not block.task and block.chunks}
    if standing is None:
        text = "".join(block.text for block in blocks.values())
        headings = _headings(list(blocks.values()))
        return Updated(_with_record(text, Record(tasks, sections)), tuple(tasks), headings=headings)
    changes = Changes.of(standing, blocks, tasks, made, grammar)
    end = line_end(standing.text)
    now = [replace(block, chunks=tuple(_ended(block.chunks, end))) for block in changes.blocks()]
    lines = dict(_lines_now(now))
    gone = {
        # Struck out by people, it comes back when they take that back; dropped with its source, its id stays taken.
        key: old if key in made else replace(old, dropped=True)
        for key, old in before.items()
        if key not in tasks
    }
    return Updated(
        text=_with_record("".join(block.text for block in now), Record(tasks | gone, sections)),
        added=tuple(key for key in tasks if key not in changes.keys),
        dropped=tuple(changes.dropped),
        unticked=tuple(changes.unticked),
        emptied=tuple(changes.emptied),
        unknown=tuple(changes.unknown),
        clashes=tuple(replace(clash, line=lines[clash.line]) for clash in changes.clashes),
        headings=_headings(now),
    )


def _made_task(block: Block, made: Made, before: MadeTask | None, grammar: Grammar) -> MadeTask:
    criteria = dict(_criteria(block, grammar))
    once = {**before.gone, **before.criteria} if before is not None else {}
    gone = {identifier: name for identifier, name in once.items() if identifier not in criteria}
    return MadeTask(made.source, made.meaning, names(block.chunks), frozenset(made.parts.values()), criteria, gone)


def _criteria(block: Block, grammar: Grammar) -> Iterator[tuple[str, str]]:
    """Yield the ids of the lines of a fresh block that are criteria, with the names of the lines."""
    for chunk in block.chunks:
        one = entry(chunk.line, grammar)
        if one is not None and one.kind is not None and one.kind.role is Role.CRITERION:
            yield one.id, chunk.name


def _lines_now(blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """Yield the line that each line of the plan that stood has now."""
    yield from ((chunk.number, line) for _, chunk, line in _numbered(blocks))


def _headings(blocks: list[Block]) -> dict[str, int]:
    """Return the line of the heading of each block."""
    return {block.key: line for block, chunk, line in _numbered(blocks) if chunk is block.chunks[0]}


def _numbered(blocks: list[Block]) -> Iterator[tuple[Block, Chunk, int]]:
    line = 1
    for block in blocks:
        for chunk in block.chunks:
            line += line_ends(chunk.above)
            yield block, chunk, line
            line += line_ends(chunk.line)
        line += line_ends(block.below)


def _ended(chunks: tuple[Chunk, ...], end: str) -> Iterator[Chunk]:
    """Yield lines, with an end for one that was the last of the plan and had none."""
    for chunk in chunks:
        yield chunk if chunk.line.endswith(("\n", "\r")) else replace(chunk, line=chunk.line + end)


def _with_record(text: str, record: Record) -> str:
    end = line_end(text)
    return text.rstrip("\r\n") + end + end + write_record(record).replace("\n", end) + end
