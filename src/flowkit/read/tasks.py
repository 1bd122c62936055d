"""The fields of a task as a task: what every dialect shares.

A dialect finds where tasks open and hands over what stands in them; the names of the fields mean the same in all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from flowkit.model.marker import Grammar, Occurrence, Role
from flowkit.model.outline import Block, Box, Fence, ItemList, Line, ListItem, Paragraph, without_emphasis
from flowkit.model.source import Document, Span
from flowkit.model.task import (
    DOCUMENTATION,
    ContractEndpoint,
    CoverageTarget,
    Criterion,
    Deliverable,
    Effort,
    Item,
    Scenario,
    State,
    Task,
)
from flowkit.read.attestations import with_attestation
from flowkit.read.coverage import read_figures
from flowkit.read.deliverables import read_deliverables
from flowkit.read.field_names import slot_of
from flowkit.read.fields import Field, Fields
from flowkit.read.paths import find_paths
from flowkit.read.references import Names, read_dependencies, read_requirements
from flowkit.read.symbols import find_symbols
from flowkit.read.values import effort, label, state_of_box, task_state

_AFTER_ID = re.compile(r"[*_`\])~]*\s*(?:\([^()]{1,20}\))?[*_`]*\s*[:.–—-]?[*_]*\s*")
_STRUCK = re.compile(r"~~.+~~", re.DOTALL)
_SHELLS = {"bash", "sh", "shell", "zsh", "console", "terminal", "powershell", "bat", "cmd", "sql"}
_FEATURE = re.compile(r"\.feature$")

_Entry = TypeVar("_Entry", bound=Item)


@dataclass(slots=True)
class RawTask:
    """A task as a dialect found it.

    Attributes:
        id: its label, or None.
        title: the rest of its opening line, and the lines that go on with it.
        span: the id, or the opening line.
        line: the line that it opens on; ``end_line`` is the last one that belongs to it.
        fields: the fields in it, and what belongs to none.
        box: its own box.
        extras: attributes of ``Task`` that the dialect knows better.
    """

    id: str | None
    title: str
    span: Span
    line: int
    end_line: int
    fields: Fields
    box: Box | None = None
    struck_out: bool = False
    phase: str | None = None
    opening: tuple[Line, ...] = ()
    extras: dict[str, object] = field(default_factory=dict)


def after_label(text: str, end: int) -> int:
    """Return the offset at which the title starts behind a label that ends at ``end``."""
    found = _AFTER_ID.match(text, end)
    return found.end() if found else end


def build_tasks(
    raws: Sequence[RawTask], groups: Iterable[str], document: Document, grammar: Grammar
) -> tuple[Task, ...]:
    """Turn what a dialect found into tasks; dependencies can name any of them."""
    keys = tuple(raw.id or f"#{number}" for number, raw in enumerate(raws, start=1))
    names = Names(tuple(raw.id for raw in raws if raw.id), frozenset(groups))
    return tuple(_TaskBuilder(raw, key, names, document, grammar).build() for raw, key in zip(raws, keys, strict=True))


class _TaskBuilder:
    def __init__(self, raw: RawTask, key: str, names: Names, document: Document, grammar: Grammar) -> None:
        self.raw, self.key, self.names, self.document, self.grammar = raw, key, names, document, grammar
        self.slots: dict[str, list[Field]] = {}
        # The blocks that belong to no field with a meaning.
        self.loose = list(raw.fields.rest)
        for each in raw.fields.fields:
            slot = slot_of(each.key)
            if slot is not None:
                self.slots.setdefault(slot, []).append(each)
            else:
                self.loose += each.blocks

    def build(self) -> Task:
        raw = self.raw
        status = label(self.lines("status"), self.document)
        fields: dict[str, object] = {
            "status": status,
            "state": task_state(raw.box, status, struck_out=raw.struck_out),
            "description": self._description(),
            "symbols": self._symbols(),
            "checklist": self.items("checklist", Item, None) + self._loose_boxes(),
            "commands": tuple(self._commands()),
        }
        for slot in self.slots:
            if slot in _FILLED:
                attribute, read = _FILLED[slot]
                fields[attribute] = read(self)
        if "depends" in self.slots:
            fields |= self.dependencies()
        fields |= raw.extras
        return Task(
            id=raw.id,
            key=self.key,
            kind=self.grammar.count_name(raw.id),
            title=raw.title,
            span=raw.span,
            box=raw.box,
            phase=raw.phase,
            end_line=raw.end_line,
            **fields,  # type: ignore[arg-type]  # the names are those of Task; the values are typed where they are made
        )

    def lines(self, slot: str, *, nested: bool = False) -> list[Line]:
        """Return the lines of the fields of a slot; with ``nested``, those of their lists and paragraphs too."""
        lines: list[Line] = []
        for each in self.slots.get(slot, ()):
            lines += each.value
            if nested:
                lines += _lines_of(each.blocks)
        return lines

    def dependencies(self) -> dict[str, object]:
        lines = self.lines("depends", nested=True)
        depends_on, unresolved = read_dependencies(lines, self.key, self.names, self.document)
        span = lines[0].span_in(self.document) if lines else None
        return {"depends_on": depends_on, "unresolved": unresolved, "dependencies_span": span}

    def effort(self) -> Effort | None:
        lines = self.lines("effort")
        return effort(without_emphasis(lines[0].text), lines[0].span_in(self.document)) if lines else None

    def _description(self) -> str | None:
        lines = self.lines("description", nested=True) or [
            line for block in self.raw.fields.rest if isinstance(block, Paragraph) for line in block.lines
        ]
        return " ".join(line.text for line in lines) or None

    def deliverables(self) -> tuple[Deliverable, ...]:
        return tuple(
            deliverable
            for each in self.slots.get("files", ())
            for deliverable in read_deliverables(each, self.document)
        )

    def _symbols(self) -> tuple[str, ...]:
        """Return the code names in the title and the description of a documentation task."""
        words = f"{self.document.lines[self.raw.line - 1]}\n{self._description() or ''}"
        return find_symbols(words) if self.grammar.count_name(self.raw.id) == DOCUMENTATION else ()

    def items(self, slot: str, make: type[_Entry], role: Role | None) -> tuple[_Entry, ...]:
        found: list[_Entry] = []
        for each in self.slots.get(slot, ()):
            entries = list(each.items())
            # What is struck out is no longer asked for.
            found += [item for entry in entries if not is_struck_out((item := self._item(entry, make, role)).text)]
            if not entries and each.value:
                found += self._inline(each, make, role)
        return tuple(found)

    def _item(self, entry: ListItem, make: type[_Entry], role: Role | None) -> _Entry:
        line = entry.lines[0] if entry.lines else Line("", entry.line, 1)
        identifier, text, span = self._leading(line, role)
        rest = " ".join(more.text for more in entry.lines[1:])
        whole = f"{text} {rest}".strip()
        done = None if entry.box is None else state_of_box(entry.box) is State.DONE
        return make(identifier, whole, done, span, entry.box)

    def _inline(self, each: Field, make: type[_Entry], role: Role | None) -> Iterator[_Entry]:
        """Yield what a field lists in its own value: its ids where they are of the role, otherwise the value as one."""
        for line in each.value:
            known = [found for found in self.grammar.find(line.text) if found.kind and found.kind.role is role]
            if len(known) > 1:
                yield from (
                    make(found.id, "", None, line.span_in(self.document, found.start, found.end)) for found in known
                )
            elif line.text.strip("-–—. ").casefold() not in {"", "none", "n/a", "tbd"}:
                identifier, text, span = self._leading(line, role)
                yield make(identifier, text, None, span)

    def _leading(self, line: Line, role: Role | None) -> tuple[str | None, str, Span]:
        """Split the id that opens an entry from its text."""
        found = next(iter(self.grammar.find(line.text)), None) if role is not None else None
        opens = found is not None and not line.text[: found.start].strip("*_`[( ")
        if found is None or not opens or found.kind is None or found.kind.role is not role:
            return None, line.text, line.span_in(self.document)
        rest = line.text[after_label(line.text, found.end) :]
        return found.id, rest, line.span_in(self.document, found.start, found.end)

    def _loose_boxes(self) -> tuple[Item, ...]:
        """Return the boxes of a task outside the fields that mean something else: its check list."""
        lists = (block for block in self.loose if isinstance(block, ItemList))
        return tuple(self._item(item, Item, None) for each in lists for item in each.items if item.box is not None)

    def coverage(self) -> Iterator[CoverageTarget]:
        for line in self.lines("coverage", nested=True):
            identifier, text, span = self._leading(line, Role.COVERAGE)
            if identifier is None:
                continue
            figures = read_figures(text)
            yield CoverageTarget(identifier, text, figures.metric, figures.minimum, figures.of, self.key, span)

    def contracts(self) -> Iterator[ContractEndpoint]:
        for each in self.slots.get("contracts", ()):
            for line in each.value:
                found = [entry for entry in self.grammar.find(line.text) if self._is_contract(entry)]
                for entry in found:
                    text = line.text[after_label(line.text, entry.end) :] if len(found) == 1 else ""
                    yield ContractEndpoint(
                        entry.id, text, self.key, line.span_in(self.document, entry.start, entry.end)
                    )
            for line in _lines_of(each.blocks):
                identifier, text, span = self._leading(line, Role.CONTRACT)
                if identifier is not None:
                    yield ContractEndpoint(identifier, text, self.key, span)

    @staticmethod
    def _is_contract(entry: Occurrence) -> bool:
        return entry.kind is not None and entry.kind.role is Role.CONTRACT

    def features(self) -> Iterator[str]:
        for line in self.lines("features", nested=True):
            yield from (path for path, _, _ in find_paths(line.text) if _FEATURE.search(path))

    def _commands(self) -> Iterator[str]:
        for block in self.loose:
            if isinstance(block, Fence) and block.info.partition(" ")[0].casefold() in _SHELLS:
                yield from (line.text for line in block.lines)
        for slot in ("commands", "verifications", "how_to_test"):
            for each in self.slots.get(slot, ()):
                yield from (line.text for block in each.blocks if isinstance(block, Fence) for line in block.lines)
                if slot == "commands":
                    yield from (line.text for line in (*each.value, *_lines_of(each.blocks)))

    def sources(self) -> Iterator[str]:
        for line in self.lines("sources", nested=True):
            yield from (part.strip(" `") for part in line.text.split(",") if part.strip(" `"))


_FILLED: Mapping[str, tuple[str, Callable[[_TaskBuilder], object]]] = {
    "priority": ("priority", lambda task: label(task.lines("priority"), task.document)),
    "effort": ("effort", _TaskBuilder.effort),
    "files": ("deliverables", _TaskBuilder.deliverables),
    "requirements": (
        "requirements",
        lambda task: read_requirements(task.lines("requirements", nested=True), task.document),
    ),
    "criteria": (
        "criteria",
        lambda task: tuple(map(with_attestation, task.items("criteria", Criterion, Role.CRITERION))),
    ),
    "verifications": ("verifications", lambda task: task.items("verifications", Item, None)),
    "changes": ("changes", lambda task: task.items("changes", Item, None)),
    "how_to_test": ("how_to_test", lambda task: task.items("how_to_test", Item, None)),
    "scenarios": ("scenarios", lambda task: task.items("scenarios", Scenario, Role.SCENARIO)),
    "coverage": ("coverage_targets", lambda task: tuple(task.coverage())),
    "contracts": ("contract_endpoints", lambda task: tuple(task.contracts())),
    "features": ("features", lambda task: tuple(task.features())),
    "notes": ("notes", lambda task: tuple(line.text for line in task.lines("notes", nested=True))),
    "sources": ("sources", lambda task: tuple(task.sources())),
}
"""What a field says of a task -> the attribute that it fills, and how; without the field, the default stays."""


def _lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        match block:
            case ItemList(items=items):
                for item in items:
                    yield from item.lines
                    yield from _lines_of(item.blocks)
            case Paragraph(lines=lines):
                yield from lines
            case _:
                pass


def is_struck_out(text: str) -> bool:
    """Whether a text is struck out as a whole (``~~Remove the cache~~``)."""
    return _STRUCK.fullmatch(text.strip(" *_")) is not None
