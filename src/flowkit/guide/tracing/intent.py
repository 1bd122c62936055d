"""Decisions and requirements, and which of them a task means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from posixpath import dirname

from flowkit.guide.tracing.setting import Setting
from flowkit.model.intent import Adr
from flowkit.model.plan import Plan
from flowkit.model.task import Citation, Task
from flowkit.model.trace import Kind, Node, SpecIndex, Web
from flowkit.model.verdict import Place

UNDEFINED = "is named and defined nowhere at hand"


class Intent:
    """The decisions and requirements of a web.

    Args:
        web: where they are woven into.
        setting: what is at hand.
    """

    def __init__(self, web: Web, setting: Setting) -> None:
        self._web, self._setting = web, setting
        self._decisions = {adr.id: web.add(_decision(adr)) for adr in setting.background.decisions if adr.id}
        self._wanted: dict[str, list[tuple[str, str]]] = {}
        for index in setting.specs:
            self._add(index, self._wanted)
        self._own: dict[str, dict[str, list[tuple[str, str]]]] = {plan.path: {} for plan in setting.plans}
        for plan in setting.plans:
            for index in plan.specs:
                self._add(index, self._own[plan.path])

    def _add(self, index: SpecIndex, wanted: dict[str, list[tuple[str, str]]]) -> None:
        """Add what a spec wants, and note by which names it is called."""
        for one in index.wanted:
            place = Place(index.path, one.span)
            title = one.title if one.title != one.id else ""
            node = Node(f"requirement {index.path} {one.id}", Kind.REQUIREMENT, one.id, one.id, title, place)
            key = self._web.add(node)
            for name in one.names:
                wanted.setdefault(name, []).append((index.path, key))
            for name in sorted(index.decisions & self._decisions.keys()):
                self._web.join(self._decisions[name], key, "leads to")

    def requirements(self, plan: Plan, task: Task) -> Iterator[str]:
        """Yield the keys of the requirements that a task names; one that nothing defines is a node of its own."""
        own = self._own[plan.path]
        for citation in {one.id: one for one in task.requirements}.values():
            if citation.id == "*" and own:
                yield from dict.fromkeys(key for entries in own.values() for _, key in entries)
                continue
            project = [] if plan.path in self._setting.foreign else self._wanted.get(citation.id, [])
            found = own.get(citation.id) or project
            if found:
                yield from dict.fromkeys(key for _, key in _meant(found, plan, task))
            else:
                yield self._undefined(Kind.REQUIREMENT, plan, citation)

    def decision(self, plan: Plan, citation: Citation) -> str:
        """Return the key of a decision that a plan names; one that nothing defines is a node of its own."""
        known = None if plan.path in self._setting.foreign else self._decisions.get(citation.id)
        return known or self._undefined(Kind.DECISION, plan, citation)

    def _undefined(self, kind: Kind, plan: Plan, citation: Citation) -> str:
        # What another project's plan means by an id is not what this one's means by it.
        where = plan.path if plan.path in self._setting.foreign else ""
        place = Place(plan.path, citation.span)
        node = Node(f"{kind} {where} {citation.id}", kind, citation.id, citation.id, "", place, why=UNDEFINED)
        return self._web.add(node)


def _decision(adr: Adr) -> Node:
    after = f", superseded by {adr.superseded_by}" if adr.superseded_by else ""
    status = f"{adr.status or 'no status'}{after}"
    name = adr.id or adr.path
    return Node(f"decision {name}", Kind.DECISION, name, name, adr.title, Place(adr.path, adr.span), result=status)


def _meant(found: Sequence[tuple[str, str]], plan: Plan, task: Task) -> Sequence[tuple[str, str]]:
    """Return which of several requirements of one id a task means: those of its source, or of the folder of its plan.

    Where neither says it, all of them.
    """
    sources = tuple(source.partition("#")[0] for source in task.sources)
    tests: tuple[Callable[[str], bool], ...] = (
        lambda path: any(path == source or path.endswith(f"/{source}") for source in sources),
        lambda path: dirname(path) == dirname(plan.path),
    )
    for is_meant in tests if len(found) > 1 else ():
        if fitting := [entry for entry in found if is_meant(entry[0])]:
            return fitting
    return found
