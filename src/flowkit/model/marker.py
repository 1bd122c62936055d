"""The one grammar of identifiers: marker kinds, task labels, and how both are found in text.

Kinds are data. A project adds its own under ``[tool.flowkit.kinds]``; nothing else in flowkit knows how an identifier
is spelled, so every pattern for one is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Role(StrEnum):
    """What a marker of a kind stands for in a plan."""

    TASK = "task"
    CRITERION = "criterion"
    SCENARIO = "scenario"
    COVERAGE = "coverage"
    CONTRACT = "contract"
    REQUIREMENT = "requirement"
    DECISION = "decision"
    QUESTION = "question"
    RISK = "risk"
    METRIC = "metric"
    DEPENDENCY = "dependency"


class Form(StrEnum):
    """How the part after the prefix is made: a number (``001``, ``SEC-001``, ``1.1``) or a slug (``UNIT_STORE``)."""

    NUMBER = "number"
    SLUG = "slug"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of marker.

    Attributes:
        name: the name under which it is counted, in capitals.
        prefix: the letters before the separator; they match in any case.
        separator: what stands between the prefix and the rest.
        form: what the rest is.
        role: what it stands for.
        local: its ids restart under each owner (``AC-1``) and are qualified by it.
    """

    name: str
    prefix: str
    separator: str
    form: Form
    role: Role
    local: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("IMPL", "IMPL", "_", Form.NUMBER, Role.TASK),
    Kind("TEST", "TEST", "_", Form.NUMBER, Role.TASK),
    Kind("DOC", "DOC", "_", Form.NUMBER, Role.TASK),
    Kind("ST", "ST", "-", Form.NUMBER, Role.TASK),
    Kind("COV", "COV", "_", Form.SLUG, Role.COVERAGE),
    Kind("CE", "CE", "_", Form.SLUG, Role.CONTRACT),
    Kind("AC", "AC", "-", Form.NUMBER, Role.CRITERION, local=True),
    Kind("SC", "SC", "-", Form.NUMBER, Role.SCENARIO),
    Kind("REQ", "REQ", "-", Form.NUMBER, Role.REQUIREMENT),
    Kind("NFR", "NFR", "-", Form.NUMBER, Role.REQUIREMENT),
    Kind("FR", "FR", "-", Form.NUMBER, Role.REQUIREMENT),
    Kind("OQ", "OQ", "-", Form.NUMBER, Role.QUESTION),
    Kind("RSK", "RSK", "-", Form.NUMBER, Role.RISK),
    Kind("MET", "MET", "-", Form.NUMBER, Role.METRIC),
    Kind("DEP", "DEP", "_", Form.SLUG, Role.DEPENDENCY),
    Kind("ADR", "ADR", "-", Form.NUMBER, Role.DECISION),
)

_REMEMBERED = 4096
"""Of so many texts it is remembered what was found in them."""

TASK_KIND = "TASK"
"""The name under which a task is counted whose id is of no marker kind (``Task 1.1``, ``Step 1``, ``T001``)."""

SUBTASK_KIND = "SUBTASK"
"""The name under which a part of a task is counted that has an id, a state and dependencies of its own (``1.2``)."""

# A hyphen joins two ids of a range (``ST-001-ST-005``) and otherwise makes a longer word.
_EDGE_BEFORE = r"(?:(?<![\w/.-])|(?<=\d-))"
_EDGE_AFTER = r"(?![\w/]|-(?![A-Za-z]+[-_]?\d|[A-Za-z]+[-_][A-Za-z0-9]+[-_]\d)\w|\.[A-Za-z_])"
_NUMBER = r"\d+(?:\.\d+)*[a-z]?"
# A number of a task or phase is taken whole or not at all: ``1.1``, ``3A.2``, ``0A2.1``, ``1.1.a``, ``1I-A``.
_LABEL_NUMBER = (
    r"(?:\d+|[A-Z]\d+|[A-Z](?=\.\d))(?:[A-Za-z]\d*)*(?:\.(?:\d+(?:[A-Za-z]\d*)*|[A-Za-z]))*(?:-[A-Z](?!\w))?(?![.-]?\w)"
)
_LETTER = r"(?:[A-Z]|[IVX]+)(?=\s*(?:[:.—–(-]|$))"
_LABEL_WORDS = ("Task", "Step", "Subtask", "Story", "Phase", "Epic", "Stage", "Milestone")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An identifier in a text: ``kind`` is None for a task label; ``start`` and ``end`` are offsets into the text."""

    kind: Kind | None
    id: str
    start: int
    end: int


def _pattern(kind: Kind) -> str:
    prefix, separator = re.escape(kind.prefix), re.escape(kind.separator)
    if kind.form is Form.NUMBER:
        # Words may stand between prefix and number (``NFR-SEC-001``); ``test_case_12`` is the name of a function.
        word = "[A-Z][A-Z0-9]*" if kind.separator == "_" else "[A-Za-z][A-Za-z0-9]*"
        return rf"(?i:{prefix}){separator}(?:{word}{separator or '-'})*{_NUMBER}"
    upper, lower = re.escape(kind.prefix.upper()), re.escape(kind.prefix.lower())
    return rf"{upper}{separator}[A-Z0-9]+(?:_[A-Z0-9]+)*|{lower}{separator}[a-z0-9]+(?:_[a-z0-9]+)*"


class Grammar:
    """Finds identifiers in text, for one set of kinds.

    Args:
        kinds: the kinds to know; of two with the same prefix and separator, the first counts.
    """

    def __init__(self, kinds: Iterable[Kind] = KINDS) -> None:
        self.kinds = tuple(kinds)
        body = "|".join(f"(?P<k{index}>{_pattern(kind)})" for index, kind in enumerate(self.kinds))
        self._markers = re.compile(f"{_EDGE_BEFORE}(?:{body}){_EDGE_AFTER}")
        openings = sorted({re.escape(kind.prefix + kind.separator) for kind in self.kinds})
        self._may_hold = re.compile("|".join(openings) or r"(?!)", re.IGNORECASE)
        # Every reader asks about the same lines and the same ids.
        self._find = lru_cache(maxsize=_REMEMBERED)(self._occurrences)
        self._kind_of = lru_cache(maxsize=_REMEMBERED)(self._whole)

    def find(self, text: str) -> tuple[Occurrence, ...]:
        """Return every whole marker in ``text``, from left to right."""
        return self._find(text)

    def kind_of(self, identifier: str) -> Kind | None:
        """Return the kind of a whole identifier, or None if it is of none."""
        return self._kind_of(identifier)

    def _occurrences(self, text: str) -> tuple[Occurrence, ...]:
        first = self._may_hold.search(text)
        if first is None:
            return ()
        found = self._markers.finditer(text, first.start())
        return tuple([Occurrence(self._kind(each), each.group(), each.start(), each.end()) for each in found])

    def _whole(self, identifier: str) -> Kind | None:
        found = self._markers.fullmatch(identifier)
        return self._kind(found) if found else None

    def _kind(self, found: re.Match[str]) -> Kind:
        return self.kinds[int((found.lastgroup or "k0")[1:])]

    def count_name(self, identifier: str | None) -> str:
        """Return the name under which a task with this id is counted."""
        kind = self.kind_of(identifier) if identifier else None
        return kind.name if kind is not None and kind.role is Role.TASK else TASK_KIND


# A label is what a task is called where its document uses no marker kind: a word and a number, or a prefixed one.
_WORDS = "|".join(_LABEL_WORDS)
_WORD_LABEL = re.compile(rf"(?i:({_WORDS}))[ \u00a0]+#?({_LABEL_NUMBER}|{_LETTER})")
_PREFIXED = r"(?:(?:(?!T\d)[A-Za-z]+\d?[_-])+[A-Z]?\d+|T[A-Z]?\d+)(?:\.\d+)*[a-z]?"
_PREFIXED_LABEL = re.compile(rf"{_PREFIXED}(?![\w-])")
_TASK_WORD = re.compile(r"(?i:task|subtask)[ \u00a0]+")
# ``1.2 Title`` and ``3. Title``; a whole number needs a mark behind it, for "3 tests" is none.
_NUMBERED = re.compile(r"[*_`]{0,3}(\d+(?:\.\d+)+[a-z]?|\d+[a-z]?(?=[*_`]{0,3}[.):：、]))(?![\w%])(?!\.\w)")
# Emphasis, an emoji or a box may precede a label.
_OPENING = re.compile(r"(?:[^\w<\[]{0,4}\[[ xX~-]\])?[^\w<]{0,8}")
# ``SEC-001``, and with the document that it is of before a full stop: ``PROD-010.FR-001``.
_REQUIREMENT = re.compile(
    rf"{_EDGE_BEFORE}(?:[A-Z][A-Z0-9]*-\d+\.)?[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-{_NUMBER}[A-Z]?{_EDGE_AFTER}"
)
# A document that states requirements labels them in more ways than others cite: ``FR1``, ``RF_012``, ``REQ-UI-2-A``.
_LONGEST_LABEL = 80
_STATED = re.compile(r"[A-Z][A-Z0-9]*(?:[-_.][A-Z0-9]+)*[a-z]?(?!\w|-\w)")
_TOKEN = re.compile(
    rf"(?:(?<![\w/.])|(?<=\.\.))"
    rf"(?:(?P<word>(?i:{_WORDS}|stories|requirement|criterion|criteria)s?)(?=[ \u00a0]+#?\w*\d)"
    rf"|(?P<id>{_PREFIXED}(?!\w))"
    rf"|(?P<wildcard>[A-Za-z][A-Za-z0-9]*[_-]\*)"
    rf"|(?P<number>\d+(?:[A-Za-z]\d*)*(?:\.(?:\d+(?:[A-Za-z]\d*)*|[A-Za-z](?!\w)))*(?![\w%])))"
)


class TokenKind(StrEnum):
    """What a token of a list of references is."""

    WORD = "word"
    ID = "id"
    WILDCARD = "wildcard"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a list of references (``Tasks 1.1-1.3, IMPL_004``); the words between are left to the reader."""

    kind: TokenKind
    text: str
    start: int
    end: int


def reference_tokens(text: str) -> Iterator[Token]:
    """Yield words that number things, ids, wildcards and bare numbers of a list of references, from left to right."""
    at = 0
    while match := _TOKEN.search(text, at):
        yield Token(TokenKind(match.lastgroup or "id"), match.group(), match.start(), match.end())
        at = match.end()


@dataclass(frozen=True, slots=True)
class Label:
    """A task label at the start of a text.

    Attributes:
        id: the label as written, with its word (``Task 1.1``, ``Step 1``) unless the word precedes an id.
        word: the word in lower case (``task``, ``step``), or None if there is none.
        prefixed: the label is a prefixed number (``impl_001``, ``T001``), not a word and a number.
        start, end: where the id stands in the text.
    """

    id: str
    word: str | None
    prefixed: bool
    start: int
    end: int


@lru_cache(maxsize=_REMEMBERED)  # a title is asked for its label by everything that asks what it groups
def leading_label(text: str) -> Label | None:
    """Return the task label that opens ``text``, after emphasis or a bracket."""
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    word = _WORD_LABEL.match(text, start)
    if word:
        return Label(word.group(), word.group(1).casefold(), False, word.start(), word.end())
    lead = _TASK_WORD.match(text, start)
    found = _PREFIXED_LABEL.match(text, lead.end() if lead else start)
    return Label(found.group(), "task" if lead else None, True, found.start(), found.end()) if found else None


def leading_number(text: str) -> Label | None:
    """Return the bare number that opens ``text`` and labels it."""
    found = _NUMBERED.match(text)
    return Label(found[1], None, False, found.start(1), found.end(1)) if found else None


_LOCAL_OPENINGS = tuple(f"{kind.prefix}{kind.separator}" for kind in KINDS if kind.local)


def find_requirements(text: str) -> Iterator[Occurrence]:
    """Yield every ``UPPER-NNN`` in ``text``: in a requirements field any of them is a requirement.

    A local id (``AC-1`` in ``REQ-001 AC-1``) is a part of one, and none by itself.
    """
    for match in _REQUIREMENT.finditer(text):
        if not match.group().startswith(_LOCAL_OPENINGS):
            yield Occurrence(None, match.group(), match.start(), match.end())


def stated_requirement(grammar: Grammar, text: str) -> Occurrence | None:
    """Return the id that opens ``text`` and may be the label of a requirement: one of that role, or of no kind at all.

    It is for the places where a document states what it wants; elsewhere ``UTF-8`` would be one too.
    """
    kind = next((found for found in grammar.find(text[:_LONGEST_LABEL]) if found.start == 0), None)
    label = _STATED.match(text)
    if label is not None and re.search(r"\d", label.group()) and (kind is None or label.end() > kind.end):
        return Occurrence(None, label.group(), 0, label.end())
    return kind if kind is not None and kind.kind is not None and kind.kind.role is Role.REQUIREMENT else None
