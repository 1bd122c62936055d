"""What a command may not change."""

from __future__ import annotations

import pytest

from flowkit.commission.guard import Guard, refused, same_settings
from flowkit.model.job import Alteration

GUARD = Guard(
    closed={"plans/a.md": "a plan"}, growing={"tests/test_a.py": "what proves A"}, reports=("junit.xml", "out/*.xml")
)


@pytest.mark.parametrize(
    ("path", "shrinks", "stands"),
    [
        ("plans/a.md", False, False),
        ("junit.xml", False, False),
        ("out/new.xml", False, False),
        ("tests/test_a.py", True, False),
        ("tests/test_a.py", False, True),
        ("tests/test_b.py", True, True),
        ("src/plans/a.md", True, True),
    ],
)
def test_some_files_stay_and_some_may_grow(path: str, shrinks: bool, stands: bool) -> None:
    """A plan and a report stay as they are, a test of another task loses no line, all else is free."""
    assert (refused([Alteration(path, shrinks)], GUARD) == {}) is stands


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (b"[tool.flowkit]\nstrict = true\n", b"[tool.x]\n[tool.flowkit]\nstrict=true", True),
        (b"[tool.flowkit]\nstrict = true\n", b"[tool.flowkit]\n", False),
        (b"[tool.flowkit]\n", None, False),
        (None, b"[project]\nname = 'x'\n", True),
        (None, b"[tool.flowkit]\n", False),
        (b"[project]\n", b"no TOML", False),
        (None, b"tool = 3\n", True),
    ],
)
def test_settings_are_compared_by_what_they_say(before: bytes | None, after: bytes | None, same: bool) -> None:
    """Other tables of the file may change; a file that cannot be read equals none that can."""
    assert same_settings(before, after) is same
