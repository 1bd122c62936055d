"""The code names that a task says it makes, in any language: "Add `boil()` to `kettle.mjs`".

Those alone count that are spelled as code, in code quotes or as a word of several humps, and follow a verb of making,
with a word or a few between that lead to no other thing ("Add a test for `boil()`" makes no `boil`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowkit.model.outline import Line
from flowkit.model.source import Document
from flowkit.model.task import Deliverable
from flowkit.read.symbols import find_symbols

_MAKING = r"(?:create|write|implement|build|define|introduce|add|expose|export)"
_VERB = re.compile(
    rf"\b(?:{_MAKING}|with)\b"
    r"(?:\s+(?!(?:for|to|in|into|of|on|from|using|via|by|at|with|and)\b)[\w-]+){0,3}\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"[\W_]*(?:[A-Z]+-?\d[\d.]*\b[\W_]*)?(?:\[[^\]]*\][\W_]*)*{_MAKING}\b",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(
    r"`(?P<code>[^`]+)`|\b(?P<humped>[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)\b"
    r"|\b(?P<acronym>[A-Z]{3,}[a-z]{2}\w*)\b"
)
_NAME = re.compile(r"(?P<name>[A-Za-z_][\w.]*)(?P<called>\(.*\))?")
_SPELLED_AS_CODE = re.compile(r"[a-z0-9][A-Z]|[A-Za-z]_[A-Za-z]")
_BETWEEN = re.compile(r"(?:[\s,&+/]|\band\b)*")


def made_names(lines: Iterable[Line], document: Document) -> Iterator[Deliverable]:
    """Yield an entry for each line that says of code names that they are made, with these names."""
    for line in lines:
        names = tuple(dict.fromkeys(_names(line.text))) if _OPENS.match(line.text) else ()
        if names:
            yield Deliverable(line.text, None, None, names, line.span_in(document), loose=True)


def _names(text: str) -> Iterator[str]:
    last: int | None = None
    for found in _CANDIDATE.finditer(text):
        follows = last is not None and _BETWEEN.fullmatch(text, last, found.start()) is not None
        if follows or _VERB.search(text, 0, found.start()):
            name = _named(found)
            if name is not None:
                last = found.end()
                yield name


def _named(found: re.Match[str]) -> str | None:
    """Return the name that a candidate is; None for a product, and for code quotes that hold no name."""
    match found.lastgroup:
        case "code":
            return _quoted(found["code"])
        case "humped":
            return next(iter(find_symbols(found["humped"])), None)
        case _:
            return found["acronym"]


def _quoted(code: str) -> str | None:
    """Return the name that code quotes hold; None where it is not spelled as one, or may be a file's."""
    name = _NAME.fullmatch(code.strip())
    if name is None:
        return None
    is_code = name["called"] or ("." not in name["name"] and _SPELLED_AS_CODE.search(name["name"]))
    return name["name"] if is_code else None
