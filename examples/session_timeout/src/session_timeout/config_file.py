"""What a file of TOML or YAML says in its table ``session``, and on which lines. Its other tables are left alone."""

from __future__ import annotations

import re
from pathlib import Path
from reprlib import Repr
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import yaml

Sources: TypeAlias = dict[Any, tuple[object, str]]
"""Each setting that is set somewhere: its value, and where that is, in words."""

Parsed: TypeAlias = tuple[dict[str, Any], dict[str, int]]
"""A document, and the lines of its table ``session`` and of the settings in it, as far as they are easy to find."""

_TOML_NAME = re.compile(r"""\s*(?:\[(?P<table>[\w\s."'-]+)\]|(?P<key>[\w\s."'-]+)=)""")


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


def read_settings(path: Path) -> Sources:
    """Return the settings that a file has in its table ``session``, unchecked; none if there is no such table.

    Args:
        path: TOML (``.toml``) or YAML (``.yaml``, ``.yml``) in UTF-8.

    Raises:
        SessionConfigError: the file cannot be read, is not of its format, or has a ``session`` that is not a table.
    """
    parse = {".toml": _parse_toml, ".yaml": _parse_yaml, ".yml": _parse_yaml}.get(path.suffix.lower())
    if parse is None:
        raise SessionConfigError(f"{path}: a configuration is a file of TOML (.toml) or of YAML (.yaml, .yml)")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise SessionConfigError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    document, lines = parse(path, text)
    place = f"{path}:{lines['session']}" if "session" in lines else str(path)
    for name in document:
        if name.startswith("session."):
            raise SessionConfigError(f"{path}: {name!r} is one name here; put the setting into a table named session")
    settings = document.get("session", {})
    if not isinstance(settings, dict):
        raise SessionConfigError(f"{place}: session is {brief(settings)}, and has to be a table of settings")
    return {name: (value, f"{path}:{lines[name]}" if name in lines else place) for name, value in settings.items()}


def _parse_toml(path: Path, text: str) -> Parsed:
    """Read TOML."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # too long a number is a ValueError, but not one of TOML
        raise SessionConfigError(f"{path}: this is not TOML: {error}") from error
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = _TOML_NAME.match(line)
        if found is None:
            continue
        name = re.sub(r"[\s\"']", "", found["table"] or table + found["key"])
        if found["table"]:
            table = f"{name}."
        if name == "session" or name.startswith("session."):
            lines.setdefault(name.removeprefix("session."), number)
    return document, lines


def _parse_yaml(path: Path, text: str) -> Parsed:
    """Read YAML. Nothing is made of what stands beside ``session``: an application may use tags of its own there."""
    import yaml

    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        if root is None:
            return {}, {}
        loader.flatten_mapping(_mapping(root))
        document = {key.value: (key, node) for key, node in root.value if isinstance(key, yaml.ScalarNode)}
        if "session" not in document:
            return document, {}
        key, node = document["session"]
        lines = {"session": key.start_mark.line + 1}
        if isinstance(node, yaml.MappingNode):
            _mapping(node)
        settings = loader.construct_document(node)  # puts what "<<" stands for among the entries
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError) as error:
        # a value that is not what its own tag says, such as !!int "", is an error of any of these kinds
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise SessionConfigError(f"{place}: this is not YAML: {getattr(error, 'problem', None) or error}") from error
    entries = node.value if isinstance(node, yaml.MappingNode) else []
    lines |= {str(one.value): one.start_mark.line + 1 for one, _ in entries if isinstance(one, yaml.ScalarNode)}
    return {**document, "session": settings}, lines


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
