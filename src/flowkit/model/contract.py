"""What is promised to others, as it was read from a contract file."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.model.source import Span


@dataclass(frozen=True, slots=True)
class ContractPart:
    """A part of a contract file that a plan can cite.

    Attributes:
        id: the marker that stands for it (``CE_CREATE_SESSION``).
        at: the part, as the configuration names it: an operationId, ``GET /sessions/{id}``, or None for the whole file.
        text: what it promises, in the file's own words where there are any.
        span: where it stands in the file; None where that is not known.
    """

    id: str
    at: str | None
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract file, with what a plan can cite of it: the operations of an OpenAPI document, or the whole schema."""

    title: str | None
    parts: tuple[ContractPart, ...]
    path: str
