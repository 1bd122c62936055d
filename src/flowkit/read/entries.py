"""The entries of a spec's lists: criteria, scenarios, coverage targets, deliverables, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from flowkit.errors import ReadError
from flowkit.model.intent import Delivery, Entry, Listed, Reference, Target
from flowkit.model.marker import Grammar, Role, find_requirements
from flowkit.model.outline import ItemList, Line, ListItem, Paragraph
from flowkit.model.source import Document, Span
from flowkit.read.coverage import read_figures
from flowkit.read.deliverables import read_deliverables
from flowkit.read.fields import Field

_NOTHING = {"", "none", "nothing", "-", "–", "—"}
_EMPHASIS = "*_`[] "
_AFTER_ID = re.compile(r"[*_`\])]*\s*[:.–—-]?[*_]*\s*")


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a spec is read from, and how its ids are spelled."""

    document: Document
    grammar: Grammar

    def wrong(self, line: int, message: str, hint: str | None = None) -> ReadError:
        """Return the error for something wrong at a line."""
        return ReadError(message, where=f"{self.document.path}:{line}", hint=hint)

    def span(self, line: Line) -> Span:
        """Return the span of a line."""
        return line.span_in(self.document)

    def leading(self, line: Line, role: Role) -> tuple[str | None, Line]:
        """Split the id of a role that opens a line from what follows it; None where none does."""
        start = len(line.text) - len(line.text.lstrip(_EMPHASIS))
        bare = line.text[start:]
        for found in self._ids(bare, role):
            if found[1] == 0:
                after = _AFTER_ID.match(bare, found[2])
                return found[0], line.cut(start + (after.end() if after else found[2]))
        return None, line

    def ids(self, lines: Iterable[Line], role: Role) -> Iterator[Reference]:
        """Yield every id of a role in the lines."""
        for line in lines:
            for identifier, start, end in self._ids(line.text, role):
                yield Reference(identifier, line.span_in(self.document, start, end))

    def _ids(self, text: str, role: Role) -> Iterator[tuple[str, int, int]]:
        known = tuple(self.grammar.find(text))
        for found in known:
            if found.kind is not None and found.kind.role is role:
                yield found.id, found.start, found.end
        if role is Role.REQUIREMENT:
            taken = {found.start for found in known}
            yield from (
                (found.id, found.start, found.end) for found in find_requirements(text) if found.start not in taken
            )


def joined(lines: Sequence[Line]) -> str:
    """Return running text as one line."""
    return " ".join(line.text for line in lines)


def paragraphs(blocks: Iterable[object]) -> tuple[str, ...]:
    """Return the paragraphs among blocks, a line each."""
    return tuple(joined(block.lines) for block in blocks if isinstance(block, Paragraph))


def items(blocks: Iterable[object]) -> Iterator[ListItem]:
    """Yield the items of the lists among blocks, nested ones left out."""
    for block in blocks:
        if isinstance(block, ItemList):
            yield from block.items


def parts(field: Field) -> Iterator[tuple[Line, ...]]:
    """Yield the entries of a field: its list items, or the parts of its value between commas; "None" is no entry."""
    listed = list(field.items())
    if listed:
        yield from (item.lines for item in listed)
        return
    for line in field.value:
        at = 0
        for piece in line.text.split(","):
            part = line.cut(at, at + len(piece))
            at += len(piece) + 1
            if part.text.strip(".").casefold() not in _NOTHING:
                yield (part,)


def entry(source: Source, lines: Sequence[Line], line: int, role: Role, example: str) -> Entry:
    """Read ``AC-1: text``.

    Raises:
        ReadError: it has no id of the role, or no text.
    """
    identifier, text, span = _marked(source, lines, line, role, example)
    if not text:
        raise source.wrong(line, f"{identifier} has no text", f"write it as '- {example}'")
    return Entry(identifier, text, span)


def _marked(source: Source, lines: Sequence[Line], line: int, role: Role, example: str) -> tuple[str, str, Span]:
    identifier, rest = source.leading(lines[0], role) if lines else (None, None)
    if identifier is None or rest is None:
        raise source.wrong(
            line, f"the entry does not begin with the id of a {role.value}", f"write it as '- {example}'"
        )
    return identifier, joined([part for part in (rest, *lines[1:]) if part.text]), source.span(lines[0])


def listed(source: Source, lines: Sequence[Line], line: int) -> Listed:
    """Read ``SC-001: title``, or the id alone where a feature gives the title."""
    identifier, title, span = _marked(source, lines, line, Role.SCENARIO, "SC-001: What is shown")
    return Listed(identifier, title or None, span)


def target(source: Source, lines: Sequence[Line], line: int) -> Target:
    """Read ``COV_UNIT_STORE: 90% line coverage of store.py``; what it does not say is None.

    Raises:
        ReadError: it has no id, no text, or a figure over 100 %.
    """
    found = entry(source, lines, line, Role.COVERAGE, "COV_UNIT_STORE: 90% line coverage of store.py")
    figures = read_figures(found.text)
    if figures.minimum is not None and figures.minimum > 100:
        message = f"{found.id} demands {figures.minimum:g} %, more than there is to cover"
        raise source.wrong(line, message, "name a figure up to 100 %")
    return Target(str(found.id), found.text, figures.metric, figures.minimum, figures.of, found.span)


def deliveries(source: Source, lines: Sequence[Line]) -> Iterator[Delivery]:
    """Read a deliverable: a delivery for each path that the entry names, or one without a path.

    An entry is read as plans read theirs, so that a plan drafted from it says the same.
    """
    whole = Line(joined(lines), lines[0].line, lines[0].column)
    alone = Field("Deliverables", "deliverables", (whole,), (), whole.line)
    for found in read_deliverables(alone, source.document):
        yield Delivery(found.path, found.note, found.text, found.span or source.span(lines[0]))


def path(lines: Sequence[Line], source: Source) -> Reference:
    """Read a path, in backticks or bare; it is written from the project's root.

    Raises:
        ReadError: it is absolute, or climbs out of the root.
    """
    text = joined(lines).strip("` ")
    if _leaves_the_root(text):
        hint = "name a file inside the project by its path from the root, like 'features/labels.feature'"
        raise source.wrong(lines[0].line, f"the path {text!r} leads out of the project", hint)
    return Reference(PurePosixPath(text).as_posix(), source.span(lines[0]))


def _leaves_the_root(text: str) -> bool:
    """Whether a path, on any system, is absolute or climbs above the folder that it starts from."""
    depth = 0
    for part in PureWindowsPath(text).parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return bool(PureWindowsPath(text).anchor)
