"""Specs that cannot be read, and what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError

from .own_specs import spec


@pytest.mark.parametrize(
    ("text", "line", "words", "hint"),
    [
        ("no title", 1, "no title", "# What is to be made"),
        ("# A\n\n# B\n", 3, "second title", "##"),
        ("# A\n\n## Componets\n", 3, "'Componets' is not known", "Components"),
        ("# A\n\n**Idd:** x\n", 3, "unknown field 'Idd'", "Id"),
        ("# A\n\n**Id:** x\n**Run ID:** y\n", 4, "twice", "one field"),
        ("# A\n\n**Id:** my oven\n", 3, "'my oven' cannot be an id", "feat-parcel-labels"),
        ("# A\n\n**Id:** ../oven\n", 3, "'../oven' cannot be an id", "feat-parcel-labels"),
        ("# A\n\n**ADR:** the seventh\n", 3, "names no decision", "ADR-007"),
        ("# A\n\n## Requirements\n\n### Heat\n", 5, "lacks an id", "### REQ-001"),
        ("# A\n\n## Requirements\n\n### REQ-001\n", 5, "lacks a title", "### REQ-001"),
        ("# A\n\n## Requirements\n\n### AC-1: Heat\n", 5, "lacks an id", "### REQ-001"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n### REQ-001: Y\n", 7, "twice, at line 5", "of its own"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n- AC-1: a\n- AC-1: b\n", 8, "AC-1 twice", "of its own"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n- AC-1: a\n- b\n", 8, "id of a criterion", "AC-1: What is true"),
        ("# A\n\n## Requirements\n\n### REQ-001: X\n\n- AC-1:\n", 7, "no text", "AC-1: What is true"),
        ("# A\n\n## Components\n\n### Door, front\n", 5, "comma", "Depends on"),
        ("# A\n\n## Components\n\n### Door\n\n**Efort:** 2h\n", 7, "unknown field 'Efort'", "Effort"),
        ("# A\n\n## Components\n\n### Door\n\n**Colour:** red\n", 7, "unknown field 'Colour'", "known are: priority"),
        ("# A\n\n## Components\n\n### Door\n\n**Scenarios:** SC-001\n", 7, "unknown field 'Scenarios'", "known are"),
        ("# A\n\n## Components\n\n### Door\n\n**Implements:** heat\n", 7, "'heat' is no requirement", "REQ-001"),
        ("# A\n\n## Components\n\n### Door\n\n**Contract:** yes\n", 7, "no part of a contract", "CE_"),
        ("# A\n\n## Tests\n\n### Door\n\n**Scenarios:** opens\n", 7, "id of a scenario", "SC-001"),
        ("# A\n\n## Tests\n\n### Door\n\n**Coverage:**\n- 90%\n", 8, "id of a coverage", "COV_UNIT_STORE"),
        (
            "# A\n\n## Tests\n\n### Door\n\n**Coverage:**\n- COV_A: 950 % of a.py\n",
            8,
            "COV_A demands 950 %",
            "up to 100",
        ),
        ("# A\n\n## Tests\n\n### Door\n\n**Coverage:**\n- COV_A: 100.5% lines\n", 8, "demands 100.5 %", "up to 100"),
        ("# A\n\n**Features:** a.feature, /etc/passwd\n", 3, "'/etc/passwd' leads out of the project", "from the root"),
        ("# A\n\n**Features:** a/../../b.feature\n", 3, "leads out of the project", "from the root"),
        ("# A\n\n**Features:** `C:\\b.feature`\n", 3, "leads out of the project", "from the root"),
        ("# A\n\n**Features:** `..\\b.feature`\n", 3, "leads out of the project", "from the root"),
        ("# A\n\n## Tests\n\n### Door\n\n**Feature:** ../b.feature\n", 7, "leads out of the project", "from the root"),
        ("# A\n\n## Contracts\n\n- CE_A: x\n- CE_A: y\n", 6, "twice, at line 5", "of its own"),
        ("# A\n\n## Contracts\n\n- x\n", 5, "id of a contract", "CE_"),
        ("# A\n\n## Risks\n\n- everything\n", 5, "names no component", "Component: the risk"),
        ("# A\n\n## Risks\n\n| a | b |\n|---|---|\n| Door | Falls |\n", 7, "tells no risk", "three cells"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, line: int, words: str, hint: str) -> None:
    """An error names the line, what is wrong there, and what to do."""
    with pytest.raises(ReadError) as caught:
        spec(text)
    assert caught.value.where == f"docs/specs/ovens.md:{line}"
    assert words in caught.value.message
    assert hint in str(caught.value.hint)


PIECES = [
    "# A\n",
    "\n## Requirements\n",
    "\n### REQ-001: X\n",
    "\n## Components\n",
    "\n### Door\n",
    "- AC-1: a\n",
    "**Effort:** 2h\n",
    "**Depends on:** ",
    "Door, ",
    "**Deliverables:**\n",
    "- `a/b.py` - c\n",
    "\n## Tests\n",
    "**Coverage:** COV_A: 9%\n",
    "## Risks\n",
    "| a | b | c |\n|---|---|---|\n",
    "| x | y |\n",
    "- a: b\n",
    "  - c\n",
    "```\n",
    "<!--",
    "\0",
    "\n",
    "**",
    ":",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.binary(max_size=60))
def test_any_text_gives_a_spec_or_a_clear_error(text: str | bytes) -> None:
    """Whatever a file holds, the answer is a spec or an error with a place."""
    try:
        spec(text)
    except ReadError as error:
        place = error.where
    else:
        place = "none is needed"
    assert place is not None
