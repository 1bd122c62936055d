"""Text of documents made safe inside Markdown, as GitHub and GitLab read it (https://github.github.com/gfm/)."""

from __future__ import annotations

import re
from urllib.parse import quote

from flowkit.model.web import Web
from flowkit.report.screen import visible

# An underscore between letters or digits makes nothing of them, and stays as it is, so that IMPL_001 can be read.
_SPECIAL = re.compile(r"[\\`*\[\]|~#@!]|(?<![^\W_])_|_(?![^\W_])|(?<=:)//|(?<=www)\.|^[-+=]|^\d+[.)]", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
_HTML = re.compile("[&<>$]")
# Half characters that stand for no byte of a name: no URI has a form for them.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def escaped(text: str) -> str:
    """Return text as one line of Markdown that shows it as it is: no markup, no HTML, no link, no formula."""
    line = _SPECIAL.sub(_escape, " ".join(visible(text).split()))
    return _HTML.sub(lambda found: _ENTITIES[found.group()], line)


def _escape(found: re.Match[str]) -> str:
    text = found.group()
    return "\\/\\/" if text == "//" else f"{text[:-1]}\\{text[-1]}"


def link(text: str, path: str, line: int | None, web: Web | None = None) -> str:
    """Return a link to a line of a file of the repository; only the text where the path leads out of it.

    Without ``web`` the link is relative, as it is followed in a document that lies in the user's folder.
    """
    shown = escaped(text)
    address = web.address(path, line) if web and path != "-" else None
    if address is None and is_inside(path):
        address = quoted(path) + (f"#L{line}" if line else "")
    return f"[{shown}]({address})" if address else shown


def is_inside(path: str) -> bool:
    """Whether a path leads to something below the folder in which flowkit was run, and not to standard input."""
    return path != "-" and not path.startswith(("/", "../")) and path != ".." and not re.match(r"[A-Za-z]:", path)


def quoted(path: str) -> str:
    """Return a path as part of a URI; bytes of a name that are no text are kept."""
    return quote(_NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape"), safe="/")
