"""Whether a spec, its decisions and its features fit together: every fault is an error with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from flowkit.errors import ReadError
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Adr, Component, Listed, Reference, Spec
from flowkit.model.nearness import nearest
from flowkit.model.schedule import find_cycle
from flowkit.model.source import Span


def check(spec: Spec, adrs: Sequence[Adr], features: Sequence[Feature]) -> None:
    """Raise an error for the first thing that does not fit.

    Raises:
        ReadError: there is no component at all; a name stands for two components, or for none; components wait for one
            another in a circle; a contract is carried by no component; a scenario is in two test groups, in no feature,
            or called otherwise there; a decision or a feature is not among those given.
    """
    checks = (
        _components(spec),
        _names(spec),
        _dependencies(spec),
        _requirements(spec),
        _contracts(spec),
        _coverage(spec),
        _risks(spec),
        _decisions(spec, adrs),
        _features(spec, features),
        _scenarios(spec, features),
    )
    for problems in checks:
        for problem in problems:
            raise problem


def fold(name: str) -> str:
    """Return what two spellings of one component's name have in common."""
    return " ".join(name.replace("`", "").split()).casefold()


def tagged(features: Sequence[Feature]) -> dict[str, list[tuple[Feature, FeatureScenario]]]:
    """Return the scenarios of the features by each of their own and inherited tags."""
    found: dict[str, list[tuple[Feature, FeatureScenario]]] = {}
    for feature in features:
        for scenario in feature.scenarios:
            for tag in scenario.tags:
                found.setdefault(tag, []).append((feature, scenario))
    return found


def waits_for(spec: Spec) -> dict[str, tuple[str, ...]]:
    """Return the folded names of all components, in document order, each with the names that it waits for."""
    return {
        fold(component.name): tuple(dict.fromkeys(fold(reference.name) for reference in component.depends_on))
        for component in spec.components
    }


def _problem(spec: Spec, span: Span, message: str, hint: str | None = None) -> ReadError:
    return ReadError(message, where=f"{spec.path}:{span.line}", hint=hint)


def _unknown(spec: Spec, reference: Reference, message: str, known: Collection[str], advice: str) -> ReadError:
    near = nearest(reference.name, known)
    return _problem(spec, reference.span, message, f"did you mean {near!r}?" if near else advice)


def _components(spec: Spec) -> Iterator[ReadError]:
    if not spec.components:
        hint = "describe what is to be built below '## Components', each thing under a heading like '### Print queue'"
        yield _problem(spec, spec.span, "the spec describes no component, so there is nothing to plan", hint)


def _names(spec: Spec) -> Iterator[ReadError]:
    first: dict[str, Component] = {}
    for component in spec.components:
        earlier = first.setdefault(fold(component.name), component)
        if earlier is not component:
            message = f"the name {component.name!r} is taken: it stands at line {earlier.span.line} already"
            yield _problem(spec, component.span, message, "give each component, test group and document its own name")


def _dependencies(spec: Spec) -> Iterator[ReadError]:
    names = {fold(component.name): component.name for component in spec.components}
    for component in spec.components:
        for reference in component.depends_on:
            if fold(reference.name) not in names:
                message = f"{component.name!r} depends on {reference.name!r}, which the spec does not describe"
                yield _unknown(spec, reference, message, names.values(), "name a component, test group or document")
    cycle = find_cycle(waits_for(spec))
    if cycle:
        start = next(component for component in spec.components if fold(component.name) == cycle[0])
        chain = " -> ".join(names[name] for name in cycle)
        yield _problem(spec, start.span, f"components wait for one another: {chain}", "leave out one of the steps")


def _requirements(spec: Spec) -> Iterator[ReadError]:
    known = {
        name: requirement.span
        for requirement in spec.requirements
        for name in (requirement.id, *(f"{requirement.id}/{one.id}" for one in requirement.criteria if one.id))
    }
    for component in spec.components:
        for reference in component.implements:
            if reference.name not in known:
                message = f"{component.name!r} names {reference.name}, which the spec does not define"
                yield _unknown(spec, reference, message, known, "define it under 'Requirements'")


def _contracts(spec: Spec) -> Iterator[ReadError]:
    defined = {entry.id: entry for entry in spec.contracts if entry.id}
    carried = {reference.name for component in spec.components for reference in component.contracts}
    for component in spec.components:
        for reference in component.contracts:
            if reference.name not in defined:
                message = f"{component.name!r} carries {reference.name}, which the spec does not define"
                yield _unknown(spec, reference, message, defined, "define it under 'Contracts'")
    for name, entry in defined.items():
        if name not in carried:
            yield _problem(spec, entry.span, f"no component carries {name}", f"add 'Contract: {name}' to one")


def _coverage(spec: Spec) -> Iterator[ReadError]:
    counts: Counter[str] = Counter()
    for component in spec.components:
        for target in component.coverage:
            counts[target.id] += 1
            if counts[target.id] > 1:
                yield _problem(spec, target.span, f"{target.id} is set twice", "give each target an id of its own")


def _risks(spec: Spec) -> Iterator[ReadError]:
    names = {fold(component.name): component.name for component in spec.components}
    for risk in spec.risks:
        if fold(risk.subject.name) not in names:
            message = f"a risk is told of {risk.subject.name!r}, which the spec does not describe"
            yield _unknown(spec, risk.subject, message, names.values(), "name a component, test group or document")


def _decisions(spec: Spec, adrs: Sequence[Adr]) -> Iterator[ReadError]:
    known = [adr.id for adr in adrs if adr.id]
    for reference in spec.adr:
        if reference.name not in known:
            message = f"the spec follows {reference.name}, which is not among the decisions that were read"
            yield _unknown(
                spec, reference, message, known, "write the decision down, or look where decisions are sought"
            )


def _features(spec: Spec, features: Sequence[Feature]) -> Iterator[ReadError]:
    read = {feature.path for feature in features}
    for path, span in spec.feature_paths.items():
        if path not in read:
            yield _problem(spec, span, f"the feature {path} was not read", "name a file that is there")


def _scenarios(spec: Spec, features: Sequence[Feature]) -> Iterator[ReadError]:
    groups: dict[str, Component] = {}
    tags = tagged(features)
    for group in spec.components:
        for listed in group.scenarios:
            if listed.id is None:
                continue
            if listed.id in groups:
                other = groups[listed.id]
                message = f"{listed.id} is in {group.name!r} {'twice' if other is group else f'and in {other.name!r}'}"
                yield _problem(spec, listed.span, message, "let one test group show it, once")
            groups[listed.id] = group
            yield from _tag(spec, listed.id, listed, tags.get(listed.id, []), bool(features))


def _tag(
    spec: Spec, identifier: str, listed: Listed, places: Sequence[tuple[Feature, FeatureScenario]], sought: bool
) -> Iterator[ReadError]:
    """Yield what is wrong between a listed scenario and the places in the features that carry its tag."""
    if not places:
        if listed.title is None or sought:
            hint = f"tag a scenario @{identifier} in one of the spec's features"
            yield _problem(spec, listed.span, f"no feature has a scenario with the tag @{identifier}", hint)
        return
    if len(places) > 1:
        where = " and ".join(f"{feature.path}:{scenario.span.line}" for feature, scenario in places[:2])
        yield _problem(spec, listed.span, f"@{identifier} tags two scenarios: {where}", "keep the tag at one of them")
    feature, scenario = places[0]
    if scenario.name is None:
        where = f"{feature.path}:{scenario.span.line}"
        yield ReadError(f"the scenario @{identifier} has no title", where=where, hint="say what it shows")
    elif listed.title is not None and listed.title != scenario.name:
        message = f"{identifier} is called otherwise at {feature.path}:{scenario.span.line}: {scenario.name!r}"
        yield _problem(spec, listed.span, message, "leave the title out of the spec; the feature gives it")
