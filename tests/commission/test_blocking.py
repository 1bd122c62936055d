"""Comments by which a plan says that a task is blocked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowkit.guide.agenda import agenda
from flowkit.model.blocking import blocking, blocks
from flowkit.model.edit import apply
from flowkit.model.plan import Plan
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

PLAN = "# Work plan\n\n## Tasks\n\n### IMPL_001: Ask\n\n### IMPL_002: Answer\n\n**Dependencies:** IMPL_001\n"
STEPS = """\
schema_version: subtasks_v1
plan_id: tea
subtasks:
  - id: ST-1
    title: Boil
    status: pending
"""


def read(text: str, name: str = "plan.md") -> Plan:
    """Read a plan."""
    return read_plan(document_from_bytes(text.encode(), name, max_size=1_000_000))


def blocked(plan: Plan, task: str, reason: str) -> Plan:
    """Return a plan that says that a task is blocked."""
    assert plan.outline is not None
    document = plan.outline.document
    return read(apply(document, [blocking(document, task, reason)]), document.path)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.sampled_from([PLAN, PLAN.rstrip("\n"), PLAN.replace("\n", "\r\n")]))
def test_a_reason_comes_back_and_nothing_else_changes(reason: str, text: str) -> None:
    """Whatever a command printed, the comment holds; the tasks of the plan are what they were."""
    plan = read(text)
    again = blocked(plan, "IMPL_001", reason)
    (block,) = blocks(again).values()
    assert block.task == "IMPL_001"
    assert block.reason
    assert [(task.key, task.state, task.title) for task in again.tasks] == [
        (task.key, task.state, task.title) for task in plan.tasks
    ]


@pytest.mark.parametrize("reason", ["AC-1 is unproven: no test verifies it", "a: b"])
def test_a_plain_reason_is_kept_as_it_is(reason: str) -> None:
    """The words stand in the plan."""
    assert blocks(blocked(read(PLAN), "IMPL_002", reason))["IMPL_002"].reason == reason


def test_a_plan_in_yaml_says_it_in_a_remark() -> None:
    """The document stays one that its own tools can read."""
    again = blocked(read(STEPS, "subtasks.yaml"), "ST-1", "it hangs")
    assert again.outline is not None
    assert again.outline.document.text == f"{STEPS}# <!-- flowkit: blocked ST-1: it hangs -->\n"
    assert blocks(again)["ST-1"].reason == "it hangs"


def test_what_comes_next_tells_that_a_task_is_blocked() -> None:
    """The reason stands before all others."""
    steps = agenda(blocked(read(PLAN), "IMPL_001", "it hangs"), None).steps
    assert steps[0].reasons[0] == "is blocked: it hangs"
    assert steps[1].reasons == ("IMPL_001 is open",)
