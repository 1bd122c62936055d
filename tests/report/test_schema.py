"""The published schemas, and whether flowkit's output keeps to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flowkit.cli import main
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.count import MarkerCount
from flowkit.model.edit import Edit
from flowkit.model.evidence import FileFact, SymbolFact
from flowkit.model.plan import Drawing, Edge, Phase, Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.task import ContractEndpoint, CoverageTarget, Criterion, Deliverable, Dependency, Effort, Label, Task
from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification
from flowkit.report import count, show
from flowkit.report import json as verify
from flowkit.report.schema import SHAPES, schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "docs" / "schemas"
SPAN = Span(start=10, end=18, line=2, column=3)


@pytest.fixture
def plan() -> Plan:
    """A plan that has something of everything."""
    task = Task(
        id="Task 1.1",
        key="Task 1.1",
        kind="TASK",
        title="Pack",
        span=SPAN,
        phase="Before the journey",
        priority=Label("high"),
        effort=Effort("1-2h", 1, 2, SPAN),
        depends_on=(Dependency("Task 1.0", "the bag", SPAN),),
        deliverables=(Deliverable("`bag.md` - a list", "bag.md", "a list", (), SPAN), Deliverable("goodwill")),
        criteria=(Criterion(None, "It closes", False, SPAN), Criterion("AC-1", "It is light", None, SPAN)),
        coverage_targets=(CoverageTarget("COV_BAG", "all of it", "line", 90.0, "bag.py", "Task 1.1", SPAN),),
        contract_endpoints=(ContractEndpoint("CE_BAG", "the bag", "Task 1.1", SPAN),),
    )
    return Plan(
        id="journey",
        path="plans/journey.md",
        dialect="story",
        status=Label("Complete"),
        phases=(Phase("Before the journey", SPAN),),
        tasks=(task, Task(None, "#2", "TASK", "Go")),
        drawings=(Drawing((Edge("B", "A", SPAN),), (("A", "Home"),), SPAN),),
        claims=(Claim(ClaimKind.TOTAL, "3 tasks", SPAN, "tasks", "3"),),
    )


@pytest.fixture
def verification(plan: Plan) -> Verification:
    """A verification with a finding and a verdict."""
    finding = Finding(
        "count-mismatch",
        Severity.ERROR,
        "declares 3 tasks; 2 are defined",
        Place("plans/journey.md", SPAN),
        "journey:Task 1.1",
        (Place("plans/journey.md", None, "the whole document"),),
        "Write 2.",
        (Edit(SPAN, "2"),),
    )
    facts = (FileFact("bag.md", "bag.md"), SymbolFact("bag.py", "pack", "function", SPAN))
    duty = Obligation("file", "journey:Task 1.1", "bag.md exists", Verdict.PROVEN, "it is there", facts)
    return Verification((plan,), (finding,), (MarkerVerdict("journey:Task 1.1", Verdict.PROVEN, "Task 1.1", (duty,)),))


@pytest.mark.parametrize("name", SHAPES)
def test_the_published_schema_is_the_generated_one(name: str) -> None:
    """A change of the output shows in the published schema (``uv run python docs/schemas/generate.py``)."""
    published = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema(name)))


def validate(text: str) -> dict[str, object]:
    """Validate a JSON text against the schema that it names, and return it."""
    document: dict[str, object] = json.loads(text)
    published = json.loads((SCHEMAS / f"{document['schema']}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(document, published)
    return document


def test_show_keeps_to_its_schema(plan: Plan) -> None:
    """Every key of ``show`` is there and of the published type."""
    document = validate(show.render([plan]))
    assert document["schema"] == "flowkit-show-1"


def test_count_keeps_to_its_schema() -> None:
    """Every key of ``count`` is there and of the published type."""
    document = validate(count.render([MarkerCount("a.md", {"TASK": 2}, {"REQ": 1})]))
    assert document["total"] == {"defined": {"TASK": 2}, "cited": {"REQ": 1}}


def test_verify_keeps_to_its_schema(verification: Verification) -> None:
    """Every key of ``verify`` is there and of the published type."""
    document = validate(verify.render(verification))
    assert document["findings"] == [
        {
            "rule": "count-mismatch",
            "severity": "error",
            "message": "declares 3 tasks; 2 are defined",
            "path": "plans/journey.md",
            "line": 2,
            "column": 3,
            "marker": "journey:Task 1.1",
            "related": [{"path": "plans/journey.md", "line": None, "column": None, "note": "the whole document"}],
            "hint": "Write 2.",
            "edits": [{"start": 10, "end": 18, "line": 2, "column": 3, "text": "2"}],
        }
    ]


DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("docs/examples/*.md", "plans/*.md", "tests/read/dialects/cases/*.md")
    for path in ROOT.glob(pattern)
)


@pytest.mark.parametrize("command", ["next", "graph"])
def test_what_is_printed_of_work_keeps_to_its_schema(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What the commands for working with plans print of real documents is valid."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--format", "json", *(str(ROOT / path) for path in DOCUMENTS)])
    assert ended.value.code in {0, 1}
    assert validate(capsys.readouterr().out)["schema"] == f"flowkit-{command}-1"


def test_a_trace_keeps_to_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed of all chains of real documents is valid, and every link and gap is of a node."""
    with pytest.raises(SystemExit) as ended:
        main(["trace", "--format", "json"])
    assert ended.value.code == 0
    printed: Any = validate(capsys.readouterr().out)
    keys = {node["key"] for node in printed["nodes"]}
    assert printed["schema"] == "flowkit-trace-1" and len(keys) == len(printed["nodes"]) > 100
    assert {end for link in printed["links"] for end in (link["first"], link["then"])} <= keys
    assert {gap["node"] for gap in printed["gaps"]} <= keys


# Tried widely, in a run of its own: `pytest -m broad`.
@pytest.mark.broad
@pytest.mark.parametrize("command", ["show", "count", "verify"])
def test_what_is_printed_keeps_to_its_schema(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What the commands print of real documents, one by one and all together, is valid."""
    assert DOCUMENTS
    # Each verification reads the whole project.
    for named in (*([path] for path in DOCUMENTS[: 1 if command == "verify" else None]), DOCUMENTS):
        with pytest.raises(SystemExit) as ended:
            main([command, "--format", "json", *(str(ROOT / path) for path in named)])
        assert ended.value.code in {0, 1}
        assert validate(capsys.readouterr().out)["schema"] == f"flowkit-{command}-1"


PLANS = [path for path in DOCUMENTS if path.startswith("plans/")]


# Tried widely, in a run of its own: `pytest -m broad`.
@pytest.mark.broad
@pytest.mark.parametrize("document", PLANS)
def test_a_brief_of_any_task_keeps_to_its_schema(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed of each task of this project's own plans is valid, and speaks of that task."""
    with pytest.raises(SystemExit):
        main(["show", "--format", "json", str(ROOT / document)])
    tasks = json.loads(capsys.readouterr().out)["plans"][0]["tasks"]
    # One of each kind of the first plan, and one of each other: a brief reads the whole project.
    refs = [*{task["kind"]: task["ref"] for task in tasks}.values()]
    for ref in refs if document == PLANS[0] else refs[-1:]:
        with pytest.raises(SystemExit) as ended:
            main(["brief", ref, "--format", "json", str(ROOT / document)])
        assert ended.value.code == 0
        printed = validate(capsys.readouterr().out)
        assert printed["schema"] == "flowkit-brief-1"
        assert isinstance(printed["step"], dict)
        assert printed["step"]["ref"] == ref


def test_a_schema_refuses_what_is_not_of_its_version(plan: Plan) -> None:
    """A document of another version, or one that lacks a key, is not valid."""
    document = json.loads(show.render([plan]))
    published = schema("flowkit-show-1")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "schema": "flowkit-show-2"}, published)
    del document["plans"][0]["tasks"][0]["ref"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, published)
