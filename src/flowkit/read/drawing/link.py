"""What both languages of drawings are read into: nodes, and links between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from flowkit.model.outline import Line

MOST_PAIRS = 10_000
"""How many pairs of nodes one arrow may join; whatever joins more was drawn by nobody and is left out."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node as drawn: ``id`` is what the drawing calls it, ``label`` the text that it shows."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A node at a place: the offsets are into the text of ``line``."""

    node: Node
    line: Line
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """What draws one arrow and nothing else: the offsets, into the text of ``line``, of what stands between its nodes.

    ``alone``: nothing but the arrow and its two nodes stands on the line.
    """

    line: Line
    start: int
    end: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow: ``task`` waits for ``on``; ``stroke`` is None where what draws it draws something else too."""

    task: Mention
    on: Mention
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing before its nodes are matched with tasks: its nodes and its arrows, in drawing order.

    ``mermaid``: it is written in Mermaid, and not made of characters.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    mermaid: bool = False


Lines: TypeAlias = tuple[Line, ...]
