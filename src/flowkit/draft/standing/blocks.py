"""A plan as the runs of lines that follow its headings, each with the name by which it is found again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flowkit.draft.prose import anchor
from flowkit.draft.standing.record import find_record, line_name
from flowkit.model.marker import Grammar
from flowkit.model.plan import Plan

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_OPENS_ENTRY = re.compile(r"\s*(?:[-*+]|\d+[.)]|#{1,6})\s+[~*_`]*")
_BOX = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+|#{1,6}\s+)\[[^\]]?\]\s+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A line that is not empty, its end with it, and the empty lines above it, as they stand.

    Attributes:
        above: the empty lines.
        line: the line itself; empty for what follows the last line of a block.
        number: the line in the plan that stands, from 1; 0 for one that is new.
    """

    above: str
    line: str
    number: int = 0

    @property
    def name(self) -> str:
        """The name of the line: two that differ in a tick or in white space at their ends share it."""
        return line_name(without_box(self.line.strip()))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and what follows it, up to the next heading.

    Attributes:
        key: the key of the task that the heading opens; otherwise ``title`` for the title of the plan and the anchor of
            any other heading, counted where it is used again. The lines before the first heading have an empty one.
        task: the heading opens a task.
        level: of the heading; 0 for the lines before the first.
        chunks: its lines.
        below: the empty lines at its end.
    """

    key: str
    task: bool
    level: int
    chunks: tuple[Chunk, ...]
    below: str

    @property
    def text(self) -> str:
        """The lines as they stand."""
        return "".join(chunk.above + chunk.line for chunk in self.chunks) + self.below


def split(plan: Plan) -> tuple[Block, ...]:
    """Return the blocks of a plan that was read, without the record of what was made.

    Raises:
        ValueError: the plan has no outline, so there is no text.
    """
    if plan.outline is None:
        raise ValueError("the plan was not read from a document")
    lines = _LINES.findall(plan.outline.document.text)
    record = find_record(plan.outline)
    if record is not None:
        last = plan.outline.document.line_at(max(record.span.end - 1, 0))
        lines[record.span.line - 1 : last] = [""] * (last - record.span.line + 1)
    tasks = {task.line: task.key for task in reversed(plan.tasks)}
    used: Counter[str] = Counter()
    heads = [(section.title.line, section.level, section.title.text) for section in plan.outline.sections]
    starts = [1, *(line for line, level, _ in heads if level)]
    stops = [*starts[1:], len(lines) + 1]
    blocks = []
    for (line, level, title), start, stop in zip(heads, starts, stops, strict=True):
        key = tasks.get(line) if level else None
        # A plan has one title, whatever it says.
        name = "title" if level == 1 and not used["title"] else anchor(title) or "section"
        used[name] += level > 0 and key is None
        other = (name if used[name] == 1 else f"{name}-{used[name]}") if level else ""
        chunks, below = _chunks(lines[start - 1 : stop - 1], start)
        blocks.append(Block(other if key is None else key, key is not None, level, tuple(chunks), below))
    return tuple(blocks)


def _chunks(lines: list[str], first: int) -> tuple[list[Chunk], str]:
    chunks: list[Chunk] = []
    above = ""
    for number, line in enumerate(lines, start=first):
        if line.strip():
            chunks.append(Chunk(above, line, number))
            above = ""
        else:
            above += line
    return chunks, above


def without_box(line: str) -> str:
    """Return a line without the box that opens its item or heading."""
    return _BOX.sub(r"\1", line)


def has_box(line: str) -> bool:
    """Whether the item or heading of a line opens with a box."""
    return _BOX.match(line) is not None


def entry_id(line: str, grammar: Grammar) -> str | None:
    """Return the id that opens an entry of a list or a heading, also one that is struck out; None for other lines."""
    bare = without_box(line)
    opening = _OPENS_ENTRY.match(bare)
    found = next(iter(grammar.find(bare)), None) if opening else None
    return found.id if opening and found is not None and found.start == opening.end() else None


def names(chunks: Sequence[Chunk]) -> tuple[str, ...]:
    """Return the names of lines, in order."""
    return tuple(chunk.name for chunk in chunks)


def line_end(text: str) -> str:
    """Return what ends the lines of a text: what ends its first one."""
    found = re.search(r"\r\n|\n|\r", text)
    return found.group() if found else "\n"
