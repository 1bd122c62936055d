"""What stands below the title of a requirement or story: its priority, its words, its criteria and its scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from flowkit.model.intent import Entry, SpecScenario
from flowkit.model.marker import Role, stated_requirement
from flowkit.model.outline import Block, ItemList, Line, ListItem, Paragraph, Section, Table, without_struck
from flowkit.model.task import Label
from flowkit.read.entries import Source, items, joined
from flowkit.read.fields import Field, Fields, read_fields, section_fields
from flowkit.read.specs.labels import leading_label
from flowkit.read.specs.steps import has_keyword, item_steps, opens_scenario, split_steps
from flowkit.read.values import label

_PRIORITY = re.compile(r"(?:priority|moscow|priorit[äàé]\w*|prioridade?|优先级|優先度|우선순위)\W*", re.IGNORECASE)
_CRITERIA = re.compile(r"criteri|acceptance|abnahme|验收|受け入れ|受入|인수", re.IGNORECASE)
_WORDS = re.compile(
    r"(?:short |full )?(?:description|statement|requirement|text|summary|details?|title|name|user story|story"
    r"|描述|说明|説明|用户故事|ユーザーストーリー|사용자 스토리)",
    re.IGNORECASE,
)
_SCENARIO = re.compile(r"(?:acceptance |test )?scenario\b(?!s)", re.IGNORECASE)
_FIELD = re.compile(
    r"\s*(?:\*\*|__)(?P<name>[^*_]{1,40}?)\s*(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*[:：])\s*(?P<value>.*)", re.DOTALL
)


@dataclass(slots=True)
class Contents:
    """What stands below a title, as it is found."""

    priority: Label | None = None
    words: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    criteria: list[Entry] = field(default_factory=list)
    scenarios: list[SpecScenario] = field(default_factory=list)

    @property
    def text(self) -> tuple[str, ...]:
        """What is said, a paragraph each: what is wanted, then what is said about it."""
        return (*self.words, *self.remarks)


@dataclass(frozen=True, slots=True)
class ContentsReader:
    """Reads contents.

    Attributes:
        source: the document.
        ids: what the document states by itself; a list item or section of such an id is no part of another.
        numbered: a numbered list tells scenarios, one an item, whatever their language.
    """

    source: Source
    ids: frozenset[str] = frozenset()
    numbered: bool = False

    def section(self, section: Section) -> Contents:
        """Read what stands in a section, without the sections in it that state something by themselves."""
        kept = tuple(inner for inner in section.sections if not self._is_own(inner.title))
        return self._split(section_fields(replace(section, sections=kept)))

    def blocks(self, blocks: Iterable[Block]) -> Contents:
        """Read what stands in blocks."""
        return self._split(read_fields(blocks))

    def row(self, cells: Iterable[tuple[str, Line]]) -> Contents:
        """Read the cells of a row, each with its column's title; the first that is no detail says what is wanted."""
        found = Contents()
        for name, cell in cells:
            is_detail = _PRIORITY.fullmatch(name) or _CRITERIA.search(name)
            if cell.text.strip("-–— "):
                self._named(found, name if is_detail or found.words else "requirement", (cell,), ())
        return found

    def _split(self, split: Fields) -> Contents:
        found = Contents()
        titles = [each for each in split.fields if _SCENARIO.match(each.name) and each.value and not each.blocks]
        for block in split.rest:
            match block:
                case Paragraph(lines=lines) if opens_scenario(joined(lines)):
                    self._scenario(found, split_steps(joined(lines)), lines[0])
                case Paragraph(lines=lines):
                    found.words.append(unmarked(joined(lines)))
                case ItemList(items=listed) if _tells_one(listed):
                    above = max((each for each in titles if each.line < listed[0].line), key=_line, default=None)
                    self._told(found, listed, above)
                case ItemList(items=listed):
                    found.criteria.extend(self._listed(found, listed))
                case Table(header=header, rows=rows) if len(header) == 2:
                    for name, value in rows:
                        self._named(found, name.text.strip("*_` "), (value,), ())
                case _:
                    pass
        for each in split.fields:
            opening = stated_requirement(self.source.grammar, each.name)
            if each not in titles and (opening is None or opening.id not in self.ids):
                self._field(found, each)
        found.scenarios = _numbered(found.scenarios)
        return found

    def _field(self, found: Contents, each: Field) -> None:
        listed = tuple(each.items())
        marked = f"**{each.name}** {each.text}"
        last = found.scenarios[-1] if found.scenarios else None
        if each.value and opens_scenario(marked):
            self._scenario(found, split_steps(marked), each.value[0])
        elif each.value and last is not None and last.span.line == each.line and has_keyword(marked):
            found.scenarios[-1] = replace(last, steps=(*last.steps, *split_steps(marked)))
        elif _tells_one(listed):
            self._told(found, listed, each)
        else:
            self._named(found, each.name, each.value, listed)
        if not each.value and not listed:
            paragraphs = (block.lines for block in each.blocks if isinstance(block, Paragraph))
            found.remarks.extend(f"{each.name}: {joined(lines)}" for lines in paragraphs)

    def _named(self, found: Contents, name: str, value: tuple[Line, ...], listed: Sequence[ListItem]) -> None:
        text = joined(value).strip()
        entries = list(self._listed(found, listed))
        if _PRIORITY.fullmatch(name):
            found.priority = found.priority or label(value, self.source.document)
        elif _CRITERIA.search(name):
            found.criteria.extend([Entry(None, text, self.source.span(value[0]))] if text else [])
            found.criteria.extend(entries)
        elif _WORDS.fullmatch(name):
            found.words.extend([text] if text else [])
            found.criteria.extend(entries)
        elif text or entries:
            found.remarks.append(f"{name}: {_with(text, tuple(entry.text for entry in entries))}")

    def _listed(self, found: Contents, listed: Iterable[ListItem]) -> Iterator[Entry]:
        """Yield the criteria that a list states; put the scenarios that it tells where they belong."""
        for item in listed:
            if not item.lines or self._is_own(item.lines[0]):
                continue
            if (self.numbered and item.number is not None) or opens_scenario(item.lines[0].text):
                self._scenario(found, item_steps(item), item.lines[0])
                continue
            identifier, rest = self.source.leading(item.lines[0], Role.CRITERION)
            below = (
                with_below(inner) for inner in items(item.blocks) if inner.lines and not self._is_own(inner.lines[0])
            )
            text = without_struck(_with(joined([rest, *item.lines[1:]]), tuple(below)))
            if text:
                yield Entry(identifier, text, self.source.span(item.lines[0]))

    def _told(self, found: Contents, listed: Sequence[ListItem], above: Field | None) -> None:
        """Put down a scenario that a list tells, a step an item; the field above it may give it a name."""
        steps = tuple(step for item in listed for step in item_steps(item))
        named = above is not None and _SCENARIO.match(above.name) is not None
        title = (above.text or above.name) if above is not None and named else None
        self._scenario(found, steps, listed[0].lines[0], title, above.name if above is not None and named else None)

    def _scenario(
        self,
        found: Contents,
        steps: tuple[str, ...],
        line: Line,
        title: str | None = None,
        name: str | None = None,
    ) -> None:
        found.scenarios.append(SpecScenario(name or "", title, steps, self.source.span(line)))

    def _is_own(self, line: Line) -> bool:
        opening = leading_label(line, self.source.grammar)
        return opening is not None and opening.id in self.ids


def with_below(item: ListItem) -> str:
    """Return what a list item says, and behind it what the items in it say."""
    return _with(joined(item.lines), tuple(with_below(inner) for inner in items(item.blocks)))


def unmarked(text: str) -> str:
    """Return a paragraph without the emphasis of the field that opens it, a user story without the field's name."""
    found = _FIELD.fullmatch(text)
    if found is None:
        return text
    return found["value"] if _WORDS.fullmatch(found["name"]) else f"{found['name']}: {found['value']}"


def _numbered(scenarios: Iterable[SpecScenario]) -> list[SpecScenario]:
    """Return scenarios in the order in which they stand; one without a name of its own is known by its number."""
    ordered = sorted(scenarios, key=lambda scenario: scenario.span.start)
    names = [scenario.id for scenario in ordered]
    return [
        scenario if scenario.id and scenario.id not in names[:at] else replace(scenario, id=str(at + 1))
        for at, scenario in enumerate(ordered)
    ]


def _line(each: Field) -> int:
    return each.line


def _tells_one(listed: Sequence[ListItem]) -> bool:
    """Whether a list tells one scenario, a step an item."""
    if not all(item.lines for item in listed):
        return False
    texts = [joined(item.lines) for item in listed]
    return len(texts) > 1 and opens_scenario(texts[0]) and has_keyword(texts[1]) and not opens_scenario(texts[1])


def _with(text: str, below: tuple[str, ...]) -> str:
    tail = "; ".join(one for one in below if one)
    if not text or not tail:
        return text or tail
    return f"{text} {tail}" if text.endswith((":", "：")) else f"{text}; {tail}"
