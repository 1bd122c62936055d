"""The dialects that a plan can be written in: the template of each, and how its tasks are labelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from flowkit.errors import UsageError
from flowkit.model.marker import Grammar, Kind, Label, Role, leading_label

_Fits = Callable[[Label, Kind | None], bool]


@dataclass(frozen=True, slots=True)
class Form:
    """How a dialect is written.

    Attributes:
        dialect: its name.
        template: the file name of its template.
        fits: whether a label, with the kind of marker that it is, can be the id of a task; None where any text can.
        fresh: what a new id is made of: a word or prefix, and the format of its number.
        opens: whether a label opens a task at a box inside another task; None where none does.
        boxed: every task opens with a box.
        tagged: words in brackets at the start of a title are tags.
        markdown: it is Markdown, in which text has to be kept from opening blocks and fields.
    """

    dialect: str
    template: str
    fits: _Fits | None
    fresh: str
    opens: _Fits | None = None
    boxed: bool = False
    tagged: bool = False
    markdown: bool = True

    @property
    def ending(self) -> str:
        """How the name of a file ends that is written in the dialect."""
        return ".md" if self.markdown else f".{self.template.removesuffix('.j2')}"

    def carries(self, identifier: str | None, grammar: Grammar) -> bool:
        """Whether a task can have this id in the dialect."""
        if identifier is None or self.fits is None:
            return identifier is not None
        label = leading_label(f"{identifier}: x")
        whole = label is not None and label.start == 0 and label.id == identifier
        return label is not None and whole and self.fits(label, grammar.kind_of(identifier))


def _is_marker(label: Label, kind: Kind | None) -> bool:
    if kind is not None:
        return kind.role is Role.TASK
    return label.prefixed and ("_" in label.id or label.id.upper().startswith(("T", "TASK-")))


def _is_plain_id(label: Label, kind: Kind | None) -> bool:
    return label.prefixed and kind is None and "_" not in label.id


def _is_of(*words: str) -> _Fits:
    return lambda label, kind: not label.prefixed and label.word in words


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.dialect: form
        for form in (
            Form("markers", "markers.md.j2", _is_marker, "ST-{:03d}"),
            Form("story", "story.md.j2", _is_of("task", "subtask"), "Task {}", _is_of("task"), boxed=True),
            Form("phases", "phases.md.j2", _is_of("task", "subtask"), "Task {}", _is_of("task")),
            Form("steps", "steps.md.j2", _is_of("step"), "Step {}"),
            Form("spec-kit", "spec-kit.md.j2", _is_plain_id, "T{:03d}", _is_plain_id, boxed=True, tagged=True),
            Form("subtasks", "subtasks.yaml.j2", None, "ST-{:03d}", markdown=False),
        )
    }
)
"""The dialects that there is a template of, by name."""


def find_form(dialect: str) -> Form:
    """Return how a dialect is written.

    Raises:
        UsageError: there is no template of a dialect of that name.
    """
    if dialect in FORMS:
        return FORMS[dialect]
    near = get_close_matches(dialect, FORMS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there is one for each of {', '.join(FORMS)}"
    raise UsageError(f"there is no template for the dialect {dialect!r}", hint=hint)
