"""The blocks of a plan that stands brought up to a fresh draft, and what there is to tell of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from flowkit.draft.meaning import Made
from flowkit.draft.standing.blocks import Block
from flowkit.draft.standing.chunks import Chunk, key, line_end, names, struck, unstruck
from flowkit.draft.standing.clashes import unsettled, with_clashes, without_clashes
from flowkit.draft.standing.merge import Clash, Merge
from flowkit.draft.standing.plan import Standing
from flowkit.draft.standing.record import MadeTask
from flowkit.draft.standing.ticks import UNTICKED, emptied, is_ticked, reason, reopened, settled, without_tick
from flowkit.draft.standing.weave import Piece, weave
from flowkit.model.marker import Grammar, Role
from flowkit.model.task import State, Task


@dataclass  # without slots, so that what is seldom asked for is gathered once
class Changes:
    """Brings the blocks of one plan up to date, and gathers what there is to tell.

    Attributes:
        standing: the plan that stands.
        fresh: the blocks of the draft, by their keys.
        made: what is to be recorded of the tasks that come from the sources, by their ids.
        sources: what these tasks were made of.
        grammar: how ids are spelled.
        sections: the names of the lines that were made in each section, by the key that the draft has for it.
        keys: the keys of the blocks that stand.
    """

    standing: Standing
    fresh: Mapping[str, Block]
    made: Mapping[str, MadeTask]
    sources: Mapping[str, Made]
    grammar: Grammar
    sections: Mapping[str, tuple[str, ...] | None]
    keys: frozenset[str]
    dropped: list[str] = field(default_factory=list)
    unticked: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    _stands: Sequence[Block] = ()

    @classmethod
    def of(
        cls,
        standing: Standing,
        fresh: Mapping[str, Block],
        made: Mapping[str, MadeTask],
        sources: Mapping[str, Made],
        grammar: Grammar,
    ) -> Changes:
        """Return what brings a plan up to a draft."""
        renamed = dict(_renamed(standing, fresh))
        sections = {renamed.get(old, old): lines for old, lines in standing.record.sections.items()}
        blocks = [replace(block, key=renamed.get(block.key, block.key)) for block in standing.blocks]
        changes = cls(standing, fresh, made, sources, grammar, sections, frozenset(block.key for block in blocks))
        changes._stands = list(changes._with_true_ticks(blocks))
        return changes

    def blocks(self) -> list[Block]:
        """Return the blocks in order: those that stand as they stand, new ones after what they follow in the draft."""
        standing = self._stands
        tasks = self.standing.tasks
        found = [self._block(block, tasks.get(block.key) if block.task else None) for block in standing]
        kept = [
            block if block.chunks else replace(block, chunks=standing[index].chunks[:1])
            for index, block in enumerate(found)
            if block.chunks or not standing[index].chunks or self._holds(found, index)
        ]
        before: str | None = None
        there = {block.key for block in kept}
        for about, block in self.fresh.items():
            if about in there:
                before = about
            elif block.task or (about or "-") not in self.sections:
                kept.insert(_place(kept, before, block), self._new(block))
                before = about
        return kept

    def _holds(self, found: Sequence[Block], index: int) -> bool:
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
            heading = replace(block.chunks[0], line=struck(block.chunks[0].line))
            return replace(block, chunks=(heading, *block.chunks[1:]))
        return block if block.task else self._section(block, fresh)

    def _task(self, block: Block, task: Task, fresh: Block, known: MadeTask | None) -> Block:
        chunks = block.chunks
        if known is None:
            self.unknown.append(block.key)
        if task.state is State.DROPPED:
            chunks = (replace(chunks[0], line=unstruck(chunks[0].line)), *chunks[1:])
        # What was struck out and comes back may have been done by its status.
        again = task.state is State.DROPPED and task.status is not None and task.status.value != "open"
        if task.state is State.DONE or again:
            chunks = tuple(chunk for chunk in chunks if not chunk.line.startswith(UNTICKED))
            new = self.made[block.key]
            if known is not None and known.lines is not None and known.meaning != new.meaning:
                self.unticked.append(block.key)
                why = reason(new.source, self._changed(block.key, known))
                chunks = tuple(self._reopened(chunks, task, why))
        return self._merged(replace(block, chunks=chunks), fresh, known.lines if known is not None else None)

    def _reopened(self, chunks: tuple[Chunk, ...], task: Task, why: str) -> Iterator[Chunk]:
        """Yield the lines of a task with its box or status open again, and why below its heading."""
        box = task.box.span.line if task.box is not None else None
        status = task.status.span if task.status is not None else None
        for index, chunk in enumerate(chunks):
            line = chunk.line
            if chunk.number == box:
                line = without_tick(line)
            if status is not None and chunk.number == status.line:
                line = reopened(line, status.column)
            yield replace(chunk, line=line)
            if index == 0:
                yield Chunk(self._end, why + self._end)

    def _changed(self, task: str, known: MadeTask) -> list[str]:
        """Return what a task means that it did not mean before, and the criteria that are gone."""
        parts = [what for what, name in self.sources[task].parts.items() if name not in known.parts]
        now = self.made[task].criteria
        criteria = [one for one, name in now.items() if known.criteria.get(one) != name]
        gone = [f"{one} (gone)" for one in known.criteria if one not in now]
        # Of what was made before parts had names, only the criteria are known.
        return [*(parts if known.parts else ()), *criteria, *gone]

    def _with_true_ticks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks that stand without the ticks of made scenarios that are others now."""
        record = self.standing.record.tasks
        shown = {part for made in record.values() for part in made.parts}
        other = {
            what
            for made in self.sources.values()
            for what, name in made.parts.items()
            if name not in shown and (kind := self.grammar.kind_of(what)) is not None and kind.role is Role.SCENARIO
        }
        for block in blocks:
            known = record.get(block.key) if block.task else None
            lines = frozenset(known.lines or ()) if known is not None and known.parts else frozenset()
            yield replace(block, chunks=tuple(self._with_true_tick(chunk, other, lines) for chunk in block.chunks))

    def _with_true_tick(self, chunk: Chunk, other: Collection[str], made: Collection[str]) -> Chunk:
        if "[" not in chunk.line or chunk.within:
            return chunk
        line = settled(chunk.line)
        about = key(chunk, self.grammar) if is_ticked(line) and chunk.name in made else None
        if about in other and about is not None:
            self.emptied.append(about)
            line = emptied(line, "the scenario changed")
        return chunk if line == chunk.line else replace(chunk, line=line)

    def _section(self, block: Block, fresh: Block | None) -> Block:
        made = self.sections.get(block.key or "-")
        if fresh is not None:
            return self._merged(block, fresh, made)
        if made is None:
            return block
        chunks, lines = without_clashes(block.chunks)[0], frozenset(made)
        gone = {at for at, chunk in enumerate(chunks) if at and chunk.name in lines}
        if all(chunk.name in lines for chunk in chunks):
            return replace(block, chunks=(), below="")
        return replace(block, chunks=tuple(weave([Piece(chunks[0], 0, 0)], chunks, (), gone, reordered=False)))

    def _merged(self, block: Block, fresh: Block, made: tuple[str, ...] | None) -> Block:
        chunks, told = without_clashes(block.chunks)
        new = tuple(self._ended(chunk) for chunk in fresh.chunks)
        if made is None:
            # Nothing is known to have been made: what is the same on both sides was, the rest people wrote.
            there = set(names(new))
            made = tuple(name for name in names(chunks) if name in there)
        if not told and names(new) == made and set(made) <= set(names(chunks)):
            return replace(block, chunks=chunks)  # the sources have not changed here, and nothing of theirs is missing
        ids = self._ids if block.task else None
        merge = Merge(self.grammar, made, chunks, new, ids, self._moving if block.task else {})
        merged = merge.lines()
        clashes = {clash.fresh: clash for clash in unsettled(told, merged, new, self.grammar)}
        clashes |= {clash.fresh: clash for clash in merge.clashes}
        self.clashes += clashes.values()
        self.emptied += [self._full_name(block.key, about) for about in merge.emptied]
        return replace(block, chunks=with_clashes(merged, clashes.values(), told, self._end))

    def _full_name(self, task: str, about: str) -> str:
        kind = self.grammar.kind_of(about)
        return f"{task}/{about}" if kind is not None and kind.local else about

    @cached_property
    def _end(self) -> str:
        return line_end(self.standing.text)

    @cached_property
    def _ids(self) -> frozenset[str]:
        """The ids that the draft has that mean the same wherever they stand."""
        found = (one for block in self.fresh.values() if block.task for one in self.grammar.find(block.text))
        return frozenset(one.id for one in found if one.kind is not None and not one.kind.local)

    @cached_property
    def _moving(self) -> Mapping[str, Chunk]:
        """The lines of tasks with ids that mean the same wherever they stand, by these."""
        moving = {}
        for chunk in (chunk for block in self._stands if block.task for chunk in block.chunks[1:]):
            about = key(chunk, self.grammar)
            kind = self.grammar.kind_of(about) if about is not None else None
            if about is not None and kind is not None and not kind.local:
                moving[about] = chunk
        return moving

    def _new(self, block: Block) -> Block:
        chunks = tuple(self._ended(chunk) for chunk in block.chunks)
        return replace(block, chunks=chunks, below=block.below.replace("\n", self._end))

    def _ended(self, chunk: Chunk) -> Chunk:
        """Return a new line with the line ends of the plan; it has no number, for it stood nowhere."""
        return replace(
            chunk, above=chunk.above.replace("\n", self._end), line=chunk.line.replace("\n", self._end), number=0
        )


def _renamed(standing: Standing, fresh: Mapping[str, Block]) -> Iterator[tuple[str, str]]:
    """Yield the sections that the draft has no more, with those that it has in their stead.

    These have at least half of their lines and tasks in common.
    """
    made = standing.record.sections
    held, holding = _held(standing.blocks), _held(fresh.values())
    new = {key: {*names(fresh[key].chunks[1:]), *tasks} for key, tasks in holding.items()}
    left = [key for key in new if (key or "-") not in made]
    for old, lines in made.items():
        if old in new or not lines:
            continue
        there = {*lines[1:], *held.get(old, ())}
        same = next((key for key in left if 2 * len(there & new[key]) >= max(len(there), len(new[key]), 1)), None)
        if same is not None:
            left.remove(same)
            yield old, same


def _held(blocks: Iterable[Block]) -> dict[str, list[str]]:
    """Return the tasks that follow each section, by its key."""
    held: dict[str, list[str]] = {}
    tasks: list[str] = []
    for block in blocks:
        if block.task:
            tasks.append(block.key)
        else:
            tasks = held[block.key] = []
    return held


def _place(blocks: list[Block], before: str | None, new: Block) -> int:
    """Return where a new block goes: after the one before it in the draft and all that is nested in that one."""
    at = next((index + 1 for index, block in enumerate(blocks) if block.key == before), 0)
    while at < len(blocks) and blocks[at].level > new.level:
        at += 1
    return at
