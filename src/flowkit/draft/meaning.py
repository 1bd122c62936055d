"""What a component asks for, in one text: when it differs from what a task was made of, the task means something else.

Names, order, priority, effort and dependencies are no part of it: they say when work is done, not what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flowkit.draft.prose import inline
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Component, Listed, Requirement, Spec


def criteria_of(spec: Spec, component: Component) -> Iterator[str]:
    """Yield the criteria that an implementation answers for: of its requirements, then its own."""
    named = {reference.name for reference in component.implements}
    if component.kind == "IMPL":
        for requirement in spec.requirements:
            for criterion in requirement.criteria:
                if requirement.id in named or f"{requirement.id}/{criterion.id}" in named:
                    yield criterion.text
    yield from (criterion.text for criterion in component.criteria)


def meaning(spec: Spec, component: Component, scenarios: Mapping[str, FeatureScenario]) -> str:
    """Return what a component asks for.

    Args:
        spec: where it stands.
        component: the component, test group or document.
        scenarios: those of the features, by their tags.
    """
    named = {reference.name.partition("/")[0] for reference in component.implements}
    contracts = {entry.id: entry.text for entry in spec.contracts}
    parts = (
        *_each("text", component.text),
        *_each("requirement", (_requirement(one) for one in spec.requirements if one.id in named)),
        *_each("criterion", criteria_of(spec, component)),
        *_each("deliverable", (delivery.text for delivery in component.deliverables)),
        *_each("target", (f"{target.id} {target.text}" for target in component.coverage)),
        *_each("contract", (f"{one.name} {contracts.get(one.name, '')}" for one in component.contracts)),
        *_each("scenario", (_scenario(one, scenarios.get(one.id or "")) for one in component.scenarios)),
    )
    return "\n".join(parts)


def tagged_scenarios(features: Sequence[Feature]) -> dict[str, FeatureScenario]:
    """Return the first scenario of the features that carries each tag."""
    found: dict[str, FeatureScenario] = {}
    for scenario in (scenario for feature in features for scenario in feature.scenarios):
        for tag in scenario.tags:
            found.setdefault(tag, scenario)
    return found


def _each(name: str, texts: Iterator[str] | Sequence[str]) -> list[str]:
    return sorted(f"{name} {inline(text)}" for text in texts)


def _requirement(requirement: Requirement) -> str:
    return " ".join((requirement.id, requirement.title, *requirement.text))


def _scenario(listed: Listed, scenario: FeatureScenario | None) -> str:
    if scenario is None:
        return f"{listed.id or ''} {listed.title or ''}"
    return " / ".join((listed.id or "", scenario.name or "", *scenario.steps))
