"""Several projects in one repository: each judged by its nearest configuration, and all of them one verification."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import UsageError
from flowkit.request import Request

from .desk import TICKED, Desk

UNTICKED = TICKED.replace("Done", "Open")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A repository with two projects, of which one takes a phantom for a remark."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    desk = Desk(tmp_path, capsys)
    desk.write("tea/pyproject.toml", "[tool.flowkit]\nstrict = false\n")
    desk.write("tea/plans/tea.md", TICKED)
    desk.write("tea/kettle.py", "def boil(degrees):\n    return degrees >= 100\n")
    lenient = '[severity]\nphantom-completion = "info"\ndeliverable-missing = "info"\n'
    desk.write("cups/flowkit.toml", lenient)
    desk.write("cups/plans/cups.md", TICKED)
    return desk


def paths(desk: Desk) -> list[str]:
    """Return the plans of the last command."""
    return [str(plan["path"]) for plan in desk.document["plans"]]


def found(desk: Desk) -> set[tuple[str, str, str]]:
    """Return rule, severity and path of each finding of the last command."""
    return {(one["rule"], one["severity"], one["path"]) for one in desk.document["findings"]}


def test_each_plan_is_judged_by_its_nearest_configuration(desk: Desk) -> None:
    """What one project takes for a remark is an error in none, and evidence is sought in the project alone."""
    desk.type("verify", "--format", "json")
    assert paths(desk) == ["cups/plans/cups.md", "tea/plans/tea.md"]
    assert found(desk) == {
        ("phantom-completion", "info", "cups/plans/cups.md"),
        ("deliverable-missing", "info", "cups/plans/cups.md"),
        ("unproven-completion", "warning", "tea/plans/tea.md"),
    }
    assert desk.code == 0


def test_one_project_that_fails_is_enough(desk: Desk) -> None:
    """There is one exit code, and each project has its own say in it."""
    desk.write("tea/pyproject.toml", "[tool.flowkit]\nstrict = true\n")
    desk.type("verify")
    assert desk.code == 1
    assert "1 error, 2 infos in 2 plans" in desk.output


def test_the_project_above_leaves_the_others_alone(desk: Desk) -> None:
    """The plans at the top are held to what lies at the top: neither plans nor tags of the others are its own."""
    desk.write("flowkit.toml", 'plans = ["plans", "*/plans"]\n')
    desk.write("plans/top.md", UNTICKED.replace("tea", "top"))
    desk.write("tea/extra.py", "# implements: tea:IMPL_001\nX = 1\n")
    desk.type("verify", "--format", "json")
    assert paths(desk) == ["plans/top.md", "cups/plans/cups.md", "tea/plans/tea.md"]
    assert not [one for one in found(desk) if one[0] in {"ambiguous-tag", "orphan-tag"}]


def test_who_names_a_root_or_a_plan_means_that_alone(desk: Desk) -> None:
    """A root or a plan that is named is all that is verified."""
    desk.type("verify", "--root", "tea", "--format", "json")
    assert paths(desk) == ["tea/plans/tea.md"]
    desk.type("verify", "cups/plans/cups.md", "--format", "json")
    assert paths(desk) == ["cups/plans/cups.md"]


@pytest.mark.parametrize("folder", ["node_modules/cup", ".venv/cup", "vendor/cup", ".flowkit/cup", "kept/cup"])
def test_what_others_left_there_is_no_project(desk: Desk, folder: str) -> None:
    """Folders of tools, hidden ones and those that are excluded are not searched."""
    desk.write("flowkit.toml", 'exclude = ["kept"]\n')
    desk.write("plans/top.md", UNTICKED)
    desk.write(f"{folder}/flowkit.toml", "strict = true\n")
    desk.write(f"{folder}/plans/cup.md", TICKED)
    desk.type("verify", "--format", "json")
    assert paths(desk) == ["plans/top.md", "cups/plans/cups.md", "tea/plans/tea.md"]


def test_another_repository_speaks_for_itself(desk: Desk) -> None:
    """A repository inside this one is no project of it."""
    (desk.folder / "tea/.git").mkdir()
    desk.type("verify", "--format", "json")
    assert paths(desk) == ["cups/plans/cups.md"]


def test_a_project_in_a_project_belongs_to_itself(desk: Desk) -> None:
    """Of two configurations above a plan the nearer one holds."""
    desk.write("cups/saucers/flowkit.toml", "strict = true\n")
    desk.write("cups/saucers/plans/saucers.md", TICKED)
    desk.type("verify", "--format", "json")
    assert paths(desk) == ["cups/plans/cups.md", "cups/saucers/plans/saucers.md", "tea/plans/tea.md"]
    assert ("phantom-completion", "error", "cups/saucers/plans/saucers.md") in found(desk)
    assert desk.code == 1


@pytest.mark.parametrize("option", [("--fix",), ("--receipt", "tea.json")])
def test_what_is_for_one_project_says_so(desk: Desk, option: tuple[str, ...]) -> None:
    """Nothing is mended or sealed for several projects at once; the message names one."""
    desk.type("verify", *option)
    assert desk.code == 2
    assert "is for one project, and 2 more lie below this one (name one with --root" in desk.output
    assert not (desk.folder / "tea.json").exists()


def test_a_report_is_written_over_no_plan_of_any_project(desk: Desk) -> None:
    """A file that one of the verifications read is not overwritten."""
    desk.type("verify", "--output", "json=tea/plans/tea.md")
    assert desk.code == 2
    assert (desk.folder / "tea/plans/tea.md").read_text(encoding="utf-8") == TICKED


def test_a_broken_configuration_is_told_with_its_place(desk: Desk) -> None:
    """A project whose configuration cannot be used stops the whole, since nobody knows what it asks for."""
    desk.write("cups/flowkit.toml", "stricct = true\n")
    desk.type("verify")
    assert desk.code == 2
    assert "cups/flowkit.toml:1: unknown key stricct (did you mean strict?)" in desk.output


def test_each_test_command_runs_in_its_folder(desk: Desk) -> None:
    """Of several projects those are run that say how; where none does, that is wrong use."""
    desk.write("tea/pyproject.toml", '[tool.flowkit]\ntest_command = "brew"\n')
    ran: list[tuple[str, str]] = []

    def run(command: str, folder: Path) -> int:
        ran.append((command, folder.name))
        return 0

    assert len(app.verify(Request(desk.folder), None, run).verification.plans) == 2
    assert ran == [("brew", "tea")]
    desk.write("tea/pyproject.toml", "[tool.flowkit]\nstrict = true\n")
    with pytest.raises(UsageError, match="there is no test command to run"):
        app.verify(Request(desk.folder), None, run)


def test_no_plan_anywhere_is_wrong_use(desk: Desk) -> None:
    """Projects without any plan are told as one without."""
    for name in ("tea/plans/tea.md", "cups/plans/cups.md"):
        (desk.folder / name).unlink()
    desk.type("verify")
    assert desk.code == 2
    assert "there is no plan to verify" in desk.output
