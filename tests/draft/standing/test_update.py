"""A plan that stands, planned again: what changes with the sources, and what people decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.model.intent import Component, Entry, Listed, Question, Reference, Requirement, Spec
from flowkit.model.task import State

from .project import HERE, component, parsed, planned, spec_of

STORE = component(
    "Parcel store", criteria=(Entry(None, "It keeps parcels", HERE), Entry(None, "It finds parcels", HERE))
)
BELT = component("Belt", depends_on=(Reference("Parcel store", HERE),))
TRIALS = component(
    "Trials", "TEST", scenarios=(Listed("SC-001", "A parcel is kept", HERE), Listed("SC-002", "It is found", HERE))
)


def states(text: str) -> dict[str, State]:
    """Return the state of each task of a plan."""
    return {task.key: task.state for task in parsed(text).tasks}


def criteria(text: str, key: str = "IMPL_001") -> dict[str | None, str]:
    """Return the criteria of a task by their ids."""
    return {one.id: one.text for task in parsed(text).tasks if task.key == key for one in task.criteria}


def with_criteria(*texts: str) -> Spec:
    """Return the spec of one component with these criteria."""
    return spec_of(replace(STORE, criteria=tuple(Entry(None, text, HERE) for text in texts)))


def test_a_plan_made_twice_is_identical() -> None:
    """Planning again from the same sources changes no byte and tells of nothing."""
    first = planned(spec_of(STORE, BELT, TRIALS))
    again = planned(spec_of(STORE, BELT, TRIALS), first.text)
    assert again.text == first.text
    assert (again.added, again.dropped, again.unticked, again.clashes) == ((), (), (), ())


def test_new_work_gets_a_new_id_wherever_it_is_written() -> None:
    """A component inserted before the others gets the next number, and the others keep theirs."""
    first = planned(spec_of(STORE, BELT))
    again = planned(spec_of(component("Gate"), STORE, BELT), first.text)
    assert again.added == ("IMPL_003",)
    assert [(task.key, task.title) for task in parsed(again.text).tasks] == [
        ("IMPL_001", "Parcel store"),
        ("IMPL_002", "Belt"),
        ("IMPL_003", "Gate"),
    ]


def test_dropped_work_is_struck_out_and_its_id_stays_taken() -> None:
    """A component that is gone leaves its task struck out; what is new gets another id, even where people cut it."""
    first = planned(spec_of(STORE, BELT))
    without = planned(spec_of(STORE), first.text)
    assert without.dropped == ("IMPL_002",)
    assert "### ~~IMPL_002: Belt~~" in without.text
    assert states(without.text)["IMPL_002"] is State.DROPPED
    head, _, tail = without.text.partition("### ~~IMPL_002")
    cut = head + tail[tail.index("## Task Dependency Graph") :]
    assert planned(spec_of(STORE, component("Gate")), cut).added == ("IMPL_003",)


def test_work_that_comes_back_is_the_same_work() -> None:
    """A component that was dropped and is written again is the task that it was."""
    first = planned(spec_of(STORE, BELT))
    back = planned(spec_of(STORE, BELT), planned(spec_of(STORE), first.text).text)
    assert states(back.text) == {"IMPL_001": State.OPEN, "IMPL_002": State.OPEN}
    assert "### IMPL_002: Belt\n" in back.text


def test_work_that_people_struck_out_stays_so_and_counts_no_more() -> None:
    """A task that people strike out stays struck out while its source stands, and the total leaves it out."""
    first = planned(spec_of(STORE, TRIALS)).text
    mine = first.replace("### TEST_001: Trials", "### ~~TEST_001: Trials~~")
    again = planned(spec_of(STORE, TRIALS), mine).text
    assert states(again)["TEST_001"] is State.DROPPED
    assert "**Total subtasks:** 1" in again
    assert planned(spec_of(STORE, TRIALS), again).text == again


def test_a_renamed_component_is_the_same_task_and_stays_ticked() -> None:
    """Another name is no other meaning: the title follows, id and tick stay."""
    first = planned(spec_of(STORE)).text.replace("### IMPL_001", "### [x] IMPL_001")
    again = planned(spec_of(replace(STORE, name="Parcel shelf")), first)
    assert "### [x] IMPL_001: Parcel shelf\n" in again.text
    assert (again.added, again.unticked) == ((), ())


@pytest.mark.parametrize("tick", ["box", "status"])
def test_a_change_of_meaning_unticks_with_a_reason(tick: str) -> None:
    """A done task whose criterion changed is open again, however it was ticked, and a comment says why."""
    text = planned(spec_of(STORE)).text
    if tick == "box":
        text = text.replace("### IMPL_001", "### [x] IMPL_001")
    else:
        text = text.replace("**Dependencies:** None", "**Status:** Done\n**Dependencies:** None")
    assert states(text)["IMPL_001"] is State.DONE
    again = planned(with_criteria("It keeps parcels for a week", "It finds parcels"), text)
    assert again.unticked == ("IMPL_001",)
    assert states(again.text)["IMPL_001"] is State.OPEN
    assert "<!-- flowkit: unticked, since parcel-store changed: AC-1 -->" in again.text


def test_another_estimate_or_order_leaves_the_tick() -> None:
    """Priority, effort and what comes first are no part of what a task means."""
    text = planned(spec_of(STORE, BELT)).text.replace("### IMPL_002", "### [x] IMPL_002")
    again = planned(spec_of(STORE, replace(BELT, depends_on=())), text)
    assert again.unticked == ()
    assert "### [x] IMPL_002: Belt\n\n**Dependencies:** None" in again.text


def test_criteria_keep_their_ids() -> None:
    """In another order, with one before, one reworded and one dropped, each criterion keeps the id that it had."""
    text = planned(with_criteria("It keeps parcels", "It finds parcels", "It counts parcels")).text
    text = text.replace("- AC-2: It finds", "- [x] AC-2: It finds")
    again = planned(with_criteria("It weighs letters", "It counts the parcels", "It finds parcels"), text).text
    assert criteria(again) == {
        "AC-2": "It finds parcels",
        "AC-3": "It counts the parcels",
        "AC-4": "It weighs letters",
    }
    assert "- ~~AC-1: It keeps parcels~~" in again
    assert "- [x] AC-2: It finds parcels" in again


def test_a_scenario_that_is_gone_is_struck_out_and_one_that_moves_is_not() -> None:
    """An id that the sources have elsewhere leaves its old place without a trace; one that they lack is struck out."""
    other = component("More trials", "TEST")
    text = planned(spec_of(STORE, TRIALS, other)).text
    first, second = TRIALS.scenarios
    moved = spec_of(STORE, replace(TRIALS, scenarios=(first,)), replace(other, scenarios=(second,)))
    again = planned(moved, text).text
    assert "~~" not in again
    gone = planned(spec_of(STORE, replace(TRIALS, scenarios=(first,)), other), text).text
    assert "- ~~SC-002: It is found~~" in gone
    back = planned(spec_of(STORE, TRIALS, other), gone).text
    assert "~~" not in back
    assert "- SC-002: It is found" in back


def test_what_people_and_sources_both_changed_stays_as_people_wrote_it_and_is_told() -> None:
    """A criterion that was worded anew by hand and in the spec stays as it is by hand; the other is told."""
    text = planned(spec_of(STORE)).text.replace("AC-1: It keeps parcels", "AC-1: It keeps parcels dry")
    changed = with_criteria("It keeps parcels cool", "It finds parcels")
    again = planned(changed, text)
    assert criteria(again.text)["AC-1"] == "It keeps parcels dry"
    assert [clash.fresh for clash in again.clashes] == ["- AC-1: It keeps parcels cool"]
    assert again.text.splitlines()[again.clashes[0].line - 1] == "- AC-1: It keeps parcels dry"


def test_a_line_with_an_id_that_people_cut_out_comes_back() -> None:
    """Nothing of the sources is missing: to drop a criterion, people strike it out."""
    text = planned(spec_of(STORE)).text
    assert "- AC-2: It finds parcels\n" in planned(spec_of(STORE), text.replace("- AC-2: It finds parcels\n", "")).text
    struck = text.replace("- AC-2: It finds parcels\n", "- ~~AC-2: It finds parcels~~\n")
    assert planned(spec_of(STORE), struck).text == struck


def test_a_task_that_people_cut_out_comes_back_with_its_id() -> None:
    """A task that is missing though its source stands is written again, as itself."""
    text = planned(spec_of(STORE, BELT)).text
    head, _, tail = text.partition("### IMPL_001")
    cut = head + tail[tail.index("### IMPL_002") :]
    again = planned(spec_of(STORE, BELT), cut)
    assert {task.key: task.title for task in parsed(again.text).tasks} == {
        "IMPL_001": "Parcel store",
        "IMPL_002": "Belt",
    }


def test_a_section_that_people_cut_out_stays_away() -> None:
    """What is no work may go: a section of the plan that people cut out is not written again."""
    text = planned(spec_of(STORE)).text
    start, stop = text.index("## Handoff"), text.index("<!-- flowkit: made")
    cut = text[:start] + text[stop:]
    assert "## Handoff" not in planned(spec_of(STORE, BELT), cut).text


def test_a_section_that_the_sources_no_longer_give_goes_but_for_what_people_wrote_in_it() -> None:
    """The open questions go when all are answered; a line that people wrote among them stays with the heading."""
    spec = replace(spec_of(STORE), questions=(Question("OQ-1", "How heavy?", HERE),))
    answered = replace(STORE, priority=None)
    text = planned(spec).text
    assert "OQ-1" not in planned(spec_of(answered), text).text
    mine = text.replace("- OQ-1: How heavy?", "- OQ-1: How heavy?\n- Ask Ada")
    again = planned(spec_of(answered), mine).text
    assert "- Ask Ada" in again
    assert "- ~~OQ-1: How heavy?~~" in again or "OQ-1" not in again


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_stay_as_they_are(end: str) -> None:
    """A plan whose lines end otherwise gets new lines that end like the others."""
    text = planned(spec_of(STORE)).text.replace("\n", end)
    again = planned(spec_of(STORE, BELT), text).text
    assert "IMPL_002: Belt" in again
    assert again.replace(end, "").count("\n") == 0
    assert again.replace(end, "\n") == planned(spec_of(STORE, BELT), text.replace(end, "\n")).text


def test_a_plan_that_flowkit_did_not_make_is_taken_up() -> None:
    """Without a record, tasks are known by their sources; what agrees was made, the rest stays beside what is new."""
    made = planned(spec_of(STORE, BELT)).text
    text = made[: made.index("<!-- flowkit: made")].replace(
        "## Handoff", "## Our own words\n\nThey stay.\n\n## Handoff"
    )
    again = planned(spec_of(STORE, BELT, component("Gate")), text)
    assert again.added == ("IMPL_003",)
    assert "They stay." in again.text
    assert again.text.count("### IMPL_001: Parcel store") == 1
    assert planned(spec_of(STORE, BELT, component("Gate")), again.text).text == again.text


def test_requirements_are_known_by_what_implements_them() -> None:
    """A component that is renamed and reworded at once is known by the requirements that it alone implements."""
    wanted = Requirement("REQ-001", "Parcels are kept", (), (), HERE)

    def one(name: str, text: str) -> Component:
        return component(name, text=(text,), implements=(Reference("REQ-001", HERE),))

    first = planned(spec_of(one("Store", "It keeps."), requirements=(wanted,)))
    again = planned(spec_of(one("Shelf", "It holds."), requirements=(wanted,)), first.text)
    assert (again.added, again.dropped) == ((), ())
    assert "### IMPL_001: Shelf\n" in again.text
    assert "It holds." in again.text
    assert "It keeps." not in again.text
