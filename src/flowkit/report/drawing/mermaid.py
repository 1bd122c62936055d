"""Networks as one Mermaid flowchart, with a subgraph for each where there are several.

The syntax is that of https://mermaid.js.org/syntax/flowchart.html. What comes from a plan stands in quoted labels, and
every character that could end one or mean something in it stands there as its code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flowkit.model.task import State
from flowkit.model.work import Network
from flowkit.report.screen import visible

# An id that no keyword of Mermaid is spelled like.
_PLAIN_ID = re.compile(r"[A-Za-z]+_?\d+")
_SPECIAL = re.compile(r"[^\w .,:/()+!?'*=@–—-]")
_CLASSES = ("classDef done fill:#dff0d8", "classDef critical stroke:#c00,stroke-width:3px")


def render(networks: Sequence[Network]) -> str:
    """Return networks as a flowchart: thick arrows along the critical path, dotted lines to files in common."""
    lines = ["flowchart LR"]
    for number, network in enumerate(networks, start=1):
        if len(networks) == 1:
            lines += _network(network, "")
        else:
            title = label(network.plan.title or network.plan.id)
            lines += [f'subgraph p{number}["{title}"]', *_network(network, f"p{number}_"), "end"]
    head, *rest = [*lines, *_CLASSES]
    return "".join(f"{line}\n" for line in (head, *(f"    {line}" for line in rest)))


def _network(network: Network, prefix: str) -> Iterator[str]:
    if network.cycle:
        yield f"%% wait for one another: {label(', '.join(network.cycle[:-1]))}"
    names = {
        key: prefix + (key if _PLAIN_ID.fullmatch(key) else f"_{number}")
        for number, key in enumerate(network.tasks, start=1)
    }
    for key, task in network.tasks.items():
        yield f'{names[key]}["{label(f"{key}: {task.title}" if task.title else key)}"]'
    thick = set(pairwise(network.critical))
    for key, awaited in network.waits_for.items():
        yield from (f"{names[on]} {'==>' if (on, key) in thick else '-->'} {names[key]}" for on in awaited)
    for number, shared in enumerate(network.shared, start=1):
        file = f"{prefix}_f{number}"
        yield f'{file}[/"{label(shared.path)}"/]'
        yield from (f"{names[key]} -.- {file}" for key in shared.tasks)
    done = [names[key] for key, task in network.tasks.items() if task.state is State.DONE]
    critical = [names[key] for key in network.critical]
    yield from (f"class {','.join(of)} {name}" for name, of in (("done", done), ("critical", critical)) if of)


def label(text: str) -> str:
    """Return text as it stands in a quoted label."""
    return _SPECIAL.sub(lambda found: f"#{ord(found.group())};", visible(" ".join(text.split())))
