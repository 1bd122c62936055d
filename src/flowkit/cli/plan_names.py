"""What a shell may offer from the plans: names of tasks and markers.

A shell evaluates what it is offered, and plans are untrusted. So a name is offered only if it is made of harmless
characters, and nothing else of a plan, such as a title, is offered at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from flowkit import app
from flowkit.cli.options import request_of
from flowkit.errors import FlowkitError

if TYPE_CHECKING:
    from flowkit.model.plan import Plan

_HARMLESS = re.compile(r"[A-Za-z0-9](?:[\w./:+-]| (?! ))*", re.ASCII)


def tasks(ctx: typer.Context) -> list[str]:
    """Return the names of all tasks of the plans that the command would look at; none where they cannot be read."""
    return _offered(ctx, lambda plan: (task.key for task in plan.tasks))


def markers(ctx: typer.Context) -> list[str]:
    """Return the names of all markers of the plans that the command would look at; none where they cannot be read."""
    return _offered(ctx, lambda plan: (definition.name for definition in plan.definitions))


def _offered(ctx: typer.Context, names: Callable[[Plan], Iterable[str]]) -> list[str]:
    given = ctx.params
    try:
        request = request_of(given.get("plans"), given.get("root"), given.get("dialect"))
        # Neither waits for what is typed nor draws on the line that is typed.
        plans = app.show(replace(request, standard_input=lambda _: b"", watch=iter)).plans
    except FlowkitError:
        return []  # a prompt is no place for a message
    return [name for name in _told_apart(plans, names) if _is_fit(name)]


def _told_apart(plans: Iterable[Plan], names: Callable[[Plan], Iterable[str]]) -> Iterator[str]:
    """Yield names: alone where one plan has them, otherwise behind the id of each plan."""
    owners: dict[str, dict[str, None]] = {}
    for plan in plans:
        for name in names(plan):
            owners.setdefault(name, {})[plan.full_name(name)] = None
    for name, full in owners.items():
        yield from (name,) if len(full) == 1 else full


def _is_fit(name: str) -> bool:
    """Whether a shell can take a name as one word."""
    return _HARMLESS.fullmatch(name) is not None and (" " not in name or not _is_open_word_of_bash())


def _is_open_word_of_bash() -> bool:
    """Whether bash asks, and for a word without quotes: it takes what it is offered as it is, be it two words."""
    words = os.environ.get("COMP_WORDS")
    if words is None:
        return False
    index = int(os.environ.get("COMP_CWORD", "0"))
    asked = words.split("\n")[index : index + 1]
    return not asked or not asked[0].startswith(("'", '"'))
