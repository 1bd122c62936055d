"""A plan as the runs of lines that follow its headings, each with the name by which it is found again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flowkit.draft.prose import anchor
from flowkit.draft.standing.chunks import Chunk, entry
from flowkit.draft.standing.record import find_records, without_records
from flowkit.model.marker import Grammar
from flowkit.model.outline import Fence, Outline, blocks_below
from flowkit.model.plan import Plan

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_HASHED = re.compile(r" {0,3}#{1,6}(?!\S)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*[\r\n]*")


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
        return "".join([chunk.above + chunk.line for chunk in self.chunks]) + self.below


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
    lines = without_records(_LINES.findall(outline.document.text), find_records(outline))
    heads = list(_heads(outline, tasks))
    titles = {section.title.line: section.level for section in outline.sections if section.level}
    within = dict(_within(outline))
    starts = [1, *(line for line, _, _ in heads)]
    stops = [*starts[1:], len(lines) + 1]
    blocks = []
    for (_, level, key), start, stop in zip([(1, 0, ""), *heads], starts, stops, strict=True):
        chunks, below = _chunks(lines[start - 1 : stop - 1], start, titles, within)
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


def _within(outline: Outline) -> Iterator[tuple[int, str]]:
    """Yield the lines that stand in a fence or go on with a comment, and what opens that."""
    for section in outline.sections:
        for block in blocks_below(section.blocks):
            if isinstance(block, Fence):
                yield from ((line.line, "```") for line in block.lines)
    for comment in outline.comments:
        first = comment.span.line + 1
        yield from ((line, "<!--") for line in range(first, first + comment.text.count("\n")))


def _chunks(
    lines: list[str], first: int, titles: Mapping[int, int], within: Mapping[int, str]
) -> tuple[list[Chunk], str]:
    """Return the lines of a block with the empty ones above them, and the empty ones at its end.

    Args:
        lines: all lines of the block.
        first: the number of the first.
        titles: the level of each heading of the document, by its line.
        within: what opens the fence or comment that a line stands in.
    """
    chunks: list[Chunk] = []
    above = ""
    rest = iter(enumerate(lines, start=first))
    for number, line in rest:
        if not line.strip():
            above += line
            continue
        level = titles.get(number, 0) if not _HASHED.match(line) else 0
        while level and not _UNDERLINE.fullmatch(line.splitlines(keepends=True)[-1]):
            following = next(rest, None)
            if following is None:
                break
            line += following[1]
        chunks.append(Chunk(above, line, number, level, within.get(number, "")))
        above = ""
    return chunks, above
