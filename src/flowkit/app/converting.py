"""Converting: a plan that stands, written in another dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowkit.app.drafting import Drafted
from flowkit.app.reading import configuration, read, shown_name
from flowkit.app.rendering import render_in
from flowkit.errors import ReadError, UsageError
from flowkit.read.discovery import shown_path
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.config import Config
    from flowkit.model.plan import Plan


def convert(request: Request, dialect: str, output: str | None = None) -> Drafted:
    """Return a plan in another dialect; nothing is written.

    Args:
        request: the plan, as the one path that it names.
        dialect: the dialect to write it in.
        output: the file that it is to stand in; None for that of the plan, where it is only to be printed.

    Raises:
        FlowkitError: there is no such dialect, not exactly one plan, or something cannot be read.
    """
    from flowkit.draft.dialects.carry import draft_of
    from flowkit.draft.dialects.forms import find_form

    find_form(dialect)
    if output == "":
        raise UsageError("the file to write has no name", hint="name one, or leave --output out")
    config = configuration(request)
    plan = _only_plan(request, config)
    target = request.folder / (plan.path if output is None else output)
    rendered = render_in(draft_of(plan), dialect, config, request, shown_name(target, config))
    return Drafted(
        target, shown_path(target.absolute(), request.folder), rendered.text, config.root, told=rendered.told
    )


def _only_plan(request: Request, config: Config) -> Plan:
    reading = read(request, config)
    if len(reading.plans) == 1:
        return reading.plans[0]
    where = " ".join(request.paths)
    if not reading.plans and reading.strays:
        stray = reading.strays[0]
        raise ReadError(stray.message, where=stray.place.path, hint=stray.hint)
    raise UsageError(f"there are {len(reading.plans)} plans, not one", where=where, hint="name the file of one plan")
