"""The words of a coverage target give the figures that they state, and no others."""

from __future__ import annotations

import pytest

from flowkit.read.coverage import Figures, read_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("90% line coverage of door.py", Figures("line", 90.0, "door.py")),
        ("90%+ line coverage on `src/door.py`", Figures("line", 90.0, "src/door.py")),
        ("at least 87.5 % of branches on the door", Figures("branch", 87.5, "door")),
        ("80% of all lines of door.py.", Figures("line", 80.0, "door.py")),
        ("75% for flowkit.read in branches", Figures("branch", 75.0, "flowkit.read")),
        ("60% of the lines", Figures("line", 60.0, None)),
        ("50%", Figures(None, 50.0, None)),
        ("Every way through door.py, line by line", Figures()),
        ("", Figures()),
    ],
)
def test_a_target_gives_what_it_states(text: str, figures: Figures) -> None:
    """Metric, percentage and what is measured are found in several wordings; what is not stated is None."""
    assert read_figures(text) == figures
