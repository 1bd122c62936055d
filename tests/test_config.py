"""The configuration of a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.config import Config, load_config
from flowkit.errors import ConfigError
from flowkit.model.marker import Role
from flowkit.model.severity import Severity


def configure(folder: Path, text: str, name: str = "pyproject.toml") -> Path:
    """Write a configuration and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_project_without_a_configuration_has_the_defaults(tmp_path: Path) -> None:
    """Where nothing is configured, everything has its default and the root is the folder itself."""
    assert load_config(tmp_path) == Config(root=tmp_path.resolve())


def test_settings_are_read_from_pyproject(tmp_path: Path) -> None:
    """``[tool.flowkit]`` sets plans, sources, rules and kinds."""
    configure(
        tmp_path,
        """
[tool.flowkit]
plans = ["work/*.md"]
ignore = ["placeholder"]
fail_on = "warning"
max_file_size = 2000

[tool.flowkit.sources]
decisions = ["adr"]

[tool.flowkit.severity]
empty-task = "error"

[tool.flowkit.kinds.QA]
prefix = "qa"
""",
    )
    config = load_config(tmp_path)
    assert config.plans == ("work/*.md",)
    assert config.ignore == ("placeholder",)
    assert config.fail_on is Severity.WARNING
    assert config.max_file_size == 2000
    assert config.sources is not None
    assert config.sources.decisions == ("adr",)
    assert config.severity == {"empty-task": Severity.ERROR}
    kind = config.grammar().kind_of("qa_001")
    assert kind is not None
    assert (kind.name, kind.role) == ("QA", Role.TASK)


def test_flowkit_toml_needs_no_table(tmp_path: Path) -> None:
    """In ``flowkit.toml`` the keys stand at the top."""
    configure(tmp_path, 'plans = ["todo.md"]', "flowkit.toml")
    assert load_config(tmp_path).plans == ("todo.md",)


def test_the_nearest_configuration_above_holds(tmp_path: Path) -> None:
    """In a folder below the project, the project's configuration and root hold."""
    configure(tmp_path, '[tool.flowkit]\nplans = ["outer"]')
    configure(tmp_path / "inner", '[project]\nname = "inner"')
    below = tmp_path / "inner" / "deep"
    below.mkdir()
    config = load_config(below)
    assert config.plans == ("outer",)
    assert config.root == tmp_path.resolve()


def test_a_kind_of_the_project_takes_the_place_of_flowkits_own(tmp_path: Path) -> None:
    """A kind that is configured under a known name is spelled as the project spells it."""
    configure(tmp_path, '[tool.flowkit.kinds.IMPL]\nprefix = "build"\nseparator = "-"')
    grammar = load_config(tmp_path).grammar()
    assert grammar.kind_of("IMPL_001") is None
    assert grammar.count_name("build-001") == "IMPL"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[tool.flowkit]\nfail-on = 'error'\n", 2, "unknown key fail-on (did you mean fail_on?)"),
        ("[tool.flowkit]\n\nsevrity = {}\n", 3, "did you mean severity?"),
        ("[tool.flowkit.sources]\nspec = ['a']\n", 2, "unknown key sources.spec (did you mean specs?)"),
        ("[tool.flowkit.kinds.QA]\nprefx = 'qa'\n", 1, "kinds.QA.prefix"),
        ("[tool.flowkit]\nfail_on = 'fatal'\n", 2, "'error', 'warning' or 'info'"),
        ("[tool.flowkit]\nplans = 'plans'\n", 2, "valid list"),
        ("[tool.flowkit]\nmax_file_size = 0\n", 1, "at least 1"),
        ("[tool.flowkit.kinds.QA]\nprefix = ''\n", 1, "a prefix is made of letters and digits"),
        ("[tool.flowkit]\nroot = 'x'\n", 2, "root cannot be configured (use --root)"),
        ("[tool.flowkit\n", 1, "is not valid TOML"),
        ("[tool]\nflowkit = 3\n", 2, "is to be a table"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(tmp_path: Path, text: str, line: int, words: str) -> None:
    """A mistake in the configuration is told with its file and line, and with the nearest known key."""
    path = configure(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert caught.value.where == f"{path}:{line}"
    assert words in str(caught.value)


def test_an_unrelated_broken_file_is_left_alone(tmp_path: Path) -> None:
    """A ``pyproject.toml`` that never mentions flowkit need not be valid."""
    configure(tmp_path, "[tool.other\n")
    assert load_config(tmp_path) == Config(root=tmp_path.resolve())


def test_two_configurations_in_one_folder_are_refused(tmp_path: Path) -> None:
    """Which of two files holds is not guessed."""
    configure(tmp_path, "[tool.flowkit]\n")
    configure(tmp_path, "", "flowkit.toml")
    with pytest.raises(ConfigError, match="both configure flowkit"):
        load_config(tmp_path)
