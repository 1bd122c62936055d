"""The lines that a project leaves out of its coverage, from its own configuration of coverage.py.

The places and names are those of https://coverage.readthedocs.io/en/latest/config.html. Only the patterns are read:
what else the configuration says, plug-ins above all, is left alone. A plug-in that leaves lines out is not asked, so
those lines count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flowkit.collect.repository import Repository

# The files in the order in which coverage.py looks for them, and whether it is the only one to use them.
_FILES = ((".coveragerc", True), (".coveragerc.toml", True), ("setup.cfg", False), ("tox.ini", False))
_TOML = "pyproject.toml"
# option of coverage.py -> the keys that replace its patterns, and those that add to them
_KEYS: Mapping[str, tuple[str, str]] = {
    "report:exclude_lines": ("exclude_lines", "exclude_also"),
    "report:partial_branches": ("partial_branches", "partial_also"),
}
_LONGEST = 1000
_MOST_REPETITIONS = 8
_COUNTED = re.compile(r"\{\d*,?\d*\}")
_SIGNS = re.compile(rf"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|{_COUNTED.pattern}|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The project's own patterns; ``instead`` of the usual ones, or beside them."""

    own: tuple[str, ...] = ()
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The patterns by option of coverage.py, or the problem that keeps them from being used, in words."""

    options: Mapping[str, Patterns] = field(default_factory=dict)
    problem: str | None = None


def read_exclusions(repository: Repository) -> Exclusions:
    """Return what the first configuration of coverage.py at the root leaves out."""
    for path, only in (*_FILES, (_TOML, False)):
        data = repository.read(path)
        if data is None or (not only and b"coverage" not in data):
            continue
        try:
            settings = _toml(data, only=only) if path.endswith(".toml") else _ini(data, only=only)
        except ValueError as error:
            return Exclusions(problem=f"{path} cannot be read: {' '.join(str(error).split())}")
        if settings is not None:
            return _chosen(path, settings)
    return Exclusions()


def _chosen(path: str, settings: Mapping[str, Sequence[str]]) -> Exclusions:
    for key, pattern in ((key, pattern) for key, patterns in settings.items() for pattern in patterns):
        if is_catastrophic(pattern):
            return Exclusions(problem=f"{path} has a pattern in {key} that could search for ever: {pattern[:60]!r}")
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            return Exclusions(problem=f"{path} has {pattern[:60]!r} in {key}, which is no pattern: {error}")
    options = {
        option: Patterns((*settings.get(instead, ()), *settings.get(also, ())), instead in settings)
        for option, (instead, also) in _KEYS.items()
    }
    return Exclusions({option: patterns for option, patterns in options.items() if patterns != Patterns()})


def _ini(data: bytes, *, only: bool) -> Mapping[str, Sequence[str]] | None:
    """Return the patterns by key; None where the file says nothing of coverage.

    Raises:
        ValueError: it is no text or no valid INI file.
    """
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(data.decode("utf-8-sig"))
    except configparser.Error as error:
        raise ValueError(str(error)) from error
    if not only and not any(section.startswith("coverage:") for section in parser.sections()):
        return None
    sections = ["coverage:report", *(["report"] if only else [])]
    report: Mapping[str, str] = next((parser[name] for name in sections if parser.has_section(name)), {})
    return {key: _texts(report[key].splitlines()) for key in _keys() if key in report}


def _toml(data: bytes, *, only: bool) -> Mapping[str, Sequence[str]] | None:
    """Return the patterns by key; None where the file says nothing of coverage.

    Raises:
        ValueError: it is no valid TOML.
    """
    import tomllib

    table = tomllib.loads(data.decode("utf-8-sig"))
    own = _table(_table(table, "tool"), "coverage")
    if not own and not only:
        return None
    report = _table(own, "report") or _table(table, "report")
    values = {key: report[key] for key in _keys() if key in report}
    return {
        key: _texts(value.splitlines() if isinstance(value, str) else value)
        for key, value in values.items()
        if isinstance(value, str | list)
    }


def _table(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _keys() -> tuple[str, ...]:
    return tuple(key for keys in _KEYS.values() for key in keys)


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(value.strip() for value in values if isinstance(value, str) and value.strip())


def is_catastrophic(pattern: str) -> bool:
    """Whether a regular expression may search for ever.

    That is one in which something repeated holds a repetition, a choice or something optional, as ``(a+)+`` and
    ``(a|aa)*`` do; one with more than eight repetitions; or one that is very long. A harmless one may be among them.
    """
    if len(pattern) > _LONGEST:
        return True
    ways = [0]  # in how many places each open group can match in several ways, outermost first
    closed = repeated = 0
    before = ""
    for found in _SIGNS.finditer(pattern):
        sign = found.group()
        if sign == "(":
            ways.append(0)
        elif sign == ")" and len(ways) > 1:
            closed = ways.pop()
            ways[-1] += closed
        elif sign in {"*", "+"} or _COUNTED.fullmatch(sign):
            if closed:
                return True
            repeated += 1
            ways[-1] += 1
        elif sign == "|" or (sign == "?" and before != "("):
            ways[-1] += 1
        closed, before = closed if sign == ")" else 0, sign
    return repeated > _MOST_REPETITIONS
