"""Facts about the repository, from what its own tools left behind: the table of sources of evidence.

A source is a function ``collect(root, config) -> Iterable[Evidence]`` that reads and never runs the project. Another
package adds one with an entry point in the group ``flowkit.evidence``. flowkit brings none of its own yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from flowkit.config import Config
from flowkit.errors import ConfigError
from flowkit.model.evidence import Evidence
from flowkit.plugins import table

Collect: TypeAlias = Callable[[Path, Config], Iterable[Evidence]]

GROUP = "flowkit.evidence"

BUILT_IN: Mapping[str, str] = {}


def sources() -> dict[str, Collect]:
    """Return the function of every source of evidence, by name.

    Raises:
        ConfigError: the package that brings a source cannot be loaded, or its entry cannot be called.
    """
    found: dict[str, Collect] = {}
    for name, entry in table(GROUP, BUILT_IN).items():
        try:
            collect = entry.load()
        except (ImportError, AttributeError) as error:
            message = f"the source of evidence {name} cannot be loaded from {entry.value}: {error}"
            raise ConfigError(message) from error
        if not callable(collect):
            raise ConfigError(f"the source of evidence {name} is no function", where=entry.value)
        found[name] = collect
    return found
