"""Bytes to a document: which encoding, which lines, and what is odd about the bytes."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from pathlib import Path

from flowkit.errors import ReadError
from flowkit.model.source import Document, Problem

MAX_FILE_SIZE = 10_000_000
"""The largest file, in bytes, that is read unless the configuration says otherwise."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_LINE_END_BYTES = re.compile(rb"\r\n|\n|\r")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"(?i)\b(?:charset|encoding|coding)[ \t]*[:=][ \t]*[\"']?([\w.-]+)")
_SINGLE_BYTE = re.compile(r"iso8859-\d+|cp125\d|koi8-[ru]|mac-roman")
# A text may hold a stray NUL byte; a file in which one byte in ten is NUL is no text.
_BINARY_SHARE = 0.1


def read_document(path: Path, *, shown: str | None = None, max_size: int = MAX_FILE_SIZE) -> Document:
    """Read a file.

    Args:
        path: the file.
        shown: the path to show to the user; by default ``path`` itself.
        max_size: the most bytes that are read.

    Raises:
        ReadError: the file is missing, unreadable, larger than ``max_size`` or no text.
    """
    name = shown if shown is not None else path.as_posix()
    try:
        if path.is_dir():
            raise ReadError("is a folder, not a document", where=name)
        with path.open("rb") as file:
            data = file.read(max_size + 1)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", where=name) from error
    except ValueError as error:
        raise ReadError(f"is no usable path: {error}", where=name) from error
    return document_from_bytes(data, name, max_size=max_size)


def document_from_bytes(data: bytes, path: str, *, max_size: int = MAX_FILE_SIZE) -> Document:
    """Decode the bytes of a document.

    A byte order mark decides; otherwise an encoding declared in the first two lines; otherwise it is UTF-8. Bytes
    that are not UTF-8 are read as ISO-8859-1, which loses nothing, and the document says so among its problems.

    Raises:
        ReadError: the bytes are more than ``max_size``, or no text.
    """
    if len(data) > max_size:
        raise too_large(path, max_size)
    bom, encoding = next(((len(mark), name) for mark, name in _BOMS if data.startswith(mark)), (0, None))
    body = data[bom:]
    if encoding is None and body.count(0) > len(body) * _BINARY_SHARE:
        raise ReadError("is not text: too many NUL bytes", where=path, hint="save it as UTF-8")
    text, encoding, problems = _decode(body, encoding, path)
    if "\0" in text:
        problems += (Problem("the text holds a NUL character", text.count("\n", 0, text.index("\0")) + 1),)
    return Document(
        path=path,
        text=text,
        encoding=encoding,
        bom=bom,
        lines=tuple(_LINE_END.split(text)),
        starts=_starts(body, text, encoding, bom),
        problems=problems,
    )


def rewritten(document: Document, text: str) -> Document:
    """Return a document with another text, as it would be read from its file in its encoding."""
    starts = _starts(text.encode(document.encoding), text, document.encoding, document.bom)
    return replace(document, text=text, lines=tuple(_LINE_END.split(text)), starts=starts)


def too_large(path: str, max_size: int) -> ReadError:
    """Return what to tell of a document that is larger than may be read."""
    hint = "raise max_file_size in the configuration if it is meant to be read"
    return ReadError(f"is larger than {max_size:,} bytes", where=path, hint=hint)


def _decode(body: bytes, encoding: str | None, path: str) -> tuple[str, str, tuple[Problem, ...]]:
    chosen = encoding or _declared(body) or "utf-8"
    try:
        return body.decode(chosen), chosen, ()
    except UnicodeDecodeError as error:
        if chosen.startswith("utf-16"):
            raise ReadError(f"is not valid {chosen.upper()}: {error.reason}", where=path) from error
        line = len(_LINE_END_BYTES.findall(body[: error.start])) + 1
        name = "UTF-8" if chosen == "utf-8" else chosen
        problem = Problem(f"byte 0x{body[error.start]:02x} is not {name}; the file was read as ISO-8859-1", line)
        return body.decode("iso-8859-1"), "iso-8859-1", (problem,)


def _declared(body: bytes) -> str | None:
    head = b"\n".join(_LINE_END_BYTES.split(body[:1024], 2)[:2])
    found = _DECLARED.search(head)
    if not found:
        return None
    try:
        name = codecs.lookup(found.group(1).decode("ascii", "replace")).name
    except LookupError:
        return None
    return name if _SINGLE_BYTE.fullmatch(name) else None


def _starts(body: bytes, text: str, encoding: str, bom: int) -> tuple[int, ...]:
    if not encoding.startswith("utf-16"):
        return (bom, *(bom + end.end() for end in _LINE_END_BYTES.finditer(body)))
    starts, last = [bom], 0
    for end in _LINE_END.finditer(text):
        starts.append(starts[-1] + len(text[last : end.end()].encode(encoding)))
        last = end.end()
    return tuple(starts)
