"""The examples in the layouts of other tools are read as they lie there."""

from __future__ import annotations

from pathlib import Path

from flowkit.model.intent import Spec
from flowkit.read.document import read_document
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def spec(folder: str, path: str) -> Spec:
    """Read a spec of an example, by its path within it."""
    return read_spec(read_outline(read_document(EXAMPLES / folder / path, shown=path)))


def test_the_example_of_spec_kit_is_read() -> None:
    """Stories, requirements, measures, edges and the one open question are all there."""
    read = spec("spec_kit", "specs/001-parcel-lockers/spec.md")
    assert (read.id, read.title) == ("001-parcel-lockers", "Parcel lockers")
    assert [one.id for one in read.requirements] == [f"FR-00{number}" for number in range(1, 6)]
    assert [len(one.scenarios) for one in read.stories] == [3, 2]
    assert (len(read.outcomes), len(read.edge_cases), len(read.entities)) == (2, 2, 3)
    assert [question.concerns for question in read.questions] == ["FR-005"]


def test_the_example_of_kiro_is_read() -> None:
    """Requirements have their titles and criteria by number."""
    read = spec("kiro", ".kiro/specs/seed-library/requirements.md")
    assert (read.id, [one.id for one in read.requirements]) == ("seed-library", [f"Requirement {n}" for n in (1, 2, 3)])
    assert [entry.id for one in read.requirements for entry in one.criteria] == [
        "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2",
    ]  # fmt: skip
