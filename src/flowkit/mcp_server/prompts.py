"""The prompts: how to plan, and how to build a task; what comes from documents stands beside the instructions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flowkit import app
from flowkit.errors import UsageError
from flowkit.mcp_server.desk import Desk
from flowkit.mcp_server.resources import Text
from flowkit.packaged import packaged


@dataclass(frozen=True, slots=True)
class Asked:
    """What a prompt says: words of flowkit, then words of the user, then a text of the project, where there are any."""

    instructions: str
    words: str | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt: its title, what it is for, its one argument and what that is, and what it says."""

    title: str
    description: str
    argument: str
    told: str
    ask: Callable[[str | None, Desk], Asked]


def _plan(goal: str | None, desk: Desk) -> Asked:
    del desk
    return Asked(_instructions("plan"), goal)


def _build(task: str | None, desk: Desk) -> Asked:
    from flowkit.report import brief_page

    name = task or _first_ready(desk)
    page = brief_page.render(app.brief(name, desk.request()).brief)
    uri = f"flowkit://brief/{quote(name)}"
    # The name of a task that nobody named comes from a document.
    return Asked(_instructions("build"), task and f"The task: {task}", Text(uri, name, None, "text/markdown", page))


def _first_ready(desk: Desk) -> str:
    from flowkit.model.work import Standing

    agendas = app.advise(desk.request()).agendas
    ready = [agenda.plan.full_name(step.task.key) for agenda in agendas for step in agenda.of(Standing.READY)]
    if not ready:
        raise UsageError("no task can be worked on now", hint="the tool next says what waits, and for what")
    return ready[0]


def _instructions(name: str) -> str:
    text = (packaged("templates") / "agents" / f"{name}.md").read_text(encoding="utf-8")
    return f"{text}\nThe tools of this server do the same as the commands of their names; tick is for the last step.\n"


PROMPTS: Mapping[str, Prompt] = {
    "plan": Prompt(
        "Plan a piece of work",
        "How to write a spec and draft a work plan whose every part can be verified.",
        "goal",
        "What is to be planned, in your own words.",
        _plan,
    ),
    "build": Prompt(
        "Build a task",
        "How to build one task until its evidence is proven, with the brief of the task.",
        "task",
        "The id of a task. By default the first that can be worked on.",
        _build,
    ),
}
