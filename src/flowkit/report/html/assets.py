"""The style and the script of the page: files beside its templates, put together into one of each.

The same on every page: nothing from a document stands in them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flowkit.packaged import packaged
from flowkit.report.html.looks import LOOKS

_STYLES = ("base.css", "parts.css", "graph.css", "narrow.css", "print.css")
_SCRIPTS = ("theme.js", "list.js", "details.js", "filter.js", "graph.js")


@dataclass(frozen=True, slots=True)
class Asset:
    """A text that stands in the page."""

    text: str

    @property
    def source(self) -> str:
        """The source expression by which a Content-Security-Policy (level 2) lets a browser use just this text."""
        return f"sha256-{b64encode(sha256(self.text.encode()).digest()).decode()}"


def style() -> Asset:
    """Return the style of the page, with a rule for each icon."""
    icons = "".join(f'.v-{look.name}::before{{clip-path:path(evenodd,"{look.icon}")}}\n' for look in LOOKS)
    return Asset(_together(_STYLES) + icons)


def script() -> Asset:
    """Return the script of the page, a part after the other in one function."""
    return Asset(f'"use strict";\n(() => {{\n{_together(_SCRIPTS)}}})();\n')


def read(name: str) -> str:
    """Return the text of one of the files that the page is made of."""
    return packaged("templates").joinpath("report", name).read_text(encoding="utf-8")


def _together(names: Sequence[str]) -> str:
    return "".join(map(read, names))
