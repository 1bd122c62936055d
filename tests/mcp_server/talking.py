"""Somebody's project, and a client of the official SDK that talks to ``flowkit mcp`` about it."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import anyio
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent
from tests.desk import TICKED

from flowkit.mcp_server import Desk
from flowkit.mcp_server.serving import make_server

T = TypeVar("T")

OPEN = TICKED.replace("Done", "To do").replace("- AC-1", "- [ ] AC-1")
CALLS: dict[str, dict[str, Any]] = {
    "next": {},
    "brief": {"task": "IMPL_001"},
    "show": {"plans": ["plans"]},
    "verify": {"plans": ["plans/tea.md"]},
    "trace": {"marker": "IMPL_001"},
    "explain": {"rule": "phantom-completion"},
}
"""A call of each tool that reads."""


@asynccontextmanager
async def connected(folder: Path, *options: str, mode: str = "auto") -> AsyncIterator[Client]:
    """Start the server in a folder as a process of its own, and connect to it."""
    started = StdioServerParameters(command=sys.executable, args=["-m", "flowkit", "mcp", *options], cwd=folder)
    async with Client(started, mode=mode, read_timeout_seconds=60) as client:
        yield client


def talk(folder: Path, about: Callable[[Client], Awaitable[T]], *options: str, mode: str = "auto") -> T:
    """Talk to a server, and return what came of it."""

    async def conversation() -> T:
        async with connected(folder, *options, mode=mode) as client:
            return await about(client)

    return anyio.run(conversation)


def ask(folder: Path, about: Callable[[Client], Awaitable[T]], *, write: bool = False) -> T:
    """Talk to a server in this process, which is quicker where the way to it is of no interest."""

    async def conversation() -> T:
        async with Client(make_server(Desk(folder.resolve(), write), "0")) as client:
            return await about(client)

    return anyio.run(conversation)


def call(folder: Path, tool: str, arguments: dict[str, Any] | None = None, *options: str) -> CallToolResult:
    """Start a server, call one tool, and return what it answered."""
    return talk(folder, lambda client: client.call_tool(tool, arguments or {}), *options)


def text_of(result: CallToolResult) -> str:
    """Return the text of an answer."""
    return "\n".join(part.text for part in result.content if isinstance(part, TextContent))


def document_of(result: CallToolResult) -> dict[str, Any]:
    """Return an answer that is structured, which has to be what its text is."""
    assert not result.is_error, text_of(result)
    structured: dict[str, Any] = result.structured_content
    first = result.content[0]
    assert isinstance(first, TextContent)
    assert json.loads(first.text) == structured
    return structured
