"""``verify --output``: one verification, told in several formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowkit.report.formats import BUILT_IN

from .running import Run

JUNIT = (
    '<testsuite name="t"><testcase classname="test_hello" name="test_it" file="test_hello.py" line="1"/></testsuite>'
)


@pytest.mark.usefixtures("plan")
def test_one_run_writes_every_format(run: Run, tmp_path: Path) -> None:
    """Each file holds what ``--format`` prints, whatever is printed beside them, and the exit code stays."""
    wanted = [f"--output={name}=build/{name}.txt" for name in BUILT_IN]
    ran = run("verify", "--format", "github", *wanted)
    assert ran.code == 1
    assert ran.out == run("verify", "--format", "github").out
    for name in BUILT_IN:
        written = (tmp_path / "build" / f"{name}.txt").read_text(encoding="utf-8")
        assert written == run("verify", "--format", name).out, name


@pytest.mark.usefixtures("plan")
def test_a_report_is_written_again(run: Run, tmp_path: Path) -> None:
    """What a report says is the last run's, also where flowkit's own JUnit XML lies where reports are looked for."""
    for total in (3, 2):
        plan = tmp_path / "plans" / "greeting.md"
        plan.write_text(plan.read_text(encoding="utf-8").replace("3", str(total)), encoding="utf-8")
        ran = run("verify", "--output", "json=out.json", "--output", "junit=junit.xml")
        assert (ran.code, ran.err) == (int(total == 3), "")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["findings"] == []


@pytest.mark.parametrize(
    "file", ["plans/greeting.md", "plans/letter.md", "flowkit.toml", "docs/specs/tea.md", "junit.xml", "link.md"]
)
def test_what_is_read_is_not_overwritten(run: Run, plan: Path, tmp_path: Path, file: str) -> None:
    """A plan, another document beside it, the configuration, a spec and a test report are worth more than a report."""
    assert run("init", "tea").code == 0
    (plan.parent / "letter.md").write_text("# Dear editor\n", encoding="utf-8")
    (tmp_path / "flowkit.toml").write_text("", encoding="utf-8")
    (tmp_path / "junit.xml").write_text(JUNIT, encoding="utf-8")
    (tmp_path / "link.md").symlink_to(plan)
    before = (tmp_path / file).read_bytes()
    ran = run("verify", "--output", "json=fine.json", "--output", f"markdown={file}")
    assert (ran.code, ran.out) == (2, "")
    assert f"{file}: is read by this verification and is not overwritten (name another file)" in ran.err
    assert (tmp_path / file).read_bytes() == before
    assert not (tmp_path / "fine.json").exists()


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sarif"], "--output sarif names no file (write FORMAT=FILE, as in sarif=build/flowkit.sarif)"),
        (["=x"], "--output =x names no file"),
        (["sarf=x"], "there is no format sarf (did you mean sarif?)"),
        (["json=plans"], "plans: is a folder, not a file to write"),
        (["json=a", "csv=./b/../a"], "./b/../a: is to hold two reports"),
        (["json=" + "a" * 300], "cannot be written: File name too long"),
        (["json=plans/greeting.md/x"], "cannot be written"),
    ],
)
def test_wrong_words_are_told(run: Run, words: list[str], told: str) -> None:
    """What cannot be written is told in a line."""
    ran = run("verify", *(f"--output={word}" for word in words))
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


@pytest.mark.usefixtures("plan")
def test_a_patch_goes_into_no_report(run: Run) -> None:
    """``--diff`` verifies nothing that could be reported."""
    ran = run("verify", "--fix", "--diff", "--output", "json=x.json")
    assert (ran.code, ran.err) == (2, "flowkit: --output and --diff exclude each other (leave one of them out)\n")
