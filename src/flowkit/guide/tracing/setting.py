"""What chains are woven of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flowkit.model.brief import Background
from flowkit.model.evidence import TagFact, TestFact
from flowkit.model.plan import Plan
from flowkit.model.trace import SpecIndex
from flowkit.model.verdict import Binding, MarkerVerdict


def as_it_is(path: str) -> str:
    """Return a path unchanged."""
    return path


@dataclass(frozen=True, slots=True)
class Setting:
    """What is at hand beside the plans.

    Attributes:
        plans: the plans.
        foreign: the paths of those of them that lie outside the project, of which its sources say nothing.
        background: the decisions and features.
        specs: what the specs want.
        markers: plan path -> the verdicts of its markers, for the plans that are held against evidence.
        tests: full name of a marker -> the tests that verify it.
        bindings: what each tag and each test names.
        files: a path as plans name it -> the files and folders that are meant.
        ran: file -> the names of the tests that executed some of it.
        whole: all plans of the project are at hand, so that what none of them defines is defined nowhere.
        seen: turns the path of a piece of evidence into the path that the user would write.
    """

    plans: tuple[Plan, ...]
    foreign: frozenset[str] = frozenset()
    background: Background = field(default_factory=Background)
    specs: tuple[SpecIndex, ...] = ()
    markers: Mapping[str, tuple[MarkerVerdict, ...]] = field(default_factory=dict)
    tests: Mapping[str, tuple[TestFact, ...]] = field(default_factory=dict)
    bindings: tuple[Binding, ...] = ()
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ran: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = False
    seen: Callable[[str], str] = as_it_is

    def bound(self, verb: str) -> Mapping[str, tuple[TagFact, ...]]:
        """Return the tags of a verb by the full name of the one marker that they mean."""
        found: dict[str, tuple[TagFact, ...]] = {}
        for one in self.bindings:
            if isinstance(one.fact, TagFact) and one.fact.verb == verb and len(one.names) == 1:
                found[one.names[0]] = (*found.get(one.names[0], ()), one.fact)
        return found
