"""Facts about the repository, from what its own tools left behind: the table of sources of evidence.

A source is a function ``collect(inquiry) -> Iterable[Evidence]`` that reads and never runs the project. Another package
adds one with an entry point in the group ``flowkit.evidence``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.errors import ConfigError
from flowkit.model.evidence import Evidence
from flowkit.model.plan import Plan
from flowkit.plugins import table


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a source is asked: where to look, and for which plans.

    Attributes:
        repository: the files of the project; nothing else is read.
        config: what the project has settled.
        plans: the plans in question.
        since: when this run began to make reports, in nanoseconds since 1970; None where it made none. A report that is
            no older than this is fresh without a record.
    """

    repository: Repository
    config: Config
    plans: tuple[Plan, ...]
    since: int | None = None


Collect: TypeAlias = Callable[[Inquiry], Iterable[Evidence]]

GROUP = "flowkit.evidence"

BUILT_IN: Mapping[str, str] = {
    "files": "flowkit.collect.files:collect",
    "words": "flowkit.collect.words:collect",
    "tags": "flowkit.collect.tags:collect",
    "tests": "flowkit.collect.tests:collect",
    "junit": "flowkit.collect.junit:collect",
    "coverage": "flowkit.collect.coverage:collect",
    "reports": "flowkit.collect.left_behind:collect",
    "contracts": "flowkit.collect.contracts:collect",
    "git": "flowkit.collect.git:collect",
    "history": "flowkit.collect.history:collect",
}


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


Begun: TypeAlias = Mapping[str, Callable[[], Iterable[Evidence]]]
"""Names of sources -> what waits for the facts that each was asked for before."""

PLANLESS = "tags"
"""The one source that takes long and asks nothing of the plans, so that it can be asked while they are read."""


def collect_all(inquiry: Inquiry, begun: Begun) -> Iterator[Evidence]:
    """Yield what every source finds, in the order of the table; those that were begun are waited for."""
    for name, collect in sources().items():
        yield from begun[name]() if name in begun else collect(inquiry)
