"""Clashes that nobody has settled: kept in a comment below the heading of their block, until somebody does.

The comment says what the sources have. Who takes that text, or writes it into the line that stands, settles the clash;
who wants the line that stands deletes the comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flowkit.draft.standing.chunks import Chunk, keys, names
from flowkit.draft.standing.merge import Clash
from flowkit.model.marker import Grammar

_OPENING = "<!-- flowkit: changed by hand and in its sources, which say: "
_CLOSING = " -->"


def without_clashes(chunks: Sequence[Chunk]) -> tuple[tuple[Chunk, ...], tuple[Chunk, ...]]:
    """Return the lines of a block without the comments on clashes, and these comments."""
    told = tuple(chunk for chunk in chunks if chunk.said.startswith(_OPENING))
    return (tuple(chunk for chunk in chunks if chunk not in told) if told else tuple(chunks)), told


def unsettled(
    told: Iterable[Chunk], chunks: Sequence[Chunk], fresh: Sequence[Chunk], grammar: Grammar
) -> Iterator[Clash]:
    """Yield the clashes that comments tell of, that still are: what they say the sources have, and the block does not.

    Args:
        told: the comments.
        chunks: the lines of the block without them.
        fresh: the lines that the sources have.
        grammar: how ids are spelled.
    """
    wanted = dict(
        zip((_closed(chunk.said) for chunk in fresh), zip(fresh, keys(fresh, grammar), strict=True), strict=True)
    )
    there, stands = set(names(chunks)), list(zip(chunks, keys(chunks, grammar), strict=True))
    for comment in told:
        chunk, about = wanted.get(comment.said.removeprefix(_OPENING).removesuffix(_CLOSING), (None, None))
        if chunk is not None and chunk.name not in there:
            own = (one.number for one, subject in stands if about is not None and subject == about)
            yield Clash(next(own, comment.number), chunk.said)


def with_clashes(
    chunks: Sequence[Chunk], clashes: Iterable[Clash], told: Iterable[Chunk], end: str
) -> tuple[Chunk, ...]:
    """Return the lines of a block with a comment on each clash below its heading, those that stand as they stand."""
    standing = {comment.said: comment for comment in told}
    lines = dict.fromkeys(f"{_OPENING}{_closed(clash.fresh)}{_CLOSING}" for clash in clashes)
    comments = (standing.get(line, Chunk(end, line + end)) for line in lines)
    first = 1 if chunks and chunks[0].said.startswith("#") else len(chunks)
    return (*chunks[:first], *comments, *chunks[first:])


def _closed(text: str) -> str:
    """Return a text that ends no comment."""
    return text.replace("-->", "--&gt;")
