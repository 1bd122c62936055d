"""The ``spec.md`` of spec-kit: user stories with priorities and scenarios, FR-001, SC-001, edge cases, key entities.

Success criteria are labelled ``SC-001`` there, which elsewhere is the label of a scenario. The template:
https://github.com/github/spec-kit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowkit.model.intent import Requirement, Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Line, Outline, Section
from flowkit.model.task import Label
from flowkit.read.entries import Source
from flowkit.read.headings import plain
from flowkit.read.specs.asides import edge_cases, outcomes
from flowkit.read.specs.contents import Contents, ContentsReader
from flowkit.read.specs.frame import read_frame
from flowkit.read.specs.labels import leading_label
from flowkit.read.specs.stated import read_stated

_PRIORITY = r"[(（\[](?:[^()（）\[\]]*[:：]\s*)?(?P<priority>P\d)\b[^()（）\[\]]*[)）\]]"
_STORY = re.compile(
    rf"[^\w\[]*(?P<label>(?P<words>[^\d:：–—]{{0,40}}?)\s*#?\d+(?:\.\d+)*[a-z]?)\s*"
    rf"(?:[–—:：.-]\s*)?(?P<title>.*?)\s*(?:{_PRIORITY}.*)?",
)
_WORD = re.compile(
    r"user story|story|us|ユーザーストーリー|用户故事|使用者故事|사용자 스토리|historia de usuario|user journey"
    r"|história de usuário|benutzergeschichte|пользовательская история|récit utilisateur",
    re.IGNORECASE,
)
# Before there were numbered stories, one section told the story and another listed all scenarios.
_ONE_STORY = {"primary user story", "acceptance scenarios", "primary user flow", "user story"}
_TITLE = re.compile(
    r"feature spec|機能仕様|功能规格|功能规范|기능 명세|especificaci[oó]n de|especificação d", re.IGNORECASE
)
_SCENARIOS = {"user scenarios & testing", "user scenarios and testing", "user scenarios"}


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return 0.8 for a document with numbered user stories, or with the title or the sections of the template."""
    titles = [section.title for section in outline.sections if section.level]
    told = any(_TITLE.search(line.text) for line in titles[:1])
    told = told or any(plain(line.text).casefold() in _SCENARIOS for line in titles)
    return 0.8 if told or any(_tells_story(section, grammar) for section in outline.sections) else 0.0


def read(outline: Outline, grammar: Grammar) -> Spec:
    """Read the spec of a feature; any outline gives one, if need be without requirements."""
    source = Source(outline.document, grammar)
    stated = read_stated(source, outline)
    ids = frozenset(requirement.id for requirement in (*stated.requirements, *stated.stories))
    told = [section for section in outline.sections if _tells_story(section, grammar)]
    stories = tuple(_story(source, section, ids) for section in told) or tuple(_one_story(source, outline, ids))
    extents = tuple(
        (story.id, section.title.line, section.end_line) for story, section in zip(stories, told, strict=False)
    )
    return replace(
        read_frame(source, outline, stated, extents),
        stories=(*stories, *stated.stories),
        outcomes=tuple(outcomes(source, outline)),
        edge_cases=tuple(edge_cases(source, outline)),
    )


def _tells_story(section: Section, grammar: Grammar) -> bool:
    """Whether a section within the document tells a user story; one that has an id (US-001) is stated, not numbered."""
    found = _STORY.fullmatch(section.title.text) if section.level > 1 else None
    if found is None or leading_label(section.title, grammar) is not None:
        return False
    return _WORD.fullmatch(found["words"].strip(" *_#-")) is not None or (
        found["priority"] is not None and bool(found["words"].strip())
    )


def _story(source: Source, section: Section, ids: frozenset[str]) -> Requirement:
    found = _STORY.fullmatch(section.title.text)
    assert found is not None  # noqa: S101  only sections of stories come here
    contents = ContentsReader(source, ids, numbered=True).section(section)
    return Requirement(
        id=found["label"].strip(" *_"),
        title=found["title"].strip(" *_") or found["label"],
        text=contents.text,
        criteria=tuple(contents.criteria),
        span=source.span(section.title),
        priority=_priority(source, section.title, found) or contents.priority,
        scenarios=tuple(contents.scenarios),
    )


def _priority(source: Source, title: Line, found: re.Match[str]) -> Label | None:
    if found["priority"] is None:
        return None
    return Label(found["priority"], None, title.span_in(source.document, *found.span("priority")))


def _one_story(source: Source, outline: Outline, ids: frozenset[str]) -> Iterator[Requirement]:
    """Yield the story of a spec that tells only one, with all of its scenarios."""
    sections = [each for each in outline.sections if plain(each.title.text).casefold() in _ONE_STORY]
    if not sections:
        return
    found = Contents()
    for section in sections:
        numbered = "scenario" in section.title.text.casefold()
        contents = ContentsReader(source, ids, numbered=numbered).section(section)
        found.words += contents.text
        found.criteria += contents.criteria
        found.scenarios += contents.scenarios
    title = plain(sections[0].title.text)
    yield Requirement(
        id=title,
        title=found.words[0] if found.words else title,
        text=tuple(found.words[1:]),
        criteria=tuple(found.criteria),
        span=source.span(sections[0].title),
        scenarios=tuple(found.scenarios),
    )
