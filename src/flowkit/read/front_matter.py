"""The YAML block at the head of a document."""

from __future__ import annotations

import re

from flowkit.model.outline import FrontMatter
from flowkit.model.source import Document

_OPENING = re.compile(r"---\s*")
_CLOSING = re.compile(r"(?:---|\.\.\.)\s*")
_KEY = re.compile(r"[\"']?[\w.-][\w .-]*[\"']?\s*:(?:\s|$)")
# YAML is quick to nest and slow to read: a longer block is no head of a document.
_MAX_LINES = 1000


def read_front_matter(document: Document) -> FrontMatter | None:
    """Return the front matter of a document, or None if it has none.

    A rule (``---``) on the first line opens one only if a key follows and another rule closes it, so that a document
    that merely starts with a rule keeps its text.
    """
    lines = document.lines
    if not lines or not _OPENING.fullmatch(lines[0]):
        return None
    content = next((line for line in lines[1:_MAX_LINES] if line.strip() and not line.startswith("#")), "")
    if not _KEY.match(content):
        return None
    end = next((n for n, line in enumerate(lines[1:_MAX_LINES], start=1) if _CLOSING.fullmatch(line)), None)
    if end is None:
        return None
    values, problem = load_mapping("\n".join(lines[1:end]))
    return FrontMatter(values, problem, 1, end + 1)


def load_mapping(text: str) -> tuple[dict[str, object] | None, str | None]:
    """Return the mapping that a YAML text gives, or None and the reason why it gives none.

    Only plain data is built; an alias is refused, since a few lines of them can stand for gigabytes.
    """
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            return None, "it uses aliases"
        loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, " ".join(str(error).split())
    if not isinstance(loaded, dict):
        return None, "it is not a mapping"
    return {str(key): value for key, value in loaded.items()}, None
