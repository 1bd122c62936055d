"""Stores with one fault each, and which demands of the contract the fault is against."""

from __future__ import annotations

import asyncio
import time
from math import inf, nextafter

from msgspec.structs import replace
from typing_extensions import override

from session_timeout import DuplicateSessionError, InMemorySessionStore, Session, SessionId, Timestamp


class UpdateInserts(InMemorySessionStore):
    """Save whatever comes, as a plain dictionary would."""

    @override
    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        if await self.read(session_id, now) is None:
            await self.create(Session(session_id, now, now + 900, now + 900, None, data), now)
        return await super().update(session_id, version, data, now)


class UpdateLetsOthersIn(InMemorySessionStore):
    """Compare and set in two steps."""

    @override
    async def update(self, session_id: SessionId, version: int, data: bytes, now: Timestamp) -> Session | None:
        old = self._unchanged(session_id, version, now)
        await asyncio.sleep(0)
        if old is not None:
            self._sessions[session_id] = old = replace(old, data=data, version=version + 1)
        return old


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
        await self.create(replace(old, deadline=deadline), now)
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
        await super().create(replace(session, deadline=1e300) if late else session, now)


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


class CleanupLosesItsPlace(InMemorySessionStore):
    """Take everything out of the wheel before anything is removed."""

    @override
    async def cleanup(self, now: Timestamp) -> int:
        ended, _ = self._wheel.take(now, len(self) + 1)
        for session_id in ended:
            self._forget(self._sessions[session_id])
            await asyncio.sleep(0)
        return len(ended)


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
CANCELLED = "cleanup_that_is_cancelled_loses_nothing"
TOUCH = {"touch_moves_the_deadline_alone", "touch_never_passes_the_absolute_deadline"}

WRONG: list[tuple[type[InMemorySessionStore], set[str], str]] = [
    (UpdateInserts, {"update_never_inserts"}, "update returns None for what is absent"),
    (UpdateLetsOthersIn, {RACE}, ""),
    (UpdateIgnoresVersions, {RACE, "update_refuses_an_outdated_version"}, "update compares versions"),
    (ReadIgnoresNow, {"read_ends_at_the_deadline", "touch_never_creates"} | TOUCH, "over once now == deadline"),
    (ReadOneInstantTooLong, {"read_ends_at_the_deadline", "touch_never_creates"} | TOUCH, "over once now == deadline"),
    (TouchPassesTheAbsoluteDeadline, {"touch_never_passes_the_absolute_deadline"}, "stops at the absolute deadline"),
    (TouchCountsAsAChange, {"cleanup_is_exact"} | TOUCH, "touch returns the session with its new deadline"),
    (TouchRevives, {"touch_never_creates"}, "touch returns None for what is absent"),
    (CreateOverwrites, {"create_never_overwrites", OTHER_RACE}, "create only inserts; it raises DuplicateSessionError"),
    (CreateIsStoppedByWhatHasEnded, {"create_may_replace_what_has_ended"}, "is in the store already"),
    (CreateTakesAnyDeadline, {"a_deadline_that_never_comes_is_refused"}, "create refuses the deadline inf"),
    (
        RotateLeavesTheOldOne,
        {OTHER_RACE, "rotate_of_what_is_absent_inserts_nothing", "rotate_replaces_a_session"},
        "the old id is dead after a rotation",
    ),
    (RotateInserts, {OTHER_RACE, "rotate_of_what_is_absent_inserts_nothing"}, "rotate returns None for what is absent"),
    (CleanupOneInstantTooMuch, {"cleanup_is_exact"}, "nothing has ended before the first deadline"),
    (
        CleanupOneInstantTooLittle,
        {"cleanup_is_exact", CANCELLED, "rotate_replaces_a_session"},
        "cleanup returned 2, but 3 sessions had ended",
    ),
    (CleanupLosesItsPlace, {CANCELLED}, "a cancelled cleanup left 2399 sessions, the next one removed 0"),
    (DeleteSubjectByPrefix, {"delete_subject_removes_all_of_one_subject"}, "delete_subject returns how many"),
    (DeleteSubjectKeepsNone, {"delete_subject_keeps_one"}, "the kept session is not counted"),
    (DeleteComplains, {"delete_is_idempotent"}, ""),
    (ListsAnyhow, {"list_subject_is_in_order_and_without_what_has_ended"}, "list_subject returns"),
]
