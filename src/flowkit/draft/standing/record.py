"""What flowkit made in a plan, kept at the end of the plan itself in a comment.

The comment lets the next plan tell apart what was made (it follows the sources) and what people wrote (it stays)::

    <!-- flowkit: made
    IMPL_001 from sessionstore-protocol meaning 2f5c7b10: 7ad2ca10 03f15a9e AC-1=c4d92e77
    IMPL_004 from cache, dropped meaning 91b0cc4e: 5d0a7715
    section overview: 54e7fa02
    -->

Each short name stands for one made line of that task or section, that of a criterion with its id; a dropped task keeps
its id for good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from flowkit.errors import ReadError
from flowkit.model.outline import Comment, Outline

OPENING = "<!-- flowkit: made"
_BODY = re.compile(r"\s*flowkit:\s*made\s*?\n(.*)", re.DOTALL)
_TASK = re.compile(
    r"(?P<key>\S.*?) from (?P<source>\S+?)(?P<dropped>, dropped)? meaning (?P<meaning>\w+):(?P<lines>.*)"
)
_SECTION = re.compile(r"section (?P<key>\S+):(?P<lines>[ 0-9a-f]*)")


@dataclass(frozen=True, slots=True)
class MadeTask:
    """A task that was made.

    Attributes:
        source: the anchor of the heading of the spec that it was made of.
        meaning: the name of what it means, or meant.
        lines: the names of its lines.
        criteria: the names among them that are those of criteria, by the ids of the criteria.
        dropped: the sources have it no longer.
    """

    source: str
    meaning: str
    lines: tuple[str, ...]
    criteria: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What was made: tasks by their ids, other sections by their anchors."""

    tasks: Mapping[str, MadeTask] = field(default_factory=dict)
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def short_name(text: str) -> str:
    """Return the name of a line, or of what a task means: a hash of 32 bits, in hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def write_record(record: Record) -> str:
    """Return the comment that holds a record, without a line end after it."""
    tasks = (
        f"{key} from {made.source}{', dropped' if made.dropped else ''} meaning {made.meaning}: {_tokens(made)}"
        for key, made in record.tasks.items()
    )
    sections = (f"section {key}: {' '.join(lines)}" for key, lines in record.sections.items())
    return "\n".join((OPENING, *tasks, *sections, "-->"))


def _tokens(made: MadeTask) -> str:
    ids = {name: identifier for identifier, name in made.criteria.items()}
    return " ".join(f"{ids[name]}={name}" if name in ids else name for name in made.lines)


def find_record(outline: Outline) -> Comment | None:
    """Return the comment that holds the record of a document, the last one if there are more; None without one."""
    return next((comment for comment in reversed(outline.comments) if _BODY.fullmatch(comment.text)), None)


def read_record(outline: Outline) -> Record | None:
    """Return the record of a document; None if it has none.

    Raises:
        ReadError: a line of it is none that flowkit writes.
    """
    comment = find_record(outline)
    found = _BODY.fullmatch(comment.text) if comment is not None else None
    if comment is None or found is None:
        return None
    tasks: dict[str, MadeTask] = {}
    sections: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(found.group(1).splitlines(), start=comment.span.line + 1):
        task, section = _TASK.fullmatch(line.strip()), _SECTION.fullmatch(line.strip())
        if task is not None:
            pairs = [token.rpartition("=") for token in task["lines"].split()]
            criteria = {identifier: name for identifier, equals, name in pairs if equals}
            lines = tuple(name for _, _, name in pairs)
            tasks[task["key"]] = MadeTask(task["source"], task["meaning"], lines, criteria, task["dropped"] is not None)
        elif section is not None:
            sections[section["key"]] = tuple(section["lines"].split())
        elif line.strip():
            hint = "restore the line, or delete the whole comment: then nothing in the plan counts as made"
            message = "is no line of the record of what was made"
            raise ReadError(message, where=f"{outline.document.path}:{number}", hint=hint)
    return Record(tasks, sections)
