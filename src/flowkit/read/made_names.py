"""The code names that a task says it makes, in any language: "Add `boil()` to `kettle.mjs`".

Those alone count that stand in code quotes, are spelled as code and follow a verb of making, with a word or a few
between that lead to no other thing ("Add a test for `boil()`" makes no `boil`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowkit.model.outline import Line
from flowkit.model.source import Document
from flowkit.model.task import Deliverable

_MAKING = r"(?:create|write|implement|define|introduce|add|expose|export)"
_VERB = re.compile(
    rf"\b(?:{_MAKING}|with)\b"
    r"(?:\s+(?!(?:for|to|in|into|of|on|from|using|via|by|at|with|and)\b)[\w-]+){0,3}\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"[\W_]*(?:[A-Z]+-?\d[\d.]*\b[\W_]*)?(?:\[[^\]]*\][\W_]*)*{_MAKING}\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`([^`]+)`")
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
    for code in _CODE.finditer(text):
        follows = last is not None and _BETWEEN.fullmatch(text, last, code.start()) is not None
        name = _NAME.fullmatch(code.group(1).strip())
        if name is None or not (follows or _VERB.search(text, 0, code.start())):
            continue
        if name.group("called") or ("." not in name.group("name") and _SPELLED_AS_CODE.search(name.group("name"))):
            last = code.end()
            yield name.group("name")
