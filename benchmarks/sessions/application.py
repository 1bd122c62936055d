"""The applications that are served and compared: an empty one in Starlette, bare and with sessions of two kinds.

Their one page does nothing with the session, and ``/sign-in`` puts the same small dictionary into it.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware as SignedCookieMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from session_timeout import InMemorySessionStore, SessionManager
from session_timeout.middleware import SessionCleanupMiddleware, SessionMiddleware

CONTENT = {"user": "ada", "theme": "dark", "cart": [1, 2, 3]}


async def page(request: Request) -> Response:  # noqa: ARG001 - it is empty
    """Answer without looking at the session."""
    return Response(b"ok", media_type="text/plain")


async def reading_page(request: Request) -> Response:
    """Answer with something that is in the session."""
    return Response(request.session["user"], media_type="text/plain")


async def sign_in(request: Request) -> Response:
    """Fill the session."""
    request.session.update(CONTENT)
    return Response(b"ok", media_type="text/plain")


def bare() -> ASGIApp:
    """Make the application without sessions."""
    return Starlette(routes=[Route("/", page), Route("/reading", reading_page), Route("/sign-in", sign_in)])


def ours() -> ASGIApp:
    """Make the application with both middlewares of this project and a store in memory."""
    manager = SessionManager(InMemorySessionStore())
    return SessionCleanupMiddleware(SessionMiddleware(bare(), manager), manager)


def starlette() -> ASGIApp:
    """Make the application with Starlette's own middleware, which keeps the session in a signed cookie."""
    return SignedCookieMiddleware(bare(), "not a secret: it signs the cookies of a benchmark")
