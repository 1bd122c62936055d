"""A command line that is run in a folder of its own, and plans in it."""

from __future__ import annotations

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from flowkit import cli

from .running import PLAN, Ran, Run


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
