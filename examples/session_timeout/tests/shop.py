"""A small shop behind both middlewares, and the browsers that visit it: where the features are played.

Visitors fill a basket, sign in, open the till with a second proof of who they are, and sign out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from session_timeout import SessionManager, StoreFullError
from session_timeout.middleware import SessionCleanupMiddleware, SessionMiddleware
from session_timeout.request_session import RequestSession

COOKIE = "__Host-session"
STRANGER: dict[str, Any] = {"user": None, "basket": []}
"""What the shop answers about the basket of somebody whom it does not know."""

HOST = "shop.example"


class Shop:
    """The application under both middlewares, wired as a user of the library would wire it."""

    def __init__(self, manager: SessionManager) -> None:
        self.manager = manager
        self._arrivals = asyncio.Semaphore(0)
        self._gate = asyncio.Event()
        routes = [
            Route("/basket", self._basket),
            Route("/basket/{thing}", self._put, methods=["PUT"]),
            Route("/sign-in/{name}", self._sign_in, methods=["POST"]),
            Route("/till", self._open_till, methods=["POST"]),
            Route("/sign-out", self._sign_out, methods=["POST"]),
            Route("/sign-out-others", self._sign_out_others, methods=["POST"]),
            Route("/sessions", self._sessions),
        ]
        inner = Starlette(routes=routes, exception_handlers={StoreFullError: _full})
        self.app = SessionCleanupMiddleware(SessionMiddleware(inner, manager), manager)

    async def wait_for_request(self) -> None:
        """Wait until a slow request has read its session and stands before the gate."""
        await self._arrivals.acquire()

    def let_requests_through(self) -> None:
        """Open the gate for slow requests, from now on."""
        self._gate.set()

    async def _wait_at_gate(self, request: Request) -> None:
        if "slowly" in request.query_params:
            self._arrivals.release()
            await self._gate.wait()

    async def _basket(self, request: Request) -> JSONResponse:
        session = _session(request)
        return JSONResponse({"user": session.subject, "basket": sorted(session)})

    async def _put(self, request: Request) -> JSONResponse:
        session = _session(request)
        before = dict(session)
        await self._wait_at_gate(request)
        session[request.path_params["thing"]] = 1
        return JSONResponse({"before": before})

    async def _sign_in(self, request: Request) -> JSONResponse:
        await _session(request).sign_in(request.path_params["name"])
        return JSONResponse({})

    async def _open_till(self, request: Request) -> JSONResponse:
        session = _session(request)
        if session.subject is None:
            return JSONResponse({"user": None}, status_code=401)
        await self._wait_at_gate(request)
        await session.rotate()
        session.update(dict.fromkeys(request.query_params.getlist("thing"), 1))
        return JSONResponse({"user": session.subject})

    async def _sign_out(self, request: Request) -> JSONResponse:
        await _session(request).sign_out()
        return JSONResponse({})

    async def _sign_out_others(self, request: Request) -> JSONResponse:
        return JSONResponse({"ended": await _session(request).sign_out_others()})

    async def _sessions(self, request: Request) -> JSONResponse:
        subject = _session(request).subject
        listed = [] if subject is None else await self.manager.sessions(subject)
        return JSONResponse([{"id": each.id.hex(), "created_at": each.created_at} for each in listed])


class Browser:
    """Somebody's browser: it keeps the cookies that it is given, and sends them along.

    Args:
        shop: what it visits.
        run: runs a coroutine in the one event loop of the shop.
    """

    def __init__(self, shop: Shop, run: Callable[..., Any]) -> None:
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app=shop.app), base_url=f"https://{HOST}")
        self._shop = shop
        self._run = run
        self._under_way: list[asyncio.Task[httpx.Response]] = []
        self.tokens: list[str] = []
        """Every token that it was ever given."""

    @property
    def token(self) -> str | None:
        """The token of its session, or None if it has no cookie."""
        return self._client.cookies.get(COOKIE)

    def plant(self, token: str) -> None:
        """Put a cookie into it that the shop did not set."""
        self._client.cookies.set(COOKIE, token, domain=HOST, path="/")

    def send(self, method: str, path: str, cookie: bytes | None = None) -> httpx.Response:
        """Send a request and return the response; with a cookie header of its own where one is given."""
        headers = [] if cookie is None else [(b"cookie", cookie)]
        response: httpx.Response = self._run(self._client.request(method, path, headers=headers))
        if self.token is not None and self.token not in self.tokens:
            self.tokens.append(self.token)
        return response

    def user(self) -> str | None:
        """Return whom the shop takes this browser for."""
        name: str | None = self.send("GET", "/basket").json()["user"]
        return name

    def start(self, method: str, path: str) -> None:
        """Send a request and come back once it has read its session and waits at the gate."""

        async def start() -> None:
            self._under_way.append(asyncio.create_task(self._client.request(method, path)))
            await self._shop.wait_for_request()

        self._run(start())

    def finish(self) -> list[httpx.Response]:
        """Let the requests that wait at the gate come to their end, and return their responses."""

        async def finish() -> list[httpx.Response]:
            self._shop.let_requests_through()
            return await asyncio.gather(*self._under_way)

        responses: list[httpx.Response] = self._run(finish())
        return responses

    def close(self) -> None:
        """Close it."""
        self._run(self._client.aclose())


class Browsers(dict[str, Browser]):
    """The browsers in a scenario, each by the name of whoever sits in front of it; a new one is opened when needed."""

    def __init__(self, shop: Shop, run: Callable[..., Any]) -> None:
        super().__init__()
        self._shop = shop
        self._run = run

    def __missing__(self, name: str) -> Browser:
        self[name] = Browser(self._shop, self._run)
        return self[name]

    def stranger(self) -> Browser:
        """Return a browser that nobody has used yet."""
        return self[f"stranger {len(self)}"]

    def close(self) -> None:
        """Close them all."""
        for browser in self.values():
            browser.close()


def _session(request: Request) -> RequestSession:
    """Return the session that the middleware put into the request."""
    session: RequestSession = request.scope["session"]
    return session


async def _full(_request: Request, _error: Exception) -> JSONResponse:
    return JSONResponse({"error": "come back later"}, status_code=503)
