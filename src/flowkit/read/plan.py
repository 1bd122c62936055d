"""A plan around its tasks: header, boxes, definitions and mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from flowkit.model.marker import Grammar, Role
from flowkit.model.outline import Line, Outline, Paragraph, Section, Table, plain_title
from flowkit.model.plan import Definition, Mention, Phase, Plan, PlanBox
from flowkit.model.task import ContractEndpoint, CoverageTarget, Effort, Item, Label, Task
from flowkit.read.fields import Field, read_fields
from flowkit.read.values import effort, label

_STATUS_NAME = re.compile(r"(?:[\w-]+ ){0,2}status")
_STATUS_TITLE = re.compile(r"^\W*((?:[\w-]+ ){0,2}status)\s*:\s*(.+)$", re.IGNORECASE)
_TASK_STATUS = {"task status", "test status", "build status", "git status", "http status"}
_EFFORT_NAMES = {"estimated effort", "total effort", "estimated time", "estimated implementation time", "estimate"}
_PLAIN_HEADER = {"status", "run id", "adr", "created", "date"}
_DEFINED_BY_TASKS = {Role.TASK, Role.COVERAGE, Role.CONTRACT, Role.DECISION}
_AFTER_DEFINED = re.compile(r"[*_`\])]*\s*(?:[(\[][^()\[\]]{0,60}[)\]][*_`]*\s*)?(?::|[-–—]\s|\*\*|$|\|)")
_OPENING_MARKS = " \t*_`[(~"


def assemble(
    outline: Outline, grammar: Grammar, dialect: str, tasks: tuple[Task, ...], phases: tuple[Phase, ...]
) -> Plan:
    """Return the plan that a document holds, given its tasks and phases."""
    owners = _Owners(tasks)
    header = _Header(outline, owners)
    definitions = tuple(_definitions(outline, grammar, tasks, owners))
    boxes = tuple(_boxes(outline.root, (), outline, owners))
    run_id = header.text("run id")
    return Plan(
        id=run_id or PurePath(outline.document.path).stem,
        path=outline.document.path,
        dialect=dialect,
        title=next((plain_title(s.title.text) for s in outline.sections if s.level and s.title.text), None),
        status=header.status(),
        run_id=run_id,
        adr=header.decision(grammar),
        effort=header.effort(),
        created=header.text("created") or header.text("date"),
        overview=_overview(outline, owners),
        phases=phases,
        tasks=tasks,
        boxes=boxes,
        definitions=definitions,
        mentions=tuple(_mentions(outline, grammar, definitions)),
        outline=outline,
    )


class _Owners:
    """Tells which task a line belongs to: the innermost one around it."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._bounds: list[tuple[int, str | None]] = [(0, None)]
        stack: list[tuple[int, str]] = []
        for task in tasks:
            start, end = task.line or 0, task.end_line or task.line or 0
            while stack and stack[-1][0] < start:
                self._close(stack)
            self._bounds.append((start, task.key))
            stack.append((end, task.key))
        while stack:
            self._close(stack)
        self._starts = [start for start, _ in self._bounds]

    def _close(self, stack: list[tuple[int, str]]) -> None:
        end, _ = stack.pop()
        self._bounds.append((end + 1, stack[-1][1] if stack else None))

    def of(self, line: int) -> str | None:
        """Return the key of the task that the line belongs to."""
        return self._bounds[bisect_right(self._starts, line) - 1][1]


class _Header:
    """What the document says of the plan as a whole, outside its tasks."""

    def __init__(self, outline: Outline, owners: _Owners) -> None:
        self.outline = outline
        self.fields: dict[str, Field] = {}
        self.statuses: list[Label] = []
        front = outline.front_matter.values if outline.front_matter else None
        self.front = {str(key).replace("_", " ").casefold(): value for key, value in (front or {}).items()}
        for section in outline.sections:
            if owners.of(section.title.line) is None:
                self._section(section, owners)

    def _section(self, section: Section, owners: _Owners) -> None:
        titled = _STATUS_TITLE.match(section.title.text)
        if titled:
            self._status(titled.group(1), section.title.cut(titled.start(2)))
        for each in read_fields(section.blocks, _PLAIN_HEADER).fields:
            if owners.of(each.line) is None:
                self.fields.setdefault(each.key, each)
                if each.value:
                    self._status(each.name, each.value[0])

    def _status(self, name: str, value: Line) -> None:
        key = name.replace("*", "").casefold()
        found = label([value], self.outline.document)
        if found is not None and _STATUS_NAME.fullmatch(key) and key not in _TASK_STATUS:
            self.statuses.append(found)

    def text(self, key: str) -> str | None:
        """Return the value of a header field, without code marks."""
        if key in self.fields and self.fields[key].text:
            return self.fields[key].text.strip("` *") or None
        value = self.front.get(key)
        return str(value) if isinstance(value, (str, int)) else None

    def status(self) -> Label | None:
        """Return the declared status: of the front matter, or the first that the text declares."""
        value = self.front.get("status")
        return self.statuses[0] if self.statuses else Label(value) if isinstance(value, str) else None

    def decision(self, grammar: Grammar) -> str | None:
        """Return the first decision that the header names."""
        text = self.text("adr") or self.text("decision") or ""
        roles = ((found.id, found.kind.role if found.kind else None) for found in grammar.find(text))
        return next((identifier for identifier, role in roles if role is Role.DECISION), None)

    def effort(self) -> Effort | None:
        """Return the effort that the header states for all of the work."""
        named = next((each for key, each in self.fields.items() if key in _EFFORT_NAMES and each.value), None)
        return effort(named.text, named.value[0].span_in(self.outline.document)) if named else None


def _overview(outline: Outline, owners: _Owners) -> str | None:
    """Return the running text of the section that is called overview, its paragraphs parted by empty lines."""
    for section in outline.sections:
        if plain_title(section.title.text).casefold() == "overview" and owners.of(section.title.line) is None:
            rest = read_fields(section.blocks, _PLAIN_HEADER).rest
            texts = (" ".join(line.text for line in block.lines) for block in rest if isinstance(block, Paragraph))
            return "\n\n".join(texts) or None
    return None


def _boxes(section: Section, titles: tuple[str, ...], outline: Outline, owners: _Owners) -> Iterator[PlanBox]:
    around = (*titles, plain_title(section.title.text)) if section.level else titles
    for item in section.items:
        if item.box is not None:
            first = item.lines[0] if item.lines else Line("", item.line, 1)
            span = first.span_in(outline.document)
            yield PlanBox(item.box, first.text, around, owners.of(item.line), span)
    for below in section.sections:
        yield from _boxes(below, around, outline, owners)


def _definitions(outline: Outline, grammar: Grammar, tasks: Sequence[Task], owners: _Owners) -> Iterator[Definition]:
    found = [definition for task in tasks for definition in _of_task(task, grammar)]
    taken = {definition.span.start for definition in found if definition.span}
    names = {definition.name for definition in found}
    for line in _openings(outline):
        definition = _defined_by(line, grammar, outline, owners)
        if definition and definition.span and definition.span.start not in taken and definition.name not in names:
            found.append(definition)
    yield from sorted(found, key=lambda definition: definition.span.start if definition.span else 0)


def _of_task(task: Task, grammar: Grammar) -> Iterator[Definition]:
    if task.id is not None:
        yield Definition(task.kind, task.id, None, task.span)
    entries: tuple[Item, ...] = (*task.criteria, *task.scenarios, *task.verifications)
    for entry in entries:
        kind = grammar.kind_of(entry.id) if entry.id else None
        if entry.id and kind is not None:
            yield Definition(kind.name, entry.id, task.key if kind.local else None, entry.span)
    markers: tuple[CoverageTarget | ContractEndpoint, ...] = (*task.coverage_targets, *task.contract_endpoints)
    for marker in markers:
        kind = grammar.kind_of(marker.id)
        if kind is not None:
            yield Definition(kind.name, marker.id, None, marker.span)


def _openings(outline: Outline) -> Iterator[Line]:
    """Yield the lines that can define something outside the fields of tasks: titles, items, first cells of rows."""
    for section in outline.sections:
        if section.level:
            yield section.title
        for item in section.items:
            yield from item.lines[:1]
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (row[0] for row in block.rows if row)


def _defined_by(line: Line, grammar: Grammar, outline: Outline, owners: _Owners) -> Definition | None:
    found = next(iter(grammar.find(line.text)), None)
    if found is None or found.kind is None or found.kind.role in _DEFINED_BY_TASKS:
        return None
    if line.text[: found.start].strip(_OPENING_MARKS) or not _AFTER_DEFINED.match(line.text, found.end):
        return None
    owner = owners.of(line.line) if found.kind.local else None
    if found.kind.local and owner is None:
        return None
    return Definition(found.kind.name, found.id, owner, line.span_in(outline.document, found.start, found.end))


def _mentions(outline: Outline, grammar: Grammar, definitions: Sequence[Definition]) -> Iterator[Mention]:
    defined = {definition.span.start for definition in definitions if definition.span}
    for section in outline.sections:
        for line in (section.title, *section.lines):
            for found in grammar.find(line.text):
                span = line.span_in(outline.document, found.start, found.end)
                if found.kind is not None and span.start not in defined:
                    yield Mention(found.kind.name, found.kind.role.value, found.id, span)
