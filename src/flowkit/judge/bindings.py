"""Which marker a name in a tag or a test means.

A full name (``feat-session-timeout:SC-003``) means that marker of that plan. A short one binds when exactly one of the
plans in question defines it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from flowkit.model.evidence import Evidence, TagFact, TestFact
from flowkit.model.marker import near
from flowkit.model.plan import Plan
from flowkit.model.task import Item, Task
from flowkit.model.verdict import Binding


def part_name(task: Task, item: Item, number: int) -> str:
    """Return the name within its plan of an entry of a task's list; one without an id is called by its number."""
    return f"{task.key}/{item.id or number}"


class Names:
    """What the plans in question define.

    Args:
        plans: the plans.
    """

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._by_plan: dict[str, Counter[str]] = {}
        self._plans_of: dict[str, list[str]] = {}
        for plan in plans:
            names = dict.fromkeys(_defined(plan))
            # Two plans of one id may define one name: then it means neither.
            self._by_plan.setdefault(plan.id, Counter()).update(list(names))
            for name in names:
                self._plans_of.setdefault(name, []).append(plan.id)

    def bind(self, fact: TagFact | TestFact, written: str) -> Binding | None:
        """Return what a name means; None where it belongs to a plan that is not in question."""
        plan, colon, name = written.rpartition(":")
        if colon:
            known = self._by_plan.get(plan)
            if known is None:
                return None
            if name in known:
                return Binding(fact, written, (f"{plan}:{name}",) * known[name])
            close = near(name, known)
            return Binding(fact, written, (), f"{plan}:{close}" if close else None)
        names = tuple(f"{owner}:{written}" for owner in self._plans_of.get(written, ()))
        return Binding(fact, written, names, None if names else near(written, self._plans_of))


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
