"""A draft to the text of its plan, through a Jinja template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.draft.plan import Draft
from flowkit.draft.prose import label
from flowkit.draft.total import in_days, summary, without_hours
from flowkit.errors import FlowkitError

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATE = "markers.md.j2"
"""The template of a plan in the markers dialect."""

_SECTIONS = (("Implementation Tasks", "IMPL"), ("Test Tasks", "TEST"), ("Documentation Tasks", "DOC"))


def templates() -> Traversable:
    """Return the folder of templates: in the installed package, otherwise at the root of the checkout."""
    packaged = files("flowkit") / "templates"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "templates"


def environment() -> Environment:
    """Return the environment in which templates are rendered: nothing undefined passes, nothing is escaped as HTML."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = templates()

    def load(name: str) -> str | None:
        # A template's name comes from flowkit or from another template, and stays inside the folder.
        source = folder.joinpath(*name.split("/"))
        return source.read_text(encoding="utf-8") if ".." not in name and source.is_file() else None

    made = Environment(  # what is made is Markdown, and its values are made safe for that
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # what is made is Markdown, and its values are made safe for that
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(code=_code, label=label, and_list=_and_list)
    return made


def render(draft: Draft, template: str = TEMPLATE) -> str:
    """Return the text of a drafted plan.

    Raises:
        FlowkitError: the template is not there, or is not one.
    """
    from jinja2 import TemplateError

    tasks = draft.plan.tasks
    sections = [(heading, [task for task in tasks if task.kind == kind]) for heading, kind in _SECTIONS]
    counts = Counter(task.kind for task in tasks)
    try:
        text = (
            environment()
            .get_template(template)
            .render(
                draft=draft,
                plan=draft.plan,
                sections=[section for section in sections if section[1]],
                summary=summary(draft.plan),
                without_hours=without_hours(tasks),
                in_days=in_days,
                counts=[f"{number} {kind}" for kind, number in counts.items()],
            )
        )
    except TemplateError as error:
        raise FlowkitError(f"the template cannot be used: {error.message or error}", where=template) from error
    return text.rstrip("\n") + "\n"


def _code(path: str) -> str:
    return f"`{path}`"


def _and_list(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
