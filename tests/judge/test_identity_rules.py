"""Ids that are defined twice, nowhere, or only in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.judge.identity import duplicate_marker, undefined_reference, unresolved_dependency
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.marker import Role
from flowkit.model.plan import Definition, Mention, Plan
from flowkit.model.source import Span
from flowkit.model.task import Citation, Dependency, Task, Unresolved
from flowkit.model.verdict import Place, Surroundings
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline

IDS = st.sampled_from(["IMPL_001", "IMPL_002", "IMPL_003", "TEST_001"])


def at(line: int) -> Span:
    """Return a span on a line."""
    return Span(line * 10, line * 10 + 1, line, 1)


def defined(identifier: str, line: int = 1, owner: str | None = None) -> Definition:
    """Return a definition."""
    return Definition("IMPL", identifier, owner, at(line))


def cited(identifier: str, line: int, role: Role = Role.TASK) -> Mention:
    """Return a mention."""
    return Mention("IMPL", role, identifier, at(line))


@given(st.lists(IDS, max_size=12))
def test_each_repeated_id_makes_one_finding(ids: list[str]) -> None:
    """However often an id is repeated, it is told once, with all of its places."""
    plan = Plan("p", "p.md", "markers", definitions=tuple(defined(one, line) for line, one in enumerate(ids, 1)))
    found = list(duplicate_marker(plan, Surroundings()))
    assert {finding.marker for finding in found} == {f"p:{one}" for one in ids if ids.count(one) > 1}
    for finding in found:
        assert len(finding.related) + 1 == ids.count((finding.marker or "").removeprefix("p:"))


def test_local_ids_begin_anew_under_each_owner() -> None:
    """AC-1 of one task is not AC-1 of another; twice under one task it is a duplicate."""
    apart = (defined("AC-1", 1, "IMPL_001"), defined("AC-1", 2, "IMPL_002"))
    again = (*apart, defined("AC-1", 3, "IMPL_002"))
    assert list(duplicate_marker(Plan("p", "p.md", "markers", definitions=apart), Surroundings())) == []
    (found,) = duplicate_marker(Plan("p", "p.md", "markers", definitions=again), Surroundings())
    assert (found.marker, found.place.span) == ("p:IMPL_002/AC-1", at(3))


def test_the_local_ids_of_a_repeated_task_are_not_told_besides() -> None:
    """One mistake makes one finding."""
    twice = (
        defined("IMPL_001", 1),
        defined("AC-1", 2, "IMPL_001"),
        defined("IMPL_001", 3),
        defined("AC-1", 4, "IMPL_001"),
    )
    (found,) = duplicate_marker(Plan("p", "p.md", "markers", definitions=twice), Surroundings())
    assert found.marker == "p:IMPL_001"


def test_steps_begin_anew_in_each_phase() -> None:
    """Step 1 of another phase is another step; Task 1.1 is the same everywhere."""

    def plan(label: str) -> Plan:
        tasks = tuple(Task(label, label, "TASK", "work", at(n), phase=f"Phase {n}") for n in (1, 2))
        return Plan("p", "p.md", "steps", tasks=tasks, definitions=(defined(label, 1), defined(label, 2)))

    assert list(duplicate_marker(plan("Step 1"), Surroundings())) == []
    assert len(list(duplicate_marker(plan("Task 1.1"), Surroundings()))) == 1
    assert len(list(duplicate_marker(plan("T001"), Surroundings()))) == 1


def test_steps_begin_anew_in_each_section_that_counts_from_the_start() -> None:
    """Step 1 below another heading of a phase is another step; below the same heading it is a duplicate."""
    text = "# Plan\n## Phase 1\n### Part A\n#### Step 1\n#### Step 2\n### Part B\n#### Step 1\n{}\n"

    def found(last: str) -> list[str]:
        outline = read_outline(document_from_bytes(text.format(last).encode(), "p.md"))
        lines = [(section.title.text, section.title.line) for section in outline.sections if section.level == 4]
        definitions = tuple(defined(title, line) for title, line in lines)
        tasks = tuple(Task(title, title, "TASK", "work", at(line), phase="Phase 1") for title, line in lines)
        plan = Plan("p", "p.md", "steps", tasks=tasks, definitions=definitions, outline=outline)
        return [finding.message for finding in duplicate_marker(plan, Surroundings())]

    assert found("#### Step 2") == []
    assert found("#### Step 1") == ["Step 1 is defined twice"]


def test_ids_that_a_later_phase_defines_again_make_one_finding() -> None:
    """Numbers that another phase reuses are one mistake, with all places."""
    rows = [(name, phase) for phase in (1, 2) for name in ("T001", "T002", "T003")]
    tasks = tuple(
        Task(name, name, "TASK", "work", at(line), phase=f"Phase {phase}") for line, (name, phase) in enumerate(rows, 1)
    )
    definitions = tuple(defined(name, line) for line, (name, _) in enumerate(rows, 1))
    plan = Plan("p", "p.md", "spec-kit", tasks=tasks, definitions=definitions)
    (finding,) = duplicate_marker(plan, Surroundings())
    assert (finding.message, finding.place.span) == ("T001, T002 and T003 are each defined twice", at(4))
    assert [place.span for place in finding.related] == [at(1), at(2), at(5), at(3), at(6)]


def test_all_undefined_ids_make_one_finding_at_the_first() -> None:
    """The others are related places, in order, each once."""
    task = Task("IMPL_001", "IMPL_001", "IMPL", "work", at(1), requirements=(Citation("SEC-1", at(5)),))
    mentions = (cited("OQ-1", 7), cited("REQ-001", 3, Role.REQUIREMENT), cited("OQ-1", 9), cited("IMPL_001", 2))
    plan = Plan("p", "p.md", "markers", tasks=(task,), definitions=(defined("IMPL_001"),), mentions=mentions)
    (found,) = undefined_reference(plan, Surroundings())
    assert found.message == "REQ-001, SEC-1 and OQ-1 are cited, and nothing at hand defines them"
    assert found.place.span == at(3)
    assert [place.span for place in found.related] == [at(5), at(7)]


def test_definitions_in_other_plans_and_sources_count() -> None:
    """An id is undefined only if nothing at hand defines it."""
    plan = Plan("p", "p.md", "markers", mentions=(cited("IMPL_009", 3), cited("ADR-001", 4, Role.DECISION)))
    other = Plan("q", "q.md", "markers", definitions=(defined("IMPL_009"),))
    assert list(undefined_reference(plan, Surroundings((plan, other), {"ADR-001": Place("adr/1.md")}))) == []


@pytest.mark.parametrize("written", ["impl_1", "IMLP_001", "IMPL-001", "IMP_001"])
def test_a_near_match_is_a_hint_and_no_match(written: str) -> None:
    """Ids compare as written; case, zeros and single characters are what people get wrong."""
    task = Task("IMPL_002", "IMPL_002", "IMPL", "work", at(1), depends_on=(Dependency(written, None, at(4)),))
    plan = Plan("p", "p.md", "markers", tasks=(task,), definitions=(defined("IMPL_001"), defined("IMPL_002")))
    (found,) = undefined_reference(plan, Surroundings())
    assert found.hint is not None and "IMPL_001" in found.hint


def test_what_a_summary_lists_and_criteria_of_others_are_no_references() -> None:
    """A summary has a rule of its own, and AC-1 may be anybody's."""
    summary = Claim(ClaimKind.SUMMARY, "", at(3), "IMPL", "IMPL_009")
    mentions = (cited("IMPL_009", 3), cited("AC-1", 4, Role.CRITERION))
    plan = Plan("p", "p.md", "markers", claims=(summary,), mentions=mentions)
    assert list(undefined_reference(plan, Surroundings())) == []


def test_a_wildcard_is_no_id() -> None:
    """``*`` stands for all requirements."""
    task = Task("Task 4.4", "Task 4.4", "TASK", "work", at(1), requirements=(Citation("*", at(5)),))
    assert list(undefined_reference(Plan("p", "p.md", "story", tasks=(task,)), Surroundings())) == []


def test_words_that_name_no_task_are_told_as_they_stand() -> None:
    """What cannot be followed is shown, not guessed."""
    task = Task("IMPL_001", "IMPL_001", "IMPL", "work", at(1), unresolved=(Unresolved("the vendor", at(4)),))
    (found,) = unresolved_dependency(Plan("p", "p.md", "markers", tasks=(task,)), Surroundings())
    assert found.message == "IMPL_001 depends on “the vendor”, which names no task"
    assert found.place.span == at(4)
