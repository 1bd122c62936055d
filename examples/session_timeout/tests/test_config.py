"""The settings, their bounds, and where they come from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_timeout.config import SessionConfig, SessionConfigError

BOUNDS = {
    "timeout_seconds": (60, 2_592_000),
    "cleanup_interval_seconds": (30, 86_400),
    "absolute_timeout_seconds": (60, 31_536_000),
    "refresh_fraction": (0, 0.5),
}
COMPANIONS = {
    "timeout_seconds": {"absolute_timeout_seconds": 31_536_000},
    "absolute_timeout_seconds": {"timeout_seconds": 60},
}
"""What has to be set beside a setting for it to have its full range."""


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SessionConfig.model_fields:
        monkeypatch.delenv(f"SESSION_{name.upper()}", raising=False)


def configured(**settings: Any) -> SessionConfig:
    """Make a configuration of values of which a type checker would refuse some."""
    return SessionConfig(**settings)


def write(path: Path, **settings: object) -> Path:
    """Write settings as TOML."""
    lines = (f"{name} = {str(value).lower()}\n" for name, value in settings.items())
    path.write_text("[session]\n" + "".join(lines), encoding="utf-8")
    return path


# verifies: feat-session-timeout:IMPL_005/AC-1, feat-session-timeout:IMPL_005/AC-2
def test_the_defaults_are_those_that_are_documented() -> None:
    """Where nothing is set, a session ends an hour after its last use or after twelve."""
    assert SessionConfig().model_dump() == {
        "timeout_seconds": 3600,
        "cleanup_interval_seconds": 300,
        "absolute_timeout_seconds": 43_200,
        "refresh_on_access": True,
        "refresh_fraction": 0.1,
    }


# verifies: feat-session-timeout:IMPL_005/AC-3, feat-session-security:IMPL_003/AC-1
@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_may_be_what_its_bounds_are_and_nothing_beyond(name: str) -> None:
    """The least and the greatest value are accepted, and what lies just beyond them is refused by name."""
    least, greatest = BOUNDS[name]
    step = 1 if name.endswith("seconds") else 0.001
    others = COMPANIONS.get(name, {})
    for value in (least, greatest):
        assert getattr(configured(**others, **{name: value}), name) == value
    for value in (least - step, greatest + step):
        with pytest.raises(
            SessionConfigError, match=rf"^argument: {name} is {value}, and has to be .* from {least} to"
        ):
            configured(**others, **{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in BOUNDS for value in (True, "100", "1h", None, [60], float("nan"), float("inf"))),
        ("timeout_seconds", 60.5),
        ("refresh_on_access", 1),
        ("refresh_on_access", "yes"),
        ("refresh_on_access", None),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, value: object) -> None:
    """A truth value or text where a number is wanted, a number that is none, or a fraction of a second is refused."""
    with pytest.raises(
        SessionConfigError, match=rf"^argument: {name} is .+, and has to be (a (whole )?number|true or)"
    ):
        configured(**{name: value})


def test_a_whole_number_may_be_written_as_a_float() -> None:
    """What JSON Schema takes for an integer is taken, and becomes one."""
    timeout = configured(timeout_seconds=90.0).timeout_seconds
    assert (timeout, type(timeout)) == (90, int)


def test_a_number_too_long_to_write_down_is_refused() -> None:
    """Not even a number that Python does not write as text gets by, or another error out."""
    with pytest.raises(SessionConfigError, match="timeout_seconds is a number of thousands of digits"):
        configured(timeout_seconds=10**5000)


def test_every_wrong_setting_is_named_at_once() -> None:
    """Who has made two mistakes is told both."""
    with pytest.raises(SessionConfigError) as caught:
        configured(timeout_seconds=1, refresh_fraction=2)
    assert [line.split()[1] for line in str(caught.value).splitlines()] == ["timeout_seconds", "refresh_fraction"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("timeout", "is it timeout_seconds?"),
        ("Cleanup_Interval", "is it cleanup_interval_seconds?"),
        ("x", "the settings are"),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest_known_one(name: str, hint: str) -> None:
    """A misspelt setting is not passed over, or a session would live as long as nobody wants."""
    with pytest.raises(SessionConfigError) as caught:
        configured(**{name: 60})
    assert str(caught.value).startswith(f"argument: there is no setting {name!r}; {hint}")


# verifies: feat-session-security:IMPL_003/AC-2
def test_two_timeouts_that_disagree_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message gives both figures, where each comes from, and what can be done."""
    monkeypatch.setenv("SESSION_TIMEOUT_SECONDS", "50000")
    with pytest.raises(SessionConfigError) as caught:
        SessionConfig()
    assert str(caught.value) == (
        "absolute_timeout_seconds is 43200 (default) and less than timeout_seconds, which is 50000 "
        "(SESSION_TIMEOUT_SECONDS): set absolute_timeout_seconds to 50000 or more, or timeout_seconds to 43200 or less"
    )
    assert SessionConfig(absolute_timeout_seconds=50_000).timeout_seconds == 50_000


def test_a_configuration_cannot_be_changed() -> None:
    """Whoever holds a configuration may hand it on without anybody changing it behind his back."""
    config = SessionConfig()
    with pytest.raises(ValueError, match="frozen"):
        setattr(config, "timeout_seconds", 60)  # noqa: B010 - a type checker need not know of it
    assert config == SessionConfig()
    assert hash(config) == hash(SessionConfig())


@settings(deadline=None)
@given(
    timeout=st.integers(60, 43_200),
    interval=st.integers(30, 86_400),
    refresh=st.sampled_from([("true", True), ("0", False), ("off", False), ("YES", True)]),
    fraction=st.floats(0, 0.5),
)
def test_the_environment_says_everything_as_text(
    timeout: int, interval: int, refresh: tuple[str, bool], fraction: float
) -> None:
    """Any value can be set in the environment, and arrives as it was meant."""
    variables = {
        "SESSION_TIMEOUT_SECONDS": str(timeout),
        "SESSION_CLEANUP_INTERVAL_SECONDS": str(interval),
        "SESSION_REFRESH_ON_ACCESS": refresh[0],
        "SESSION_REFRESH_FRACTION": str(fraction),
    }
    with patch.dict(os.environ, variables):
        config = SessionConfig()
    assert (config.timeout_seconds, config.cleanup_interval_seconds) == (timeout, interval)
    assert (config.refresh_on_access, config.refresh_fraction) == (refresh[1], fraction)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("SESSION_TIMEOUT_SECONDS", "1h"),
        ("SESSION_TIMEOUT_SECONDS", ""),
        ("SESSION_TIMEOUT_SECONDS", "true"),
        ("SESSION_TIMEOUT_SECONDS", "59"),
        ("SESSION_CLEANUP_INTERVAL_SECONDS", "60.5"),
        ("SESSION_REFRESH_ON_ACCESS", "maybe"),
        ("SESSION_REFRESH_FRACTION", "nan"),
    ],
)
def test_a_wrong_variable_is_refused_by_its_name(variable: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says which variable it is, what it says, and what it may say."""
    monkeypatch.setenv(variable, text)
    with pytest.raises(SessionConfigError, match=rf"^{variable}: \w+ is '?{text}'?, and has to be "):
        SessionConfig()


def test_other_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that only begins like ours belongs to somebody else."""
    monkeypatch.setenv("SESSION_MANAGER", "local/host:@/tmp/.ICE-unix/1")
    assert SessionConfig() == configured()


def test_arguments_go_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three sources that say something, the first one counts; of a setting that only one names, that one."""
    path = write(tmp_path / "c.toml", timeout_seconds=70, cleanup_interval_seconds=71, refresh_fraction=0.3)
    monkeypatch.setenv("SESSION_TIMEOUT_SECONDS", "80")
    monkeypatch.setenv("SESSION_CLEANUP_INTERVAL_SECONDS", "81")
    config = SessionConfig.from_file(path, timeout_seconds=90)
    assert (config.timeout_seconds, config.cleanup_interval_seconds, config.refresh_fraction) == (90, 81, 0.3)
    assert config.absolute_timeout_seconds == 43_200


def test_a_strict_type_checker_knows_the_settings(tmp_path: Path) -> None:
    """Without any plug-in, mypy accepts defaults and settings by name, and refuses what they are not."""
    use = tmp_path / "use.py"
    use.write_text(
        "from session_timeout import SessionConfig\n"
        "SessionConfig()\n"
        "seconds: int = SessionConfig(timeout_seconds=60).timeout_seconds\n"
        "SessionConfig(timeout_seconds='1h')\n"
        "SessionConfig(timeout=60)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "use.py"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    errors = [(line.split(":")[1], line.rpartition("[")[2]) for line in checked.stdout.splitlines() if "error:" in line]
    assert errors == [("4", "arg-type]"), ("5", "call-arg]")], checked.stdout


def test_importing_the_library_reads_no_format(tmp_path: Path) -> None:
    """Who configures by the environment pays for neither TOML nor YAML."""
    code = "import sys, session_timeout; print(sorted({'tomllib', 'yaml'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
