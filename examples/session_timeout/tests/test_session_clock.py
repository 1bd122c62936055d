"""The time that the manager of sessions goes by where it is given no clock."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time

import pytest
from freezegun import freeze_time

from session_timeout import InMemorySessionStore, SessionConfig, SessionManager, system_clock

from .desk import run


def test_by_default_it_goes_by_the_time_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is looked up in its module at each call: who replaces it there is heard."""
    before = time.time()
    manager = SessionManager(InMemorySessionStore(), SessionConfig)
    created = run(manager.create()).session.created_at
    assert before <= created <= time.time()
    monkeypatch.setattr(time, "time", lambda: 5.0)
    assert system_clock() == manager.clock() == 5.0
    assert run(manager.create()).session.deadline == 5.0 + 3600


def test_time_that_is_frozen_after_the_import_counts() -> None:
    """A manager that was made before freezegun stopped the clock goes by the stopped clock, and back afterwards."""
    manager = SessionManager(InMemorySessionStore(), SessionConfig)
    with asyncio.Runner() as runner, freeze_time("2026-03-02 09:00:00", real_asyncio=True) as frozen:
        issued = runner.run(manager.create())
        assert issued.session.created_at == 1_772_442_000
        frozen.tick(3599)
        assert runner.run(manager.validate(issued.token)) is not None
        frozen.tick(3600)
        assert runner.run(manager.validate(issued.token)) is None
    assert manager.clock() != 1_772_442_000


def test_time_that_is_frozen_before_the_import_counts() -> None:
    """A program that stops the clock before it imports the library is heard, also when it lets the clock run again."""
    code = """
import time
from freezegun import freeze_time
with freeze_time("2026-03-02 09:00:00") as frozen:
    from session_timeout import InMemorySessionStore, SessionConfig, SessionManager, system_clock
    manager = SessionManager(InMemorySessionStore(), SessionConfig)
    assert manager.clock() == system_clock() == 1_772_442_000, manager.clock()
    frozen.tick(10)
    assert manager.clock() == 1_772_442_010, manager.clock()
before = time.time()
assert before <= manager.clock() <= time.time()
"""
    program = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert program.returncode == 0, program.stderr
