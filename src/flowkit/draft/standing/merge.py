"""The lines of one block three ways: as they were made, as they stand, and as the sources have them now.

What was made and not touched follows the sources. What people wrote or changed stays, beside the line that it stood
beside. Where both changed one thing (the same id, the same field, the heading, or the text in the same place), what
people wrote stays and is told of. A made line with an id that the sources no longer have is struck out and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flowkit.draft.standing.chunks import HEADING, Chunk, is_id, keys, names
from flowkit.draft.standing.matching import matches, moved
from flowkit.draft.standing.ticks import has_box, is_ticked, reworded, without_box, without_reason
from flowkit.draft.standing.weave import Piece, weave
from flowkit.model.marker import Grammar

_ENTRY = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)(.*?)(\s*)$", re.DOTALL)
_STRUCK = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+)~~(.*)~~")


@dataclass(frozen=True, slots=True)
class Clash:
    """A line that people changed and the sources changed too: where it stands, and what it would be now."""

    line: int
    fresh: str


@dataclass(slots=True)
class Merge:
    """Merges the lines of one block.

    Attributes:
        grammar: how ids are spelled.
        made: the names of the lines that were made, in order.
        standing: the lines as they stand.
        fresh: the lines that the sources make now.
        ids: the ids that the sources have anywhere, for lines that moved to another block; None for a block that is no
            task, in which nothing is struck out.
        elsewhere: lines of other blocks with ids that mean the same wherever they stand, by their ids.
        clashes: what people and sources both changed, filled by ``lines``.
        emptied: what the lines are about that lost their ticks, filled by ``lines``.
    """

    grammar: Grammar
    made: Sequence[str]
    standing: Sequence[Chunk]
    fresh: Sequence[Chunk]
    ids: frozenset[str] | None = None
    elsewhere: Mapping[str, Chunk] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)
    _keys: Sequence[str | None] = ()
    _new_keys: Sequence[str | None] = ()
    _stood: Mapping[int, int] = field(default_factory=dict)
    _kept: Mapping[int, int] = field(default_factory=dict)
    _made_here: frozenset[int] = frozenset()
    _made_before: frozenset[int] = frozenset()

    def lines(self) -> list[Chunk]:
        """Return the merged lines."""
        self._new_keys = keys(self.fresh, self.grammar)
        self.standing = list(self._with_strikes())
        self._keys = keys(self.standing, self.grammar)
        stands, news = names(self.standing), names(self.fresh)
        in_place, unmoved = matches(self.made, stands), matches(self.made, news)
        shifted = moved(self.made, stands, in_place.items())
        self._stood = in_place | shifted
        self._kept = unmoved | moved(self.made, news, unmoved.items())
        self._made_here, self._made_before = frozenset(self._stood.values()), frozenset(self._kept.values())
        filled = {there: self._stood[at] for at, there in self._kept.items() if at in self._stood}
        filled |= self._same_subject(filled)
        filled |= dict(self._same_place(filled, in_place, unmoved))
        pieces = [piece for at in range(len(self.fresh)) for piece in self._pieces(at, filled)]
        pieces = self._with_labels(pieces)
        gone = self._made_here - {piece.stands for piece in pieces}
        return weave(pieces, self.standing, self.fresh, gone, reordered=bool(shifted))

    def _with_strikes(self) -> Iterator[Chunk]:
        """Yield the lines that stand, struck out where their ids are gone, and as new where their ids are back.

        What people struck out themselves stays so: the line was still made when the plan was last planned.
        """
        made = set(self.made)
        fresh = {about: chunk for about, chunk in zip(self._new_keys, self.fresh, strict=True) if about is not None}
        for about, chunk in zip(keys(self.standing, self.grammar), self.standing, strict=True):
            if not is_id(about) or about is None:
                yield chunk
                continue
            struck = _STRUCK.fullmatch(chunk.said)
            again = fresh.get(about)
            if self.ids is not None and chunk.name in made and again is None and about not in self.ids:
                bare = without_reason(without_box(chunk.line))
                yield replace(chunk, line=_ENTRY.sub(r"\1~~\2~~\3", bare))
            elif struck is None or again is None or {again.name, Chunk("", struck[1] + struck[2]).name} & made:
                yield chunk
            else:
                yield replace(chunk, line=again.line)

    def _same_subject(self, filled: Mapping[int, int]) -> dict[int, int]:
        """Return which standing line each fresh one is that is about the same, or that people wrote just so."""
        used, made = set(filled.values()), self._made_here
        # Of two lines about the same, the made one is meant; otherwise the first.
        order = sorted((at for at in range(len(self.standing)) if at not in used), key=lambda at: (at not in made, at))
        subjects: dict[str, int] = {}
        texts: dict[str, int] = {}
        for at in order:
            about = self._keys[at]
            if about is not None:
                subjects.setdefault(about, at)
            elif at not in made:
                texts.setdefault(self.standing[at].name, at)
        found: dict[int, int] = {}
        for at, chunk in enumerate(self.fresh):
            about = self._new_keys[at]
            same = None
            if at not in filled:
                same = subjects.pop(about, None) if about is not None else texts.pop(chunk.name, None)
            if same is not None:
                found[at] = same
        return found

    def _same_place(
        self, filled: Mapping[int, int], in_place: Mapping[int, int], unmoved: Mapping[int, int]
    ) -> Iterator[tuple[int, int]]:
        """Yield which standing line each new one without an id takes the place of.

        That is the made line that it takes the place of, or what people wrote in the place of that one.
        """
        used = set(filled.values())
        start = (0, 0, 0)
        both = [at for at in range(len(self.made)) if at in in_place and at in unmoved]
        for at in [*both, len(self.made)]:
            stop = (at, in_place.get(at, len(self.standing)), unmoved.get(at, len(self.fresh)))
            own = [one for one in range(start[1], stop[1]) if one not in self._made_here]
            mine = [one for one in own if one not in used and self._is_text(one)]
            new = [one for one in range(start[2], stop[2]) if one not in filled and one not in self._made_before]
            places = self._places(range(start[0], stop[0]), sum(self._keys[one] is not None for one in own))
            for place, there in zip(places, [one for one in new if self._new_keys[one] is None], strict=False):
                if place is not None:
                    yield there, place
                elif mine:
                    yield there, mine.pop(0)
            start = (at + 1, stop[1] + 1, stop[2] + 1)

    def _is_text(self, at: int) -> bool:
        """Whether a standing line may take the place of text of the sources."""
        return self._keys[at] is None and not self.standing[at].said.startswith("<!--")

    def _places(self, made: range, lost: int) -> list[int | None]:
        """Return the standing lines without an id that the sources have no more; None for one that stands no more.

        Args:
            made: a run of made lines.
            lost: how many lines with an id people changed in it.
        """
        places: list[int | None] = []
        for at in made:
            there = self._stood.get(at)
            if at in self._kept or (there is not None and self._keys[there] is not None):
                continue
            if there is None and lost:
                lost -= 1
            else:
                places.append(there)
        return places

    def _pieces(self, at: int, filled: Mapping[int, int]) -> Iterator[Piece]:
        """Yield what becomes of a fresh line: nothing, where people took it out and may."""
        chunk, stands = self.fresh[at], filled.get(at)
        new = at not in self._made_before
        if stands is None:
            about = self._new_keys[at]
            if new or is_id(about):
                other = self.elsewhere.get(about) if about is not None else None
                yield Piece(self._taken(chunk, other, about), None, at)
            return
        older = self.standing[stands]
        if older.name == chunk.name:
            yield Piece(older, stands, at)
        elif stands in self._made_here:
            yield Piece(replace(self._taken(chunk, older, self._keys[stands]), number=older.number), stands, at)
        else:
            if new:
                self.clashes.append(Clash(older.number, chunk.said))
            yield Piece(older, stands, at)

    def _taken(self, chunk: Chunk, older: Chunk | None, about: str | None) -> Chunk:
        """Return a new line; as it stands, where it only moved; with the box that its older version has, made empty."""
        if older is None or not has_box(older.said):
            return chunk
        if older.name == chunk.name:
            return replace(chunk, line=older.line)
        if about != HEADING and is_ticked(older.said):
            self.emptied.append(about or chunk.said)
        return replace(chunk, line=reworded(chunk.line, older.line))

    def _with_labels(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the lines with the names of the fields of which people took out all and the sources owe some."""
        there = {piece.fresh for piece in pieces if piece.stands is not None}
        shown = {piece.fresh for piece in pieces}
        firsts: list[int] = []
        for at, chunk in enumerate(self.fresh):
            firsts.append(at if chunk.above or not at else firsts[-1])
        result: list[Piece] = []
        for piece in pieces:
            first = firsts[piece.fresh]
            label = self._new_keys[first] or ""
            if first not in shown and label.endswith(":") and there.isdisjoint(range(first, piece.fresh + 1)):
                shown.add(first)
                result.append(Piece(self.fresh[first], None, first))
            result.append(piece)
        return result
