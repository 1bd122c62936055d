"""A plan that stands and a fresh draft of it to the text that it should have, and what was made in that text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from flowkit.draft.standing.blocks import Block, Chunk, entry, line_end, names, split_draft, split_plan, without_box
from flowkit.draft.standing.ids import Standing
from flowkit.draft.standing.merge import Clash, Merge
from flowkit.draft.standing.record import MadeTask, Record, write_record
from flowkit.model.marker import Grammar, Role
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.model.task import State, Task

_UNTICKED = "<!-- flowkit: unticked"
_LINE_END = re.compile(r"\r\n|\n|\r")
_HEADING = re.compile(r"^(\s*#{1,6}\s+)(.*?)(\s*)$", re.DOTALL)
_TICK = re.compile(r"\[[^\]]\]")


@dataclass(frozen=True, slots=True)
class Updated:
    """A plan brought up to its sources.

    Attributes:
        text: what it says now, its lines ended as they were.
        added: the tasks that are new.
        dropped: the tasks that were struck out.
        unticked: the tasks that were done and mean something else now.
        clashes: the lines that people changed and the sources changed too; what people wrote stands.
        headings: the line of each heading, by the key of its block.
    """

    text: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    headings: Mapping[str, int] = field(default_factory=dict)


def update(
    standing: Standing | None,
    fresh: Outline,
    ids: Collection[str],
    made: Mapping[str, tuple[str, str]],
    grammar: Grammar,
) -> Updated:
    """Return the text that a plan should have.

    Args:
        standing: the plan that stands; None where there is none yet.
        fresh: the text of the plan as the sources make it, with the ids that its tasks have.
        ids: those ids.
        made: the anchor and the meaning of each task that comes from the sources, by its id.
        grammar: how ids are spelled.
    """
    blocks = {block.key: block for block in split_draft(fresh, ids, grammar)}
    tasks = {
        key: MadeTask(source, meaning, names(blocks[key].chunks), _criteria(blocks[key], grammar))
        for key, (source, meaning) in made.items()
        if key in blocks
    }
    sections = {key or "-": names(block.chunks) for key, block in blocks.items() if not block.task and block.chunks}
    if standing is None:
        text = "".join(block.text for block in blocks.values())
        headings = _headings(list(blocks.values()))
        return Updated(_with_record(text, Record(tasks, sections)), tuple(tasks), headings=headings)
    updating = _Update(standing, blocks, tasks, grammar)
    made_blocks = updating.blocks()
    text = "".join(_ended(block.text, line_end(_text(standing.plan))) for block in made_blocks)
    lines = dict(_lines_now(made_blocks))
    gone = {
        # Struck out by people, it comes back when they take that back; dropped with its source, its id stays taken.
        key: old if key in made else replace(old, dropped=True)
        for key, old in standing.record.tasks.items()
        if key not in tasks
    }
    return Updated(
        text=_with_record(text, Record(tasks | gone, sections)),
        added=tuple(key for key in tasks if key not in updating.keys),
        dropped=tuple(updating.dropped),
        unticked=tuple(updating.unticked),
        clashes=tuple(replace(clash, line=lines[clash.line]) for clash in updating.clashes),
        headings=_headings(made_blocks),
    )


def _criteria(block: Block, grammar: Grammar) -> dict[str, str]:
    """Return the names of the lines of a fresh block that are criteria, by their ids."""
    found: dict[str, str] = {}
    for chunk in block.chunks:
        one = entry(chunk.line, grammar)
        if one is not None and one.kind is not None and one.kind.role is Role.CRITERION:
            found[one.id] = chunk.name
    return found


def _lines_now(blocks: list[Block]) -> Iterator[tuple[int, int]]:
    """Yield the line that each line of the plan that stood has now."""
    yield from ((chunk.number, line) for _, chunk, line in _numbered(blocks))


def _headings(blocks: list[Block]) -> dict[str, int]:
    """Return the line of the heading of each block."""
    return {block.key: line for block, chunk, line in _numbered(blocks) if chunk is block.chunks[0]}


def _numbered(blocks: list[Block]) -> Iterator[tuple[Block, Chunk, int]]:
    line = 0
    for block in blocks:
        for chunk in block.chunks:
            line += len(_LINE_END.findall(chunk.above)) + 1
            yield block, chunk, line
        line += len(_LINE_END.findall(block.below))


def _text(plan: Plan) -> str:
    return plan.outline.document.text if plan.outline is not None else ""


def _with_record(text: str, record: Record) -> str:
    end = line_end(text)
    return text.rstrip("\r\n") + end + end + write_record(record).replace("\n", end) + end


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith(("\n", "\r")) else text + end


@dataclass(slots=True)
class _Update:
    """Brings the blocks of one plan up to date, and gathers what there is to tell."""

    standing: Standing
    fresh: Mapping[str, Block]
    made: Mapping[str, MadeTask]
    grammar: Grammar
    keys: frozenset[str] = frozenset()
    _ids: frozenset[str] = frozenset()
    _moving: Mapping[str, Chunk] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    unticked: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """Return the blocks in order: those that stand as they stand, new ones after what they follow in the draft."""
        standing = split_plan(self.standing.plan)
        self.keys = frozenset(block.key for block in standing)
        tasks = {task.key: task for task in reversed(self.standing.plan.tasks)}
        self._ids = frozenset(self._global_ids())
        lines = (chunk for block in standing if block.task for chunk in block.chunks[1:])
        self._moving = {
            chunk.name: chunk
            for chunk in lines
            if (one := entry(chunk.line, self.grammar)) is not None and one.kind is not None and not one.kind.local
        }
        found = [self._block(block, tasks.get(block.key) if block.task else None) for block in standing]
        kept = [
            block if block.chunks else replace(block, chunks=standing[index].chunks[:1])
            for index, block in enumerate(found)
            if block.chunks or not standing[index].chunks or self._holds(found, index)
        ]
        before: str | None = None
        there = {block.key for block in kept}
        for key, block in self.fresh.items():
            if key in there:
                before = key
            elif block.task or (key or "-") not in self.standing.record.sections:
                kept.insert(_place(kept, before, block), self._new(block))
                before = key
        return kept

    def _holds(self, found: list[Block], index: int) -> bool:
        """Whether a section that was emptied holds others, so that its heading stays."""
        below = next((block for block in found[index + 1 :] if block.chunks), None)
        return bool(found[index].level) and below is not None and below.level > found[index].level

    def _block(self, block: Block, task: Task | None) -> Block:
        fresh = self.fresh.get(block.key)
        known = self.standing.record.tasks.get(block.key) if block.task else None
        if task is not None and fresh is not None and block.key in self.made:
            return self._task(block, task, fresh, known)
        if task is not None and known is not None and not known.dropped and task.state is not State.DROPPED:
            self.dropped.append(block.key)
            return replace(block, chunks=(_struck(block.chunks[0]), *block.chunks[1:]))
        if not block.task:
            return self._section(block, fresh)
        return block

    def _task(self, block: Block, task: Task, fresh: Block, known: MadeTask | None) -> Block:
        chunks = block.chunks
        if task.state is State.DROPPED:
            chunks = (_unstruck(chunks[0]), *chunks[1:])
        new = self.made[block.key]
        # What was struck out and comes back may have been done by its status.
        again = task.state is State.DROPPED and task.status is not None and task.status.value != "open"
        if task.state is State.DONE or again:
            chunks = tuple(chunk for chunk in chunks if not chunk.line.startswith(_UNTICKED))
            if known is not None and known.meaning != new.meaning:
                self.unticked.append(block.key)
                chunks = tuple(_unticked(chunks, task, new.source))
        return self._merged(replace(block, chunks=chunks), fresh, known.lines if known is not None else None)

    def _section(self, block: Block, fresh: Block | None) -> Block:
        made = self.standing.record.sections.get(block.key or "-")
        if fresh is not None:
            return self._merged(block, fresh, made)
        if made is None:
            return block
        own = tuple(chunk for chunk in block.chunks if chunk.name not in made)
        return replace(block, chunks=(block.chunks[0], *own) if own else (), below=block.below if own else "")

    def _merged(self, block: Block, fresh: Block, made: tuple[str, ...] | None) -> Block:
        end = line_end(_text(self.standing.plan))
        new = tuple(_with_end(chunk, end) for chunk in fresh.chunks)
        if made is None:
            # Nothing is known to have been made: what is the same on both sides was, the rest people wrote.
            there = set(names(new))
            made = tuple(name for name in names(block.chunks) if name in there)
        if names(new) == made and set(made) <= set(names(block.chunks)):
            return block  # the sources have not changed here, and nothing of theirs is missing
        ids = self._ids if block.task else None
        merge = Merge(self.grammar, made, block.chunks, new, ids, self._moving if block.task else {})
        chunks = tuple(replace(chunk, line=_ended(chunk.line, end)) for chunk in merge.lines())
        self.clashes += merge.clashes
        return replace(block, chunks=chunks)

    def _global_ids(self) -> Iterator[str]:
        """Yield the ids that the draft has that mean the same wherever they stand."""
        for block in self.fresh.values():
            if block.task:
                yield from (one.id for one in self.grammar.find(block.text) if one.kind and not one.kind.local)

    def _new(self, block: Block) -> Block:
        end = line_end(_text(self.standing.plan))
        chunks = tuple(_with_end(chunk, end) for chunk in block.chunks)
        return replace(block, chunks=chunks, below=block.below.replace("\n", end))


def _place(blocks: list[Block], before: str | None, new: Block) -> int:
    """Return where a new block goes: after the one before it in the draft and all that is nested in that one."""
    at = next((index + 1 for index, block in enumerate(blocks) if block.key == before), 0)
    while at < len(blocks) and blocks[at].level > new.level:
        at += 1
    return at


def _with_end(chunk: Chunk, end: str) -> Chunk:
    """Return a new line with the line ends of the plan; it has no number, for it stood nowhere."""
    return Chunk(chunk.above.replace("\n", end), chunk.line.replace("\n", end))


def _struck(chunk: Chunk) -> Chunk:
    return replace(chunk, line=_HEADING.sub(r"\1~~\2~~\3", without_box(chunk.line)))


def _unstruck(chunk: Chunk) -> Chunk:
    return replace(chunk, line=_HEADING.sub(lambda found: found[1] + found[2].strip("~") + found[3], chunk.line))


def _unticked(chunks: tuple[Chunk, ...], task: Task, source: str) -> Iterator[Chunk]:
    """Yield the lines of a task with its box or status open again, and why below its heading."""
    box = task.box.span.line if task.box is not None else None
    status = task.status.span.line if task.status is not None and task.status.span is not None else None
    for index, chunk in enumerate(chunks):
        line = chunk.line
        if chunk.number == box:
            line = _TICK.sub("[ ]", line, count=1)
        if chunk.number == status and task.status is not None:
            line = line.replace(task.status.value, "open", 1)
        yield replace(chunk, line=line)
        if index == 0:
            end = line_end(line)
            yield Chunk(end, f"{_UNTICKED}, since {source} changed -->{end}")
