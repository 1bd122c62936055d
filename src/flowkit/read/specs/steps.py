"""Scenarios that a spec tells itself: Given, When and Then, bold or plain, in any language that Gherkin knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from flowkit.model.outline import Block, ItemList, ListItem, Paragraph
from flowkit.read.entries import joined

_BOLD = re.compile(r"(\*\*|__)(?P<word>[^*_\n]{1,24}?)[:,：，]?\1[:,：，]?\s*")
_PLAIN = re.compile(r"(?:^|(?<=[.,;，。]\s))(?P<word>GIVEN|WHEN|THEN|AND|BUT|Given|When|Then|And|But)\b[:,]?\s+")
_ENGLISH = frozenset({"given", "when", "then", "and", "but"})
_AROUND = " \t,;，"


def item_steps(item: ListItem) -> tuple[str, ...]:
    """Return the steps that a list item tells; what is listed below it belongs to its last step, or is steps too."""
    steps = list(split_steps(joined(item.lines)))
    for inner in (inner for block in item.blocks if isinstance(block, ItemList) for inner in block.items):
        below = item_steps(inner)
        if below and (not steps or has_keyword(below[0])):
            steps.extend(below)
        elif below:
            steps[-1] = f"{steps[-1]} {'; '.join(below)}" if steps[-1].endswith(":") else "; ".join((steps[-1], *below))
    return tuple(steps)


def block_steps(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the steps that lists and paragraphs tell."""
    for block in blocks:
        if isinstance(block, ItemList):
            for item in block.items:
                yield from item_steps(item)
        elif isinstance(block, Paragraph):
            yield from split_steps(joined(block.lines))


def split_steps(text: str) -> tuple[str, ...]:
    """Return the steps in a text, each from its keyword to the next, without emphasis; one without any is one step."""
    marks = [found for found in _BOLD.finditer(text) if _is_keyword(found["word"])] or list(_PLAIN.finditer(text))
    if not marks:
        return (text.strip(_AROUND),) if text.strip(_AROUND) else ()
    ends = (*(mark.start() for mark in marks[1:]), len(text))
    steps = (
        f"{mark['word'].strip()} {text[mark.end() : end].strip(_AROUND)}".strip()
        for mark, end in zip(marks, ends, strict=True)
    )
    before = text[: marks[0].start()].strip(_AROUND)
    return (before, *steps) if before else tuple(steps)


def has_keyword(text: str) -> bool:
    """Whether a text begins with the keyword of a step."""
    bold = _BOLD.match(text)
    return (bold is not None and _is_keyword(bold["word"])) or _PLAIN.match(text) is not None


def opens_scenario(text: str) -> bool:
    """Whether a text begins as a scenario does, with what is given."""
    bold = _BOLD.match(text) or _PLAIN.match(text)
    return bold is not None and bold["word"].strip().casefold() == "given"


def _is_keyword(word: str) -> bool:
    folded = word.strip().casefold()
    return folded in _ENGLISH or folded in _keywords()


@cache
def _keywords() -> frozenset[str]:
    """Return the keywords of steps in every language that Gherkin knows, in lower case."""
    from gherkin.dialect import DIALECTS

    words = ((*each["given"], *each["when"], *each["then"], *each["and"], *each["but"]) for each in DIALECTS.values())
    return frozenset(word.strip().casefold() for each in words for word in each) - {"*"}
