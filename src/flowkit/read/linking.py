"""The tasks of a folder, linked to what the specs beside them want."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flowkit.model.marker import Role
from flowkit.model.plan import Plan
from flowkit.model.task import Citation, Task
from flowkit.model.trace import SpecIndex, Wanted

_WORD = re.compile(r"\w+")


def link(plan: Plan, name: str, specs: tuple[SpecIndex, ...]) -> Plan:
    """Return a plan whose tasks name the requirements that its folder's specs state.

    Args:
        plan: the plan.
        name: what it is called, unless it has a run id.
        specs: what its folder's specs want.
    """
    wanted = [one for index in specs for one in index.wanted]
    tasks = tuple(_linked(plan, task, wanted) for task in plan.tasks)
    return replace(plan, id=plan.run_id or name, title=plan.title or name, specs=specs, tasks=tasks)


def _linked(plan: Plan, task: Task, wanted: Sequence[Wanted]) -> Task:
    cited = {citation.id: citation for citation in task.requirements}
    for citation in (*_story(task, wanted), *_outcomes(plan, task, wanted), *_named(task, wanted)):
        cited.setdefault(citation.id, citation)
    return replace(task, requirements=tuple(cited.values())) if len(cited) > len(task.requirements) else task


def _story(task: Task, wanted: Iterable[Wanted]) -> Iterator[Citation]:
    """Yield the story of a task, where its spec tells stories by number, be it one of these or not."""
    if task.story is not None and any(_is_story(name) for one in wanted for name in one.aliases):
        yield Citation(task.story.replace("-", ""), task.span)


def _is_story(name: str) -> bool:
    return name.startswith("US") and name[2:].isdecimal()


def _outcomes(plan: Plan, task: Task, wanted: Iterable[Wanted]) -> Iterator[Citation]:
    """Yield the success criteria of its spec that a task mentions; elsewhere their ids mean something else."""
    stated = {one.id for one in wanted}
    first, last = task.line or 0, task.end_line or 0
    for mention in plan.mentions:
        if mention.role == Role.METRIC and mention.id in stated and first <= mention.span.line <= last:
            yield Citation(mention.id, mention.span)


def _named(task: Task, wanted: Iterable[Wanted]) -> Iterator[Citation]:
    """Yield the requirements that have a name and no number, where the words of a task hold every word of the name."""
    words: frozenset[str] | None = None
    for one in wanted:
        name = _words(one.id)
        if len(name) < 2 or any(word.isdecimal() for word in name):
            continue
        if words is None:
            words = _words(" ".join((task.title, task.description or "", *(item.text for item in task.changes))))
        if name <= words:
            yield Citation(one.id, task.span)


def _words(text: str) -> frozenset[str]:
    """Return the words of a text without their endings in the plural; a word of one letter says nothing."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.casefold()) if len(word) > 1)
