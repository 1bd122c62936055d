"""Where files are shown on the web, as the environment of a build tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.cli.forge import web_of
from flowkit.model.web import Web

from .running import Run

GITHUB = {
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_REPOSITORY": "ada/tea",
    "GITHUB_SHA": "4f1d2c97",
}
GITLAB = {"CI_PROJECT_URL": "https://gitlab.example/ada/tea", "CI_COMMIT_SHA": "4f1d2c97"}


@pytest.mark.parametrize(
    ("place", "environment", "top"),
    [
        ("GITHUB_WORKSPACE", GITHUB, "https://github.example/ada/tea/blob/4f1d2c97"),
        ("CI_PROJECT_DIR", GITLAB, "https://gitlab.example/ada/tea/-/blob/4f1d2c97"),
    ],
)
def test_a_build_knows_where_its_files_are_shown(
    tmp_path: Path, place: str, environment: dict[str, str], top: str
) -> None:
    """That holds in the repository that is built and its folders, with all that is to be known of it."""
    known = {**environment, place: str(tmp_path / "tea")}
    assert web_of(tmp_path / "tea", known) == Web(top)
    assert web_of(tmp_path / "tea" / "docs", known) == Web(top, "docs")
    assert web_of(tmp_path, known) is None
    assert web_of(tmp_path / "tea", environment) is None
    assert web_of(tmp_path / "tea", {place: str(tmp_path / "tea")}) is None


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_reports_of_a_build_lead_to_its_forge(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    """The links of a summary and of a page hold wherever they are read."""
    for name, value in {**GITHUB, "GITHUB_WORKSPACE": str(plan.parents[1])}.items():
        monkeypatch.setenv(name, value)
    assert "https://github.example/ada/tea/blob/4f1d2c97/plans/" in run("verify", "--format", format).out
