"""The filters and tests of templates: values as they stand in a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from flowkit.draft.prose import label, listing
from flowkit.model.task import Citation, ContractEndpoint, CoverageTarget, Dependency, Item, Label, State, Task

_MARKS: Mapping[State, str] = MappingProxyType(
    {State.OPEN: " ", State.IN_PROGRESS: " ", State.DONE: "x", State.DROPPED: " ", State.UNKNOWN: "~"}
)
_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.OPEN: "TODO",
        State.IN_PROGRESS: "DOING",
        State.DONE: "DONE",
        State.DROPPED: "DROPPED",
        State.UNKNOWN: "UNKNOWN",
    }
)
_TICKS = re.compile(r"`+")


def _code(path: str) -> str:
    """``src/a.py`` as code."""
    return f"`{path}`"


def _box(task: Task) -> str:
    """The box of a task, by its state: ``[x]``; a star follows one that is optional."""
    return f"[{_MARKS[task.state]}]" + ("*" if task.optional else "")


def _needs_box(task: Task) -> bool:
    """Whether nothing but a box can say how far a task is: it has one, or has no status that says so."""
    if task.state is State.DROPPED:
        return False
    return task.box is not None or (task.status is None and task.state is not State.OPEN)


def _struck(text: str, task: Task) -> str:
    """The opening of a task, struck out if the task is dropped."""
    return f"~~{text}~~" if task.state is State.DROPPED else text


def _state_word(task: Task) -> str:
    """The state of a task as a word in capitals: ``DONE``."""
    return _WORDS[task.state]


def _listed(item: Item | CoverageTarget | ContractEndpoint) -> str:
    """An entry of a list: ``[x] AC-1: Text``."""
    done = item.done if isinstance(item, Item) else None
    return ("" if done is None else "[x] " if done else "[ ] ") + _said(item)


def _said(item: Item | CoverageTarget | ContractEndpoint) -> str:
    """An entry of a list without its box: ``AC-1: Text``."""
    return ": ".join(part for part in (item.id, item.text) if part)


def _cited(citation: Citation) -> str:
    """The id of a requirement; a star is all of them."""
    return "All" if citation.id == "*" else citation.id


def _with_note(label: Label) -> str:
    """A word and its remark: ``P0 (Foundation)``."""
    return f"{label.value} ({label.note})" if label.note else label.value


def _awaited(dependency: Dependency) -> str:
    """What a task waits for, and why: ``IMPL_001 (the store)``."""
    return f"{dependency.on} ({dependency.reason})" if dependency.reason else dependency.on


def _fence(lines: Sequence[str]) -> str:
    """Lines as a block of code, behind a fence that none of them closes."""
    longest = max((len(run) for line in lines for run in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}bash", *lines, fence))


def _quoted(value: str | Sequence[str]) -> str:
    """A text, or a list of texts, as YAML on one line, in quotes where it needs them."""
    import yaml

    plain = value if isinstance(value, str) else list(value)
    text: str = yaml.safe_dump(plain, default_flow_style=True, allow_unicode=True, width=float("inf"))
    return text.removesuffix("...\n").strip()


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "code": _code,
        "label": label,
        "and_list": listing,
        "box": _box,
        "needs_box": _needs_box,
        "struck": _struck,
        "state_word": _state_word,
        "listed": _listed,
        "said": _said,
        "cited": _cited,
        "with_note": _with_note,
        "awaited": _awaited,
        "fence": _fence,
        "quoted": _quoted,
    }
)
"""Name -> filter."""

TESTS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        # A title that begins with a mark needs a colon before it, where nothing else parts it from the id.
        "marked": lambda title: not title[:1].isalnum(),
        # What names a user story speaks for every task below it.
        "in_story": lambda titles: re.search(r"us(?:er story)?[\s-]*\d", titles, re.IGNORECASE) is not None,
        "non_functional": lambda requirement: requirement.upper().startswith("NFR"),
    }
)
"""Name -> test."""
