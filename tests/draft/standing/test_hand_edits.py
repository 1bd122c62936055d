"""What people write in a plan survives planning again, however often the sources change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random

import pytest

from flowkit.judge.verification import judge
from flowkit.model.task import State

from .project import Project, in_full, parsed, planned

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


@dataclass(slots=True)
class Hand:
    """Somebody who works with the plan, and remembers which lines are theirs."""

    random: Random
    text: str
    lines: set[str] = field(default_factory=set)
    ticked: set[str] = field(default_factory=set)
    count: int = 0

    def work(self) -> None:
        """Change the plan in one way."""
        self.count += 1
        self.random.choice(
            (self.note, self.tick, self.tick_criterion, self.attest, self.task, self.section, self.aside)
        )()

    def note(self) -> None:
        """Write a note below a line of a task."""
        self._insert(f"Seen by hand, note {self.count}.", blank=True)

    def aside(self) -> None:
        """Write an entry into a list, or behind one."""
        self._insert(f"- Something to think of, {self.count}", blank=False)

    def tick(self) -> None:
        """Tick a task by the box of its heading."""
        open_tasks = [task for task in parsed(self.text).tasks if task.state is State.OPEN and task.id is not None]
        if open_tasks:
            task = self.random.choice(open_tasks)
            self.text = re.sub(rf"^### (?:\[ \] )?{task.id}:", f"### [x] {task.id}:", self.text, flags=re.MULTILINE)
            self.ticked.add(task.key)

    def tick_criterion(self) -> None:
        """Tick a criterion that has no box yet."""
        found = re.findall(r"^- AC-\d+: .*$", self.text, re.MULTILINE)
        if found:
            line = self.random.choice(found)
            self.text = self.text.replace(line, f"- [x] {line[2:]}", 1)

    def attest(self) -> None:
        """Vouch for a criterion in its own line, which is that person's line then."""
        found = re.findall(r"^- AC-\d+: (?!.*attested|It is there).*$", self.text, re.MULTILINE)
        if found:
            line = self.random.choice(found)
            mine = f"{line} (attested: Ada, 2026-04-{self.count % 28 + 1:02d}, abc{self.count:04x})"
            self.text = self.text.replace(line, mine, 1)
            self.lines.add(mine)

    def task(self) -> None:
        """Write a task of one's own at the end of the implementation tasks."""
        numbers = [int(number) for number in re.findall(r"IMPL_(\d+)", self.text)]
        heading = f"### IMPL_{max(numbers, default=0) + 1:03d}: By hand {self.count}"
        self.lines.add(heading)
        own = f"{heading}\n\n**Dependencies:** None\n\n**Acceptance criteria:**\n- AC-1: It is there, {self.count}\n"
        self.lines.add(f"- AC-1: It is there, {self.count}")
        self.text = self.text.replace("## Task Dependency Graph", f"{own}\n## Task Dependency Graph", 1)

    def section(self) -> None:
        """Write a section of one's own."""
        heading = f"## Talks, number {self.count}"
        self.lines |= {heading, f"We met, {self.count}."}
        self.text = self.text.replace("## Handoff", f"{heading}\n\nWe met, {self.count}.\n\n## Handoff", 1)

    def _insert(self, line: str, *, blank: bool) -> None:
        lines = self.text.split("\n")
        stop = lines.index("<!-- flowkit: made")
        fence = lines.index("```mermaid")
        places = [
            at for at in range(8, stop) if not fence - 2 <= at <= lines.index("```", fence) and lines[at - 1] != ""
        ]
        at = self.random.choice(places)
        lines[at:at] = ["", line, ""] if blank else [line]
        self.text = "\n".join(lines)
        self.lines.add(line)


def unheld(text: str, hand: Hand) -> list[str]:
    """Return the lines of a person that are not in a text exactly once, as written, ticked or struck out."""
    lines = [re.sub(r"^(- |### )(?:\[x\] )?(?:~~)?(.*?)(?:~~)?$", r"\1\2", line) for line in text.splitlines()]
    return [line for line in hand.lines if lines.count(line) != 1]


@pytest.mark.parametrize("seed", range(50))
def test_twenty_changes_of_the_sources_leave_what_people_wrote(seed: int) -> None:
    """After each of twenty changes of the spec every line of a person is there, and ticks go only with the meaning."""
    random = Random(seed)
    project = Project(random)
    for _ in range(3):
        project.add()
    hand = Hand(random, planned(project.spec).text)
    names: dict[str, str] = {}
    for turn in range(20):
        hand.work()
        done = {task.key for task in parsed(hand.text).tasks if task.state is State.DONE}
        project.change()
        updated = planned(project.spec, hand.text)
        assert unheld(updated.text, hand) == []
        plan = parsed(updated.text)
        states = {task.key: task.state for task in plan.tasks}
        for key in done - set(updated.unticked) - set(updated.dropped):
            assert states[key] is State.DONE
        assert all(states[key] is State.OPEN for key in updated.unticked)
        assert all(states[key] is State.DROPPED for key in updated.dropped)
        if turn % 5 == 4:
            assert planned(project.spec, updated.text).text == updated.text
        hand.text = updated.text
        # An id is never given to another task, and every component has one.
        titles = {task.title: task.key for task in plan.tasks if task.state is not State.DROPPED}
        assert {part.name for part in project.parts} <= set(titles)
        for name, key in names.items():
            assert titles.get(name, key) == key
        names = {part.name: titles[part.name] for part in project.parts}


@pytest.mark.parametrize("seed", range(5))
def test_a_plan_that_was_updated_has_no_faults_of_its_own(seed: int) -> None:
    """Totals, summary and graph agree with the tasks after each change, tasks written by hand among them."""
    random = Random(seed)
    project = Project(random)
    project.add()
    hand = Hand(random, planned(project.spec).text)
    for _ in range(20):
        project.change()
        random.choice((hand.task, hand.tick, hand.section))()
        hand.count += 1
        hand.text = planned(project.spec, hand.text).text
        assert judge([in_full(hand.text)], select=["count-mismatch", "summary-drift", "graph-drift"]) == ()
