"""Where a value was read: the document and the exact bytes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of bytes in a document.

    Attributes:
        start: offset of the first byte in the file as it lies on the disk (a byte order mark counts).
        end: offset after the last byte.
        line: line of the first character, from 1, as an editor counts lines.
        column: column of the first character, from 1, in characters.
    """

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that was found and cannot be read.

    Attributes:
        path: its path from the project's root.
        line: the line that is wrong; None where that is none.
        message: what is wrong.
        hint: what to do about it.
    """

    path: str
    line: int | None
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd about the bytes of a document, at a line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One file that was read.

    Attributes:
        path: the path as the user wrote or would write it, with ``/`` between its parts; ``-`` for standard input.
        text: the decoded text, line ends as they are in the file, without a byte order mark.
        encoding: a Python codec name that turns ``text`` back into the bytes (``utf-8``, ``utf-16-le`` ...).
        bom: length in bytes of the byte order mark that precedes the text.
        lines: the lines of ``text`` without their ends; a line ends at LF, CR LF or CR, and at nothing else.
        starts: the byte offset at which each line starts, as long as ``lines``.
        problems: what is odd about the bytes.
    """

    path: str
    text: str
    encoding: str
    bom: int
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        marks = {3: b"\xef\xbb\xbf", 2: b"\xff\xfe" if self.encoding == "utf-16-le" else b"\xfe\xff"}
        return marks.get(self.bom, b"") + self.text.encode(self.encoding)

    @property
    def sha256(self) -> str:
        """The hexadecimal digest of the bytes of the file."""
        from hashlib import sha256

        return sha256(self.data).hexdigest()

    def span(self, line: int, column: int, length: int) -> Span:
        """Return the span of ``length`` characters from ``column`` (from 1) of ``line`` (from 1)."""
        text = self.lines[line - 1]
        before = column - 1
        if text.isascii() and not self.encoding.startswith("utf-16"):
            start = self.starts[line - 1] + before
            return Span(start, start + length, line, column)
        start = self.starts[line - 1] + len(text[:before].encode(self.encoding, "surrogatepass"))
        size = len(text[before : before + length].encode(self.encoding, "surrogatepass"))
        return Span(start, start + size, line, column)

    def line_span(self, line: int) -> Span:
        """Return the span of a whole line, without its end and without the white space around it."""
        text = self.lines[line - 1]
        stripped = text.strip()
        return self.span(line, text.find(stripped) + 1, len(stripped))

    def line_at(self, offset: int) -> int:
        """Return the line, from 1, that holds the byte at ``offset``."""
        return max(bisect_right(self.starts, offset), 1)
