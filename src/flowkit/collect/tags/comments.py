"""What is a comment or a docstring in a file of any kind; plain text, and a kind that nothing here knows, have none.

Python is read by an expression of our own, Markdown by its parser (its HTML comments are all that counts), and every
other language by Pygments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from flowkit.collect.places import WHOLE, Extent, Places
from flowkit.collect.tags.python_lexing import is_bare
from flowkit.collect.tags.python_text import PythonText
from flowkit.model.evidence import Unmeasured

if TYPE_CHECKING:
    from pygments.lexer import Lexer  # type: ignore[import-untyped]  # Pygments ships no types
    from pygments.token import _TokenType  # type: ignore[import-untyped]  # as above

PYTHON = frozenset({"py", "pyi", "pyw"})
_MARKDOWN = frozenset({"md", "markdown", "mdx"})
_WORDS = """
    7z a avif bin bmp bz2 class csv dat db dll dylib eot exe feature gif gz ico ipynb jar jpeg jpg json jsonl lock log
    mo mp3 mp4 npy npz o otf parquet pdf pickle pkl png pyc pyd pyo so sqlite sqlite3 tar tgz tiff tsv ttf txt wasm wav
    webm webp whl woff woff2 xls xlsx xz zip
"""
_SPEECHLESS = frozenset(_WORDS.split())
"""Kinds of files that hold no comment; a feature's tags are read with its scenarios."""

LARGEST = 500_000
"""The most bytes of a file that Pygments and the Markdown parser are given: they are slow."""

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class SpokenText:
    """A text whose comments are known by their places, from left to right; each speaks for the whole file."""

    def __init__(self, data: bytes, spans: Iterable[tuple[int, int]]) -> None:
        self.data = data
        self.places = Places(data)
        self._spans = list(spans)
        self._starts = [start for start, _ in self._spans]

    def speaks(self, offset: int) -> bool:
        """Whether the byte at an offset stands in a comment or in a docstring."""
        number = bisect_right(self._starts, offset) - 1
        return number >= 0 and offset < self._spans[number][1]

    def extent(self, offset: int) -> Extent:
        """Return what a comment at an offset speaks for."""
        del offset
        return WHOLE


Text: TypeAlias = PythonText | SpokenText


def kind_of(path: str) -> str:
    """Return the ending of a file's name in lower case, or its name where it has none."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else name


def may_speak(kind: str) -> bool:
    """Whether files of a kind may hold comments."""
    return kind not in _SPEECHLESS


def may_hold_comments(kind: str, data: bytes) -> bool:
    """Whether a file of a kind may hold comments, at a glance at its bytes."""
    return kind not in _MARKDOWN or b"<!--" in data


def is_code(kind: str) -> bool:
    """Whether a kind of files is known to be one that holds comments; this asks Pygments."""
    return kind in PYTHON or kind in _MARKDOWN or (may_speak(kind) and _lexer(kind) is not None)


def read_text(path: str, data: bytes, until: int) -> Text | Unmeasured | None:
    """Return a file's text with its comments, those that begin before ``until`` at least; None where it has none."""
    kind = kind_of(path)
    if kind in PYTHON:
        return PythonText(data)
    if b"\0" in data or not may_speak(kind) or not is_code(kind):
        return None
    if len(data) > LARGEST:
        return Unmeasured(path, "tags", f"has more than {LARGEST:,} bytes, so its comments are not told from its code")
    try:
        spans = _in_markdown(data) if kind in _MARKDOWN else _by_lexer(kind, data, until)
        return SpokenText(data, spans)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        return Unmeasured(path, "tags", f"its comments cannot be told from its code: {type(error).__name__}")


def is_silent(path: str, data: bytes) -> bool:
    """Whether a file of code holds nothing but comments, docstrings and blanks, or any other file blanks alone."""
    kind = kind_of(path)
    if not data.strip(b" \t\r\n\f\xef\xbb\xbf"):
        return True
    if kind in PYTHON:
        return is_bare(data)
    if kind in _MARKDOWN or not is_code(kind) or len(data) > LARGEST:
        return False
    return all(speaks or not text.strip() for _, text, speaks in _tokens(kind, data))


def _by_lexer(kind: str, data: bytes, until: int) -> Iterator[tuple[int, int]]:
    for start, text, speaks in _tokens(kind, data):
        if start >= until:
            return
        if speaks:
            yield start, start + len(text)


def _tokens(kind: str, data: bytes) -> Iterator[tuple[int, str, bool]]:
    """Yield where each token starts, its text, and whether it is comment or docstring.

    Every byte stands for one character, so that places in the text are places in the file.
    """
    lexer = _lexer(kind)
    text = data.decode("latin-1").replace("\r\n", " \n").replace("\r", "\n")
    for start, token, part in lexer.get_tokens_unprocessed(text) if lexer else ():
        yield start, part, _speaks(token)


@cache
def _speaks(token: _TokenType) -> bool:
    from pygments.token import Comment, String

    no_comment = (Comment.Preproc, Comment.PreprocFile, Comment.Hashbang)
    return token in String.Doc or (token in Comment and not any(token in other for other in no_comment))


@cache
def _lexer(kind: str) -> Lexer | None:
    """Return what Pygments reads a kind of files with; None where it knows none."""
    from pygments.lexers import find_lexer_class_for_filename  # type: ignore[import-untyped]  # as above

    found = find_lexer_class_for_filename(f"a.{kind}") or find_lexer_class_for_filename(kind)
    return found() if found is not None else None


def _in_markdown(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the HTML comments of a Markdown text, none of its fences, code spans and indented code."""
    from pyromark import events_with_range

    # Each byte is to be one character; which one does not matter beyond ASCII.
    for event, place in events_with_range(_NOT_ASCII.sub(b"%", data).decode("ascii")):
        start, end = place["start"], place["end"]
        if event == {"Start": "HtmlBlock"}:
            yield from (found.span() for found in _COMMENT.finditer(data, start, end))
        elif "InlineHtml" in event and data.startswith(b"<!--", start):
            yield start, end
