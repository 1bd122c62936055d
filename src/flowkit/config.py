"""The configuration of a project: ``[tool.flowkit]`` in ``pyproject.toml``, or ``flowkit.toml``.

Unknown keys are refused, with the nearest known one as a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from flowkit.errors import ConfigError, UsageError
from flowkit.model.marker import KINDS, TASK_KIND, Form, Grammar, Kind, Role
from flowkit.model.severity import Severity

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

DEFAULT_PLANS = ("plans", "docs/plans")
"""Where plans are looked for if nothing else is configured."""

_REFUSE_UNKNOWN = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where ids are defined beside the plans: folders, files or globs, relative to the project's root."""

    __pydantic_config__ = _REFUSE_UNKNOWN

    decisions: tuple[str, ...] = ("docs/decisions",)
    specs: tuple[str, ...] = ("docs/specs",)
    features: tuple[str, ...] = ("features",)


@dataclass(frozen=True, slots=True)
class KindSettings:
    """A kind of marker of the project's own; see ``flowkit.model.marker.Kind`` for the fields."""

    __pydantic_config__ = _REFUSE_UNKNOWN

    prefix: str
    separator: Literal["_", "-", ""] = "_"
    form: Form = Form.NUMBER
    role: Role = Role.TASK
    local: bool = False

    def __post_init__(self) -> None:
        if not (self.prefix.isascii() and self.prefix.isalnum() and self.prefix[0].isalpha()):
            raise ValueError("a prefix is made of letters and digits and begins with a letter")


@dataclass(frozen=True, slots=True)
class Config:
    """What a project has settled for itself.

    Attributes:
        root: the project's root folder; every other path is relative to it.
        plans: folders, files or globs that hold plans; None where the usual folders are looked into.
        sources: where ids are defined beside the plans; None where the usual folders are looked into.
        kinds: marker kinds of the project's own, by name.
        select: the rules to judge by; None for all.
        ignore: the rules to leave out.
        severity: rule name -> severity, where it is not to be the rule's own.
        fail_on: the least severity of a finding that makes ``verify`` fail.
        max_file_size: the largest document, in bytes, that is read.
    """

    __pydantic_config__ = _REFUSE_UNKNOWN

    root: Path = Path()
    plans: tuple[str, ...] | None = None
    sources: Sources | None = None
    kinds: Mapping[str, KindSettings] = field(default_factory=dict)
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: Severity = Severity.ERROR
    max_file_size: int = 10_000_000

    def __post_init__(self) -> None:
        if self.max_file_size < 1:
            raise ValueError("max_file_size is a number of bytes, at least 1")

    def grammar(self) -> Grammar:
        """Return the grammar of the project's markers: its own kinds, then those of flowkit's that it leaves."""
        own = tuple(
            Kind(name.upper(), kind.prefix, kind.separator, kind.form, kind.role, kind.local)
            for name, kind in self.kinds.items()
        )
        taken = {kind.name for kind in own}
        return Grammar((*own, *(kind for kind in KINDS if kind.name not in taken)))

    def kind_name(self, name: str) -> str:
        """Return the name under which a kind is counted, for a name in any case.

        Raises:
            UsageError: there is no such kind.
        """
        known = (*(kind.name for kind in self.grammar().kinds), TASK_KIND)
        if name.upper() not in known:
            raise UsageError(f"there is no kind {name}", hint=f"the kinds are {', '.join(known)}")
        return name.upper()


def load_config(root: Path) -> Config:
    """Return the configuration that holds for a folder: the nearest one at or above it, otherwise the defaults.

    Raises:
        ConfigError: it is no valid TOML, has an unknown key or an unusable value; or one folder has two configurations.
    """
    here = root.resolve()
    for folder in (here, *here.parents):
        found = [
            (path, text, table)
            for path, keys in ((folder / "pyproject.toml", ("tool", "flowkit")), (folder / "flowkit.toml", ()))
            for text, table in _tables(path, keys)
        ]
        if len(found) > 1:
            names = " and ".join(path.name for path, _, _ in found)
            raise ConfigError(f"{names} both configure flowkit", where=str(folder), hint="keep one of the two")
        for path, text, table in found:
            return replace(_validated(path, text, table), root=folder)
    return Config(root=here)


def _tables(path: Path, keys: tuple[str, ...]) -> list[tuple[str, Mapping[str, object]]]:
    """Return the text of a file and its table under ``keys``; nothing where the file or the table is not there."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(path)) from error
    # A file that never says the word cannot configure flowkit, so it need not even be valid.
    if keys and keys[-1] not in text:
        return []
    import tomllib

    try:
        table: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        where = f"{path}:{place.group(1)}" if place else str(path)
        raise ConfigError(f"is not valid TOML: {error}", where=where) from error
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return []
        table = table[key]
    if not isinstance(table, dict):
        raise ConfigError("tool.flowkit is to be a table", where=f"{path}:{_line(text, keys)}")
    return [(text, table)]


def _validated(path: Path, text: str, table: Mapping[str, object]) -> Config:
    """Return the configuration that a table stands for."""
    from pydantic import TypeAdapter, ValidationError

    if "root" in table:
        raise ConfigError("root cannot be configured", where=f"{path}:{_line(text, ('root',))}", hint="use --root")
    try:
        return TypeAdapter(Config).validate_python(table)
    except ValidationError as error:
        raise _problem(path, text, error.errors()[0]) from error


def _problem(path: Path, text: str, error: ErrorDetails) -> ConfigError:
    keys = tuple(str(part) for part in error["loc"])
    where = f"{path}:{_line(text, keys)}"
    name = ".".join(keys)
    if error["type"] != "unexpected_keyword_argument":
        message = error["msg"].removeprefix("Value error, ").replace("tuple", "list")
        return ConfigError(f"{name}: {message[:1].lower()}{message[1:]}" if name else message, where=where)
    known = [entry.name for entry in fields(_owner(keys)) if entry.name != "root"]
    from difflib import get_close_matches

    near = get_close_matches(keys[-1].replace("-", "_"), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return ConfigError(f"unknown key {name}", where=where, hint=hint)


def _owner(keys: tuple[str, ...]) -> type[Config | Sources | KindSettings]:
    """Return the class whose fields stand beside the key."""
    if len(keys) == 1:
        return Config
    return Sources if keys[0] == "sources" else KindSettings


def _line(text: str, keys: tuple[str, ...]) -> int:
    """Return the line, from 1, on which the last of ``keys`` is written; the first line if none can be found."""
    for key in reversed(keys):
        name = rf"""["']?{re.escape(key)}["']?"""
        found = re.search(rf"(?m)^[ \t]*(?:\[[^\]\n]*\b{name}[ \t]*\]|{name}[ \t]*[=.])", text)
        found = found or re.search(rf"(?m)^.*\b{re.escape(key)}\b", text)
        if found:
            return text.count("\n", 0, found.start()) + 1
    return 1
