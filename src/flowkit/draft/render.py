"""A draft to the text of its plan, through the Jinja template of a dialect: flowkit's own, or the project's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from flowkit.draft.dialects.forms import find_form
from flowkit.draft.filters import FILTERS, TESTS
from flowkit.draft.plan import Draft
from flowkit.draft.total import SECTIONS, in_days, summary, without_hours
from flowkit.errors import FlowkitError
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.model.task import Task
from flowkit.packaged import packaged

if TYPE_CHECKING:
    from jinja2 import Environment

Own: TypeAlias = Callable[[str], Document | None]
"""Finds a template of the project's own by its name; None where there is none."""

_Source: TypeAlias = tuple[str, str, Callable[[], bool]]


# Compiling the templates takes longer than rendering a plan.
@lru_cache(maxsize=2)
def environment(own: Own | None = None) -> Environment:
    """Return the environment in which templates are rendered: nothing undefined passes, nothing is escaped as HTML.

    Where a project has templates of its own, everything is rendered in a sandbox: they reach the values that they are
    given, and neither change them nor get at anything else.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    folder = packaged("templates")

    def load(name: str) -> _Source | None:
        found = own(name) if own is not None else None
        if found is not None:
            return found.text, found.path, lambda: True
        # A template's name comes from flowkit or from another template, and stays inside the folder.
        source = folder.joinpath(*name.split("/"))
        if ".." in name or not source.is_file():
            return None
        return source.read_text(encoding="utf-8"), f"templates/{name}", lambda: True

    made = (Environment if own is None else ImmutableSandboxedEnvironment)(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,  # what is made is Markdown or YAML, and its values are made safe for that
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(FILTERS)
    made.tests.update(TESTS)
    return made


def render(draft: Draft, dialect: str = "markers", own: Own | None = None) -> str:
    """Return the text of a draft in a dialect.

    Args:
        draft: the draft; of another dialect than that of its plan, as ``flowkit.draft.dialects.carry`` makes it.
        dialect: the name of the dialect.
        own: finds the templates of the project, which come before flowkit's.

    Raises:
        UsageError: there is no template of the dialect.
        FlowkitError: the template cannot be used; its place is the template's path and line.
    """
    template = find_form(dialect).template
    values = _values(draft)
    if own is None:
        return _ended(environment().get_template(template).render(values))
    try:
        return _ended(environment(own).get_template(template).render(values))
    except FlowkitError:
        raise
    except Exception as error:  # a template of the project may raise anything; its user is told where
        raise _unusable(error, template) from error


def _ended(text: str) -> str:
    return text.rstrip("\n") + "\n"


def _values(draft: Draft) -> dict[str, object]:
    """Return what a template is given."""
    tasks = draft.plan.tasks
    counts = Counter(task.kind for task in tasks)
    return {
        "draft": draft,
        "plan": draft.plan,
        "sections": list(_sections(draft.plan)),
        "summary": summary(draft.plan),
        "without_hours": without_hours(tasks),
        "in_days": in_days,
        "counts": [f"{number} {kind}" for kind, number in counts.items()],
    }


def _sections(plan: Plan) -> Iterator[tuple[str, list[Task]]]:
    """Yield the sections of tasks with their titles: kinds, or phases where every task has one, empty ones too."""
    if not all(task.phase for task in plan.tasks):
        for kind, heading in SECTIONS.items():
            if tasks := [task for task in plan.tasks if task.kind == kind]:
                yield heading, tasks
        return
    holding = {task.phase for task in plan.tasks}
    phases = list(dict.fromkeys(phase.title for phase in plan.phases))
    if holding.isdisjoint(phases):
        # Phases whose tasks stand in smaller groups inside them.
        phases = []
    for title, group in groupby(plan.tasks, key=lambda task: task.phase):
        while title in phases:
            first = phases.pop(0)
            if first == title:
                break
            if first not in holding:
                yield first, []
        yield title or "", list(group)
    yield from ((phase, []) for phase in phases if phase not in holding)


def _unusable(error: Exception, template: str) -> FlowkitError:
    """Return the error for what went wrong in a template of the project, with its path and line."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return FlowkitError(f"the template is not one: {error.message}", where=f"{error.filename}:{error.lineno}")
    where = _place(error) or template
    if isinstance(error, TemplateNotFound):
        return FlowkitError(f"there is no template {error.name!r}", where=where, hint="name one in the same folder")
    return FlowkitError(f"the template cannot be used: {str(error) or type(error).__name__}", where=where)


def _place(error: Exception) -> str | None:
    """Return path and line of the innermost template that an error came out of."""
    from traceback import walk_tb

    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    return next((f"{path}:{line}" for path, line in reversed(frames) if path.endswith(".j2")), None)
