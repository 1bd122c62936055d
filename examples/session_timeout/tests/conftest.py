"""What the features share: scenarios by their ids, a clock to move, and the shop with what people do in it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory
from pytest_bdd import given, parsers, when

from session_timeout import InMemorySessionStore, SessionConfig, SessionManager

from .clocks import MORNING, Clock, FrozenClock, InjectedClock
from .shop import STRANGER, Browsers, Shop

SCENARIO_ID = re.compile(r"SC-\d+")
ENDINGS = "sessions that end after {idle:d} seconds without use and after {absolute:d} seconds at the latest"
SIGNED_IN = r'"(?P<name>\w+)" has signed in( and walked away (?P<ago>\d+) seconds ago)?'


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker by which a scenario is known: ``-m "scenario(id='SC-004')"`` runs one alone."""
    config.addinivalue_line("markers", "scenario(id): the scenario of a feature, by its tag, that this test shows")


def pytest_bdd_apply_tag(tag: str, function: Callable[..., Any]) -> bool | None:
    """Make a tag such as ``@SC-004`` the marker ``scenario(id="SC-004")``; other tags are pytest-bdd's to apply."""
    if SCENARIO_ID.fullmatch(tag) is None:
        return None
    pytest.mark.scenario(id=tag)(function)
    return True


@pytest.fixture(params=["injected", "frozen"])
def clock(request: pytest.FixtureRequest) -> Iterator[Clock]:
    """A clock that the test moves: once one that is handed in, once the system's own, which freezegun holds."""
    if request.param == "injected":
        yield InjectedClock(MORNING)
        return
    with freeze_time(MORNING, real_asyncio=True, ignore=["_pytest.timing"]) as frozen:
        assert isinstance(frozen, FrozenDateTimeFactory)
        yield FrozenClock(frozen)


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    """One event loop for all steps of a scenario, as one process of a server has it."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def store() -> InMemorySessionStore:
    """A store with room for all who come."""
    return InMemorySessionStore()


@pytest.fixture
def config() -> SessionConfig:
    """The usual settings, but with so long an interval that no clean-up removes what has ended."""
    return SessionConfig(cleanup_interval_seconds=86_400)


@pytest.fixture
def manager(store: InMemorySessionStore, config: SessionConfig, clock: Clock) -> SessionManager:
    """The manager behind the shop."""
    return SessionManager(store, lambda: config, *clock.handed)


@pytest.fixture
def shop(manager: SessionManager) -> Shop:
    """The shop, behind both middlewares."""
    return Shop(manager)


@pytest.fixture
def browsers(shop: Shop, loop: asyncio.Runner) -> Iterator[Browsers]:
    """The browsers that visit the shop."""
    opened = Browsers(shop, loop.run)
    yield opened
    opened.close()


@given(parsers.parse(ENDINGS), target_fixture="config")
def _(idle: int, absolute: int) -> SessionConfig:
    return SessionConfig(timeout_seconds=idle, absolute_timeout_seconds=absolute, cleanup_interval_seconds=86_400)


@given(parsers.parse("a store with room for {room:d} sessions"), target_fixture="store")
def _(room: int) -> InMemorySessionStore:
    return InMemorySessionStore(max_sessions=room)


@given(parsers.re(SIGNED_IN))
def _(browsers: Browsers, clock: Clock, name: str, ago: str | None) -> None:
    browsers[name].send("POST", f"/sign-in/{name}")
    assert browsers[name].user() == name
    clock.advance(int(ago or 0))


@given(parsers.parse('"{name}" has signed in on her phone and on her laptop'))
def _(browsers: Browsers, clock: Clock, name: str) -> None:
    for device in ("phone", "laptop"):
        clock.advance(1)
        browsers[device].send("POST", f"/sign-in/{name}")
        assert browsers[device].user() == name


@given(parsers.parse('a request of "{name}" that puts "{thing}" into the basket is still under way'))
def _(browsers: Browsers, name: str, thing: str) -> None:
    browsers[name].start("PUT", f"/basket/{thing}?slowly")


@given(parsers.parse('a request of "{name}" that opens the till is still under way'))
def _(browsers: Browsers, name: str) -> None:
    browsers[name].start("POST", "/till?slowly")


@given(parsers.parse('"{name}" has put "{thing}" into the basket'))
@when(parsers.parse('"{name}" puts "{thing}" into the basket'), target_fixture="response")
def _(browsers: Browsers, name: str, thing: str) -> httpx.Response:
    response = browsers[name].send("PUT", f"/basket/{thing}")
    assert response.status_code == 200
    return response


@when(parsers.parse('"{name}" looks into the empty basket'), target_fixture="response")
def _(browsers: Browsers, name: str) -> httpx.Response:
    response = browsers[name].send("GET", "/basket")
    assert response.json() == STRANGER
    return response


@when(parsers.parse('"{name}" signs in'), target_fixture="response")
def _(browsers: Browsers, name: str) -> httpx.Response:
    return browsers[name].send("POST", f"/sign-in/{name}")


@when(parsers.parse('"{name}" opens the till'))
def _(browsers: Browsers, name: str) -> None:
    assert browsers[name].send("POST", "/till").status_code == 200


@when(parsers.parse('"{name}" signs out'))
def _(browsers: Browsers, name: str) -> None:
    assert browsers[name].send("POST", "/sign-out").status_code == 200


@when(parsers.parse('"{name}" signs out everywhere but on her phone'))
def _(browsers: Browsers, name: str) -> None:
    assert browsers["phone"].user() == name
    assert browsers["phone"].send("POST", "/sign-out-others").status_code == 200


@when(parsers.parse("{seconds:d} seconds pass"))
def _(clock: Clock, seconds: int) -> None:
    clock.advance(seconds)


@when("the request under way comes to its end")
@when("the requests under way come to their end")
def _(browsers: Browsers) -> None:
    assert {response.status_code for response in browsers["ada"].finish()} == {200}
