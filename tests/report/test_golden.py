"""The formats of a verification, held against files that show what each of them looks like."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from tests.desk import Desk

from .shop import open_shop

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", ["shop.sarif", "shop.junit", "shop.markdown", "shop.csv"])
def test_a_format_is_what_its_file_shows(desk: Desk, name: str) -> None:
    """The same plans give the same bytes, on every machine and at any time."""
    open_shop(desk)
    desk.type("verify", "--format", name.removeprefix("shop."))
    assert desk.code == 1
    shown = desk.output.replace(f'"semanticVersion": "{version("flowkit")}"', '"semanticVersion": "VERSION"')
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")
