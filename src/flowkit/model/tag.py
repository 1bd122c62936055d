"""The names in a tag: ``SC-003, SC-005..SC-007 and IMPL_002/AC-1`` behind ``verifies:``.

It is the part of the grammar of identifiers that tags need. What an id is, ``Grammar`` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flowkit.model.marker import Form, Grammar, Kind, leading_label
from flowkit.model.numbering import expand_range

_WORD = re.compile(r"[^\s,;&|()\[\]{}<>\"'`“”‘’]++")
_ENDING = ".:!?*_-–—…"
_SEPARATOR = re.compile(
    # A list goes on in the next line after a comma, behind what opens a comment there.
    r"[ \t]*(?:,(?:[ \t]*\r?\n[ \t]*(?:#+|//+!?|\*+|--+|;+|%+)?)?[ \t]*(?:and\b|&)?|and\b|&)[ \t]*",
    re.IGNORECASE,
)
_RANGE_SIGN = re.compile(r"\.{2,3}|…|–|—")
_RANGE_WORD = re.compile(r"[ \t]+(?:to|through|thru|until|-|–|—)[ \t]+|[ \t]*(?:\.{2,3}|…)[ \t]*", re.IGNORECASE)
_PLAN_ID = re.compile(r"\w[\w.-]*")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Named:
    """A marker that a tag names: in full, with its owner, and where it is written; a range has one place for all."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TagList:
    """What a tag names.

    Attributes:
        names: the markers, in order.
        end: where the list ends; the start where there is none.
        broken: ranges that span no ids, as written; their ends are among the names.
    """

    names: tuple[Named, ...]
    end: int
    broken: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reference:
    """A name in its parts: ``feat:``, ``IMPL_002/`` and ``AC-1``; the first two are empty where they are left out."""

    plan: str
    owner: str
    id: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return f"{self.plan}{self.owner}{self.id}"


class TagGrammar:
    """Reads the names in tags, and bare mentions, for one set of kinds."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar

    @cached_property
    def trace(self) -> re.Pattern[bytes]:
        """What every marker in prose holds at least once, quickly found in the bytes of a file.

        A number is found behind a separator that follows a capital letter or a whole prefix, in any case.
        """
        kinds = [kind for kind in self.grammar.kinds if kind.separator]
        before = [r"(?<=[A-Z].)", r"(?<=[A-Z][0-9].)"]
        before += [f"(?<=(?i:{_opening(kind)}))" for kind in kinds if kind.form is Form.NUMBER]
        slugs = [f"(?<=(?<![A-Za-z0-9_])(?i:{_opening(kind)}))" for kind in kinds if kind.form is Form.SLUG]
        after = [f"(?=[0-9])(?:{'|'.join(before)})", f"(?=[A-Za-z0-9])(?:{'|'.join(slugs or ['(?!)'])})"]
        # A class of signs in front, and nothing else, is what makes the search quick.
        signs = re.escape("".join({kind.separator for kind in kinds}))
        parts = [f"[{signs}](?:{'|'.join(after)})"] if kinds else []
        joined = [_opening(kind) for kind in self.grammar.kinds if not kind.separator]
        parts += [f"(?<![A-Za-z0-9_])(?i:{opening})(?=[0-9A-Za-z])" for opening in joined]
        return re.compile("|".join(parts).encode() or b"(?!)")

    def read(self, text: str, at: int = 0) -> TagList:
        """Read the list of names that begins at an offset.

        Names are separated by commas or ``and``. A range is ``SC-001..SC-004``, ``SC-001..004``, ``SC-001-SC-004`` or
        ``SC-001 to SC-004``. A local id behind a qualified one has the same owner (``IMPL_002/AC-1, AC-2``).
        """
        names: list[Named] = []
        broken: list[Named] = []
        end, before = at, ""
        while True:
            first, last = self._item(text, at)
            if first is None:
                return TagList(tuple(names), end, tuple(broken))
            if before and not first.owner and not first.plan and self._is_local(first.id):
                first = _Reference("", before, first.id, first.start, first.end)
            before = first.plan + first.owner if first.owner else ""
            if last is None:
                names.append(Named(first.name, first.start, first.end))
                end = first.end
            else:
                end = last.end
                spanned = _spanned(first, last)
                if spanned is None:
                    broken.append(Named(text[first.start : end], first.start, end))
                    spanned = (first.name, last.name) if self._is_id(last.id) else (first.name,)
                names += [Named(name, first.start, end) for name in spanned]
            separator = _SEPARATOR.match(text, end)
            if separator is None:
                return TagList(tuple(names), end, tuple(broken))
            at = separator.end()

    def mentions(self, text: str) -> Iterator[Named]:
        """Yield every marker of a known kind that a text names, from left to right; ranges by their two ends."""
        for word in _WORD.finditer(text):
            for start, end in _range_ends(word.group()):
                found = self._reference(word.group()[start:end], word.start() + start)
                if found is not None and self.grammar.kind_of(found.id) is not None:
                    yield Named(found.name, found.start, found.end)
                    continue
                for each in self.grammar.find(word.group()[start:end]) if found is None else ():
                    yield Named(each.id, word.start() + start + each.start, word.start() + start + each.end)

    def _item(self, text: str, at: int) -> tuple[_Reference | None, _Reference | None]:
        """Return a name at an offset, and the other end where a range begins there; its id may be a number alone."""
        word = _WORD.match(text, at)
        first = self._reference(word.group(), at) if word else None
        if first is None and word is not None:
            for start, end in _splits(word.group()):
                first = self._reference(word.group()[:start], at)
                sign = word.group()[start:end]
                last = self._reference(word.group()[end:], at + end, numbers=sign != "-") if first else None
                if first is not None and last is not None:
                    return first, last
            first = self._label(text, at)
        join = _RANGE_WORD.match(text, first.end) if first else None
        if join is None:
            return first, None
        last = self._label(text, join.end())
        word = _WORD.match(text, join.end())
        if last is None and word is not None:
            last = self._reference(word.group(), join.end(), numbers="." in join.group() or "…" in join.group())
        return first, last

    def _label(self, text: str, at: int) -> _Reference | None:
        """Return a label of two words at an offset (``Task 1.1``), with the part of it that is meant (``/AC-1``)."""
        label = leading_label(text[at : at + _LONGEST])
        if label is None or label.prefixed or label.start:
            return None
        end = at + label.end
        part = _WORD.match(text, end + 1) if text[end : end + 1] == "/" else None
        local = part.group().rstrip(_ENDING) if part else ""
        if not self._is_local(local):
            return _Reference("", "", label.id, at, end)
        return _Reference("", f"{label.id}/", local, at, end + 1 + len(local))

    def _reference(self, word: str, start: int, *, numbers: bool = False) -> _Reference | None:
        """Return the name that a word is, without the punctuation behind it; None where it is none."""
        word = word.rstrip(_ENDING)
        if not word or len(word) > _LONGEST:
            return None
        plan, colon, name = word.rpartition(":")
        owner, slash, local = name.rpartition("/")
        if colon and not _PLAN_ID.fullmatch(plan):
            return None
        if slash:
            known = self._is_local(local) and self._is_id(owner)
        else:
            known = self._is_id(local) or (numbers and local.isdecimal())
        return _Reference(plan + colon, owner + slash, local, start, start + len(word)) if known else None

    def _is_id(self, text: str) -> bool:
        if self.grammar.kind_of(text) is not None:
            return True
        label = leading_label(text)
        return label is not None and label.prefixed and (label.start, label.end) == (0, len(text))

    def _is_local(self, text: str) -> bool:
        """Whether a text names a part of a task: by a local id, or by its number where it has none."""
        kind = self.grammar.kind_of(text)
        return kind.local if kind is not None else text.isdecimal() and text.isascii()


def _opening(kind: Kind) -> str:
    return re.escape(kind.prefix + kind.separator)


def _splits(word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word may be parted into the two ends of a range: start and end of the sign between them."""
    sign = _RANGE_SIGN.search(word)
    if sign is not None:
        yield sign.span()
        return
    at = word.find("-")
    while 0 <= at < _LONGEST:
        yield at, at + 1
        at = word.find("-", at + 1)


def _range_ends(word: str) -> Iterator[tuple[int, int]]:
    last = 0
    for sign in _RANGE_SIGN.finditer(word):
        yield last, sign.start()
        last = sign.end()
    yield last, len(word)


def _spanned(first: _Reference, last: _Reference) -> tuple[str, ...] | None:
    """Return the names from one end of a range to the other; what is written at the first holds for the last."""
    prefix = first.plan + first.owner
    if last.plan + last.owner not in {"", prefix, first.owner}:
        return None
    ids = expand_range(first.id, last.id)
    return None if ids is None else tuple(prefix + each for each in ids)
