"""A contract file in YAML: plain data alone, so tags are refused, and aliases that would stand for too much."""

from __future__ import annotations

from functools import partial

import yaml

from flowkit.contract.document import MOST_DEPTH, Contract, Tokens, UnusableContractError, Value, span_of

_MOST_VALUES = 1_000_000
_CORE = "tag:yaml.org,2002:"
_SCALARS = frozenset({"str", "int", "float", "bool", "null"})
# What YAML 1.1 sees in a plain scalar and JSON has no word for stays text: dates, and ``=``.
_TEXTS = frozenset({"timestamp", "value"})


def read_yaml(text: str, bom: int) -> Contract:
    """Return a contract file in YAML.

    Raises:
        UnusableContractError: it is no valid YAML, has several documents or a tag, or stands for too much.
    """
    if _is_deep(text):
        raise UnusableContractError(f"is nested more than {MOST_DEPTH} deep")
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        building = _Building(text, bom)
        value = None if root is None else building.value(root, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        span = None if mark is None else span_of(text, bom, mark.index, mark.index)
        raise UnusableContractError(f"is no valid YAML: {error.problem or error.context}", span) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UnusableContractError(f"is no YAML that can be read: {' '.join(str(error).split())}") from error
    return Contract(value, text, bom, partial(_locate, root), tuple(building.doubles))


def _is_deep(text: str) -> bool:
    """Whether a text is nested too deeply, by its events: they come one by one, and what they make does not."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH:
                return True
    except (yaml.YAMLError, RecursionError):
        return False  # it is composed next, and then told
    return False


class _Building:
    """Turns nodes into values, each node once."""

    def __init__(self, text: str, bom: int) -> None:
        self.doubles: dict[str, None] = {}
        self._text = text
        self._bom = bom
        self._scalars = yaml.constructor.SafeConstructor()
        self._made: dict[int, tuple[Value, int]] = {}
        self._open: set[int] = set()

    def value(self, node: yaml.Node, depth: int) -> Value:
        """Return what a node stands for."""
        return self._sized(node, depth)[0]

    def _sized(self, node: yaml.Node, depth: int) -> tuple[Value, int]:
        """Return what a node stands for, and of how many values that is made when aliases are written out."""
        if id(node) in self._open:
            raise self._wrong(node, "has an alias to what it stands in")
        if id(node) not in self._made:
            if depth > MOST_DEPTH:
                raise self._wrong(node, f"is nested more than {MOST_DEPTH} deep")
            self._open.add(id(node))
            made = self._made[id(node)] = self._make(node, depth + 1)
            self._open.discard(id(node))
            if made[1] > _MOST_VALUES:
                raise self._wrong(node, f"has aliases that stand for more than {_MOST_VALUES:,} values")
        return self._made[id(node)]

    def _make(self, node: yaml.Node, depth: int) -> tuple[Value, int]:
        kind = str(node.tag).removeprefix(_CORE)
        match node:
            case yaml.ScalarNode() if kind in _SCALARS:
                return self._scalars.construct_object(node), 1
            case yaml.ScalarNode() if kind in _TEXTS:
                return node.value, 1
            case yaml.SequenceNode() if kind == "seq":
                made = [self._sized(one, depth) for one in node.value]
                return [value for value, _ in made], 1 + sum(size for _, size in made)
            case yaml.MappingNode() if kind == "map":
                return self._mapping(node, depth)
            case _:
                raise self._wrong(node, f"has the tag {node.tag}, and only plain data is read")

    def _mapping(self, node: yaml.MappingNode, depth: int) -> tuple[Value, int]:
        merged: dict[str, Value] = {}
        own: dict[str, Value] = {}
        total = 1
        for key, below in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._wrong(key, "has a key that is no text")
            value, size = self._sized(below, depth)
            total += size
            if key.tag == f"{_CORE}merge":
                for part in value if isinstance(value, list) else [value]:
                    merged = {**part, **merged} if isinstance(part, dict) else merged
                continue
            if key.value in own:
                self.doubles[key.value] = None
            own[key.value] = value
        return {**merged, **own}, total

    def _wrong(self, node: yaml.Node, message: str) -> UnusableContractError:
        start, end = node.start_mark.index, node.end_mark.index
        return UnusableContractError(message, span_of(self._text, self._bom, start, min(end, start + 80)))


def _locate(root: yaml.Node | None, tokens: Tokens) -> tuple[int, int] | None:
    """Return where the key of a part stands; a part of a list itself."""
    node, place = root, None
    for token in tokens:
        place = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value == token:
                    place, below = key, value
        elif isinstance(node, yaml.SequenceNode) and token.isdecimal() and int(token[:7]) < len(node.value):
            place = below = node.value[int(token)]
        if place is None:
            return None
        node = below
    return None if place is None else (place.start_mark.index, place.end_mark.index)
