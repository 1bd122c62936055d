"""What was concluded: verdicts of obligations, markers and tasks, and findings for the user."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from flowkit.model.edit import Edit
from flowkit.model.evidence import Evidence, TagFact, TestFact
from flowkit.model.feature import Feature
from flowkit.model.intent import Adr
from flowkit.model.nearness import Ids
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span, Unreadable
from flowkit.model.web import Web

if TYPE_CHECKING:
    from flowkit.model.left_report import LeftReport
    from flowkit.model.work import Network
    from flowkit.model.worth import Worth


class Verdict(StrEnum):
    """What is known of an obligation, worst first."""

    FAILING = "failing"
    MISSING = "missing"
    STALE = "stale"
    UNPROVEN = "unproven"
    MANUAL = "manual"
    PROVEN = "proven"


SETTLED = frozenset({Verdict.PROVEN, Verdict.MANUAL})
"""What leaves nothing to be done."""
REFUTED = frozenset({Verdict.FAILING, Verdict.MISSING})
"""What makes a completion a phantom."""
LEFT_OPEN = frozenset({Verdict.STALE, Verdict.UNPROVEN})
"""What makes a completion an unproven one."""

_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Roll verdicts up: the worst wins, in the order of ``Verdict``; of nothing at all, ``unproven``."""
    return min(verdicts, key=_RANKS.__getitem__, default=Verdict.UNPROVEN)


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that has to be true for a marker to hold.

    Attributes:
        kind: what is demanded (``file``, ``symbol``, ``test``, ``scenario``, ``coverage``, ``contract`` ...).
        marker: the full name of the marker that demands it.
        subject: what is to be true, in words (``src/auth/store.py exists``).
        verdict: what the evidence says.
        reason: why, in words.
        evidence: the facts that the verdict rests on.
        problem: the name of the rule that it breaks; None where it breaks none.
        span: where the plan demands it.
        hint: what to do about it.
    """

    kind: str
    marker: str
    subject: str
    verdict: Verdict
    reason: str
    evidence: tuple[Evidence, ...] = ()
    problem: str | None = None
    span: Span | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class MarkerVerdict:
    """The verdict of one marker, rolled up from its obligations and from the markers below it.

    Attributes:
        ref: the full name of the marker.
        verdict: the worst of its obligations and of those of its parts.
        task: the key of the task that it belongs to or is.
        obligations: its own obligations.
        blocked_by: the full names of the tasks that it waits for and that are not proven.
    """

    ref: str
    verdict: Verdict
    task: str
    obligations: tuple[Obligation, ...] = ()
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """A marker that a tag or a test names: ``names`` are the full names of the markers that it may mean.

    One is what it is bound to; several are ambiguous; none is a name that no plan in question defines. ``near`` is a
    name that it may be a slip of, ``neighbour`` the one of its kind with the nearest number, ``plans`` the paths
    of the plans that define ``names``.
    """

    fact: TagFact | TestFact
    written: str
    names: tuple[str, ...]
    near: str | None = None
    neighbour: str | None = None
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the evidence says of plans.

    Attributes:
        markers: plan path -> the verdicts of its markers, in document order; a plan that is not held against the
            evidence is not among them.
        bindings: what each tag and test names.
        evidence: every fact.
        whole: all plans of the project are in question, so that what none of them defines is defined nowhere.
        awaited: the project says how its tests are run or where their reports are, so that there have to be some.
    """

    markers: Mapping[str, tuple[MarkerVerdict, ...]]
    bindings: tuple[Binding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    whole: bool = False
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a finding points to: a path and, where it is finer than the whole file, a span and what is there.

    A span that names its document has its say: what belongs to a plan need not stand in the document that it goes by.
    """

    path: str
    span: Span | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        """Take the path from a span that names its document."""
        if self.span is not None and self.span.path is not None:
            object.__setattr__(self, "path", self.span.path)
            object.__setattr__(self, "span", replace(self.span, path=None))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the user.

    Attributes:
        rule: the name of the rule.
        severity: how much it matters, after the configuration has had its say.
        message: what is wrong, in a sentence without a full stop.
        place: where.
        marker: the full name of the marker that it is about, if it is about one.
        related: other places that belong to it.
        hint: what to do about it.
        edits: what mends it in the document of its place, where that takes no thought; nothing where it does.
        whole: it speaks of the plan as a whole, and its place is but the first that it is true of.
    """

    rule: str
    severity: Severity
    message: str
    place: Place
    marker: str | None = None
    related: tuple[Place, ...] = ()
    hint: str | None = None
    edits: tuple[Edit, ...] = ()
    whole: bool = False


@dataclass(frozen=True)  # without slots, so that what it takes long to gather is gathered once
class Surroundings:
    """What a rule may know beside the plan that it judges.

    Attributes:
        plans: every plan of this run, the judged one among them.
        definitions: id -> the place that defines it, for the ids of the decisions, specs and features at hand.
        decisions: the decisions at hand.
        features: the feature files at hand.
        specified: the ids of the decisions that specs name.
        unread: the decisions, specs and features that cannot be read.
        whole: the plans are all that there are for what is at hand, so that what none of them takes up is left out.
        assessment: what the evidence says; None where none was sought.
    """

    plans: tuple[Plan, ...] = ()
    definitions: Mapping[str, Place] = field(default_factory=dict)
    decisions: tuple[Adr, ...] = ()
    features: tuple[Feature, ...] = ()
    specified: frozenset[str] = frozenset()
    unread: tuple[Unreadable, ...] = ()
    whole: bool = False
    assessment: Assessment | None = None

    @cached_property
    def names(self) -> Ids:
        """Every name that is defined here or by one of the plans."""
        return Ids(chain(self.definitions, *(plan.names() for plan in self.plans)))


Check = Callable[[Plan, Surroundings], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that every plan is held to.

    Attributes:
        name: the name under which it is selected, ignored and explained (``count-mismatch``).
        severity: how much its findings matter where the configuration says nothing.
        summary: what it finds, in a sentence without a full stop.
        check: takes a plan and its surroundings, gives the findings; it opens no file and changes nothing.
        page: the text of its documentation page, for a rule of another package; flowkit's own lie under ``docs/rules``.
    """

    name: str
    severity: Severity
    summary: str
    check: Check
    page: str | None = None

    def finding(
        self,
        path: str,
        span: Span | None,
        message: str,
        *,
        marker: str | None = None,
        related: tuple[Place, ...] = (),
        hint: str | None = None,
        edits: tuple[Edit, ...] = (),
    ) -> Finding:
        """Return a finding of this rule with the rule's own severity."""
        return Finding(self.name, self.severity, message, Place(path, span), marker, related, hint, edits)


@dataclass(frozen=True, slots=True)
class RuleGuide:
    """What is told of a rule: its name, its own severity, what it finds in a sentence, and its page as Markdown."""

    name: str
    severity: Severity
    summary: str
    page: str


@dataclass(frozen=True, slots=True)
class Verification:
    """All that a verification found.

    Attributes:
        plans: the plans.
        findings: the findings, in order of path and place.
        markers: the verdicts of the markers of the plans that are held against evidence.
        held: path of such a plan -> the keys of its tasks that are claimed done, or under way where no task says how
            far it is; of any other task it is no finding that something is not there.
        rules: what is told of the rules that found something, be it left out.
        networks: how the tasks of each plan hang together.
        definitions: id -> the place that defines it, for the ids of the decisions, specs and features at hand.
        left_out: the findings that the project's baseline leaves out.
        since: the revision since which things changed that this part of a verification has to do with; None where it
            is whole.
        web: where a forge shows the files that it speaks of; None where that is not known.
        reports: the reports that lie there.
        worths: path of a plan that is held against evidence -> what its ticks are worth.
    """

    plans: tuple[Plan, ...]
    findings: tuple[Finding, ...]
    markers: tuple[MarkerVerdict, ...] = ()
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rules: tuple[RuleGuide, ...] = ()
    networks: tuple[Network, ...] = ()
    definitions: Mapping[str, Place] = field(default_factory=dict)
    left_out: tuple[Finding, ...] = ()
    since: str | None = None
    web: Web | None = None
    reports: tuple[LeftReport, ...] = ()
    worths: Mapping[str, Worth] = field(default_factory=dict)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)
