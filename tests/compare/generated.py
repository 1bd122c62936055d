"""Plans of any kind, for what holds of all of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from flowkit.model.outline import Box
from flowkit.model.plan import Phase, Plan, PlanBox
from flowkit.model.source import Span
from flowkit.model.task import (
    Citation,
    CoverageTarget,
    Criterion,
    Deliverable,
    Dependency,
    Effort,
    Label,
    Scenario,
    State,
    Task,
)

PHASES = ("Before the fair", "At the fair")
WORDS = ("kettle", "boils", "water", "for", "the", "tea", "pot", "of", "two", "cups")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
HERE = Span(0, 1, 7, 1)


def criteria(make: type[Criterion | Scenario], prefix: str) -> st.SearchStrategy[tuple[Criterion | Scenario, ...]]:
    """Return lists of criteria or scenarios, each with an id of its own."""
    entries = st.lists(st.tuples(TEXTS, st.sampled_from([None, False, True])), max_size=3)
    return entries.map(lambda made: tuple(make(f"{prefix}-{n}", *entry) for n, entry in enumerate(made, start=1)))


BODIES = st.builds(
    Task,
    id=st.none(),
    key=st.just(""),
    kind=st.just("IMPL"),
    title=TEXTS,
    state=st.sampled_from([state for state in State if state is not State.DROPPED]),
    phase=st.sampled_from(PHASES),
    priority=st.none() | st.sampled_from(["P0", "P1"]).map(Label),
    effort=st.none() | st.integers(1, 9).map(lambda hours: Effort(f"{hours}h", hours, hours)),
    depends_on=st.lists(st.integers(1, 5).map(lambda n: Dependency(f"IMPL_{n}")), max_size=2).map(tuple),
    deliverables=st.lists(TEXTS.map(lambda text: Deliverable(text, f"{text.split()[0]}.py")), max_size=2).map(tuple),
    requirements=st.lists(st.sampled_from(["REQ-1", "REQ-2"]).map(Citation), max_size=2).map(tuple),
    criteria=criteria(Criterion, "AC"),
    scenarios=criteria(Scenario, "SC"),
    coverage_targets=st.lists(
        st.integers(50, 99).map(lambda n: CoverageTarget("COV_TEA", f"{n}% of tea.py", None, n, "tea.py", None)),
        max_size=1,
    ).map(tuple),
    sources=st.lists(st.sampled_from(["spec.md#REQ-1", "spec.md#REQ-2"]), max_size=2, unique=True).map(tuple),
)
"""Tasks without an id; each may wait for any of five."""


def plan_of(tasks: list[Task]) -> Plan:
    """Return the plan of tasks, with a box outside of them."""
    box = PlanBox(Box(" ", HERE, optional=False), "Somebody has tasted it", ("Gates",), None, HERE)
    return Plan("tea", "tea.md", "markers", phases=tuple(map(Phase, PHASES)), tasks=tuple(tasks), boxes=(box,))


ANY_PLAN = st.lists(st.tuples(st.none() | st.integers(1, 5), BODIES), max_size=4).map(
    lambda made: plan_of(
        [
            replace(
                task,
                id=f"IMPL_{identifier}" if identifier else None,
                key=f"IMPL_{identifier}" if identifier else f"#{n}",
            )
            for n, (identifier, task) in enumerate(made, start=1)
        ]
    )
)
"""Plans in which ids and words may repeat, and tasks may have no id."""

PLANS = st.lists(BODIES, min_size=1, max_size=4).map(
    lambda made: plan_of(
        [
            replace(task, id=f"IMPL_{n}", key=f"IMPL_{n}", title=f"Stall {n}: {task.title}")
            for n, task in enumerate(made, start=1)
        ]
    )
)
"""Plans whose tasks have an id and a title of their own."""
