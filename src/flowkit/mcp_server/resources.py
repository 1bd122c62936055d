"""The plans as resources: ``flowkit://plan/PATH``, with the path from the project's root."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from flowkit import app
from flowkit.errors import UsageError
from flowkit.mcp_server.desk import Desk

if TYPE_CHECKING:
    from flowkit.model.plan import Plan

PLAN = "flowkit://plan/"
_TYPES = {".yaml": "application/yaml", ".yml": "application/yaml", ".txt": "text/plain"}
_MARKDOWN = "text/markdown"


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its address: a plan as it stands in its file."""

    uri: str
    name: str
    title: str | None
    media_type: str
    text: str


def list_plans(desk: Desk) -> tuple[Text, ...]:
    """Return the plans of a project."""
    return tuple(map(_text, app.show(desk.request()).plans))


def read_plan(uri: str, desk: Desk) -> Text:
    """Return the plan at an address.

    Raises:
        FlowkitError: there is none; it lies outside the root, cannot be read, or is no plan.
    """
    path = unquote(uri.removeprefix(PLAN))
    if not uri.startswith(PLAN) or not path:
        raise UsageError("there is no such resource", where=uri, hint=f"plans are at {PLAN}PATH")
    reading = app.show(desk.request([path]))
    if len(reading.plans) != 1:
        hint = "the list of resources has the plans of the project"
        raise UsageError("is no plan", where=path, hint=hint)
    return _text(reading.plans[0])


def _text(plan: Plan) -> Text:
    text = plan.outline.document.text if plan.outline is not None else ""
    media_type = _TYPES.get(PurePosixPath(plan.path).suffix.lower(), _MARKDOWN)
    return Text(PLAN + quote(plan.path), plan.path, plan.title, media_type, text)
