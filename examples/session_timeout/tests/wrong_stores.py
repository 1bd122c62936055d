"""Stores with one fault each, and which demands of the contract the fault is against."""

from __future__ import annotations

import time
from math import inf, isfinite, isnan, nextafter

from msgspec.structs import replace
from typing_extensions import override

from session_timeout import DuplicateSessionError, InMemorySessionStore, Session, SessionId, Timestamp

from .racing_stores import (
    CleanupDoesNotLookAgain,
    CleanupInOneGo,
    CleanupLosesItsPlace,
    RotateTakesTwoSteps,
    TouchTakesNoLock,
    TouchTakesTwoSteps,
    UpdateLetsOthersIn,
)


class UpdateInserts(InMemorySessionStore):
    """Save whatever comes, as a plain dictionary would."""

    @override
    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        if not isnan(now) and await self.read(session_id, now) is None:
            await self.create(Session(session_id, now, now + 900, now + 900, None, data), now)
        return await super().update(session_id, version, data, now)


class UpdateIgnoresVersions(InMemorySessionStore):
    """Let the last writer win."""

    @override
    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        old = await self.read(session_id, now)
        return None if old is None else await super().update(session_id, old.version, data, now)


class ReadIgnoresNow(InMemorySessionStore):
    """Give what is there, ended or not."""

    @override
    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:
        return self._sessions.get(session_id)


class ReadOneInstantTooLong(InMemorySessionStore):
    """Count the deadline itself as life."""

    @override
    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:
        return await super().read(session_id, nextafter(now, -inf))


class ReadLooksAtTheClock(InMemorySessionStore):
    """Go by the time of the machine."""

    @override
    async def read(self, session_id: SessionId, now: Timestamp) -> Session | None:
        return await super().read(session_id, max(now, time.time()))


class TouchPassesTheAbsoluteDeadline(InMemorySessionStore):
    """Set any deadline."""

    @override
    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        old = await self.read(session_id, now)
        if old is None or not -inf < deadline < inf:
            return await super().touch(session_id, deadline, now)
        await self.delete(session_id)
        await self.create(replace(old, deadline=deadline, absolute_deadline=max(deadline, old.absolute_deadline)), now)
        return await self.read(session_id, now)


class TouchCountsAsAChange(InMemorySessionStore):
    """Count the version up."""

    @override
    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        old = await super().touch(session_id, deadline, now)
        return None if old is None else await self.update(session_id, old.version, old.data, now)


class TouchRevives(InMemorySessionStore):
    """Prolong what has ended."""

    @override
    async def touch(self, session_id: SessionId, deadline: Timestamp, now: Timestamp) -> Session | None:
        return await super().touch(session_id, deadline, -inf)


class CreateOverwrites(InMemorySessionStore):
    """Insert or replace."""

    @override
    async def create(self, session: Session, now: Timestamp) -> None:
        try:
            await super().create(session, now)
        except DuplicateSessionError:
            await self.delete(session.id)
            await super().create(session, now)


class CreateIsStoppedByWhatHasEnded(InMemorySessionStore):
    """Insert unless anything of the id is there."""

    @override
    async def create(self, session: Session, now: Timestamp) -> None:
        await super().create(session, -inf)


class CreateTakesAnyDeadline(InMemorySessionStore):
    """Take an infinite deadline for a late one."""

    @override
    async def create(self, session: Session, now: Timestamp) -> None:
        late = session.deadline == inf
        await super().create(replace(session, deadline=1e300, absolute_deadline=inf) if late else session, now)


class RotateLeavesTheOldOne(InMemorySessionStore):
    """Insert the new session and forget to remove the old one."""

    @override
    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        if self._unchanged(session_id, version, now) is None:
            return None
        await self.create(replacement, now)
        return replacement


class RotateInserts(InMemorySessionStore):
    """Insert the new session, whatever became of the old one."""

    @override
    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        if await super().rotate(session_id, version, replacement, now) is None:
            await self.create(replacement, now)
        return replacement


class RotateTakesAnyAbsoluteDeadline(InMemorySessionStore):
    """Take an absolute deadline that is before the deadline, or no number."""

    @override
    async def rotate(self, session_id: SessionId, version: int, replacement: Session, now: Timestamp) -> Session | None:
        if isfinite(replacement.deadline) and not replacement.deadline <= replacement.absolute_deadline:
            replacement = replace(replacement, absolute_deadline=replacement.deadline)
        return await super().rotate(session_id, version, replacement, now)


class NoMomentIsAnyMoment(InMemorySessionStore):
    """Compare in such a way that NaN as the present is before every deadline."""

    @override
    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        return await super().update(session_id, version, data, -inf if isnan(now) else now)


class CleanupOneInstantTooMuch(InMemorySessionStore):
    """Remove what ends within the next microsecond, too."""

    @override
    async def cleanup(self, now: Timestamp) -> int:
        return await super().cleanup(now + 1e-6)


class CleanupOneInstantTooLittle(InMemorySessionStore):
    """Leave what ends this instant."""

    @override
    async def cleanup(self, now: Timestamp) -> int:
        return await super().cleanup(nextafter(now, -inf))


class DeleteSubjectByPrefix(InMemorySessionStore):
    """Take a subject for the beginning of one."""

    @override
    async def delete_subject(self, subject: str, keep: SessionId | None = None) -> int:
        names = [name for name in self._subjects if name.startswith(subject)]
        return sum([await InMemorySessionStore.delete_subject(self, name, keep) for name in names])


class DeleteSubjectKeepsNone(InMemorySessionStore):
    """Forget that one is to be kept."""

    @override
    async def delete_subject(self, subject: str, keep: SessionId | None = None) -> int:
        return await super().delete_subject(subject)


class DeleteComplains(InMemorySessionStore):
    """Fail if there is nothing to delete."""

    @override
    async def delete(self, session_id: SessionId) -> None:
        self._remove(session_id)


class ListsAnyhow(InMemorySessionStore):
    """List in the order of insertion, ended ones too."""

    @override
    async def list_subject(self, subject: str, now: Timestamp) -> list[Session]:
        return [self._sessions[session_id] for session_id in self._subjects.get(subject, ())]


RACE = "one_of_many_concurrent_updates_wins"
OTHER_RACE = "one_of_many_concurrent_creates_and_rotations_wins"
BOTH = "touch_and_update_keep_what_the_other_did"
CHANGE_DELETE = "a_change_that_meets_a_delete_brings_nothing_back"
CHANGE_ROTATION = "a_change_that_meets_a_rotation_brings_nothing_back"
ROTATION_DELETE = "a_rotation_that_meets_a_delete_leaves_no_survivor"
SPARES = "cleanup_spares_what_is_renewed_meanwhile"
TURN = "cleanup_lets_others_in"
CANCELLED = "cleanup_that_is_cancelled_loses_nothing"
NO_PRESENT = "a_present_that_is_no_number_finds_nothing"
NO_ABSOLUTE = "an_absolute_deadline_before_the_deadline_is_refused"
TOUCH = {"touch_moves_the_deadline_alone", "touch_never_passes_the_absolute_deadline"}
READ = {"read_ends_at_the_deadline", "touch_never_creates"}

WRONG: list[tuple[type[InMemorySessionStore], set[str], str]] = [
    (
        UpdateInserts,
        {"update_never_inserts", CHANGE_DELETE, CHANGE_ROTATION},
        "update returns None for what is absent",
    ),
    (UpdateLetsOthersIn, {RACE, BOTH, CHANGE_DELETE, CHANGE_ROTATION}, "undo nothing of one another"),
    (UpdateIgnoresVersions, {RACE, "update_refuses_an_outdated_version"}, "update compares versions"),
    (ReadIgnoresNow, {NO_PRESENT} | READ | TOUCH, "over once now == deadline"),
    (ReadOneInstantTooLong, READ | TOUCH, "over once now == deadline"),
    (NoMomentIsAnyMoment, {NO_PRESENT}, "at NaN, update finds nothing"),
    (
        TouchTakesTwoSteps,
        {BOTH, CHANGE_DELETE, CHANGE_ROTATION, TURN},
        "a touch or an update that meets a delete brings nothing back",
    ),
    (TouchTakesNoLock, {BOTH, CHANGE_DELETE, CHANGE_ROTATION}, "the old id is dead after a rotation"),
    (
        TouchPassesTheAbsoluteDeadline,
        {"touch_never_passes_the_absolute_deadline", NO_ABSOLUTE},
        "stops at the absolute deadline",
    ),
    (
        TouchCountsAsAChange,
        {"cleanup_is_exact", BOTH, CHANGE_ROTATION, NO_ABSOLUTE} | TOUCH,
        "touch returns the session with its new deadline",
    ),
    (TouchRevives, {"touch_never_creates", NO_PRESENT}, "touch returns None for what is absent"),
    (
        CreateOverwrites,
        {"create_never_overwrites", OTHER_RACE, NO_PRESENT},
        "create only inserts; it raises DuplicateSessionError",
    ),
    (CreateIsStoppedByWhatHasEnded, {"create_may_replace_what_has_ended", SPARES}, "is in the store already"),
    (CreateTakesAnyDeadline, {"a_deadline_that_never_comes_is_refused"}, "create refuses the deadline inf"),
    (
        RotateLeavesTheOldOne,
        {OTHER_RACE, CHANGE_ROTATION, "rotate_of_what_is_absent_inserts_nothing", "rotate_replaces_a_session"},
        "the old id is dead after a rotation",
    ),
    (
        RotateInserts,
        {OTHER_RACE, ROTATION_DELETE, NO_PRESENT, "rotate_of_what_is_absent_inserts_nothing"},
        "rotate returns None for what is absent",
    ),
    (RotateTakesTwoSteps, {ROTATION_DELETE}, "a rotation under way saves nothing from the deletion of a subject"),
    (RotateTakesAnyAbsoluteDeadline, {NO_ABSOLUTE}, "rotate refuses the deadline 1001000.0 and the absolute deadline"),
    (CleanupDoesNotLookAgain, {SPARES, TURN}, "cleanup removed 2400 of 2400, of which 2400 were renewed"),
    (CleanupInOneGo, {TURN}, "a clean-up of 2400 sessions ran to its end before another task had a turn"),
    (CleanupOneInstantTooMuch, {"cleanup_is_exact"}, "nothing has ended before the first deadline"),
    (
        CleanupOneInstantTooLittle,
        {"cleanup_is_exact", CANCELLED, "rotate_replaces_a_session"},
        "cleanup returned 2, but 3 sessions had ended",
    ),
    (CleanupLosesItsPlace, {CANCELLED, TURN}, "a cancelled cleanup left 2399 sessions, the next one removed 0"),
    (DeleteSubjectByPrefix, {"delete_subject_removes_all_of_one_subject"}, "delete_subject returns how many"),
    (DeleteSubjectKeepsNone, {"delete_subject_keeps_one"}, "the kept session is not counted"),
    (DeleteComplains, {"delete_is_idempotent", ROTATION_DELETE}, ""),
    (ListsAnyhow, {"list_subject_is_in_order_and_without_what_has_ended", NO_PRESENT}, "list_subject returns"),
]
