"""What flowkit made in a plan, kept at the end of the plan itself in a comment.

The comment lets the next plan tell apart what was made (it follows the sources) and what people wrote (it stays)::

    <!-- flowkit: made
    IMPL_001 from sessionstore-protocol meaning 2f5c7b10 8a01b3c4: 7ad2ca10 AC-1=c4d92e77 ~AC-2=0b1e5f92
    IMPL_004 from cache, dropped meaning 91b0cc4e: 5d0a7715
    section overview: 54e7fa02
    -->

A task has the name of its meaning and those of the parts of that. Each short name behind the colon stands for one made
line of that task or section, that of a criterion with its id. A dropped task keeps its id for good, and so does a
dropped criterion, behind a tilde.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from flowkit.model.outline import Comment, Outline

OPENING = "<!-- flowkit: made"
_RECORD = re.compile(r"\s*flowkit:\s*made\s*(?:\n.*)?", re.DOTALL)
_TASK = re.compile(
    r"(?P<key>\S.*?) from (?P<source>\S+?)(?P<dropped>, dropped)? meaning (?P<meaning>\w+)(?P<parts>(?: \w+)*):"
    r"(?P<lines>(?: \S+)*)"
)
_SECTION = re.compile(r"section (?P<key>\S+):(?P<lines>[ 0-9a-f]*)")
# A line that flowkit once wrote, and what git puts around the two sides of a conflict.
_WRITTEN = re.compile(r"(?:\b[0-9a-f]{8}\b.*){2}|: [0-9a-f]{8}\s*$")
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")


@dataclass(frozen=True, slots=True)
class MadeTask:
    """A task that was made.

    Attributes:
        source: the anchor of the heading of the spec that it was made of.
        meaning: the name of what it means, or meant.
        lines: the names of its lines; None where that is not known.
        parts: the names of the parts of its meaning.
        criteria: the names among the lines that are those of criteria, by the ids of the criteria.
        gone: the names that the lines of dropped criteria had, by the ids.
        dropped: the sources have it no longer.
    """

    source: str
    meaning: str
    lines: tuple[str, ...] | None
    parts: frozenset[str] = frozenset()
    criteria: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a record does not tell all that was made, and at which line of the plan."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Record:
    """What was made: tasks by their ids, other sections by their anchors, with None for lines that are not known.

    ``faults`` tell why it is not known of all lines; without any, what is not in the record people wrote.
    """

    tasks: Mapping[str, MadeTask] = field(default_factory=dict)
    sections: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def short_name(text: str) -> str:
    """Return the name of a line, or of what a task means: a hash of 32 bits, in hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def write_record(record: Record) -> str:
    """Return the comment that holds a record, without a line end after it."""
    tasks = (
        f"{key} from {made.source}{', dropped' if made.dropped else ''} meaning {_listed(made.meaning, *made.parts)}:"
        f"{_tokens(made)}"
        for key, made in record.tasks.items()
    )
    sections = (f"section {key}: {' '.join(lines or ())}" for key, lines in record.sections.items())
    return "\n".join((OPENING, *tasks, *sections, "-->"))


def _listed(meaning: str, *parts: str) -> str:
    return " ".join((meaning, *sorted(parts)))


def _tokens(made: MadeTask) -> str:
    ids = {name: identifier for identifier, name in made.criteria.items()}
    lines = "".join(f" {ids[name]}={name}" if name in ids else f" {name}" for name in made.lines or ())
    return lines + "".join(f" ~{identifier}={name}" for identifier, name in made.gone.items())


def find_records(outline: Outline) -> tuple[Comment, ...]:
    """Return the comments that hold records of a document; there is one, unless somebody made two of it."""
    return tuple(comment for comment in outline.comments if _RECORD.fullmatch(comment.text))


def without_records(lines: Sequence[str], records: Iterable[Comment]) -> list[str]:
    """Return the lines of a document with those of its records empty, but for what people wrote in them."""
    left = list(lines)
    for comment in records:
        first, last = comment.span.line, comment.span.line + comment.text.count("\n")
        before = left[first - 1].partition("<!--")[0]
        for number in range(first, last + 1):
            left[number - 1] = _own(left[number - 1], first=number == first, last=number == last)
        left[first - 1] = before + left[first - 1] if before.strip() else left[first - 1]
    return left


def _own(line: str, *, first: bool, last: bool) -> str:
    """Return what people wrote of a line of a record; an empty text if they wrote nothing."""
    _, closing, behind = line.partition("-->")
    if last and closing:
        return behind if behind.strip() else ""
    made = first or _WRITTEN.search(line) or _CONFLICT.match(line) or _TASK.fullmatch(line.strip())
    return "" if made or _SECTION.fullmatch(line.strip()) else line


def read_record(outline: Outline) -> Record:
    """Return the record of a document.

    Where people changed it, it tells what is left: of what was made, and which lines, where its lines agree on that.
    """
    found = find_records(outline)
    if not found:
        return Record(faults=(Fault(1, "has no record of what flowkit made in it"),))
    faults = [Fault(comment.span.line, "is a second record of what flowkit made") for comment in found[1:]]
    tasks: dict[str, MadeTask] = {}
    sections: dict[str, tuple[str, ...] | None] = {}
    for number, line in _lines(found):
        task, section = _TASK.fullmatch(line), _SECTION.fullmatch(line)
        if task is not None:
            made = _made(task)
            known = tasks.setdefault(task["key"], made)
            if known != made:
                gone = {**known.gone, **known.criteria, **made.gone}
                gone = {one: name for one, name in gone.items() if one not in made.criteria}
                tasks[task["key"]] = MadeTask(made.source, made.meaning, None, frozenset(), made.criteria, gone)
                faults.append(Fault(number, f"tells of {task['key']} a second time, and otherwise"))
        elif section is not None:
            lines = tuple(section["lines"].split())
            if sections.setdefault(section["key"], lines) != lines:
                sections[section["key"]] = None
                faults.append(Fault(number, f"tells of the section {section['key']} a second time, and otherwise"))
        else:
            faults.append(Fault(number, "is no line of the record of what flowkit made"))
    return Record(tasks, sections, tuple(faults))


def _lines(comments: Iterable[Comment]) -> Iterator[tuple[int, str]]:
    """Yield the lines of records behind their first ones, with their numbers; empty ones are left out."""
    for comment in comments:
        for number, line in enumerate(comment.text.split("\n")[1:], start=comment.span.line + 1):
            if line.strip():
                yield number, line.strip()


def _made(found: re.Match[str]) -> MadeTask:
    tokens = [token.rpartition("=") for token in found["lines"].split()]
    return MadeTask(
        source=found["source"],
        meaning=found["meaning"],
        lines=tuple(name for what, _, name in tokens if not what.startswith("~")),
        parts=frozenset(found["parts"].split()),
        criteria={what: name for what, _, name in tokens if what and not what.startswith("~")},
        gone={what[1:]: name for what, _, name in tokens if what.startswith("~")},
        dropped=found["dropped"] is not None,
    )
