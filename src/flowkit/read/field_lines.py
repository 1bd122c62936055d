"""Lines that begin with fields: ``**Priority:** P0``, ``_Requirements: 1.1_``, and ``Status: done`` for known names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from flowkit.model.outline import Line

_BOLD = re.compile(
    r"(?:\*\*|__)([^*_`\n][^*`\n]{0,78}?)(?::[ ]?(?:\*\*|__)|(?:\*\*|__)[ ]?:)(?=\s|$|[^\w:/])"
    r"|(?:\*\*|__)([^*`\n]{1,79}?):(?:\*\*|__)(?=\w)"
)
_ITALIC = re.compile(r"(?<![*_\w])([*_])([^*_`\n:]{1,60}):[ ]?(?:\1[ ]?(.*)|(.*?)\1)$")
_PLAIN = re.compile(r"([A-Za-z][\w /()-]{0,58}?)[ ]?:(?=\s|$)[ ]*")
# What may stand before a field on its line: an emoji or another mark that is no letter.
_LEAD = re.compile(r"[^\w*_`\[(<\"'#|-]{0,4}")
_BETWEEN = re.compile(r"(?:\s*[|·•;—–]\s*|\s{2,})$")


def field_key(name: str) -> str:
    """Return the name of a field in lower case with single spaces, for look-ups."""
    return " ".join(name.replace("*", "").split()).casefold()


def first_field(lines: Sequence[Line], plain: Collection[str] = ()) -> int:
    """Return the index of the first of an item's lines, behind its opening, that begins with a field; or their number.

    Markdown takes a line right below an item for text of it, wherever the line begins.
    """
    found = (index for index, line in enumerate(lines) if index and field_parts(line, plain))
    return next(found, len(lines))


def field_parts(line: Line, plain: Collection[str] = ()) -> tuple[tuple[str, Line], ...]:
    """Return the fields that a line consists of, as names and values; empty if it does not start with one."""
    text = line.text
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    bold = _BOLD.match(text, start)
    if bold:
        return tuple(_bold_parts(line, bold))
    italic = _ITALIC.match(text, start)
    if italic:
        group = 3 if italic.group(3) is not None else 4
        return ((italic.group(2).strip(), line.cut(italic.start(group), italic.end(group))),)
    if plain:
        found = _PLAIN.match(text, start)
        if found and field_key(found.group(1)) in plain:
            return ((found.group(1).strip(), line.cut(found.end())),)
    return ()


def _bold_parts(line: Line, first: re.Match[str]) -> Iterator[tuple[str, Line]]:
    text = line.text
    matches = [first]
    for match in _BOLD.finditer(text, first.end()):
        if _BETWEEN.search(text, matches[-1].end(), match.start()):
            matches.append(match)
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        between = _BETWEEN.search(text, match.end(), end) if index + 1 < len(matches) else None
        name = match.group(1) or match.group(2)
        yield name.strip(" :"), line.cut(match.end(), between.start() if between else end)
