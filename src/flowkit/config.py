"""The configuration of a project: ``[tool.flowkit]`` in ``pyproject.toml``, or ``flowkit.toml``.

Unknown keys are refused, with the nearest known one as a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from flowkit.errors import ConfigError, ReadError, UsageError
from flowkit.fitting import MisfitError, fit
from flowkit.model.marker import KINDS, SUBTASK_KIND, TASK_KIND, Grammar, Kind
from flowkit.model.nearness import nearest
from flowkit.model.severity import Severity
from flowkit.settings import DEFAULT_SOURCES, ContractSettings, KindSettings, Reports, Sources

DEFAULT_PLANS = (
    "plans",
    "docs/plans",
    "docs/superpowers/plans",
    "specs/*/tasks.md",
    ".specify/specs/*/tasks.md",
    ".kiro/specs/*/tasks.md",
    "openspec/changes/*/tasks.md",
)
"""Where plans are looked for if nothing else is configured: the usual folders, and those of other formats."""

USUAL_BOARDS = (
    "backlog/tasks",
    ".backlog/tasks",
    ".taskmaster/tasks/tasks.json",
    "tasks/tasks.json",
    "sprint-status.y*ml",
    "docs/sprint-status.y*ml",
    "docs/*/sprint-status.y*ml",
    "_bmad-output/sprint-status.y*ml",
    "_bmad-output/*/sprint-status.y*ml",
    "bmad-output/*/sprint-status.y*ml",
    ".bmad/*/sprint-status.y*ml",
)
"""Where other tools keep tasks; it is looked into beside the places above."""

LARGEST_FILE = 1_000_000_000
"""The most bytes that ``max_file_size`` may allow: a document is read into memory as a whole."""

CONFIGURATIONS = ("pyproject.toml", "flowkit.toml")
"""The files that may hold a configuration."""

_GIVEN = {"root": "use --root", "written": "leave it out", "confined": "leave it out", "apart": "leave it out"}
_KIND_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Written:
    """The file that a configuration was read from, and its text."""

    path: Path
    text: str

    def place(self, *keys: str) -> str:
        """Return ``path:line`` of what is written under keys, one below the other; the last may be a value."""
        return f"{self.path}:{_line(self.text, keys)}"


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
        strict: an unproven completion is an error.
        paths: old files and prefixes (ending in ``/``) that plans name -> what stands in their place now.
        exclude: folders and files that are not searched for evidence.
        reports: where tests and coverage leave their reports.
        test_command: what ``verify --run`` runs; it is split as a shell would, and run without one.
        contracts: contract marker -> where its contract lies.
        templates: the folder of the project's own templates; None where it has none.
        baseline: the file of findings that are left out; it need not be there.
        apart: folders below the root that are projects of their own; a command finds them, and no file says so.
        confined: documents outside the root are refused; a command decides that, and no file.
        written: where all that is written; None where nothing is configured.
    """

    root: Path = Path()
    plans: tuple[str, ...] | None = None
    sources: Sources | None = None
    kinds: Mapping[str, KindSettings] = field(default_factory=dict)
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: Severity = Severity.ERROR
    max_file_size: int = 10_000_000
    strict: bool = False
    paths: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    reports: Reports = field(default_factory=Reports)
    test_command: str | None = None
    contracts: Mapping[str, ContractSettings] = field(default_factory=dict)
    templates: str | None = None
    baseline: str = "flowkit-baseline.toml"
    apart: tuple[str, ...] = field(default=(), compare=False)
    confined: bool = field(default=False, compare=False)
    written: Written | None = field(default=None, compare=False, repr=False)

    def place(self, *keys: str) -> str:
        """Return where something is configured: ``path:line``, or the root where nothing is."""
        return self.written.place(*keys) if self.written else str(self.root)

    def holds(self, path: Path) -> bool:
        """Whether a path lies below the root, with every link followed; one that can be no path does not."""
        try:
            return path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError, ValueError):
            # A circle of links, or a NUL character.
            return False

    def is_apart(self, path: Path) -> bool:
        """Whether a path lies in a project below this one."""
        return any(path.resolve().is_relative_to(self.root / folder) for folder in self.apart)

    def check_reach(self, path: Path, shown: str) -> None:
        """Raise a ReadError where a path lies outside the root, and what lies there is refused."""
        if self.confined and not self.holds(path):
            hint = "name a path inside it, without a link that leads out"
            raise ReadError(f"lies outside the project's root, {self.root}", where=shown, hint=hint)

    def grammar(self) -> Grammar:
        """Return the grammar of the project's markers: its own kinds, then flowkit's."""
        own = (
            Kind(name.upper(), kind.prefix, kind.separator, kind.form, kind.role, kind.local)
            for name, kind in self.kinds.items()
        )
        return Grammar((*own, *KINDS))

    def kind_name(self, name: str) -> str:
        """Return the name under which a kind is counted, for a name in any case.

        Raises:
            UsageError: there is no such kind.
        """
        known = (*(kind.upper() for kind in self.kinds), *(kind.name for kind in KINDS), TASK_KIND, SUBTASK_KIND)
        if name.upper() not in known:
            raise UsageError(f"there is no kind {name or repr(name)}", hint=f"the kinds are {', '.join(known)}")
        return name.upper()


def load_config(folder: Path, *, climb: bool = True) -> Config:
    """Return the configuration that holds for a folder, otherwise the defaults.

    Args:
        folder: the folder.
        climb: look above it too, up to the top of the repository that it lies in: the nearest configuration holds.

    Raises:
        ConfigError: it is no valid TOML, has an unknown key or an unusable value; or one folder has two configurations.
    """
    here = folder.resolve()
    for root in _up(here) if climb else (here,):
        found = [
            (written, table)
            for path, keys in ((root / "pyproject.toml", ("tool", "flowkit")), (root / "flowkit.toml", ()))
            for written, table in _tables(path, keys)
        ]
        if len(found) > 1:
            names = " and ".join(written.path.name for written, _ in found)
            raise ConfigError(f"{names} both configure flowkit", where=str(root), hint="keep one of the two")
        for written, table in found:
            return replace(_validated(written, table), root=root, written=written)
    return Config(root=here)


def _up(folder: Path) -> Iterator[Path]:
    """Yield a folder and those above it, to the first that holds a repository."""
    for above in (folder, *folder.parents):
        yield above
        try:
            if (above / ".git").exists():
                return
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror}", where=str(above)) from error


def _tables(path: Path, keys: tuple[str, ...]) -> list[tuple[Written, Mapping[str, object]]]:
    """Return a file and its table under ``keys``; nothing where the file or the table is not there."""
    try:
        written = Written(path, path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"cannot be read: {reason}", where=str(path)) from error
    # A file that never says the word cannot configure flowkit, so it need not even be valid.
    if keys and keys[-1] not in written.text:
        return []
    import tomllib

    try:
        table: object = tomllib.loads(written.text)
    except tomllib.TOMLDecodeError as error:
        # Where there is no line, the fault is said to be at the end of the document.
        place = re.search(r"at line (\d+)", str(error))
        line = place.group(1) if place else max(len(written.text.splitlines()), 1)
        raise ConfigError(f"is not valid TOML: {error}", where=f"{path}:{line}") from error
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return []
        table = table[key]
    if not isinstance(table, dict):
        raise ConfigError("tool.flowkit is to be a table", where=written.place())
    return [(written, table)]


def _validated(written: Written, table: Mapping[str, object]) -> Config:
    """Return the configuration that a table stands for."""
    for key in sorted(_GIVEN.keys() & table.keys()):
        raise ConfigError(f"{key} cannot be configured", where=written.place(key), hint=_GIVEN[key])
    try:
        config = fit(Config, table)
    except MisfitError as error:
        raise _problem(written, error) from error
    _check_values(config, written)
    _check_kinds(config.kinds, written)
    return config


def _check_values(config: Config, written: Written) -> None:
    if not 1 <= config.max_file_size <= LARGEST_FILE:
        message = f"max_file_size is a number of bytes, at least 1 and at most {LARGEST_FILE:,}"
        raise ConfigError(message, where=written.place("max_file_size"))
    if config.select == ():
        raise ConfigError("select names no rule", where=written.place("select"), hint="take it out to judge by all")
    sources = config.sources or Sources()
    places = {"plans": config.plans, **{name: getattr(sources, name) for name in DEFAULT_SOURCES}}
    for key, patterns in places.items():
        if not all(pattern.strip() for pattern in patterns or ()):
            raise ConfigError(f"{key} holds an empty path", where=written.place(key), hint="write . for the root")


def _check_kinds(kinds: Mapping[str, KindSettings], written: Written) -> None:
    """Raise a ConfigError for a kind that could not be told from another one."""
    names = {TASK_KIND: TASK_KIND, SUBTASK_KIND: SUBTASK_KIND, **{kind.name: kind.name for kind in KINDS}}
    openings = {(kind.prefix + kind.separator).upper(): kind.name for kind in KINDS}
    for name, kind in kinds.items():
        where, opening = written.place("kinds", name), kind.prefix + kind.separator
        if not _KIND_NAME.fullmatch(name):
            raise ConfigError(f"a kind cannot be called {name!r}", where=where, hint="use letters and digits, no blank")
        if other := names.get(name.upper()):
            raise ConfigError(f"there is a kind {other} already", where=where, hint=f"give {name} another name")
        if other := openings.get(opening.upper()):
            message = f"the kinds {name} and {other} both begin with {opening}"
            raise ConfigError(message, where=where, hint=f"give {name} another prefix or separator")
        names[name.upper()] = openings[opening.upper()] = name


def _problem(written: Written, error: MisfitError) -> ConfigError:
    keys = tuple(part for part in error.keys if isinstance(part, str))
    where, name = written.place(*keys), ".".join(keys)
    if error.known is None:
        numbers = [part + 1 for part in error.keys if isinstance(part, int)]
        subject = f"entry {numbers[-1]} of {name}" if numbers else name
        return ConfigError(f"{subject}{error.message}", where=where)
    known = [key for key in error.known if key not in _GIVEN]
    near = nearest(keys[-1].replace("-", "_"), known, least=0.5)
    hint = f"did you mean {near}?" if near else f"known are {', '.join(known)}"
    return ConfigError(f"unknown key {name}", where=where, hint=hint)


def _line(text: str, keys: tuple[str, ...]) -> int:
    """Return the line, from 1, of the last of ``keys`` that can be found, each sought behind the one before."""
    at = 0
    for key in ("flowkit", *keys):
        name = rf"""(?<![\w-])["']?{re.escape(key)}["']?(?![\w-])"""
        found = re.compile(rf"(?m)^[ \t]*(?:\[[^\]\n]*{name}[^\]\n]*\]|{name}[ \t]*[=.])").search(text, at)
        if found is None and key in keys[-1:]:
            found = re.compile(rf"(?m)^.*{name}").search(text, at)
        at = found.start() if found else at
    return text.count("\n", 0, at) + 1
