"""What a plan says of itself and of the work, in so many words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flowkit.model.source import Span


class ClaimKind(StrEnum):
    """What a claim speaks of."""

    STATUS = "status"
    STATE = "state"
    TOTAL = "total"
    SUMMARY = "summary"
    CHECK_MARK = "check-mark"
    DEMAND = "demand"
    REPORT = "report"
    ARITHMETIC = "arithmetic"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a plan says of itself or of the work.

    Attributes:
        kind: what it speaks of.
        text: the words, as written.
        span: where they stand, as narrowly as is useful: for a total it is the number alone.
        subject: what is counted, declared, listed, demanded or computed (see below).
        value: the number or the state that is claimed, as written.
        task: the key of the task that it stands in, if it stands in one.
        section: the titles of the sections around it, outermost first.
        operands: for arithmetic, the numbers that the value is computed from, as written, with their units.
        scope: the title of the phase that a total or a status speaks of; None where it speaks of the whole plan.

    Subjects: of a total ``tasks``, ``done tasks``, ``subtasks``, ``phases``, ``criteria``, ``scenarios``,
    ``coverage targets``, ``contract endpoints`` or a marker kind; of a status the name of its field, with ``complete``
    as its value where it says so; of a state what says it, with the state of the task as its value; of a summary the
    kind, with the id as its value; of check marks ``criteria`` or ``status``, one claim a section, with the number of
    marks as its value; of a demand and a report ``percentile`` or ``average``; of arithmetic ``share``,
    ``utilization``, ``better``, ``above``, ``reduction``, ``increase``, ``sum``.
    """

    kind: ClaimKind
    text: str
    span: Span
    subject: str
    value: str
    task: str | None = None
    section: tuple[str, ...] = ()
    operands: tuple[str, ...] = ()
    scope: str | None = None
