"""What folders and branches of jobs are called."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.commission.names import branch_name, folder_name
from flowkit.model.job import Job


def job(plan: str, task: str) -> Job:
    """Return a job."""
    return Job("plan.md", plan, task, "Title", frozenset())


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_two_jobs_have_two_plain_names(one: tuple[str, str], other: tuple[str, str]) -> None:
    """A name is two parts of letters, digits and hyphens, whatever the ids are; different ids have different names."""
    names = folder_name(job(*one)), folder_name(job(*other))
    assert all(re.fullmatch(r"[\w-]+/[\w-]+", name, re.ASCII) for name in names)
    assert (names[0] == names[1]) is (one == other)


@pytest.mark.parametrize(
    ("task", "name"), [("IMPL_001", "flowkit/tea/IMPL_001"), ("Task 1.1", "flowkit/tea/Task-1-1-")]
)
def test_git_takes_the_name_of_a_branch(task: str, name: str) -> None:
    """What can be told by its letters keeps its name."""
    assert branch_name(job("tea", task)).startswith(name)
    subprocess.run(
        ["git", "check-ref-format", "--branch", branch_name(job("tea", task))], check=True, capture_output=True
    )
