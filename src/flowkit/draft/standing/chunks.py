"""The lines of a plan one by one, each with the name by which it is found again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flowkit.draft.standing.record import short_name
from flowkit.draft.standing.ticks import without_box, without_reason
from flowkit.model.marker import Grammar, Occurrence

_OPENS_ENTRY = re.compile(r"\s*(?:[-*+]|\d+[.)]|#{1,6})\s+(?:\[[^\]]?\]\s+)?[~*_`]*")
_FIELD = re.compile(r"\s*\*\*([^*]+?):\*\*")
_LONGEST_ID = 120
_LINE_END = re.compile(r"\r\n|\n|\r")
# The lead, the box, the title and all behind it of a heading that opens with hashes or is underlined.
_HEADING = re.compile(r"(\s*(?:#{1,6}\s+)?)(\[[^\]]?\]\s+)?([^\r\n]*?)(\s*(?:[\r\n].*)?)\Z", re.DOTALL)

HEADING = "#"
"""What the heading of a block is about, whatever it says."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A line that is not empty, its end with it, and the empty lines above it, as they stand.

    A heading that is underlined is one such line, all of its lines together.

    Attributes:
        above: the empty lines.
        line: the line itself.
        number: the line in the plan that stands, from 1; 0 for one that is new.
        level: that of a heading that is underlined; 0 for any other line.
        within: what opens the fence or the comment that it stands in, where it is no more than text; else empty.
    """

    above: str
    line: str
    number: int = 0
    level: int = 0
    within: str = ""

    @property
    def said(self) -> str:
        """What it says: without white space around it, and without why its tick is gone.

        A heading that is underlined says what it would with hashes. What stands in a fence or a comment says so.
        """
        return self.within + _said(self.line, self.level)

    @property
    def name(self) -> str:
        """The name of the line: two that differ in a tick or in white space at their ends share it."""
        return name_of(self.said)


# A line is named when the plan is compared with its record, with the draft, and when the record is written.
@lru_cache(maxsize=100_000)
def _said(line: str, level: int) -> str:
    text = without_reason(line).strip()
    return f"{'#' * level} {' '.join(text.splitlines()[:-1])}" if level else text


@lru_cache(maxsize=100_000)
def name_of(said: str) -> str:
    """Return the name of a line that says this."""
    return short_name(without_box(said))


def names(chunks: Sequence[Chunk]) -> tuple[str, ...]:
    """Return the names of lines, in order."""
    return tuple([chunk.name for chunk in chunks])


def keys(chunks: Sequence[Chunk], grammar: Grammar) -> list[str | None]:
    """Return what each line of a block is about: its heading, the id that opens an entry, or the name of a field.

    It is None for other text.
    """
    opens = bool(chunks) and chunks[0].said.startswith("#")
    return [HEADING if opens and not at else key(chunk, grammar) for at, chunk in enumerate(chunks)]


def key(chunk: Chunk, grammar: Grammar) -> str | None:
    """Return the id that opens an entry, or the name of a field, with a colon; None for other lines."""
    field_name = _FIELD.match(chunk.said)
    if field_name:
        return f"{field_name.group(1).casefold()}:"
    found = entry(chunk.said, grammar)
    return found.id if found is not None else None


def is_id(about: str | None) -> bool:
    """Whether a line is about an id."""
    return about is not None and not about.endswith((":", HEADING))


def entry(line: str, grammar: Grammar) -> Occurrence | None:
    """Return the marker that opens an entry of a list or a heading, struck out or not; None for other lines."""
    opening = _OPENS_ENTRY.match(line)
    if opening is None:
        return None
    # The end of the first word is enough to tell whether it is an id.
    found = next(iter(grammar.find(line[opening.end() : opening.end() + _LONGEST_ID])), None)
    return found if found is not None and found.start == 0 else None


def struck(heading: str) -> str:
    """Return a heading struck out, without its box."""
    return _HEADING.sub(r"\1~~\3~~\4", heading, count=1)


def unstruck(heading: str) -> str:
    """Return a heading that was struck out as it was before."""
    return _HEADING.sub(lambda found: found[1] + (found[2] or "") + found[3].strip("~") + found[4], heading, count=1)


def line_end(text: str) -> str:
    """Return what ends the lines of a text: what ends its first one."""
    found = _LINE_END.search(text)
    return found.group() if found else "\n"


def line_ends(text: str) -> int:
    """Return how many lines end in a text."""
    return len(_LINE_END.findall(text))
