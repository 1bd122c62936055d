"""What people and sources both changed is told until somebody settles it, and stands once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.model.intent import Delivery, Entry, Spec

from .project import HERE, planned, spec_of
from .test_update import STORE, with_criteria

SPEC = replace(
    spec_of(
        replace(STORE, text=("It stores.",), deliverables=(Delivery("src/store.py", None, "`src/store.py`", HERE),))
    ),
    non_goals=("Letters",),
)


def changed(**values: object) -> Spec:
    """Return the spec with other values of it, or of its component."""
    own = {name: value for name, value in values.items() if name in {"title", "overview", "non_goals"}}
    part = {name: value for name, value in values.items() if name not in own}
    return replace(SPEC, components=(replace(SPEC.components[0], **part),), **own)  # type: ignore[arg-type]  # named below


CASES = [
    pytest.param("# Work Plan: Parcels", "# Our parcels", changed(title="Boxes"), "# Work Plan: Boxes", id="title"),
    pytest.param(
        "What the depot does.", "What our depot does.", changed(overview=("All that it does.",)), "All that it does.",
        id="overview",
    ),
    pytest.param("It stores.", "It stores well.", changed(text=("It keeps.",)), "It keeps.", id="description"),
    pytest.param(
        "- `src/store.py`", "- `src/store.py`, by hand",
        changed(deliverables=(Delivery("src/shelf.py", None, "`src/shelf.py`", HERE),)), "- `src/shelf.py`",
        id="deliverable",
    ),
    pytest.param("- Letters", "- Letters and cards", changed(non_goals=("Mail",)), "- Mail", id="entry of a section"),
    pytest.param(
        "- AC-1: It keeps parcels", "- AC-1: It keeps some parcels",
        changed(criteria=(Entry(None, "It keeps parcels cool", HERE), STORE.criteria[1])),
        "- AC-1: It keeps parcels cool", id="criterion",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("made", "mine", "spec", "fresh"), CASES)
def test_a_clash_is_told_until_it_is_settled(made: str, mine: str, spec: Spec, fresh: str) -> None:
    """What people wrote stands alone, and each time it is said what the sources have, until that is taken."""
    text = planned(SPEC).text.replace(f"{made}\n", f"{mine}\n", 1)
    first = planned(spec, text)
    assert [clash.fresh for clash in first.clashes] == [fresh]
    assert first.text.splitlines()[first.clashes[0].line - 1] == mine
    assert first.text.splitlines().count(fresh) == 0
    again = planned(spec, first.text)
    assert again.text == first.text
    assert [clash.fresh for clash in again.clashes] == [fresh]
    taken = planned(spec, again.text.replace(f"{mine}\n", f"{fresh}\n", 1))
    assert taken.clashes == ()
    assert taken.text == planned(spec, taken.text).text
    assert "changed by hand" not in taken.text


@pytest.mark.parametrize(("made", "mine", "spec", "fresh"), CASES)
def test_who_keeps_what_stands_deletes_the_comment(made: str, mine: str, spec: Spec, fresh: str) -> None:
    """Without the comment nothing is told any more, and the line stands as it was written."""
    del fresh
    first = planned(spec, planned(SPEC).text.replace(f"{made}\n", f"{mine}\n", 1)).text
    comment = next(line for line in first.splitlines() if "changed by hand" in line)
    settled = first.replace(f"{comment}\n\n", "")
    again = planned(spec, settled)
    assert (again.clashes, again.text) == ((), settled)
    assert mine in again.text.splitlines()


def test_a_clash_is_settled_when_the_source_says_what_stands() -> None:
    """Who takes the words of the plan into the spec has settled it too."""
    text = planned(with_criteria("It keeps parcels")).text.replace("It keeps parcels", "It keeps parcels dry")
    first = planned(with_criteria("It keeps parcels cool"), text)
    assert first.clashes
    again = planned(with_criteria("It keeps parcels dry"), first.text)
    assert again.clashes == ()
    assert "changed by hand" not in again.text


def test_a_clash_follows_the_source() -> None:
    """When the source changes once more, the comment says what it says then."""
    text = planned(with_criteria("It keeps parcels")).text.replace("It keeps parcels", "It keeps parcels dry")
    first = planned(with_criteria("It keeps parcels cool"), text)
    again = planned(with_criteria("It keeps parcels cold"), first.text)
    assert [clash.fresh for clash in again.clashes] == ["- AC-1: It keeps parcels cold"]
    assert again.text.count("changed by hand") == 1


def test_a_note_beside_text_that_changes_is_no_clash() -> None:
    """Lines that people add where nothing is missing stand beside what the sources have now."""
    text = planned(SPEC).text.replace("It stores.\n", "It stores.\n\nAsk Ada.\n")
    again = planned(changed(text=("It keeps.",)), text)
    assert again.clashes == ()
    assert "It keeps.\n\nAsk Ada.\n" in again.text
    assert "It stores." not in again.text
