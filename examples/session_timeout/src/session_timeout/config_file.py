"""What a file of TOML or YAML says in its table ``session``, and on which lines. Its other tables are left alone.

A file that was named and has no such table is a mistake: an empty file, one that is half written, or one whose settings
stand where nobody looks for them. To take all defaults instead would change how long everybody's session lives.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from reprlib import Repr
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import yaml

Sources: TypeAlias = dict[Any, tuple[object, str]]
"""Each setting that is set somewhere: its value, and where that is, in words."""


class Parsed(NamedTuple):
    """A document, and the lines of what stands in it, as far as they are easy to find."""

    document: dict[str, Any]
    tables: dict[str, int]
    """The lines of the names at the top of the document."""
    settings: dict[str, int]
    """The lines of the names in the table ``session``."""


_TOML_NAME = re.compile(r"""\s*(?:\[\[?(?P<table>[\w\s."'-]+)\]|(?P<key>[\w\s."'-]+)=)""")


class SessionConfigError(ValueError):
    """A configuration cannot be used. The message says where it stands, which setting it is, and what it may be."""


def brief(value: object) -> str:
    """Return what a value is, short enough for a message, however large it is."""
    writer = Repr()
    writer.maxlevel = 1
    try:
        return writer.repr(value)
    except ValueError:  # Python writes no number of more than some thousand digits
        return "a number of thousands of digits"


# implements: feat-session-timeout:IMPL_005
def read_settings(path: Path, known: Collection[str] = ()) -> Sources:
    """Return the settings that a file has in its table ``session``, unchecked.

    Args:
        path: TOML (``.toml``) or YAML (``.yaml``, ``.yml``) in UTF-8.
        known: the settings that there are, to name those that stand outside of a missing table.

    Raises:
        SessionConfigError: the file cannot be read, is not of its format, has no ``session`` or one that is no table.
    """
    parse = {".toml": _parse_toml, ".yaml": _parse_yaml, ".yml": _parse_yaml}.get(path.suffix.lower())
    if parse is None:
        raise SessionConfigError(f"{path}: a configuration is a file of TOML (.toml) or of YAML (.yaml, .yml)")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise SessionConfigError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    document, tables, lines = parse(path, text)
    for name in document:
        if name.startswith("session."):
            raise SessionConfigError(f"{path}: {name!r} is one name here; put the setting into a table named session")
    if "session" not in document:
        raise SessionConfigError(_without_table(path, tables, document, known))
    settings, table = document["session"], _place(path, tables, "session")
    if not isinstance(settings, dict):
        raise SessionConfigError(f"{table}: session is {brief(settings)}, and has to be a table of settings")
    return {name: (value, _place(path, lines, name) if name in lines else table) for name, value in settings.items()}


def _place(path: Path, lines: dict[str, int], name: str) -> str:
    """Return where a name stands, for a message."""
    return f"{path}:{lines[name]}" if name in lines else str(path)


def _without_table(path: Path, lines: dict[str, int], names: Collection[str], known: Collection[str]) -> str:
    """Say that a file has no table ``session``, and which of its names were perhaps meant to be in it or to be it."""
    stray = [name for name in names if name in known]
    if stray:
        return "\n".join(f"{_place(path, lines, name)}: {name} has to stand in a table named session" for name in stray)
    for name in names:
        if get_close_matches(name.partition(".")[0].lower(), ["session"]):
            return f"{_place(path, lines, name)}: there is no table named session; is it {brief(name)}?"
    return f"{path}: there is no table named session; one without settings in it would leave the defaults"


def _parse_toml(path: Path, text: str) -> Parsed:
    """Read TOML."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # too long a number is a ValueError, but not one of TOML
        raise SessionConfigError(f"{path}: this is not TOML: {error}") from error
    tables: dict[str, int] = {}
    settings: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = _TOML_NAME.match(line)
        if found is None:
            continue
        name = re.sub(r"[\s\"']", "", found["table"] or table + found["key"])
        if found["table"]:
            table = f"{name}."
        first, _, rest = name.partition(".")
        tables.setdefault(first, number)
        if first == "session" and rest:
            settings.setdefault(rest, number)
    return Parsed(document, tables, settings)


def _parse_yaml(path: Path, text: str) -> Parsed:
    """Read YAML. Nothing is made of what stands beside ``session``: an application may use tags of its own there."""
    import yaml

    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        if root is None:
            return Parsed({}, {}, {})
        loader.flatten_mapping(_mapping(root))
        document = {key.value: node for key, node in root.value if isinstance(key, yaml.ScalarNode)}
        tables = _lines(root)
        if "session" not in document:
            return Parsed(document, tables, {})
        node = document["session"]
        if isinstance(node, yaml.MappingNode):
            _mapping(node)
        settings = loader.construct_document(node)  # puts what "<<" stands for among the entries
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        # a value that is not what its own tag says, such as !!int "", is an error of any of these kinds
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise SessionConfigError(f"{place}: this is not YAML: {getattr(error, 'problem', None) or error}") from error
    return Parsed({**document, "session": settings}, tables, _lines(node))


def _lines(node: yaml.Node) -> dict[str, int]:
    """Return the lines of the names in a mapping; none for what is not one."""
    import yaml

    entries = node.value if isinstance(node, yaml.MappingNode) else []
    return {str(one.value): one.start_mark.line + 1 for one, _ in entries if isinstance(one, yaml.ScalarNode)}


def _mapping(node: yaml.Node) -> yaml.MappingNode:
    """Refuse what is not a mapping, and one with a name in it twice, of which PyYAML would take the last."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise yaml.constructor.ConstructorError(None, None, "a mapping is wanted", node.start_mark)
    names: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in names:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} is there twice", key.start_mark)
            names.add(key.value)
    return node
