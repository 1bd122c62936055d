"""A verification that was written down, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flowkit.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that a verification rests on, by its path from the project's root and the digest of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verification was asked for; see ``flowkit.request.Request`` and ``flowkit.request.Choice``.

    Attributes:
        plans: the plans that were named, from the project's root; none: all that are configured.
        dialect: the dialect that was named.
        select, ignore: the rules that were chosen on the command line.
        strict: an unproven completion was an error.
        ran: the test command was run for it, so that its reports were fresh without a record.
    """

    plans: tuple[str, ...] = ()
    dialect: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    strict: bool = False
    ran: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a verification comes from.

    Attributes:
        flowkit: the version of flowkit.
        made: when, as ISO 8601 has it.
        commit: the commit that was checked out; None where there was none.
        asked: what was asked for.
        failed: it failed.
        files: what it rests on, in order of their paths.
    """

    flowkit: str
    made: str
    commit: str | None
    asked: Asked
    failed: bool
    files: tuple[FileRead, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """The verdict that a receipt gives a marker, and the files that its evidence stood in."""

    ref: str
    verdict: Verdict
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A verification that was written down."""

    provenance: Provenance
    markers: tuple[Marked, ...]


class FileChange(StrEnum):
    """What became of a file that a verification rests on."""

    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Aged:
    """What became of a marker.

    Attributes:
        ref: its full name.
        then: what the receipt says; None where it does not know it.
        now: what the evidence says now; None where the marker is gone.
        reasons: why it is so now, in words.
        files: what its evidence stood in then and stands in now, and has changed.
    """

    ref: str
    then: Verdict | None
    now: Verdict | None
    reasons: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A receipt, and what has changed since.

    Attributes:
        receipt: the receipt.
        flowkit: the version of flowkit now.
        commit: the commit that is checked out now.
        files: each file that has changed, in order of their paths.
        markers: each marker that has.
        vouched: how many markers stand as they did, by the receipt's word for the run that it was made with.
    """

    receipt: Receipt
    flowkit: str
    commit: str | None
    files: tuple[tuple[str, FileChange], ...]
    markers: tuple[Aged, ...]
    vouched: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything has changed."""
        return bool(self.files or self.markers)
