"""The scenarios of features/session_timeout.feature, each under a clock that is handed in and under freezegun."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from session_timeout import (
    InMemorySessionStore,
    IssuedSession,
    Session,
    SessionConfig,
    SessionConfigProvider,
    SessionManager,
    Timestamp,
    session_id,
)

from .clocks import Clock
from .shop import STRANGER, Browsers, Shop

FEATURE = Path(__file__).resolve().parents[3] / "features" / "session_timeout.feature"
MANAGER = r"a session manager with a timeout of (?P<timeout>\d+) seconds(?P<renews> that renews sessions on use)?"
APPLICATION = "an application with a timeout of {timeout:d} seconds and a clean-up interval of {interval:d} seconds"
MOMENT = r"(?P<moment>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"

pytestmark = pytest.mark.usefixtures("clock")

scenarios(str(FEATURE))


class WatchedStore(InMemorySessionStore):
    """A store that counts how often it was cleaned up."""

    cleanups = 0

    async def cleanup(self, now: Timestamp) -> int:
        """Count, and clean up."""
        self.cleanups += 1
        return await super().cleanup(now)


@dataclass(frozen=True)
class Stored:
    """Sessions that were put into a store, those that have ended and those that have not."""

    ended: Sequence[Session] = ()
    valid: Sequence[Session] = ()


def moment_of(text: str) -> datetime:
    """Return the moment that a step names, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def stored(store: InMemorySessionStore, deadlines: Sequence[Timestamp]) -> list[Session]:
    """Put sessions into a store, each a minute before it ends."""
    sessions = [
        Session(session_id(f"the holder of {deadline}"), deadline - 60, deadline, deadline, "ada")
        for deadline in deadlines
    ]
    for session in sessions:
        asyncio.run(store.create(session, session.created_at))
    return sessions


def configure(path: Path, timeout: int, interval: int) -> None:
    """Write the configuration as an operator would."""
    path.write_text(
        f"[session]\ntimeout_seconds = {timeout}\ncleanup_interval_seconds = {interval}\n", encoding="utf-8"
    )


@pytest.fixture
def store() -> WatchedStore:
    """The store that the sessions are in."""
    return WatchedStore()


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """The file that the operator writes."""
    return tmp_path / "session.toml"


@given("an empty session store")
def _(store: InMemorySessionStore) -> None:
    assert len(store) == 0


@given(parsers.re(f"the clock shows {MOMENT}"))
def _(clock: Clock, moment: str) -> None:
    clock.show(moment_of(moment))


@given("a stored session that ended one second ago", target_fixture="known")
def _(store: InMemorySessionStore, clock: Clock) -> Stored:
    return Stored(ended=stored(store, [clock.now() - 1]))


@given(parsers.parse("{count:d} stored sessions that have ended"), target_fixture="known")
def _(store: InMemorySessionStore, clock: Clock, count: int) -> Stored:
    """The last of them ended this instant."""
    return Stored(ended=stored(store, [clock.now() - 1000 * number for number in range(count)]))


@given(parsers.parse("{count:d} stored sessions that are still valid"), target_fixture="known")
def _(store: InMemorySessionStore, clock: Clock, known: Stored, count: int) -> Stored:
    """The first of them ends in a second."""
    return Stored(known.ended, stored(store, [clock.now() + 1 + 1000 * number for number in range(count)]))


@given(parsers.re(MANAGER), target_fixture="manager")
def _(store: InMemorySessionStore, clock: Clock, timeout: str, renews: str | None) -> SessionManager:
    config = SessionConfig(timeout_seconds=int(timeout), refresh_on_access=renews is not None)
    return SessionManager(store, lambda: config, *clock.handed)


@given(parsers.parse(APPLICATION), target_fixture="manager")
def _(store: WatchedStore, clock: Clock, settings: Path, timeout: int, interval: int) -> SessionManager:
    configure(settings, timeout, interval)
    return SessionManager(store, SessionConfigProvider(settings), *clock.handed)


@given(parsers.parse('a session of user "{name}"'), target_fixture="issued")
@when(parsers.parse('a session is created for user "{name}"'), target_fixture="issued")
def _(manager: SessionManager, name: str) -> IssuedSession:
    issued = asyncio.run(manager.create(name))
    assert issued.session.subject == name
    return issued


@when("the session is read", target_fixture="found")
def _(store: InMemorySessionStore, clock: Clock, known: Stored) -> Session | None:
    (session,) = known.ended
    return asyncio.run(store.read(session.id, clock.now()))


@when("the store is cleaned up", target_fixture="removed")
def _(store: InMemorySessionStore, clock: Clock) -> int:
    return asyncio.run(store.cleanup(clock.now()))


@when(
    parsers.parse("{threads:d} threads create {count:d} sessions each at the same time"),
    target_fixture="tokens",
)
def _(manager: SessionManager, threads: int, count: int) -> list[str]:
    tokens: list[str] = []
    start = threading.Barrier(threads)

    async def create() -> None:
        for _ in range(count):
            tokens.append((await manager.create("ada")).token)  # noqa: PERF401 - what was made so far counts, too

    def work() -> None:
        start.wait(timeout=30)
        asyncio.run(create())

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return tokens


@when("the session is used")
def _(manager: SessionManager, issued: IssuedSession) -> None:
    assert asyncio.run(manager.validate(issued.token)) is not None


@when(parsers.parse("the timeout is set to {timeout:d} seconds"))
def _(manager: SessionManager, settings: Path, timeout: int) -> None:
    """The application goes on running; its operator writes the file and has it read again."""
    assert isinstance(manager.config, SessionConfigProvider)
    configure(settings, timeout, manager.config().cleanup_interval_seconds)
    manager.config.reload()


@when(parsers.parse('user "{name}" signs in'))
def _(browsers: Browsers, name: str) -> None:
    assert browsers[name].send("POST", f"/sign-in/{name}").status_code == 200


@when(parsers.re(r'user "(?P<name>\w+)" makes a request( after (?P<pause>\d+) seconds)?'), target_fixture="response")
def _(browsers: Browsers, clock: Clock, name: str, pause: str | None) -> httpx.Response:
    clock.advance(int(pause or 0))
    return browsers[name].send("GET", "/basket")


@when(parsers.parse("{seconds:d} seconds pass without a request"))
def _(store: WatchedStore, clock: Clock, response: httpx.Response, seconds: int) -> None:
    """Whoever came last was known; then nobody comes, and so nobody cleans up."""
    assert response.json()["user"] == "ada"
    clock.advance(seconds)
    assert len(store) == 1


@then(parsers.re(f"the stored session was created at {MOMENT}"))
def _(store: InMemorySessionStore, clock: Clock, issued: IssuedSession, moment: str) -> None:
    session = asyncio.run(store.read(issued.session.id, clock.now()))
    assert session is not None
    assert session.created_at == moment_of(moment).timestamp()


@then("there is no session")
def _(store: InMemorySessionStore, found: Session | None) -> None:
    """It is absent although nobody has removed it yet."""
    assert found is None
    assert len(store) == 1


@then(parsers.parse("{count:d} sessions were removed"))
def _(removed: int, count: int) -> None:
    assert removed == count


@then(parsers.parse("the {count:d} valid sessions can still be read"))
def _(store: InMemorySessionStore, clock: Clock, known: Stored, count: int) -> None:
    read = [asyncio.run(store.read(session.id, clock.now())) for session in known.valid]
    assert read == known.valid
    assert len(store) == len(known.valid) == count


@then(parsers.parse("the store holds {count:d} sessions"))
def _(store: InMemorySessionStore, manager: SessionManager, tokens: list[str], count: int) -> None:
    """Each of those that were made is there under its own token."""
    found = [asyncio.run(manager.validate(token)) for token in tokens]
    assert [session.id for session in found if session is not None] == [session_id(token) for token in tokens]
    assert len(store) == len(set(tokens)) == count


@then(parsers.re(f"the session ends at {MOMENT}"))
def _(store: InMemorySessionStore, issued: IssuedSession, moment: str) -> None:
    """To the instant: it is there the second before, and not there at that moment."""
    end = moment_of(moment).timestamp()
    before = asyncio.run(store.read(issued.session.id, end - 1))
    assert before is not None
    assert before.deadline == end
    assert asyncio.run(store.read(issued.session.id, end)) is None


@then(parsers.parse("the session ends {seconds:d} seconds from now"))
def _(store: InMemorySessionStore, clock: Clock, issued: IssuedSession, seconds: int) -> None:
    session = asyncio.run(store.read(issued.session.id, clock.now()))
    assert session is not None
    assert session.deadline == clock.now() + seconds


@then(parsers.re("the session is (?P<state>valid|not valid)"))
def _(manager: SessionManager, issued: IssuedSession, state: str) -> None:
    """Renewal is switched off, so looking does not move its end."""
    session = asyncio.run(manager.validate(issued.token))
    assert session == (issued.session if state == "valid" else None)


@then(parsers.parse('the session of user "{name}" is gone from the store'))
def _(store: WatchedStore, shop: Shop, browsers: Browsers, loop: asyncio.Runner, name: str) -> None:
    """It is not only refused because it has ended: there is no record, whatever time it is said to be."""
    loop.run(shop.app.finished())
    token = browsers[name].token
    assert token is not None
    assert loop.run(store.read(session_id(token), 0)) is None
    assert len(store) == 0


@then("the application answered the request")
def _(response: httpx.Response) -> None:
    assert response.status_code == 200
    assert response.json() == STRANGER


@then("the store was cleaned up once")
def _(store: WatchedStore, shop: Shop, loop: asyncio.Runner) -> None:
    loop.run(shop.app.finished())
    assert store.cleanups == 1


@then(parsers.parse('the session of user "{name}" ends {seconds:d} seconds after it began'))
def _(manager: SessionManager, clock: Clock, name: str, seconds: int) -> None:
    (session,) = asyncio.run(manager.sessions(name))
    assert session.created_at == clock.now()
    assert session.deadline == session.created_at + seconds
