"""The scenarios of features/session_security.feature, played through both middlewares where an attacker would come."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from session_timeout import (
    InMemorySessionStore,
    Session,
    SessionConfigProvider,
    SessionManager,
    session_id,
)
from session_timeout.config import SessionConfigError

from .attacks import MALFORMED, spellings
from .clocks import Clock
from .shop import COOKIE, STRANGER, Browser, Browsers

FEATURE = Path(__file__).resolve().parents[3] / "features" / "session_security.feature"
REPEATED = r'"(?P<name>\w+)" (?P<act>makes a request|opens the till) every (?P<pause>\d+) seconds, (?P<times>\d+) times'
ACTS = {"makes a request": ("GET", "/basket"), "opens the till": ("POST", "/till")}

pytestmark = pytest.mark.usefixtures("clock")  # once handed in, and once that of the system

scenarios(str(FEATURE))


def answer_to(browsers: Browsers, token: str) -> dict[str, Any]:
    """Return what the shop answers to an attacker who sends a token, about whose basket it is and what it holds."""
    response = browsers.stranger().send("GET", "/basket", f"{COOKIE}={token}".encode())
    assert "set-cookie" not in response.headers
    answer: dict[str, Any] = response.json()
    return answer


def token_of(browser: Browser) -> str:
    """Return the token that a browser holds."""
    assert browser.token is not None
    return browser.token


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return all that the library logged, with whatever the records carry beside their text."""
    return "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)


def configure(path: Path, timeout: int) -> None:
    """Write the configuration as an operator would."""
    path.write_text(f"[session]\ntimeout_seconds = {timeout}\n", encoding="utf-8")


@given(parsers.parse("a file in which the timeout is set to {timeout:d} seconds"), target_fixture="manager")
def _(store: InMemorySessionStore, clock: Clock, tmp_path: Path, timeout: int) -> SessionManager:
    configure(tmp_path / "session.toml", timeout)
    return SessionManager(store, SessionConfigProvider(tmp_path / "session.toml"), *clock.handed)


@given("a token of the right shape that the server did not make", target_fixture="known_token")
def _() -> str:
    return secrets.token_urlsafe(32)


@given(
    parsers.parse('an attacker has planted a token of their own making in the browser of "{name}"'),
    target_fixture="known_token",
)
def _(browsers: Browsers, name: str) -> str:
    token = secrets.token_urlsafe(32)
    browsers[name].plant(token)
    assert browsers[name].token == token
    return token


@given(parsers.parse('an attacker knows the token of "{name}"'), target_fixture="known_token")
def _(browsers: Browsers, manager: SessionManager, loop: asyncio.Runner, name: str) -> str:
    token = token_of(browsers[name])
    assert loop.run(manager.validate(token)) is not None
    return token


@given(parsers.parse('a request of "{name}" that opens the till and puts "{thing}" into it is still under way'))
def _(browsers: Browsers, name: str, thing: str) -> None:
    browsers[name].start("POST", f"/till?slowly&thing={thing}")


@given("all that the library logs is kept")
def _(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="session_timeout")


@when(parsers.parse('"{name}" signs in with the browser of "{owner}"'))
def _(browsers: Browsers, name: str, owner: str) -> None:
    browsers[owner].send("POST", f"/sign-in/{name}")
    assert browsers[owner].user() == name


@when(parsers.parse('an administrator revokes every session of "{name}"'))
def _(manager: SessionManager, loop: asyncio.Runner, name: str) -> None:
    assert loop.run(manager.revoke_all(name)) == 2


@when(parsers.parse('"{name}" lists her sessions'), target_fixture="listed")
def _(browsers: Browsers, name: str) -> list[str]:
    assert browsers["phone"].user() == name
    return [each["id"] for each in browsers["phone"].send("GET", "/sessions").json()]


@when("the token is handed to the session manager", target_fixture="found")
def _(manager: SessionManager, loop: asyncio.Runner, known_token: str) -> Session | None:
    return loop.run(manager.validate(known_token))


@when(parsers.parse("an attacker tries {count:d} guesses of the right shape"), target_fixture="answers")
def _(browsers: Browsers, count: int) -> list[dict[str, Any]]:
    return [answer_to(browsers, secrets.token_urlsafe(32)) for _ in range(count)]


@when("an attacker who has read the whole store tries all that stands there", target_fixture="answers")
def _(browsers: Browsers, store: InMemorySessionStore) -> list[dict[str, Any]]:
    (record,) = store._sessions.values()
    stolen = [*spellings(record.id), *spellings(record.data), *spellings(repr(record).encode())]
    assert {len(token) for token in stolen} >= {43, 64}
    return [answer_to(browsers, token) for token in stolen]


@when(parsers.parse('somebody sends the cookie of "{name}" {malformed}'), target_fixture="response")
def _(browsers: Browsers, name: str, malformed: str) -> httpx.Response:
    token = token_of(browsers[name])
    assert answer_to(browsers, token)["user"] == name
    header = MALFORMED[malformed](token).encode(errors="surrogateescape")
    return browsers.stranger().send("GET", "/basket", header)


@when(
    parsers.parse("the operator sets the timeout to {timeout:d} seconds there and has the file read again"),
    target_fixture="refusal",
)
def _(manager: SessionManager, tmp_path: Path, timeout: int) -> str:
    configure(tmp_path / "session.toml", timeout)
    assert isinstance(manager.config, SessionConfigProvider)
    with pytest.raises(SessionConfigError) as caught:
        manager.config.reload()
    return str(caught.value)


@when(parsers.re(REPEATED), target_fixture="answers")
def _(browsers: Browsers, clock: Clock, name: str, act: str, pause: str, times: str) -> list[str | None]:
    answers = []
    for _ in range(int(times)):
        clock.advance(int(pause))
        answers.append(browsers[name].send(*ACTS[act]).json()["user"])
    return answers


@then(parsers.parse('"{name}" holds a token that the attacker does not know'))
def _(browsers: Browsers, name: str, known_token: str) -> None:
    assert token_of(browsers[name]) != known_token
    assert browsers[name].user() == name


@then("the attacker's token opens no session")
def _(browsers: Browsers, manager: SessionManager, loop: asyncio.Runner, known_token: str) -> None:
    """Neither that of a user nor that of a visitor."""
    assert answer_to(browsers, known_token) == STRANGER
    assert loop.run(manager.validate(known_token)) is None


@then("the session manager finds no session")
def _(found: Session | None) -> None:
    assert found is None


@then("none of them opened a session")
def _(answers: list[dict[str, Any]]) -> None:
    assert answers != []
    assert [answer for answer in answers if answer != STRANGER] == []


@then(parsers.parse('the first {count:d} of these requests were answered as those of "{name}", and no other'))
def _(answers: list[str | None], count: int, name: str) -> None:
    assert answers == [name] * count + [None]


@then("the store is empty")
def _(store: InMemorySessionStore) -> None:
    assert len(store) == 0


@then(parsers.parse("the store holds {count:d} session"))
def _(store: InMemorySessionStore, count: int) -> None:
    assert len(store) == count


@then("the request is answered as that of a stranger")
def _(response: httpx.Response) -> None:
    assert response.status_code == 200
    assert response.json() == STRANGER


@then("the response sets no cookie")
def _(response: httpx.Response) -> None:
    assert response.headers.get_list("set-cookie") == []


@then("the response sets one cookie with exactly these attributes")
def _(browsers: Browsers, response: httpx.Response, datatable: list[list[str]]) -> None:
    (header,) = response.headers.get_list("set-cookie")
    (name, _, token), *attributes = [part.partition("=") for part in header.split("; ")]
    assert token == browsers["ada"].token
    found = [["name", name], *([attribute, value] for attribute, _, value in attributes)]
    assert sorted(found) == sorted(datatable[1:])


@then("the log tells of a session created, rotated and revoked")
def _(caplog: pytest.LogCaptureFixture) -> None:
    told = [word for word in ("created", "rotated", "revoked") if word in caplog.text]
    assert told == ["created", "rotated", "revoked"]


@then(parsers.parse('none of the {count:d} tokens that "{name}" has held stands in the log'))
def _(browsers: Browsers, caplog: pytest.LogCaptureFixture, count: int, name: str) -> None:
    tokens = browsers[name].tokens
    assert len(set(tokens)) == count
    assert [token for token in tokens if token in logged(caplog)] == []


@then(parsers.parse('neither does "{thing}"'))
def _(caplog: pytest.LogCaptureFixture, thing: str) -> None:
    assert thing not in logged(caplog)


@then(parsers.parse('the browser of "{name}" has forgotten its cookie'))
def _(browsers: Browsers, name: str) -> None:
    assert browsers[name].token is None


@then(parsers.re(r'the basket of "(?P<name>\w+)" holds (?P<things>.+)'))
def _(browsers: Browsers, name: str, things: str) -> None:
    wanted = re.findall(r'"(\w+)"', things)
    assert browsers[name].send("GET", "/basket").json() == {"user": name, "basket": wanted}


@then("the basket in that browser is empty")
def _(browsers: Browsers) -> None:
    assert browsers["ada"].send("GET", "/basket").json()["basket"] == []


@then(parsers.re(r'"(?P<name>\w+)" is (still )?signed in( on her (?P<device>\w+))?'))
def _(browsers: Browsers, name: str, device: str | None) -> None:
    assert browsers[device or name].user() == name


@then(parsers.parse('"{name}" is not signed in on her {device}'))
def _(browsers: Browsers, name: str, device: str) -> None:
    assert name not in browsers
    assert browsers[device].user() is None


@then(parsers.parse('"{name}" is signed in on neither'))
def _(browsers: Browsers, name: str) -> None:
    assert name not in browsers
    assert [browsers[device].user() for device in ("phone", "laptop")] == [None, None]


@then(parsers.parse('"{name}" was refused'))
def _(browsers: Browsers, response: httpx.Response, name: str) -> None:
    assert response.status_code == 503
    assert browsers[name].token is None


@then("the list has the session on her phone and then the one on her laptop, and no other")
def _(browsers: Browsers, store: InMemorySessionStore, listed: list[str]) -> None:
    """Although the one that has ended is in the store still, and so is that of another user."""
    assert listed == [session_id(token_of(browsers[device])).hex() for device in ("phone", "laptop")]
    assert len(store) == 4


@then(parsers.parse('the operator is told that "{name}" is {value:d} and has to be {least:d} at least'))
def _(refusal: str, name: str, value: int, least: int) -> None:
    assert re.search(rf"session\.toml\b.*\b{name} is {value}, .* from {least} to ", refusal)


@then(parsers.parse('the session of "{name}", who signs in now, ends after {seconds:d} seconds without use'))
def _(browsers: Browsers, clock: Clock, name: str, seconds: int) -> None:
    browsers[name].send("POST", f"/sign-in/{name}")
    clock.advance(seconds - 1)
    assert browsers[name].user() == name
    clock.advance(seconds)
    assert browsers[name].user() is None
