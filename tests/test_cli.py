"""The command line: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from flowkit import app, cli

PLAN = """\
# Work Plan: feat-greeting

**Run ID:** feat-greeting
**Total subtasks:** {total}

## Implementation Tasks

### IMPL_001: Say hello

**Priority:** P0
**Dependencies:** None

**Deliverables:**
- `src/greeting.py` - the function hello()

**Acceptance criteria:**
- AC-1: It greets by name

### IMPL_002: Say goodbye

**Priority:** P1
**Dependencies:** IMPL_001

**Deliverables:**
- `src/parting.py` - the function goodbye()

**Acceptance criteria:**
- AC-1: It takes leave by name
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        printed = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 1, printed.out, printed.err)

    return run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan that counts itself wrongly: it declares three tasks and defines two."""
    path = tmp_path / "plans" / "greeting.md"
    path.parent.mkdir()
    path.write_text(PLAN.format(total=3), encoding="utf-8")
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A plan in which nothing is wrong."""
    path = tmp_path / "plans" / "sound.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(PLAN.format(total=2).replace("feat-greeting", "feat-sound"), encoding="utf-8")
    return path


# verifies: feat-flowkit-commands:IMPL_001/AC-1
@pytest.mark.usefixtures("plan")
def test_a_finding_fails_the_verification(run: Run) -> None:
    """``verify`` without a plan finds those under ``plans/``, shows the marked line and exits with 1."""
    ran = run("verify")
    assert ran.code == 1
    assert "plans/greeting.md" in ran.out
    assert "count-mismatch" in ran.out
    assert "4 | **Total subtasks:** 3" in ran.out
    assert ran.err == ""


# verifies: feat-flowkit-commands:IMPL_001/AC-2
@pytest.mark.usefixtures("sound")
def test_a_sound_plan_passes(run: Run) -> None:
    """A plan without findings exits with 0, and the report says that it was looked at."""
    ran = run("verify")
    assert ran.code == 0
    assert "ok: 1 plan checked, nothing found" in ran.out


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--ignore", "count-mismatch"], 0),
        (["--ignore", "placeholder,count-mismatch"], 0),
        (["--select", "placeholder"], 0),
        (["--select", "count-mismatch", "--select", "placeholder"], 1),
        (["--fail-on", "info"], 1),
    ],
)
def test_rules_are_chosen_by_name(run: Run, options: list[str], code: int) -> None:
    """Rules are selected and ignored by name, one by one or with commas."""
    assert run("verify", *options).code == code


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("order", [["verify", "plans", "--format", "json"], ["verify", "--format", "json", "plans"]])
def test_options_may_stand_before_or_after_the_plans(run: Run, order: list[str]) -> None:
    """The order of options and arguments does not matter."""
    ran = run(*order)
    assert ran.code == 1
    assert json.loads(ran.out)["summary"]["error"] == 1


@pytest.mark.usefixtures("plan")
def test_severities_come_from_the_configuration(run: Run, tmp_path: Path) -> None:
    """A severity that the configuration sets decides whether a finding fails the verification."""
    (tmp_path / "flowkit.toml").write_text('[severity]\ncount-mismatch = "info"\n', encoding="utf-8")
    ran = run("verify")
    assert ran.code == 0
    assert "1 info in 1 plan" in ran.out


def test_standard_input_is_a_document(run: Run) -> None:
    """``-`` reads standard input, and findings name it so."""
    ran = run("verify", "-", "--format", "json", stdin=PLAN.format(total=3).encode())
    assert ran.code == 1
    assert json.loads(ran.out)["findings"][0]["path"] == "-"


def test_a_named_document_that_is_no_plan_is_an_error(run: Run, tmp_path: Path) -> None:
    """A document that was named and that no dialect recognises fails the verification."""
    (tmp_path / "notes.md").write_text("# Notes\n\nNothing to do.\n", encoding="utf-8")
    ran = run("verify", "notes.md")
    assert ran.code == 1
    assert "error unrecognised-document" in ran.out


@pytest.mark.usefixtures("sound")
def test_a_found_document_that_is_no_plan_is_told_in_passing(run: Run, tmp_path: Path) -> None:
    """A document that merely lies beside the plans is an info and fails nothing."""
    (tmp_path / "plans" / "README.md").write_text("# What lies here\n", encoding="utf-8")
    ran = run("verify")
    assert ran.code == 0
    assert "info unrecognised-document" in ran.out


def test_a_project_without_plans_is_wrong_use(run: Run) -> None:
    """No plan at all is never a success."""
    ran = run("verify")
    assert ran.code == 2
    assert ran.out == ""
    assert "there is no plan to verify in plans, docs/plans" in ran.err


@pytest.mark.parametrize("options", [["--ignore", "unrecognised-document"], ["--select", "placeholder"]])
def test_without_a_plan_nothing_is_well(run: Run, tmp_path: Path, options: list[str]) -> None:
    """Where the one document that was named is no plan, no choice of rules makes that a success."""
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    ran = run("verify", "notes.md", *options)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no plan to verify in notes.md" in ran.err


@pytest.mark.parametrize("format", [[], ["--format", "json"]])
def test_a_folder_without_plans_has_nothing_to_show(run: Run, tmp_path: Path, format: list[str]) -> None:
    """To show a folder of notes is wrong use, not an empty success."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("# Notes\n", encoding="utf-8")
    ran = run("show", "notes", *format)
    assert (ran.code, ran.out) == (2, "")
    assert "there is no plan to look at" in ran.err


@pytest.mark.parametrize("options", [[], ["--plain"], ["--format", "json"]])
def test_a_document_that_is_no_plan_is_not_counted_as_nothing(run: Run, tmp_path: Path, options: list[str]) -> None:
    """Where a named document cannot be counted, no number is printed, and no option is offered that would not help."""
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    ran = run("count", "notes.md", "--allow-empty", *options)
    assert (ran.code, ran.out) == (1, "")
    assert "notes.md: no dialect recognises a plan" in ran.err
    assert "--allow-empty" not in run("count", "notes.md", *options).err


def test_a_number_never_leaves_out_a_document(run: Run, plan: Path, tmp_path: Path) -> None:
    """``--plain`` prints no sum where one of the documents that were named is missing from it."""
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")
    assert run("count", str(plan), "notes.md", "--plain").out == ""


def test_a_file_that_is_called_as_standard_input_is_counted(run: Run, tmp_path: Path) -> None:
    """``./-`` is the file, whatever standard input says."""
    (tmp_path / "-").write_text(PLAN.format(total=2), encoding="utf-8")
    assert run("count", "./-", "--kind", "IMPL", "--plain") == Ran(0, "2\n", "")


@pytest.mark.usefixtures("plan")
def test_markers_are_counted_for_people(run: Run) -> None:
    """``count`` shows what each document defines and cites, kind by kind."""
    ran = run("count")
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert lines[0] == ["document", "kind", "defined", "cited"]
    assert ["IMPL", "2", "1"] in lines


# verifies: feat-flowkit-commands:IMPL_001/AC-4
@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize("kind", ["IMPL", "impl"])
def test_one_number_is_counted_for_scripts(run: Run, kind: str) -> None:
    """``--kind`` and ``--plain`` give the number of markers that are defined, and nothing else."""
    assert run("count", "--kind", kind, "--plain") == Ran(0, "2\n", "")


@pytest.mark.usefixtures("plan")
def test_counts_as_json_have_files_and_a_total(run: Run) -> None:
    """``count --format json`` gives defined and cited markers per file and in all."""
    counted = json.loads(run("count", "--format", "json").out)
    assert counted["schema"] == "flowkit-count-1"
    assert counted["files"][0]["path"] == "plans/greeting.md"
    assert counted["files"][0]["defined"]["IMPL"] == 2
    assert counted["total"]["defined"] == counted["files"][0]["defined"]


@pytest.mark.usefixtures("plan")
def test_nothing_to_count_fails_unless_that_is_allowed(run: Run) -> None:
    """A count of zero exits with 1, and with 0 under ``--allow-empty``."""
    assert run("count", "--kind", "DOC", "--plain").code == 1
    assert run("count", "--kind", "DOC", "--plain", "--allow-empty") == Ran(0, "0\n", "")


def test_a_plan_is_shown_as_a_table(run: Run, plan: Path) -> None:
    """``show`` prints the tasks in document order, with what each one needs."""
    ran = run("show", str(plan))
    assert ran.code == 0
    assert ran.out.index("IMPL_001") < ran.out.index("IMPL_002")
    assert "Say goodbye" in ran.out


def test_a_plan_is_shown_as_json(run: Run, plan: Path) -> None:
    """``show --format json`` gives each task by its full name, its files and their notes side by side."""
    shown = json.loads(run("show", str(plan), "--format", "json").out)
    assert shown["schema"] == "flowkit-show-1"
    first, second = shown["plans"][0]["tasks"]
    assert first["ref"] == "feat-greeting:IMPL_001"
    assert first["files"] == ["src/greeting.py"]
    assert len(first["file_notes"]) == 1
    assert first["criteria"][0]["ref"] == "feat-greeting:IMPL_001/AC-1"
    assert second["depends_on"] == ["IMPL_001"]


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


@pytest.mark.parametrize(("command", "word"), [("plan", " SPEC"), ("explain", " RULE"), ("init", "[NAME]")])
def test_the_help_calls_arguments_alike(run: Run, command: str, word: str) -> None:
    """What a user is to put in stands in capitals."""
    usage = run(command, "--help").out.splitlines()[0:2]
    assert word in " ".join(usage)
    assert "{" not in " ".join(usage)


def test_what_init_writes_is_drafted_in_any_encoding(tmp_path: Path) -> None:
    """A plan that is printed has the bytes of a plan that is written, whatever the terminal can show."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}

    def flow(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "flowkit", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True).stdout

    flow("init", "tea")
    spec = tmp_path / "docs" / "specs" / "tea.md"
    spec.write_text(spec.read_text(encoding="utf-8").replace("# ", "# Thé – ", 1), encoding="utf-8")
    printed = flow("plan", "docs/specs/tea.md", "-o", "-")
    flow("plan", "docs/specs/tea.md", "-o", "plan.md")
    assert "Thé –".encode() in printed
    assert printed == (tmp_path / "plan.md").read_bytes()


def test_a_folder_is_no_file_to_write(run: Run, tmp_path: Path) -> None:
    """``plan -o`` with a folder is wrong use."""
    assert run("init", "tea").code == 0
    ran = run("plan", "docs/specs/tea.md", "-o", "docs")
    assert (ran.code, ran.out) == (2, "")
    assert "docs: is a folder" in ran.err
    assert (tmp_path / "docs").is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("count -  <&-", 2, "there is no standard input to read"),
        ("count - 0>written", 2, "standard input: cannot be read: Bad file descriptor"),
        ("count >&-", 2, "there is no standard output to write to"),
        ("verify --format github --ignore count-mismatch >&-", 0, ""),
        ("count >/dev/full", 2, "cannot be written: No space left on device"),
        ("verify >/dev/full", 2, "cannot be written: No space left on device"),
        ("--version >/dev/full", 2, "cannot be written: No space left on device"),
        ("--help >/dev/full", 2, "cannot be written: No space left on device"),
        ("count missing.md 2>/dev/full", 2, ""),
        ("count missing.md 2>&-", 2, ""),
        ("count --nonsense 2>/dev/full", 2, ""),
        ("count --nonsense 2>&-", 2, ""),
        ("count --kind DOC 2>/dev/full", 1, ""),
        ("verify 2>&- >/dev/full", 2, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_no_bug(tmp_path: Path, line: str, code: int, words: str) -> None:
    """What a shell does to a stream is told in a line, where anybody can be told, and never changes the exit code."""
    script = f'exec "{sys.executable}" -m flowkit {line}'
    ran = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert words in ran.stderr
    assert len(ran.stderr.splitlines()) <= 1


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the current folder cannot be removed")
def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    """Whoever works in a folder that was removed is told so."""
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'rmdir "{gone}"; exec "{sys.executable}" -m flowkit verify'
    ran = subprocess.run(["sh", "-c", script], cwd=gone, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "the current folder cannot be used" in ran.stderr


def flowkit(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start flowkit as a process of its own."""
    command = [sys.executable, "-m", "flowkit", *arguments]
    return subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_closed_pipe_is_no_traceback(tmp_path: Path, plan: Path) -> None:
    """A reader that goes away before the output comes ends the command quietly."""
    with flowkit("show", str(plan), "--format", "json", folder=tmp_path) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.usefixtures("plan")
def test_an_interrupt_exits_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with 130, and without a traceback."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "count", interrupted)
    assert run("count") == Ran(130, "", "")
