"""``flowkit build``: a command builds task by task, and what is proven is merged and ticked."""

from __future__ import annotations

import json
from pathlib import Path

from flowkit.model.work import Standing
from flowkit.record.receipt import parse

from .building import CHAIN, GOOD, PAIR, found, plan

SECOND_TRY = GOOD.replace(
    'Path("proofs").mkdir',
    """
if os.environ["FLOWKIT_TRY"] == "1":
    sys.exit(3)
assert Path(f"{task}.txt").exists(), "the work of the last try stands there"
assert f"{task}/AC-1 is unproven: no test verifies it" in letter.split("What the last try lacked")[1]
assert "exit code 3" in letter
Path("proofs").mkdir""",
)
NEVER = 'from pathlib import Path\nPath("notes.txt").write_text("I am thinking -->\\n")\n'


def test_a_plan_is_built_from_nothing(tmp_path: Path) -> None:
    """Each task is one commit on the user's branch that holds its work and its tick, in the order of the plan."""
    project = found(tmp_path)
    built = project.build(GOOD)
    assert built.complete, project.said
    assert project.left() == []
    assert project.git("log", "--format=%s", "--reverse").splitlines() == [
        "Work", "IMPL_001: Make IMPL_001", "IMPL_002: Make IMPL_002"
    ]  # fmt: skip
    changed = project.git("show", "--name-only", "--format=", "HEAD").splitlines()
    assert changed == ["IMPL_002.txt", "plans/tea.md", "proofs/IMPL_002.list"]
    assert project.plan() == CHAIN.replace("### IMPL", "### [x] IMPL")
    assert [line for line in project.said if "proven" in line and "ticked" in line] == project.said[2::2]


def test_every_try_leaves_a_record(tmp_path: Path) -> None:
    """What the command was told and printed, what the tests printed, how it ended, and a receipt that holds."""
    project = found(tmp_path)
    project.build(f"{GOOD}\nprint('hello', os.environ['FLOWKIT_PLAN'], os.environ['FLOWKIT_MARKER'])\n")
    assert project.tried("IMPL_001", 1, "agent.log") == "hello plans/tea.md tea:IMPL_001\n"
    assert project.tried("IMPL_001", 1, "letter.md").startswith("# IMPL_001: Make IMPL_001\n")
    receipt = parse(project.tried("IMPL_002", 1, "receipt.json"), "receipt.json")
    assert {one.ref: one.verdict.value for one in receipt.markers}["tea:IMPL_002"] == "proven"
    told = json.loads(project.tried("IMPL_001", 1, "try.json"))
    assert (told["marker"], told["try"], told["ended"], told["proven"], told["faults"]) == (
        "tea:IMPL_001", 1, 0, True, []
    )  # fmt: skip


def test_what_was_lacking_goes_back_to_the_command(tmp_path: Path) -> None:
    """The next try finds the work of the last one and, behind the brief, what spoke against it."""
    project = found(tmp_path)
    assert project.build(SECOND_TRY, retries=1).complete, project.said
    assert json.loads(project.tried("IMPL_001", 1, "try.json"))["ended"] == 3
    assert project.left() == []


def test_a_task_is_blocked_after_its_retries(tmp_path: Path) -> None:
    """Its plan says so and why, what depends on it waits, and everything else is built."""
    project = found(tmp_path, plan(("IMPL_001", "None"), ("IMPL_002", "IMPL_001"), ("IMPL_003", "None")))
    code = f'import os\nif os.environ["FLOWKIT_TASK"] == "IMPL_001":\n    {NEVER.replace(chr(10), "; ")}\nelse:\n' + (
        "".join(f"    {line}\n" for line in GOOD.splitlines())
    )
    built = project.build(code, retries=1)
    assert not built.complete
    assert "### IMPL_001" in project.plan()
    assert "### IMPL_002" in project.plan()
    assert "### [x] IMPL_003" in project.plan()
    (comment,) = [line for line in project.plan().splitlines() if "blocked" in line]
    assert comment.startswith("<!-- flowkit: blocked IMPL_001: not proven after 2 tries: IMPL_001 is missing: ")
    assert not (project.root / "notes.txt").exists()
    assert project.left() == ["refs/heads/flowkit/tea/IMPL_001"]
    assert project.git("show", "flowkit/tea/IMPL_001:notes.txt") == "I am thinking -->"
    (agenda,) = built.agendas
    ready, waiting = agenda.of(Standing.READY), agenda.of(Standing.WAITING)
    assert [(step.task.key, step.reasons[0][:10]) for step in ready] == [("IMPL_001", "is blocked")]
    assert [step.task.key for step in waiting] == ["IMPL_002"]


def test_a_blocked_task_is_tried_again_once_its_comment_is_gone(tmp_path: Path) -> None:
    """A later build leaves it alone until then; its tries are numbered on."""
    project = found(tmp_path)
    project.build(NEVER)
    tip = project.git("rev-parse", "HEAD")
    assert not project.build(GOOD).complete
    assert project.git("rev-parse", "HEAD") == tip
    path = project.root / "plans" / "tea.md"
    path.write_text(CHAIN, encoding="utf-8")
    project.commit()
    assert project.build(GOOD).complete
    assert json.loads(project.tried("IMPL_001", 2, "try.json"))["proven"]
    assert project.left() == []


def test_what_is_finished_is_left_alone(tmp_path: Path) -> None:
    """A second build of a plan that is built starts no command and makes no commit."""
    project = found(tmp_path)
    project.build(GOOD)
    tip = project.git("rev-parse", "HEAD")
    assert project.build("raise SystemExit('not to be started')").complete
    assert (len(project.said), project.git("rev-parse", "HEAD")) == (1, tip)


def test_independent_tasks_are_built_side_by_side(tmp_path: Path) -> None:
    """With two jobs both commands are at work at a time, and both are merged, the second after the first."""
    project = found(tmp_path, PAIR)
    meeting = tmp_path / "meeting"
    meeting.mkdir()
    wait = f"""
import os, time
from pathlib import Path
meeting = Path({str(meeting)!r})
(meeting / os.environ["FLOWKIT_TASK"]).touch()
while len(list(meeting.iterdir())) < 2:
    time.sleep(0.01)
"""
    assert project.build(wait + GOOD, jobs=2, seconds=60).complete, project.said
    assert len(project.git("log", "--format=%H").splitlines()) == 3
    assert project.left() == []


def test_a_task_that_another_one_has_proven_is_over(tmp_path: Path) -> None:
    """Where its own command has changed nothing, there is nothing to merge; the tick came with the other one's work."""
    project = found(tmp_path, PAIR)
    code = f"""
import os, subprocess, sys, time
if os.environ["FLOWKIT_TASK"] == "IMPL_002":
    while len(subprocess.check_output(["git", "-C", {str(project.root)!r}, "rev-list", "HEAD"]).split()) < 2:
        time.sleep(0.01)
    sys.exit()
"""
    both = GOOD + GOOD.partition("assert task in letter")[2].replace("{task}", "IMPL_002")
    assert project.build(code + both, jobs=2).complete, project.said
    assert project.plan() == PAIR.replace("### IMPL", "### [x] IMPL")
    assert len(project.git("log", "--format=%H").splitlines()) == 2
    assert project.left() == []


STATES = """\
# Work plan

**Run ID:** tea

## Tasks

### IMPL_001: Kettle

**Status:** In progress

**Deliverables:**
- `IMPL_001.txt`

**Acceptance criteria:**
- [ ] AC-1: It is good

### [ ] IMPL_002: Cup

**Deliverables:**
- `IMPL_002.txt`

**Acceptance criteria:**
- [ ] AC-1: It is good
"""


def test_each_plan_is_ticked_in_its_own_way(tmp_path: Path) -> None:
    """A status is written anew, a box is ticked, and so are the boxes of what is proven with it."""
    project = found(tmp_path, STATES)
    assert project.build(GOOD).complete, project.said
    assert project.plan() == STATES.replace("[ ]", "[x]").replace("In progress", "Done")


def test_tasks_that_share_a_file_are_built_one_after_the_other(tmp_path: Path) -> None:
    """Where the plan says that two tasks leave the same file behind, no two commands work on it at a time."""
    project = found(tmp_path, plan(("IMPL_001", "None"), ("IMPL_002", "None"), files={"IMPL_002": "IMPL_001.txt"}))
    busy = tmp_path / "busy"
    alone = f"""
import os, time
from pathlib import Path
busy = Path({str(busy)!r})
busy.mkdir()
time.sleep(0.1)
"""
    assert project.build(f"{alone}{GOOD}\nbusy.rmdir()\n", jobs=2).complete, project.said


def test_a_conflict_is_tried_again_from_what_was_merged(tmp_path: Path) -> None:
    """Of two tasks that both write a file that the plan does not name, the second begins again and is told why."""
    project = found(tmp_path, PAIR)
    meeting = tmp_path / "meeting"
    meeting.mkdir()
    code = f"""
import os, time
from pathlib import Path
shared, meeting, task = Path("list.txt"), Path({str(meeting)!r}), os.environ["FLOWKIT_TASK"]
(meeting / task).touch()
while len(list(meeting.iterdir())) < 2:
    time.sleep(0.01)
shared.write_text((shared.read_text() if shared.exists() else "") + task + "\\n")
"""
    assert project.build(code + GOOD, jobs=2, retries=1).complete, project.said
    assert (project.root / "list.txt").read_text().split() in (["IMPL_001", "IMPL_002"], ["IMPL_002", "IMPL_001"])
    assert any("conflicts with what was merged meanwhile: list.txt" in line for line in project.said)
    assert project.left() == []
