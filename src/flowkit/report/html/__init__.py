"""A verification as one HTML page that stands alone: style, script and drawings are in it, and it loads nothing.

Documents are untrusted. The templates escape all that they are given, after ``visible`` has taken out what could steer
or hide; nothing from a document stands in the script, in the style or in the name of an element. The page's own policy
lets a browser use that one script and that one style, by their hashes, and load nothing from anywhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from flowkit.model.verdict import SETTLED, Verification
from flowkit.report.screen import visible

if TYPE_CHECKING:
    from jinja2 import Template

_BLANK = re.compile(r"\s+")
_SIZES = {"tasks": 100, "rows": 100, "findings": 25, "facts": 12, "boxes": 300, "steps": 12}
"""How many tasks, rows of the matrix and findings of one rule stand on one page of their list; how many pieces of
evidence beside an obligation, or places beside a finding; how many boxes are drawn before somebody comes near; how many
steps of a critical path are not folded away."""
_LONGEST = 5_000
"""How many characters of a text are shown: a browser takes seconds to break one that is longer and has no blanks."""


def render(verification: Verification) -> str:
    """Return a page of a verification.

    It is in ASCII, with references in the place of other characters, so that it is right in whatever encoding it is
    written to a file.
    """
    from flowkit.report.html.page import page_of

    text = _template().render(page=page_of(verification))
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


# Compiling the templates takes longer than rendering a small page.
@cache
def _template() -> Template:
    from importlib.metadata import version

    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    from flowkit.report.html import assets, facts, links, looks, picture
    from flowkit.report.matrix import at

    style, script = assets.style(), assets.script()
    made = Environment(
        loader=FunctionLoader(assets.read),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(href=links.href, at=at, look=looks.look_of, witness=facts.witness)
    made.globals.update(
        settled=tuple(map(looks.look_of, SETTLED)),
        sizes=_SIZES,
        box=(picture.WIDTH, picture.HEIGHT),
        version=version("flowkit"),
        sources=(script.source, style.source),
        style=Markup(style.text),  # noqa: S704 - flowkit's own, and no document has a part in it
        script=Markup(script.text),  # noqa: S704 - as above
    )
    return made.get_template("page.html.j2")


def _shown(value: object) -> object:
    """Return a value as it is shown: text on one line, cut, without characters that steer or hide; markup as it is."""
    if type(value) is not str:
        return value
    text = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return text if text.isprintable() else visible(_BLANK.sub(" ", text))
