"""A plan whose record of what was made is gone, doubled or damaged: what cannot be told apart is kept."""

from __future__ import annotations

import re
from random import Random

import pytest

from flowkit.draft.standing.plan import Standing
from flowkit.model.task import State

from .project import Project, parsed, planned, spec_of
from .test_hand_edits import Hand, unheld
from .test_update import BELT, STORE, criteria, states, with_criteria

OPENING = "<!-- flowkit: made"


def faults(text: str) -> list[tuple[int, str]]:
    """Return what is told of the record of a plan, with the lines."""
    return [(fault.line, fault.text) for fault in Standing.of(parsed(text)).record.faults]


def removed(text: str, random: Random) -> str:
    """Return a plan without its record."""
    del random
    return text[: text.index(OPENING)]


def doubled(text: str, random: Random) -> str:
    """Return a plan with two records, of which one lacks something."""
    return text + "\n" + "\n".join(line for line in text[text.index(OPENING) :].split("\n") if random.random() > 0.2)


def thinned(text: str, random: Random) -> str:
    """Return a plan whose record lacks lines."""
    head, record = text[: text.index(OPENING)], text[text.index(OPENING) :]
    lines = [line for line in record.split("\n") if line in {OPENING, "-->"} or random.random() > 0.3]
    return head + "\n".join(lines) + "\n"


def garbled(text: str, random: Random) -> str:
    """Return a plan with a record in which words are wrong."""
    head, record = text[: text.index(OPENING)], text[text.index(OPENING) + len(OPENING) :]
    wrong = re.sub(r" (from|meaning|\w{8}:) ", lambda found: " x " if random.random() < 0.3 else found[0], record)
    return f"{head}{OPENING}{wrong}"


def conflicting(text: str, random: Random) -> str:
    """Return a plan with a conflict of two branches in its record."""
    line = random.choice(re.findall(r"^IMPL_.* from .*$", text, re.MULTILINE))
    other = re.sub(r"\w{8}", lambda found: "0badc0de" if random.random() < 0.3 else found[0], line)
    return text.replace(line, f"<<<<<<< ours\n{line}\n=======\n{other}\n>>>>>>> theirs")


@pytest.mark.parametrize("harm", [removed, doubled, thinned, garbled, conflicting])
@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_people_made_is_lost_with_a_record(harm: object, seed: int) -> None:
    """Whatever happens to the record, lines by hand and ticks of work that stays the same are there afterwards."""
    random = Random(seed)
    project = Project(random)
    for _ in range(3):
        project.add()
    project.test()
    hand = Hand(random, planned(project.spec).text)
    for _ in range(8):
        hand.work()
    done = {task.key for task in parsed(hand.text).tasks if task.state is State.DONE}
    broken = harm(hand.text, random)  # type: ignore[operator]  # one of the functions above
    again = planned(project.spec, broken)
    assert unheld(again.text, hand) == []
    assert (again.dropped, again.added) == ((), ())
    assert again.text.count(OPENING) == 1
    assert faults(again.text) == []
    assert {task.key for task in parsed(again.text).tasks if task.state is State.DONE} == done - set(again.unticked)
    assert again.unticked == ()
    project.change()
    later = planned(project.spec, broken)
    assert unheld(later.text, hand) == []
    assert planned(project.spec, later.text).text == later.text


def test_a_record_that_is_gone_is_told() -> None:
    """Where the comment was deleted it is said so, once; what the sources changed stands beside what stood."""
    text = planned(spec_of(STORE)).text.replace("- AC-1", "- [x] AC-1")
    bare = text[: text.index(OPENING)]
    assert faults(bare) == [(1, "has no record of what flowkit made in it")]
    again = planned(with_criteria("It keeps letters", "It finds parcels"), bare).text
    assert "- [x] AC-1: It keeps parcels\n" in again
    assert "It keeps letters" in criteria(again).values()
    assert faults(again) == []


def test_a_line_of_the_record_that_was_damaged_is_told_with_its_place() -> None:
    """Only what the line spoke of is unknown then; other tasks follow their sources."""
    text = planned(spec_of(STORE, BELT)).text.replace("IMPL_001 from parcel-store", "IMPL_001 form parcel-store")
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if " form " in line)
    assert faults(text) == [(line, "is no line of the record of what flowkit made")]
    again = planned(spec_of(STORE, BELT), text)
    assert (again.added, again.dropped, again.clashes) == ((), (), ())
    assert again.text == planned(spec_of(STORE, BELT)).text


def test_a_line_that_is_missing_from_the_record_makes_no_second_task() -> None:
    """A task that names its source is that of its component, and is named as one that the record does not know."""
    text = re.sub(r"IMPL_001 from.*\n", "", planned(spec_of(STORE, BELT)).text)
    again = planned(spec_of(STORE, BELT), text)
    assert (again.added, again.unknown) == ((), ("IMPL_001",))
    assert states(again.text) == {"IMPL_001": State.OPEN, "IMPL_002": State.OPEN}


def test_two_records_are_one_again() -> None:
    """A second record is told at its line; where both agree, all is known."""
    text = planned(spec_of(STORE)).text
    twice = f"{text}\n{text[text.index(OPENING) :]}"
    line = twice.count("\n", 0, twice.rindex(OPENING)) + 1
    assert faults(twice) == [(line, "is a second record of what flowkit made")]
    again = planned(with_criteria("It keeps parcels", "It finds letters"), twice).text
    assert criteria(again) == {"AC-1": "It keeps parcels", "AC-2": "It finds letters"}
    assert again.count(OPENING) == 1


@pytest.mark.parametrize("closing", ["-->", ""])
def test_words_in_a_record_are_kept(closing: str) -> None:
    """What people wrote between its lines, or behind it where its end is missing, stands in the plan."""
    text = planned(spec_of(STORE)).text.rstrip().removesuffix("-->") + f"My own note.\n{closing}\n"
    again = planned(spec_of(STORE), text).text
    assert again.index("My own note.\n") < again.index(OPENING)
    assert again.endswith("-->\n")


def test_words_before_a_record_are_kept() -> None:
    """A line that the record begins on keeps what stands before it."""
    text = planned(spec_of(STORE)).text.replace(OPENING, f"My own note. {OPENING}")
    assert "My own note." in planned(spec_of(STORE, BELT), text).text
