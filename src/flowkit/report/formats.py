"""The table of formats in which a verification is reported.

A format of another package is an entry point of the group ``flowkit.formats`` that stands for a function
``render(verification) -> str``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from flowkit.errors import ConfigError, UsageError
from flowkit.model.nearness import nearest
from flowkit.model.verdict import Verification
from flowkit.plugins import table

Render: TypeAlias = Callable[[Verification], str]

GROUP = "flowkit.formats"

BUILT_IN: Mapping[str, str] = {
    "terminal": "flowkit.report.terminal:render",
    "json": "flowkit.report.json:render",
    "github": "flowkit.report.github:render",
    "sarif": "flowkit.report.sarif:render",
    "junit": "flowkit.report.junit:render",
    "markdown": "flowkit.report.markdown:render",
    "csv": "flowkit.report.csv:render",
    "html": "flowkit.report.html:render",
}

IN_UTF8 = frozenset({"markdown", "csv"})
"""The formats that are files in UTF-8, whatever a terminal takes; the others are for it, or ASCII alone."""


def find_format(name: str) -> Render:
    """Return the function that renders in a format.

    Raises:
        UsageError: there is no such format.
        ConfigError: the package that brings the format cannot be loaded, or its entry cannot be called.
    """
    formats = table(GROUP, BUILT_IN)
    if name not in formats:
        near = nearest(name, formats)
        hint = f"did you mean {near}?" if near else f"the formats are {', '.join(formats)}"
        raise UsageError(f"there is no format {name}", hint=hint)
    entry = formats[name]
    try:
        render = entry.load()
    except (ImportError, AttributeError) as error:
        raise ConfigError(f"the format {name} cannot be loaded from {entry.value}: {error}") from error
    if not callable(render):
        raise ConfigError(f"the format {name} is no function", where=entry.value)
    found: Render = render
    return found
