"""The page on templates says what there is: the losses of each dialect, the filters, the values."""

from __future__ import annotations

import re
from pathlib import Path

from flowkit.draft.dialects.forms import FORMS
from flowkit.draft.dialects.losses import LOSSES
from flowkit.draft.filters import FILTERS
from flowkit.packaged import packaged

PAGE = Path(__file__).resolve().parents[3] / "docs/templates.md"


def test_the_table_of_losses_is_that_of_the_page() -> None:
    """The page names for each dialect what is lost, and nothing else."""
    text = PAGE.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([\w-]+) \| ([^|]+) \|$", text.partition("## What is lost")[2], re.MULTILINE))
    assert {dialect: set(rows[dialect].split(", ")) for dialect in LOSSES} == dict(LOSSES)


def test_every_filter_is_on_the_page() -> None:
    """Whoever writes a template finds each filter, and none that there is not."""
    text = PAGE.read_text(encoding="utf-8").partition("| filter |")[2]
    assert sorted(re.findall(r"^\| `(\w+)", text, re.MULTILINE)) == sorted(FILTERS)


def test_every_dialect_has_its_template() -> None:
    """Each dialect has a template, and what it cannot carry is in the table."""
    assert set(FORMS) == set(LOSSES)
    assert [
        form.template for form in FORMS.values() if not packaged("templates").joinpath(form.template).is_file()
    ] == []
