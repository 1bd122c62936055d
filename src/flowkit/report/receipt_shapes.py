"""What the JSON of receipts is made of; the schemas under ``docs/schemas`` are generated from these classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowkit.report.shapes import FindingShape
from flowkit.report.verify_shapes import MarkerShape, SummaryShape, VerdictName, VerifiedPlanShape


@dataclass(frozen=True, slots=True)
class AskedShape:
    """What a verification was asked for; ``ran``: the test command was run for it."""

    plans: tuple[str, ...]
    dialect: str | None
    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    strict: bool
    ran: bool


@dataclass(frozen=True, slots=True)
class FileReadShape:
    """A file that the verification rests on, from the project's root, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReceiptShape:
    """What ``flowkit verify --receipt`` writes.

    ``digest`` is the SHA-256 of all other keys as canonical JSON: keys in order, no blanks, ASCII alone. Paths are
    given from the project's root.
    """

    schema: Literal["flowkit-receipt-1"]
    digest: str
    flowkit: str
    made: str
    commit: str | None
    asked: AskedShape
    failed: bool
    summary: SummaryShape
    read: tuple[FileReadShape, ...]
    plans: tuple[VerifiedPlanShape, ...]
    findings: tuple[FindingShape, ...]
    markers: tuple[MarkerShape, ...]
    left_out: tuple[FindingShape, ...]


@dataclass(frozen=True, slots=True)
class ChangedFileShape:
    """A file that is not as the receipt has it; ``new`` is one that it does not have."""

    path: str
    change: Literal["changed", "gone", "new"]


@dataclass(frozen=True, slots=True)
class ChangedMarkerShape:
    """A marker that stands otherwise than the receipt says, or rests on ``files`` that have changed.

    ``then`` is null where the receipt does not know it, ``now`` where it is gone.
    """

    ref: str
    then: VerdictName | None
    now: VerdictName | None
    reasons: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptCheckShape:
    """What ``flowkit receipt check --format json`` prints.

    ``flowkit`` and ``commit`` are those of now. ``vouched`` counts the markers that stand as they did by the receipt's
    word for the run that it was made with.
    """

    schema: Literal["flowkit-receipt-check-1"]
    made: str
    made_by: str
    made_at: str | None
    flowkit: str
    commit: str | None
    changed: bool
    vouched: int
    files: tuple[ChangedFileShape, ...]
    markers: tuple[ChangedMarkerShape, ...]
