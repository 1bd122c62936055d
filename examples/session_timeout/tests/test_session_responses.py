"""What a client gets where its session stands in the way of a response, and what becomes of a token that it misses."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import litestar
import pytest
from litestar import Litestar
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from session_timeout import (
    InMemorySessionStore,
    IssuedSession,
    Session,
    SessionConfig,
    SessionDataError,
    SessionManager,
    StoreFullError,
)
from session_timeout.middleware import Message, Receive, Scope, Send, SessionMiddleware
from session_timeout.request_session import RequestSession

from .calls import END, OK, Time, a_manager, call, cookie_of, headers_of, serving, session_of, stored

ACCEPT: Message = {"type": "websocket.accept"}
REFUSALS = [
    ("http", "http.response.start", [("http.response.start", 503), ("http.response.body", None)]),
    ("websocket", "websocket.accept", [("websocket.close", 1013)]),
    (
        "websocket",
        "websocket.http.response.start",
        [("websocket.http.response.start", 503), ("websocket.http.response.body", None)],
    ),
]
"""Of a kind of request, and of how a response to it begins: what a visitor is told who has to come again."""


def a_full_manager() -> tuple[SessionManager, IssuedSession]:
    """Return a manager whose store has room for one session, and that session."""
    config = SessionConfig()
    manager = SessionManager(InMemorySessionStore(max_sessions=1), lambda: config, Time())
    return manager, asyncio.run(manager.create("ada"))


def outline(answer: list[Message]) -> list[tuple[str, int | None]]:
    """Return the types of the messages of an answer, each with its status or code."""
    return [(message["type"], message.get("status", message.get("code"))) for message in answer]


async def get(app: Any, path: str = "/", **headers: str) -> httpx.Response:
    """Get a page as a browser would from a server, where errors of an application are logged."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://example.org") as browser:
        return await browser.get(path, headers=headers)


@pytest.mark.parametrize(("kind", "opening", "answer"), REFUSALS)
def test_a_visitor_for_whom_there_is_no_room_is_told_so(
    kind: str, opening: str, answer: list[tuple[str, int | None]], caplog: pytest.LogCaptureFixture
) -> None:
    """If a full store refuses a new session, the visitor is told to come again, and who has a session is served."""
    manager, issued = a_full_manager()
    start: Message = {"type": opening, "status": 200, "headers": []}
    app = SessionMiddleware(serving(lambda session: session.update(cart=[]), start, END), manager)
    assert outline(asyncio.run(call(app, kind))) == answer
    assert asyncio.run(call(app, kind, cookies=cookie_of(issued))) == [start, END]
    assert [record.content() for record in stored(manager)] == [{"cart": []}]
    assert [record.getMessage() for record in caplog.records] == [
        "a visitor is turned away: the store is at its limit of 1, and no session in it has ended"
    ]


@pytest.mark.parametrize(("kind", "answer"), [(kind, answer) for kind, _, answer in REFUSALS[:2]])
def test_whoever_finds_no_room_when_signing_in_is_told_so(kind: str, answer: list[tuple[str, int | None]]) -> None:
    """An application that lets the error of a full store through, before it responds, does not answer with it."""
    manager, issued = a_full_manager()
    app = SessionMiddleware(serving(lambda session: session.sign_in("bob")), manager)
    assert outline(asyncio.run(call(app, kind))) == answer
    assert stored(manager) == [issued.session]


def test_a_full_store_is_an_error_once_the_response_has_begun() -> None:
    """What has begun cannot be taken back: the error goes to the server."""
    manager, _ = a_full_manager()

    async def begin(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send(dict(OK))
        await manager.create("bob")

    with pytest.raises(StoreFullError):
        asyncio.run(call(SessionMiddleware(begin, manager)))


def test_a_refusal_hands_out_what_is_new() -> None:
    """A token that was changed before the store turned out to be full reaches the client with the refusal."""
    manager, issued = a_full_manager()

    async def act(session: RequestSession) -> None:
        await session.rotate()
        await manager.create("bob")

    answer = asyncio.run(call(SessionMiddleware(serving(act), manager), cookies=cookie_of(issued)))
    token = headers_of(answer)[b"set-cookie"].split(b";")[0].partition(b"=")[2].decode()
    assert outline(answer) == REFUSALS[0][2]
    assert asyncio.run(manager.validate(token)) is not None


def test_a_framework_answers_a_full_store_where_its_error_handling_lies_further_in() -> None:
    """Around Starlette or Litestar the error needs a handler of theirs; among Starlette's middlewares it needs none."""
    manager, _ = a_full_manager()

    async def sign_in(request: Request) -> PlainTextResponse:
        await session_of(request.scope).sign_in("bob")
        return PlainTextResponse("welcome")

    @litestar.get("/")
    async def litestar_sign_in(request: litestar.Request[Any, Any, Any]) -> None:
        await session_of(request.scope).sign_in("bob")

    async def no_room(_request: Request, _error: Exception) -> PlainTextResponse:
        return PlainTextResponse("no room", status_code=503)

    def litestar_no_room(_request: Any, _error: StoreFullError) -> litestar.Response[str]:
        return litestar.Response("no room", status_code=503)

    def around(app: Any) -> Any:
        return SessionMiddleware(app, manager)

    routes = [Route("/", sign_in)]
    inside: Any = [Middleware(SessionMiddleware, manager=manager)]
    statuses = {
        "inside": Starlette(routes=routes, middleware=inside),
        "around": around(Starlette(routes=routes)),
        "around, handled": around(Starlette(routes=routes, exception_handlers={StoreFullError: no_room})),
        "Litestar": around(Litestar([litestar_sign_in], logging_config=None)),
        "Litestar, handled": around(
            Litestar([litestar_sign_in], exception_handlers={StoreFullError: litestar_no_room}, logging_config=None)
        ),
    }
    assert {name: asyncio.run(get(app)).status_code for name, app in statuses.items()} == {
        "inside": 503,
        "around": 500,
        "around, handled": 503,
        "Litestar": 500,
        "Litestar, handled": 503,
    }


class Limited(InMemorySessionStore):
    """A store that has no room for changes either."""

    async def update(self, *_: object, **__: object) -> Session | None:
        """Refuse."""
        raise StoreFullError("out of memory")


def test_a_late_change_for_which_there_is_no_room_is_lost(caplog: pytest.LogCaptureFixture) -> None:
    """A store that refuses a change after the response has begun does not make an error of a complete response."""
    manager = a_manager()
    manager.store = Limited()
    issued = asyncio.run(manager.create("ada"))

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        await send(dict(OK))
        scope["session"]["cart"] = ["apple"]
        await send(dict(END))

    assert asyncio.run(call(SessionMiddleware(app, manager), cookies=cookie_of(issued))) == [OK, END]
    assert caplog.messages == ["what was changed after the response had begun is lost: out of memory"]


@pytest.mark.parametrize(
    ("kind", "opening", "answer"),
    [
        ("http", OK, [("http.response.start", 500), ("http.response.body", None)]),
        ("websocket", ACCEPT, [("websocket.close", 1011)]),
    ],
)
def test_a_session_that_cannot_be_saved_is_an_error_of_the_server(
    kind: str, opening: Message, answer: list[tuple[str, int | None]], caplog: pytest.LogCaptureFixture
) -> None:
    """The client is told so in the place of a response, once; the error is logged, and raised as any other."""
    sent: list[Message] = []

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        scope["session"]["cart"] = object()
        try:
            await send(dict(opening))
        finally:
            await send(dict(opening))  # as the page about errors of a framework would
            await send(dict(END))

    async def visit() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        await SessionMiddleware(app, a_manager())({"type": kind, "headers": []}, receive, send)

    with pytest.raises(SessionDataError, match="'cart'"):
        asyncio.run(visit())
    assert outline(sent) == answer
    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "a session could not be saved, and so its response is not sent",
    )
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], SessionDataError)


def test_litestar_answers_though_the_session_cannot_be_saved() -> None:
    """Litestar takes its response for begun by then and sends nothing any more, so the middleware does."""

    @litestar.get("/")
    async def home(request: litestar.Request[Any, Any, Any]) -> str:
        session_of(request.scope)["cart"] = object()
        return "hello"

    app = SessionMiddleware(Litestar([home], logging_config=None), a_manager())  # type: ignore[arg-type]  # its own types
    response = asyncio.run(get(app))
    assert (response.status_code, response.text) == (500, "Internal Server Error\n")


def test_an_error_page_of_the_server_hands_out_what_is_new() -> None:
    """A token that was changed before the session could not be saved is in the answer, and opens the session."""
    manager = a_manager()
    issued = asyncio.run(manager.create("ada"))

    async def act(session: RequestSession) -> None:
        await session.rotate()
        session["cart"] = object()

    app = SessionMiddleware(serving(act), manager)
    response = asyncio.run(get(app, cookie=cookie_of(issued)[0]))
    assert response.status_code == 500
    session = asyncio.run(manager.validate(response.cookies["__Host-session"]))
    assert session is not None
    assert session.subject == "ada"
