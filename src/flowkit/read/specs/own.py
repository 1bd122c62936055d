"""A specification in flowkit's format (docs/spec-format.md) to what it wants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from flowkit.model.intent import Component, Entry, Question, Reference, Requirement, Risk, Spec
from flowkit.model.marker import Grammar, Role
from flowkit.model.nearness import nearest
from flowkit.model.outline import Line, Outline, Section, Table
from flowkit.read.component import known_fields, read_component
from flowkit.read.entries import Source, entry, items, joined, paragraphs, parts, path
from flowkit.read.fields import Field, read_fields, section_fields
from flowkit.read.specs.head import NAME

_HEADER = {
    "id": "id",
    "run id": "id",
    "adr": "adr",
    "adrs": "adr",
    "created": "created",
    "features": "features",
    "feature": "features",
}
_COMPONENTS = {"components": "IMPL", "tests": "TEST", "documentation": "DOC"}
# A document with components that have one of these fields is a spec of this format.
_TELLING = {"implements", "verifies", "documents", "deliverables", "depends on"}
_LISTS = ("requirements", "contracts", "open questions", "risks", "non-goals")
_SECTIONS = (*_COMPONENTS, *_LISTS, "overview")


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return 1 for a document with an id in its header, or components that name what they implement or leave behind.

    One that only has sections of this format scores less than any other format would.
    """
    del grammar
    titles = [section for section in outline.root.sections if section.level == 1]
    if not titles:
        return 0.0
    head = read_fields((*outline.root.blocks, *(block for title in titles for block in title.blocks)))
    if any(_HEADER.get(field.key) in {"id", "adr"} for field in head.fields):
        return 1.0
    below = [section for title in titles for section in title.sections]
    parts = [inner for section in below if _name(section) in _COMPONENTS for inner in section.sections]
    named = {field.key for part in parts for field in section_fields(part).fields}
    if named & _TELLING:
        return 1.0
    is_near = any(nearest(_name(section), _SECTIONS, least=0.8) for section in below)
    is_begun = is_near or any(field.key == "features" for field in head.fields)
    return 0.2 if parts else 0.1 if is_begun else 0.0


def read(outline: Outline, grammar: Grammar) -> Spec:
    """Read a specification.

    Args:
        outline: the document.
        grammar: how the project's markers are spelled.

    Raises:
        ReadError: something in it cannot be read as the format has it; the message names the line and what to do.
            Whether its parts fit together is judged when a plan is drafted.
    """
    source = Source(outline.document, grammar)
    title = _title(source, outline)
    sections = _sections(source, title)
    head = read_fields((*outline.root.blocks, *title.blocks))
    fields = known_fields(source, head, _HEADER, title.title.text)
    overview = (*paragraphs(head.rest), *(text for part in sections["overview"] for text in paragraphs(part.blocks)))
    return Spec(
        id=_id(source, fields.get("id"), title.title),
        title=title.title.text.strip("#").strip(),
        overview=overview,
        adr=tuple(_decisions(source, fields.get("adr"))),
        created=joined(fields["created"].value) or None if "created" in fields else None,
        features=tuple(path(part, source) for part in parts(fields["features"])) if "features" in fields else (),
        requirements=tuple(_requirements(source, sections["requirements"])),
        components=tuple(_components(source, sections)),
        contracts=tuple(_contracts(source, sections["contracts"])),
        questions=tuple(_questions(source, sections["open questions"])),
        risks=tuple(_risks(source, sections["risks"])),
        non_goals=tuple(joined(lines) for lines in _listed(sections["non-goals"])),
        path=outline.document.path,
        span=source.span(title.title),
    )


def _id(source: Source, field: Field | None, title: Line) -> str:
    """Return the id that the header gives, otherwise the name of the file."""
    given = joined(field.value).strip("` ") if field is not None else ""
    found = given or PurePosixPath(source.document.path).stem
    if not NAME.fullmatch(found):
        hint = "give it an **Id:** of letters, digits, hyphens and dots, like 'feat-parcel-labels'"
        raise source.wrong(field.line if field is not None else title.line, f"{found!r} cannot be an id", hint)
    return found


def _title(source: Source, outline: Outline) -> Section:
    titles = [section for section in outline.root.sections if section.level == 1]
    if not titles or not titles[0].title.text:
        hint = "begin it with a heading like '# What is to be made'"
        raise source.wrong(1, "the spec has no title", hint)
    if len(titles) > 1:
        hint = "keep one heading with a single '#', and make the others sections by '##'"
        raise source.wrong(titles[1].title.line, "the spec has a second title", hint)
    return titles[0]


def _sections(source: Source, title: Section) -> dict[str, list[Section]]:
    """Return the sections by their names; one of another name is the author's own and says nothing to flowkit."""
    found: dict[str, list[Section]] = {name: [] for name in _SECTIONS}
    for section in title.sections:
        name = _name(section)
        near = None if name in found else nearest(name, _SECTIONS, least=0.8)
        if name in found:
            found[name].append(section)
        elif near:
            hint = f"did you mean {near.capitalize()!r}? Otherwise choose a name that is less like it"
            raise source.wrong(section.title.line, f"the section {section.title.text!r} is not known", hint)
    return found


def _name(section: Section) -> str:
    return " ".join(section.title.text.split()).strip("#: ").casefold()


def _decisions(source: Source, field: Field | None) -> Iterator[Reference]:
    if field is None:
        return
    found = tuple(source.ids((line for part in parts(field) for line in part), Role.DECISION))
    if not found and any(parts(field)):
        raise source.wrong(field.line, f"{field.text!r} names no decision", "name it by its id, like 'ADR-007'")
    yield from found


def _requirements(source: Source, sections: list[Section]) -> Iterator[Requirement]:
    first: dict[str, Requirement] = {}
    for section in (inner for outer in sections for inner in outer.sections):
        requirement = _requirement(source, section)
        earlier = first.setdefault(requirement.id, requirement)
        if earlier is not requirement:
            message = f"{requirement.id} is defined twice, at line {earlier.span.line} and here"
            raise source.wrong(requirement.span.line, message, "give each requirement an id of its own")
        yield requirement


def _requirement(source: Source, section: Section) -> Requirement:
    identifier, title = source.leading(section.title, Role.REQUIREMENT)
    line = section.title.line
    if identifier is None or not title.text:
        hint = "write its heading as '### REQ-001: What is wanted'"
        raise source.wrong(
            line, f"the requirement {section.title.text!r} lacks {'a title' if identifier else 'an id'}", hint
        )
    split = section_fields(section)
    named = known_fields(source, split, {"criteria": "criteria", "acceptance criteria": "criteria"}, identifier)
    below = named["criteria"].items() if "criteria" in named else iter(())
    candidates = [item for item in (*items(split.rest), *below) if item.lines]
    marked = any(source.leading(item.lines[0], Role.CRITERION)[0] for item in candidates)
    # A list without any id is part of the text; with one, each of its entries needs an id.
    criteria = [
        entry(source, item.lines, item.line, Role.CRITERION, "AC-1: What is true") for item in candidates if marked
    ]
    for number, criterion in enumerate(criteria):
        if any(criterion.id == other.id for other in criteria[:number]):
            hint = "give each criterion of a requirement an id of its own"
            raise source.wrong(criterion.span.line, f"{identifier} has {criterion.id} twice", hint)
    return Requirement(identifier, title.text, paragraphs(split.rest), tuple(criteria), source.span(section.title))


def _components(source: Source, sections: dict[str, list[Section]]) -> Iterator[Component]:
    for name, kind in _COMPONENTS.items():
        for section in sections[name]:
            yield from (read_component(source, inner, kind) for inner in section.sections)


def _contracts(source: Source, sections: list[Section]) -> Iterator[Entry]:
    first: dict[str | None, Entry] = {}
    for lines in _listed(sections):
        found = entry(source, lines, lines[0].line, Role.CONTRACT, "CE_ORDER_CREATE: What is promised")
        earlier = first.setdefault(found.id, found)
        if earlier is not found:
            message = f"{found.id} is defined twice, at line {earlier.span.line} and here"
            raise source.wrong(found.span.line, message, "give each part of a contract an id of its own")
        yield found


def _questions(source: Source, sections: list[Section]) -> Iterator[Question]:
    for lines in _listed(sections):
        identifier, rest = source.leading(lines[0], Role.QUESTION)
        text = joined([line for line in (rest, *lines[1:]) if line.text])
        if not text:
            raise source.wrong(lines[0].line, f"{identifier} has no text", "write the question down")
        yield Question(identifier, text, source.span(lines[0]))


def _listed(sections: list[Section]) -> Iterator[tuple[Line, ...]]:
    for section in sections:
        for inner in section.walk():
            yield from (item.lines for item in items(inner.blocks) if item.lines)


def _risks(source: Source, sections: list[Section]) -> Iterator[Risk]:
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (_risk_of_row(source, row) for row in block.rows)
        for item in items(section.blocks):
            name, colon, _ = item.lines[0].text.partition(":") if item.lines else ("", "", "")
            if not colon:
                hint = "write it as '- Component: the risk', with what is done about it in a list below"
                raise source.wrong(item.line, "the risk names no component", hint)
            risk = item.lines[0].cut(len(name) + 1)
            answer = " ".join(joined(inner.lines) for inner in items(item.blocks))
            text = joined([line for line in (risk, *item.lines[1:]) if line.text])
            yield Risk(
                _subject(source, item.lines[0].cut(0, len(name))), text, answer or None, source.span(item.lines[0])
            )


def _risk_of_row(source: Source, row: tuple[Line, ...]) -> Risk:
    if len(row) != 3 or not row[0].text or not row[1].text:
        line = row[0].line if row else 1
        raise source.wrong(line, "the row tells no risk", "give it three cells: component, risk, mitigation")
    subject, text, mitigation = row
    return Risk(_subject(source, subject), text.text, mitigation.text or None, source.span(subject))


def _subject(source: Source, line: Line) -> Reference:
    return Reference(line.text.strip("`* "), source.span(line))
