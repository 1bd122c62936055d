"""The session example's sources give a plan with the facts of the sample that it grew from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from flowkit.app import plan_all
from flowkit.draft.plan import Draft, draft
from flowkit.draft.render import render
from flowkit.model.marker import KINDS, Form, Grammar, Kind, Role
from flowkit.model.plan import Plan
from flowkit.read.adr import read_adr
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.gherkin import read_feature
from flowkit.read.markdown import read_outline
from flowkit.read.plans import read_plan
from flowkit.read.spec import read_spec
from flowkit.request import Request

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def session() -> Draft:
    """The draft that the sources of the session example give."""
    spec = read_spec(
        read_outline(read_document(ROOT / "docs/specs/session-timeout.md", shown="docs/specs/session-timeout.md"))
    )
    decision = read_outline(read_document(ROOT / "docs/decisions/ADR-007-session-management-strategy.md"))
    features = [read_feature(read_document(ROOT / path, shown=path)) for path in spec.feature_paths]
    return draft(spec, [read_adr(decision)], features)


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, Any]:
    """What was counted by hand in the sample plan."""
    documents = yaml.safe_load((shared / "facts" / "seeds.yaml").read_text(encoding="utf-8"))["documents"]
    found: dict[str, Any] = next(entry for entry in documents if entry.get("run_id") == "feat-session-timeout")
    return found


def test_the_plans_in_the_repository_are_what_their_sources_give() -> None:
    """Planning again changes no byte of the plans that stand in the repository, and nothing is left out of them."""
    request = Request(ROOT, ROOT)
    made = plan_all((), request).planned
    assert len(made) == len([*(ROOT / "plans").glob("*.md")])
    assert [one.document.shown for one in made if one.is_behind] == []
    assert [one.findings for one in made if one.findings] == []


def read_back(drafted: Draft) -> Plan:
    """Return the plan as it is read from its own text."""
    text = render(drafted).encode("utf-8")
    return read_plan(document_from_bytes(text, drafted.plan.path), dialect="markers", grammar=Grammar())


@pytest.mark.parametrize("source", ["drafted", "read back"])
def test_the_plan_has_the_facts_of_the_sample(session: Draft, facts: dict[str, Any], source: str) -> None:
    """Ids, criteria, scenarios, priorities, efforts, files, dependencies and contract are those of the sample."""
    plan = session.plan if source == "drafted" else read_back(session)
    tasks = plan.tasks
    assert (plan.run_id, plan.adr) == (facts["run_id"], facts["adr"])
    assert [task.id for task in tasks] == facts["tasks"]["ids"]
    assert [len(task.criteria) for task in tasks] == facts["acceptance_criteria"]["per_task"]
    assert [len(task.scenarios) for task in tasks] == facts["scenarios_per_task"]
    assert [task.priority and task.priority.value for task in tasks] == facts["priorities"]
    assert [task.effort and task.effort.hours for task in tasks] == facts["effort_hours"]
    assert [[deliverable.path for deliverable in task.files] for task in tasks] == facts["files_per_task"]
    assert [[task.id, on.on] for task in tasks for on in task.depends_on] == facts["dependency_edges"]
    assert {endpoint.id: endpoint.task for endpoint in plan.contract_endpoints} == facts["contract_endpoints"]
    assert {task.id: task.features[0] for task in tasks if task.features} == facts["features"]
    assert sorted(entry.id for task in tasks for entry in task.scenarios if entry.id) == [
        f"SC-{number:03d}" for number in range(1, facts["counts"]["SC"] + 1)
    ]


def test_the_plan_mends_the_samples_mistakes(session: Draft, facts: dict[str, Any]) -> None:
    """The targets are those of the sample, the one that had no figure has one, and the total is what is there."""
    read = read_back(session)
    targets = {
        target.id: {"metric": target.metric, "minimum": target.minimum, "of": target.of, "task": target.task}
        for target in read.coverage_targets
    }
    wanted = facts["coverage_targets"]
    assert targets.keys() == wanted.keys()
    assert {name: value for name, value in targets.items() if wanted[name]["minimum"]} == {
        name: value for name, value in wanted.items() if value["minimum"]
    }
    assert targets["COV_INT_SESSION"]["minimum"] is not None
    assert targets["COV_INT_SESSION"]["task"] == wanted["COV_INT_SESSION"]["task"]
    assert f"**Total subtasks:** {facts['tasks']['total']}\n" in render(session)


def test_the_drawing_agrees_with_the_fields(session: Draft) -> None:
    """Read back, the drawn arrows are exactly the dependencies."""
    read = read_back(session)
    fields = {(task.id, dependency.on) for task in read.tasks for dependency in task.depends_on}
    assert {(edge.task, edge.on) for edge in read.edges} == fields


def test_each_task_names_its_source(session: Draft) -> None:
    """A task points to the heading of the spec that it comes from."""
    assert session.plan.tasks[0].sources == ("docs/specs/session-timeout.md#sessionstore-protocol",)
    assert all(len(task.sources) == 1 for task in session.plan.tasks)


def test_the_open_questions_of_the_spec_are_in_the_plan(session: Draft, facts: dict[str, Any]) -> None:
    """The questions that the tasks cite are told, and nothing else is open."""
    assert [question.split(":")[0] for question in session.questions] == facts["open_questions_cited"]


def test_everything_that_can_start_is_named(session: Draft) -> None:
    """The first wave is what waits for nothing, and each task stands in one wave."""
    assert session.waves[0] == ("IMPL_001", "IMPL_005")
    assert sorted(name for wave in session.waves for name in wave) == sorted(task.key for task in session.plan.tasks)


def drafted(text: str) -> Draft:
    """Draft the plan of a spec without decisions and features."""
    return draft(read_spec(read_outline(document_from_bytes(text.encode("utf-8"), "docs/specs/ovens.md"))))


def test_tasks_are_numbered_in_the_order_of_work() -> None:
    """A component that was written down before what it waits for comes after it, and dependencies name the ids."""
    plan = drafted(
        "# O\n\n## Components\n\n### Roof\n\n**Depends on:** Walls\n\n### Walls\n\n**Depends on:** floor\n\n### Floor\n"
    ).plan
    assert [(task.id, task.title, [on.on for on in task.depends_on]) for task in plan.tasks] == [
        ("IMPL_001", "Floor", []),
        ("IMPL_002", "Walls", ["IMPL_001"]),
        ("IMPL_003", "Roof", ["IMPL_002"]),
    ]


def test_criteria_come_from_requirements_and_from_the_component() -> None:
    """A task's criteria are those of what it implements, then its own, numbered from one; tests take none over."""
    plan = drafted(
        "# O\n\n## Requirements\n\n### REQ-001: Heat\n\n- AC-4: Warm\n- AC-7: Hot\n\n"
        "### REQ-002: Light\n\n- AC-1: Bright\n\n"
        "## Components\n\n### Coil\n\n**Implements:** REQ-002, REQ-001/AC-7\n\n**Criteria:**\n\n- Quiet\n\n"
        "### Fan\n\n**Implements:** REQ-001/AC-4\n\n## Tests\n\n### Warm\n\n**Verifies:** REQ-001\n"
    ).plan
    assert [[(item.id, item.text) for item in task.criteria] for task in plan.tasks] == [
        [("AC-1", "Hot"), ("AC-2", "Bright"), ("AC-3", "Quiet")],
        [("AC-1", "Warm")],
        [],
    ]
    assert [[citation.id for citation in task.requirements] for task in plan.tasks] == [
        ["REQ-002", "REQ-001"],
        ["REQ-001"],
        ["REQ-001"],
    ]


def test_what_the_sources_leave_open_is_asked() -> None:
    """A missing effort, priority, file, criterion, scenario or figure is a question, and never a made-up value."""
    made = drafted(
        "# O\n\n## Components\n\n### Coil\n\n**Effort:** M\n\n## Tests\n\n### Warm\n\n"
        "**Priority:** P1\n**Effort:** 2h\n\n"
        "**Coverage:**\n\n- COV_A: the whole oven\n- COV_B: 90% of coil.py\n- COV_C: 90% branch coverage\n"
    )
    assert made.questions == (
        "IMPL_001 has no priority; how urgent is it?",
        "IMPL_001 and TEST_001 name nothing that they leave behind; which files are to be there?",
        "IMPL_001 has no acceptance criteria; when is it done?",
        "TEST_001 has no scenarios; what are its tests to show?",
        "IMPL_001 has the effort 'M'; how many hours is that?",
        "COV_A names no figure; how much is enough?",
        "COV_B names no metric; is it of lines or of branches?",
        "COV_C names nothing that is measured; of which file is it?",
    )
    text = render(made)
    assert "**Estimated effort:** 2h (0.25 days of 8 hours), without IMPL_001\n" in text
    assert "None named" not in text


def test_a_decision_that_is_not_accepted_is_asked_about() -> None:
    """A plan that follows a decision which is still being discussed says so."""
    adr = read_adr(read_outline(document_from_bytes(b"# ADR-003: Gas\n\n## Status\n\nProposed\n", "ADR-003.md")))
    spec = read_spec(
        read_outline(document_from_bytes(b"# O\n\n**ADR:** ADR-003\n\n## Documentation\n\n### Use\n", "o.md"))
    )
    assert draft(spec, [adr]).questions[:1] == ("ADR-003 is proposed; is the work to start all the same?",)


def test_a_requirement_that_nothing_implements_is_asked_about() -> None:
    """A requirement, or the criteria of one, that no component takes up is told as an open question."""
    head = "# Ovens\n\n## Requirements\n\n### REQ-001: Heat\n\n- AC-1: Warm\n- AC-2: Hot\n\n### REQ-002: Light\n\n"
    made = drafted(f"{head}## Components\n\n### Coil\n\n**Implements:** REQ-001/AC-1\n")
    asked = [question for question in made.questions if "implements" in question]
    assert asked == [
        "No component implements REQ-001/AC-2; which one is to?",
        "No component implements REQ-002; which one is to?",
    ]


def test_a_small_spec_gives_a_small_plan() -> None:
    """A spec of one component and no effort gives a plan that says so, in which nothing is undefined."""
    text = render(drafted("# Ovens\n\n## Components\n\n### Coil\n"))
    assert "**Total subtasks:** 1\n" in text
    assert "**Estimated effort:** not stated\n" in text


def test_a_promise_stands_with_the_task_that_keeps_it() -> None:
    """What a contract promises is told at each task that carries it, and is read back from there."""
    made = drafted(
        "# O\n\n## Components\n\n### Coil\n\n**Contract:** CE_POWER, CE_HEAT\n\n## Contracts\n\n"
        "- CE_POWER: A plug that\n  fits: 16 A\n- CE_HEAT: `POST /heat` makes it warm\n"
    )
    assert "- CE_POWER: A plug that fits: 16 A\n- CE_HEAT: `POST /heat` makes it warm\n" in render(made)
    read = read_back(made).tasks[0].contract_endpoints
    assert [(each.id, each.text.removeprefix(f"{each.id}: ")) for each in read] == [
        ("CE_POWER", "A plug that fits: 16 A"),
        ("CE_HEAT", "`POST /heat` makes it warm"),
    ]


def test_a_remark_before_a_colon_is_left_as_it_is() -> None:
    """Only words that would be read as a field get a backslash before their colon."""
    text = render(
        drafted(
            "# O\n\n## Components\n\n### Coil\n\nTODO: tbd\n\nPriority: low\n\n"
            "**Deliverables:**\n\n- Priority: a list\n\n**Notes:**\n\n- Status: later\n- Note: this\n"
        )
    )
    lines = text.splitlines()
    assert "TODO: tbd" in lines
    assert r"Priority\: low" in lines
    assert {"- Priority: a list", "- Status: later", "- Note: this"} <= set(lines)


def test_ids_are_spelled_as_the_project_spells_them() -> None:
    """Where a project has kinds of its own for tasks, criteria and scenarios, the plan uses them and reads back."""
    own = (
        Kind("IMPL", "WORK", "-", Form.NUMBER, Role.TASK),
        Kind("AC", "CRIT", "_", Form.NUMBER, Role.CRITERION, local=True),
        Kind("SC", "SCEN", "-", Form.NUMBER, Role.SCENARIO),
    )
    grammar = Grammar((*own, *(kind for kind in KINDS if kind.name not in {"IMPL", "AC", "SC"})))
    text = b"# O\n\n**Features:** f.feature\n\n## Components\n\n### Coil\n\n**Criteria:**\n\n- Warm\n\n### Lid\n"
    spec = read_spec(read_outline(document_from_bytes(text, "docs/specs/o.md")), grammar)
    feature = read_feature(document_from_bytes(b"Feature: F\n  @SCEN-7 @SC-7\n  Scenario: S\n", "f.feature"))
    made = draft(spec, [], [feature], grammar=grammar)
    assert [task.id for task in made.plan.tasks] == ["WORK-001", "WORK-002", "TEST_001"]
    assert [item.id for item in made.plan.tasks[2].scenarios] == ["SCEN-7"]
    document = document_from_bytes(render(made).encode("utf-8"), made.plan.path)
    read = read_plan(document, dialect="markers", grammar=grammar)
    assert [(task.kind, task.id, [item.id for item in task.criteria]) for task in read.tasks] == [
        ("IMPL", "WORK-001", ["CRIT_1"]),
        ("IMPL", "WORK-002", []),
        ("TEST", "TEST_001", []),
    ]
