"""The text of a plan in a dialect, with what was lost on the way into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.config import Config
    from flowkit.draft.plan import Draft


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of a plan in a dialect, and what is to be told of it: new ids, and what was lost."""

    text: str
    told: tuple[str, ...] = ()


def render_in(draft: Draft, dialect: str, config: Config, request: Request, path: str) -> Rendered:
    """Return the text of a draft in a dialect; it is read back to see what it lost.

    Args:
        draft: the plan.
        dialect: the dialect.
        config: the project's kinds of markers, and where its own templates lie.
        request: the folder that the user works in.
        path: where the text is to stand.

    Raises:
        FlowkitError: a template cannot be used.
    """
    from flowkit.draft.dialects.carry import carry
    from flowkit.draft.dialects.comparison import find_losses
    from flowkit.draft.dialects.forms import find_form
    from flowkit.draft.render import render
    from flowkit.read.asides import read_asides
    from flowkit.read.document import document_from_bytes
    from flowkit.read.plans import read_plan
    from flowkit.read.templates import own_templates

    own, grammar = own_templates(config, request.folder), config.grammar()
    carried = carry(draft, find_form(dialect), grammar)
    text = render(carried.draft, dialect, own)
    again = read_plan(document_from_bytes(text.encode("utf-8"), path), dialect, grammar)
    renamed = (f"renamed: {old} is now {new}" for old, new in carried.names if old != new)
    losses = find_losses(carried.draft, again, text, read_asides(draft.plan), read_asides(again))
    return Rendered(text, (*renamed, *map(str, losses)))
