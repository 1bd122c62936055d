"""The files that the page on CI shows, held to what reads them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
FILES: dict[str, str] = dict(re.findall(r"^````yaml (\S+)\n(.*?)^````$", PAGE, re.MULTILINE | re.DOTALL))
CHECKS = {
    ".pre-commit-config.yaml": ["-m", "pre_commit", "validate-config"],
    ".github/workflows/plans.yml": ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"],
    ".gitlab-ci.yml": ["-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci"],
}


@pytest.mark.parametrize("name", FILES)
def test_a_shown_file_can_be_used(tmp_path: Path, name: str) -> None:
    """What reads such a file takes it."""
    path = tmp_path / Path(name).name
    path.write_text(FILES[name], encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, *CHECKS[name], str(path)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_hooks_and_inputs_are_those_of_the_project() -> None:
    """The page names the hooks that there are, and tells every input of the action and no other."""
    offered = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    (repository,) = yaml.safe_load(FILES[".pre-commit-config.yaml"])["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == offered
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    table = PAGE.partition("| input |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == set(inputs)
    used = yaml.safe_load(FILES[".github/workflows/plans.yml"])["jobs"]["verify"]["steps"][-1]["with"]
    assert set(used) <= set(inputs)
