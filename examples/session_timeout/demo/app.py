"""A small FastAPI application: sign in by a name, see how long the session lasts, and be signed out when it is over.

Start it with ``python examples/session_timeout/demo/app.py`` and open the address that it prints. Sessions last a
minute there unless ``SESSION_TIMEOUT_SECONDS`` says otherwise, so that one can be seen to end.
"""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated
from urllib.parse import parse_qs

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from session_timeout import (
    InMemorySessionStore,
    Session,
    SessionConfig,
    SessionConfigProvider,
    SessionManager,
    StoreFullError,
    Timestamp,
    system_clock,
)
from session_timeout.middleware import SessionCleanupMiddleware, SessionMiddleware
from session_timeout.request_session import RequestSession

FOLDER = Path(__file__).parent
LONGEST_NAME = 40


def request_session(request: Request) -> RequestSession:
    """Return the session of a request under its own type."""
    session: RequestSession = request.scope["session"]
    return session


Visitor = Annotated[RequestSession, Depends(request_session)]


# implements: feat-session-security:IMPL_007
def create_app(config: Callable[[], SessionConfig], clock: Callable[[], Timestamp] = system_clock) -> FastAPI:
    """Return the application, with a store of its own."""
    manager = SessionManager(InMemorySessionStore(max_sessions=10_000), config, clock)
    app = FastAPI(title="Session timeout")
    app.add_middleware(SessionMiddleware, manager=manager)
    app.add_middleware(SessionCleanupMiddleware, manager=manager)
    app.add_exception_handler(StoreFullError, _no_room)

    @app.get("/")
    async def show(session: Visitor) -> HTMLResponse:
        """Show who is signed in and for how long, or ask for a name."""
        record = session.record
        if record is None or record.subject is None:
            return _page("visitor.html")
        session["pages"] = session.get("pages", 0) + 1
        listed = await manager.sessions(record.subject)
        return _page(
            "member.html",
            name=escape(record.subject),
            pages=str(session["pages"]),
            others=_others(len(listed) - 1),
            sessions="".join(_row(one, here=one.id == record.id) for one in listed),
            **_moments(record, clock(), config().refresh_on_access),
        )

    # implements: feat-session-security:IMPL_007/AC-1
    @app.post("/sign-in")
    async def sign_in(request: Request, session: Visitor) -> RedirectResponse:
        """Sign in whoever gives a name: a demonstration has no passwords."""
        (name,) = parse_qs((await request.body()).decode("utf-8", "replace")).get("name", [""])[:1]
        if name.strip():
            await session.sign_in(name.strip()[:LONGEST_NAME])
        return RedirectResponse("/", status_code=303)

    # implements: feat-session-security:IMPL_007/AC-2
    @app.post("/sign-out")
    async def sign_out(session: Visitor) -> RedirectResponse:
        """End this session."""
        await session.sign_out()
        return RedirectResponse("/", status_code=303)

    # implements: feat-session-security:IMPL_007/AC-2
    @app.post("/sign-out-others")
    async def sign_out_others(session: Visitor) -> RedirectResponse:
        """End all other sessions of this name."""
        await session.sign_out_others()
        return RedirectResponse("/", status_code=303)

    return app


async def _no_room(_request: Request, _error: Exception) -> PlainTextResponse:
    """Tell somebody for whom the store has no room to come again."""
    return PlainTextResponse("Too many are signed in. Please come again.\n", 503, headers={"retry-after": "60"})


def _page(template: str, **values: str) -> HTMLResponse:
    """Return a page of this folder with its values filled in; they are HTML already."""
    body = Template((FOLDER / template).read_text(encoding="utf-8")).substitute(values)
    frame = Template((FOLDER / "frame.html").read_text(encoding="utf-8"))
    return HTMLResponse(frame.substitute(body=body), headers={"cache-control": "no-store"})


def _moments(session: Session, now: Timestamp, renewed: bool) -> dict[str, str]:
    """Return what the page says of time: seconds until the session ends, and what use does to that."""
    return {
        "left": str(round(session.deadline - now)),
        "longest": str(round((session.absolute_deadline - now) / 60)),
        "use": "Each use begins the time anew." if renewed else "Use does not prolong it.",
    }


def _others(number: int) -> str:
    """Say how many other sessions there are."""
    return "is 1 other session" if number == 1 else f"are {number} other sessions"


# implements: feat-session-security:IMPL_007/AC-3, feat-session-security:IMPL_007/AC-4
def _row(session: Session, *, here: bool) -> str:
    """Return the row of a session in the table: when it began, when it ends, and whether it is this one."""
    begun, ends = (datetime.fromtimestamp(at, UTC) for at in (session.created_at, session.deadline))
    return f"<tr><td>{begun:%H:%M:%S}</td><td>{ends:%H:%M:%S}</td><td>{'this one' if here else ''}</td></tr>\n"


def main() -> None:
    """Serve the application on the loopback interface until it is interrupted."""
    parser = argparse.ArgumentParser(prog="demo", description="Sign in, see the time left, and be signed out.")
    parser.add_argument("--port", type=int, default=8000, help="where to listen on 127.0.0.1 (default: 8000)")
    arguments = parser.parse_args()
    os.environ.setdefault("SESSION_TIMEOUT_SECONDS", "60")
    os.environ.setdefault("SESSION_CLEANUP_INTERVAL_SECONDS", "30")
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("session_timeout").setLevel(logging.DEBUG)
    print(f"Open http://localhost:{arguments.port} in a browser; Ctrl-C ends it.")  # noqa: T201 - a command that speaks
    uvicorn.run(create_app(SessionConfigProvider()), host="127.0.0.1", port=arguments.port, log_level="warning")


if __name__ == "__main__":
    main()
