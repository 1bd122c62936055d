"""Real specs of other formats make plans, in which everything is that they want."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from flowkit.draft.plan import draft
from flowkit.draft.render import render
from flowkit.judge.verification import judge
from flowkit.model.plan import Plan
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.markdown import read_outline
from flowkit.read.plans import read_plan
from flowkit.read.spec import read_spec

PLACES = ("speckit/*__spec.md", "kiro/*__requirements.md", "openspec/*__spec.md", "prd/*.md")
ALONE = ("count-mismatch", "summary-drift", "graph-drift", "duplicate-marker", "dependency-cycle")


def planned(path: Path) -> Plan:
    """Return the plan that a spec makes, read back from its text."""
    text = render(draft(read_spec(read_outline(read_document(path, shown=f"specs/{path.name}")))))
    return read_plan(document_from_bytes(text.encode(), "plans/x.md"), "markers")


@pytest.mark.parametrize("pattern", PLACES)
def test_every_real_spec_makes_a_plan(shared: Path, pattern: str) -> None:
    """The plan cites every requirement of the spec in a task, and agrees with itself."""
    files = sorted((shared / "corpus").glob(pattern))
    assert files
    for file in files:
        made = planned(file)
        wanted = read_spec(read_outline(read_document(file)))
        sources = {source.partition("#")[2].casefold() for task in made.tasks for source in task.sources}
        for requirement in wanted.requirements:
            assert requirement.id.casefold() in sources or _anchor(requirement.id) in sources, (
                file.name,
                requirement.id,
            )
        assert judge([made], select=ALONE) == (), file.name


def _anchor(text: str) -> str:
    from flowkit.draft.prose import anchor

    return anchor(text).casefold()


def test_every_requirement_that_was_counted_by_hand_is_in_a_task(shared: Path) -> None:
    """Each id that was noted for a real document is cited by a task of its plan."""
    truth = yaml.safe_load((shared / "corpus" / "TRUTH.yaml").read_text(encoding="utf-8"))
    documents = [entry for entry in truth["documents"] if "requirements" in entry]
    assert len(documents) >= 3
    for entry in documents:
        noted = entry["requirements"]
        ids = noted.get("ids") or [*noted["functional"], *noted["non_functional"]]
        cited = {
            citation.id for task in planned(shared / "corpus" / entry["file"]).tasks for citation in task.requirements
        }
        assert set(ids) <= cited, entry["file"]
