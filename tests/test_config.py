"""The configuration of a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.config import Config, load_config
from flowkit.errors import ConfigError
from flowkit.model.marker import Role
from flowkit.model.severity import Severity
from flowkit.settings import Sources


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


@pytest.mark.parametrize(
    ("kinds", "line", "words"),
    [
        ('[kinds.IMPL]\nprefix = "build"\n', 1, "there is a kind IMPL already"),
        ('[kinds.task]\nprefix = "job"\n', 1, "there is a kind TASK already"),
        ('[kinds.QA]\nprefix = "qa"\n\n[kinds.qa]\nprefix = "qb"\n', 4, "there is a kind QA already"),
        ('[kinds.QA]\nprefix = "q"\n\n[kinds.QB]\nprefix = "Q"\n', 4, "the kinds QB and QA both begin with Q_"),
        ('[kinds.BUILD]\nprefix = "impl"\n', 1, "the kinds BUILD and IMPL both begin with impl_"),
        ('[kinds.""]\nprefix = "qa"\n', 1, "a kind cannot be called ''"),
    ],
)
def test_a_kind_that_could_not_be_told_from_another_is_refused(
    tmp_path: Path, kinds: str, line: int, words: str
) -> None:
    """Two kinds of one name or of one opening are refused, be the other one flowkit's or the project's own."""
    path = configure(tmp_path, kinds, "flowkit.toml")
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert caught.value.where == f"{path}:{line}"
    assert words in caught.value.message


def test_the_search_ends_at_the_top_of_the_repository(tmp_path: Path) -> None:
    """What is configured above a repository does not hold in it."""
    configure(tmp_path, 'plans = ["outer"]', "flowkit.toml")
    inner = tmp_path / "inner" / "deep"
    inner.mkdir(parents=True)
    assert load_config(inner).plans == ("outer",)
    (tmp_path / "inner" / ".git").mkdir()
    assert load_config(inner).plans is None


def test_without_climbing_a_folder_above_does_not_count(tmp_path: Path) -> None:
    """The root that somebody names is the root."""
    configure(tmp_path, 'plans = ["outer"]', "flowkit.toml")
    inner = tmp_path / "inner"
    inner.mkdir()
    assert load_config(inner, climb=False) == Config(root=inner.resolve())


def test_each_of_the_sources_may_be_left_out(tmp_path: Path) -> None:
    """A source that is not configured is None, whatever the others are."""
    configure(tmp_path, 'sources = { decisions = ["adr"] }', "flowkit.toml")
    assert load_config(tmp_path).sources == Sources(decisions=("adr",))


def test_a_setting_knows_its_place(tmp_path: Path) -> None:
    """A key or one of its values is found below its table, not where another table says the same."""
    text = '[project]\nplans = "adr"\n\n[tool.flowkit]\nplans = [\n  "work",\n  "adr/*",\n]\n'
    path = configure(tmp_path, text)
    config = load_config(tmp_path)
    assert config.place("plans") == f"{path}:5"
    assert config.place("plans", "adr/*") == f"{path}:7"
    assert config.place("adr/*") == f"{path}:7"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[tool.flowkit]\nfail-on = 'error'\n", 2, "unknown key fail-on (did you mean fail_on?)"),
        ("[tool.flowkit]\n\nsevrity = {}\n", 3, "did you mean severity?"),
        ("[tool.flowkit.sources]\nspec = ['a']\n", 2, "unknown key sources.spec (did you mean specs?)"),
        ("[tool.flowkit.kinds.QA]\nprefx = 'qa'\n", 1, "kinds.QA.prefix"),
        ("[tool.flowkit]\nfail_on = 'fatal'\n", 2, "'error', 'warning' or 'info'"),
        ("[tool.flowkit]\nplans = 'plans'\n", 2, "plans is to be a list"),
        ("[tool.flowkit]\nmax_file_size = 0\n", 2, "at least 1"),
        ("[tool.flowkit.kinds.QA]\nprefix = ''\n", 1, "a prefix is made of letters and digits"),
        ("[tool.flowkit]\nroot = 'x'\n", 2, "root cannot be configured (use --root)"),
        ("[tool.flowkit]\nmax_file_size = true\n", 2, "max_file_size is to be a whole number"),
        ("[tool.flowkit]\nmax_file_size = 99999999999999999999999\n", 2, "at most 1,000,000,000"),
        ("[tool.flowkit]\nplans = ['a', 3]\n", 2, "entry 2 of plans is to be text in quotes"),
        ("[tool.flowkit]\nplans = ['']\n", 2, "plans holds an empty path"),
        ("[tool.flowkit]\nplans = 2026-01-01\n", 2, "plans is to be a list"),
        ("[tool.flowkit]\nsources.specs = [' ']\n", 2, "specs holds an empty path"),
        ("[tool.flowkit]\nselect = []\n", 2, "select names no rule"),
        ("[tool.flowkit]\nkinds.QA = 3\n", 2, "kinds.QA is to be a table"),
        ("[tool.flowkit]\nkinds = 3\n", 2, "kinds is to be a table"),
        ("[tool.flowkit.kinds.QA]\nprefix = 'qa'\nlocal = 'yes'\n", 3, "kinds.QA.local is to be true or false"),
        ("[tool.flowkit.kinds.QA]\nrole = 'task'\n", 1, "kinds.QA.prefix is missing"),
        ("[tool.flowkit.kinds.QA]\nprefix = 'qa'\nseparator = '+'\n", 3, "separator is to be '_', '-' or ''"),
        (
            "[tool.flowkit.kinds.QA]\nprefix = 'qa'\nsuffix = '+'\n",
            3,
            "unknown key kinds.QA.suffix (did you mean prefix?)",
        ),
        ("[tool.flowkit.severity]\nempty-task = 1\n", 2, "severity.empty-task is to be 'error', 'warning' or 'info'"),
        ("[tool.flowkit]\nmax_file_size = 2.0\n", 2, "max_file_size is to be a whole number"),
        ("[tool.flowkit]\nplans = [\n\n", 3, "is not valid TOML"),
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
