"""Which marker a name in a tag or a test means.

A full name (``feat-session-timeout:SC-003``) means that marker of that plan. A short one binds when exactly one of the
plans in question defines it. Plans of one id have no full names that would tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flowkit.model.evidence import Evidence, TagFact, TestFact
from flowkit.model.nearness import Ids
from flowkit.model.plan import Plan
from flowkit.model.task import part_name
from flowkit.model.verdict import Binding


class Names:
    """What the plans in question define.

    Args:
        plans: the plans.
    """

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._by_plan: dict[str, dict[str, list[Plan]]] = {}
        self._plans_of: dict[str, list[Plan]] = {}
        for plan in plans:
            known = self._by_plan.setdefault(plan.id, {})
            for name in dict.fromkeys(_defined(plan)):
                known.setdefault(name, []).append(plan)
                self._plans_of.setdefault(name, []).append(plan)
        self._ids: dict[str | None, Ids] = {None: Ids(self._plans_of)}

    def defines(self, written: str) -> bool:
        """Whether a name means a marker, or may mean one of a plan that is not in question."""
        plan, colon, name = written.rpartition(":")
        return name in self._by_plan.get(plan, {name}) if colon else written in self._plans_of

    def bind(self, fact: TagFact | TestFact, written: str) -> Binding | None:
        """Return what a name means; None where it belongs to a plan that is not in question."""
        plan, colon, name = written.rpartition(":")
        if colon:
            known = self._by_plan.get(plan)
            if known is None:
                return None
            if name in known:
                return _bound(fact, written, name, known[name])
            ids = self._ids.setdefault(plan, Ids(known))
            slip, neighbour = ids.slip(name), ids.neighbour(name)
            return Binding(fact, written, (), slip and f"{plan}:{slip}", neighbour and f"{plan}:{neighbour}")
        if written in self._plans_of:
            return _bound(fact, written, written, self._plans_of[written])
        ids = self._ids[None]
        return Binding(fact, written, (), ids.slip(written), ids.neighbour(written))


def _bound(fact: TagFact | TestFact, written: str, name: str, owners: Sequence[Plan]) -> Binding:
    names = tuple(f"{plan.id}:{name}" for plan in owners)
    return Binding(fact, written, names, plans=tuple(plan.path for plan in owners))


def _defined(plan: Plan) -> Iterator[str]:
    yield from (item.name for item in plan.definitions)
    for task in plan.tasks:
        yield task.key
        yield from (part_name(task, item, number) for number, item in enumerate(task.criteria, start=1))


def bind_all(plans: Sequence[Plan], evidence: Iterable[Evidence]) -> tuple[Binding, ...]:
    """Return what each tag and each test names, in the order of the evidence."""
    names = Names(plans)
    found: list[Binding | None] = []
    for fact in evidence:
        match fact:
            case TagFact(verb=verb, marker=marker) if verb is not None:
                found.append(names.bind(fact, marker))
            case TestFact(markers=markers):
                found.extend(names.bind(fact, marker) for marker in markers)
            case _:
                pass
    return tuple(binding for binding in found if binding is not None)
