"""Lies about plans: ticks without work, figures that do not agree, people who never looked."""

from __future__ import annotations

from benchmarks.honesty.lie import old
from benchmarks.honesty.project import LIBRARY, TIMEOUT, Project

GRAPH = "## Task Dependency Graph\n"
IMPL_004 = "### IMPL_004: Session Cleanup Middleware\n\n"
TOTAL = f"{TIMEOUT}:**Total subtasks:** 9"
LOGGED = "- AC-3: What a clean-up removed is logged at DEBUG level"


REDIS = "**Deliverables:**\n- `src/auth/redis_store.py` - the class RedisStore\n"
DONE = "**Status:** done\n**Dependencies:** None\n\n"


def add_task(project: Project, body: str, title: str = "IMPL_006: A Store in Redis") -> None:
    """Add a task behind all others, and count it."""
    project.replace(TIMEOUT, GRAPH, f"### {title}\n\n{body}\n{GRAPH}")


@old("phantom-completion", "feat-session-timeout:IMPL_006")
def a_new_task_is_ticked(project: Project) -> None:
    """A task is added and called done, and its file was never made."""
    add_task(project, f"{DONE}**Deliverables:**\n- `src/auth/redis_store.py`\n")


@old("deliverable-missing", "feat-session-timeout:IMPL_006")
def a_new_task_is_listed(project: Project) -> None:
    """A task is added without a status to a plan that is under way, and its file was never made."""
    add_task(project, "**Dependencies:** None\n\n**Deliverables:**\n- `src/auth/redis_store.py`\n")


@old("unproven-completion", "feat-session-timeout:IMPL_006")
def an_empty_task_is_ticked(project: Project) -> None:
    """A task is added and called done, and demands nothing."""
    add_task(project, f"{DONE}It is all there.\n")


@old("phantom-completion", "feat-session-timeout:IMPL_006")
def a_task_is_ticked_for_an_empty_class(project: Project) -> None:
    """A task is called done whose class has a name and nothing else."""
    project.write(f"{LIBRARY}/redis_store.py", "class RedisStore:\n    pass\n")
    add_task(project, f"{DONE}{REDIS}")


@old("unproven-completion", "feat-session-timeout:IMPL_006")
def a_task_is_ticked_for_an_idle_class(project: Project) -> None:
    """A task is called done whose class nobody has tried."""
    project.write(
        f"{LIBRARY}/redis_store.py", "class RedisStore:\n    def read(self, key):\n        return self.all[key]\n"
    )
    add_task(
        project,
        f"{DONE}{REDIS}\n**Acceptance criteria:**\n- AC-1: It keeps sessions\n",
    )


@old("deliverable-missing", "feat-session-timeout:IMPL_004")
def a_deliverable_is_added(project: Project) -> None:
    """A task says that it delivers a file more, which nobody has made."""
    line = "- `src/auth/middleware.py` - the class SessionCleanupMiddleware\n"
    project.replace(TIMEOUT, line, f"{line}- `src/auth/cleanup_report.py`\n")


@old("symbol-missing", "feat-session-timeout:IMPL_004")
def a_class_is_claimed(project: Project) -> None:
    """A task says that its file has a class, which it has not."""
    project.replace(
        TIMEOUT, "the class SessionCleanupMiddleware\n", "the classes SessionCleanupMiddleware and `CleanupReport`\n"
    )


@old("criterion-unproven", "feat-session-timeout:IMPL_004/AC-4")
def a_criterion_is_added(project: Project) -> None:
    """A task claims a criterion more, which nothing verifies."""
    project.replace(TIMEOUT, f"{LOGGED}\n", f"{LOGGED}\n- AC-4: A clean-up that fails is tried again\n")


@old("orphan-tag", "examples/session_timeout/tests/test_cleanup_middleware.py:IMPL_004/AC-3")
def a_criterion_is_dropped(project: Project) -> None:
    """A criterion that turned out to be hard is taken out of the plan."""
    project.replace(TIMEOUT, f"{LOGGED}\n", "")


@old("unplanned-scenario", "SC-004")
def a_scenario_is_dropped(project: Project) -> None:
    """A scenario that turned out to be hard is taken out of the plan."""
    project.replace(TIMEOUT, "- SC-004: Many threads use one store without losing a session\n", "")


@old("requirement-without-task", "REQ-004")
def a_requirement_is_dropped(project: Project) -> None:
    """No task names a requirement of the spec any more."""
    text = project.text(TIMEOUT)
    project.write(
        TIMEOUT,
        text.replace("REQ-004, REQ-005", "REQ-005").replace(
            "**Requirements:** REQ-004\n", "**Requirements:** REQ-003\n"
        ),
    )


@old("count-mismatch", TOTAL.replace("9", "8"))
def a_total_is_wrong(project: Project) -> None:
    """The plan declares a task less than it defines."""
    project.replace(TIMEOUT, "**Total subtasks:** 9", "**Total subtasks:** 8")


@old("count-mismatch", TOTAL)
def a_task_vanishes(project: Project) -> None:
    """A task is taken out of the plan, and the total stays."""
    project.cut(TIMEOUT, "### DOC_001: API Documentation\n", GRAPH)


@old("count-mismatch", TOTAL)
def a_task_moves_into_a_fence(project: Project) -> None:
    """A task stands in a fence, as an example of one."""
    head = "### DOC_001: API Documentation\n"
    project.replace(TIMEOUT, head, f"```markdown\n{head}")
    project.replace(TIMEOUT, GRAPH, f"```\n\n{GRAPH}")


@old("summary-drift", f"{TIMEOUT}:TEST_001, TEST_002")
def a_summary_leaves_out(project: Project) -> None:
    """The summary of markers leaves out a task."""
    project.replace(TIMEOUT, "- TEST_001, TEST_002, TEST_003\n", "- TEST_001, TEST_002\n")


@old("wrong-arithmetic", f"{TIMEOUT}:scenarios passed")
def a_share_is_wrong(project: Project) -> None:
    """The plan makes more of what has passed than it is."""
    project.replace(TIMEOUT, "## Implementation Tasks\n", "9/11 scenarios passed (95%)\n\n## Implementation Tasks\n")


@old("duplicate-marker", "feat-session-timeout:IMPL_004")
def an_id_is_copied(project: Project) -> None:
    """A second task has the id of another."""
    add_task(project, "**Dependencies:** None\n", "IMPL_004: Session Cleanup Middleware")


@old("duplicate-marker", "feat-session-timeout:SC-002")
def a_scenario_is_listed_twice(project: Project) -> None:
    """Two tasks claim one scenario."""
    project.replace(
        TIMEOUT, "- SC-005: A new", "- SC-002: A session whose time is over reads as absent\n- SC-005: A new"
    )


@old("dependency-cycle", "feat-session-timeout:IMPL_001")
def two_tasks_wait_for_each_other(project: Project) -> None:
    """The first task waits for the last."""
    project.between(
        TIMEOUT, "### IMPL_001: SessionStore Protocol\n", "**Requirements", "\n**Dependencies:** TEST_003\n"
    )


@old("graph-drift", f"{TIMEOUT}:IMPL_005 --> IMPL_004")
def a_drawing_says_more(project: Project) -> None:
    """The drawing has an edge that the fields have not."""
    project.replace(TIMEOUT, "    IMPL_005 --> DOC_001\n", "    IMPL_005 --> DOC_001\n    IMPL_005 --> IMPL_004\n")


@old("undefined-reference", f"{TIMEOUT}:**Dependencies:** IMPL_033")
def a_task_waits_for_nothing_there(project: Project) -> None:
    """A task depends on one that there is not."""
    end = "\n**Requirements:** REQ-004\n"
    project.replace(TIMEOUT, f"**Dependencies:** IMPL_003{end}", f"**Dependencies:** IMPL_033{end}")


@old("status-contradiction", f"{TIMEOUT}:**Status:** complete")
def a_plan_is_complete_with_open_tasks(project: Project) -> None:
    """The plan calls itself complete, and a task in it is open."""
    project.replace(
        TIMEOUT, "**Run ID:** feat-session-timeout\n", "**Run ID:** feat-session-timeout\n**Status:** complete\n"
    )
    project.replace(TIMEOUT, IMPL_004, f"{IMPL_004}**Status:** open\n")


@old("done-before-dependency", "feat-session-timeout:IMPL_004")
def a_task_is_done_before_what_it_waits_for(project: Project) -> None:
    """A task is done, and one that it waits for is not."""
    project.replace(TIMEOUT, IMPL_004, f"{IMPL_004}**Status:** done\n")
    head = "### IMPL_003: SessionManager Core\n\n"
    project.replace(TIMEOUT, head, f"{head}**Status:** open\n")


@old("unknown-state", f"{TIMEOUT}:**Status:** as good as done")
def a_state_is_none(project: Project) -> None:
    """A task is as good as done."""
    project.replace(TIMEOUT, IMPL_004, f"{IMPL_004}**Status:** as good as done\n")


@old("superseded-decision", f"{TIMEOUT}:**ADR:** ADR-007")
def a_decision_no_longer_stands(project: Project) -> None:
    """The plan follows a decision that another one has taken the place of."""
    path = "docs/decisions/ADR-007-session-management-strategy.md"
    project.replace(path, "## Status\n\nAccepted\n", "## Status\n\nSuperseded by ADR-010\n")


@old("undefined-reference", f"{TIMEOUT}:ADR-077")
def a_decision_is_made_up(project: Project) -> None:
    """The plan follows a decision that there is not."""
    project.replace(TIMEOUT, "**ADR:** ADR-007 (", "**ADR:** ADR-077 (")


@old("deliverable-moved", "feat-session-timeout:IMPL_001")
def a_path_is_mapped_to_nothing(project: Project) -> None:
    """The configuration says that a file stands where there is none."""
    line = '"src/auth/" = '
    project.replace("pyproject.toml", line, f'"src/auth/session_store.py" = "lib/session_store.py"\n{line}')


@old("duplicate-marker", "feat-session-timeout")
def a_plan_borrows_the_proof_of_another(project: Project) -> None:
    """A second plan has the ids of the first one, whose tests would prove its task too."""
    task = f"### IMPL_005: A Store in Redis\n\n{DONE}**Acceptance criteria:**\n- AC-1: It keeps sessions\n"
    project.write(
        "plans/more.md", f"# Work plan: more\n\n**Run ID:** feat-session-timeout\n\n## Implementation Tasks\n\n{task}"
    )


@old("invalid-ignore", f"{TIMEOUT}:flowkit: ignore")
def a_finding_is_silenced_without_a_reason(project: Project) -> None:
    """A comment silences a finding, and does not say why."""
    project.replace(TIMEOUT, "**Total subtasks:** 9", "<!-- flowkit: ignore count-mismatch -->\n**Total subtasks:** 8")
