"""Real specs of other formats are read as people counted them by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.read.document import read_document
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec
from flowkit.read.specs import recognise

PLACES = {
    "spec-kit": "speckit/*__spec.md",
    "kiro": "kiro/*__requirements.md",
    "openspec": "openspec/*__spec.md",
    "requirements": "prd/*.md",
}


def specs(shared: Path, pattern: str) -> dict[str, Spec]:
    """Return the real specs of a format by their files."""
    files = sorted((shared / "corpus").glob(pattern))
    assert files
    return {file.name: read_spec(read_outline(read_document(file))) for file in files}


def counted(shared: Path) -> list[dict[str, Any]]:
    """Return what was counted by hand in documents that define requirements."""
    truth = yaml.safe_load((shared / "corpus" / "TRUTH.yaml").read_text(encoding="utf-8"))
    return [entry for entry in truth["documents"] if "requirements" in entry]


@pytest.mark.parametrize("name", PLACES)
def test_every_real_spec_is_recognised(shared: Path, name: str) -> None:
    """Each real document is of the format that it was written in."""
    for file in sorted((shared / "corpus").glob(PLACES[name])):
        assert recognise(read_outline(read_document(file)), Grammar()) == name, file.name


@pytest.mark.parametrize("name", PLACES)
def test_every_real_spec_states_requirements(shared: Path, name: str) -> None:
    """Each real document gives requirements with ids that tell them apart, titles and places in order."""
    for file, read in specs(shared, PLACES[name]).items():
        ids = [one.id for one in read.requirements]
        assert ids, file
        assert len(set(ids)) == len(ids), file
        starts = [one.span.start for one in read.requirements]
        assert starts == sorted(starts), file


def test_every_figure_agrees(shared: Path) -> None:
    """Ids, measures of success, stories with priorities, criteria and scenarios are those that were counted by hand."""
    entries = counted(shared)
    assert len(entries) >= 3
    for entry in entries:
        read = read_spec(read_outline(read_document(shared / "corpus" / entry["file"])))
        wanted = entry["requirements"]
        assert len(read.requirements) == wanted["total"]
        ids = wanted.get("ids") or [*wanted["functional"], *wanted["non_functional"]]
        assert [one.id for one in read.requirements] == ids
        if "per_group" in wanted:
            assert list(_tally(read).values()) == list(wanted["per_group"].values())
        if "success_criteria" in entry:
            assert [one.id for one in read.outcomes] == entry["success_criteria"]["ids"]
        if "priorities" in entry.get("user_stories", {}):
            assert [one.priority and one.priority.value for one in read.stories] == entry["user_stories"]["priorities"]
        if "acceptance_scenarios" in entry:
            assert sum(len(one.scenarios) for one in read.stories) == entry["acceptance_scenarios"]["total"]
        if "acceptance_criteria" in entry:
            assert [len(one.criteria) for one in read.requirements] == entry["acceptance_criteria"]["per_requirement"]


def test_every_labelled_line_of_real_documents_is_read(shared: Path) -> None:
    """Whatever stands in bold at the start of a line as FR- or NFR- in a real document is a requirement of it."""
    import re

    stated = re.compile(
        r"^(?:#+ (?:[\d.]+ )?|[-*] \*{0,2}|\| \*{0,2})((?:N?FR)-[\w.-]*\d[A-Za-z]?)(?=[\s:*|])", re.MULTILINE
    )
    for pattern in (PLACES["spec-kit"], PLACES["requirements"]):
        for file in sorted((shared / "corpus").glob(pattern)):
            document = read_document(file)
            read = read_spec(read_outline(document))
            assert {one.id for one in read.requirements} >= set(stated.findall(document.text)), file.name


def _tally(read: Spec) -> dict[str | None, int]:
    groups: dict[str | None, int] = {}
    previous: str | None = None
    for number, one in enumerate(read.requirements):
        previous = one.group if number == 0 or one.group != read.requirements[number - 1].group else previous
        groups[previous] = groups.get(previous, 0) + 1
    return groups
