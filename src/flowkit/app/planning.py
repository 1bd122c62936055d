"""Planning: a spec with its decisions and features to the plan that it makes, for the first time or again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.drafting import Drafted
from flowkit.app.reading import configuration, read_source, shown_name
from flowkit.config import Config
from flowkit.errors import UsageError
from flowkit.read.discovery import plans_folder, shown_path
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.draft.standing.plan import Standing
    from flowkit.draft.standing.update import Updated
    from flowkit.model.feature import Feature
    from flowkit.model.intent import Adr, Spec
    from flowkit.model.marker import Grammar
    from flowkit.model.plan import Plan
    from flowkit.model.plan_update import PlanUpdate
    from flowkit.model.source import Document, Unreadable
    from flowkit.model.verdict import Finding

DIALECT = "markers"


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of a spec.

    Attributes:
        spec: the path of the spec.
        document: the plan to write.
        changes: what became of the plan that stands, if one does.
        findings: what the sources ask for and the plan does not take up.
        failed: one of the findings is as severe as those that the configuration fails on.
    """

    spec: str
    document: Drafted
    changes: Updated
    findings: tuple[Finding, ...]
    failed: bool

    @property
    def is_behind(self) -> bool:
        """Whether there is something to write."""
        return self.document.standing is None or self.document.standing.text != self.document.text

    @property
    def is_settled(self) -> bool:
        """Whether the plan says what its sources say, and no line waits for somebody to decide."""
        return not self.is_behind and not self.changes.clashes

    def told(self) -> PlanUpdate:
        """Return what is to be told of it."""
        from flowkit.model.plan_update import PlanUpdate

        document, changes = self.document, self.changes
        return PlanUpdate(
            spec=self.spec,
            path=document.shown,
            text=document.text,
            before=document.standing.text if document.standing is not None else None,
            added=changes.added,
            dropped=changes.dropped,
            unticked=changes.unticked,
            clashes=tuple((clash.line, clash.fresh) for clash in changes.clashes),
            lost=document.told,
            findings=self.findings,
        )


# implements: feat-flowkit-commands:IMPL_003
def plan(spec: str, request: Request, output: str | None = None, dialect: str = DIALECT) -> Planned:
    """Draft the plan that a spec makes, with its decisions and features; nothing is written.

    A plan that stands is brought up to the spec: its ids, its ticks and what people wrote in it stay. In another
    dialect than that of the markers a plan is drafted anew.

    Args:
        spec: the path of the spec.
        request: where to look for the rest.
        output: where the plan is to stand; by default in the first configured folder of plans, by the spec's id.
        dialect: the dialect to write it in.

    Raises:
        FlowkitError: something cannot be read, the sources do not fit together, or what stands is no plan of the spec.
    """
    from flowkit.app.rendering import render_in
    from flowkit.draft.dialects.forms import find_form
    from flowkit.draft.plan import draft
    from flowkit.draft.render import render
    from flowkit.draft.standing.update import Updated, update
    from flowkit.read.contracts import read_contracts
    from flowkit.read.document import document_from_bytes
    from flowkit.read.gherkin import read_features
    from flowkit.read.markdown import read_outline
    from flowkit.read.sources import read_decisions
    from flowkit.read.spec import read_spec
    from flowkit.read.templates import own_templates

    if output == "":
        raise UsageError("the file to write has no name", hint="name one, or leave --output out")
    config = configuration(request)
    grammar = config.grammar()
    source = read_spec(read_outline(read_source(request.folder / spec, config)), grammar)
    features = read_features(source, config.root, max_size=config.max_file_size)
    target = (
        plans_folder(config) / f"{source.id}{find_form(dialect).ending}" if output is None else request.folder / output
    )
    name = shown_name(target, config)
    standing = _standing(target, source.id, config, grammar) if dialect == DIALECT else None
    unread: list[Unreadable] = []
    decisions = list(read_decisions(config, config.root, unread.append))
    contracts = read_contracts(source, config.root, grammar, max_size=config.max_file_size)
    drafted = draft(source, decisions, features, path=name, grammar=grammar, standing=standing, contracts=contracts)
    shown = shown_path(target.absolute(), request.folder)
    text = render(drafted, own=own_templates(config, request.folder))
    fresh = read_outline(document_from_bytes(text.encode(), name))
    changes = update(standing, fresh, {task.key for task in drafted.plan.tasks}, drafted.made, grammar)
    made = _placed(drafted.plan, source, changes.headings, shown)
    if standing is not None:
        made = _as_it_stands(standing, changes.text, shown, config, grammar)
    findings = tuple(
        _as_seen(finding, request, config) if finding.place.path != shown else finding
        for finding in _judged(made, source, decisions, features, unread, config)
    )
    if dialect != DIALECT:
        rendered = render_in(drafted, dialect, config, request, name)
        same = _same(target, rendered.text, config)
        document = Drafted(target, shown, rendered.text, config.root, same, rendered.told)
        return _planned(spec, document, Updated(rendered.text), findings, config)
    before = standing.plan.outline.document if standing is not None and standing.plan.outline is not None else None
    told = tuple(_faults(standing, changes, shown)) if standing is not None else ()
    return _planned(spec, Drafted(target, shown, changes.text, config.root, before, told), changes, findings, config)


def _as_it_stands(standing: Standing, text: str, shown: str, config: Config, grammar: Grammar) -> Plan:
    """Return the plan that a text holds which takes the place of one that stands."""
    from flowkit.read.document import document_from_bytes
    from flowkit.read.plans import parse_plan

    if text == standing.text:
        return replace(standing.plan, path=shown)
    return parse_plan(document_from_bytes(text.encode(), shown, max_size=config.max_file_size), DIALECT, grammar)


def _faults(standing: Standing, changes: Updated, shown: str) -> Iterator[str]:
    """Yield why it is not known of all lines of a plan who wrote them, and what becomes of such lines."""
    kept = "what cannot be told apart from what people wrote stays as it is"
    faults = standing.record.faults
    for fault in faults:
        yield f"{shown}:{fault.line}: {fault.text}: {kept}"
    for key in changes.unknown if not faults else ():
        yield f"{shown}:{changes.headings[key]}: the record of what flowkit made does not know {key}: {kept}"


def _placed(drafted: Plan, spec: Spec, lines: Mapping[str, int], shown: str) -> Plan:
    """Return a drafted plan with the places of its tasks in the text, and of the decisions in its head."""
    from flowkit.model.marker import Role
    from flowkit.model.plan import Mention
    from flowkit.model.source import Span

    tasks = tuple(replace(task, span=Span(0, 0, lines[task.key], 1)) for task in drafted.tasks if task.key in lines)
    head = Span(0, 0, lines.get("title", 1), 1)
    mentions = tuple(Mention("ADR", Role.DECISION, reference.name, head) for reference in spec.adr)
    return replace(drafted, path=shown, tasks=tasks, mentions=mentions)


def _planned(spec: str, document: Drafted, changes: Updated, findings: tuple[Finding, ...], config: Config) -> Planned:
    failed = any(finding.severity.at_least(config.fail_on) for finding in findings)
    return Planned(spec, document, changes, findings, failed)


def _judged(
    made: Plan,
    spec: Spec,
    decisions: Sequence[Adr],
    features: Sequence[Feature],
    unread: Sequence[Unreadable],
    config: Config,
) -> tuple[Finding, ...]:
    """Return what the rules about sources find in a plan and the sources that it was made of."""
    from flowkit.judge.intent import RULES
    from flowkit.judge.sources import UNREADABLE_SOURCE
    from flowkit.judge.verification import judge
    from flowkit.model.verdict import Place, Surroundings

    around = Surroundings(
        plans=(made,),
        definitions={requirement.id: Place(spec.path, requirement.span) for requirement in spec.requirements},
        decisions=tuple(decisions),
        features=tuple(features),
        specified=frozenset(reference.name for reference in spec.adr),
        unread=tuple(unread),
        whole=True,
    )
    names = {rule.name for rule in (*RULES, UNREADABLE_SOURCE)}
    chosen = names & set(names if config.select is None else config.select)
    return judge([made], around, severities=config.severity, select=sorted(chosen), ignore=config.ignore)


def _as_seen(finding: Finding, request: Request, config: Config) -> Finding:
    """Return a finding in a source with its path from the user's folder, not from the project's root."""
    seen = shown_path(config.root / finding.place.path, request.folder)
    return replace(finding, place=replace(finding.place, path=seen))


def _standing(path: Path, identifier: str, config: Config, grammar: Grammar) -> Standing | None:
    """Return the plan that stands in a file; None where there is no file yet.

    Raises:
        UsageError: the file is none that flowkit plans in: no plan, one of something else, or in another dialect.
        ReadError: two of its tasks have one id.
    """
    from flowkit.draft.standing.plan import Standing
    from flowkit.read.plans import UnrecognisedError, parse_plan

    if not path.is_file():
        return None
    document = read_source(path, config)
    hint = "move it away, or write to another file"
    try:
        plan = parse_plan(document, None, grammar)
    except UnrecognisedError as error:
        message = f"is there already, is no plan ({error.message}) and is not overwritten"
        raise UsageError(message, where=document.path, hint=hint) from error
    if plan.id != identifier:
        raise UsageError(f"holds the plan {plan.id}, not {identifier}", where=document.path, hint=hint)
    if plan.dialect != DIALECT or plan.outline is None:
        message = f"is written in the dialect {plan.dialect}, and plans are kept up in {DIALECT}"
        raise UsageError(message, where=document.path, hint=hint)
    return Standing.of(plan)


def _same(path: Path, text: str, config: Config) -> Document | None:
    """Return the document that stands in a file, if it says this already."""
    document = read_source(path, config) if path.is_file() else None
    return document if document is not None and document.data == text.encode() else None
