"""The YAML that tools keep for people, line by line: keys with a text, a list or further keys below them.

A value keeps its place, and a line that is no valid YAML (``assignee: @ada``, ``title: Fix: the lid``) costs nothing
but itself. What is nested deeper than keys below keys is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from flowkit.model.outline import Line

_KEY = re.compile(
    r"[ \t]*(?P<quote>[\"']?)(?P<key>[\w.@/()-](?:[\w.@/() -]*[\w.@/()-])?)(?P=quote)[ \t]*:(?=\s|$)[ \t]*"
)
_BLOCK = re.compile(r"[>|][+-]?\d?[+-]?[ \t]*(?:#.*)?")
_REMARK = re.compile(r"(?:^|\s)#.*$")
_PART = re.compile(r"\s*(?P<text>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\[\]]+)\s*")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(slots=True)
class Entry:
    """A key and what stands behind it.

    Attributes:
        key: the key, where it stands.
        values: the lines of its text, or the entries of its list; quotes and remarks are no part of them.
        listed: it has a list.
        entries: the keys below it.
    """

    key: Line
    values: list[Line] = field(default_factory=list)
    listed: bool = False
    entries: list[Entry] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The value as one line of text."""
        return " ".join(line.text for line in self.values)


def read_entries(lines: Iterable[Line]) -> list[Entry]:
    """Return the entries of a text, given its lines from their first column."""
    return _Reader().read(lines)


def by_key(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return entries by their keys, in lower case; of two alike, the last one counts."""
    return {entry.key.text.casefold(): entry for entry in entries}


class _Reader:
    def __init__(self) -> None:
        self.found: list[Entry] = []
        self._current: Entry | None = None
        self._block: int | None = None
        self._flow = False

    def read(self, lines: Iterable[Line]) -> list[Entry]:
        for line in lines:
            self._take(line)
        return self.found

    def _take(self, line: Line) -> None:
        text = line.text
        indent = len(text) - len(text.lstrip())
        if self._block is not None:
            if not text.strip() or indent > self._block:
                self._add([line.cut(0)] if text.strip() else [])
                return
            self._block = None
        if self._flow:
            self._add(self._parts(line, 0))
        elif not text.strip() or text.lstrip().startswith("#") or (not indent and re.fullmatch(r"-{3}\s*", text)):
            return
        elif re.match(r"\s*-(?:\s|$)", text):
            self._item(line, text.index("-") + 1)
        elif (match := _KEY.match(text)) is not None:
            self._key(line, match, indent)
        else:
            self._add([_scalar(line, indent)])

    def _add(self, values: Sequence[Line]) -> None:
        if self._current is not None:
            self._current.values += [value for value in values if value.text]

    def _item(self, line: Line, start: int) -> None:
        if self._current is not None:
            self._current.listed = True
            self._add([_scalar(line, start)])

    def _key(self, line: Line, match: re.Match[str], indent: int) -> None:
        """Open an entry; below a key with a value of its own, what looks like a key goes on with the value."""
        key = line.cut(*match.span("key"))
        if indent and self.found and not (self.found[-1].values or self.found[-1].listed):
            self._current = Entry(key)
            self.found[-1].entries.append(self._current)
        elif indent and self.found:
            self._add([_scalar(line, indent)])
            return
        else:
            self._current = Entry(key)
            self.found.append(self._current)
        rest = line.text[match.end() :]
        if _BLOCK.fullmatch(rest):
            self._block = indent
        elif rest.startswith("["):
            self._current.listed = True
            self._add(self._parts(line, match.end() + 1))
        elif rest:
            self._add([_scalar(line, match.end())])

    def _parts(self, line: Line, start: int) -> list[Line]:
        """Return the entries of a list in brackets on a line; it goes on until the bracket closes."""
        parts = []
        at, text = start, line.text
        while at < len(text) and text[at] != "]":
            part = _PART.match(text, at)
            if part is None or part.group("text").lstrip().startswith("#"):
                at += 1
                continue
            parts.append(_unquoted(line.cut(*part.span("text"))))
            at = part.end()
        self._flow = at >= len(text)
        return parts


def _scalar(line: Line, start: int) -> Line:
    """Return the text from an offset of a line on, without quotes and without a remark behind it."""
    rest = line.cut(start)
    if rest.text[:1] in {'"', "'"} and (closing := _PART.match(rest.text)) is not None:
        return _unquoted(rest.cut(0, closing.end("text")))
    remark = _REMARK.search(rest.text)
    return rest.cut(0, remark.start()) if remark else rest


def _unquoted(line: Line) -> Line:
    text = line.text
    if len(text) < 2 or text[0] not in {'"', "'"} or text[-1] != text[0]:
        return line
    inner = text[1:-1]
    plain = _ESCAPED.sub(r"\1", inner) if text[0] == '"' else inner.replace("''", "'")
    return Line(plain, line.line, line.column + 1)


def numbered(lines: Sequence[str], first: int = 1) -> Iterator[Line]:
    """Yield lines of a text at their places, given the number of the first."""
    return (Line(text, number, 1) for number, text in enumerate(lines, start=first))
