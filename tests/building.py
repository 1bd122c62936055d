"""A small project under git that a command builds, and the commands that build it, well or badly."""

from __future__ import annotations

import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from flowkit.app.building import Built, build
from flowkit.app.preparing import Hire
from flowkit.request import Request

from .projects import write

TASK = """\
### {id}: {title}

**Dependencies:** {after}

**Deliverables:**
- `{file}`

**Acceptance criteria:**
- AC-1: It is good

"""
CHECK = """\
# Every line of a file below proofs/ is a test that passed, by the name of what it verifies.
from pathlib import Path

cases = [
    f'<testcase classname="proofs" name="{line}"><properties><property name="verifies" value="{line}"/></properties>'
    "</testcase>"
    for file in sorted(Path("proofs").glob("*.list"))
    for line in file.read_text().split()
]
Path("junit.xml").write_text(f'<testsuite name="proofs">{"".join(cases)}</testsuite>')
"""
GOOD = """
import os, sys
from pathlib import Path

task, letter = os.environ["FLOWKIT_TASK"], sys.stdin.read()
assert task in letter
Path(f"{task}.txt").write_text("made\\n")
Path("proofs").mkdir(exist_ok=True)
Path(f"proofs/{task}.list").write_text(f"{task}/AC-1\\n")
"""
"""Builds any task of such a plan."""


def plan(*tasks: tuple[str, str], files: dict[str, str] | None = None) -> str:
    """Return a plan of tasks, each with what it waits for; each leaves a file behind that is called after it."""
    parts = (
        TASK.format(id=name, title=f"Make {name}", after=after, file=(files or {}).get(name, f"{name}.txt"))
        for name, after in tasks
    )
    return f"# Work plan: tea\n\n**Run ID:** tea\n\n## Tasks\n\n{''.join(parts)}"


CHAIN = plan(("IMPL_001", "None"), ("IMPL_002", "IMPL_001"))
PAIR = plan(("IMPL_001", "None"), ("IMPL_002", "None"))


@dataclass
class Project:
    """A project under git.

    Attributes:
        root: its folder.
        said: what the last build told.
    """

    root: Path
    said: list[str] = field(default_factory=list)

    def git(self, *arguments: str) -> str:
        """Run git in it."""
        done = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout.rstrip("\n")

    def commit(self) -> None:
        """Commit all that is there."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Work")

    def command(self, code: str) -> tuple[str, ...]:
        """Return the words of a command that is a script; it lies outside the project."""
        script = self.root.parent / f"agent-{abs(hash(code))}.py"
        script.write_text(code, encoding="utf-8")
        return sys.executable, "-I", str(script)

    def build(self, code: str, *, retries: int = 0, jobs: int = 1, seconds: float = 60.0) -> Built:
        """Have its plans built by a script."""
        self.said = []
        hire = Hire(self.command(code), retries, jobs, seconds)
        return build(Request(self.root), hire, "0", self.said.append)

    def start(self, code: str, *options: str) -> subprocess.Popen[str]:
        """Start a build as a process of its own."""
        command = [sys.executable, "-m", "flowkit", "build", "--agent", shlex.join(self.command(code)), *options]
        return subprocess.Popen(
            command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )

    def plan(self) -> str:
        """Return the text of its plan."""
        return (self.root / "plans" / "tea.md").read_text(encoding="utf-8")

    def left(self) -> list[str]:
        """Return what a build should not leave: worktrees, branches, changes that are not committed."""
        trees = [
            line for line in self.git("worktree", "list", "--porcelain").splitlines() if line.startswith("worktree")
        ]
        folders = [str(path) for path in (self.root / ".flowkit" / "build").rglob("tree")]
        branches = self.git("for-each-ref", "--format=%(refname)", "refs/heads/flowkit").splitlines()
        return [*trees[1:], *folders, *branches, *self.git("status", "--porcelain").splitlines()]

    def tried(self, task: str, number: int, name: str) -> str:
        """Return a file that a try left."""
        return (self.root / ".flowkit" / "build" / "tea" / task / str(number) / name).read_text(encoding="utf-8")


def found(folder: Path, text: str = CHAIN, command: str | None = f"{sys.executable} -I check.py") -> Project:
    """Found a project with a plan, whose proofs are lines in files."""
    root = folder / "project"
    settings = "" if command is None else f'test_command = "{command}"\n'
    write(root, {"plans/tea.md": text, "check.py": CHECK, "flowkit.toml": settings, ".gitignore": "/junit.xml\n"})
    project = Project(root)
    project.git("init", "--quiet", "--initial-branch", "main")
    project.git("config", "user.name", "Ann")
    project.git("config", "user.email", "ann@example.org")
    project.commit()
    return project


def runs(number: int) -> bool:
    """Whether a process runs; one that is dead and not yet fetched by its parent does not."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}
