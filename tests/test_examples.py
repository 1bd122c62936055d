"""The examples in the layouts of other tools: their own specs make plans, which are kept up like any others."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.app import plan_all, verify
from flowkit.request import Request

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize("name", ["spec_kit", "kiro"])
def test_an_example_is_planned_from_the_spec_as_it_lies_there(name: str) -> None:
    """The plan that stands in an example is what its spec gives, and nothing in it is wrong."""
    request = Request(EXAMPLES / name, EXAMPLES / name)
    (planned,) = plan_all((), request).planned
    assert not planned.is_behind
    assert not verify(request).failed
