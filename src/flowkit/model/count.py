"""How many markers a plan defines and cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flowkit.model.marker import TASK_KIND
from flowkit.model.plan import Plan


@dataclass(frozen=True, slots=True)
class MarkerCount:
    """The markers of one document.

    Attributes:
        path: the document.
        defined: kind -> how many distinct markers of it the plan defines.
        cited: kind -> how often a marker of it stands where it is not defined.
    """

    path: str
    defined: Mapping[str, int] = field(default_factory=dict)
    cited: Mapping[str, int] = field(default_factory=dict)


def count_markers(plan: Plan, kind: str | None = None) -> MarkerCount:
    """Count the markers of a plan, or those of one kind.

    A task without an id counts as a TASK; a marker that is defined twice counts once.
    """
    names = {(definition.kind, definition.name) for definition in plan.definitions}
    names |= {(TASK_KIND, task.key) for task in plan.tasks if task.id is None}
    defined = (name for name, _ in names)
    cited = (mention.kind for mention in plan.mentions)
    return MarkerCount(plan.path, _counted(defined, kind), _counted(cited, kind))


def total(counts: Iterable[MarkerCount], path: str) -> MarkerCount:
    """Return the sum of counts, under the name ``path``."""
    defined: Counter[str] = Counter()
    cited: Counter[str] = Counter()
    for count in counts:
        defined.update(count.defined)
        cited.update(count.cited)
    return MarkerCount(path, dict(sorted(defined.items())), dict(sorted(cited.items())))


def _counted(kinds: Iterable[str], wanted: str | None) -> dict[str, int]:
    return dict(sorted(Counter(kind for kind in kinds if wanted in {None, kind}).items()))
