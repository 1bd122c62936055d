"""Which task is begun next."""

from __future__ import annotations

import pytest

from flowkit.commission.choice import choose
from flowkit.guide.agenda import agenda
from flowkit.guide.rehearsal import rehearse
from flowkit.model.job import Job
from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Dependency, State, Task


def task(name: str, *after: str, file: str | None = None, state: State = State.OPEN) -> Task:
    """Return a task."""
    files = (Deliverable(file, file),) if file else ()
    return Task(name, name, "IMPL", name, state=state, depends_on=tuple(map(Dependency, after)), deliverables=files)


def job(name: str, *files: str) -> Job:
    """Return the job of a task of the plan."""
    return Job("plan.md", "plan", name, name, frozenset(files))


def test_the_most_urgent_ready_task_comes_first() -> None:
    """Of what is ready, the agenda's first is taken; what waits, is at work or is left out is not."""
    plan = Plan("plan", "plan.md", "markers", tasks=(task("A"), task("B"), task("C", "B"), task("D", state=State.DONE)))
    agendas = [agenda(plan, None)]
    assert choose(agendas, (), ()) == job("B")
    assert choose(agendas, (job("B"),), ()) == job("A")
    assert choose(agendas, (), {("plan.md", "B")}) == job("A")
    assert choose(agendas, (job("A"), job("B")), ()) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        ("src/a.py", "src/a.py", True),
        ("./src/a.py", "src/a.py", True),
        ("src/", "src/a.py", True),
        ("src/a.py", "src", True),
        ("src/a.py", "src/b.py", False),
        ("src/a", "src/ab", False),
    ],
)
def test_no_two_jobs_share_a_file(mine: str, theirs: str, shared: bool) -> None:
    """A task that names a file or folder of one that is at work waits until that is over."""
    plan = Plan("plan", "plan.md", "markers", tasks=(task("A", file=mine),))
    (other,) = (
        one for one in [choose([agenda(Plan("o", "o.md", "markers", tasks=(task("B", file=theirs),)), None)], (), ())]
    )
    assert other is not None
    assert (choose([agenda(plan, None)], (other,), ()) is None) is shared


def test_a_rehearsal_comes_in_the_order_in_which_tasks_would_be_chosen() -> None:
    """Done one by one, the tasks are chosen as rehearsed; what waits for what is left out, is left out too."""
    tasks = (
        task("A"),
        task("B"),
        task("C", "B"),
        task("D", "A", "C"),
        task("E", "X"),
        task("X"),
        task("Z", state=State.DONE),
    )
    plan = Plan("plan", "plan.md", "markers", tasks=tasks)
    rehearsed = [step.task.key for step in rehearse(agenda(plan, None), {"X"})]
    chosen: list[str] = []
    while True:
        states = (
            task(one.key, *(on.on for on in one.depends_on), state=State.DONE) if one.key in chosen else one
            for one in tasks
        )
        found = choose([agenda(Plan("plan", "plan.md", "markers", tasks=tuple(states)), None)], (), {("plan.md", "X")})
        if found is None:
            break
        chosen.append(found.task)
    assert rehearsed == chosen == ["B", "A", "C", "D"]
