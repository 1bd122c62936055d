"""Permanent ids of acceptance criteria: they are numbered within a task, and the sources have no ids for them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from flowkit.draft.standing.blocks import Block
from flowkit.draft.standing.chunks import entry, name_of
from flowkit.draft.standing.record import MadeTask, short_name
from flowkit.model.marker import Grammar, Role
from flowkit.model.numbering import split_number
from flowkit.model.task import Task

# Two texts are one criterion reworded where this share of their letters agrees; difflib calls 0.6 close.
_ALIKE = 0.6
# A text is compared with so many of those that share its rare words; these are sought among so many at least.
_COMPARED = 4
_SOUGHT = 500
_WORD = re.compile(r"\w+")
_STRUCK = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+)~~(.*)~~")


@dataclass(frozen=True)  # without slots, so that what is seldom asked for is gathered once
class StandingCriteria:
    """The criteria of a task that stands.

    Attributes:
        task: the task.
        made: what was made in it; None if that is not known.
        block: its lines.
        grammar: how ids are spelled.
    """

    task: Task
    made: MadeTask | None
    block: Block
    grammar: Grammar

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Their texts, by their ids; of a made line as it was made, whatever people wrote right below it."""
        made = {name: identifier for identifier, name in self.names.items()}
        lines = ((made.get(chunk.name), chunk.said) for chunk in self.block.chunks if made)
        read = {one.id: one.text for one in self.task.criteria if one.id is not None}
        return read | {one: said.partition(": ")[2] for one, said in lines if one in read}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of the line of each criterion that was made, by its id; people may have changed or cut the line."""
        return self.made.criteria if self.made is not None else {}

    @cached_property
    def gone(self) -> Mapping[str, str]:
        """The names that the lines of dropped criteria had, by their ids."""
        struck = {}
        for chunk in self.block.chunks:
            found = _STRUCK.fullmatch(chunk.said)
            one = entry(chunk.said, self.grammar) if found is not None else None
            if found is not None and one is not None and one.kind is not None and one.kind.role is Role.CRITERION:
                struck[one.id] = name_of(found[1] + found[2])
        return {**struck, **(self.made.gone if self.made is not None else {})}

    @cached_property
    def highest(self) -> int:
        """The largest number that a criterion has or had, those struck out among them."""
        kinds = ((one.id, one.kind) for one in self.grammar.find(self.block.text))
        found = (identifier for identifier, kind in kinds if kind is not None and kind.role is Role.CRITERION)
        split = (split_number(identifier) for identifier in (*found, *self.names, *self.gone))
        return max((parts[1] for parts in split if parts is not None), default=0)


def criterion_ids(texts: Sequence[str], standing: StandingCriteria | None, stem: str) -> list[str]:
    """Return the ids of the criteria of a task, in the order of their texts.

    A criterion that stands keeps its id: known by its text, also where people changed or cut its line, or else as the
    one among those that were made whose text is most like it. One that was dropped and comes back has its old id. A new
    one gets the next number.

    Args:
        texts: the criteria as the sources have them.
        standing: those of the task as it stands; None for a new task.
        stem: what their ids begin with.
    """
    if standing is None:
        return [f"{stem}{number}" for number in range(1, len(texts) + 1)]
    ids = dict(_same(texts, standing))
    left = [index for index in range(len(texts)) if index not in ids]
    taken = set(ids.values())
    reworded = {one: old for one, old in standing.texts.items() if one in standing.names and one not in taken}
    ids |= _most_alike({index: texts[index] for index in left}, reworded)
    new = [index for index in left if index not in ids]
    ids |= {index: f"{stem}{standing.highest + at}" for at, index in enumerate(new, start=1)}
    return [ids[index] for index in range(len(texts))]


def _same(texts: Sequence[str], standing: StandingCriteria) -> Iterator[tuple[int, str]]:
    """Yield the ids of the criteria that are known word by word, by their places in the texts.

    Those that were made come first, also where people changed or cut the line, and those that are gone come last.
    """
    made: defaultdict[str, list[str]] = defaultdict(list)
    own: defaultdict[str, list[str]] = defaultdict(list)
    for identifier, old in standing.texts.items():
        (made if identifier in standing.names else own)[old].append(identifier)
    changed = {one: name for one, name in standing.names.items() if not _is_named(one, standing.texts.get(one), name)}
    taken: set[str] = set()
    for index, text in enumerate(texts):
        known = (made[text], _named(changed, text), own[text], _named(standing.gone, text))
        same = next((one for ids in known for one in ids if one not in taken), None)
        if same is not None:
            taken.add(same)
            yield index, same


def _named(names: Mapping[str, str], text: str) -> Iterator[str]:
    """Yield the ids of which the lines with this text had these names."""
    return (identifier for identifier, name in names.items() if _is_named(identifier, text, name))


def _is_named(identifier: str, text: str | None, name: str) -> bool:
    return text is not None and short_name(f"- {identifier}: {text}") == name


def _most_alike(texts: Mapping[int, str], known: Mapping[str, str]) -> dict[int, str]:
    """Return the ids of the texts that say something like known ones, each once; the most alike come first."""
    holding: defaultdict[str, list[str]] = defaultdict(list)
    for identifier, old in known.items():
        for word in _words(old):
            holding[word].append(identifier)
    pairs = []
    for (index, text), beside in zip(texts.items(), [*known, *(None for _ in texts)], strict=False):
        # What is reworded mostly stays where it was.
        for identifier in {*_candidates(text, holding), *filter(None, (beside,))}:
            matcher = SequenceMatcher(None, known[identifier], text, autojunk=False)
            if matcher.quick_ratio() >= _ALIKE and (share := matcher.ratio()) >= _ALIKE:
                pairs.append((-share, index, identifier))
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for _, index, identifier in sorted(pairs):
        if index not in ids and identifier not in taken:
            ids[index] = identifier
            taken.add(identifier)
    return ids


def _candidates(text: str, holding: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the few texts that share most of the rare words of a text."""
    shared: Counter[str] = Counter()
    for word in sorted((word for word in _words(text) if word in holding), key=lambda word: (len(holding[word]), word)):
        shared.update(holding[word])
        if shared.total() >= _SOUGHT:
            break
    yield from (identifier for identifier, _ in shared.most_common(_COMPARED))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
