"""Where the links of the page lead: to files beside it, and to its own parts.

Paths and ids come from documents. A path stands in a link percent-encoded, its colons too, so that it is never taken
for a scheme or a host; an id of an element is made of plain letters and digits.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from flowkit.model.verdict import Place
from flowkit.request import STANDARD_INPUT

_ODD = re.compile(r"[^A-Za-z0-9_.]+")


def href(place: Place) -> str | None:
    """Return a relative link to a place, for a page in the folder that flowkit was run in; None for standard input."""
    path = place.path
    if path == STANDARD_INPUT:
        return None
    rooted = f"/{path.lstrip('/')}" if path.startswith("/") else path
    line = f"#L{place.span.line}" if place.span else ""
    return quote(rooted.encode("utf-8", "surrogatepass"), safe="/") + line


class Anchors:
    """The ids of the elements that links lead to, no two of which are alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """Return a new id that looks like a name from a document."""
        plain = f"task-{_ODD.sub('-', name).strip('-')}"
        anchor, number = plain, 1
        while anchor in self._taken:
            number += 1
            anchor = f"{plain}-{number}"
        self._taken.add(anchor)
        return anchor
