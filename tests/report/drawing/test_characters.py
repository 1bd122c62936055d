"""Networks drawn with plain characters."""

from __future__ import annotations

from textwrap import dedent

from flowkit.guide.network import network
from flowkit.model.plan import Plan
from flowkit.report.drawing import characters

from .networks import task


def drawn(plan: Plan) -> str:
    """Draw a plan."""
    return characters.render([network(plan)])


def test_what_waits_hangs_below_what_it_waits_for() -> None:
    """A task that waits for two hangs below both, and what waits for it is drawn once."""
    tasks = (
        task("T001", [], "Boil"),
        task("T002", ["T001"], "Pour"),
        task("T003", ["T001", "T002"], "Drink (slowly)"),
        task("T004", ["T003"]),
        task("T005", [], "Sing"),
    )
    assert drawn(Plan("tea", "tea.md", "story", tasks=tasks)) == dedent(
        """\
        T001 (Boil)
        +--> T002 (Pour)
        |    +--> T003 (Drink slowly)
        |         +--> T004
        +--> T003
        T005 (Sing)
        """
    )


def test_a_long_chain_goes_on_at_the_margin() -> None:
    """A thousand tasks one behind the other make a drawing that is as long as they are, and not as wide."""
    tasks = [task(f"T{number:04}", [f"T{number - 1:04}"] if number else [], "Go") for number in range(1000)]
    lines = drawn(Plan("tea", "tea.md", "story", tasks=tuple(tasks))).splitlines()
    assert max(map(len, lines)) < 80
    assert len(lines) < 1300
    assert lines[10:13] == [f"{' ' * 45}+--> T0010 (Go)", "", "T0010 (Go)"]


def test_a_circle_is_drawn_from_its_first_task() -> None:
    """Nothing in it waits for nothing, so it begins where the plan does."""
    plan = Plan("tea", "tea.md", "story", tasks=(task("T001", ["T002"]), task("T002", ["T001"])))
    assert drawn(plan) == "T001\n+--> T002\n     +--> T001\n"


def test_a_plan_without_tasks_draws_nothing() -> None:
    """There is nothing to draw."""
    assert drawn(Plan("tea", "tea.md", "story")) == ""
