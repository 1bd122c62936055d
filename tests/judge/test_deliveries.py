"""Files, folders, patterns and documents that a task is to leave behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.model.evidence import FRESH, ChangeFact, ExecutionFact, FileFact, SymbolFact, TagFact
from flowkit.model.plan import Plan
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

from .kettle import ALL, BOILS, CLASS, COVERED, KETTLE, PLAN, STOPS, findings, rules_broken, verdicts, without


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


@pytest.mark.parametrize("written", ["`src/{kettle,lid}.py`", "`src/kettle.py`, `src/lid.py`"])
def test_of_several_files_one_defines_the_symbol(written: str) -> None:
    """An entry that names several files and a symbol has it in one of them; each of the files has to be there."""
    text = PLAN.format(status="\n**Status:** Done\n", attested="").replace("`src/kettle.py`", written)
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    lid = FileFact("src/lid.py", "src/lid.py")
    assert verdicts((*ALL, lid), subject)["IMPL_001"] == "proven"
    assert verdicts(ALL, subject)["IMPL_001"] == "missing"
    told = [one.message for one in findings((*without(CLASS), lid), subject) if one.rule == "symbol-missing"]
    assert told == ["IMPL_001: Kettle is not in src/kettle.py or src/lid.py"]


def test_what_stands_where_the_plan_says_has_not_moved() -> None:
    """A missing file is not said to be elsewhere for a symbol or a tag that is in another file of the same task."""
    written = "`src/kettle.py`, `src/lid.py`"
    text = PLAN.format(status="\n**Status:** Done\n", attested="").replace("`src/kettle.py`", written)
    subject = read_plan(document_from_bytes(text.encode(), "plans/tea.md"))
    tag = TagFact("src/kettle.py", "implements", "IMPL_001")
    told = {one.rule for one in findings((*ALL, tag), subject)}
    assert "deliverable-missing" in told
    assert "deliverable-moved" not in told


@pytest.mark.parametrize("title", ["Describe `pour()`", "Describe `pour`", "Describe pour()"])
def test_a_document_names_what_its_task_names(title: str) -> None:
    """A documentation task is missing what its documents do not mention, wherever the task names it."""
    head = f"# Tea\n\n## Tasks\n\n### DOC_001: {title}\n\n**Status:** Done\n\n"
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
