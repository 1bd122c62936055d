"""What people make of a plan beside its lines: headings, tasks, strikes and places of their own."""

from __future__ import annotations

from dataclasses import replace

from flowkit.model.intent import Entry, Listed, Reference, Requirement
from flowkit.model.task import State

from .project import HERE, component, parsed, planned, spec_of
from .test_update import BELT, STORE, TRIALS, criteria, states, with_criteria

BELT_ALONE = replace(BELT, depends_on=())


def test_a_heading_by_hand_within_a_task_stays_in_it() -> None:
    """Below a heading that people wrote in a task, the task goes on: its new criterion stands among the others."""
    text = planned(spec_of(STORE)).text
    mine = text.replace("**Acceptance criteria:**", "#### Notes\n\nBob knows.\n\n**Acceptance criteria:**")
    assert planned(spec_of(STORE), mine).text == mine
    again = planned(with_criteria("It keeps parcels", "It finds parcels", "It weighs parcels"), mine).text
    assert criteria(again) == {"AC-1": "It keeps parcels", "AC-2": "It finds parcels", "AC-3": "It weighs parcels"}
    assert "#### Notes\n\nBob knows.\n" in again


def test_a_heading_by_hand_is_not_taken_for_a_section_of_the_plan() -> None:
    """What people call Open Questions inside of something else is theirs, and planning again settles at once."""
    text = planned(spec_of(STORE)).text
    inside = "### Open Questions\n\nWho pays?\n\n## Task Dependency Graph"
    mine = text.replace("### IMPL_001: Parcel store\n", "### IMPL_001: Parcel store\n\n#### Risk Notes\n\nNone yet.\n")
    mine = mine.replace("## Task Dependency Graph", inside)
    again = planned(spec_of(STORE, BELT), mine).text
    assert "#### Risk Notes\n\nNone yet.\n" in again
    assert "### Open Questions\n\nWho pays?\n" in again
    assert planned(spec_of(STORE, BELT), again).text == again


def test_a_task_by_hand_is_nobody_elses() -> None:
    """A task that people wrote is no component's, even where it cites the same requirements, and is never dropped."""
    wanted = (Requirement("REQ-001", "Parcels are kept", (), (), HERE),)
    text = planned(spec_of(STORE, requirements=wanted)).text
    own = "### IMPL_050: Move old parcels\n\n**Dependencies:** None\n**Requirements:** REQ-001\n\nBob, in May.\n\n"
    mine = text.replace("## Task Dependency Graph", f"{own}## Task Dependency Graph")
    third = component("Third", implements=(Reference("REQ-001", HERE),))
    again = planned(spec_of(STORE, third, requirements=wanted), mine)
    assert again.added == ("IMPL_051",)
    back = planned(spec_of(STORE, requirements=wanted), again.text)
    assert back.dropped == ("IMPL_051",)
    assert states(back.text)["IMPL_050"] is State.OPEN
    assert own in back.text


def test_strikes_by_hand_within_a_line_are_left_alone() -> None:
    """A criterion in which people struck out a word is theirs, with its tick, whatever its source says."""
    text = planned(spec_of(STORE)).text
    line = "- [x] AC-1: It keeps ~~all~~ parcels"
    mine = text.replace("- AC-1: It keeps parcels", line)
    again = planned(with_criteria("It keeps parcels cool", "It finds parcels"), mine)
    assert line in again.text
    assert [clash.fresh for clash in again.clashes] == ["- AC-1: It keeps parcels cool"]


def test_a_ticked_scenario_keeps_its_tick_in_another_group() -> None:
    """A scenario that moves to another test group goes there as it stands."""
    other = component("More trials", "TEST")
    text = planned(spec_of(STORE, TRIALS, other)).text.replace("- SC-002", "- [x] SC-002")
    first, second = TRIALS.scenarios
    moved = spec_of(STORE, replace(TRIALS, scenarios=(first,)), replace(other, scenarios=(second,)))
    again = planned(moved, text).text
    assert again.count("SC-002") == 1
    assert "- [x] SC-002: It is found" in again[again.index("More trials") :]


def test_numbers_that_shift_in_the_sources_shift_nothing_in_the_plan() -> None:
    """Where another requirement is put in front and the others are numbered anew, each task stays what it was."""

    def numbered(*titles: str) -> tuple[Requirement, ...]:
        return tuple(Requirement(f"Requirement {n}", one, (), (), HERE) for n, one in enumerate(titles, start=1))

    text = planned(spec_of(requirements=numbered("Log in", "Log out"))).text.replace("### IMPL_001", "### [x] IMPL_001")
    again = planned(spec_of(requirements=numbered("Audit log", "Log in", "Log out")), text)
    assert (again.added, again.unticked) == (("IMPL_003",), ())
    assert [(task.key, task.title) for task in parsed(again.text).tasks] == [
        ("IMPL_001", "Log in"),
        ("IMPL_002", "Log out"),
        ("IMPL_003", "Audit log"),
    ]


def test_words_behind_the_record_stay() -> None:
    """What people wrote on the last line of the record is kept."""
    text = planned(spec_of(STORE)).text.rstrip() + " my own note\n"
    assert "my own note" in planned(spec_of(STORE, BELT), text).text


def test_a_scenario_and_a_criterion_that_are_new_are_found_by_readers() -> None:
    """What planning again adds is read back as what it is."""
    text = planned(spec_of(STORE, TRIALS)).text
    more = replace(TRIALS, scenarios=(*TRIALS.scenarios, Listed("SC-003", "It is sent", HERE)))
    grown = replace(STORE, criteria=(*STORE.criteria, Entry(None, "It sends parcels", HERE)))
    plan = parsed(planned(spec_of(grown, more), text).text)
    assert [one.id for task in plan.tasks for one in task.scenarios] == ["SC-001", "SC-002", "SC-003"]
    assert [one.text for one in plan.tasks[0].criteria][-1] == "It sends parcels"


def test_work_that_comes_back_with_another_meaning_is_open() -> None:
    """A done task whose component went and came back otherwise is open again, with the new criteria and not the old."""
    text = planned(spec_of(STORE, BELT)).text
    text = text.replace("**Dependencies:** None", "**Status:** complete\n**Dependencies:** None", 1)
    gone = planned(spec_of(BELT_ALONE), text).text
    again = planned(spec_of(replace(STORE, criteria=(Entry(None, "It keeps letters", HERE),)), BELT), gone)
    assert states(again.text)["IMPL_001"] is State.OPEN
    assert list(criteria(again.text).values()) == ["It keeps letters"]
