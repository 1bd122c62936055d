"""A small project whose sources and plan change by turns: the sources by their authors, the plan by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from flowkit.draft.plan import Draft, draft
from flowkit.draft.render import render
from flowkit.draft.standing.plan import Standing
from flowkit.draft.standing.update import Updated, update
from flowkit.model.intent import Component, Delivery, Entry, Listed, Reference, Requirement, Spec
from flowkit.model.marker import Grammar
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Effort, Label
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.plans import parse_plan, read_plan

HERE = Span(0, 0, 1, 1)
PATH = "plans/feat-parcels.md"
GRAMMAR = Grammar()


def component(name: str, kind: str = "IMPL", **values: object) -> Component:
    """Return a component with nothing but a name, and what is given."""
    empty = Component(kind, name, (), None, None, (), (), (), (), (), (), (), (), (), HERE)
    return replace(empty, **values)  # type: ignore[arg-type]  # the values are named by the tests


def spec_of(*components: Component, requirements: tuple[Requirement, ...] = ()) -> Spec:
    """Return a spec of components."""
    return Spec(
        "feat-parcels", "Parcels", ("What the depot does.",), (), None, (), requirements, components, (), (), (), (),
        "docs/specs/parcels.md", HERE,
    )  # fmt: skip


def parsed(text: str) -> Plan:
    """Return the plan that a text holds."""
    return parse_plan(document_from_bytes(text.encode(), PATH), "markers", GRAMMAR)


def in_full(text: str) -> Plan:
    """Return the plan that a text holds, with its graph and its claims."""
    return read_plan(document_from_bytes(text.encode(), PATH), "markers", GRAMMAR)


def drafted(spec: Spec, text: str | None) -> tuple[Draft, Updated]:
    """Return the draft of a spec and what it makes of the plan that stands."""
    standing = Standing.of(parsed(text)) if text is not None else None
    made = draft(spec, path=PATH, grammar=GRAMMAR, standing=standing)
    fresh = read_outline(document_from_bytes(render(made).encode(), PATH))
    return made, update(standing, fresh, {task.key for task in made.plan.tasks}, made.made, GRAMMAR)


def planned(spec: Spec, text: str | None = None) -> Updated:
    """Return what planning a spec makes of the plan that stands."""
    return drafted(spec, text)[1]


@dataclass(slots=True)
class Project:
    """A spec that changes at random, and the plan that follows it."""

    random: Random
    parts: list[Component] = field(default_factory=list)
    texts: dict[str, Requirement] = field(default_factory=dict)
    made: int = 0

    @property
    def spec(self) -> Spec:
        """The spec as it is now."""
        return spec_of(*self.parts, requirements=tuple(self.texts.values()))

    def change(self) -> None:
        """Change the spec in one way."""
        ways = (self.add, self.add, self.remove, self.rename, self.reword, self.reorder, self.estimate, self.test)
        self.random.choice(ways)()

    def add(self) -> None:
        """Add a requirement and the component that implements it."""
        self.made += 1
        identifier = f"REQ-{self.made:03d}"
        criteria = tuple(
            Entry(f"AC-{number}", f"Parcel {self.made} passes gate {number} {self._word()}", HERE)
            for number in range(1, self.random.randint(2, 4))
        )
        self.texts[identifier] = Requirement(identifier, f"Parcels of sort {self.made}", (), criteria, HERE)
        earlier = [part.name for part in self.parts if part.kind == "IMPL"]
        awaited = self.random.sample(earlier, k=min(len(earlier), self.random.randint(0, 2)))
        part = component(
            f"Sorter {self.made}",
            text=(f"It sorts parcels of sort {self.made}.",),
            implements=(Reference(identifier, HERE),),
            depends_on=tuple(Reference(name, HERE) for name in awaited),
            deliverables=(Delivery(f"src/sorter_{self.made}.py", None, f"`src/sorter_{self.made}.py`", HERE),),
            priority=Label("P1"),
        )
        self.parts.insert(self.random.randint(0, len(self.parts)), part)

    def test(self) -> None:
        """Add a test group with scenarios."""
        self.made += 1
        scenarios = tuple(
            Listed(f"SC-{self.made:03d}{letter}", f"Lorry {self.made} leaves by gate {letter}", HERE) for letter in "ab"
        )
        self.parts.append(component(f"Trials {self.made}", "TEST", scenarios=scenarios))

    def remove(self) -> None:
        """Remove a component, its requirement, and what waits for it."""
        if len(self.parts) < 2:
            return
        gone = self.parts.pop(self.random.randrange(len(self.parts)))
        for reference in gone.implements:
            self.texts.pop(reference.name)
        self.parts = [
            replace(part, depends_on=tuple(one for one in part.depends_on if one.name != gone.name))
            for part in self.parts
        ]

    def rename(self) -> None:
        """Give a component another name."""
        if not self.parts:
            return
        at = self.random.randrange(len(self.parts))
        self.made += 1
        old, new = self.parts[at].name, f"{self._word().capitalize()} machine {self.made}"
        self.parts[at] = replace(self.parts[at], name=new)
        self.parts = [
            replace(
                part, depends_on=tuple(replace(one, name=new) if one.name == old else one for one in part.depends_on)
            )
            for part in self.parts
        ]

    def reword(self) -> None:
        """Word a criterion otherwise."""
        if not self.texts:
            return
        identifier = self.random.choice(list(self.texts))
        requirement = self.texts[identifier]
        at = self.random.randrange(len(requirement.criteria))
        criteria = list(requirement.criteria)
        self.made += 1
        criteria[at] = replace(criteria[at], text=f"{criteria[at].text} within {self.made} minutes")
        self.texts[identifier] = replace(requirement, criteria=tuple(criteria))

    def reorder(self) -> None:
        """Write the components down in another order."""
        self.random.shuffle(self.parts)

    def estimate(self) -> None:
        """Give a component another effort, which changes nothing of what it means."""
        if self.parts:
            at = self.random.randrange(len(self.parts))
            hours = self.random.randint(1, 9)
            self.parts[at] = replace(self.parts[at], effort=Effort(f"{hours}h", hours, hours))

    def _word(self) -> str:
        return self.random.choice(["slow", "quick", "broad", "narrow", "upper", "lower"])
