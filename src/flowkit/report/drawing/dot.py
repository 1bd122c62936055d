"""Networks as one graph in DOT, with a cluster for each where there are several.

The language is that of https://graphviz.org/doc/info/lang.html. Every name and label is a quoted string, in which a
quotation mark and a backslash are escaped; labels read entities of HTML too, so an ampersand stands as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flowkit.model.task import State
from flowkit.model.work import Network
from flowkit.report.screen import visible

_HEAD = ("rankdir=LR;", "node [shape=box];")


def render(networks: Sequence[Network]) -> str:
    """Return networks as a graph: the tasks of a level beside each other, the critical path bold, files dotted."""
    lines = list(_HEAD)
    for number, network in enumerate(networks, start=1):
        body = _network(network, f"{number} ")
        if len(networks) == 1:
            lines += body
        else:
            title = _quoted(network.plan.title or network.plan.id)
            lines += [f"subgraph cluster_{number} {{", f"label={title};", *body, "}"]
    return "".join(("digraph plans {\n", *(f"  {line}\n" for line in lines), "}\n"))


def _network(network: Network, prefix: str) -> Iterator[str]:
    names = {key: _quoted(f"{prefix}{key}") for key in network.tasks}
    critical = set(network.critical)
    for key, task in network.tasks.items():
        looks = [
            f'label="{_escaped(key)}\\n{_escaped(task.title)}"' if task.title else f"label={_quoted(key)}",
            *(("style=filled", 'fillcolor="#dff0d8"') if task.state is State.DONE else ()),
            *(('color="#cc0000"', "penwidth=3") if key in critical else ()),
        ]
        yield f"{names[key]} [{', '.join(looks)}];"
    for level in network.levels:
        yield f"{{ rank=same; {' '.join(f'{names[key]};' for key in level)} }}"
    bold = set(pairwise(network.critical))
    for key, awaited in network.waits_for.items():
        for on in awaited:
            looks_of = ' [color="#cc0000", penwidth=3]' if (on, key) in bold else ""
            yield f"{names[on]} -> {names[key]}{looks_of};"
    for shared in network.shared:
        file = _quoted(f"{prefix}file {shared.path}")
        yield f"{file} [label={_quoted(shared.path)}, shape=note];"
        yield from (f"{names[key]} -> {file} [dir=none, style=dotted, constraint=false];" for key in shared.tasks)


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    shown = visible(" ".join(text.split()))
    return shown.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
