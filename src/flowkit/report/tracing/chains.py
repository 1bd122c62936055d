"""The chains of a trace as rows: a column for each sort of link, for people as a table and for programs as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile, zip_longest

from flowkit.model.trace import Kind, Node, Trace
from flowkit.report.columns import columns
from flowkit.report.csv import table
from flowkit.report.matrix import at
from flowkit.report.screen import Screen

_COLUMNS = {
    Kind.DECISION: "decision",
    Kind.REQUIREMENT: "requirement",
    Kind.TASK: "task",
    Kind.CRITERION: "criterion",
    Kind.COVERAGE: "criterion",
    Kind.CONTRACT: "criterion",
    Kind.SCENARIO: "scenario",
    Kind.TEST: "test",
    Kind.CODE: "file",
    Kind.FILE: "file",
}
_HEADS = ("decision", "requirement", "task", "criterion", "scenario", "test", "file")
_TOLD = ("result", "gap")


def render(trace: Trace, screen: Screen | None = None) -> str:
    """Return the chains as a table: what is the same as in the row above is left out, and so are empty columns.

    Code and files are left out too, where nobody asked for them: they have no result.
    """
    told = trace if trace.backwards else _without(trace, frozenset({Kind.CODE, Kind.FILE}))
    short = _short(told)
    rows = [_cells(told, chain, short) for chain in _chains(told)]
    if not rows:
        return ""
    kept = [at for at, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    shown = [[row[at] for at in kept] for row in ((*_HEADS, *_TOLD), *_thinned(rows))]
    return columns(shown, right=(), flexible=range(len(kept)), width=(screen or Screen()).width)


def csv(trace: Trace) -> str:
    """Return the chains as CSV, with the place of the last node of each and what was found of it."""
    rows = ((*_cells(trace, chain, _full), at(trace.nodes[chain[-1]].place)) for chain in _chains(trace))
    return table(((*_HEADS, *_TOLD, "place"), *rows))


def _chains(trace: Trace) -> Iterator[tuple[str, ...]]:
    """Yield every way from the beginning of a chain to its end, and every way to a node at which it breaks."""
    for root in (key for key in trace.nodes if not trace.before.get(key)):
        left: list[tuple[str, ...]] = [(root,)]
        while left:
            chain = left.pop()
            below = trace.after.get(chain[-1], ())
            if not below or trace.gaps_of.get(chain[-1]):
                yield chain
            left += ((*chain, each) for each in reversed(below))


def _cells(trace: Trace, chain: Sequence[str], name: Callable[[Node], str]) -> tuple[str, ...]:
    nodes = [trace.nodes[key] for key in chain]
    of = {head: [name(node) for node in nodes if _COLUMNS[node.kind] == head] for head in _HEADS}
    last = nodes[-1]
    gaps = "; ".join(gap.reason for gap in trace.gaps_of.get(last.key, ()))
    return (*("; ".join(of[head]) for head in _HEADS), last.result or "", gaps)


def _full(node: Node) -> str:
    return node.name


def _short(trace: Trace) -> Callable[[Node], str]:
    """Return what shortens names: by the id of the plan, where there is one alone, and by the folders of files."""
    plans = {node.name.partition(":")[0] for node in trace.nodes.values() if node.kind is Kind.TASK}

    def short(node: Node) -> str:
        if node.kind is Kind.TASK and len(plans) == 1:
            return node.name.partition(":")[2]
        # A criterion stands beside its task.
        shortened = node.kind in {Kind.FILE, Kind.CRITERION}
        return node.label.rstrip("/").rpartition("/")[2] if shortened else node.label

    return short


def _thinned(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield rows without what stands in the row above, from the left to the first cell that differs."""
    above: tuple[str, ...] = ()
    for row in rows:
        pairs = zip_longest(row, above)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        yield tuple("" if number < same else cell for number, cell in enumerate(row))
        above = row


def _without(trace: Trace, kinds: frozenset[Kind]) -> Trace:
    nodes = {key: node for key, node in trace.nodes.items() if node.kind not in kinds}
    links = tuple(link for link in trace.links if link.first in nodes and link.then in nodes)
    return Trace(nodes, links, tuple(gap for gap in trace.gaps if gap.node in nodes))
