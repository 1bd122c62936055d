"""What a component asks for, in one text: when it differs from what a task was made of, the task means something else.

Names, order, priority, effort and dependencies are no part of it: they say when work is done, not what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flowkit.draft.prose import inline
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Component, Listed, Reference, Requirement, Spec, Target


@dataclass(frozen=True, slots=True)
class Wants:
    """What a spec and its features want, to be looked up.

    Attributes:
        requirements: by their ids, each with its place among them.
        contracts: what the parts of contracts demand, by their ids.
        scenarios: those of the features, by their tags.
    """

    requirements: Mapping[str, tuple[int, Requirement]]
    contracts: Mapping[str | None, str]
    scenarios: Mapping[str, FeatureScenario]

    @classmethod
    def of(cls, spec: Spec, features: Sequence[Feature]) -> Wants:
        """Return what a spec and its features want."""
        numbered = {requirement.id: (at, requirement) for at, requirement in enumerate(spec.requirements)}
        contracts = {entry.id: entry.text for entry in spec.contracts}
        return cls(numbered, contracts, _tagged_scenarios(features))

    def requirements_of(self, component: Component) -> list[Requirement]:
        """Return the requirements that a component names, or some criteria of which it does, in their order."""
        names = {reference.name.partition("/")[0] for reference in component.implements}
        known = sorted((one for one in names if one in self.requirements), key=lambda one: self.requirements[one][0])
        return [self.requirements[one][1] for one in known]

    def criteria_of(self, component: Component) -> Iterator[str]:
        """Yield the criteria that an implementation answers for: of its requirements, then its own."""
        named = {reference.name for reference in component.implements}
        for requirement in self.requirements_of(component) if component.kind == "IMPL" else ():
            for criterion in requirement.criteria:
                if requirement.id in named or f"{requirement.id}/{criterion.id}" in named:
                    yield criterion.text
        yield from (criterion.text for criterion in component.criteria)


@dataclass(frozen=True, slots=True)
class Made:
    """What a task was made of.

    Attributes:
        source: the anchor of the heading of the spec.
        meaning: the name of what it means.
        parts: the names of the parts of its meaning that are no criteria, by what they speak of.
    """

    source: str
    meaning: str
    parts: Mapping[str, str]


def meaning(component: Component, wants: Wants) -> str:
    """Return what a component, test group or document asks for; that is its name if it has nothing else."""
    parts = (
        *_each("text", component.text),
        *_each("requirement", (_requirement(one) for one in wants.requirements_of(component))),
        *_each("criterion", wants.criteria_of(component)),
        *_each("deliverable", (delivery.text for delivery in component.deliverables)),
        *_each("target", (_target(target) for target in component.coverage)),
        *_each("contract", (_contract(one, wants) for one in component.contracts)),
        *_each("scenario", (_scenario(one, wants.scenarios.get(one.id or "")) for one in component.scenarios)),
    )
    return "\n".join(parts) or bare_meaning(inline(component.name))


def bare_meaning(name: str) -> str:
    """Return what a component asks for that has nothing but a name."""
    return f"name {name}"


def parts_of(component: Component, wants: Wants) -> dict[str, str]:
    """Return the parts of a meaning that are no criteria, by what they speak of."""
    parts = {
        "description": "\n".join(component.text),
        **{one.id: _requirement(one) for one in wants.requirements_of(component)},
        "deliverables": "\n".join(delivery.text for delivery in component.deliverables),
        **{target.id: _target(target) for target in component.coverage},
        **{one.name: _contract(one, wants) for one in component.contracts},
        **{one.id: _scenario(one, wants.scenarios.get(one.id)) for one in component.scenarios if one.id is not None},
        "scenarios": "\n".join(_scenario(one, None) for one in component.scenarios if one.id is None),
    }
    # One word each, for they stand in a list of words in a comment.
    return {"-".join(inline(what).split()): text for what, text in parts.items() if text}


def _tagged_scenarios(features: Sequence[Feature]) -> dict[str, FeatureScenario]:
    """Return the first scenario of the features that carries each tag."""
    found: dict[str, FeatureScenario] = {}
    for scenario in (scenario for feature in features for scenario in feature.scenarios):
        for tag in scenario.tags:
            found.setdefault(tag, scenario)
    return found


def _each(name: str, texts: Iterator[str] | Sequence[str]) -> list[str]:
    return sorted(f"{name} {inline(text)}" for text in texts)


def _requirement(requirement: Requirement) -> str:
    # Its number may change when another one is put in front.
    return " ".join((requirement.title, *requirement.text))


def _target(target: Target) -> str:
    return f"{target.id} {target.text}"


def _contract(reference: Reference, wants: Wants) -> str:
    return f"{reference.name} {wants.contracts.get(reference.name, '')}"


def _scenario(listed: Listed, scenario: FeatureScenario | None) -> str:
    if scenario is None:
        return f"{listed.id or ''} {listed.title or ''}"
    return " / ".join((listed.id or "", scenario.name or "", *scenario.steps))
