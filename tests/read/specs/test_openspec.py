"""Specs of OpenSpec and the changes that are proposed to them are read with their scenarios."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.model.proposal import Change, ChangeKind
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec
from flowkit.read.specs import recognise

SPEC = """# tool-lending Specification

## Purpose

Neighbours lend each other tools.

## Requirements

### Requirement: One borrower at a time

A tool SHALL be lent to one neighbour at most. It MUST:

- be marked as lent
- name its borrower

#### Scenario: A tool that is there

- **GIVEN** a drill on its shelf
- **WHEN** Ada asks for it
- **THEN** it is lent to Ada
- **AND** nobody else can have it

#### Scenario: A tool that is lent

- WHEN Ben asks for the drill
- THEN he is told when it comes back

### Requirement: REQ-7: Reminders

A borrower SHALL be reminded.
"""

DELTA = """## ADDED Requirements

### Requirement: Waiting list

A neighbour SHALL be able to wait for a tool.

#### Scenario: First in line

- **WHEN** a tool comes back
- **THEN** who waited longest is told

## MODIFIED Requirements

### Requirement: One borrower at a time

A tool SHALL be lent to one household at most.

## REMOVED Requirements

- `### Requirement: Stamps`

### Requirement: Paper slips

**Reason**: Nobody fills them in.

## RENAMED Requirements

- FROM: `### Requirement: Reminders`
- TO: `### Requirement: Friendly reminders`
"""


def spec(text: str, path: str = "openspec/specs/tool-lending/spec.md") -> Spec:
    """Read a spec from its text."""
    return read_spec(read_outline(document_from_bytes(text.encode(), path)))


def test_requirements_are_known_by_their_names() -> None:
    """A requirement has its name for an id, unless the name opens with an id."""
    read = spec(SPEC)
    assert [(one.id, one.title) for one in read.requirements] == [
        ("One borrower at a time", "One borrower at a time"),
        ("REQ-7", "Reminders"),
    ]
    assert read.requirements[0].text == ("A tool SHALL be lent to one neighbour at most. It MUST:",)
    assert [entry.text for entry in read.requirements[0].criteria] == ["be marked as lent", "name its borrower"]
    assert (read.id, read.overview) == ("tool-lending", ("Neighbours lend each other tools.",))
    assert {one.change for one in read.requirements} == {None}


def test_scenarios_have_names_and_steps() -> None:
    """A scenario is a heading with its steps in a list, bold or plain."""
    first, second = spec(SPEC).requirements[0].scenarios
    assert (first.id, first.title) == ("A tool that is there", "A tool that is there")
    assert first.steps == (
        "GIVEN a drill on its shelf",
        "WHEN Ada asks for it",
        "THEN it is lent to Ada",
        "AND nobody else can have it",
    )
    assert second.steps == ("WHEN Ben asks for the drill", "THEN he is told when it comes back")


def test_a_change_says_what_becomes_of_each_requirement() -> None:
    """Added, modified, removed and renamed requirements are told apart; one that is renamed knows its former name."""
    read = spec(DELTA, "openspec/changes/add-waiting/specs/tool-lending/spec.md")
    assert [(one.id, one.change) for one in read.requirements] == [
        ("Waiting list", Change(ChangeKind.ADDED)),
        ("One borrower at a time", Change(ChangeKind.MODIFIED)),
        ("Stamps", Change(ChangeKind.REMOVED)),
        ("Paper slips", Change(ChangeKind.REMOVED)),
        ("Friendly reminders", Change(ChangeKind.RENAMED, "Reminders")),
    ]
    assert read.requirements[3].text == ("Reason: Nobody fills them in.",)
    assert (read.id, read.title) == ("add-waiting-tool-lending", "add-waiting-tool-lending")


def test_an_archived_change_is_called_after_its_folder() -> None:
    """The folder of the change and that of the capability make the id, wherever the change lies."""
    read = spec(DELTA, "openspec/changes/archive/2026-01-02-add-waiting/specs/tool-lending/spec.md")
    assert read.id == "2026-01-02-add-waiting-tool-lending"


def test_values_keep_their_places() -> None:
    """Requirements and scenarios know their lines."""
    for text in (SPEC, DELTA):
        lines = text.split("\n")
        for one in spec(text).requirements:
            assert one.id in lines[one.span.line - 1]
            assert all(scenario.id in lines[scenario.span.line - 1] for scenario in one.scenarios)


NAMES = st.lists(
    st.text("ab c,é`:", min_size=1, max_size=10).map(lambda text: f"x{text}x"), min_size=1, max_size=6, unique=True
)


@given(NAMES, st.sampled_from(["## Requirements", *(f"## {kind.upper()} Requirements" for kind in ChangeKind)]))
def test_every_name_comes_out_as_it_went_in(names: list[str], heading: str) -> None:
    """Whatever requirements are called, each is read once, in order, under what becomes of it."""
    names = list(dict.fromkeys(" ".join(name.split()) for name in names))
    text = "\n".join(
        [heading, "", *(f"### Requirement: {name}\n\n#### Scenario: {name}\n\n- WHEN a\n" for name in names)]
    )
    read = spec(text)
    kind = None if heading == "## Requirements" else ChangeKind(heading.split()[1].casefold())
    assert [one.id for one in read.requirements] == names
    assert [one.scenarios[0].steps for one in read.requirements] == [("WHEN a",)] * len(names)
    assert all((one.change.kind if one.change else None) is kind for one in read.requirements)


def test_it_is_recognised() -> None:
    """A spec of OpenSpec and a change of one are told from the other formats."""
    for text in (SPEC, DELTA):
        assert recognise(read_outline(document_from_bytes(text.encode(), "spec.md")), Grammar()) == "openspec"
