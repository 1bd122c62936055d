"""The demonstration, as a reader starts and uses it."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from session_timeout import InMemorySessionStore, SessionConfig

DEMO = Path(__file__).parents[1] / "demo" / "app.py"


@pytest.fixture(scope="module")
def demo() -> ModuleType:
    """The module of the demonstration."""
    spec = importlib.util.spec_from_file_location("session_timeout_demo", DEMO)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_reader_signs_in_sees_the_time_left_and_is_signed_out(demo: ModuleType) -> None:
    """The page asks for a name, shows the seconds that are left, begins anew on use, and asks again at the end."""
    now = [1_000_000.0]
    config = SessionConfig(timeout_seconds=60)
    app = demo.create_app(lambda: config, clock=lambda: now[0])

    async def visit() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://demo", follow_redirects=True) as browser:
            assert "Nobody is signed in" in (await browser.get("/")).text
            assert "Nobody is signed in" in (await browser.post("/sign-in", data={"name": "  "})).text
            page = (await browser.post("/sign-in", data={"name": "Ada <b>"})).text
            assert "Signed in as Ada &lt;b&gt;" in page
            assert ">60 s<" in page
            now[0] += 40
            assert ">60 s<" in (await browser.get("/")).text
            now[0] += 60
            assert "Nobody is signed in" in (await browser.get("/")).text

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_007/AC-2
def test_sessions_can_be_ended_here_and_elsewhere(demo: ModuleType) -> None:
    """Signing out ends this session; signing out everywhere else ends the others of the same name."""
    config = SessionConfig()
    app = demo.create_app(lambda: config, clock=lambda: 1_000_000.0)

    def browser() -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://demo", follow_redirects=True)

    async def visit() -> None:
        async with browser() as here, browser() as there:
            for one in (here, there):
                await one.post("/sign-in", data={"name": "Ada"})
            assert "There is 1 other session" in (await here.get("/")).text
            assert "There are 0 other sessions" in (await here.post("/sign-out-others")).text
            assert "Nobody is signed in" in (await there.get("/")).text
            assert "Nobody is signed in" in (await here.post("/sign-out")).text
            assert not here.cookies

    asyncio.run(visit())


# verifies: feat-session-security:IMPL_007/AC-1
def test_whoever_signs_in_has_a_new_token(demo: ModuleType) -> None:
    """The first sign-in, another by the same name, and one by a name of other rights each change the cookie."""
    config = SessionConfig()
    app = demo.create_app(lambda: config, clock=lambda: 1_000_000.0)

    def browser(cookie: str | None = None) -> httpx.AsyncClient:
        headers = {} if cookie is None else {"cookie": cookie}
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://demo", headers=headers)

    async def visit() -> None:
        cookies: list[str] = []
        for name in ("Ada", "Ada", "Bob"):
            async with browser(cookies[-1] if cookies else None) as here:
                answer = await here.post("/sign-in", data={"name": name})
            cookies.append(answer.headers["set-cookie"].split(";")[0])
        assert len(set(cookies)) == 3
        for cookie, shown in zip(cookies, ("Nobody is signed in", "Nobody is signed in", "as Bob"), strict=True):
            async with browser(cookie) as here:
                assert shown in (await here.get("/")).text

    asyncio.run(visit())


def listed(page: str) -> list[tuple[str, ...]]:
    """Return the rows of the table of sessions in a page: begin, end, and whether it is this one."""
    return re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", page)


# verifies: feat-session-security:IMPL_007/AC-3, feat-session-security:IMPL_007/AC-4
def test_the_sessions_of_a_name_are_listed(demo: ModuleType) -> None:
    """The page has when each good session of the name began and when it ends, the oldest first, and no token."""
    now = [0.0]
    config = SessionConfig(timeout_seconds=60, refresh_on_access=False)
    app = demo.create_app(lambda: config, clock=lambda: now[0])

    def browser() -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://demo", follow_redirects=True)

    async def visit() -> None:
        async with browser() as phone, browser() as laptop, browser() as bob:
            for moment, one, name in ((0, phone, "Ada"), (10, bob, "Bob"), (20, laptop, "Ada")):
                now[0] = moment
                page = (await one.post("/sign-in", data={"name": name})).text
            assert listed(page) == [("00:00:00", "00:01:00", ""), ("00:00:20", "00:01:20", "this one")]
            tokens = [one.cookies["__Host-session"] for one in (phone, laptop, bob)]
            assert [token for token in tokens if token in page] == []
            now[0] = 60
            assert listed((await laptop.get("/")).text) == [("00:00:20", "00:01:20", "this one")]

    asyncio.run(visit())


def test_a_full_store_asks_to_come_again(demo: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants to sign in when the store is full is asked to come again, in the words of the demonstration."""
    monkeypatch.setattr(demo, "InMemorySessionStore", lambda max_sessions: InMemorySessionStore(max_sessions=1))
    config = SessionConfig()
    app = demo.create_app(lambda: config)

    async def visit() -> None:
        for status in (303, 503):
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://demo") as browser:
                answer = await browser.post("/sign-in", data={"name": "Ada"})
                assert answer.status_code == status
        assert "Please come again" in answer.text

    asyncio.run(visit())


@pytest.fixture
def server() -> Iterator[str]:
    """The address of the demonstration, started as its docstring says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, DEMO, "--port", str(port)], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, "the demonstration ended by itself"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def test_one_command_starts_it(server: str) -> None:
    """The demonstration answers at the address that it prints, and signs in over a real connection."""
    with httpx.Client(base_url=server) as browser:
        answer = browser.post("/sign-in", data={"name": "Ada"})
        cookie = answer.headers["set-cookie"].split(";")[0]
        page = browser.get("/", headers={"cookie": cookie}).text
    assert "Signed in as Ada" in page
    assert ">60 s<" in page
