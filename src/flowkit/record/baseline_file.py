"""The file of a baseline: TOML that people read and change, an entry for each finding."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flowkit.errors import ConfigError
from flowkit.fitting import MisfitError, fit
from flowkit.model.baseline import Entry
from flowkit.model.nearness import nearest

_REMARKS = re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*#.*")
HEAD = """\
# Findings that flowkit leaves out, each for the reason that it gives and until its day.
# flowkit baseline writes them; reasons, days and remarks are yours to change.
"""
# The heading of an entry, with the remarks directly above it.
_HEADING = re.compile(r"(?:^[ \t]*#.*\n)*^(?P<heading>[ \t]*\[\[[ \t]*finding[ \t]*\]\])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Written:
    """An entry as it is written; see ``flowkit.model.baseline.Entry``."""

    rule: str
    path: str
    message: str
    reason: str
    marker: str | None = None
    until: date | None = None
    count: int = 1

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("its reason is empty")
        if self.count < 1:
            raise ValueError("its count is less than 1")


@dataclass(frozen=True, slots=True)
class _File:
    finding: tuple[_Written, ...] = ()


def parse(text: str, path: str) -> tuple[Entry, ...]:
    """Return the entries of a baseline.

    Raises:
        ConfigError: the text is no TOML, an entry has no reason, or a key is missing, unknown or has another value.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        where = f"{path}:{place.group(1)}" if place else path
        raise ConfigError(f"is not valid TOML: {error}", where=where) from error
    lines = _lines(text)
    try:
        written = fit(_File, table).finding
    except MisfitError as error:
        number = next((key for key in error.keys if isinstance(key, int)), None)
        line = lines[number] if number is not None and number < len(lines) else 1
        raise _problem(error, f"{path}:{line}") from error
    # Entries may also be written in a way that shows no places; then they have none.
    known: Sequence[int | None] = lines if len(lines) == len(written) else [None] * len(written)
    return tuple(
        Entry(one.rule, one.path, one.message, one.reason, one.marker, one.until, one.count, line)
        for one, line in zip(written, known, strict=True)
    )


def _lines(text: str) -> list[int]:
    """Return the lines on which entries begin."""
    return [text.count("\n", 0, found.start("heading")) + 1 for found in _HEADING.finditer(text)]


def _problem(error: MisfitError, where: str) -> ConfigError:
    name = ".".join(key for key in error.keys if isinstance(key, str))
    if error.known is None:
        return ConfigError(f"{name}{error.message}", where=where, hint="flowkit baseline --reason writes whole entries")
    near = nearest(str(error.keys[-1]), error.known, least=0.5)
    hint = f"did you mean {near}?" if near else f"known are {', '.join(error.known)}"
    return ConfigError(f"unknown key {name}", where=where, hint=hint)


def text_of(entries: Iterable[Entry], standing: str = "") -> str:
    """Return the text of a baseline.

    Args:
        entries: the entries; those that have a line stand in ``standing`` already.
        standing: the text so far: what people wrote in and above the entries that stay is kept.
    """
    starts = [found.start() for found in _HEADING.finditer(standing)]
    blocks = (standing[start:end] for start, end in zip(starts, [*starts[1:], len(standing)], strict=False))
    known = dict(zip(_lines(standing), blocks, strict=True))
    head = _REMARKS.match(standing[: starts[0]] if starts else standing)
    kept = (known[entry.line] if entry.line in known else _block(entry) for entry in entries)
    return "\n".join(part.rstrip() + "\n" for part in (head.group() if head else HEAD, *kept))


def _block(entry: Entry) -> str:
    """Return the text of one entry."""
    lines = [
        "[[finding]]",
        f"rule = {_quoted(entry.rule)}",
        f"path = {_quoted(entry.path)}",
        *([f"marker = {_quoted(entry.marker)}"] if entry.marker is not None else []),
        f"message = {_quoted(entry.message)}",
        *([f"count = {entry.count}"] if entry.count > 1 else []),
        f"reason = {_quoted(entry.reason)}",
        *([f"until = {entry.until.isoformat()}"] if entry.until is not None else []),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a basic string of TOML, which is one of JSON but for the character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
