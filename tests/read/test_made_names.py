"""The code names that a task says it makes."""

from __future__ import annotations

import pytest

from flowkit.model.outline import Line
from flowkit.read.document import document_from_bytes
from flowkit.read.made_names import made_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Add `boilWater(degrees, cups)` function to `kettle.mjs`", ("boilWater",)),
        ("T003 [P] Create shared module at `kettle.mjs` with `boil()` and `cool()`", ("boil", "cool")),
        ("Implement NavigationControls component", ("NavigationControls",)),
        ("Build PDFDisplay component", ("PDFDisplay",)),
        ("Add OAuth support with APIs", ()),
        ("Define the new `KettleError`, `CupError` and the rest", ("KettleError", "CupError")),
        ("Add unit tests for `boil()`", ()),
        ("Add a call to `boilWater` in the kitchen", ()),
        ("Use `boilWater()` instead", ()),
        ("Create `kettle.json`", ()),
        ("Add `kettle` to the menu", ()),
        ("Add TypeScript support", ()),
        ("Tidy up NavigationControls", ()),
    ],
)
def test_names_that_a_verb_of_making_leads_to(text: str, names: tuple[str, ...]) -> None:
    """A name counts that is spelled as code and is itself what is made."""
    document = document_from_bytes(text.encode(), "tasks.md")
    entries = list(made_names([Line(text, 1, 1)], document))
    assert tuple(name for entry in entries for name in entry.symbols) == names
    assert all(entry.loose and entry.path is None for entry in entries)
