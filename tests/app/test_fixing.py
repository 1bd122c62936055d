"""``fix``: what is wrong in a plan and takes no thought is mended in its bytes, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from flowkit import app
from flowkit.errors import UsageError
from flowkit.request import Request

from .broken_plans import Broken, broken_plans

MENDED = {"count-mismatch", "summary-drift", "graph-drift", "wrong-arithmetic", "unticked"}


def rules(request: Request) -> set[str]:
    """Return the rules that find something."""
    return {finding.rule for finding in app.verify(request).verification.findings}


# Tried widely, in a run of its own: `pytest -m broad`.
@pytest.mark.broad
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(broken_plans())
def test_only_the_meant_bytes_differ_and_a_second_run_is_empty(broken: Broken) -> None:
    """Whatever a plan's encoding and line ends, each mistake is mended where it stands and nothing else changes."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "plan.md")
        path.write_bytes(broken.before)
        request = Request(Path(folder), Path(folder), ("plan.md",))
        assert rules(request) & MENDED == broken.rules
        fixed = app.fix(request)
        assert path.read_bytes() == broken.before
        app.write(fixed.documents)
        assert path.read_bytes() == broken.after
        again = app.fix(request)
        assert again.documents == ()
        assert {finding.rule for finding in again.verified.verification.findings} & MENDED == set()


SEEDS = range(5)


@pytest.mark.parametrize("number", SEEDS)
def test_a_seed_is_mended_once(shared: Path, number: int, tmp_path: Path) -> None:
    """In each seed all is mended that can be, no line that has nothing to do with it changes, and once is enough."""
    (seed,) = (shared / "seeds").glob(f"{number:03d}_*")
    path = tmp_path / "plan.txt"
    path.write_bytes(seed.read_bytes())
    request = Request(tmp_path, tmp_path, ("plan.txt",))
    findings = app.verify(request).verification.findings
    wrong = [finding for finding in findings if finding.rule in MENDED]
    app.write(app.fix(request).documents)
    assert rules(request) & MENDED == set()
    assert app.fix(request).documents == ()
    assert (path.read_bytes() == seed.read_bytes()) is not bool(wrong)
    before, after = (one.read_bytes().splitlines(keepends=True) for one in (seed, path))
    meant = {finding.place.span.line for finding in wrong if finding.place.span}
    assert [line for at, line in enumerate(before, 1) if at not in meant and line not in after] == []


def test_the_fifth_seed_is_mended_as_its_author_would(shared: Path, tmp_path: Path) -> None:
    """Two totals, one arrow too many and two too few: these bytes differ and no others."""
    (seed,) = (shared / "seeds").glob("004_*")
    text = seed.read_bytes()
    (tmp_path / "plan.txt").write_bytes(text)
    app.write(app.fix(Request(tmp_path, tmp_path, ("plan.txt",))).documents)
    wanted = text.replace(b"subtasks:** 8", b"subtasks:** 9").replace(b"into 8 subtasks", b"into 9 subtasks")
    wanted = wanted.replace(b"IMPL_005 (Config) ---> IMPL_003\n\n", b"")
    last = b"IMPL_003 + IMPL_005 ---> DOC_001\n"
    wanted = wanted.replace(last, last + b"\nIMPL_002 ---> TEST_001\n\nIMPL_004 ---> TEST_003\n")
    assert (tmp_path / "plan.txt").read_bytes() == wanted


def fixed(folder: Path, text: str, *, untick: bool = False, **files: str) -> str:
    """Return a plan as ``fix`` leaves it, in a project with these files beside it."""
    (folder / "plan.md").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.py").write_text(content, encoding="utf-8")
    request = Request(folder, folder, ("plan.md",))
    app.write(app.fix(request, untick=untick).documents)
    assert app.fix(request, untick=untick).documents == ()
    return (folder / "plan.md").read_text(encoding="utf-8")


TASKS = "# Work plan: tea\n\n**Run ID:** tea\n\n{}\n\n## Tasks\n\n### IMPL_001: Kettle\n\n### IMPL_002: Cup\n"


@pytest.mark.parametrize("stated", [2, 3, 4])
def test_what_two_rules_want_differently_is_left_alone(tmp_path: Path, stated: int) -> None:
    """A figure that is a total and the sum of a column cannot be mended where the two disagree."""
    table = f"| Phase | Tasks |\n|---|---|\n| a | 2 |\n| b | 2 |\n| Total | {stated} |"
    text = TASKS.format(table)
    assert fixed(tmp_path, text) == text


def test_a_share_follows_the_total_that_was_mended(tmp_path: Path) -> None:
    """A mended figure can make another one wrong, which is mended in the same run."""
    text = TASKS.format("## Status\n\n**Total tasks:** 4\n**Open:** 2 (50%)")
    assert "**Total tasks:** 2\n**Open:** 2 (100%)" in fixed(tmp_path, text)


def test_what_is_silenced_is_not_mended(tmp_path: Path) -> None:
    """A comment that silences a rule keeps its findings from being mended."""
    text = TASKS.format("**Total tasks:** 3 <!-- flowkit: ignore count-mismatch: the third is in another plan -->")
    assert fixed(tmp_path, text) == text


def test_a_repeated_claim_is_mended_at_each_place(tmp_path: Path) -> None:
    """Two totals that are wrong in the same words are both mended."""
    text = TASKS.format("**Total tasks:** 3\n\nIt was broken into 3 tasks.")
    assert fixed(tmp_path, text) == TASKS.format("**Total tasks:** 2\n\nIt was broken into 2 tasks.")


PROVEN = """\
# Work plan: tea

**Run ID:** tea

**Completed tasks:** 1

## Tasks

### IMPL_001: Kettle

**Status:** {kettle}

**Deliverables:**
- `kettle.py` - the function `boil()`

**Acceptance criteria:**
- {mark} AC-1: Water boils (attested: Ada Byron, 2026-01-02, 0123abc)

### IMPL_002: Cup

**Status:** {cup}

**Deliverables:**
- `cup.py`
"""


# verifies: feat-reports-and-repair:IMPL_004/AC-2
def test_a_refuted_tick_is_taken_away_only_where_that_is_asked_for(tmp_path: Path) -> None:
    """``--untick`` opens what is done and missing, in the word that the plan has for it, and the count follows."""
    text = PROVEN.format(kettle="To do", mark="[ ]", cup="Done")
    assert fixed(tmp_path, text, kettle="def boil(): return 100\n") == text
    after = fixed(tmp_path, text, untick=True, kettle="def boil(): return 100\n")
    assert after == text.replace("Status:** Done", "Status:** To do").replace("tasks:** 1", "tasks:** 0")


@pytest.mark.parametrize(
    ("written", "opened"), [("DONE", "OPEN"), ("done", "open"), ("✅ Complete - all", "✅ Open - all")]
)
def test_a_status_is_written_as_its_author_writes(tmp_path: Path, written: str, opened: str) -> None:
    """Where a plan has no word of its own, capitals are kept, and so is what stands around the word."""
    text = TASKS.format("").replace(
        "### IMPL_002: Cup\n", f"### IMPL_002: Cup\n\n**Status:** {written}\n\n**Files:**\n- `cup.py`\n"
    )
    after = fixed(tmp_path, text, untick=True, kettle="")
    assert after == text.replace(written, opened)


def test_a_ticked_criterion_of_an_open_task_is_opened(tmp_path: Path) -> None:
    """A box and the status beside it are opened together, and so is what is ticked below."""
    text = "# Plan\n\n### Phase 1: Tea\n\n- [x] **Task 1.1:** Cup\n  - **Status:** Done\n  - **Files:** `cup.py`\n"
    after = fixed(tmp_path, text, untick=True, kettle="")
    assert after == text.replace("[x]", "[ ]").replace("Done", "Open")


# verifies: feat-reports-and-repair:IMPL_004/AC-3
def test_a_plan_that_changed_in_the_meantime_is_not_overwritten(tmp_path: Path) -> None:
    """What somebody wrote while flowkit was at work stays, and none of the other plans is written either."""
    for name in ("cup", "pot"):
        (tmp_path / f"{name}.md").write_text(TASKS.format("**Total tasks:** 3"), encoding="utf-8")
    documents = app.fix(Request(tmp_path, tmp_path, ("cup.md", "pot.md"))).documents
    (tmp_path / "pot.md").write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(UsageError, match="changed while it was worked on"):
        app.write(documents)
    assert (tmp_path / "pot.md").read_text(encoding="utf-8") == "# Mine\n"
    assert "**Total tasks:** 3" in (tmp_path / "cup.md").read_text(encoding="utf-8")
