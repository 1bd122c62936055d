"""A Python source as tags see it: what is comment or docstring, and which class or function a place belongs to.

No syntax tree is made, which would take longer than all the rest: comments and strings are blanked out, and what
remains tells blocks by their indentation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate
from unicodedata import normalize

from flowkit.collect.parsing import docstrings
from flowkit.collect.places import WHOLE, Extent, Places
from flowkit.collect.tags.python_lexing import split

_GAP = rb"(?:[ \t\f]|\\\r?\n)++"
# In front of the blanked source stands one line end, so that every line begins behind one.
_OPENING = rb"\n%b([ \t]*+)(?:@|(?:async%b)?(?:def|class)%b([A-Za-z_\x80-\xff][\w\x80-\xff]*+))"
_FEED = rb"(?:[ \t\f]*\f)?"
"""A form feed begins the indentation of its line anew."""
_DEEPEST = 100
"""As deep as Python itself lets blocks be indented."""
_HEADER = re.compile(rb"[(\[{]|[)\]}]|:|\blambda\b")
_CODE = re.compile(rb"[^ \t\r\n\f]")
_OWN_LINES = re.compile(rb"(?:\r?\n[ \t\f]*#[^\n]*)*+\r?\n")
_STATEMENT_ENDS = re.compile(rb"[ \t\f]*(?:\r?\n|;|\Z)")
_ONLY_STRINGS = re.compile(rb"""[\s"()\\rRuU]*""")
_PREFIX = re.compile(rb"(?<![A-Za-z0-9_\x80-\xff])[A-Za-z]{1,2}\Z")
_HASH = ord("#")
_LONGEST = 10_000


@cache
def _opening(*, feeds: bool) -> re.Pattern[bytes]:
    """Return what finds the lines that begin with a decorator, a class or a function."""
    return re.compile(_OPENING % (_FEED if feeds else b"", _GAP, _GAP))


@cache
def _dedent(indent: int, *, feeds: bool) -> re.Pattern[bytes]:
    """Return what finds a line of code that is indented no deeper."""
    return re.compile(rb"\n(?<!\\\n)(?<!\\\r\n)%b[ \t]{0,%d}[^ \t\r\n\f)\]}]" % (_FEED if feeds else b"", indent))


def _blanked(pieces: list[bytes]) -> bytes:
    """Return a source behind one line end, its comments blanked out and its strings filled with quotes."""
    pieces = pieces[:]
    pieces[1::2] = [(b" " if token[0] == _HASH else b'"') * len(token) for token in pieces[1::2]]
    code = b"".join([b"\n", *pieces])
    return code if not code.startswith(b"\n\xef\xbb\xbf") else b"   \n" + code[4:]


class _Block:
    """A class or function: ``start`` is where the line of its first decorator begins, ``named`` where its name ends."""

    __slots__ = ("end", "indent", "last", "level", "name", "named", "start", "up")

    def __init__(self, start: int, named: int, indent: int, name: bytes, up: _Block | None) -> None:
        self.start, self.named, self.indent, self.name = start, named, indent, name
        self.up = up
        self.level: int = 0 if up is None else up.level + 1
        self.end: int | None = None
        self.last = 0


class PythonText:
    """One source.

    Args:
        data: its bytes.
    """

    def __init__(self, data: bytes) -> None:
        self._raw = data
        self.data, self._pieces = split(data)
        self._offsets = list(accumulate(map(len, self._pieces), initial=0))
        self.places = Places(self.data)
        self._code = _blanked(self._pieces)
        # Where the comment lines that were looked through last begin and end.
        self._run = (0, 0)
        self._feeds = b"\f" in data
        self._blocks = list(self._find_blocks())
        self._starts = [block.start for block in self._blocks]

    def speaks(self, offset: int) -> bool:
        """Whether the byte at an offset stands in a comment or in a docstring."""
        piece = bisect_right(self._offsets, offset) - 1
        if piece % 2 == 0 or piece >= len(self._pieces):
            return False
        return self._pieces[piece][0] == _HASH or self._is_docstring(piece)

    def extent(self, offset: int) -> Extent:
        """Return the class or function that a comment or docstring at an offset speaks for, or else the whole file.

        It is the one that begins in the next line behind a comment, otherwise the innermost one around it. A comment
        below the last statement of a block belongs to the block if it is indented as its statements are.
        """
        piece = bisect_right(self._offsets, offset) - 1
        column = self._own_line(piece) if self._pieces[piece][:1] == b"#" else None
        block = None
        if column is not None:
            block = self._below(piece, column)
        if block is None:
            block = self._around(offset, column)
        return WHOLE if block is None else self._extent_of(block)

    def _find_blocks(self) -> Iterator[_Block]:
        block: _Block | None = None
        decorators: list[int] = []
        for found in _opening(feeds=self._feeds).finditer(self._code):
            indentation, name = found.groups()
            start = found.start()
            if name is None:
                decorators.append(start)
                continue
            if decorators:
                # A line within brackets may begin with the same sign.
                start = next((at for at in decorators if self._depth(at, start) == 0), start)
                decorators.clear()
            indent = len(indentation)
            while block is not None and block.indent >= indent:
                block = block.up
            if block is None or block.level < _DEEPEST:
                block = _Block(start, found.end(), indent, name, block)
                yield block

    def _depth(self, start: int, end: int) -> int:
        """Return how many more brackets open than close in a part of the code."""
        count = self._code.count
        opened = count(b"(", start, end) + count(b"[", start, end) + count(b"{", start, end)
        return opened - count(b")", start, end) - count(b"]", start, end) - count(b"}", start, end)

    def _end(self, block: _Block) -> int:
        """Return where the first statement begins that no longer belongs to a block."""
        if block.end is None:
            at, depth, pattern = block.named, 0, _dedent(block.indent, feeds=self._feeds)
            while found := pattern.search(self._code, at):
                depth += self._depth(at, found.start())
                at = found.start()
                if depth <= 0:
                    break
                at += 1
            block.end = found.start() if found else len(self._code)
            block.last = block.named + len(self._code[block.named : block.end].rstrip())
        return block.end

    def _around(self, offset: int, column: int | None) -> _Block | None:
        """Return the innermost block around an offset; ``column`` is that of a comment on a line of its own."""
        at = offset + 1
        number = bisect_right(self._starts, at) - 1
        block: _Block | None = self._blocks[number] if number >= 0 else None
        while block is not None:
            if at < self._end(block) and (at < block.last or column is None or column > block.indent):
                return block
            block = block.up
        return None

    def _own_line(self, piece: int) -> int | None:
        """Return how far a comment is indented that has its line to itself; None where code precedes it."""
        code = self._pieces[piece - 1]
        line = code[code.rfind(b"\n") + 1 :]
        if piece == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip(b" \t\f") or (piece > 1 and b"\n" not in code):
            return None
        return len(line) - line.rfind(b"\f") - 1

    def _below(self, piece: int, column: int) -> _Block | None:
        """Return the block whose first line follows a comment and those directly below it."""
        start = self._offsets[piece + 1]
        if not self._run[0] <= start < self._run[1]:
            rest = _OWN_LINES.match(self.data, start)
            self._run = (start, rest.end() if rest else start)
        end = self._run[1]
        # The line end before the block's line is where the block starts in the code, which is one byte longer in front.
        number = bisect_right(self._starts, end) - 1
        if number < 0 or self._starts[number] != end or self._blocks[number].indent < column:
            return None
        return self._blocks[number]

    def _extent_of(self, block: _Block) -> Extent:
        self._end(block)
        names = [block.name]
        above = block.up
        while above is not None:
            if block.start < self._end(above):
                names.append(above.name)
            above = above.up
        owner = b".".join(reversed(names)).decode("utf-8", "replace")
        if not owner.isascii():
            owner = normalize("NFKC", owner)
        return Extent(self.places.line(block.start), self.places.line(max(block.last - 2, 0)), owner)

    def _is_docstring(self, piece: int) -> bool:
        """Whether a string is the first statement of the file, or of a class or function."""
        start = self._offsets[piece] + 1
        prefix = _PREFIX.search(self._code, max(start - 2, 0), start)
        if prefix is not None:
            if prefix.group().lower() not in {b"r", b"u"}:
                return False
            start = prefix.start()
        number = bisect_right(self._starts, start) - 1
        first = self._first_statement(self._blocks[number] if number >= 0 else None)
        if first is None or first > start:
            return False
        end = self._offsets[piece + 1] + 1
        if first == start and _STATEMENT_ENDS.match(self._code, end):
            return True
        # Several strings in a row, or brackets around them, may still be one; the syntax tree knows.
        if start - first > _LONGEST or not _ONLY_STRINGS.fullmatch(self._code, first, start):
            return False
        return any(low <= start - 1 < high for low, high in self._documentation)

    def _first_statement(self, block: _Block | None) -> int | None:
        """Return where the first statement of a block begins, or that of the file."""
        at: int | None = 0 if block is None else self._header_end(block)
        found = _CODE.search(self._code, at) if at is not None else None
        return found.start() if found else None

    def _header_end(self, block: _Block) -> int | None:
        """Return what follows the colon of a class or function."""
        depth = lambdas = 0
        for sign in _HEADER.finditer(self._code, block.named):
            match sign.group():
                case b":" if depth == 0 and lambdas == 0:
                    return sign.end()
                case b":" if depth == 0:
                    lambdas -= 1
                case b":":
                    pass
                case b"lambda":
                    lambdas += depth == 0
                case b"(" | b"[" | b"{":
                    depth += 1
                case _:
                    depth -= 1
        return None

    @cached_property
    def _documentation(self) -> tuple[tuple[int, int], ...]:
        return docstrings(self._raw)
