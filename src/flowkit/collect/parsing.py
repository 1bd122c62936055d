"""Python sources to syntax trees, however they are made: what cannot be parsed is told, and nothing is raised."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from dataclasses import dataclass

from flowkit.collect.places import Places

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_DEFINITIONS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Why a source has no syntax tree, and the line where that shows (1 where it shows nowhere)."""

    reason: str
    line: int


def parse(data: bytes) -> ast.Module | Unparsed:
    """Return the syntax tree of a source, or why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data)
    except SyntaxError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return Unparsed(f"is not Python {version}: {error.msg}", max(error.lineno or 1, 1))
    except (RecursionError, MemoryError):
        return Unparsed("is nested too deeply to be parsed", 1)
    except (ValueError, LookupError) as error:
        return Unparsed(f"cannot be parsed: {error}", 1)


class Offsets:
    """Turns the lines and columns of a syntax tree, which count bytes of UTF-8, into offsets of the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.places = Places(data)
        declared = [found for found in map(_CODING.match, data.split(b"\n", 2)[:2]) if found]
        self._encoding = declared[0].group(1).decode("ascii", "replace") if declared else "utf-8"
        self._mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0

    def at(self, line: int, column: int) -> int:
        """Return the offset of a column (from 0) of a line (from 1)."""
        start = self.places.start(line) + (self._mark if line == 1 else 0)
        text = self._data[start : self.places.start(line + 1)]
        if text.isascii() or self._encoding.lower() in {"utf-8", "utf8"}:
            return start + column
        try:
            before = text.decode(self._encoding).encode()[:column].decode()
            return start + len(before.encode(self._encoding))
        except (UnicodeError, LookupError):
            return start + column

    def find(self, name: bytes, start: int) -> int:
        """Return where a whole name stands from an offset on, or that offset where it is spelled in another way."""
        found = re.compile(rb"(?<![\w\x80-\xff])%b(?![\w\x80-\xff])" % re.escape(name)).search(self._data, start)
        return found.start() if found else start


def docstrings(data: bytes) -> tuple[tuple[int, int], ...]:
    """Return where each docstring of a source starts and ends; none where the source cannot be parsed."""
    tree = parse(data)
    if isinstance(tree, Unparsed):
        return ()
    offsets, found = Offsets(data), []
    for node in ast.walk(tree):
        if isinstance(node, _DEFINITIONS) and node.body and isinstance(node.body[0], ast.Expr):
            value = node.body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                end = offsets.at(value.end_lineno or value.lineno, value.end_col_offset or 0)
                found.append((offsets.at(value.lineno, value.col_offset), end))
    return tuple(found)
