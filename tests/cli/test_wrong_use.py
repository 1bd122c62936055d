"""Wrong use, input that cannot be read, and bugs."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit import app

from .running import PLAN, Run


def test_a_rule_is_explained(run: Run) -> None:
    """``explain`` prints the page of a rule."""
    ran = run("explain", "count-mismatch")
    assert ran.code == 0
    assert ran.out.startswith("# ")


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["count", "missing.md"], "missing.md: there is no such file or folder"),
        (["verify", "missing.md"], "missing.md: there is no such file or folder"),
        (["show", "missing.md"], "missing.md: there is no such file or folder"),
        (["count", "--kind", "IMPLE"], "there is no kind IMPLE"),
        (["count", "--plain", "--format", "json"], "exclude each other"),
        (["verify", "--select", "count-mismatsh"], "did you mean count-mismatch?"),
        (["verify", "--ignore", "nothing-like-it"], "ignore names a rule that does not exist"),
        (["verify", "--format", "jsn"], "there is no format jsn (did you mean json?)"),
        (["verify", "--root", "nowhere"], "the root is no folder"),
        (["verify", "--dialect", "nonesuch"], "nonesuch"),
        (["verify", ""], "an empty path names no document"),
        (["count", ""], "an empty path names no document"),
        (["count", "--kind", ""], "there is no kind ''"),
        (["verify", "--select", ""], "--select names no rule"),
        (["verify", "--select", ","], "--select names no rule"),
        (["verify", "--ignore", ""], "--ignore names no rule"),
        (["verify", "--root", ""], "the root has no name"),
        (["verify", "--root", "x" * 5000], "the root cannot be looked at: File name too long"),
        (["count", "x" * 5000], "cannot be read: File name too long"),
        (["plan", "plans/greeting.md", "-o", ""], "the file to write has no name"),
        (["explain", "count-mismatches"], "did you mean count-mismatch?"),
        (["count", "--nonsense"], "No such option: --nonsense"),
        (["verify", "--fail-on", "fatal"], "fatal"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_exits_with_2_and_says_why(run: Run, arguments: list[str], words: str) -> None:
    """A bad option or path prints nothing to standard output, one message to standard error, and exits with 2."""
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


# verifies: feat-flowkit-commands:IMPL_001/AC-3
@pytest.mark.parametrize("command", ["count", "show", "verify"])
def test_a_file_that_is_no_text_is_unreadable_input(run: Run, tmp_path: Path, command: str) -> None:
    """A file of NUL bytes exits with 2 and the reason."""
    (tmp_path / "plan.md").write_bytes(bytes(64))
    ran = run(command, "plan.md")
    assert ran.code == 2
    assert "plan.md: is not text" in ran.err


def test_a_file_over_the_size_limit_is_refused(run: Run, plan: Path, tmp_path: Path) -> None:
    """``max_file_size`` holds for files and for standard input alike."""
    (tmp_path / "flowkit.toml").write_text("max_file_size = 100\n", encoding="utf-8")
    assert "is larger than 100 bytes" in run("count", str(plan)).err
    assert run("count", "-", stdin=bytes(101)).code == 2


def test_the_version_is_printed(run: Run) -> None:
    """``--version`` prints name and version."""
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("flowkit ")


@pytest.mark.usefixtures("plan")
def test_a_bug_is_told_with_what_to_report(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything unforeseen exits with 3 and asks for a report with version, command and traceback."""

    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(app, "count", broken)
    ran = run("count", "--plain")
    assert (ran.code, ran.out) == (3, "")
    assert "a bug in flowkit" in ran.err
    assert "command: flowkit count --plain" in ran.err
    assert "RuntimeError: out of order" in ran.err


def test_text_from_documents_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    """Control characters of a document are shown as escapes, and its brackets are no markup."""
    text = PLAN.format(total=3).replace("Say hello", "\x1b[31mred [bold]x[/bold]\u202e")
    path = tmp_path / "plan.md"
    path.write_text(text, encoding="utf-8")
    shown = run("show", "plan.md").out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[31mred [bold]x[/bold]\\u202e" in shown


@pytest.mark.parametrize(("command", "word"), [("plan", "[SPEC]..."), ("explain", " RULE"), ("init", "[NAME]")])
def test_the_help_calls_arguments_alike(run: Run, command: str, word: str) -> None:
    """What a user is to put in stands in capitals."""
    usage = run(command, "--help").out.splitlines()[0:2]
    assert word in " ".join(usage)
    assert "{" not in " ".join(usage)


def test_a_folder_is_no_file_to_write(run: Run, tmp_path: Path) -> None:
    """``plan -o`` with a folder is wrong use."""
    assert run("init", "tea").code == 0
    ran = run("plan", "docs/specs/tea.md", "-o", "docs")
    assert (ran.code, ran.out) == (2, "")
    assert "docs: is a folder" in ran.err
    assert (tmp_path / "docs").is_dir()


@pytest.mark.parametrize(("folder", "shown"), [(".", "flowkit.toml"), ("plans", "../flowkit.toml")])
def test_a_place_is_told_as_the_user_would_write_it(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch, folder: str, shown: str
) -> None:
    """An error in the configuration or in writing names its file from the folder that the user works in."""
    root = plan.parents[1]
    (root / "flowkit.toml").write_text('fial_on = "error"\n', encoding="utf-8")
    monkeypatch.chdir(root / folder)
    assert run("verify").err == f"flowkit: {shown}:1: unknown key fial_on (did you mean fail_on?)\n"
