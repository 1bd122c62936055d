"""The documents to fill in fit together as they are, and say what is still to be written."""

from __future__ import annotations

import pytest

from flowkit.draft.plan import draft
from flowkit.draft.render import render
from flowkit.draft.scaffold import Folders, scaffold
from flowkit.errors import UsageError
from flowkit.judge.placeholders import placeholder
from flowkit.model.marker import Grammar
from flowkit.model.outline import Html
from flowkit.model.verdict import Surroundings
from flowkit.read.adr import read_adr
from flowkit.read.document import document_from_bytes
from flowkit.read.gherkin import read_feature
from flowkit.read.markdown import read_outline
from flowkit.read.plans import read_plan
from flowkit.read.spec import read_spec


def test_the_documents_read_back_and_make_a_plan() -> None:
    """Decision, spec and feature are read by their readers, and a plan can be drafted from them at once."""
    adr_file, spec_file, feature_file = scaffold("parcel-labels", number=12, date="2026-01-20")
    assert [path for path, _ in (adr_file, spec_file, feature_file)] == [
        "docs/decisions/ADR-012-parcel-labels.md",
        "docs/specs/parcel-labels.md",
        "features/parcel_labels.feature",
    ]
    adr = read_adr(read_outline(document_from_bytes(adr_file[1].encode("utf-8"), adr_file[0])))
    spec = read_spec(read_outline(document_from_bytes(spec_file[1].encode("utf-8"), spec_file[0])))
    feature = read_feature(document_from_bytes(feature_file[1].encode("utf-8"), feature_file[0]))
    assert (adr.id, adr.title, adr.status, adr.date) == ("ADR-012", "Parcel labels", "proposed", "2026-01-20")
    assert (spec.id, spec.title) == ("feat-parcel-labels", "Parcel labels")
    plan = draft(spec, [adr], [feature]).plan
    assert [task.id for task in plan.tasks] == ["IMPL_001", "TEST_001"]
    assert plan.tasks[1].coverage_targets[0].minimum == 90


def test_instructions_stand_in_comments_and_stay_out_of_the_plan() -> None:
    """Each document tells its author what to write, and none of that reaches a plan."""
    documents = scaffold(date="2026-01-20")
    assert all("<!--" in text or "# Each scenario" in text for _, text in documents)
    spec = read_spec(read_outline(document_from_bytes(documents[1][1].encode("utf-8"), documents[1][0])))
    assert spec.overview == ("<What is to be made, in a sentence or two>",)


def test_what_was_not_filled_in_is_found_in_the_plan() -> None:
    """Each phrase that is left to the author is a placeholder in the plan, and none is HTML to Markdown."""
    adr_file, spec_file, feature_file = scaffold("parcel-labels", date="2026-01-20")
    outlines = [read_outline(document_from_bytes(text.encode(), path)) for path, text in (adr_file, spec_file)]
    assert not any(
        isinstance(block, Html) for outline in outlines for part in outline.sections for block in part.blocks
    )
    feature = read_feature(document_from_bytes(feature_file[1].encode(), feature_file[0]))
    text = render(draft(read_spec(outlines[1]), [read_adr(outlines[0])], [feature]))
    plan = read_plan(document_from_bytes(text.encode(), "plans/a.md"), dialect="markers", grammar=Grammar())
    told = [finding.message for finding in placeholder(plan, Surroundings())]
    assert len(told) == text.count("<") == 8
    assert all("was never filled in" in message for message in told)


def test_documents_go_where_the_project_keeps_them() -> None:
    """Other folders are used in the paths and in what the spec cites."""
    documents = scaffold("a", number=1, date="2026-01-20", folders=Folders("adr", "specs", "tests/features"))
    assert [path for path, _ in documents] == ["adr/ADR-001-a.md", "specs/a.md", "tests/features/a.feature"]
    assert "**Features:** `tests/features/a.feature`" in documents[1][1]


@pytest.mark.parametrize("name", ["", "Parcel", "a b", "../a", "a-", "-a", "a--b", "ä", "a\n"])
def test_a_name_that_is_no_file_name_is_refused(name: str) -> None:
    """A name with anything but lower-case letters, digits and single hyphens is wrong use."""
    with pytest.raises(UsageError, match="parcel-labels"):
        scaffold(name, date="2026-01-20")
