"""What the JSON of a trace is made of; see ``flowkit.report.shapes`` for its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowkit.report.work_shapes import SourcePlaceShape


@dataclass(frozen=True, slots=True)
class TraceNodeShape:
    """Something that a chain leads through.

    ``key`` is what links and gaps call it by. ``source`` is the feature that has a planned scenario. ``result`` is the
    status of a decision, the verdict of a marker or the outcome of a test, null where nothing says; ``why`` is the
    reason for it, where there is something to mend.
    """

    key: str
    kind: Literal[
        "decision",
        "requirement",
        "task",
        "criterion",
        "coverage",
        "contract",
        "scenario",
        "test",
        "code",
        "file",
    ]
    name: str
    text: str
    place: SourcePlaceShape
    source: SourcePlaceShape | None
    result: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class TraceLinkShape:
    """``first`` leads to ``then``; ``how`` says in which way, in words."""

    first: str
    then: str
    how: str


@dataclass(frozen=True, slots=True)
class TraceGapShape:
    """A chain breaks at a node: what should stand beside it, and why it does not."""

    node: str
    wants: str
    reason: str


@dataclass(frozen=True, slots=True)
class TraceShape:
    """What ``flowkit trace --format json`` prints; ``asked`` are the nodes that were asked for, none where all were."""

    schema: Literal["flowkit-trace-1"]
    asked: tuple[str, ...]
    nodes: tuple[TraceNodeShape, ...]
    links: tuple[TraceLinkShape, ...]
    gaps: tuple[TraceGapShape, ...]
