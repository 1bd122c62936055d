"""The chains from decisions to the results of tests, and where they break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from flowkit.model.source import Span
from flowkit.model.verdict import Place


class Kind(StrEnum):
    """What a node of a trace is, in the order of a chain."""

    DECISION = "decision"
    REQUIREMENT = "requirement"
    TASK = "task"
    CRITERION = "criterion"
    COVERAGE = "coverage"
    CONTRACT = "contract"
    SCENARIO = "scenario"
    TEST = "test"
    CODE = "code"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A requirement as a spec states it.

    Attributes:
        id: its id.
        title: what is wanted, on one line.
        span: where the spec defines it.
        aliases: the ids of what belongs to it, by which tasks may name it too.
    """

    id: str
    title: str
    span: Span
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which tasks may call it."""
        return (self.id, *self.aliases)


@dataclass(frozen=True, slots=True)
class SpecIndex:
    """What a spec wants: its path, the ids of the decisions that it names, and its requirements."""

    path: str
    decisions: frozenset[str]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """Something that a chain leads through.

    Attributes:
        key: what tells it from every other node; the same from run to run.
        kind: what it is.
        name: the name by which it is called: an id, a full name, a path, the name of a test.
        label: its name as short as its neighbours allow.
        text: what it says; empty where its name says all.
        place: where it stands.
        source: the feature that has it, where that is another place.
        result: what became of it: the status of a decision, a verdict, the outcome of a test; None where nothing says.
        why: the reason for the result, where there is something to mend.
        owed: it is to hold now; False for what belongs to a task that says itself that it is not done.
    """

    key: str
    kind: Kind
    name: str
    label: str
    text: str
    place: Place
    source: Place | None = None
    result: str | None = None
    why: str | None = None
    owed: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """``first`` leads to ``then``, by their keys; ``how`` says in which way (``is verified by``)."""

    first: str
    then: str
    how: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A chain breaks at a node: what should stand beside it, and why it does not."""

    node: str
    wants: str
    reason: str


@dataclass(frozen=True)  # without slots, so that what is asked of it often is gathered once
class Trace:
    """Chains, or a part of them.

    Attributes:
        nodes: the nodes by key, in the order of the documents.
        links: what leads to what; no chain leads back to where it came from.
        gaps: where chains break.
        asked: the keys of the nodes that were asked for; empty where all were.
        backwards: it was asked what leads to them.
    """

    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    gaps: tuple[Gap, ...] = ()
    asked: tuple[str, ...] = ()
    backwards: bool = False

    @cached_property
    def after(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that each node leads to."""
        return _grouped((link.first, link.then) for link in self.links)

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that lead to each node."""
        return _grouped((link.then, link.first) for link in self.links)

    @cached_property
    def gaps_of(self) -> Mapping[str, tuple[Gap, ...]]:
        """The gaps of each node."""
        found: dict[str, tuple[Gap, ...]] = {}
        for gap in self.gaps:
            found[gap.node] = (*found.get(gap.node, ()), gap)
        return found

    @property
    def roots(self) -> tuple[str, ...]:
        """The keys of the nodes that chains begin with, seen from where one looks."""
        return tuple(key for key in self.nodes if not (self.after if self.backwards else self.before).get(key))


@dataclass(slots=True)
class Web:
    """A trace while it is woven."""

    nodes: dict[str, Node] = field(default_factory=dict)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def add(self, node: Node) -> str:
        """Add a node, unless one of its key is there; return the key."""
        return self.nodes.setdefault(node.key, node).key

    def join(self, first: str, then: str, how: str) -> None:
        """Let a node lead to another."""
        self.links.setdefault((first, then), Link(first, then, how))

    def trace(self) -> Trace:
        """Return what was woven."""
        return Trace(self.nodes, tuple(self.links.values()), tuple(self.gaps))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, other in pairs:
        found.setdefault(key, []).append(other)
    return {key: tuple(others) for key, others in found.items()}
