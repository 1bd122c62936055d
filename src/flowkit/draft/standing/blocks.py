"""A plan as the runs of lines that follow its headings, each with the name by which it is found again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flowkit.draft.prose import anchor
from flowkit.draft.standing.record import find_record, short_name
from flowkit.model.marker import Grammar, Occurrence
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_OPENS_ENTRY = re.compile(r"\s*(?:[-*+]|\d+[.)]|#{1,6})\s+(?:\[[^\]]?\]\s+)?[~*_`]*")
_LONGEST_ID = 120
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
        return _name_of(self.line)


# A line is named when the plan is compared with its record, with the draft, and when the record is written.
@lru_cache(maxsize=100_000)
def _name_of(line: str) -> str:
    return short_name(without_box(line.strip()))


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


def split_plan(plan: Plan) -> tuple[Block, ...]:
    """Return the blocks of a plan that was read, without the record of what was made.

    Raises:
        ValueError: the plan has no outline, so there is no text.
    """
    if plan.outline is None:
        raise ValueError("the plan was not read from a document")
    return _split(plan.outline, {task.line: task.key for task in reversed(plan.tasks) if task.line is not None})


def split_draft(outline: Outline, ids: Collection[str], grammar: Grammar) -> tuple[Block, ...]:
    """Return the blocks of a drafted text, whose tasks are the headings that open with one of these ids."""
    opened = ((section.title.line, entry(f"# {section.title.text}", grammar)) for section in outline.sections)
    return _split(outline, {line: found.id for line, found in opened if found is not None and found.id in ids})


def _split(outline: Outline, tasks: Mapping[int, str]) -> tuple[Block, ...]:
    lines = _LINES.findall(outline.document.text)
    record = find_record(outline)
    if record is not None:
        last = outline.document.line_at(max(record.span.end - 1, 0))
        behind = lines[last - 1].partition("-->")[2]
        lines[record.span.line - 1 : last] = [""] * (last - record.span.line + 1)
        lines[last - 1] = behind if behind.strip() else ""
    heads = list(_heads(outline, tasks))
    starts = [1, *(line for line, _, _ in heads)]
    stops = [*starts[1:], len(lines) + 1]
    blocks = []
    for (_, level, key), start, stop in zip([(1, 0, ""), *heads], starts, stops, strict=True):
        chunks, below = _chunks(lines[start - 1 : stop - 1], start)
        blocks.append(Block(key, start in tasks and level > 0, level, tuple(chunks), below))
    return tuple(blocks)


def _heads(outline: Outline, tasks: Mapping[int, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the line, the level and the key of each heading that opens a block.

    Headings that people wrote below that of a task belong to the task. A heading that is nested deeper than the
    sections of a plan bears the names of those around it, so that it is never taken for one of them.
    """
    used: Counter[str] = Counter()
    above: list[tuple[int, str]] = []
    within: int | None = None
    for section in outline.sections:
        level, line = section.level, section.title.line
        if not level or (within is not None and level > within):
            continue
        within = level if line in tasks else None
        while above and above[-1][0] >= level:
            above.pop()
        # A plan has one title, whatever it says.
        name = "title" if level == 1 and not used["title"] else anchor(section.title.text) or "section"
        above.append((level, name))
        if line in tasks:
            yield line, level, tasks[line]
            continue
        path = "/".join(one for depth, one in above if depth > 1) if level > 2 else name
        used[path] += 1
        yield line, level, path if used[path] == 1 else f"{path}-{used[path]}"


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


def entry(line: str, grammar: Grammar) -> Occurrence | None:
    """Return the marker that opens an entry of a list or a heading, struck out or not; None for other lines."""
    opening = _OPENS_ENTRY.match(line)
    if opening is None:
        return None
    # The end of the first word is enough to tell whether it is an id.
    found = next(iter(grammar.find(line[opening.end() : opening.end() + _LONGEST_ID])), None)
    return found if found is not None and found.start == 0 else None


def names(chunks: Sequence[Chunk]) -> tuple[str, ...]:
    """Return the names of lines, in order."""
    return tuple(chunk.name for chunk in chunks)


def line_end(text: str) -> str:
    """Return what ends the lines of a text: what ends its first one."""
    found = re.search(r"\r\n|\n|\r", text)
    return found.group() if found else "\n"
