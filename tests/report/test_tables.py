"""Plain tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.count import MarkerCount
from flowkit.model.plan import Plan
from flowkit.model.task import Dependency, State, Task
from flowkit.report.columns import cell_width, columns
from flowkit.report.screen import Screen, visible
from flowkit.report.tables import counts_number, counts_table, plans_table


def test_counts_are_summed_where_there_are_several_documents() -> None:
    """Each document has a row a kind; a total follows where there is more than one."""
    counts = (MarkerCount("a.md", {"IMPL": 2}, {"REQ": 1}), MarkerCount("b.md", {"IMPL": 1}, {}))
    assert [line.split() for line in counts_table(counts).splitlines()] == [
        ["document", "kind", "defined", "cited"],
        ["a.md", "IMPL", "2", "0"],
        ["REQ", "0", "1"],
        ["b.md", "IMPL", "1", "0"],
        ["total", "IMPL", "3", "0"],
        ["REQ", "0", "1"],
    ]


def test_the_number_for_scripts_sums_what_is_defined() -> None:
    """Citations are not counted in the one number."""
    assert counts_number((MarkerCount("a.md", {"IMPL": 2}, {"IMPL": 9}), MarkerCount("b.md", {"IMPL": 1}, {}))) == "3\n"


def test_tasks_are_listed_with_box_phase_and_needs() -> None:
    """A row shows how far a task is and what it waits for; a phase has a row of its own."""
    tasks = (
        Task("Task 1", "Task 1", "TASK", "Boil", phase="Tea", state=State.DONE),
        Task("Task 2", "Task 2", "TASK", "Pour", phase="Tea", depends_on=(Dependency("Task 1"),)),
    )
    text = plans_table((Plan("tea", "tea.md", "story", title="Tea", tasks=tasks),))
    assert text.startswith("Tea\ntea.md; story dialect; 2 tasks, 1 done\n")
    assert text.count("-- Tea") == 1
    assert "[x]  Task 1  Boil" in text
    assert "[ ]  Task 2  Pour    Task 1" in text


def test_a_long_title_is_wrapped_to_the_screen() -> None:
    """On a narrow screen the title goes on in the next line, and the other columns stay where they are."""
    plan = Plan("p", "p.md", "story", tasks=(Task("Task 1", "Task 1", "TASK", "put the kettle on " * 8),))
    lines = plans_table((plan,), Screen(60)).splitlines()
    assert max(map(len, lines)) <= 60
    assert " ".join(lines).count("kettle") == 8


def test_needs_are_wrapped_too() -> None:
    """Long lists of dependencies and long ids go on in the next line, so that the table fits a narrow screen."""
    needs = tuple(Dependency(f"Task 1.{number}") for number in range(12))
    task = Task("FEAT-KITCHEN-001", "FEAT-KITCHEN-001", "TASK", "put the kettle on " * 4, depends_on=needs)
    lines = plans_table((Plan("p", "p.md", "story", tasks=(task,)),), Screen(60)).splitlines()
    assert max(map(len, lines)) <= 60
    text = " ".join(lines)
    assert (text.count("kettle"), text.count("1.1")) == (4, 3)


@given(st.text())
def test_made_visible_no_text_steers_a_terminal(text: str) -> None:
    """Whatever a document holds, what is printed of it is printable and stands on one line."""
    shown = visible(text)
    assert shown.isprintable()
    assert visible(shown) == shown


NO_BAR = st.characters(exclude_characters="|", exclude_categories=["Cs"])


@given(st.lists(st.tuples(st.text(NO_BAR, max_size=30), st.text(NO_BAR, max_size=8)), min_size=1, max_size=6))
def test_the_columns_line_up(rows: list[tuple[str, str]]) -> None:
    """Set to the right, the last column ends at the same place in each row that has something in it."""
    marked = [(first, f"{second}|") for first, second in rows]
    lines = columns(marked, right={1}, flexible={0}, width=40).splitlines()
    assert len({cell_width(line) for line in lines if line.endswith("|")}) == 1
