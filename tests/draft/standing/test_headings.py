"""Headings that people underline, and sections and tasks whose headings change in the sources."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.draft.plan import draft
from flowkit.draft.render import render
from flowkit.draft.standing.plan import Standing
from flowkit.draft.standing.update import update
from flowkit.model.intent import Question, Reference, Requirement, Spec
from flowkit.model.task import State
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline

from .project import GRAMMAR, HERE, PATH, component, parsed, planned, spec_of
from .test_update import BELT, STORE, states, with_criteria

OWN = "Our own words\n=============\n\nThey stay.\n\nMore of\nthem\n---\n\nThey stay, too.\n\n"


def underlined(text: str, heading: str, line: str = "-") -> str:
    """Return a text in which a heading with hashes is underlined instead."""
    title = heading.lstrip("# ")
    return text.replace(f"{heading}\n", f"{title}\n{line * len(title)}\n", 1)


def test_underlined_sections_of_people_stay() -> None:
    """They stand where they stood, and what stands in them, when what is around them changes and goes."""
    asked = replace(spec_of(STORE), questions=(Question("OQ-1", "How heavy?", HERE),))
    text = planned(asked).text.replace("## Marker Summary", f"{OWN}## Marker Summary")
    again = planned(spec_of(STORE, BELT), text).text
    assert f"{OWN}## Marker Summary" in again
    assert planned(spec_of(STORE, BELT), again).text == again


def test_an_underlined_task_is_dropped_and_comes_back() -> None:
    """A task whose heading people underlined is struck out with its source, and is itself again with it."""
    text = underlined(planned(spec_of(STORE, replace(BELT, depends_on=()))).text, "### IMPL_002: Belt")
    without = planned(spec_of(STORE), text).text
    assert "~~IMPL_002: Belt~~\n--------------\n" in without
    assert states(without)["IMPL_002"] is State.DROPPED
    back = planned(spec_of(STORE, replace(BELT, depends_on=())), without).text
    assert states(back)["IMPL_002"] is State.OPEN
    assert "\nIMPL_002: Belt\n--------------\n" in back


def test_an_underlined_task_is_opened_again_below_its_heading() -> None:
    """The reason stands below the line under the title, and the box in the title is empty."""
    text = underlined(planned(spec_of(STORE)).text, "### IMPL_001: Parcel store")
    text = text.replace("IMPL_001: Parcel store\n-", "[x] IMPL_001: Parcel store\n-")
    assert states(text)["IMPL_001"] is State.DONE
    again = planned(with_criteria("It keeps letters", "It finds parcels"), text)
    assert states(again.text)["IMPL_001"] is State.OPEN
    assert "\n[ ] IMPL_001: Parcel store\n----------------------\n\n<!-- flowkit: unticked, since" in again.text


def test_an_underlined_heading_is_no_second_one_when_its_source_is_renamed() -> None:
    """What people wrote as heading stays alone, and it is told what the sources call the task; the title follows."""
    text = underlined(planned(spec_of(STORE)).text, "### IMPL_001: Parcel store")
    again = planned(spec_of(replace(STORE, name="Parcel shelf")), text)
    assert [clash.fresh for clash in again.clashes] == ["### IMPL_001: Parcel shelf"]
    assert [task.key for task in parsed(again.text).tasks] == ["IMPL_001"]
    titled = underlined(planned(spec_of(STORE)).text, "# Work Plan: Parcels", "=")
    retitled = planned(replace(spec_of(STORE), title="Boxes"), titled)
    assert retitled.clashes == ()
    assert retitled.text.startswith("# Work Plan: Boxes\n\n**Run ID:**")


def test_an_underlined_section_that_the_sources_no_longer_give_goes() -> None:
    """Its heading goes with its lines, or stays once with what people wrote in it."""
    asked = replace(spec_of(STORE), questions=(Question("OQ-1", "How heavy?", HERE),), non_goals=("Letters",))
    text = underlined(planned(asked).text, "## Non-goals")
    assert "Non-goals" not in planned(spec_of(STORE), text).text
    mine = planned(spec_of(STORE), text.replace("- Letters\n", "- Letters\n- Cards\n")).text
    assert mine.count("Non-goals\n---------\n\n- Cards\n") == 1
    assert "Letters" not in mine


def test_criteria_that_an_underlined_heading_cut_off_come_back_with_their_field() -> None:
    """Such a heading ends the task; what the task owes stands in it again, and what people wrote stays."""
    text = planned(spec_of(STORE)).text.replace("**Acceptance", "Notes\n-----\n\nMine.\n\n**Acceptance", 1)
    again = planned(spec_of(STORE), text).text
    task = parsed(again).tasks[0]
    assert [one.id for one in task.criteria] == ["AC-1", "AC-2"]
    assert "Notes\n-----\n\nMine.\n" in again


def test_a_renamed_source_without_an_id_keeps_its_task() -> None:
    """A requirement that is known by its title alone has its task and the notes there under its new title."""

    def kept(title: str) -> Spec:
        wanted = Requirement(title, title, ("Parcels are there.",), (), HERE)
        part = component(title, text=("Parcels are there.",), implements=(Reference(title, HERE),))
        return spec_of(part, requirements=(wanted,))

    text = planned(kept("Parcels are kept")).text.replace(": Parcels are kept\n", ": Parcels are kept\n\nMine.\n")
    again = planned(kept("Parcels are stored"), text)
    assert (again.added, again.dropped) == ((), ())
    assert "### IMPL_001: Parcels are stored\n\nMine.\n" in again.text


def test_a_renamed_component_with_nothing_but_a_name_keeps_its_task_and_loses_its_tick() -> None:
    """Its name is all that the tick was for; what people wrote in the task stays below the new name."""
    text = planned(spec_of(STORE, component("Gate"))).text
    text = text.replace("### IMPL_002: Gate\n", "### [x] IMPL_002: Gate\n\nMine.\n")
    again = planned(spec_of(STORE, component("Fence")), text)
    assert (again.added, again.dropped, again.unticked) == ((), (), ("IMPL_002",))
    assert "### [ ] IMPL_002: Fence\n\n<!-- flowkit: unticked, since fence changed: name -->\n\nMine.\n" in again.text


@pytest.mark.parametrize("below", ["", "Mine.\n\n"])
def test_a_section_of_the_plan_with_another_name_is_the_same_section(below: str) -> None:
    """Where the template calls a section otherwise, what people wrote in it and the tasks in it stay below it."""
    spec = replace(spec_of(STORE), non_goals=("Letters", "Cards"))
    first = planned(spec).text.replace("## Implementation Tasks\n\n", f"## Implementation Tasks\n\n{below}")
    first = first.replace("- Letters\n", "- Letters\n- Mine\n")
    standing = Standing.of(parsed(first))
    made = draft(spec, path=PATH, grammar=GRAMMAR, standing=standing)
    text = render(made).replace("## Implementation Tasks", "## Work").replace("## Non-goals", "## Left out")
    again = update(standing, read_outline(document_from_bytes(text.encode(), PATH)), {"IMPL_001"}, made.made, GRAMMAR)
    assert f"## Work\n\n{below}### IMPL_001: Parcel store\n" in again.text
    assert "## Left out\n\n- Letters\n- Mine\n- Cards\n" in again.text
    assert "Implementation Tasks" not in again.text
    assert "Non-goals" not in again.text
