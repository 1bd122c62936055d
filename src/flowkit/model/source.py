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
        path: the document, where what it belongs to was read from several; None where that has one document.
    """

    start: int
    end: int
    line: int
    column: int
    path: str | None = None


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
        bound: it is one of several that a plan is read from, or holds several plans, so that its spans have to name it.
    """

    path: str
    text: str
    encoding: str
    bom: int
    lines: tuple[str, ...]
    starts: tuple[int, ...]
    problems: tuple[Problem, ...] = ()
    bound: bool = False

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
            return Span(start, start + length, line, column, self._named)
        start = self.starts[line - 1] + len(text[:before].encode(self.encoding, "surrogatepass"))
        size = len(text[before : before + length].encode(self.encoding, "surrogatepass"))
        return Span(start, start + size, line, column, self._named)

    @property
    def _named(self) -> str | None:
        return self.path if self.bound else None

    def line_span(self, line: int) -> Span:
        """Return the span of a whole line, without its end and without the white space around it."""
        text = self.lines[line - 1]
        stripped = text.strip()
        return self.span(line, text.find(stripped) + 1, len(stripped))

    def split(self, span: Span) -> tuple[str, str, str]:
        """Return what stands on the line of a span before it, inside it and after it."""
        line = self.lines[span.line - 1]
        start = span.column - 1
        size = span.end - span.start
        inside = line[start:].encode(self.encoding, "surrogatepass")[:size]
        length = len(inside.decode(self.encoding, "ignore"))
        return line[:start], line[start : start + length], line[start + length :]

    @property
    def line_end(self) -> str:
        """How the lines of the document end: as the first one does, and with LF where there is but one."""
        if len(self.starts) < 2:
            return "\n"
        end = len(self.lines[0])
        return "\r\n" if self.text.startswith("\r\n", end) else self.text[end]

    def whole_line(self, line: int) -> Span | None:
        """Return the span of a line, from 1, with its end; None for the last one, which ends with the document."""
        if line >= len(self.starts):
            return None
        return Span(self.starts[line - 1], self.starts[line], line, 1, self._named)

    def line_at(self, offset: int) -> int:
        """Return the line, from 1, that holds the byte at ``offset``."""
        return max(bisect_right(self.starts, offset), 1)
