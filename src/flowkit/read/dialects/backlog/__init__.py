"""Backlog.md: one document a task, with YAML front matter; the folder that they lie in is one plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Definition, Plan
from flowkit.model.task import Task
from flowkit.read.dialects import DECLARED
from flowkit.read.dialects.backlog.ids import Resolver
from flowkit.read.dialects.backlog.layout import ARCHIVE, CONFIG, documents, whole
from flowkit.read.dialects.backlog.settings import Settings, read_settings
from flowkit.read.dialects.backlog.task import is_declared, is_named, is_other, read_task
from flowkit.read.plan import assemble
from flowkit.read.tasks import build_tasks

__all__ = ["documents", "parse", "parse_folder", "recognise", "whole"]

_NAME = "backlog-md"
# Any dialect that finds its own labels in a document is surer than its name alone.
_BY_NAME = 0.05


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is: very, where the front matter is that of a task, and hardly where only the name is."""
    del grammar
    return DECLARED if is_declared(outline) else _BY_NAME if is_named(outline) else 0.0


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan of one task that a document by itself is."""
    return _plan(outline.document.path, (outline,), Settings(), grammar)


def parse_folder(name: str, outlines: Sequence[Outline], grammar: Grammar) -> Plan:
    """Read the plan that goes by a path: that of one of the documents, or of the folder that all of them lie in."""
    configs = [outline for outline in outlines if PurePath(outline.document.path).name in CONFIG]
    settings = read_settings(configs[0].document) if configs else Settings()
    others = [outline for outline in outlines if outline not in configs and not is_other(outline)]
    return _plan(name, [one for one in others if is_declared(one) or is_named(one)], settings, grammar)


def _plan(name: str, outlines: Sequence[Outline], settings: Settings, grammar: Grammar) -> Plan:
    read = list(_standing([(_read(outline, settings, grammar), is_declared(outline)) for outline in outlines]))
    resolver = Resolver([task.key for plan in read for task in plan.tasks])
    tasks = tuple(resolver.resolved(task) for plan in read for task in plan.tasks)
    is_lone = len(outlines) == 1 and outlines[0].document.path == name
    return Plan(
        id=PurePath(name).stem if is_lone else PurePath(name).name.lstrip("."),
        path=name,
        dialect=_NAME,
        title=tasks[0].title if is_lone and tasks else settings.project,
        tasks=tasks,
        boxes=tuple(box for plan in read for box in plan.boxes),
        definitions=tuple(_definition(task) for task in tasks),
        parts=tuple(outlines),
        words=settings.words,
        excerpt=is_lone,
    )


def _standing(plans: Sequence[tuple[Plan, bool]]) -> Iterator[Plan]:
    """Leave out what was archived, or only is called like a task, where another document has its id.

    Archived documents come last; of each it is given whether its front matter declares a task.
    """
    told: set[str] = {plan.tasks[0].key.casefold() for plan, declared in plans if declared}
    seen: set[str] = set()
    for plan, declared in plans:
        name = plan.tasks[0].key.casefold()
        lesser = not declared or ARCHIVE in PurePath(plan.path).parts
        if not (lesser and name in (seen if declared else told | seen)):
            seen.add(name)
            yield plan


def _read(outline: Outline, settings: Settings, grammar: Grammar) -> Plan:
    """Return the plan of one task that a document is: the task, and the boxes that belong to it."""
    tasks = build_tasks([read_task(outline, settings)], (), outline.document, grammar)
    return assemble(outline, grammar, _NAME, tasks, ())


def _definition(task: Task) -> Definition:
    return Definition(task.kind, task.key, None, task.span)
