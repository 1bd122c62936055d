"""Configuration files: what is read from them, and what is said of those that are wrong."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from session_timeout.config import SessionConfig, SessionConfigError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the files of all examples."""
    return tmp_path_factory.mktemp("configuration")


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SessionConfig.model_fields:
        monkeypatch.delenv(f"SESSION_{name.upper()}", raising=False)


def load(folder: Path, name: str, text: str | bytes) -> SessionConfig:
    """Write a file and read the configuration from it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return SessionConfig.from_file(path)


def refused(folder: Path, name: str, text: str | bytes) -> str:
    """Return what is said of a file, without its folder."""
    with pytest.raises(SessionConfigError) as caught:
        load(folder, name, text)
    return str(caught.value).replace(f"{folder}/", "")


@st.composite
def settings(draw: st.DrawFn) -> dict[str, Any]:
    """Return settings that go together, some of them or all."""
    timeout = draw(st.integers(60, 2_592_000))
    everything = {
        "timeout_seconds": timeout,
        "absolute_timeout_seconds": draw(st.integers(timeout, 31_536_000)),
        "cleanup_interval_seconds": draw(st.integers(30, 86_400)),
        "refresh_on_access": draw(st.booleans()),
        "refresh_fraction": draw(st.floats(0, 0.5)),
    }
    left_out = draw(st.sets(st.sampled_from(["cleanup_interval_seconds", "refresh_on_access", "refresh_fraction"])))
    return {name: value for name, value in everything.items() if name not in left_out}


@given_settings(deadline=None)
@given(settings())
def test_what_is_written_as_toml_is_what_is_read(folder: Path, written: dict[str, Any]) -> None:
    """Any settings that go together survive the way through a file of TOML."""
    text = "[session]\n" + "".join(f"{name} = {str(value).lower()}\n" for name, value in written.items())
    assert load(folder, "c.toml", text) == SessionConfig(**written)


@given_settings(deadline=None)
@given(settings(), st.sampled_from([True, False]))
def test_what_is_written_as_yaml_is_what_is_read(folder: Path, written: dict[str, Any], flow: bool) -> None:
    """Any settings that go together survive the way through a file of YAML, in either of its styles."""
    text = yaml.safe_dump({"session": written}, default_flow_style=flow)
    assert load(folder, "c.yaml", text) == load(folder, "c.YML", text) == SessionConfig(**written)


@pytest.mark.parametrize(
    ("name", "text"), [("c.toml", "[session]\n"), ("c.toml", "session = {}"), ("c.yaml", "session: {}\n")]
)
def test_a_table_without_settings_leaves_the_defaults(tmp_path: Path, name: str, text: str) -> None:
    """An empty table says on purpose that nothing is to differ from the defaults."""
    assert load(tmp_path, name, text) == SessionConfig()


NO_TABLE = "there is no table named session; one without settings in it would leave the defaults"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("c.toml", "", f"c.toml: {NO_TABLE}"),
        ("c.toml", "[database]\ntimeout_seconds = 'never'\nsession = {}\n", f"c.toml: {NO_TABLE}"),
        ("c.yaml", "", f"c.yaml: {NO_TABLE}"),
        ("c.yaml", "# nothing yet\n", f"c.yaml: {NO_TABLE}"),
        ("c.yaml", "database: {session: {}}\n? [session]\n: {}\n", f"c.yaml: {NO_TABLE}"),
        ("c.toml", "\ntimeout_seconds = 90", "c.toml:2: timeout_seconds has to stand in a table named session"),
        ("c.yaml", "a: 1\ntimeout_seconds: 90", "c.yaml:2: timeout_seconds has to stand in a table named session"),
        (
            "c.toml",
            "timeout_seconds = 90\n[Session]\nrefresh_fraction = 0\n[refresh_on_access]\n",
            (
                "c.toml:1: timeout_seconds has to stand in a table named session\n"
                "c.toml:4: refresh_on_access has to stand in a table named session"
            ),
        ),
        ("c.toml", "# ours\n[Session]\n", "c.toml:2: there is no table named session; is it 'Session'?"),
        ("c.toml", "[a]\n[[sessions]]\n", "c.toml:2: there is no table named session; is it 'sessions'?"),
        ("c.toml", "SESSION.x = 1\n", "c.toml:1: there is no table named session; is it 'SESSION'?"),
        ("c.yaml", "a: 1\nsesion: {}\n", "c.yaml:2: there is no table named session; is it 'sesion'?"),
        ("c.yaml", "Session.x: 1\n", "c.yaml:1: there is no table named session; is it 'Session.x'?"),
        ("c.toml", '"\\u0053ession" = {}', "c.toml: there is no table named session; is it 'Session'?"),
    ],
)
def test_a_file_without_the_table_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    """A file that was named and has no table of ours is a mistake, and what was perhaps meant is told with its line."""
    assert refused(tmp_path, name, text) == said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.toml", "[session]\ntimeout_seconds = 70"),
        ("c.toml", "session.timeout_seconds = 70"),
        ("c.toml", "session = { timeout_seconds = 70 }"),
        ("c.toml", "\ufeff[session]\r\ntimeout_seconds = 70\r\n\r\n[database]\r\nurl = 'sqlite://'\r\n"),
        ("c.yaml", "\ufeffsession:\r\n  timeout_seconds: 70\r\n"),
        ("c.yaml", "database: !vault {url: !env URL}\nsession: {timeout_seconds: 70}\n"),
        ("c.yaml", "usual: &usual {timeout_seconds: 70}\nsession: *usual\n"),
        ("c.yaml", "usual: &usual {timeout_seconds: 90}\nsession:\n  <<: *usual\n  timeout_seconds: 70\n"),
        ("c.yaml", "usual: &usual {session: {timeout_seconds: 70}}\n<<: *usual\n? [a, b]\n: 1\n"),
    ],
)
def test_the_ways_to_write_a_table_are_all_read(tmp_path: Path, name: str, text: str) -> None:
    """Dotted names, inline tables, byte order marks, anchors and an application's own tags are no hindrance."""
    assert load(tmp_path, name, text) == SessionConfig(timeout_seconds=70)


TOML_SPLIT = "[database]\ntimeout_seconds = 1\n\n[ 'session' ] # ours\n# timeout_seconds = 2\nrefresh_fraction = 0.1\n"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("c.toml", TOML_SPLIT + "timeout_seconds = 3\n", "c.toml:7: timeout_seconds is 3, "),
        ("c.toml", "\nsession.timeout_seconds = 3", "c.toml:2: timeout_seconds is 3, "),
        ("c.toml", "\nsession = { timeout_seconds = 3 }", "c.toml:2: timeout_seconds is 3, "),
        ("c.toml", "\nsession = {'timeout_seconds' = '1h'}", "c.toml:2: timeout_seconds is '1h', "),
        ("c.toml", '"\\u0073ession" = { timeout_seconds = 3 }', "c.toml: timeout_seconds is 3, "),
        ("c.yaml", "a: 1\nsession:\n\n  timeout_seconds: 1h\n", "c.yaml:4: timeout_seconds is '1h', "),
        ("c.yaml", "session: {\n  'timeout_seconds': [1]}", "c.yaml:2: timeout_seconds is [1], "),
        ("c.yaml", "a: &a\n  timeout_seconds: 3\nsession:\n  <<: *a\n", "c.yaml:2: timeout_seconds is 3, "),
    ],
)
def test_a_wrong_setting_is_shown_with_its_line(tmp_path: Path, name: str, text: str, place: str) -> None:
    """The message begins with the file and the line, or with the file alone where the line is hard to find."""
    assert refused(tmp_path, name, text) == f"{place}and has to be a whole number from 60 to 2592000"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("c.toml", "[session]\ntimeout = 60", "c.toml:2: there is no setting 'timeout'; is it timeout_seconds?"),
        (
            "c.toml",
            "[session]\n[session.deep]",
            "c.toml:2: there is no setting 'deep'; the settings are timeout_seconds, ",
        ),
        ("c.toml", "[session]\n_env_prefix = 'X_'", "c.toml:2: there is no setting '_env_prefix'; "),
        ("c.yaml", "session:\n  a: 1\n  timeout: 60", "c.yaml:2: there is no setting 'a'; "),
        ("c.yaml", "session:\n  7: 1\n", "c.yaml:1: there is no setting 7; the settings are "),
        ("c.yaml", "session:\n  ? [a]\n  : 1\n", "c.yaml:2: this is not YAML: found unhashable key"),
        ("c.yaml", "session.timeout_seconds: 60", "c.yaml: 'session.timeout_seconds' is one name here; put "),
        ("c.toml", "'session.timeout_seconds' = 60", "c.toml: 'session.timeout_seconds' is one name here; put "),
    ],
)
def test_an_unknown_name_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    """A name that means nothing is told with its place and the nearest name that means something."""
    assert refused(tmp_path, name, text).startswith(said)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("c.toml", "session = 60", "c.toml:1: session is 60, and has to be a table of settings"),
        ("c.toml", "[[session]]\nx = 1", "c.toml:1: session is [{...}], and has to be a table of settings"),
        ("c.yaml", "session:\n", "c.yaml:1: session is None, and has to be a table of settings"),
        ("c.yaml", "\nsession: [a]", "c.yaml:2: session is ['a'], and has to be a table of settings"),
        ("c.yaml", "- session", "c.yaml:1: this is not YAML: a mapping is wanted"),
        ("c.yaml", "60", "c.yaml:1: this is not YAML: a mapping is wanted"),
    ],
)
def test_what_is_not_a_table_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    """A session that is a number, a list or nothing is told as such."""
    assert refused(tmp_path, name, text) == said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "c.toml",
            "a = 1\n[session\n",
            "c.toml: this is not TOML: Expected ']' at the end of a table declaration (at line 2",
        ),
        ("c.toml", "a = " + "9" * 5000, "c.toml: this is not TOML: Exceeds the limit"),
        ("c.toml", "a = " + "[" * 2000, "c.toml: this is not TOML: "),
        ("c.toml", b"a = '\xe9'", "c.toml: cannot be read: 'utf-8' codec can't decode byte 0xe9 in position 5"),
        ("c.yaml", "a: 1\nsession: [\n", "c.yaml:3: this is not YAML: expected the node content"),
        ("c.yaml", "session: {}\n---\nsession: {}\n", "c.yaml:2: this is not YAML: but found another document"),
        ("c.yaml", "session: {}\na: 1\nsession: {}\n", "c.yaml:3: this is not YAML: session is there twice"),
        ("c.yaml", "session:\n  x: 1\n  x: 1\n", "c.yaml:3: this is not YAML: x is there twice"),
        ("c.yaml", "session: !!python/object/apply:os.getpid []", "c.yaml:1: this is not YAML: could not determine a"),
        ("c.yaml", "session: {timeout_seconds: !!int ''}", "c.yaml: this is not YAML: "),
        ("c.yaml", "session: {timeout_seconds: !!bool 60}", "c.yaml: this is not YAML: "),
        ("c.yaml", "session: {timeout_seconds: !!timestamp x}", "c.yaml: this is not YAML: "),
        ("c.yaml", "session: {timeout_seconds: 2026-13-01}", "c.yaml: this is not YAML: month must be in 1..12"),
        ("c.yaml", "session: \0", "c.yaml: this is not YAML: unacceptable character"),
        ("c.yaml", "[" * 2000, "c.yaml: this is not YAML: "),
        ("c.yaml", b"session: \xff", "c.yaml: cannot be read: 'utf-8' codec can't decode byte 0xff"),
        ("c.ini", "[session]", "c.ini: a configuration is a file of TOML (.toml) or of YAML (.yaml, .yml)"),
        ("toml", "[session]", "toml: a configuration is a file of TOML (.toml) or of YAML (.yaml, .yml)"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, text: str | bytes, said: str) -> None:
    """Whatever is wrong with a file, it is one kind of error that says where and what."""
    assert refused(tmp_path, name, text).startswith(said)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder of that name and an impossible name are told."""
    (tmp_path / "folder.toml").mkdir()
    for name, reason in (("no.yaml", "No such file"), ("folder.toml", "Is a directory"), ("a\0.toml", "embedded null")):
        with pytest.raises(SessionConfigError, match=f"cannot be read: {reason}"):
            SessionConfig.from_file(str(tmp_path / name))


def test_what_else_a_file_says_is_not_told(tmp_path: Path) -> None:
    """The message about a broken file does not repeat its lines, where an application may keep a password."""
    for name, text in (("c.yaml", "password: hunter2: x\n"), ("c.toml", "password = hunter2\n")):
        assert "hunter2" not in refused(tmp_path, name, text)


def test_a_value_of_many_values_does_not_fill_the_message(tmp_path: Path) -> None:
    """A few lines of YAML that stand for a billion values are refused in a short message."""
    levels = "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    text = f"x:\n  a0: &a0 [lol]\n{levels}session: {{timeout_seconds: *a9}}\n"
    assert len(refused(tmp_path, "c.yaml", text)) < 300
    assert len(refused(tmp_path, "c.yaml", text + "? *a9\n: 1\n")) < 300


@given_settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from(["c.toml", "c.yaml"]))
@example(b"session: !!float ''", "c.yaml")
def test_no_content_leads_to_another_error(folder: Path, content: bytes, name: str) -> None:
    """A file is read or refused, and no other error comes of it, whatever bytes it is made of."""
    with suppress(SessionConfigError):
        assert load(folder, name, content) == SessionConfig()


TAGS = "int float bool null timestamp binary set omap pairs seq map str merge value".split()  # noqa: SIM905 - easier to read
SCALARS = [
    "''",
    "x",
    "1",
    "-",
    "0x",
    "7:2",
    ".",
    "nan",
    "[a]",
    "{a: b}",
    "{? [a] : b}",
    "2026-02-30",
    "=",
    "<<",
    "[[1, 2, 3]]",
]


@given_settings(deadline=None)
@given(st.sampled_from(TAGS), st.sampled_from(SCALARS), st.sampled_from(["timeout_seconds: {}", "{}: 1", "<<: {}"]))
def test_no_tag_of_yaml_leads_to_another_error(folder: Path, tag: str, scalar: str, entry: str) -> None:
    """A value that is not what its tag says it is, as key or as value, is refused like any other.

    PyYAML reads YAML 1.1, in which 7:2 is a number of base sixty.
    """
    text = "session: {" + entry.format(f"!!{tag} {scalar}") + "}"
    with suppress(SessionConfigError):
        assert load(folder, "c.yaml", text) in (SessionConfig(), SessionConfig(timeout_seconds=422))
