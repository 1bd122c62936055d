"""The part of a trace that was asked for: what a marker comes from and leads to, what a file is for, what is broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from flowkit.errors import UsageError
from flowkit.model.nearness import Ids, nearest
from flowkit.model.trace import Kind, Node, Trace


def of_marker(trace: Trace, name: str) -> Trace:
    """Return the chains through what a name means: a marker, a plan, a decision, a requirement, a test or a scenario.

    Raises:
        UsageError: nothing has this name, or markers of several plans have it.
    """
    found = [node for node in trace.nodes.values() if name in _names(node)]
    full = sorted({node.name for node in found if node.kind is not Kind.REQUIREMENT})
    if len(full) > 1 and name not in full:
        raise UsageError(f"{name} may mean {len(full)} things", hint=f"say {' or '.join(full)}")
    # The id or path of a plan means all that is in it.
    tasks = (node for node in trace.nodes.values() if node.kind is Kind.TASK)
    keys = tuple(node.key for node in found or tasks if found or name in {_plan(node), node.place.path})
    if not keys:
        raise UsageError(f"nothing here is called {name or repr(name)}", hint=_near(name, trace))
    around = _closure(keys, trace.after) | _closure(keys, trace.before)
    return replace(_part(trace, around), asked=keys)


def of_file(trace: Trace, path: str) -> Trace:
    """Return the chains that lead to a file or folder: what it delivers, implements, verifies or states.

    Raises:
        UsageError: nothing at hand has to do with it.
    """
    asked = tuple(node.key for node in trace.nodes.values() if _lies_in(node, path))
    if not asked:
        hint = "name it among the deliverables of a task, or tag it: implements: IMPL_001"
        raise UsageError("nothing at hand says what it is for", where=path, hint=hint)
    return replace(_part(trace, _closure(asked, trace.before)), asked=asked, backwards=True)


def broken(trace: Trace) -> Trace:
    """Return the chains that break: what leads to each gap of a trace."""
    return _part(trace, _closure([gap.node for gap in trace.gaps], trace.before))


def _names(node: Node) -> Collection[str]:
    """Return the names that mean a node: its own, and that which it has within its plan or its file."""
    if node.kind is Kind.TEST:
        return (node.name, node.name.rpartition("::")[2])
    if node.kind in {Kind.CODE, Kind.FILE, Kind.DECISION, Kind.REQUIREMENT}:
        return (node.name,)
    return tuple(filter(None, (node.name, node.name.partition(":")[2])))


def _plan(node: Node) -> str:
    return node.name.partition(":")[0]


def _near(name: str, trace: Trace) -> str | None:
    known = list(dict.fromkeys(each for node in trace.nodes.values() for each in _names(node)))
    close = Ids(known).slip(name) or nearest(name, known, least=0.5)
    return f"did you mean {close}?" if close else None


def lies_in(path: str, folder: str) -> bool:
    """Whether a path is another one or lies below it, both of them as they are from the user's folder."""
    steps = PurePosixPath(folder).parts
    if set(steps) <= {".."}:
        # The user's own folder, or one so many steps above it.
        return not path.startswith("/") and PurePosixPath(path).parts.count("..") <= len(steps)
    return f"{path}/".startswith(f"{folder.rstrip('/')}/")


def _lies_in(node: Node, path: str) -> bool:
    # What a plan or spec says of other files is no part of what that document is for.
    places = (place.path for place in (node.place, node.source) if place is not None)
    # A folder that is left behind is what each file in it is for.
    return any(lies_in(each, path) for each in places) or (node.kind is Kind.FILE and lies_in(path, node.name))


def _closure(keys: Sequence[str], step: Mapping[str, Iterable[str]]) -> set[str]:
    """Return some nodes and all that is reached from them."""
    found, left = set(keys), list(keys)
    while left:
        for key in step.get(left.pop(), ()):
            if key not in found:
                found.add(key)
                left.append(key)
    return found


def _part(trace: Trace, keys: Collection[str]) -> Trace:
    """Return a trace of some nodes, with what is between them."""
    return Trace(
        {key: node for key, node in trace.nodes.items() if key in keys},
        tuple(link for link in trace.links if link.first in keys and link.then in keys),
        tuple(gap for gap in trace.gaps if gap.node in keys),
        tuple(key for key in trace.asked if key in keys),
        trace.backwards,
    )
