"""How a changed configuration takes the place of the old one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from session_timeout import config as config_module
from session_timeout.config import SessionConfig, SessionConfigError, SessionConfigProvider
from session_timeout.config_file import Sources, read_settings


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SessionConfig.model_fields:
        monkeypatch.delenv(f"SESSION_{name.upper()}", raising=False)


def write(path: Path, **settings: object) -> Path:
    """Write settings as TOML."""
    lines = (f"{name} = {str(value).lower()}\n" for name, value in settings.items())
    path.write_text("[session]\n" + "".join(lines), encoding="utf-8")
    return path


def test_a_provider_without_a_file_reads_the_environment_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says holds from the next reload on, and not before."""
    provider = SessionConfigProvider()
    monkeypatch.setenv("SESSION_TIMEOUT_SECONDS", "60")
    assert provider() == SessionConfig(timeout_seconds=3600)
    assert provider.reload() is provider()
    assert provider().timeout_seconds == 60


def test_a_provider_keeps_to_its_file_wherever_the_process_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path is taken from where the process was when the provider was made."""
    write(tmp_path / "c.toml", timeout_seconds=70)
    monkeypatch.chdir(tmp_path)
    provider = SessionConfigProvider("c.toml")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert provider.reload().timeout_seconds == 70


# verifies: feat-session-security:IMPL_003/AC-3
@pytest.mark.parametrize("text", ["[session]\ntimeout_seconds = 5\n", "[session", "", "timeout_seconds = 75\n", None])
def test_a_reload_that_fails_keeps_the_old_configuration(text: str | None, tmp_path: Path) -> None:
    """A wrong value, a file that is broken, empty or missing, are told, and the settings that held go on to hold."""
    path = write(tmp_path / "c.toml", timeout_seconds=70)
    provider = SessionConfigProvider(path)
    before = provider()
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SessionConfigError, match=r"c\.toml"):
        provider.reload()
    assert provider() is before
    write(path, timeout_seconds=75)
    assert provider.reload().timeout_seconds == 75


def test_a_provider_is_not_made_of_a_wrong_file(tmp_path: Path) -> None:
    """An application with a wrong configuration does not start."""
    with pytest.raises(SessionConfigError, match="No such file"):
        SessionConfigProvider(tmp_path / "missing.toml")


@pytest.fixture
def _busy_threads() -> Iterator[None]:
    """Let threads take turns fifty times as often as usual."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0001)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_busy_threads")
def test_readers_see_the_old_configuration_or_the_new_one(tmp_path: Path) -> None:
    """While the file is read again and again, eight threads never see a setting of one with a setting of the other."""
    one = {
        "timeout_seconds": 60,
        "absolute_timeout_seconds": 61,
        "cleanup_interval_seconds": 62,
        "refresh_fraction": 0.1,
    }
    two = {
        "timeout_seconds": 100,
        "absolute_timeout_seconds": 101,
        "cleanup_interval_seconds": 102,
        "refresh_fraction": 0.2,
    }
    path = write(tmp_path / "c.toml", **one)
    provider = SessionConfigProvider(path)
    seen: set[tuple[float, ...]] = set()
    done = threading.Event()
    ready = threading.Barrier(9)

    def read() -> None:
        ready.wait()
        while not done.is_set():
            config = provider()
            seen.add(tuple(getattr(config, name) for name in one))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    ready.wait()
    try:
        for count in range(50):
            write(path, **(one if count % 2 else two))
            provider.reload()
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert seen <= {tuple(one.values()), tuple(two.values())}


def test_two_reloads_do_not_overtake_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read while no other reload is under way, so that the last one to read has the last word."""
    provider = SessionConfigProvider(write(tmp_path / "c.toml"))
    alone = []

    def read(path: Path, known: Collection[str]) -> Sources:
        alone.append(provider._lock.locked())
        return read_settings(path, known)

    monkeypatch.setattr(config_module, "read_settings", read)
    provider.reload()
    assert alone == [True]
    assert not provider._lock.locked()
