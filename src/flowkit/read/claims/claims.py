"""What a plan says of itself and of the work, in so many words: totals, statuses, summaries, figures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from flowkit.model.claim import Claim
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline, Table, blocks_below
from flowkit.model.plan import PlanBox
from flowkit.model.task import Task
from flowkit.read.claims.arithmetic import ShareReader, read_arithmetic, read_sums
from flowkit.read.claims.measurements import read_measurements
from flowkit.read.claims.passage import Passage, Stretch, stretches
from flowkit.read.claims.statuses import read_check_marks, read_front_matter_status, read_status
from flowkit.read.claims.summaries import is_summary, read_summary
from flowkit.read.claims.totals import read_table_totals, read_totals

_COUNT_WORDS = (
    "tasks",
    "work items",
    "total",
    "count",
    "number of",
    "no. of",
    "phases",
    "criteria",
    "scenarios",
    "targets",
    "endpoints",
    "markers",
)
_Reader = Callable[[Passage], Iterator[Claim]]

# Nearly every line of a plan claims nothing. A reader sees only the lines that hold one of its words; looking for a
# word in the whole text costs next to nothing.
_READERS: tuple[tuple[tuple[str, ...], _Reader], ...] = (
    (("status",), read_status),
    (_COUNT_WORDS, read_totals),
    (
        ("average", "avg", "mean", "percentile", "% of", "p50", "p75", "p9"),
        read_measurements,
    ),
    (("%",), read_arithmetic),
)
_SHARE_WORDS = ("total", "%")
# A longer line is no sentence that anyone wrote; the longest met in a plan has 7,700 characters.
_LONGEST = 20_000


def read_claims(
    outline: Outline, tasks: tuple[Task, ...], boxes: tuple[PlanBox, ...], grammar: Grammar
) -> tuple[Claim, ...]:
    """Return the claims of a plan in document order.

    Args:
        outline: the document.
        tasks: the tasks that were read from it: what stands in a task seldom speaks of the plan.
        boxes: the boxes that were read from it. They are claims of their own, which the rules compare with these.
        grammar: the kinds of markers.
    """
    del boxes
    found = list(read_front_matter_status(outline))
    index = _WordIndex(outline.document.lines)
    wanted = [index.lines_with(words) for words, _ in _READERS]
    share_lines = index.lines_with(_SHARE_WORDS)
    any_wanted = frozenset().union(share_lines, *wanted)
    shares = ShareReader()
    tables = "|" in outline.document.text
    for stretch in stretches(outline, tasks):
        found += _of_section(stretch, grammar, tables=tables)
        for passage in stretch.passages(any_wanted):
            number = passage.line.line
            if len(passage.line.text) > _LONGEST:
                continue
            for lines, (_, read) in zip(wanted, _READERS, strict=True):
                if number in lines:
                    found += read(passage)
            if number in share_lines:
                found += shares.read(passage)
    return tuple(sorted(found, key=lambda claim: claim.span.start))


class _WordIndex:
    """Tells on which lines of a document words stand, in any case."""

    def __init__(self, lines: Sequence[str]) -> None:
        low = [line.lower() for line in lines]
        self._text = "\n".join(low)
        self._starts = list(accumulate((len(line) + 1 for line in low), initial=0))

    def lines_with(self, words: Iterable[str]) -> frozenset[int]:
        """Return the numbers, from 1, of the lines that hold one of the words."""
        return frozenset(line for word in words for line in self._lines_of(word))

    def _lines_of(self, word: str) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            line = bisect_right(self._starts, at)
            yield line
            at = self._text.find(word, self._starts[line]) if line < len(self._starts) else -1


def _of_section(stretch: Stretch, grammar: Grammar, *, tables: bool) -> Iterator[Claim]:
    """Yield what the form of a section claims: its check marks, its tables, its list of markers."""
    yield from read_check_marks(stretch)
    for block in blocks_below(stretch.section.blocks) if tables else ():
        if isinstance(block, Table):
            yield from read_table_totals(stretch, block)
            yield from read_sums(stretch, block)
    if any(is_summary(title) for title in stretch.around.section):
        for passage in stretch.passages(stretch.lines()):
            if passage.task is None and not passage.level:
                yield from read_summary(passage, grammar)
