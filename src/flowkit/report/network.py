"""Networks of tasks: for people as tables, for programs as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.work import Network
from flowkit.report.columns import columns
from flowkit.report.encoding import dump
from flowkit.report.screen import Screen, visible
from flowkit.report.work_shapes import GraphShape, NetworkShape, NodeShape, SharedFileShape


def render(networks: Sequence[Network]) -> str:
    """Return networks as JSON, as ``docs/schemas/flowkit-graph-1.json`` has it."""
    return dump(GraphShape("flowkit-graph-1", tuple(map(_network, networks))))


def _network(network: Network) -> NetworkShape:
    plan = network.plan
    level, critical = _levels(network), frozenset(network.critical)

    def refs(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(plan.full_name, keys))

    return NetworkShape(
        path=plan.path,
        id=plan.id,
        title=plan.title,
        tasks=tuple(
            NodeShape(
                ref=plan.full_name(key),
                id=task.id,
                title=task.title,
                line=task.line,
                state=task.state.value,
                effort_hours=task.hours,
                level=level.get(key),
                critical=key in critical,
                waits_for=refs(network.waits_for[key]),
            )
            for key, task in network.tasks.items()
        ),
        levels=tuple(map(refs, network.levels)),
        critical_path=refs(network.critical),
        critical_hours=network.hours,
        shared_files=tuple(SharedFileShape(shared.path, refs(shared.tasks)) for shared in network.shared),
        cycle=None if network.cycle is None else refs(network.cycle),
    )


def networks_table(networks: Sequence[Network], screen: Screen | None = None) -> str:
    """Return networks as tables of their levels, a plan after the other."""
    width = (screen or Screen()).width
    return "\n".join("\n".join(_parts(network, width)) for network in networks)


def _parts(network: Network, width: int) -> Iterator[str]:
    plan = network.plan
    numbers = f"{len(network.tasks)} tasks in {len(network.levels)} level{'' if len(network.levels) == 1 else 's'}"
    yield f"{visible(plan.title or plan.id)}\n{visible(plan.path)}; {numbers}\n"
    if network.tasks:
        rows = [("level", "line", "task", "title", "effort", "waits for"), *_rows(network)]
        yield columns(rows, right={1}, flexible={3, 5}, width=width)
    told = list(_told(network))
    if told:
        yield "".join(f"{visible(line)}\n" for line in told)


def _rows(network: Network) -> Iterator[tuple[str, ...]]:
    critical = frozenset(network.critical)
    for number, keys in enumerate((*network.levels, network.without_level), start=1):
        for at, key in enumerate(keys):
            task = network.tasks[key]
            name = str(number) if number <= len(network.levels) else "-"
            yield (
                "" if at else name,
                str(task.line or ""),
                f"{key}{' *' if key in critical else ''}",
                task.title,
                task.effort.text if task.effort else "",
                ", ".join(network.waits_for[key]),
            )


def _told(network: Network) -> Iterator[str]:
    """Yield what there is to say of the network as a whole."""
    if network.critical:
        length = f"{len(network.critical)} tasks" if network.hours is None else f"{network.hours:g}h"
        yield f"* the critical path, {length}: {' -> '.join(network.critical)}"
    for shared in network.shared:
        yield f"{shared.path} is touched by tasks that could be at work at the same time: {', '.join(shared.tasks)}"


def _levels(network: Network) -> dict[str, int]:
    return {key: number for number, keys in enumerate(network.levels, start=1) for key in keys}
