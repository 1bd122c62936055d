"""The lines of one block three ways: as they were made, as they stand, and as the sources have them now.

What was made and not touched follows the sources. What people wrote or changed stays. Where both changed one thing (the
same id or the same field), what people wrote stays and is told of. A made line with an id that the sources no longer
have is struck out and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from flowkit.draft.standing.blocks import Chunk, entry, has_box, names, without_box
from flowkit.model.marker import Grammar

_FIELD = re.compile(r"\s*\*\*([^*]+?):\*\*")
_ENTRY = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)(.*?)(\s*)$", re.DOTALL)
_STRUCK = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+)~~(.*)~~")
_ITEM = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)")


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
        elsewhere: lines of other blocks with ids that mean the same wherever they stand, by their names.
        clashes: what people and sources both changed, filled by ``lines``.
    """

    grammar: Grammar
    made: Sequence[str]
    standing: Sequence[Chunk]
    fresh: Sequence[Chunk]
    ids: frozenset[str] | None = None
    elsewhere: Mapping[str, Chunk] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    _own: dict[str, Chunk] = field(default_factory=dict)
    _by_name: dict[str, Chunk] = field(default_factory=dict)
    _by_key: dict[str, Chunk] = field(default_factory=dict)

    def lines(self) -> list[Chunk]:
        """Return the merged lines."""
        made = set(self.made)
        fresh_keys = {key for chunk in self.fresh if (key := self.key(chunk.line))}
        standing = [self._returned(self._retired(chunk, made, fresh_keys), made) for chunk in self.standing]
        self._by_name = {chunk.name: chunk for chunk in reversed(standing)}
        self._by_key = {key: chunk for chunk in reversed(standing) if (key := self.key(chunk.line))}
        self._own = {key: chunk for key, chunk in self._by_key.items() if chunk.name not in made}
        ours, theirs = _matches(self.made, names(standing)), _matches(self.made, names(self.fresh))
        result: list[Chunk] = []
        at = (0, 0, 0)
        both = [index for index in range(len(self.made)) if index in ours and index in theirs]
        for index in [*both, len(self.made)]:
            end = (index, ours.get(index, len(standing)), theirs.get(index, len(self.fresh)))
            result += self._between(self.made[at[0] : end[0]], standing[at[1] : end[1]], self.fresh[at[2] : end[2]])
            if index < len(self.made):
                result.append(standing[end[1]])
            at = (end[0] + 1, end[1] + 1, end[2] + 1)
        return result

    def key(self, line: str) -> str | None:
        """Return what a line is about: the id that opens its entry, or the name of its field; None for other text."""
        field_name = _FIELD.match(line)
        if field_name:
            return f"{field_name.group(1).casefold()}:"
        found = entry(line, self.grammar)
        return found.id if found is not None else None

    def _retired(self, chunk: Chunk, made: set[str], fresh_keys: set[str]) -> Chunk:
        """Return a made line struck out if its id is gone from the sources; any other line as it is."""
        key = self.key(chunk.line)
        if self.ids is None or key is None or key.endswith(":"):
            return chunk
        if chunk.name not in made or key in fresh_keys or key in self.ids:
            return chunk
        return replace(chunk, line=_ENTRY.sub(r"\1~~\2~~\3", without_box(chunk.line)))

    def _returned(self, chunk: Chunk, made: set[str]) -> Chunk:
        """Return a line that was struck out with its source as it was, if the sources have its id again.

        What people struck out themselves stays so: the line was still made when the plan was last planned.
        """
        key = self.key(chunk.line)
        struck = _STRUCK.fullmatch(chunk.line.rstrip())
        if key is None or struck is None or Chunk("", struck[1] + struck[2]).name in made:
            return chunk
        again = next((other for other in self.fresh if other.name not in made and self.key(other.line) == key), None)
        return chunk if again is None else replace(chunk, line=again.line)

    def _between(self, made: Sequence[str], standing: Sequence[Chunk], fresh: Sequence[Chunk]) -> Iterator[Chunk]:
        """Yield what comes of a run of lines between two that are the same all three ways."""
        stand, new = names(standing), names(fresh)
        if stand == tuple(made) or (not standing and not made):
            yield from (self._taken(chunk) for chunk in fresh if self._is_wanted(chunk))
            return
        missing = [chunk for chunk in fresh if self._is_owed(chunk, made, stand)]
        if not missing and set(new) <= set(made):
            yield from (chunk for chunk in standing if chunk.name not in made or chunk.name in new)
            return
        yield from self._woven(made, standing, [chunk for chunk in fresh if chunk.name not in made or chunk in missing])

    def _is_owed(self, chunk: Chunk, made: Sequence[str], standing: Sequence[str]) -> bool:
        """Whether people took out a line with an id that the sources still have: to drop it they strike it out."""
        key = self.key(chunk.line)
        return (
            key is not None
            and not key.endswith(":")
            and chunk.name in made
            and chunk.name not in standing
            and key not in self._by_key
        )

    def _woven(self, made: Sequence[str], standing: Sequence[Chunk], fresh: Sequence[Chunk]) -> Iterator[Chunk]:
        """Yield the lines that people wrote and those that are new in the sources, without made lines that are gone."""
        new = [chunk for chunk in fresh if self._is_wanted(chunk)]
        placed: set[str] = set()
        for chunk in standing:
            key = self.key(chunk.line)
            if chunk.name not in made or any(chunk.name == other.name for other in self.fresh):
                yield chunk
            else:
                update = next((other for other in new if key is not None and self.key(other.line) == key), None)
                if update is not None:
                    placed.add(update.name)
                    yield self._taken(update)
        yield from (
            self._taken(chunk) for chunk in new if chunk.name not in placed and chunk.name not in names(standing)
        )

    def _is_wanted(self, chunk: Chunk) -> bool:
        """Whether a new line goes in: people have no line of their own about the same thing."""
        key = self.key(chunk.line)
        own = self._own.get(key) if key is not None else None
        if own is None:
            return True
        if own.name != chunk.name:
            self.clashes.append(Clash(own.number, chunk.line.strip()))
        return False

    def _taken(self, chunk: Chunk) -> Chunk:
        """Return a new line; as it stands, where it only moved; with the box that its older version has, made empty."""
        same = self._by_name.get(chunk.name) or self.elsewhere.get(chunk.name)
        if same is not None:
            return replace(chunk, line=same.line)
        key = self.key(chunk.line)
        older = self._by_key.get(key) if key is not None else None
        if older is None or not has_box(older.line):
            return chunk
        if older.line.lstrip().startswith("#"):
            title = without_box(chunk.line).split(maxsplit=1)[1]
            return replace(chunk, line=older.line[: older.line.index("]") + 1] + " " + title)
        return replace(chunk, line=_ITEM.sub(r"\1[ ] ", chunk.line))


def _matches(first: Sequence[str], second: Sequence[str]) -> dict[int, int]:
    """Return which of the second each of the first is, as far as both keep their order."""
    found = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return {run.a + offset: run.b + offset for run in found for offset in range(run.size)}
