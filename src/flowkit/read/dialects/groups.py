"""The sections that group tasks: phases, stories, epics, stages and milestones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from flowkit.model.marker import leading_label
from flowkit.model.outline import Outline, Section, plain_title
from flowkit.model.plan import Phase
from flowkit.read.dialects.openings import ends_label

_GROUP_WORDS = {"phase", "story", "epic", "stage", "milestone"}
# What a plan calls its phases: the first row of words whose sections hold a task.
_PHASE_WORDS = (frozenset({"phase"}), frozenset({"epic", "milestone", "stage"}))


def group_label(section: Section) -> str | None:
    """Return the label of a section that groups tasks (``phase 1``), in lower case, or None if it has none."""
    label = leading_label(section.title.text)
    if label is None or label.prefixed or label.word not in _GROUP_WORDS:
        return None
    return " ".join(label.id.casefold().split())


def opens_group(section: Section, words: Collection[str] = _PHASE_WORDS[0]) -> bool:
    """Whether a title names a phase, and not something about one ("Phase 1 Completion")."""
    label = leading_label(section.title.text)
    return label is not None and label.word in words and ends_label(section.title.text, label.end)


def phase_of(around: Sequence[Section]) -> str | None:
    """Return the title of the phase around a task, or else of the section that it stands in."""
    titled = [section for section in around if section.level > 1 or opens_group(section)]
    phases = [section for section in titled if group_label(section)]
    chosen = phases or titled
    return plain_title(chosen[-1].title.text) if chosen else None


def find_phases(outline: Outline, above: Iterable[tuple[Section, ...]]) -> tuple[Phase, ...]:
    """Return the phases of a plan: the sections that name one, where any of their level holds a task.

    Where no phase holds a task, epics, milestones and stages are the phases. A plan whose tasks stand in no such
    section has no phases. Of two that are labelled alike, one that holds no task is a summary of the other.
    """
    around = {section.title.line: section for sections in above for section in sections}
    for words in _PHASE_WORDS:
        holding = {line: section for line, section in around.items() if _is_named(section, words)}
        if holding:
            return tuple(_phases(outline, holding, words))
    return ()


def _phases(outline: Outline, holding: dict[int, Section], words: Collection[str]) -> Iterable[Phase]:
    levels = {section.level for section in holding.values()}
    labels = {group_label(section) for section in holding.values()}
    for section in outline.sections:
        holds = section.level > 0 and section.title.line in holding
        beside = section.level in levels and opens_group(section, words) and group_label(section) not in labels
        if holds or beside:
            yield Phase(plain_title(section.title.text), section.title.span_in(outline.document))


def _is_named(section: Section, words: Collection[str]) -> bool:
    label = group_label(section)
    return label is not None and label.split()[0] in words
