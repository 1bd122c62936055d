"""The commands as functions from values to values: the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.config import DEFAULT_PLANS, Config, load_config
from flowkit.errors import ConfigError, UsageError
from flowkit.model.marker import split_number
from flowkit.model.severity import Severity
from flowkit.read.discovery import find_plans, plans_folder, read_found, shown_path
from flowkit.read.document import read_document
from flowkit.request import Choice, Request

if TYPE_CHECKING:
    from flowkit.model.count import MarkerCount
    from flowkit.model.marker import Grammar
    from flowkit.model.plan import Plan
    from flowkit.model.source import Document
    from flowkit.model.verdict import Finding, Place, Verification

Reader = Callable[["Document", str | None, "Grammar | None"], "Plan"]
"""Reads a plan from a document, in a dialect or the one that is recognised, with the kinds of markers to know."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The plans that were read, and a finding for each document that is none."""

    plans: tuple[Plan, ...]
    strays: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """The markers of each document, and a finding for each document that is no plan."""

    files: tuple[MarkerCount, ...]
    strays: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """A verification, and whether it failed: it has a finding at or above the severity that was asked for."""

    verification: Verification
    failed: bool


def show(request: Request) -> Reading:
    """Read the plans that are asked for.

    Raises:
        FlowkitError: the configuration cannot be used, or a document cannot be read.
    """
    return _read(request, _config(request))


def count(request: Request, kind: str | None = None) -> Counted:
    """Count the markers of each plan that is asked for; of one kind alone, where one is given.

    Raises:
        FlowkitError: the configuration cannot be used, a document cannot be read, or there is no such kind.
    """
    from flowkit.model.count import count_markers
    from flowkit.read.plans import parse_plan

    config = _config(request)
    wanted = None if kind is None else config.kind_name(kind)
    reading = _read(request, config, parse_plan)
    return Counted(tuple(count_markers(plan, wanted) for plan in reading.plans), reading.strays)


def verify(request: Request, choice: Choice | None = None) -> Verified:
    """Check what the plans say of themselves.

    Raises:
        FlowkitError: the configuration cannot be used, a document cannot be read, a rule has no such name, or there is
            no plan at all.
    """
    from flowkit.judge.recognition import UNRECOGNISED_DOCUMENT
    from flowkit.judge.table import chosen
    from flowkit.judge.verification import judge, ordered, with_severities
    from flowkit.model.verdict import Verification

    choice = choice or Choice()
    config = _config(request)
    select = config.select if choice.select is None else choice.select
    ignore = (*config.ignore, *choice.ignore)
    _check_rules(config)
    told = UNRECOGNISED_DOCUMENT.name in {rule.name for rule in chosen(select, ignore)}
    reading = _read(request, config)
    named = [stray for stray in reading.strays if stray.severity is not Severity.INFO] if told else []
    named = list(with_severities(named, config.severity))
    fail_on = choice.fail_on or config.fail_on
    if not reading.plans and not any(stray.severity.at_least(fail_on) for stray in named):
        raise _no_plan(request, config, reading)
    found = judge(
        reading.plans,
        definitions=_definitions(request, config, reading.plans),
        severities=config.severity,
        select=select,
        ignore=ignore,
    )
    findings = (*found, *named, *(stray for stray in reading.strays if told and stray.severity is Severity.INFO))
    failed = any(finding.severity.at_least(fail_on) for finding in findings)
    return Verified(Verification(reading.plans, ordered(findings)), failed)


def explain(rule: str) -> str:
    """Return the documentation page of a rule, as Markdown.

    Raises:
        UsageError: no rule has this name.
    """
    from flowkit.judge.pages import explain as page

    return page(rule)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted document.

    Attributes:
        path: the file that it belongs in.
        shown: that path as the user would write it.
        text: what it says.
        root: the project's root, which nothing may be written outside of.
    """

    path: Path
    shown: str
    text: str
    root: Path


def plan(spec: str, request: Request, output: str | None = None) -> Drafted:
    """Draft the plan that a spec makes, with its decisions and features; nothing is written.

    Args:
        spec: the path of the spec.
        request: where to look for the rest.
        output: where the plan is to stand; by default in the first configured folder of plans, by the spec's id.

    Raises:
        FlowkitError: something cannot be read, or the sources do not fit together.
    """
    from flowkit.draft.plan import draft
    from flowkit.draft.render import render
    from flowkit.read.gherkin import read_features
    from flowkit.read.markdown import read_outline
    from flowkit.read.sources import read_decisions
    from flowkit.read.spec import read_spec

    if output == "":
        raise UsageError("the file to write has no name", hint="name one, or leave --output out")
    config = _config(request)
    source = read_spec(read_outline(_read_source(request.folder / spec, config)), config.grammar())
    features = read_features(source, config.root, max_size=config.max_file_size)
    target = plans_folder(config) / f"{source.id}.md" if output is None else request.folder / output
    decisions = list(read_decisions(config, config.root))
    drafted = draft(source, decisions, features, path=_name(target, config), grammar=config.grammar())
    return Drafted(target, shown_path(target.absolute(), request.folder), render(drafted), config.root)


def init(name: str, date: str, request: Request) -> tuple[Drafted, ...]:
    """Return a decision, a spec and a feature to fill in; nothing is written.

    Args:
        name: the short name of the feature, in lower case with hyphens.
        date: today, as ISO 8601 has it.
        request: where the project is.

    Raises:
        FlowkitError: the name cannot be used, or the decisions that stand cannot be read.
    """
    from flowkit.draft.scaffold import scaffold
    from flowkit.read.sources import read_decisions

    config = _config(request)
    numbers = [split_number(adr.id) for adr in read_decisions(config, request.folder) if adr.id]
    number = 1 + max((parts[1] for parts in numbers if parts), default=0)
    paths = [(config.root / path, text) for path, text in scaffold(name, number=number, date=date)]
    return tuple(Drafted(path, shown_path(path, request.folder), text, config.root) for path, text in paths)


def write(documents: Sequence[Drafted]) -> None:
    """Write new documents.

    Raises:
        UsageError: one of them is there already with another text, or could not be written where it belongs; this is
            looked at before any is written.
        FlowkitError: one of them cannot be written after all; those before it stay.
    """
    from flowkit.write import replace as write_file

    for document in documents:
        _check_target(document)
    for document in documents:
        write_file(document.path, document.text, root=document.root)


def _check_target(document: Drafted) -> None:
    path = document.path
    try:
        above = next(folder for folder in path.parents if folder.exists())
        if not path.resolve().is_relative_to(document.root):
            hint = f"name a file below {document.root}"
            raise UsageError("lies outside the project's root", where=document.shown, hint=hint)
        if not above.is_dir():
            raise UsageError(f"cannot be written: {above} is no folder", where=document.shown)
        if path.is_dir():
            raise UsageError("is a folder, not a file to write", where=document.shown, hint="name a file in it")
        if path.exists() and path.read_bytes() != document.text.encode():
            hint = "move it away, or write to another file"
            raise UsageError("is there already and is not overwritten", where=document.shown, hint=hint)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot be written: {reason}", where=document.shown) from error


def _config(request: Request) -> Config:
    if request.root is None:
        return load_config(request.folder)
    try:
        there = request.root.is_dir()
    except OSError as error:
        raise UsageError(f"the root cannot be looked at: {error.strerror}", where=str(request.root)) from error
    if not there:
        raise UsageError("the root is no folder", where=str(request.root), hint="name a folder with --root")
    return load_config(request.root, climb=False)


def _check_rules(config: Config) -> None:
    """Raise a ConfigError with its place for a name in the configuration that no rule has."""
    from flowkit.judge.table import check_names

    for key, names in (("select", config.select or ()), ("ignore", config.ignore), ("severity", config.severity)):
        for name in names:
            try:
                check_names((name,), key)
            except ConfigError as error:
                raise ConfigError(error.message, where=config.place(key, name), hint=error.hint) from error


def _read(request: Request, config: Config, read: Reader | None = None) -> Reading:
    from flowkit.read.plans import UnrecognisedError, read_plan

    read = read or read_plan
    grammar = config.grammar()
    plans: list[Plan] = []
    strays: list[Finding] = []
    for found in request.watch(find_plans(request.paths, config, request.folder)):
        document = read_found(found, config, request.standard_input)
        try:
            plans.append(read(document, request.dialect, grammar))
        except UnrecognisedError as reason:
            from flowkit.judge.recognition import unrecognised

            strays.append(unrecognised(found.shown, named=found.named, reason=reason.message, hint=reason.hint))
    return Reading(tuple(plans), tuple(strays))


def _no_plan(request: Request, config: Config, reading: Reading) -> UsageError:
    configured = DEFAULT_PLANS if config.plans is None else config.plans
    where = ", ".join(request.paths or configured) or "an empty list of plans"
    seen = f"; documents there that are none: {len(reading.strays)}" if reading.strays else ""
    hint = "name a plan, or set plans under [tool.flowkit] in pyproject.toml"
    return UsageError(f"there is no plan to verify in {where}{seen}", hint=hint)


def _definitions(request: Request, config: Config, plans: Sequence[Plan]) -> Mapping[str, Place]:
    """Return what decisions, specs and features define.

    Numbers such as ADR-007 mean something within a project. So the usual folders speak for plans that lie inside the
    project; folders that were configured speak for every plan.
    """
    inside = any(_is_inside(request.folder / plan.path, config) for plan in plans)
    if config.sources is None and not inside:
        return {}
    from flowkit.read.sources import read_source_definitions

    return read_source_definitions(config, request.folder, usual=inside)


def _read_source(path: Path, config: Config) -> Document:
    """Read a source of a plan; its path is shown from the project's root, as the plan will name it."""
    return read_document(path, shown=_name(path, config), max_size=config.max_file_size)


def _name(path: Path, config: Config) -> str:
    return shown_path(path.absolute(), config.root)


def _is_inside(path: Path, config: Config) -> bool:
    return path.resolve().is_relative_to(config.root)
