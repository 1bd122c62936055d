"""Labels that open a line of a document: which of them are ids of requirements, and what follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowkit.model.marker import Grammar, stated_requirement
from flowkit.model.outline import Line

_WORD = re.compile(r"[A-Z]+")
# Functional, non-functional, business, user, system, technical, interface and quality requirements, in the letters that
# several languages give them.
_REQUIREMENTS = frozenset({
    "FR", "NFR", "REQ", "REQS", "RQ", "BR", "UR", "SR", "TR", "IR", "QR", "FRQ", "NFRQ", "FUNC", "NONFUNC",
    "RF", "RNF", "EF", "ENF", "FA", "NFA", "ANF",
})  # fmt: skip
_STORIES = frozenset({"US", "STORY"})
# What is no requirement even among requirements: tests, risks, decisions, measures, tasks and other documents.
_OTHERS = frozenset({
    "AC", "ADR", "ASM", "BDD", "BUG", "CE", "COV", "DEP", "DOC", "EARS", "EPIC", "GOAL", "ISSUE", "KPI", "MET", "OBJ",
    "OQ", "PRD", "REF", "RISK", "RSK", "SC", "SPEC", "ST", "TASK", "TC", "TEST", "UC",
})  # fmt: skip

_TAG = re.compile(r"(?:\s*<[^<>]*>)+")
_LEAD = re.compile(r"(?:[^\w<]|_){0,6}")
_NUMBERING = re.compile(r"(?:\d+(?:\.\d+)*[.)]?\s+)")
_NOUN = re.compile(r"(?:(?:non-?)?functional\s+|user\s+)?(?:requirement|story)\s*[:#–—-]?\s*(?=[A-Z])", re.IGNORECASE)
_AFTER = re.compile(r"(?P<closed>(?:\]\([^)]*\)|[*_`~\])）】])*)\s*(?P<mark>[:：.．|–—-]*)(?P<more>[*_`~]*)")
_EMPHASIS = re.compile(r"[*_`~]")
_STATES = re.compile(r"[^a-z\s,;&/+→]|$")
_RANGE = re.compile(r"(?:to|through|until|and|or|bis|à|a)\s+(?=[A-Z])|[,;&/+~→](?=\s*[A-Z])")
_BEHIND = re.compile(r"[(（\[](?P<id>[A-Z][^\s()（）\[\]]*)[)）\]]\W*$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label that a line gives a text to: the id, the text, the whole line, and whether it is struck out."""

    id: str
    rest: Line
    line: Line
    struck: bool

    @property
    def family(self) -> str:
        """What it has in common with its like: its words, without numbers."""
        return "-".join(_WORD.findall(self.id))

    @property
    def is_requirement(self) -> bool:
        """Whether its words say that it is a requirement."""
        return not _REQUIREMENTS.isdisjoint(_WORD.findall(self.id))

    @property
    def is_story(self) -> bool:
        """Whether its words say that it is a user story; ``US1`` is how a task cites one."""
        return not _STORIES.isdisjoint(_WORD.findall(self.id)) and re.match(r"[A-Z]+[-_.]", self.id) is not None

    @property
    def is_other(self) -> bool:
        """Whether its words say that it is something else; ``NFR-TEST-001`` is a requirement of tests."""
        return not self.is_requirement and not _OTHERS.isdisjoint(_WORD.findall(self.id))


def leading_label(line: Line, grammar: Grammar) -> Label | None:
    """Return the label that a line opens with and gives a text to; None for a line that only speaks of one."""
    start = _start(line.text)
    found = stated_requirement(grammar, line.text[start:])
    if found is None:
        return None
    lead = line.text[:start]
    end, mark = _behind(line.text, start + found.end, lead)
    rest = line.text[end:].lstrip()
    joins = _RANGE.match(rest) or (set(mark) <= set("–—-.") and mark and stated_requirement(grammar, rest))
    if joins or not (mark or _STATES.match(rest) or lead.strip()):
        return None
    return Label(found.id, line.cut(end), line, "~~" in lead)


def label_behind(line: Line, grammar: Grammar) -> Label | None:
    """Return the label that a heading ends with, in brackets."""
    behind = _BEHIND.search(line.text)
    found = stated_requirement(grammar, behind["id"]) if behind else None
    if behind is None or found is None or found.end != len(behind["id"]):
        return None
    return Label(found.id, line.cut(0, behind.start()), line, struck=False)


def whole_label(line: Line, grammar: Grammar) -> Label | None:
    """Return the label that is all that a line says, as in the cell of a table."""
    found = leading_label(line, grammar)
    return found if found is not None and not found.rest.text else None


def _behind(text: str, end: int, lead: str) -> tuple[int, str]:
    """Return where a label ends with the marks that close it, and the mark that gives it a text.

    Emphasis behind that mark closes what was opened before the label, as in ``**FR-001:** text``; any other is part of
    the text.
    """
    after = _AFTER.match(text, end)
    if after is None:
        return end, ""
    still_open = len(_EMPHASIS.findall(lead)) - len(_EMPHASIS.findall(after["closed"]))
    return min(after.end(), after.end("mark") + max(still_open, 0)), after["mark"]


def _start(text: str) -> int:
    """Return where the first word of a line begins, behind tags, marks, a number and what kind of label follows."""
    at = 0
    for pattern in (_TAG, _LEAD, _NUMBERING, _LEAD, _NOUN, _LEAD):
        found = pattern.match(text, at)
        at = found.end() if found else at
    return at
