"""BMAD: ``sprint-status.yaml`` and the stories beside it are one plan, whose tasks are the stories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import PurePath
from typing import TypeAlias

from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Definition, Phase, Plan, PlanBox
from flowkit.model.task import State, Task
from flowkit.read.claims.statuses import COMPLETE
from flowkit.read.dialects import DECLARED
from flowkit.read.dialects.bmad.layout import SPRINT, documents, whole
from flowkit.read.dialects.bmad.sprint import Epic, Listed, read_sprint
from flowkit.read.dialects.bmad.statuses import state_of
from flowkit.read.dialects.bmad.story import Story, read_story
from flowkit.read.plan import assemble

__all__ = ["documents", "parse", "parse_folder", "recognise", "whole"]

_NAME = "bmad"
_DECLARED = re.compile(r"^development_status:[ \t]*(?:#.*)?$", re.MULTILINE)
_WORDS = {State.OPEN: "ready-for-dev", State.DONE: "done"}


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is: very, of a YAML document that says how far stories are; Markdown may quote one."""
    del grammar
    document = outline.document
    named = document.path.casefold().endswith((".yaml", ".yml")) or document.path == "-"
    return DECLARED if named and _DECLARED.search(document.text) else 0.0


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan that a list of stories gives, without the stories themselves."""
    return parse_folder(outline.document.path, (outline,), grammar)


def parse_folder(name: str, outlines: Sequence[Outline], grammar: Grammar) -> Plan:
    """Read the plan that a list of stories and the stories give.

    A story that the list does not have is a task all the same. How far a story is, the list says before the story.
    """
    head, *others = sorted(outlines, key=lambda outline: PurePath(outline.document.path).name not in SPRINT)
    sprint = read_sprint(head.document)
    pairs = list(_paired(sprint.stories, [story for outline in others if (story := read_story(outline)) is not None]))
    tasks = tuple(_task(listed, story, grammar) for listed, story in pairs)
    return Plan(
        id=sprint.project or PurePath(name).stem,
        path=name,
        dialect=_NAME,
        title=sprint.project,
        phases=tuple(Phase(epic.title, epic.span) for epic in sprint.epics),
        tasks=tasks,
        boxes=tuple(chain.from_iterable(_boxes(*one, grammar) for one in zip(tasks, pairs, strict=True))),
        claims=(*_of_epics(sprint.epics), *_of_stories(pairs)),
        definitions=tuple(Definition(task.kind, task.key, None, task.span) for task in tasks),
        parts=tuple(outlines),
        words=_WORDS,
    )


_Pair: TypeAlias = "tuple[Listed | None, Story | None]"


def _paired(listed: Iterable[Listed], stories: Sequence[Story]) -> Iterator[_Pair]:
    """Yield each story of the list with its document, by its key or else by its number; then those that no list has."""
    by_key = {story.key: story for story in stories}
    by_id = {story.id: story for story in reversed(stories)}
    taken: set[str] = set()
    for one in listed:
        story = by_key.get(one.key) or by_id.get(one.id)
        taken.add(one.id)
        yield one, story
    for story in stories:
        if story.id not in taken:
            taken.add(story.id)
            yield None, story


def _task(listed: Listed | None, story: Story | None, grammar: Grammar) -> Task:
    identifier = listed.id if listed else story.id if story else ""
    status = (listed.status if listed else None) or (story.status if story else None)
    return Task(
        id=identifier,
        key=identifier,
        kind=grammar.count_name(identifier),
        title=(story.title if story else "") or (listed.title if listed else ""),
        span=story.span if story else listed.span if listed else None,
        state=state_of(status.value) if status else State.OPEN,
        status=status,
        phase=listed.epic if listed else None,
        end_line=len(story.outline.document.lines) if story else None,
        criteria=story.criteria if story else (),
        checklist=story.checklist if story else (),
        deliverables=story.files if story else (),
    )


def _boxes(task: Task, pair: _Pair, grammar: Grammar) -> tuple[PlanBox, ...]:
    """Return the boxes of a story, which are its task's from its first line on."""
    _, story = pair
    if story is None:
        return ()
    return assemble(story.outline, grammar, _NAME, (replace(task, span=replace(story.span, line=1)),), ()).boxes


def _of_epics(epics: Iterable[Epic]) -> Iterator[Claim]:
    """Yield what the list says of epics that it calls done."""
    for epic in epics:
        status = epic.status
        if status is not None and status.span is not None and state_of(status.value) is State.DONE:
            yield Claim(ClaimKind.STATUS, status.value, status.span, epic.title, COMPLETE, scope=epic.title)


def _of_stories(pairs: Iterable[_Pair]) -> Iterator[Claim]:
    """Yield how far stories say themselves that they are, where the list says it too."""
    for listed, story in pairs:
        status = story.status if story else None
        if listed is None or listed.status is None or status is None or status.span is None:
            continue
        yield Claim(ClaimKind.STATE, status.value, status.span, "its own document", state_of(status.value), listed.id)
