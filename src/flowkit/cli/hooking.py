"""The command that agents run as a hook: ``hook stop``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flowkit import app
from flowkit.cli.options import Command, Root, cli, request_of
from flowkit.errors import FlowkitError, UsageError
from flowkit.output import read_input, tell, write

if TYPE_CHECKING:
    from flowkit.equip.answers import Manners
    from flowkit.request import Request

hooks = typer.Typer(help="Answer the hooks of coding agents, which flowkit init --agent writes.", no_args_is_help=True)
cli.add_typer(hooks, name="hook")

_MOST = 10_000_000


@hooks.command(cls=Command)
def stop(
    *,
    agent: Annotated[
        str, typer.Option(help="The agent that asks: claude, cursor, copilot, codex or gemini.")
    ] = "claude",
    root: Root = None,
) -> None:
    """Refuse that an agent is done while a phantom completion stands; its hook's JSON comes on standard input."""
    # Whatever fails here, an agent is never kept going for it: the exit code is 0, and 2 would mean to block.
    try:
        answer = _answer(agent, root)
        write(json.dumps(answer) + "\n" if answer is not None else "")
    except FlowkitError as error:
        tell(f"the agent may stop, unchecked: {error}")


def _answer(agent: str, root: str | None) -> Mapping[str, object] | None:
    from flowkit.equip.agents import find_agent
    from flowkit.equip.answers import MANNERS
    from flowkit.report import phantoms

    find_agent(agent)
    manners, payload = MANNERS[agent], _payload()
    found = app.phantoms(_request(manners, payload, root))
    if not found:
        return None
    words = phantoms.render(found)
    if not manners.is_over(payload):
        return manners.refuse(words)
    return manners.remind(words) if manners.remind else None


def _payload() -> Mapping[str, object]:
    """Return what the agent says.

    Raises:
        UsageError: it is no JSON object; then nobody knows whether the agent was made to go on already.
    """
    try:
        # Some write a byte order mark.
        payload = json.loads(read_input(_MOST).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"standard input is no JSON: {error}") from error
    if not isinstance(payload, dict):
        raise UsageError("standard input is no JSON object")
    return payload


def _request(manners: Manners, payload: Mapping[str, object], root: str | None) -> Request:
    """Return what asks for the plans of the project that the agent works on."""
    from dataclasses import replace

    request = request_of(None, root, None)
    if root is not None:
        return request
    named = (os.environ.get(manners.variable) if manners.variable else None, *manners.folders(payload))
    folders = (Path(one) for one in named if isinstance(one, str) and "\0" not in one and one)
    folder = next((one for one in folders if one.is_dir()), request.folder)
    return replace(request, folder=folder)
