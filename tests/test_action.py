"""The action that other repositories use: held to the schema of its format, and its scripts run as a runner would."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from .cli.running import PLAN

ROOT = Path(__file__).resolve().parents[1]
ACTION = ROOT / "action.yml"
MADE: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = MADE["runs"]["steps"]
SCRIPTS = {step["id"]: step for step in STEPS if "run" in step}
# Notes how it was called; an environment that it makes holds a Python that does the same.
PYTHON = """\
#!/bin/sh
case "$1" in
  -c) exit {old} ;;
esac
printf '%s\\n' "$@" >> "$RUNNER_TEMP/called"
[ "$2" != venv ] || {{ mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; }}
"""


@dataclass(frozen=True)
class Step:
    """How the script of a step ended: exit code, what it printed, its outputs, and the summary of the job."""

    code: int
    out: str
    outputs: dict[str, str]
    summary: str


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """The folder that a runner keeps for a job."""
    folder = tmp_path / "runner with a space"
    folder.mkdir()
    return folder


def run(step: str, runner: Path, folder: Path, path: str = os.environ["PATH"], **given: str) -> Step:
    """Run the script of a step with the values of its environment; those that are not given are empty."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("the action needs bash")
    script = runner / f"{step}.sh"
    script.write_text(SCRIPTS[step]["run"], encoding="utf-8")
    files = {name: runner / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))},
        **dict.fromkeys(SCRIPTS[step]["env"], ""),
        **{name: str(file) for name, file in files.items()},
        "RUNNER_TEMP": str(runner),
        "GITHUB_ACTION_PATH": "/the action",
        "PATH": path,
        **given,
    }
    # As the runner starts what says "shell: bash".
    command = [bash, "--noprofile", "--norc", "-eo", "pipefail", str(script)]
    ran = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())
    return Step(ran.returncode, ran.stdout, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"))


def verify(runner: Path, folder: Path, **given: str) -> Step:
    """Run the step that verifies, with the flowkit of this environment."""
    return run("verify", runner, folder, PROGRAMS=str(Path(sys.executable).parent), **given)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a plan that contradicts itself, and a sound one elsewhere."""
    folder = tmp_path / "project"
    for place, total in (("plans/greeting.md", 3), ("more plans/sound.md", 2)):
        (folder / place).parent.mkdir(parents=True)
        (folder / place).write_text(PLAN.format(total=total), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("file", "schema"), [("action.yml", "actions"), (".github/workflows/ci.yml", "workflows")])
def test_forges_take_it(file: str, schema: str) -> None:
    """The action and the project's own workflow keep to the published schemas of their formats."""
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [str(program), "--builtin-schema", f"vendor.github-{schema}", str(ROOT / file)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_no_expression_becomes_code() -> None:
    """What comes from outside is a value of the environment; in a script an expression would be read as code."""
    assert set(SCRIPTS) == {"install", "verify"}
    assert [step["id"] for step in SCRIPTS.values() if "${{" in step["run"]] == []
    assert all(
        f'"${name}' in step["run"] or f"=${name}" in step["run"] for step in SCRIPTS.values() for name in step["env"]
    )


def test_every_input_is_used_and_no_other() -> None:
    """The inputs that are declared are those that the steps ask for, and each says what it is for."""
    asked = set(re.findall(r"inputs\.([\w-]+)", ACTION.read_text(encoding="utf-8")))
    assert asked == set(MADE["inputs"])
    assert all(one["description"].endswith(".") or ";" in one["description"] for one in MADE["inputs"].values())


def test_one_run_gives_annotations_a_summary_and_reports(runner: Path, project: Path) -> None:
    """A finding is an annotation, a row of the summary, a result of SARIF and a part of the page; the step fails."""
    step = verify(runner, project, SUMMARY="true")
    assert step.code == 1
    assert step.out.startswith("::error file=plans/greeting.md,title=count-mismatch,line=4,")
    assert "count-mismatch" in step.summary
    assert step.outputs["exit-code"] == "1"
    reports = Path(step.outputs["reports"])
    results = json.loads((reports / "flowkit.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "count-mismatch" in {result["ruleId"] for result in results}
    assert "count-mismatch" in (reports / "flowkit.html").read_text(encoding="utf-8")


def test_the_summary_can_be_left_out(runner: Path, project: Path) -> None:
    """Without a summary all else is there."""
    step = verify(runner, project, SUMMARY="false", PLANS="more plans/sound.md")
    assert (step.code, step.summary, step.outputs["exit-code"]) == (0, "", "0")
    assert sorted(path.name for path in Path(step.outputs["reports"]).iterdir()) == [
        "flowkit.html",
        "flowkit.md",
        "flowkit.sarif",
    ]


def test_words_stay_whole(runner: Path, project: Path) -> None:
    """Plans and arguments come one a line: spaces and quotes are parts of them, and a plan is never an option."""
    assert (
        verify(runner, project, PLANS="\nmore plans/sound.md\n", ARGS="--strict\n\n--ignore=count-mismatch\n").code == 0
    )
    assert verify(runner, project, ARGS="--ignore=count-mismatch").code == 0
    assert verify(runner, project, PLANS="--help").code == 2
    hostile = "$(touch made); touch made #`touch made`"
    for name in ("PLANS", "ARGS", "FAIL_ON", "SINCE"):
        assert verify(runner, project, **{name: hostile}).code == 2
    assert not (project / "made").exists()


@pytest.mark.parametrize(
    ("given", "code"), [({"FAIL_ON": "error"}, 1), ({"SINCE": "no-such-revision"}, 2), ({"FAIL_ON": "sometimes"}, 2)]
)
def test_inputs_reach_flowkit(runner: Path, project: Path, given: dict[str, str], code: int) -> None:
    """What the user asked for is asked of flowkit; where it cannot begin, there is nothing to hand on."""
    step = verify(runner, project, SUMMARY="true", **given)
    assert (step.code, step.outputs["exit-code"], "reports" in step.outputs) == (code, str(code), code == 1)


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a script")
@pytest.mark.parametrize(
    ("version", "source"), [("", "/the action"), ("0.1.0", "flowkit==0.1.0"), ("1; rm -rf .", "flowkit==1; rm -rf .")]
)
def test_the_wanted_version_is_installed(tmp_path: Path, runner: Path, version: str, source: str) -> None:
    """Without a version the action installs itself, otherwise that version, into an environment of its own."""
    step = run("install", runner, tmp_path, path=stand_in(tmp_path, old=0), VERSION=version)
    assert (step.code, step.outputs) == (0, {"programs": f"{runner}/flowkit/bin"})
    called = (runner / "called").read_text(encoding="utf-8").splitlines()
    assert called[:3] == ["-m", "venv", f"{runner}/flowkit"]
    assert called[3:] == ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", source]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for Python is a script")
def test_an_old_python_is_told(tmp_path: Path, runner: Path) -> None:
    """A Python that is too old is named, with what to do."""
    step = run("install", runner, tmp_path, path=stand_in(tmp_path, old=1))
    assert (step.code, step.outputs) == (2, {})
    assert step.out.startswith("::error title=flowkit::flowkit needs Python 3.11 or newer; have actions/setup-python")


def stand_in(folder: Path, *, old: int) -> str:
    """Return a search path on which Python notes how it is called; it is ``old`` where that is 1."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "python3").write_text(PYTHON.format(old=old), encoding="utf-8")
    (programs / "python3").chmod(0o755)
    return f"{programs}{os.pathsep}{os.environ['PATH']}"
