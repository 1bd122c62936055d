"""The lines that the sources give a block and those that people wrote in it, in one order and with their spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from flowkit.draft.standing.chunks import Chunk


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a block that the sources give.

    Attributes:
        chunk: the line.
        stands: where it stands in the block; None for one that is new there.
        fresh: where the sources have it.
    """

    chunk: Chunk
    stands: int | None
    fresh: int


def weave(
    pieces: Sequence[Piece],
    standing: Sequence[Chunk],
    fresh: Sequence[Chunk],
    gone: Collection[int],
    *,
    reordered: bool,
) -> list[Chunk]:
    """Return the lines of a block: those of the sources, and those of people where they stood beside them.

    Args:
        pieces: what the sources give, in their order.
        standing: the lines as they stand.
        fresh: the lines of the sources.
        gone: the places of the lines that stand and go.
        reordered: people changed the order of what was made, which stays.
    """
    ordered = _in_their_order(pieces) if reordered else list(pieces)
    own = _Own.of(standing, {piece.stands for piece in pieces if piece.stands is not None}, gone)
    result: list[tuple[Chunk, int | None, int | None]] = []
    for line in own.among(ordered):
        chunk, stands, at = line
        last = result[-1] if result else None
        if stands is not None and (last is None or last[1] == stands - 1):
            above = standing[stands].above
        elif at is not None and last is not None and last[2] == at - 1:
            above = fresh[at].above
        elif stands is not None:
            above = _above(standing, stands, gone)
        else:
            above = chunk.above
        result.append((replace(chunk, above=above), stands, at))
    return [chunk for chunk, _, _ in result]


def _in_their_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces in the order in which they stand, new ones behind those that they follow in the sources."""
    behind: defaultdict[int, list[Piece]] = defaultdict(list)
    last = -1
    for piece in pieces:
        if piece.stands is None:
            behind[last].append(piece)
        else:
            last = piece.stands
    there = sorted(((piece.stands, piece) for piece in pieces if piece.stands is not None), key=lambda pair: pair[0])
    return behind[-1] + [each for stands, piece in there for each in (piece, *behind[stands])]


def _above(standing: Sequence[Chunk], at: int, gone: Collection[int]) -> str:
    """Return the empty lines above a line, or else above those right above it that are gone."""
    while not standing[at].above and at - 1 in gone:
        at -= 1
    return standing[at].above


@dataclass(frozen=True, slots=True)
class _Own:
    """The runs of lines that people wrote, by the lines that they stand beside; -1 is the start of the block.

    Attributes:
        lines: all lines that stand.
        before: runs that stand right above a line.
        below: runs that stand right below a line.
        behind: runs that follow a line after an empty one.
    """

    lines: Sequence[Chunk]
    before: dict[int, range]
    below: dict[int, range]
    behind: defaultdict[int, list[int]]

    @classmethod
    def of(cls, standing: Sequence[Chunk], there: Collection[int], gone: Collection[int]) -> _Own:
        """Return the runs among the lines that stand; ``there`` are those of the sources."""
        made = _Own(standing, {}, {}, defaultdict(list))
        last, at = -1, 0
        while at < len(standing):
            if at in there or at in gone:
                last = at if at in there else last
                at += 1
                continue
            end = at
            while end < len(standing) and end not in there and end not in gone:
                end += 1
            below, before = at, end
            if 0 <= last == at - 1 and not standing[at].above:
                below = next((one for one in range(at + 1, end) if standing[one].above), end)
                made.below[last] = range(at, below)
            if end in there and not standing[end].above:
                before = next((one for one in reversed(range(below, end)) if standing[one].above), below)
                made.before[end] = range(before, end)
            made.behind[last] += range(below, before)
            at = end
        return made

    def among(self, pieces: Sequence[Piece]) -> Iterator[tuple[Chunk, int | None, int | None]]:
        """Yield the lines of the sources with those of people among them, each with where it stands and is fresh."""
        waiting = self.behind[-1]
        for piece in pieces:
            # A list that goes on is not parted by what people wrote behind it.
            if piece.stands is not None or piece.chunk.above:
                yield from self._each(waiting)
                waiting = []
            if piece.stands is not None:
                yield from self._each(self.before.get(piece.stands, ()))
            yield piece.chunk, piece.stands, piece.fresh
            if piece.stands is not None:
                yield from self._each(self.below.get(piece.stands, ()))
                waiting = waiting + self.behind[piece.stands]
        yield from self._each(waiting)

    def _each(self, places: Sequence[int]) -> Iterator[tuple[Chunk, int | None, int | None]]:
        yield from ((self.lines[at], at, None) for at in places)
