"""The headers of responses: the cookie, and what caches are told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from session_timeout import (
    SessionCookie,
)
from session_timeout.middleware import (
    Message,
    SessionMiddleware,
)
from session_timeout.request_session import RequestSession

from .calls import END, a_manager, call, headers_of, serving, token_of


# verifies: feat-session-security:IMPL_006/AC-3
def test_the_cookie_is_guarded_where_nothing_else_is_said() -> None:
    """By default the cookie is for this host alone, over HTTPS, out of reach for scripts and lax about other sites."""
    answer = asyncio.run(call(SessionMiddleware(serving(lambda session: session.update(a=1)), a_manager())))
    pair, *attributes = headers_of(answer)[b"set-cookie"].decode().split("; ")
    assert pair == f"__Host-session={token_of(answer)}"
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


# verifies: feat-session-security:IMPL_006/AC-4
@pytest.mark.parametrize("attributes", [{"secure": False}, {"path": "/shop"}, {"domain": "example.org"}])
def test_an_application_whose_cookie_browsers_would_refuse_does_not_start(attributes: dict[str, Any]) -> None:
    """The error comes when the application is put together; under another name the same attributes are good."""

    def start(**more: Any) -> SessionMiddleware:
        act = serving(lambda session: session.update(a=1))
        return SessionMiddleware(act, a_manager(), SessionCookie(**attributes, **more))

    with pytest.raises(ValueError, match="browsers refuse __Host-session"):
        start()
    assert headers_of(asyncio.run(call(start(name="sid"))))[b"set-cookie"].startswith(b"sid=")


# verifies: feat-session-security:IMPL_006/AC-6
def test_signing_out_withdraws_the_cookie() -> None:
    """The answer to signing out takes the cookie away, and may not be stored by a cache."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada")
        app = SessionMiddleware(serving(lambda session: session.sign_out()), manager)
        answer = headers_of(await call(app, cookies=[f"__Host-session={issued.token}"]))
        assert answer[b"set-cookie"].startswith(b"__Host-session=; Path=/; Max-Age=0")
        assert answer[b"cache-control"] == b"no-store"

    asyncio.run(visit())


def test_headers_of_the_application_stand() -> None:
    """Its own Cache-Control and Vary are kept, and its headers may be any iterable or missing altogether."""

    async def visit() -> None:
        own = ((b"Cache-Control", b"private"), (b"Vary", b"Accept, Cookie"))
        start = {"type": "http.response.start", "status": 200, "headers": own}
        app = SessionMiddleware(serving(lambda session: session.update(a=1), start, END), a_manager())
        (first, *_) = await call(app)
        assert [name for name, _ in first["headers"]] == [b"Cache-Control", b"Vary", b"set-cookie"]
        bare = {"type": "http.response.start", "status": 200}
        app = SessionMiddleware(serving(lambda session: session.update(a=1), bare, END), a_manager())
        (first, *_) = await call(app)
        assert [name for name, _ in first["headers"]] == [b"set-cookie", b"cache-control", b"vary"]

    asyncio.run(visit())


@pytest.mark.parametrize(
    "look",
    [
        lambda session: session.subject,
        lambda session: session.record,
        lambda session: session.get("cart"),
        list,
        len,
    ],
)
def test_a_response_that_may_depend_on_the_session_says_so(look: Callable[[RequestSession], object]) -> None:
    """Whatever an application looks at of its session, who is signed in included, caches are told of it."""

    async def visit() -> None:
        manager = a_manager()
        issued = await manager.create("ada")
        for cookies in ([], [f"__Host-session={issued.token}"]):
            answer = await call(SessionMiddleware(serving(lambda session: [look(session)]), manager), cookies=cookies)
            assert headers_of(answer) == {b"vary": b"Cookie"}

    asyncio.run(visit())


@pytest.mark.parametrize(
    ("vary", "covered"),
    [
        (b"X-Cookie-Consent", False),
        (b"Accept, Cookie-Policy", False),
        (b"Cookies", False),
        (b"", False),
        (b"cookie", True),
        (b"Accept,COOKIE", True),
        (b"Accept , Cookie , Origin", True),
        (b"*", True),
    ],
)
def test_names_that_are_like_cookie_are_others(vary: bytes, covered: bool) -> None:
    """Vary is completed unless it names exactly Cookie, in whatever case and place, or everything."""
    start: Message = {"type": "http.response.start", "status": 200, "headers": [(b"vary", vary)]}
    app = SessionMiddleware(serving(lambda session: [session.subject], start, END), a_manager())
    (first, _) = asyncio.run(call(app))
    assert first["headers"] == [(b"vary", vary), *([] if covered else [(b"vary", b"Cookie")])]
