"""Real plans whose faults were found by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from flowkit.judge.verification import judge
from flowkit.model.severity import Severity
from flowkit.read.document import read_document
from flowkit.read.plans import read_plan

NAMES = ("000_", "001_", "002_", "003_", "004_")


def facts(shared: Path, name: str) -> dict[str, Any]:
    """Return what was noted of a document by hand."""
    noted = yaml.safe_load((shared / "facts" / "seeds.yaml").read_text(encoding="utf-8"))
    (found,) = [document for document in noted["documents"] if document["file"].startswith(name)]
    return dict(found)


@pytest.mark.parametrize("name", NAMES)
def test_the_faults_that_were_found_by_hand_are_found_and_no_others(shared: Path, name: str) -> None:
    """Every listed finding at its line, and no error or warning beside them."""
    noted = facts(shared, name)
    plan = read_plan(read_document(shared / "seeds" / noted["file"]))
    found = [finding for finding in judge([plan]) if finding.severity.at_least(Severity.WARNING)]
    places = sorted((finding.rule, finding.place.span.line) for finding in found if finding.place.span)
    assert len(places) == len(found)
    assert places == sorted((entry["rule"], entry["line"]) for entry in noted["findings"])
