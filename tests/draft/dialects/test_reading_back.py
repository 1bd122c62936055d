"""What is written in a dialect reads back in it to the same plan, but for what the table of losses names."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowkit.draft.dialects.carry import carry, draft_of
from flowkit.draft.dialects.comparison import Loss, find_losses
from flowkit.draft.dialects.forms import FORMS, Form
from flowkit.draft.dialects.losses import LOSSES
from flowkit.draft.plan import Draft, RiskNote
from flowkit.draft.render import render
from flowkit.model.marker import Grammar
from flowkit.model.plan import Drawing, Edge, Phase, Plan
from flowkit.model.task import (
    Attestation,
    Citation,
    ContractEndpoint,
    CoverageTarget,
    Criterion,
    Deliverable,
    Dependency,
    Effort,
    Item,
    Label,
    Scenario,
    State,
    Task,
    Unresolved,
)
from flowkit.read.asides import read_asides
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

from .generated_plans import HERE, plans

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


GRAMMAR = Grammar()
ATTESTED = Attestation("Ada", "2026-01-02", "0123abc")
FULL_TASK = Task(
    id="IMPL_001",
    key="IMPL_001",
    kind="IMPL",
    title="Heat the water",
    state=State.DONE,
    status=Label("Done", "on the second try"),
    phase="Phase 1: Heat",
    optional=True,
    parallel=True,
    story="US1",
    priority=Label("P0", "Foundation"),
    effort=Effort("2h", 2, 2),
    description="First of all.",
    depends_on=(Dependency("IMPL_002", "the kettle"),),
    unresolved=(Unresolved("the builders"),),
    deliverables=(Deliverable("`src/kettle.py` - the driver", "src/kettle.py", "the driver"), Deliverable("A towel")),
    requirements=(Citation("NFR-001"), Citation("REQ-001")),
    criteria=(Criterion("AC-1", "It boils (attested: Ada, 2026-01-02, 0123abc)", True, None, None, ATTESTED),),
    verifications=(Item(None, "Listen to it", True),),
    changes=(Item(None, "More heat", False),),
    how_to_test=(Item(None, "Look at it"),),
    checklist=(Item(None, "Plug it in", True),),
    scenarios=(Scenario("SC-001", "Water boils", True),),
    coverage_targets=(CoverageTarget("COV_KETTLE", "90% line coverage of kettle.py", "line", 90, "kettle.py", None),),
    contract_endpoints=(ContractEndpoint("CE_HEAT", "The switch", None),),
    features=("features/kettle.feature",),
    commands=("kettle --on",),
    notes=("Mind the steam",),
    sources=("docs/tea.md#water",),
)
GATES = read_plan(
    document_from_bytes(
        b"# Tea\n\n**Author:** Ada\n\nDrink it.\n\n### IMPL_001: Heat\n\n## Gates\n\n- [ ] Nobody is thirsty\n",
        "tea.md",
    )
)


def full_plan(*phases: str) -> Plan:
    """Return a plan with a value in every field, whose drawn graph says other things than its fields."""
    return replace(
        GATES,
        id="tea",
        run_id="tea",
        title="Tea for all",
        status=Label("In progress", "since noon"),
        adr="ADR-021",
        effort=Effort("3h", 3, 3),
        created="2026-03-02",
        overview="All about tea.\n\nAnd cups.",
        phases=tuple(map(Phase, phases)),
        tasks=(FULL_TASK, Task("IMPL_002", "IMPL_002", "IMPL", "Buy it", phase="Phase 1: Heat", state=State.DROPPED)),
        drawings=(Drawing((Edge("IMPL_002", "IMPL_001", HERE),), (), HERE),),
    )


def full_draft(*phases: str) -> Draft:
    """Return a draft of that plan with all that stands beside the tasks."""
    return replace(
        draft_of(full_plan(*phases)),
        spec="docs/specs/tea.md",
        features=("features/tea.feature",),
        risks=(RiskNote("IMPL_001", "Steam burns", None),),
        consequences=("ADR-021: Cups get stained",),
        questions=("OQ-1: Green or black?",),
        non_goals=("Coffee",),
        waves=(("IMPL_002",), ("IMPL_001",)),
    )


def read_back(draft: Draft, form: Form) -> tuple[tuple[Loss, ...], Plan]:
    """Return what is lost of a draft in a dialect, and the plan that its text is recognised as."""
    carried = carry(draft, form, GRAMMAR).draft
    text = render(carried, form.dialect)
    read = read_plan(document_from_bytes(text.encode("utf-8"), f"cups{form.ending}"))
    assert read.dialect == form.dialect
    return find_losses(carried, read, text, read_asides(draft.plan), read_asides(read)), read


@pytest.mark.parametrize("dialect", FORMS)
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_plan_reads_back_to_itself(dialect: str, data: st.DataObject) -> None:
    """Whatever a plan says, nothing of it is lost or changed that the table does not name."""
    plan = data.draw(plans(FORMS[dialect]))
    losses, read = read_back(draft_of(plan), FORMS[dialect])
    assert [str(loss) for loss in losses if loss.what not in LOSSES[dialect]] == []
    assert [task.id for task in read.tasks] == [task.id for task in plan.tasks]


@pytest.mark.parametrize("dialect", FORMS)
def test_the_table_names_what_is_lost_and_no_more(dialect: str) -> None:
    """A plan with everything in it loses in each dialect exactly what the table says."""
    drafts = [full_draft("Phase 1: Heat", "Phase 2: Drink"), full_draft("Phase 1: All of it")]
    if dialect == "markers":
        # There a plan that was drafted from a spec is called a work plan; it is never converted.
        drafts = [replace(draft, spec=None) for draft in drafts]
    told = {loss.what for draft in drafts for loss in read_back(draft, FORMS[dialect])[0]}
    assert told == LOSSES[dialect]


@pytest.mark.parametrize("dialect", FORMS)
def test_plain_words_come_through_as_they_are(dialect: str) -> None:
    """What needs no care is carried into a dialect unchanged, but for ids."""
    before, after = (
        full_plan("Phase 1: Heat"),
        carry(draft_of(full_plan("Phase 1: Heat")), FORMS[dialect], GRAMMAR).draft.plan,
    )
    first, carried = before.tasks[0], after.tasks[0]
    as_before = {"id": first.id, "key": first.key, "kind": first.kind, "depends_on": first.depends_on}
    of_task = {"coverage_targets": first.coverage_targets, "contract_endpoints": first.contract_endpoints}
    assert replace(carried, **as_before, **of_task) == first  # type: ignore[arg-type]  # fields of the task, by name
    assert replace(after, tasks=before.tasks, drawings=before.drawings) == before
    assert [each.reason for each in carried.depends_on] == ["the kettle"]
    assert [(each.id, each.text) for each in carried.coverage_targets] == [
        ("COV_KETTLE", "90% line coverage of kettle.py")
    ]


@pytest.mark.parametrize(
    ("dialect", "ids"),
    [
        ("markers", ["IMPL_001", "ST-002", "T003", "ST-004", "ST-005"]),
        ("story", ["Task 1", "Task 1.1", "Task 3", "Task 7", "Task 5"]),
        ("phases", ["Task 1", "Task 1.1", "Task 3", "Task 7", "Task 5"]),
        ("steps", ["Step 1", "Step 1.1", "Step 3", "Step 7", "Step 5"]),
        ("spec-kit", ["T001", "T002", "T003", "T004", "T005"]),
        ("subtasks", ["IMPL_001", "Task 1.1", "T003", "Step 7", "ST-005"]),
    ],
)
def test_ids_stay_where_they_can(dialect: str, ids: list[str]) -> None:
    """An id that a dialect can carry stays, a number does if it can, and what has none gets one that is free."""
    names = ["IMPL_001", "Task 1.1", "T003", "Step 7", None]
    tasks = tuple(Task(name, name or f"#{place}", "TASK", "Sit") for place, name in enumerate(names, start=1))
    carried = carry(draft_of(Plan("p", "p.md", "markers", tasks=tasks)), FORMS[dialect], GRAMMAR)
    assert [task.id for task in carried.draft.plan.tasks] == ids
    assert carried.names == tuple(zip(["IMPL_001", "Task 1.1", "T003", "Step 7", "#5"], ids, strict=True))


def test_new_ids_step_aside() -> None:
    """A new id is never one that stays, wherever that stands."""
    names = ["IMPL_001", "T001", "T003", "IMPL_004"]
    tasks = tuple(Task(name, name, "TASK", "Sit") for name in names)
    carried = carry(draft_of(Plan("p", "p.md", "markers", tasks=tasks)), FORMS["spec-kit"], GRAMMAR)
    assert [task.id for task in carried.draft.plan.tasks] == ["T002", "T001", "T003", "T004"]


def test_text_follows_the_ids() -> None:
    """Where a task gets a new id, dependencies and running text name it by that, and longer names are left alone."""
    text = "IMPL_001 comes before IMPL_0011, src/IMPL_001.py and other:IMPL_001"
    tasks = (
        Task("IMPL_001", "IMPL_001", "IMPL", "First"),
        Task("IMPL_002", "IMPL_002", "IMPL", text, depends_on=(Dependency("IMPL_001"), Dependency("IMPL_009"))),
    )
    carried = carry(draft_of(Plan("p", "p.md", "markers", tasks=tasks)), FORMS["story"], GRAMMAR).draft.plan.tasks[1]
    assert carried.title == "Task 1 comes before IMPL_0011, src/IMPL_001.py and other:IMPL_001"
    assert [each.on for each in carried.depends_on] == ["Task 1", "IMPL_009"]


@pytest.mark.parametrize("dialect", FORMS)
@pytest.mark.parametrize("label", ["Task 4: Pour", "Step 4: Pour", "T004 Pour", "IMPL_004: Pour"])
def test_no_words_make_a_task(dialect: str, label: str) -> None:
    """A title, a phase or a box inside a task that begins like another task is none."""
    task = replace(FULL_TASK, checklist=(Item(None, label, False),), phase=f"Phase 1: {label}")
    odd = replace(FULL_TASK, id="IMPL_003", key="IMPL_003", phase=label)
    plan = replace(full_plan(), title=label, tasks=(task, odd))
    losses, read = read_back(draft_of(plan), FORMS[dialect])
    assert len(read.tasks) == 2
    assert [str(loss) for loss in losses if loss.what not in LOSSES[dialect]] == []


@pytest.mark.parametrize("text", ["src/a.py README", "lib/Kettle.py", "src/my-dir/thing   # odd", "the cup"])
@pytest.mark.parametrize("source", ["**Files:**\n- {}\n", "**Files:**\n\n```\n{}\n```\n"])
def test_files_are_the_same_in_every_dialect(source: str, text: str) -> None:
    """However a plan names its files, in a list or a block, each of them alone or not, they arrive."""
    plan = read_plan(document_from_bytes(f"# T\n\n### Task 1: Pour\n\n{source.format(text)}".encode(), "tea.md"))
    for form in FORMS.values():
        losses, read = read_back(draft_of(plan), form)
        assert [str(loss) for loss in losses if loss.what not in LOSSES[form.dialect]] == []
        assert [[file.path for file in task.files] for task in read.tasks] == [[f.path for f in plan.tasks[0].files]]


def test_a_task_that_is_in_progress_says_so_without_a_status() -> None:
    """No box says that work is under way, so a status does."""
    plan = Plan("p", "p.md", "steps", tasks=(Task("Task 1", "Task 1", "TASK", "Stir", state=State.IN_PROGRESS),))
    for form in FORMS.values():
        assert [task.state for task in read_back(draft_of(plan), form)[1].tasks] == [State.IN_PROGRESS]


def test_what_a_template_leaves_out_is_told() -> None:
    """A task that is not in the text at all, and one that is there and should not be, are told by name."""
    draft = draft_of(full_plan())
    read = replace(full_plan(), tasks=(full_plan().tasks[1], replace(FULL_TASK, key="IMPL_007")))
    told = [str(loss) for loss in find_losses(draft, read, "")]
    assert told[:2] == ["lost: everything of 1 task (IMPL_001)", "changed: the work of 1 task (IMPL_007)"]
