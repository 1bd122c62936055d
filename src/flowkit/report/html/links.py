"""Where the links of the page lead: to files beside it or on the web, and to its own parts.

Paths and ids come from documents. A path stands in a link percent-encoded, its colons too, so that it is never taken
for a scheme or a host; an id of an element is made of plain letters and digits.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from flowkit.model.verdict import Place
from flowkit.model.web import Web
from flowkit.request import STANDARD_INPUT

_ODD = re.compile(r"[^A-Za-z0-9_.]+")


def href(place: Place, web: Web | None) -> str | None:
    """Return a link to a place; None for standard input.

    It leads to the web where a forge shows the files. Otherwise it is relative, for a page in the folder that flowkit
    was run in.
    """
    path = place.path
    if path == STANDARD_INPUT:
        return None
    address = web.address(path, place.span.line if place.span else None) if web else None
    if address is not None:
        return address
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
