"""What the evidence says of a plan: the verdict of each marker, and the rules that they break."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.judge.assessment import assess
from flowkit.judge.verification import judge
from flowkit.model.evidence import (
    FRESH,
    UNDATED,
    Age,
    BodyFact,
    ChangeFact,
    ContractFact,
    CoverageFact,
    Evidence,
    ExecutionFact,
    FileFact,
    Flaw,
    Freshness,
    Outcome,
    SymbolFact,
    TagFact,
    TestFact,
    Unmeasured,
)
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.verdict import Assessment, Finding, Surroundings, Verdict
from flowkit.read.document import document_from_bytes
from flowkit.read.gherkin import read_feature
from flowkit.read.plans import read_plan

PLAN = """\
# Work plan: tea

**Run ID:** tea

## Tasks

### IMPL_001: Kettle
{status}
**Dependencies:** None

**Deliverables:**
- `src/kettle.py` - the class `Kettle`

**Acceptance criteria:**
- AC-1: It boils
- AC-2: It stops by itself{attested}

**Contract endpoints:**
- CE_KETTLE: What it can be asked

### TEST_001: Tests of the kettle
{status}
**Dependencies:** IMPL_001

**Deliverables:**
- `tests/test_kettle.py`

**Coverage targets:**
- COV_KETTLE: 90% line coverage of kettle.py

**Scenarios:**
- SC-001: It whistles
"""
FEATURE = "Feature: Kettle\n\n  @SC-001\n  Scenario: It whistles\n    When it boils\n    Then it whistles\n"
STALE = Freshness(Age.STALE, "src/kettle.py changed since")


def plan(status: str = "\n**Status:** Done\n", attested: str = "") -> Plan:
    """Return the plan, by default with every task done."""
    return read_plan(document_from_bytes(PLAN.format(status=status, attested=attested).encode(), "plans/tea.md"))


def a_test(name: str, *markers: str, outcome: Outcome = Outcome.PASSED, line: int = 1) -> TestFact:
    """Return a test of the kettle that ran on what is there now."""
    span = Span(0, 0, line, 1)
    path = "tests/test_kettle.py"
    return TestFact(path, f"{path}::{name}", outcome, ".flowkit/tests.json", markers, span=span, freshness=FRESH)


BOILS = a_test("test_boils", "tea:IMPL_001/AC-1")
STOPS = a_test("test_stops", "IMPL_001/AC-2", line=10)
ASKED = a_test("test_asked", "CE_KETTLE", line=20)
WHISTLES = replace(a_test("test_whistles", line=30), scenario=("features/kettle.feature", "It whistles"))
KETTLE = FileFact("src/kettle.py", "src/kettle.py")
CLASS = SymbolFact("src/kettle.py", "Kettle", "class", Span(0, 5, 1, 1))
TESTS = FileFact("tests/test_kettle.py", "tests/test_kettle.py")
COVERED = CoverageFact(".coverage", "src/kettle.py", "line", 9, 10, FRESH)
CONTRACT = ContractFact("kettle.json", "CE_KETTLE", "/properties/kettle", found=True)
IMPLEMENTS = TagFact("src/kettle.py", "implements", "CE_KETTLE", Span(0, 5, 3, 1))
ALL: tuple[Evidence, ...] = (KETTLE, CLASS, TESTS, BOILS, STOPS, ASKED, WHISTLES, COVERED, CONTRACT, IMPLEMENTS)


def assessed(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> Assessment:
    """Return what some evidence says of the plan."""
    subject = of or plan()
    feature = read_feature(document_from_bytes(FEATURE.encode(), "features/kettle.feature"))
    return assess([subject], [subject], evidence, [feature], whole=True)


def verdicts(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> dict[str, str]:
    """Return the verdict of each marker, by its short name."""
    found = assessed(evidence, of).markers["plans/tea.md"]
    return {marker.ref.removeprefix("tea:"): marker.verdict.value for marker in found}


def findings(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> tuple[Finding, ...]:
    """Return what all rules find."""
    subject = of or plan()
    around = Surroundings((subject,), assessment=assessed(evidence, subject))
    return judge([subject], around)


def rules_broken(evidence: tuple[Evidence, ...] = ALL, of: Plan | None = None) -> set[tuple[str, str | None]]:
    """Return the rules that find something, each with its marker."""
    return {(one.rule, (one.marker or "").removeprefix("tea:") or None) for one in findings(evidence, of)}


def without(*facts: Evidence) -> tuple[Evidence, ...]:
    """Return all evidence but some."""
    return tuple(fact for fact in ALL if fact not in facts)


def instead(old: Evidence, *new: Evidence) -> tuple[Evidence, ...]:
    """Return all evidence with something in the place of one fact."""
    return (*without(old), *new)


# verifies: feat-flowkit-commands:IMPL_002/AC-2
def test_a_plan_of_which_everything_holds_is_proven() -> None:
    """Files, symbols, tests, coverage and contract together prove every marker, and nothing is found."""
    assert set(verdicts().values()) == {"proven"}
    assert list(verdicts()) == [
        "IMPL_001", "IMPL_001/AC-1", "IMPL_001/AC-2", "CE_KETTLE", "TEST_001", "SC-001", "COV_KETTLE"
    ]  # fmt: skip
    assert findings() == ()


# verifies: feat-flowkit-commands:IMPL_002/AC-1
# verifies: feat-flowkit-commands:IMPL_002/AC-3, feat-flowkit-commands:IMPL_002/AC-4
@pytest.mark.parametrize(
    ("evidence", "marker", "verdict", "rule"),
    [
        (without(KETTLE, CLASS), "IMPL_001", "missing", "deliverable-missing"),
        ((*without(KETTLE, CLASS), replace(CLASS, path="a/kettle.py")), "IMPL_001", "missing", "deliverable-moved"),
        (without(CLASS), "IMPL_001", "missing", "symbol-missing"),
        (instead(CLASS, replace(CLASS, empty=True)), "IMPL_001", "failing", "symbol-missing"),
        (instead(CLASS, Unmeasured("src/kettle.py", "Kettle", "no reader")), "IMPL_001", "unproven", None),
        ((*ALL, SymbolFact("src/kettle.py", "src/kettle.py", "file", None, True)), "IMPL_001", "failing",
         "symbol-missing"),
        (without(BOILS), "IMPL_001/AC-1", "unproven", "criterion-unproven"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.FAILED)), "IMPL_001/AC-1", "failing", "test-failed"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.ERROR)), "IMPL_001/AC-1", "failing", "test-failed"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.UNDEFINED)), "IMPL_001/AC-1", "failing", "test-failed"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.SKIPPED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.XFAILED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.RETRIED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, outcome=Outcome.DESELECTED)), "IMPL_001/AC-1", "unproven", "test-skipped"),
        (instead(BOILS, replace(BOILS, hollow=True)), "IMPL_001/AC-1", "unproven", "hollow-test"),
        (instead(BOILS, replace(BOILS, freshness=STALE)), "IMPL_001/AC-1", "stale", "stale-evidence"),
        (instead(BOILS, replace(BOILS, freshness=UNDATED)), "IMPL_001/AC-1", "unproven", "criterion-unproven"),
        (without(WHISTLES), "SC-001", "unproven", "scenario-not-run"),
        (instead(WHISTLES, replace(WHISTLES, outcome=Outcome.FAILED)), "SC-001", "failing", "test-failed"),
        (without(COVERED), "COV_KETTLE", "unproven", "coverage-unmeasured"),
        (instead(COVERED, replace(COVERED, covered=8)), "COV_KETTLE", "failing", "coverage-below"),
        (instead(COVERED, replace(COVERED, metric="branch")), "COV_KETTLE", "unproven", "coverage-unmeasured"),
        (instead(COVERED, replace(COVERED, freshness=STALE)), "COV_KETTLE", "stale", "stale-evidence"),
        (instead(COVERED, replace(COVERED, measured="src/kettle.pyx")), "COV_KETTLE", "unproven",
         "coverage-unmeasured"),
        (without(CONTRACT), "CE_KETTLE", "unproven", "contract-missing"),
        (instead(CONTRACT, replace(CONTRACT, found=False)), "CE_KETTLE", "missing", "contract-missing"),
        (instead(CONTRACT, replace(CONTRACT, found=None)), "CE_KETTLE", "unproven", "contract-missing"),
        (instead(CONTRACT, replace(CONTRACT, broken=("a property went",))), "CE_KETTLE", "failing", "contract-broken"),
        (without(IMPLEMENTS), "CE_KETTLE", "unproven", "contract-missing"),
        (without(ASKED), "CE_KETTLE", "unproven", "criterion-unproven"),
    ],
)  # fmt: skip
def test_each_way_not_to_hold_has_its_verdict_and_its_rule(
    evidence: tuple[Evidence, ...], marker: str, verdict: str, rule: str | None
) -> None:
    """One thing that is missing, wrong, old or open is the verdict of its marker, and the finding of its rule."""
    assert verdicts(evidence)[marker] == verdict
    told = rules_broken(evidence)
    assert rule is None or (rule, marker) in told
    task = marker.partition("/")[0] if marker.startswith("IMPL") else {"CE_KETTLE": "IMPL_001"}.get(marker, "TEST_001")
    completion = "phantom-completion" if verdict in {"failing", "missing"} else "unproven-completion"
    assert (completion, task) in told


def test_the_worst_verdict_wins() -> None:
    """A task is what the worst of its parts is, whatever else of it is proven."""
    evidence = instead(BOILS, replace(BOILS, outcome=Outcome.FAILED))
    assert verdicts(evidence)["IMPL_001"] == "failing"
    assert verdicts(without(BOILS))["IMPL_001"] == "unproven"


def test_an_unproven_dependency_blocks_and_does_not_roll_up() -> None:
    """A task whose dependency is unproven keeps its own verdict, and says what it waits for."""
    found = {one.ref: one for one in assessed(without(BOILS)).markers["plans/tea.md"]}
    assert found["tea:TEST_001"].verdict is Verdict.PROVEN
    assert found["tea:TEST_001"].blocked_by == ("tea:IMPL_001",)
    assert found["tea:IMPL_001"].blocked_by == ()


def test_one_failure_outweighs_many_passes() -> None:
    """A criterion that two tests verify holds only if both pass."""
    other = a_test("test_boils_again", "IMPL_001/AC-1", outcome=Outcome.FAILED)
    assert verdicts((*ALL, other))["IMPL_001/AC-1"] == "failing"
    assert verdicts((*ALL, replace(other, outcome=Outcome.SKIPPED)))["IMPL_001/AC-1"] == "unproven"


def test_a_tag_in_a_test_verifies_as_a_mark_does() -> None:
    """A ``verifies:`` tag within a test speaks for that test, one for the whole file for all of it."""
    silent = replace(BOILS, markers=())
    within = TagFact("tests/test_kettle.py", "verifies", "IMPL_001/AC-1", None, 1, 4, "test_boils")
    assert verdicts((*instead(BOILS, silent), within))["IMPL_001/AC-1"] == "proven"
    elsewhere = replace(within, first=50, last=60)
    assert verdicts((*instead(BOILS, silent), elsewhere))["IMPL_001/AC-1"] == "unproven"
    whole = replace(within, owner=None)
    assert verdicts((*instead(BOILS, silent), whole))["IMPL_001/AC-1"] == "proven"


def test_a_bare_mention_proves_nothing() -> None:
    """A comment that merely names a criterion verifies nothing."""
    mention = TagFact("tests/test_kettle.py", None, "IMPL_001/AC-1", None, 1, 4, "test_boils")
    assert verdicts((*instead(BOILS, replace(BOILS, markers=())), mention))["IMPL_001/AC-1"] == "unproven"


def test_a_test_has_to_reach_the_code_that_it_verifies() -> None:
    """Where it was recorded which lines a test executed, one that executes none of the code verifies nothing."""
    tag = TagFact("src/kettle.py", "implements", "IMPL_001/AC-1", None, 10, 20, "Kettle.boil")
    astray = ExecutionFact(".coverage", "src/kettle.py", BOILS.test, frozenset({1, 2}), FRESH)
    assert verdicts((*ALL, tag, astray))["IMPL_001/AC-1"] == "unproven"
    assert ("unreached-code", "IMPL_001/AC-1") in rules_broken((*ALL, tag, astray))
    reached = replace(astray, lines=frozenset({1, 2, 12}))
    assert verdicts((*ALL, tag, reached))["IMPL_001/AC-1"] == "proven"


IN_THE_CLASS = TagFact("src/kettle.py", "implements", "IMPL_001/AC-1", None, 10, 20, "Kettle.boil")


@pytest.mark.parametrize(
    ("lines", "tag", "verdict"),
    [
        ({1, 10}, IN_THE_CLASS, "unproven"),
        ({1, 10, 12}, IN_THE_CLASS, "proven"),
        ({30}, IN_THE_CLASS, "unproven"),
        ({1, 10}, IMPLEMENTS, "unproven"),
        ({30}, IMPLEMENTS, "proven"),
        (set(), IMPLEMENTS, "unproven"),
    ],
)
def test_to_import_code_is_not_to_reach_it(lines: set[int], tag: TagFact, verdict: str) -> None:
    """A test that makes a file be imported executes its ``def`` lines; only lines of a body show that it is used."""
    body = BodyFact("src/kettle.py", frozenset({12, 13, 30}))
    executed = ExecutionFact(".coverage", "src/kettle.py", BOILS.test, frozenset(lines), FRESH)
    assert verdicts((*ALL, tag, body, executed))["IMPL_001/AC-1"] == verdict


def test_what_has_no_body_cannot_be_reached() -> None:
    """Where what implements a marker has nothing that could be run, nobody asks that a test runs it."""
    executed = ExecutionFact(".coverage", "src/kettle.py", BOILS.test, frozenset({30}), FRESH)
    fields = BodyFact("src/kettle.py", frozenset({30}))
    assert verdicts((*ALL, IN_THE_CLASS, fields, executed))["IMPL_001/AC-1"] == "proven"


def test_a_scenario_may_reach_whatever_its_task_waits_for() -> None:
    """Tests of a task that makes tests are to reach the code of the tasks that it waits for, directly or not."""
    text = PLAN.format(status="\n**Status:** Done\n", attested="").replace(
        "### TEST_001: Tests of the kettle\n\n**Status:** Done\n\n**Dependencies:** IMPL_001",
        "### IMPL_002: Lid\n\n**Status:** Done\n\n**Dependencies:** IMPL_001\n\n"
        "### TEST_001: Tests of the kettle\n\n**Status:** Done\n\n**Dependencies:** IMPL_002",
    )
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    assert [item.on for task in subject.tasks for item in task.depends_on] == ["IMPL_001", "IMPL_002"]
    reached = ExecutionFact(".coverage", "src/kettle.py", WHISTLES.test, frozenset({5}), FRESH)
    assert verdicts((*ALL, reached), subject)["SC-001"] == "proven"
    other = ExecutionFact(".coverage", "src/kettle.py", STOPS.test, frozenset({5}), FRESH)
    astray = replace(reached, measured="src/cup.py")
    assert verdicts((*ALL, other, astray), subject)["SC-001"] == "unproven"


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        (frozenset({"README.md"}), "manual"),
        (frozenset({"src/kettle.py"}), "stale"),
        (None, "unproven"),
    ],
)
def test_an_attestation_holds_until_the_deliverables_change(changed: frozenset[str] | None, verdict: str) -> None:
    """A named person's word at a commit is manual; stale once a deliverable changed; unproven at an unknown commit."""
    attested = plan(attested=" (attested: Ada Lovelace, 2026-03-02, 3f02d5b)")
    evidence = (*without(STOPS), ChangeFact("git", "3f02d5b", changed))
    assert verdicts(evidence, attested)["IMPL_001/AC-2"] == verdict


@pytest.mark.parametrize(
    "word", ["attested: Ada", "attested: Ada, yesterday, 3f02d5b", "attested: Ada, 2026-03-02, main"]
)
def test_half_an_attestation_is_none(word: str) -> None:
    """Without a name, a date and a commit, a criterion is attested to by nobody."""
    assert verdicts(without(STOPS), plan(attested=f" ({word})"))["IMPL_001/AC-2"] == "unproven"


def test_what_is_open_is_held_to_nothing() -> None:
    """A task that says that it is open has no finding for what is not there yet."""
    assert rules_broken((), plan("\n**Status:** Open\n")) == set()


def test_a_dropped_task_owes_nothing() -> None:
    """A task that is struck out has no verdict at all."""
    text = PLAN.format(status="", attested="").replace("IMPL_001: Kettle", "~~IMPL_001: Kettle~~")
    dropped = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    assert "IMPL_001" not in verdicts(ALL, dropped)


def test_a_plan_without_states_is_held_to_its_word_once_it_is_under_way() -> None:
    """Where no task tells a state, nothing is found before any work is there, and everything once some is."""
    assert rules_broken((), plan("")) == set()
    assert ("deliverable-missing", "TEST_001") in rules_broken((KETTLE, CLASS), plan(""))


def test_what_is_proven_and_open_may_be_ticked() -> None:
    """A task that says that it is open, and is proven, is told of as information."""
    assert rules_broken(ALL, plan("\n**Status:** Open\n")) == {("unticked", "IMPL_001"), ("unticked", "TEST_001")}


def test_a_plan_that_no_report_speaks_of_is_told_of_once() -> None:
    """Ticks of a plan that no test, coverage or attestation speaks of make one finding, not one a marker."""
    evidence = (KETTLE, CLASS, TESTS, CONTRACT, IMPLEMENTS)
    found = findings(evidence)
    assert [one.rule for one in found] == ["unproven-completion"]
    assert found[0].message == "2 tasks are ticked, and no report speaks of this plan"


def in_a_folder(text: str) -> Plan:
    """Return the plan with a folder in the place of the kettle's file."""
    text = text.replace("`src/kettle.py`", "`src/kettle/`").replace("of kettle.py", "of src/kettle")
    return read_plan(document_from_bytes(text.encode(), "plans/tea.md"))


def test_a_folder_is_what_is_in_it() -> None:
    """A deliverable that is a folder has its symbols, its code and its coverage in the files below it."""
    subject = in_a_folder(PLAN.format(status="\n**Status:** Done\n", attested=""))
    folder = FileFact("src/kettle", "src/kettle/", ("src/kettle/a.py", "src/kettle/b.py"))
    inside = replace(CLASS, path="src/kettle/b.py")
    covered = replace(COVERED, measured="src/kettle/b.py")
    held = (*without(KETTLE, CLASS, COVERED), folder, inside, covered)
    assert set(verdicts(held, subject).values()) == {"proven"}
    outside = (*(fact for fact in held if fact is not inside), CLASS)
    assert verdicts(outside, subject)["IMPL_001"] == "missing"
    assert ("symbol-missing", "IMPL_001") in rules_broken(outside, subject)
    astray = ExecutionFact(".coverage", "src/kettle/a.py", STOPS.test, frozenset({5}), FRESH)
    elsewhere = replace(astray, measured="src/cup.py", test=BOILS.test)
    assert verdicts((*held, astray, elsewhere), subject)["IMPL_001/AC-1"] == "unproven"
    empty = (replace(folder, holds=()), SymbolFact("src/kettle", "src/kettle", "file", empty=True))
    (told,) = (one for one in findings((*without(KETTLE, CLASS), *empty), subject) if one.rule == "symbol-missing"
               and "holds" in one.message)  # fmt: skip
    assert told.message == "IMPL_001: src/kettle holds no file"


def test_an_attestation_is_stale_once_a_file_in_a_folder_changed() -> None:
    """What a folder holds is delivered, so that its change ends what somebody attested."""
    text = PLAN.format(status="\n**Status:** Done\n", attested=" (attested: Ada Lovelace, 2026-03-02, 3f02d5b)")
    folder = FileFact("src/kettle", "src/kettle/", ("src/kettle/a.py",))
    evidence = (*without(KETTLE, STOPS), folder, ChangeFact("git", "3f02d5b", frozenset({"src/kettle/a.py"})))
    assert verdicts(evidence, in_a_folder(text))["IMPL_001/AC-2"] == "stale"


def test_a_pattern_is_there_if_anything_matches() -> None:
    """A pattern is one deliverable, of which one file that is no stub is enough."""
    text = PLAN.format(status="\n**Status:** Done\n", attested="").replace("`src/kettle.py`", "`src/*.py`")
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    stub = SymbolFact("src/a.py", "src/a.py", "file", empty=True)
    two = (*without(KETTLE), FileFact("src/a.py", "src/*.py"), FileFact("src/kettle.py", "src/*.py"))
    assert verdicts((*two, stub), subject)["IMPL_001"] == "proven"
    assert verdicts((*without(KETTLE), FileFact("src/a.py", "src/*.py"), stub), subject)["IMPL_001"] == "failing"
    assert verdicts(without(KETTLE), subject)["IMPL_001"] == "missing"


def test_a_document_names_what_its_task_names() -> None:
    """A documentation task is missing what its documents do not mention, wherever the task names it."""
    head = "# Tea\n\n## Tasks\n\n### DOC_001: Describe `pour()`\n\n**Status:** Done\n\n"
    text = f"{head}**Deliverables:**\n- `docs/tea.md`\n"
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    document = FileFact("docs/tea.md", "docs/tea.md")
    assert verdicts((document,), subject) == {"DOC_001": "missing"}
    assert verdicts((document, SymbolFact("docs/tea.md", "pour", "mention")), subject) == {"DOC_001": "proven"}


def test_a_bare_name_that_may_be_several_files_is_told() -> None:
    """A coverage target and a deliverable that name a file by its name alone, of which there are two, prove nothing."""
    other = replace(COVERED, measured="lib/kettle.py")
    unnamed = read_plan(
        document_from_bytes(
            PLAN.format(status="\n**Status:** Done\n", attested="").replace("src/kettle.py", "kettle.py").encode(),
            "plans/tea.md",
        )
    )
    two = (FileFact("src/kettle.py", "kettle.py"), FileFact("lib/kettle.py", "kettle.py"))
    told = rules_broken((*without(KETTLE), *two, other), unnamed)
    assert ("ambiguous-path", "IMPL_001") in told
    assert ("ambiguous-path", "COV_KETTLE") in told


def test_a_name_that_two_plans_define_binds_to_neither() -> None:
    """A short name in a tag is ambiguous where two plans in question define it; a full one is not."""
    one = plan()
    other = replace(plan(), id="coffee", path="plans/coffee.md")
    short = TagFact("src/kettle.py", "implements", "IMPL_001", Span(0, 5, 3, 1))
    found = assess([one, other], [one, other], (short,), whole=True)
    around = Surroundings((one, other), assessment=found)
    told = judge([one, other], around, select=["ambiguous-tag", "orphan-tag"])
    assert [(finding.rule, finding.place.path) for finding in told] == [("ambiguous-tag", "src/kettle.py")]
    assert told[0].message == "IMPL_001 may be any of tea:IMPL_001, coffee:IMPL_001"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("SC-01", "Is SC-001 meant?"),
        ("CE_KETLTE", "Is CE_KETTLE meant?"),
        ("tea:IMLP_001", "Is tea:IMPL_001 meant?"),
        ("tea:SC-002", "Name a marker that a plan defines; the nearest is tea:SC-001."),
        ("SC-999", "Name a marker that a plan defines; the nearest is SC-001."),
        ("COV_CUP", "Name a marker that a plan defines."),
    ],
)
def test_a_tag_to_no_marker_is_told_with_the_nearest(written: str, hint: str) -> None:
    """A tag that names what no plan defines is an orphan; a slip of one character is recognised."""
    tag = TagFact("src/kettle.py", "implements", written, Span(0, 5, 3, 1))
    (found,) = (one for one in findings((*ALL, tag)) if one.rule == "orphan-tag")
    assert (found.message, found.hint) == (f"{written} is no marker of any plan", hint)


def test_a_name_of_a_plan_that_is_not_in_question_is_nobodys_business() -> None:
    """A full name of another plan is neither bound nor an orphan."""
    tag = TagFact("src/kettle.py", "implements", "coffee:IMPL_001", Span(0, 5, 3, 1))
    assert findings((*ALL, tag)) == ()


def test_a_report_that_cannot_be_used_is_told_once() -> None:
    """A flaw is an error at the report, however many plans are judged."""
    flaw = Flaw(".flowkit/tests.json", "was edited after it was written", None, "Run the tests again.")
    (found,) = findings((*ALL, flaw))
    assert (found.rule, found.place.path, found.message) == (
        "unusable-evidence",
        ".flowkit/tests.json",
        "was edited after it was written",
    )


@pytest.mark.parametrize(
    ("contract", "told"),
    [
        ((), ("CE_KETTLE: it is bound to no contract file", 'Bind it: [tool.flowkit.contracts.CE_KETTLE] file = "…".')),
        ((replace(CONTRACT, found=False, reason="kettle.json has no x", hint="Is y meant?"),),
         ("CE_KETTLE: kettle.json has no x", "Is y meant?")),
        ((replace(CONTRACT, found=None, reason="its accepted version old.json is not there", hint="Put it back."),),
         ("CE_KETTLE: its accepted version old.json is not there", "Put it back.")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_contract_is_told_once(contract: tuple[ContractFact, ...], told: tuple[str, str]) -> None:
    """A contract that is unbound, absent or not to be compared makes one finding, which says which it is."""
    found = [
        one
        for one in findings((*without(CONTRACT), *contract))
        if one.rule in {"contract-missing", "unusable-evidence"}
    ]
    assert [(one.message, one.hint) for one in found] == [told]


def test_a_contract_that_is_broken_is_told_of_an_open_task_too() -> None:
    """Whoever relied on the accepted version is broken whether or not the task is done."""
    broken = instead(CONTRACT, replace(CONTRACT, broken=("the minimum of /a was raised",)))
    assert ("contract-broken", "CE_KETTLE") in rules_broken(broken, plan("\n**Status:** Open\n"))


def test_an_ignored_finding_is_silent() -> None:
    """A comment in the plan silences a rule of evidence as any other."""
    text = PLAN.format(status="\n**Status:** Done\n", attested="").replace(
        "- AC-1: It boils",
        "<!-- flowkit: ignore criterion-unproven: looked at by eye -->\n- AC-1: It boils",
    )
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    assert ("criterion-unproven", "IMPL_001/AC-1") not in rules_broken(without(BOILS), subject)
