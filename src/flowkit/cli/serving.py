"""The command that serves a project to agents: ``mcp``."""

from __future__ import annotations

from typing import Annotated

import typer

from flowkit import app
from flowkit.cli.options import Command, Root, cli, flowkit_version, request_of
from flowkit.errors import UsageError


@cli.command(cls=Command)
def mcp(
    *,
    root: Root = None,
    write: Annotated[bool, typer.Option("--write", help="Let the tool tick write what is proven into plans.")] = False,
) -> None:
    """Serve the project to agents over standard input and output, by the Model Context Protocol."""
    try:
        from flowkit.mcp_server import Desk, serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in {"mcp", "anyio"}:
            raise
        hint = "python -m pip install 'flowkit[mcp]'"
        raise UsageError("the server needs the package mcp, which is not installed", hint=hint) from error
    serve(Desk(app.configuration(request_of(None, root, None)).root, write), flowkit_version())
