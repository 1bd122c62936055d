"""Questions about directed graphs whose edges are pairs of names."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

Pair: TypeAlias = tuple[str, str]


def successors(edges: Iterable[Pair]) -> dict[str, list[str]]:
    """Return for each node the nodes that its edges lead to, in the order of the edges."""
    found: dict[str, dict[str, None]] = {}
    for start, end in edges:
        found.setdefault(start, {})[end] = None
    return {start: list(ends) for start, ends in found.items()}


def reachable(graph: Mapping[str, Sequence[str]], start: str) -> set[str]:
    """Return every node that at least one edge leads to from ``start``, over any number of edges."""
    seen: set[str] = set()
    waiting = deque(graph.get(start, ()))
    while waiting:
        node = waiting.popleft()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return seen


def not_implied(edges: Iterable[Pair], by: Mapping[str, Sequence[str]]) -> Iterator[Pair]:
    """Yield the edges, each once, whose end cannot be reached from their start in the graph ``by``."""
    direct = {start: set(ends) for start, ends in by.items()}
    reach: dict[str, set[str]] = {}
    for start, end in dict.fromkeys(edges):
        if end in direct.get(start, ()):
            continue
        if start not in reach:
            reach = {start: reachable(by, start)}
        if end not in reach[start]:
            yield start, end


def cycles(graph: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield one shortest cycle of every strongly connected part that has one, without repeating its first node.

    The parts come in the order in which the graph names their first nodes, and each cycle begins with that node.
    """
    order = {node: index for index, node in enumerate(graph)}
    parts = [part for part in _components(graph) if len(part) > 1 or part[0] in graph.get(part[0], ())]
    for part in sorted(parts, key=lambda part: min(order[node] for node in part)):
        first = min(part, key=order.__getitem__)
        yield _shortest_cycle(graph, first, set(part))


def _shortest_cycle(graph: Mapping[str, Sequence[str]], first: str, part: set[str]) -> tuple[str, ...]:
    came_from: dict[str, str] = {}
    waiting = deque([first])
    while waiting:
        node = waiting.popleft()
        for after in graph.get(node, ()):
            if after == first:
                return _path_back(came_from, node, first)
            if after in part and after not in came_from:
                came_from[after] = node
                waiting.append(after)
    return (first,)


def _path_back(came_from: Mapping[str, str], node: str, first: str) -> tuple[str, ...]:
    path = [node]
    while path[-1] != first:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))


def _components(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield the strongly connected parts (Tarjan, SIAM J. Comput. 1(2), 1972), without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            after = next((other for other in following if other not in index or other in on_stack), None)
            if after is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    yield _take(stack, on_stack, node)
            elif after in index:
                low[node] = min(low[node], index[after])
            else:
                index[after] = low[after] = len(index)
                stack.append(after)
                on_stack.add(after)
                work.append((after, iter(graph.get(after, ()))))


def _take(stack: list[str], on_stack: set[str], node: str) -> list[str]:
    part: list[str] = []
    while not part or part[-1] != node:
        part.append(stack.pop())
        on_stack.discard(part[-1])
    return part
