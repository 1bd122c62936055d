"""The requirements and stories that a document states by their ids: FR-001, NFR-SEC-002, REQ-7, US-003."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flowkit.model.intent import Question, Requirement
from flowkit.model.marker import Role
from flowkit.model.outline import Outline, without_struck
from flowkit.read.entries import Source, joined
from flowkit.read.specs.contents import Contents, ContentsReader
from flowkit.read.specs.passages import Form, Passage, find_passages

# "**FR-001: Login** - Users log in": the label's emphasis ends behind a title, which leaves an odd number of marks.
_TITLED = re.compile(r"(?P<title>[^*_]+?)[:.]?(?:\*\*|__)\s*[:.–—-]?\s*(?P<text>.*)", re.DOTALL)
_MARKS = ":;,. "
_BOLD = re.compile(r"\*\*|__")
_REMARK = re.compile(r"\([^()]*\)\W*|[^\w(]+")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document states by ids.

    Attributes:
        requirements: its requirements.
        stories: its user stories.
        dropped: requirements that are struck out, with their ids.
        questions: ids that stand for two things.
        extents: the id, the first and the last line of each requirement and story.
    """

    requirements: tuple[Requirement, ...]
    stories: tuple[Requirement, ...]
    dropped: tuple[str, ...]
    questions: tuple[Question, ...]
    extents: tuple[tuple[str, int, int], ...]


NOTHING = Stated((), (), (), (), ())
"""What a document states that knows no ids."""


def states_requirements(source: Source, outline: Outline) -> bool:
    """Whether a document states any requirement by its id."""
    if any(each.label.is_requirement for each in find_passages(outline, source.grammar)):
        return True
    stated = read_stated(source, outline)
    return bool(stated.requirements or stated.dropped)


def read_stated(source: Source, outline: Outline) -> Stated:
    """Read what a document states by ids.

    An id whose words say that it is a requirement counts anywhere. Any other does below a heading that speaks of
    requirements, if its like stands there more than once. The first passage that states an id is the one that counts; a
    table that traces ids, or a bracket behind a heading, states an id only if nothing else does.
    """
    passages = [each for each in find_passages(outline, source.grammar) if not each.label.is_other]
    kin: dict[str, set[str]] = defaultdict(set)
    for each in passages:
        if each.wanted and not each.citing:
            kin[each.label.family].add(each.label.id)
    known = [each for each in passages if _counts(source, each, kin)]
    first: dict[str, Passage] = {}
    for each in sorted(known, key=lambda each: each.citing):
        first.setdefault(each.label.id, each)
    kept = [each for each in known if first[each.label.id] is each]
    reader = _Reader(source, frozenset(first))
    read = [(each, reader.requirement(each)) for each in kept]
    wanted = [(each, _unstruck(one)) for each, one in read if not _is_struck(each, one)]
    return Stated(
        requirements=tuple(one for each, one in wanted if not each.label.is_story),
        stories=tuple(one for each, one in wanted if each.label.is_story),
        dropped=tuple(f"{one.id}: {one.title.replace('~~', '')}" for each, one in read if _is_struck(each, one)),
        questions=tuple(_doubles(source, known, first)),
        extents=tuple((each.label.id, each.line, each.last) for each in kept),
    )


def _counts(source: Source, each: Passage, kin: dict[str, set[str]]) -> bool:
    if each.label.is_requirement or each.label.is_story:
        return True
    kind = source.grammar.kind_of(each.label.id)
    return (kind is not None and kind.role is Role.REQUIREMENT) or (each.wanted and len(kin[each.label.family]) > 1)


def _doubles(source: Source, known: Iterable[Passage], first: dict[str, Passage]) -> Iterator[Question]:
    """Yield a question for each id that two passages of one form state in other words."""
    for each in known:
        stated = first[each.label.id]
        if stated is each or each.form is not stated.form or each.form is Form.ROW or each.citing:
            continue
        if joined(each.lines) != joined(stated.lines):
            lines = f"lines {stated.line} and {each.line}"
            text = f"{each.label.id} is stated in two ways, at {lines}; which one holds?"
            yield Question(None, text, source.span(each.label.rest), each.label.id)


def _is_struck(each: Passage, requirement: Requirement) -> bool:
    """Whether a requirement is struck out: its label, or all that it is called but for a remark in brackets."""
    return each.label.struck or not _REMARK.sub("", without_struck(requirement.title))


def _unstruck(requirement: Requirement) -> Requirement:
    """Return a requirement without the words that are struck out in it."""
    text = (without_struck(words) for words in requirement.text)
    return replace(
        requirement, title=without_struck(requirement.title), text=tuple(words for words in text if words.strip(_MARKS))
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    source: Source
    ids: frozenset[str]

    def requirement(self, each: Passage) -> Requirement:
        """Read a passage."""
        contents = self._contents(each)
        text = list(contents.text)
        title = joined([line for line in each.lines if line.text])
        titled = _TITLED.fullmatch(title) if len(_BOLD.findall(title)) % 2 else None
        if titled is not None:
            title = titled["title"].strip()
            text[:0] = [titled["text"]] if titled["text"] else []
        if not title and text:
            title = text.pop(0)
        return Requirement(
            id=each.label.id,
            title=title or each.label.id,
            text=tuple(text),
            criteria=tuple(contents.criteria),
            span=self.source.span(each.label.line),
            priority=contents.priority,
            scenarios=tuple(contents.scenarios),
            group=each.group,
        )

    def _contents(self, each: Passage) -> Contents:
        reader = ContentsReader(self.source, self.ids)
        if each.section is not None:
            return reader.section(each.section)
        return reader.row(each.row) if each.form is Form.ROW else reader.blocks(each.blocks)
