"""What flowkit's JSON is made of; the schemas under ``docs/schemas`` are generated from these classes.

Within a version, keys may be added; a key that goes or changes its meaning makes a new version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CheckboxesShape:
    """How many boxes a document has, and how many of them are ticked."""

    total: int
    checked: int


@dataclass(frozen=True, slots=True)
class EntryShape:
    """An entry of one of a task's lists; ``ref`` ends in its number in that list where it has no id of its own."""

    id: str | None
    ref: str
    text: str
    done: bool | None
    line: int | None


@dataclass(frozen=True, slots=True)
class TaskShape:
    """A task; ``file_notes`` says of each of ``files`` what the plan says beside it.

    ``path`` is the document that it stands in, ``status`` its status as written.
    """

    id: str | None
    ref: str
    title: str
    kind: str
    path: str
    line: int | None
    phase: str | None
    status: str | None
    state: Literal["open", "in progress", "done", "dropped", "unknown"]
    done: bool
    optional: bool
    priority: str | None
    labels: tuple[str, ...]
    effort_hours: float | None
    depends_on: tuple[str, ...]
    files: tuple[str, ...]
    file_notes: tuple[str | None, ...]
    requirements: tuple[str, ...]
    criteria: tuple[EntryShape, ...]
    verifications: tuple[EntryShape, ...]
    changes: tuple[EntryShape, ...]
    how_to_test: tuple[EntryShape, ...]
    checklist: tuple[EntryShape, ...]
    scenarios: tuple[EntryShape, ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitationShape:
    """A marker that a plan cites and does not define; ``line`` is where it does so first."""

    id: str
    kind: str
    line: int


@dataclass(frozen=True, slots=True)
class PhaseShape:
    """A phase, section or story that groups tasks."""

    title: str
    line: int | None


@dataclass(frozen=True, slots=True)
class CoverageTargetShape:
    """A coverage figure that a task is to reach; ``minimum`` is a percentage."""

    id: str
    metric: str | None
    minimum: float | None
    of: str | None
    task: str | None
    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ContractEndpointShape:
    """A part of a contract that a task is to implement."""

    id: str
    task: str | None
    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ClaimShape:
    """Something that a plan says of itself or of the work."""

    kind: Literal["status", "state", "total", "summary", "check-mark", "demand", "report", "arithmetic"]
    text: str
    subject: str
    value: str
    task: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class WantedShape:
    """What a spec in the folder of a plan wants; ``names`` are those by which tasks may call it."""

    id: str
    names: tuple[str, ...]
    title: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class PlanShape:
    """A plan as it was read; an edge is a task and what it depends on, by their ids or by the labels of the drawing."""

    path: str
    id: str
    dialect: str
    title: str | None
    status: str | None
    run_id: str | None
    adr: str | None
    phases: tuple[PhaseShape, ...]
    tasks: tuple[TaskShape, ...]
    coverage_targets: tuple[CoverageTargetShape, ...]
    contract_endpoints: tuple[ContractEndpointShape, ...]
    graph_edges: tuple[tuple[str, str], ...]
    checkboxes: CheckboxesShape
    claims: tuple[ClaimShape, ...]
    citations: tuple[CitationShape, ...]
    wanted: tuple[WantedShape, ...]


@dataclass(frozen=True, slots=True)
class ShowShape:
    """What ``flowkit show --format json`` prints."""

    schema: Literal["flowkit-show-1"]
    plans: tuple[PlanShape, ...]


@dataclass(frozen=True, slots=True)
class FileCountShape:
    """The markers of one document, by kind: distinct ones that it defines, and other places where one stands."""

    path: str
    defined: Mapping[str, int]
    cited: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TotalCountShape:
    """The markers of all documents together, by kind."""

    defined: Mapping[str, int]
    cited: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CountShape:
    """What ``flowkit count --format json`` prints."""

    schema: Literal["flowkit-count-1"]
    files: tuple[FileCountShape, ...]
    total: TotalCountShape


@dataclass(frozen=True, slots=True)
class PlaceShape:
    """A place that belongs to a finding, and what is there."""

    path: str
    line: int | None
    column: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class EditShape:
    """A text in the place of the bytes of a file from ``start`` (from 0) up to and without ``end``."""

    start: int
    end: int
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class FindingShape:
    """Something that is wrong; ``line`` and ``column`` count from 1 and are null for a whole document.

    ``edits`` mend it in the file of ``path``; there are none where that takes thought.
    """

    rule: str
    severity: Literal["error", "warning", "info"]
    message: str
    path: str
    line: int | None
    column: int | None
    marker: str | None
    related: tuple[PlaceShape, ...]
    hint: str | None
    edits: tuple[EditShape, ...]


@dataclass(frozen=True, slots=True)
class ExplainShape:
    """What ``flowkit explain RULE --format json`` prints; ``page`` is Markdown."""

    schema: Literal["flowkit-explain-1"]
    rule: str
    severity: Literal["error", "warning", "info"]
    summary: str
    page: str
