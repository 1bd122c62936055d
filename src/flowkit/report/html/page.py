"""All that the page shows, gathered from a verification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import REFUTED, Finding, Place, RuleGuide, Verdict, Verification
from flowkit.model.web import Web
from flowkit.model.work import Network
from flowkit.report.html.cards import Card, Hand, hands_of
from flowkit.report.html.chains import Chain, chains
from flowkit.report.html.looks import look_of
from flowkit.report.html.overview import Reason, Tally, reasons, tally
from flowkit.report.html.picture import Picture, picture
from flowkit.report.omission import omission


@dataclass(frozen=True, slots=True)
class Section:
    """A plan as the page shows it.

    Attributes:
        number: its place among the plans, from 1.
        plan: the plan.
        hand: its tasks.
        markers, tasks: how many of each have which verdict.
        network: how its tasks hang together; None where nobody worked it out.
        picture: that as a drawing; None where no task waits for another.
    """

    number: int
    plan: Plan
    hand: Hand
    markers: Tally
    tasks: Tally
    network: Network | None
    picture: Picture | None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.plan.title or self.plan.id

    @property
    def place(self) -> Place:
        """Where the plan lies."""
        return Place(self.plan.path)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule: its name, what it finds, and how many there are of each severity."""

    rule: str
    summary: str | None
    counts: tuple[tuple[Severity, int], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows.

    Attributes:
        title: what it is about.
        headline, tone: the outcome in a sentence, and the name of the look that it has.
        sections: the plans.
        markers, tasks: how many of all have which verdict.
        claim: what there is to say of tasks that count if they are not proven.
        claimed: those tasks.
        broken: those of them that are not proven.
        reasons: why the rest is not proven.
        chains: the rows of the matrix.
        defines: there are decisions, specs or features at hand, so that what none of them defines is not defined.
        groups: the findings by rule, the gravest first.
        errors, warnings: how many findings there are of these.
        omission: what the baseline leaves out, in words; None where it leaves out nothing.
        omitted: that by rule, as ``groups``.
        web: where links to files lead; None where they are relative.
    """

    title: str
    headline: str
    tone: str
    sections: tuple[Section, ...]
    markers: Tally
    tasks: Tally
    claim: str
    claimed: tuple[Card, ...]
    broken: tuple[Card, ...]
    reasons: tuple[Reason, ...]
    chains: tuple[Chain, ...]
    defines: bool
    groups: tuple[Group, ...]
    errors: int
    warnings: int
    omission: str | None
    omitted: tuple[Group, ...]
    web: Web | None

    @property
    def left_out(self) -> int:
        """How many findings the baseline leaves out."""
        return sum(len(group.findings) for group in self.omitted)

    @property
    def cards(self) -> tuple[tuple[Section, Card], ...]:
        """Every task with its plan."""
        return tuple((section, card) for section in self.sections for card in section.hand.values())


def page_of(verification: Verification) -> Page:
    """Return what the page shows of a verification."""
    hands = hands_of(verification)
    cards = tuple(card for hand in hands for card in hand.values())
    claimed = tuple(card for card in cards if card.row.held)
    broken = tuple(card for card in claimed if not card.settled)
    markers = _markers(cards)
    headline, tone = _with_errors(*_outcome(cards, claimed, broken), verification.count(Severity.ERROR))
    limit = f", changes since {verification.since} alone" if verification.since else ""
    return Page(
        title=_title([plan.title or plan.id for plan in verification.plans]) + limit,
        headline=headline,
        tone=tone,
        sections=tuple(_sections(verification, hands)),
        markers=markers,
        tasks=tally(card.verdict for card in cards),
        claim=_claim(claimed),
        claimed=claimed,
        broken=broken,
        reasons=reasons(cards),
        chains=tuple(chains(hands, verification.definitions)),
        defines=bool(verification.definitions),
        groups=tuple(_groups(verification.findings, verification.rules)),
        errors=verification.count(Severity.ERROR),
        warnings=verification.count(Severity.WARNING),
        omission=omission(verification.left_out),
        omitted=tuple(_groups(verification.left_out, verification.rules)),
        web=verification.web,
    )


def _title(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{len(titles)} work plans"


def _markers(cards: Iterable[Card]) -> Tally:
    return tally(row.verdict for card in cards for row in card.rows)


def _sections(verification: Verification, hands: Sequence[Hand]) -> Iterator[Section]:
    networks = {network.plan.path: network for network in verification.networks}
    for number, (plan, hand) in enumerate(zip(verification.plans, hands, strict=True), start=1):
        network = networks.get(plan.path)
        drawn = picture(network, hand) if network else None
        cards = hand.values()
        yield Section(number, plan, hand, _markers(cards), tally(card.verdict for card in cards), network, drawn)


def _claim(claimed: Sequence[Card]) -> str:
    """Return what all of some tasks are: claimed done, under way, or one or the other."""
    return " or ".join(sorted({card.claim for card in claimed if card.claim})) or "claimed done"


def _outcome(cards: Sequence[Card], claimed: Sequence[Card], broken: Sequence[Card]) -> tuple[str, str]:
    """Return the outcome in a sentence, and the name of the look that it has."""
    refuted = [card for card in broken if card.verdict in REFUTED]
    left = sum(not card.settled for card in cards)
    if not cards:
        return "There is no task here", look_of(None).name
    if all(card.verdict is None for card in cards):
        return "No task here was held against any evidence", look_of(None).name
    if refuted:
        told = f"{_tasks(len(refuted), _claim(refuted))} {'does' if len(refuted) == 1 else 'do'} not hold"
        return told, look_of(Verdict.FAILING).name
    if broken:
        return f"{_tasks(len(broken), _claim(broken))} {_is(len(broken))} not proven", look_of(Verdict.UNPROVEN).name
    if left:
        told = "What is claimed is proven" if claimed else "No task is claimed done"
        tone = Verdict.PROVEN if claimed else Verdict.UNPROVEN
        return f"{told}; {_tasks(left)} {_is(left)} still open", look_of(tone).name
    asked = "the plan asks" if len({card.plan.path for card in cards}) == 1 else "the plans ask"
    return f"Everything that {asked} for is proven", look_of(Verdict.PROVEN).name


def _with_errors(headline: str, tone: str, errors: int) -> tuple[str, str]:
    """Return an outcome with the errors beside it, which nobody looks for where all of the work is proven."""
    if not errors or tone != look_of(Verdict.PROVEN).name:
        return headline, tone
    found = f"{errors} error{' was' if errors == 1 else 's were'} found"
    return f"{headline}, but {found}", look_of(Verdict.FAILING).name


def _tasks(count: int, which: str = "") -> str:
    return " ".join(filter(None, (str(count), "task" if count == 1 else "tasks", which)))


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _groups(findings: Iterable[Finding], rules: Iterable[RuleGuide]) -> Iterator[Group]:
    summaries = {rule.name: rule.summary for rule in rules}
    rank = {severity: at for at, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.INFO))}
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    groups = []
    for rule, found in by_rule.items():
        severities = [finding.severity for finding in found]
        counts = tuple((severity, severities.count(severity)) for severity in rank if severity in severities)
        groups.append(Group(rule, summaries.get(rule), counts, tuple(found)))
    yield from sorted(groups, key=lambda group: (rank[group.counts[0][0]], -len(group.findings)))
