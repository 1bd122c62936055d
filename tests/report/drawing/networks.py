"""Plans of any shape, to be drawn."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Dependency, Effort, State, Task

IDS = st.sampled_from(["IMPL_{:03}", "Task 1.{}", "T{:03}", "Step {}", "ST-{:03}", "Task {}.{}"])
WORDS = [
    "Boil",
    "the",
    "kettle",
    "and",
    "IMPL_001",
    "Task",
    "1.2",
    "depends",
    "->",
    "-->",
    "<--",
    "--",
    "==",
    "~~~",
    "→",
    "+-->",
    "v",
    "^",
    "|",
    "+",
    "&",
    ",",
    ";",
    ":",
    "..",
    "*",
    "/",
    "\\",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "<",
    ">",
    "%%{init}%%",
    "`x`",
    "```",
    "#quot;",
    "end",
    "1.",
    "<b>",
    "é",
    "漢字",
    "│",
    "┌──┐",
    "\x1b[31m",
    "\u202e",
    "A:",
    "'",
    '"',
]
TITLES = st.lists(st.sampled_from([*WORDS, "\n"]) | st.text(max_size=8), max_size=6).map(" ".join)
PATHS = st.sampled_from(["a.py", "./a.py", 'odd"]|name.py', "b\\c.py", "docs/<x>.md", "&amp;.py"])


def task(identifier: str, on: Iterable[str], title: str = "", files: Iterable[str] = (), hours: float = 1) -> Task:
    """Return a task that waits for others."""
    return Task(
        id=identifier,
        key=identifier,
        kind="TASK",
        title=title,
        state=State.OPEN,
        effort=Effort(f"{hours}h", hours, hours),
        depends_on=tuple(Dependency(name) for name in on),
        deliverables=tuple(Deliverable(path, path) for path in files),
    )


@st.composite
def plans(draw: st.DrawFn, most: int = 9) -> Plan:
    """Plans with any dependencies, cycles among them, and any titles; their ids are such as plans have."""
    form = draw(IDS)
    names = [form.format(number, number + 3) for number in range(1, draw(st.integers(1, most)) + 1)]
    tasks = [
        task(
            name,
            draw(st.lists(st.sampled_from(names), max_size=3, unique=True)),
            draw(TITLES),
            draw(st.lists(PATHS, max_size=2)),
            draw(st.integers(1, 9)),
        )
        for name in names
    ]
    return Plan("tea", "plans/tea.md", "story", title=draw(TITLES), tasks=tuple(tasks))
