"""The examples in the layouts of other tools: their own specs make plans, which are kept up like any others."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.app import plan, specs, verify
from flowkit.request import Request

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize("name", ["spec_kit", "kiro"])
def test_an_example_is_planned_from_the_spec_as_it_lies_there(name: str) -> None:
    """The plan that stands in an example is what its spec gives, and nothing in it is wrong."""
    request = Request(EXAMPLES / name, EXAMPLES / name)
    found = list(specs(request))
    assert len(found) == 1
    assert [one for one in found if plan(one, request).is_behind] == []
    assert not verify(request).failed
