"""A heading of a spec with its fields to a component, a test group or a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowkit.model.intent import Component, Entry, Reference
from flowkit.model.marker import Role
from flowkit.model.nearness import nearest
from flowkit.model.outline import Line, Section
from flowkit.model.task import Effort, Label
from flowkit.read.entries import Source, deliveries, joined, listed, paragraphs, parts, path, target
from flowkit.read.fields import Field, Fields, section_fields
from flowkit.read.values import effort, label

_COMMON = {
    "priority": "priority",
    "effort": "effort",
    "estimated effort": "effort",
    "depends on": "depends_on",
    "dependencies": "depends_on",
    "deliverables": "deliverables",
    "notes": "notes",
    "note": "notes",
}
_CRITERIA = {"criteria": "criteria", "acceptance criteria": "criteria"}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "IMPL": _COMMON
    | _CRITERIA
    | {"implements": "implements", "contract": "contracts", "contracts": "contracts", "contract endpoint": "contracts"},
    "TEST": _COMMON
    | {"verifies": "implements", "coverage": "coverage", "coverage targets": "coverage", "scenarios": "scenarios"}
    | {"feature": "features", "features": "features"},
    "DOC": _COMMON | _CRITERIA | {"documents": "implements"},
}
"""Kind of task -> the names of fields that its section may have, in lower case -> the attribute that each fills."""


def read_component(source: Source, section: Section, kind: str) -> Component:
    """Read a component, test group or document.

    Raises:
        ReadError: its name is missing or cannot be referred to, or a field is unknown, doubled or cannot be read.
    """
    name = _name(source, section)
    split = section_fields(section)
    reader = _Reader(source, name, known_fields(source, split, FIELDS[kind], name))
    return Component(
        kind=kind,
        name=name,
        text=paragraphs(split.rest),
        priority=reader.priority(),
        effort=reader.effort(),
        implements=tuple(reader.implements()),
        depends_on=tuple(reader.names()),
        deliverables=tuple(
            found for part in reader.parts_of_list("deliverables") for found in deliveries(source, part)
        ),
        criteria=tuple(reader.criteria()),
        scenarios=tuple(listed(source, part, part[0].line) for part in reader.parts("scenarios")),
        coverage=tuple(target(source, part, part[0].line) for part in reader.parts_of_list("coverage")),
        contracts=tuple(reader.contracts()),
        features=tuple(path(part, source) for part in reader.parts("features")),
        notes=tuple(joined(part) for part in reader.parts_of_list("notes")),
        span=source.span(section.title),
    )


def known_fields(source: Source, split: Fields, known: Mapping[str, str], name: str) -> dict[str, Field]:
    """Return the fields by what they fill.

    Raises:
        ReadError: a field is unknown or given twice.
    """
    found: dict[str, Field] = {}
    for field in split.fields:
        attribute = known.get(field.key)
        if attribute is None:
            near = nearest(field.key, known)
            hint = f"did you mean {near.capitalize()!r}?" if near else f"known are: {', '.join(known)}"
            raise source.wrong(field.line, f"{name!r} has an unknown field {field.name!r}", hint)
        if attribute in found:
            message = f"{name!r} has the field {field.name!r} twice, at line {found[attribute].line} and here"
            raise source.wrong(field.line, message, "make one field of the two")
        found[attribute] = field
    return found


def _name(source: Source, section: Section) -> str:
    name = section.title.text.strip("#").strip()
    line = section.title.line
    if not name:
        raise source.wrong(line, "the heading is empty", "give the component a name")
    if "," in name:
        hint = "leave the comma out: 'Depends on' puts commas between names"
        raise source.wrong(line, f"the name {name!r} holds a comma", hint)
    return name


class _Reader:
    """Reads the fields of one component."""

    def __init__(self, source: Source, name: str, fields: Mapping[str, Field]) -> None:
        self.source = source
        self.name = name
        self.fields = fields

    def parts(self, attribute: str) -> Iterator[tuple[Line, ...]]:
        """Yield the entries of a field, listed or between commas."""
        field = self.fields.get(attribute)
        if field is not None:
            yield from (part for part in parts(field) if part)

    def parts_of_list(self, attribute: str) -> Iterator[tuple[Line, ...]]:
        """Yield the entries of a field that may hold commas: its list items, or its value as one entry."""
        field = self.fields.get(attribute)
        if field is None:
            return
        entries = [item.lines for item in field.items() if item.lines]
        yield from entries or ([field.value] if field.value else [])

    def priority(self) -> Label | None:
        """Return the priority, if one is given."""
        field = self.fields.get("priority")
        return label(field.value, self.source.document) if field is not None else None

    def effort(self) -> Effort | None:
        """Return the effort, if one is given."""
        field = self.fields.get("effort")
        return effort(joined(field.value)) if field is not None else None

    def names(self) -> Iterator[Reference]:
        """Yield the names of the components that this one waits for."""
        for part in self.parts("depends_on"):
            yield Reference(joined(part).replace("`", ""), self.source.span(part[0]))

    def implements(self) -> Iterator[Reference]:
        """Yield the requirements and single criteria that this one answers for."""
        for part in self.parts("implements"):
            line, slash = part[0], part[0].text.find("/")
            identifier, rest = self.source.leading(line.cut(0, slash) if slash >= 0 else line, Role.REQUIREMENT)
            if identifier is None or rest.text or len(part) > 1:
                hint = "name requirements and criteria like 'REQ-001, REQ-002/AC-1'"
                raise self.source.wrong(line.line, f"{joined(part)!r} is no requirement", hint)
            criterion = line.text[slash + 1 :].strip("` ") if slash >= 0 else None
            yield Reference(f"{identifier}/{criterion}" if criterion else identifier, self.source.span(line))

    def criteria(self) -> Iterator[Entry]:
        """Yield the component's own criteria; an id is optional, since the plan numbers them."""
        for part in self.parts_of_list("criteria"):
            identifier, rest = self.source.leading(part[0], Role.CRITERION)
            text = joined([line for line in (rest, *part[1:]) if line.text])
            if not text:
                raise self.source.wrong(part[0].line, f"{identifier} has no text", "say what is to be true")
            yield Entry(identifier, text, self.source.span(part[0]))

    def contracts(self) -> Iterator[Reference]:
        """Yield the parts of a contract that this one carries."""
        for part in self.parts("contracts"):
            found = tuple(self.source.ids(part, Role.CONTRACT))
            if not found:
                message = f"{joined(part)!r} is no part of a contract"
                raise self.source.wrong(part[0].line, message, "name it like 'CE_CONFIG_SESSION'")
            yield from found
