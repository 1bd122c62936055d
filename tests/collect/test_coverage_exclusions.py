"""Lines that a project leaves out of its coverage, by its own settings."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from flowkit.collect.coverage import collect
from flowkit.collect.coverage.exclusions import is_catastrophic
from flowkit.model.evidence import CoverageFact, Unmeasured

from .measuring import counts, inquiry

CONFIGURED = [
    ("pyproject.toml", '[tool.coverage.report]\nexclude_lines = ["def pour"]\n', (8, 11)),
    (".coveragerc", "[run]\nbranch = true\n[report]\nexclude_also =\n    def debug\n    def pour\n", (6, 7)),
    ("setup.cfg", "[metadata]\nname = tea\n[coverage:report]\nexclude_also = def pour\n", (7, 9)),
    ("tox.ini", "[coverage:report]\nexclude_lines =\n    nonesuch %s\n", (10, 13)),
    ("tox.ini", "[tox]\n# says nothing of coverage but this word\n", (9, 11)),
    (".coveragerc.toml", '[report]\nexclude_also = ["def pour"]\n', (7, 9)),
]


@pytest.mark.parametrize(("name", "text", "expected"), CONFIGURED)
def test_the_projects_own_exclusions_hold(project: Path, name: str, text: str, expected: tuple[int, int]) -> None:
    """Lines that the project leaves out do not count, wherever it says so."""
    (project / "pyproject.toml").unlink()
    (project / name).write_text(text)
    assert counts(project, ".coverage")["src/tea/kettle.py"][:2] == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.coverage"),
        (".coveragerc", "no section = 1\n"),
        ("pyproject.toml", '[tool.coverage.report]\nexclude_also = ["("]\n'),
        ("pyproject.toml", '[tool.coverage.report]\nexclude_also = ["(a+)+$"]\n'),
    ],
)
def test_exclusions_that_cannot_be_used_leave_the_data_unmeasured(project: Path, name: str, text: str) -> None:
    """A broken configuration, or a pattern that is none or could search for ever, is told and not guessed at."""
    (project / name).write_text(text)
    facts = list(collect(inquiry(project, ".coverage")))
    assert not [fact for fact in facts if isinstance(fact, CoverageFact)]
    assert len([fact for fact in facts if isinstance(fact, Unmeasured)]) == 1


@pytest.mark.parametrize(
    ("pattern", "catastrophic"),
    [
        ("(a+)+$", True),
        ("(a|aa)*b", True),
        ("(a?){30}", True),
        ("(?:x(y*)z){2,}", True),
        ("((a)*)*", True),
        (".*" * 9, True),
        ("a" * 2000, True),
        (r"^\s*(((async )?def .*?)?[\])]+(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)", False),
        (r"@(abc\.)?abstractmethod", False),
        (r"(?:abc)+", False),
        (r"[+*(]+\+\*(?i:no cover)", False),
        (r"if (typing\.)?TYPE_CHECKING:", False),
        (r"\(a+\)+", False),
    ],
)
def test_catastrophic_patterns(pattern: str, catastrophic: bool) -> None:
    """A repetition of what can match in several ways is refused, usual patterns are not."""
    assert is_catastrophic(pattern) is catastrophic


def test_plug_ins_of_the_project_are_not_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plug-in that the project's configuration names is neither imported nor run."""
    (project / "trap.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace("[tool.coverage.run]", '[tool.coverage.run]\nplugins = ["trap"]'))
    monkeypatch.chdir(project)
    monkeypatch.syspath_prepend(str(project))
    importlib.invalidate_caches()
    assert counts(project, ".coverage")["src/tea/kettle.py"] == (8, 9, 3, 4)
    assert "trap" not in sys.modules
    assert not (project / "ran").exists()
