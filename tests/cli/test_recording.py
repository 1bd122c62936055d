"""``verify --receipt``, ``receipt check`` and ``baseline``: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from .running import PLAN, Run

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> Path:
    """A project with a plan whose total is wrong, and with some code."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "greeting.md").write_text(PLAN.format(total=3), encoding="utf-8")
    (tmp_path / "flowkit.toml").write_text("", encoding="utf-8")
    (tmp_path / "hello.py").write_text("HELLO = 1\n", encoding="utf-8")
    return tmp_path


def valid(text: str, schema: str) -> None:
    """Validate a text against a published schema."""
    published = json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(text), published)


def test_a_receipt_is_written_checked_and_refused(run: Run, project: Path) -> None:
    """The receipt of a failed verification is a receipt all the same; exit codes are 0, 1 for changes, 2 for edits."""
    assert run("verify", "--receipt", "receipt.json").code == 1
    receipt = project / "receipt.json"
    valid(receipt.read_text(encoding="utf-8"), "flowkit-receipt-1")
    ran = run("receipt", "check", "receipt.json")
    assert (ran.code, ran.err) == (0, "")
    assert "ok: nothing has changed of 2 files and 4 markers" in ran.out
    plan = project / "plans" / "greeting.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("AC-1: It greets", "AC-2: It greets"), encoding="utf-8")
    ran = run("receipt", "check", "receipt.json")
    assert ran.code == 1
    assert "changed  plans/greeting.md\n" in ran.out
    assert "feat-greeting:IMPL_001/AC-1: unproven -> gone\n" in ran.out
    assert "feat-greeting:IMPL_001/AC-2: not there -> unproven (no test verifies it)\n" in ran.out
    ran = run("receipt", "check", "receipt.json", "--format", "json")
    assert (ran.code, json.loads(ran.out)["changed"]) == (1, True)
    valid(ran.out, "flowkit-receipt-check-1")
    receipt.write_text(receipt.read_text(encoding="utf-8").replace("unproven", "proven"), encoding="utf-8")
    ran = run("receipt", "check", "receipt.json")
    assert (ran.code, ran.out) == (2, "")
    assert "receipt.json: was edited after flowkit wrote it" in ran.err


def test_a_receipt_after_mending_speaks_of_what_stands(run: Run) -> None:
    """With ``--fix``, the receipt is that of the mended plans."""
    assert run("verify", "--fix", "--receipt", "receipt.json").code == 0
    assert run("receipt", "check", "receipt.json").code == 0
    assert run("verify", "--fix", "--diff", "--receipt", "receipt.json").code == 2


def test_a_receipt_that_is_not_there_is_told(run: Run) -> None:
    """A missing file is told by its name."""
    ran = run("receipt", "check", "nowhere.json")
    assert (ran.code, ran.err) == (2, "flowkit: nowhere.json: cannot be read: No such file or directory\n")


def test_a_baseline_is_written_and_counted(run: Run, project: Path) -> None:
    """What is recorded is left out and counted, in text and in JSON; a dry run writes nothing."""
    ran = run("baseline", "--reason", "older than our checks", "--until", "2999-12-31", "--dry-run")
    assert (ran.code, ran.out) == (
        0,
        "would write flowkit-baseline.toml: 1 added (count-mismatch), 0 kept, 0 dropped\n",
    )
    assert not (project / "flowkit-baseline.toml").exists()
    ran = run("baseline", "--reason", "older than our checks", "--until", "2999-12-31")
    assert (ran.code, ran.out) == (0, "wrote flowkit-baseline.toml: 1 added (count-mismatch), 0 kept, 0 dropped\n")
    ran = run("verify")
    assert ran.code == 0
    assert "Left out by the baseline: 1 error (count-mismatch)\n" in ran.out
    assert "ok: 1 plan checked, nothing new found" in ran.out
    printed = json.loads(run("verify", "--format", "json").out)
    assert (printed["summary"]["left_out"], printed["findings"]) == (1, [])
    assert [one["rule"] for one in printed["left_out"]] == ["count-mismatch"]


def test_a_baseline_needs_a_reason(run: Run, project: Path) -> None:
    """Without a reason, or with a day that is none, nothing is recorded."""
    assert run("baseline").code == 2
    assert run("baseline", "--reason", "x", "--until", "soon").code == 2
    assert not (project / "flowkit-baseline.toml").exists()


def test_changes_are_told_since_a_revision(run: Run) -> None:
    """Without a repository, ``--since`` is an error, and no clean run."""
    ran = run("verify", "--since", "HEAD")
    assert (ran.code, ran.out) == (2, "")
