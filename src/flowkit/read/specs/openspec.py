"""The specs of OpenSpec: ``### Requirement: Name`` with ``#### Scenario: Name``, and changes proposed to them.

A requirement has a name and no id; its name is what a change refers to, so it is its id here too. A name that opens
with an id (``REQ-001: Name``) is known by that. The format: https://github.com/Fission-AI/OpenSpec.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowkit.model.intent import Requirement, Spec, SpecScenario
from flowkit.model.marker import Grammar
from flowkit.model.outline import Line, Outline, Section, lines_below
from flowkit.model.proposal import Change, ChangeKind
from flowkit.read.entries import Source
from flowkit.read.specs.contents import ContentsReader
from flowkit.read.specs.frame import read_frame
from flowkit.read.specs.labels import leading_label
from flowkit.read.specs.stated import NOTHING
from flowkit.read.specs.steps import block_steps

_REQUIREMENT = re.compile(r"\s*requirement\s*[:：]\s*(?P<name>.*?)[\s#]*", re.IGNORECASE)
_SCENARIO = re.compile(r"[\s*_]*scenario\s*[:：]\s*(?P<name>.*?)[\s*_#]*", re.IGNORECASE)
_CHANGE = re.compile(r"\s*(?P<kind>added|modified|removed|renamed)\s+requirements?\W*", re.IGNORECASE)
# In a list: "- FROM: `### Requirement: Old`", "- `### Requirement: Gone`".
_NAMED = re.compile(
    r"[\s*_`]*(?:(?P<way>from|to)\W+)?#{2,4}\s*requirement\s*[:：]\s*(?P<name>[^`]+?)[\s`]*", re.IGNORECASE
)


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return 1 for a document whose headings begin with "Requirement:", or say which requirements change how."""
    del grammar
    titles = [section.title.text for section in outline.sections if section.level > 1]
    return 1.0 if any(_REQUIREMENT.fullmatch(title) or _CHANGE.fullmatch(title) for title in titles) else 0.0


def read(outline: Outline, grammar: Grammar) -> Spec:
    """Read a spec or the change of one; any outline gives one, if need be without requirements."""
    source = Source(outline.document, grammar)
    told = list(_told(outline.root, None))
    found = tuple(_requirement(source, section, kind) for section, kind in told)
    extents = [(each.id, section.title.line, section.end_line) for each, (section, _) in zip(found, told, strict=True)]
    listed = (each for section in outline.sections for each in _listed(source, section))
    return replace(
        read_frame(source, outline, NOTHING, extents),
        requirements=tuple(sorted((*found, *listed), key=lambda requirement: requirement.span.start)),
    )


def _told(section: Section, kind: ChangeKind | None) -> Iterator[tuple[Section, ChangeKind | None]]:
    """Yield the sections that tell a requirement each, with what becomes of it."""
    found = _CHANGE.fullmatch(section.title.text) if section.level else None
    kind = ChangeKind(found["kind"].casefold()) if found else kind
    if section.level and _REQUIREMENT.fullmatch(section.title.text):
        yield section, kind
    for inner in section.sections:
        yield from _told(inner, kind)


def _requirement(source: Source, section: Section, kind: ChangeKind | None) -> Requirement:
    found = _REQUIREMENT.fullmatch(section.title.text)
    assert found is not None  # noqa: S101  only sections of requirements come here
    name = section.title.cut(*found.span("name"))
    told = tuple(inner for inner in section.sections if _SCENARIO.fullmatch(inner.title.text))
    kept = tuple(
        inner for inner in section.sections if inner not in told and not _REQUIREMENT.fullmatch(inner.title.text)
    )
    contents = ContentsReader(source).section(replace(section, sections=kept))
    identifier, title = _named(source, name)
    return Requirement(
        id=identifier,
        title=title,
        text=contents.text,
        criteria=tuple(contents.criteria),
        span=source.span(section.title),
        priority=contents.priority,
        scenarios=(*contents.scenarios, *(_scenario(source, inner) for inner in told)),
        change=Change(kind) if kind is not None else None,
    )


def _scenario(source: Source, section: Section) -> SpecScenario:
    found = _SCENARIO.fullmatch(section.title.text)
    title = found["name"] if found else section.title.text
    return SpecScenario(title, title, tuple(block_steps(section.blocks)), source.span(section.title))


def _listed(source: Source, section: Section) -> Iterator[Requirement]:
    """Yield the requirements that a section only names: those that are renamed, and those that are taken out."""
    found = _CHANGE.fullmatch(section.title.text) if section.level else None
    if found is None:
        return
    kind = ChangeKind(found["kind"].casefold())
    formerly: str | None = None
    for line in lines_below(section.blocks):
        named = _NAMED.fullmatch(line.text)
        if named is None:
            continue
        identifier, title = _named(source, line.cut(*named.span("name")))
        if (named["way"] or "").casefold() == "from":
            formerly = identifier
            continue
        yield Requirement(identifier, title, (), (), source.span(line), change=Change(kind, formerly))
        formerly = None


def _named(source: Source, name: Line) -> tuple[str, str]:
    """Return the id and the title that a name gives."""
    text = " ".join(name.text.split())
    label = leading_label(name, source.grammar)
    if label is not None and label.is_requirement:
        return label.id, label.rest.text or label.id
    return text, text
