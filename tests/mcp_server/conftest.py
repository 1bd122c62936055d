"""The project that the server is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk import CODE, TEST, Desk

from .talking import OPEN


@pytest.fixture
def tea(desk: Desk) -> Path:
    """A project whose one task is open, with the code and the test that show it; nothing was run yet."""
    desk.write("plans/tea.md", OPEN)
    desk.write("kettle.py", CODE)
    desk.write("test_kettle.py", TEST)
    return desk.folder
