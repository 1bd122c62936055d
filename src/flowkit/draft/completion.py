"""A spec completed: what it wants and leaves to be divided up becomes components and test groups of its own.

Where a spec names no component, each of its requirements is one (each story, where it has no requirements). A scenario
that no test group lists goes to a group for its component and level; each is in exactly one. What tells of success and
of the edges becomes tests too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flowkit.draft.check import fold
from flowkit.draft.prose import anchor
from flowkit.model.contract import Contract, ContractPart
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Component, Entry, Listed, Reference, Requirement, Spec, SpecScenario
from flowkit.model.marker import Grammar, Role
from flowkit.model.proposal import ChangeKind
from flowkit.model.source import Span

LEVELS = frozenset(
    {"unit", "integration", "contract", "system", "acceptance", "e2e", "end-to-end", "performance", "security"}
)
"""Tags of scenarios that name a level of testing."""

_WORK = {ChangeKind.REMOVED: "Remove: ", ChangeKind.RENAMED: "Rename: "}


def complete(spec: Spec, features: Sequence[Feature], contracts: Sequence[Contract], grammar: Grammar) -> Spec:
    """Return a spec in which everything that is wanted belongs to a component or a test group.

    Args:
        spec: the spec.
        features: the features that it names.
        contracts: the contract files beside it; what the spec does not carry of them becomes a component for each file.
        grammar: how the project's markers are spelled.
    """
    names = {fold(component.name) for component in spec.components}
    built = any(component.kind == "IMPL" for component in spec.components)
    made = [] if built else [_built(spec, one, names) for one in spec.requirements or spec.stories]
    promised = {entry.id for entry in spec.contracts}
    left = [(file, [part for part in file.parts if part.id not in promised]) for file in contracts]
    kept = [_kept(spec, file, parts, names) for file, parts in left if parts]
    spec = replace(spec, contracts=(*spec.contracts, *(_promise(file, part) for file, parts in left for part in parts)))
    parts = (*spec.components, *made, *kept)
    builders = _by_requirement(parts)
    groups = [
        *(_shown(spec, one, builders, names) for one in (*spec.requirements, *spec.stories) if one.scenarios),
        *_unlisted(spec, parts, features, grammar, names),
        *_measured(spec, names),
    ]
    return replace(spec, components=(*parts, *groups))


def _named(name: str, mark: str, names: set[str]) -> str:
    """Return a name that no other component has: with a mark behind it where it is taken, counted where that is too."""
    wanted, number = name, 1
    while fold(wanted) in names:
        wanted = f"{name} ({mark})" if number == 1 else f"{name} ({mark}, {number})"
        number += 1
    names.add(fold(wanted))
    return wanted


def _source(spec: Spec, identifier: str) -> str:
    return f"{spec.path}#{anchor(identifier) if ' ' in identifier else identifier}"


def _empty(kind: str, name: str, source: str, span: Span) -> Component:
    return Component(kind, name, (), None, None, (), (), (), (), (), (), (), (), (), span, source)


def _built(spec: Spec, wanted: Requirement, names: set[str]) -> Component:
    """Return the component that a requirement is."""
    work = _WORK.get(wanted.change.kind, "") if wanted.change is not None else ""
    formerly = wanted.change.formerly if wanted.change is not None else None
    title = f"{formerly} is now {wanted.title}" if formerly else wanted.title
    return replace(
        _empty("IMPL", _named(f"{work}{title}", wanted.id, names), _source(spec, wanted.id), wanted.span),
        text=wanted.text,
        priority=wanted.priority,
        implements=(Reference(wanted.id, wanted.span),),
    )


def _kept(spec: Spec, file: Contract, parts: Sequence[ContractPart], names: set[str]) -> Component:
    """Return the component that keeps what a contract file promises."""
    name = _named(f"Contract: {file.title or file.path.rpartition('/')[2]}", file.path, names)
    references = tuple(Reference(part.id, part.span or spec.span) for part in parts)
    return replace(_empty("IMPL", name, file.path, spec.span), contracts=references)


def _promise(file: Contract, part: ContractPart) -> Entry:
    """Return a part of a contract as a spec has it: bound to its file by the words before the colon."""
    where = f"{file.path}#{part.at}" if part.at is not None else file.path
    return Entry(part.id, f"`{where}`: {part.text}", part.span or Span(0, 0, 1, 1))


def _by_requirement(parts: Sequence[Component]) -> dict[str, list[Component]]:
    """Return the components that implement each requirement, or criteria of it."""
    found: dict[str, list[Component]] = {}
    for part in parts:
        if part.kind == "IMPL":
            for identifier in dict.fromkeys(reference.name.partition("/")[0] for reference in part.implements):
                found.setdefault(identifier, []).append(part)
    return found


def _shown(spec: Spec, wanted: Requirement, builders: Mapping[str, list[Component]], names: set[str]) -> Component:
    """Return the test group of the scenarios that a requirement or a story tells itself."""
    group = _empty("TEST", _named(f"Tests: {wanted.title}", wanted.id, names), _source(spec, wanted.id), wanted.span)
    return replace(
        group,
        priority=wanted.priority,
        implements=(Reference(wanted.id, wanted.span),) if wanted.id in builders else (),
        depends_on=tuple(Reference(part.name, wanted.span) for part in builders.get(wanted.id, ())),
        scenarios=tuple(Listed(None, _told(scenario), scenario.span) for scenario in wanted.scenarios),
    )


def _told(scenario: SpecScenario) -> str:
    return scenario.title or ", ".join(scenario.steps)


@dataclass(frozen=True, slots=True)
class _Group:
    """Where a scenario belongs that no test group lists: a component, or else a feature, and a level."""

    part: Component | None
    feature: str
    level: str | None


def _unlisted(
    spec: Spec, parts: Sequence[Component], features: Sequence[Feature], grammar: Grammar, names: set[str]
) -> Iterator[Component]:
    """Yield the test groups of the scenarios of feature files that no test group lists."""
    listed = {one.id for part in parts for one in part.scenarios}
    groups: dict[_Group, list[tuple[Feature, FeatureScenario, str | None]]] = {}
    owners = _Owners(parts)
    for feature in features:
        for scenario in feature.scenarios:
            own = [tag for tag in scenario.tags if (kind := grammar.kind_of(tag)) and kind.role is Role.SCENARIO]
            if listed.isdisjoint(own):
                level = next((tag.casefold() for tag in scenario.tags if tag.casefold() in LEVELS), None)
                group = _Group(owners.of(feature, scenario), feature.path, level)
                group = group if group.part is None else replace(group, feature="")
                groups.setdefault(group, []).append((feature, scenario, own[0] if own else None))
    for group, found in groups.items():
        yield _group(spec, group, found, names)


class _Owners:
    """Tells which component a scenario is about: by the tag of a requirement, or the title of its rule or feature."""

    def __init__(self, parts: Sequence[Component]) -> None:
        built = [part for part in parts if part.kind == "IMPL"]
        self._by_name = {fold(part.name): part for part in reversed(built)}
        self._by_requirement = {identifier: found[0] for identifier, found in _by_requirement(parts).items()}

    def of(self, feature: Feature, scenario: FeatureScenario) -> Component | None:
        """Return the component, or None where nothing tells it."""
        tagged = next((part for tag in scenario.tags if (part := self._by_requirement.get(tag))), None)
        titles = (title for title in (scenario.rule, feature.name) if title)
        return tagged or next((part for title in titles if (part := self._by_name.get(fold(title)))), None)


def _group(
    spec: Spec, group: _Group, found: Sequence[tuple[Feature, FeatureScenario, str | None]], names: set[str]
) -> Component:
    feature, level = found[0][0], f" ({group.level})" if group.level else ""
    part, span = group.part, spec.span if group.part is None else group.part.span
    subject = part.name if part is not None else feature.name or feature.path
    source = feature.path if part is None else part.source or _source(spec, anchor(part.name))
    return replace(
        _empty("TEST", _named(f"Tests: {subject}{level}", feature.path, names), source, span),
        level=group.level,
        implements=part.implements if part is not None else (),
        depends_on=(Reference(part.name, span),) if part is not None else (),
        scenarios=tuple(Listed(identifier, scenario.name, scenario.span) for _, scenario, identifier in found),
        features=tuple(Reference(path, span) for path in dict.fromkeys(one.path for one, _, _ in found)),
    )


def _measured(spec: Spec, names: set[str]) -> Iterator[Component]:
    """Yield the test groups for the measures of success and for the edge cases."""
    for name, entries in (("Success criteria", spec.outcomes), ("Edge cases", spec.edge_cases)):
        if entries:
            group = _empty("TEST", _named(name, spec.id, names), _source(spec, anchor(name)), entries[0].span)
            yield replace(group, criteria=tuple(_with_id(entries)))


def _with_id(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries that keep their own ids in their text, since the plan numbers them."""
    for one in entries:
        yield Entry(None, f"{one.text} ({one.id})" if one.id else one.text, one.span)
