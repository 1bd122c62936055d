"""Completion in the shell: what is offered, to real shells where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .running import PLAN

STORY = "# Story: doors\n\n- [ ] **Task 1.1:** Hang them\n- [ ] **Task 1.2:** Oil them\n"
HOSTILE = """\
schema_version: subtasks_v1
run_id: x
subtasks:
  - id: "a$(touch made)';touch made;\\"`touch made`\\\\"
    title: Nothing
  - id: ST-001
    title: "$(touch made)"
"""
# Asks the function that the script of flowkit gives bash, as bash does when the tab key is pressed.
ASK = """\
eval "$(flowkit --show-completion)"
COMP_WORDS=(flowkit "$@")
COMP_CWORD=$#
"$(complete -p flowkit | sed 's/.*-F \\([^ ]*\\).*/\\1/')" flowkit
printf '%s\\n' "${COMPREPLY[@]}"
"""
Offer = Callable[..., list[str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which flowkit is found, and whose home is a folder of its own."""
    home = tmp_path / "home"
    home.mkdir()
    here = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return {**here, "HOME": str(home), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{here['PATH']}"}


def shell(name: str) -> str:
    """Return the program of a shell; the test is skipped where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def offer(tmp_path: Path, environment: dict[str, str]) -> Offer:
    """Return what bash is offered for the last of some words, in a folder of its own."""
    script = tmp_path / "ask.sh"
    script.write_text(ASK, encoding="utf-8")

    def offer(*words: str) -> list[str]:
        command = [shell("bash"), "--norc", "--noprofile", str(script), *words]
        ran = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout.split("\n")[:-1] if ran.stdout != "\n" else []

    return offer


def write(folder: Path, **plans: str) -> None:
    """Write plans where they are found."""
    (folder / "plans").mkdir(exist_ok=True)
    for name, text in plans.items():
        (folder / "plans" / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["expl"], ["explain"]),
        (["explain", "count-"], ["count-mismatch"]),
        (["verify", "--format", "s"], ["sarif"]),
        (["verify", "--fail-on", "w"], ["warning"]),
        (["verify", "--select", "encoding,stale"], ["encoding,stale-evidence"]),
        (["verify", "--ignore", "stale"], ["stale-evidence"]),
        (["verify", "--dialect", "sp"], ["spec-kit"]),
        (["diff", "--dialect", "sp"], ["spec-kit"]),
        (["convert", "--to", "st"], ["story", "steps"]),
        (["plan", "--template", "ph"], ["phases"]),
        (["graph", "--format", "m"], ["mermaid"]),
        (["brief", "IMPL"], ["IMPL_001", "IMPL_002"]),
        (["brief", ""], ["IMPL_001", "IMPL_002"]),
        (["brief", "--root", "elsewhere", ""], []),
        (["trace", "IMPL_001"], ["IMPL_001", "IMPL_001/AC-1"]),
        (["trace", "nothing"], []),
    ],
)
def test_bash_is_offered_names(offer: Offer, tmp_path: Path, words: list[str], offered: list[str]) -> None:
    """Commands, rules, formats, dialects, tasks and markers are offered where they can stand."""
    write(tmp_path, greeting=PLAN.format(total=2))
    assert offer(*words) == offered


def test_what_two_plans_define_is_told_apart(offer: Offer, tmp_path: Path) -> None:
    """A task that two plans have is offered behind the id of each, for its name alone would be refused."""
    text = PLAN.format(total=2)
    write(tmp_path, one=text, two=text.replace("feat-greeting", "feat-farewell").replace("IMPL_002", "IMPL_003"))
    assert offer("brief", "") == ["feat-greeting:IMPL_001", "feat-farewell:IMPL_001", "IMPL_002", "IMPL_003"]


def test_a_name_of_two_words_needs_a_quote(offer: Offer, tmp_path: Path) -> None:
    """Bash takes what it is offered as it is, so that two words are offered behind an open quote alone."""
    write(tmp_path, doors=STORY)
    assert offer("brief", "Task") == []
    assert offer("brief", "'Task 1") == ["Task 1.1", "Task 1.2"]


def test_broken_input_is_no_word_at_the_prompt(offer: Offer, tmp_path: Path) -> None:
    """Where the plans cannot be read nothing is offered, and nothing is said."""
    write(tmp_path, greeting=PLAN.format(total=2))
    (tmp_path / "flowkit.toml").write_text("plans = 1\n", encoding="utf-8")
    assert offer("brief", "") == []


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_plan_gives_no_orders(name: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """An id of a plan that a shell would run is not offered to any shell, nor any title; the harmless one is."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "subtasks.yaml").write_text(HOSTILE, encoding="utf-8")
    asked = {
        "_FLOWKIT_COMPLETE": f"complete_{name}",
        "_TYPER_COMPLETE_ARGS": "flowkit brief ",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": "flowkit\nbrief\n'",
        "COMP_CWORD": "2",
    }
    ran = subprocess.run(
        ["flowkit"], cwd=tmp_path, env={**environment, **asked}, capture_output=True, text=True, check=False
    )
    told = {"zsh": "_arguments '*: :((\"ST-001\"))'"}.get(name, "ST-001")
    assert (ran.stdout.strip(), ran.stderr) == (told, "")


def test_bash_completes_a_line(tmp_path: Path, environment: dict[str, str]) -> None:
    """At a real terminal the tab key completes the name of a task, with its space inside the quotes."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals")
    bash = shell("bash")
    write(tmp_path, doors=STORY.replace("Task 1.2", "Task 2.2"))
    rc = tmp_path / "rc"
    # The function stands in for the program, which completion still asks.
    rc.write_text('eval "$(flowkit --show-completion)"; flowkit() { printf "[%s]" "$@" > typed; }; PS1="ready> "\n')
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        os.execve(bash, [bash, "--noprofile", "--rcfile", str(rc), "-i"], {**environment, "TERM": "dumb"})  # noqa: S606 - it becomes the shell
    seen = b""
    while not seen.endswith(b"ready> "):
        seen += os.read(terminal, 1024)
    os.write(terminal, b"flowkit brief 'Task 2\t\nexit\n")
    os.waitpid(child, 0)
    os.close(terminal)
    assert (tmp_path / "typed").read_text(encoding="utf-8") == "[brief][Task 2.2]"


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_a_shell_takes_the_script(name: str, tmp_path: Path, environment: dict[str, str]) -> None:
    """The script that flowkit shows is one of the shell that asks, and can be read by it."""
    program = shell(name)
    shown = subprocess.run(
        # What stands behind it keeps the shell from becoming flowkit, which then could not tell who asks.
        [program, "-c", "flowkit --show-completion; true"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"complete_{name}" in shown.stdout
    script = tmp_path / "script"
    script.write_text(shown.stdout, encoding="utf-8")
    subprocess.run([program, "-n", str(script)], cwd=tmp_path, env=environment, check=True)


def test_completion_is_installed(tmp_path: Path, environment: dict[str, str]) -> None:
    """Completion is installed for the shell that asks, and what stood in its settings stays."""
    home = tmp_path / "home"
    (home / ".bashrc").write_text("export KETTLE=on\n", encoding="utf-8")
    command = [shell("bash"), "-c", "flowkit --install-completion; true"]
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    settings = (home / ".bashrc").read_text(encoding="utf-8")
    assert settings.startswith("export KETTLE=on\n")
    assert f"source '{home}/.bash_completions/flowkit.sh'" in settings


@pytest.mark.parametrize(
    ("settings", "told"),
    [(None, "flowkit: {}: completion cannot be installed: "), (b"\xff", "flowkit: the shell's settings: completion")],
)
def test_settings_that_cannot_be_changed_are_told(
    tmp_path: Path, environment: dict[str, str], settings: bytes | None, told: str
) -> None:
    """Where completion cannot be installed that is told, it is no bug, and the settings stay as they are."""
    file = tmp_path / "home" / ".bashrc"
    file.mkdir() if settings is None else file.write_bytes(settings)
    command = [shell("bash"), "-c", "flowkit --install-completion; exit $?"]
    utf8 = {**environment, "PYTHONUTF8": "1"}
    ran = subprocess.run(command, cwd=tmp_path, env=utf8, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(told.format(file))
    assert settings is None or file.read_bytes() == settings
