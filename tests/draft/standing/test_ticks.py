"""Ticks go with what they were set for, each with its reason, and stay where that is as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flowkit.draft.plan import draft
from flowkit.draft.render import render
from flowkit.draft.standing.plan import Standing
from flowkit.draft.standing.update import Updated, update
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Delivery, Entry, Listed
from flowkit.model.task import State
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline

from .project import GRAMMAR, HERE, PATH, component, parsed, planned, spec_of
from .test_update import BELT, STORE, TRIALS, criteria, states, with_criteria


def with_steps(text: str | None, *steps: str) -> Updated:
    """Return what planning the trials makes of a plan that stands, where a feature has these steps for SC-001."""
    scenarios = (
        FeatureScenario("A parcel is kept", ("SC-001",), None, False, steps, 0, HERE),
        FeatureScenario("It is found", ("SC-002",), None, False, (), 0, HERE),
    )
    feature = Feature("Parcels", "en", (), (), scenarios, "features/parcels.feature", HERE)
    standing = Standing.of(parsed(text)) if text is not None else None
    made = draft(spec_of(STORE, TRIALS), features=[feature], path=PATH, grammar=GRAMMAR, standing=standing)
    fresh = read_outline(document_from_bytes(render(made).encode(), PATH))
    return update(standing, fresh, {task.key for task in made.plan.tasks}, made.made, GRAMMAR)


def test_a_criterion_that_is_reworded_loses_its_tick_with_a_reason() -> None:
    """In an open task too; another criterion keeps its tick, and the reason goes when the first is ticked again."""
    text = planned(spec_of(STORE)).text.replace("- AC-", "- [x] AC-")
    changed = with_criteria("It keeps parcels cool", "It finds parcels")
    again = planned(changed, text)
    emptied = "- [ ] AC-1: It keeps parcels cool <!-- flowkit: unticked, since its text changed -->\n"
    assert again.emptied == ("IMPL_001/AC-1",)
    assert emptied in again.text
    assert "- [x] AC-2: It finds parcels\n" in again.text
    assert criteria(again.text)["AC-1"] == "It keeps parcels cool"
    assert planned(changed, again.text).text == again.text
    ticked = planned(changed, again.text.replace("- [ ] AC-1", "- [x] AC-1"))
    assert "- [x] AC-1: It keeps parcels cool\n" in ticked.text
    more = planned(with_criteria("It keeps parcels cool and dry", "It finds parcels"), again.text)
    assert "- [ ] AC-1: It keeps parcels cool and dry <!-- flowkit: unticked, since its text changed -->\n" in more.text


def test_a_scenario_with_other_steps_loses_its_tick_with_a_reason() -> None:
    """Its title may stay: what the feature says is what the tick was for; the tick of another scenario stays."""
    text = with_steps(None, "Given a parcel").text.replace("- SC-", "- [x] SC-")
    assert with_steps(text, "Given a parcel").text == text
    again = with_steps(text, "Given two parcels")
    assert again.emptied == ("SC-001",)
    assert "- [ ] SC-001: A parcel is kept <!-- flowkit: unticked, since the scenario changed -->\n" in again.text
    assert "- [x] SC-002: It is found\n" in again.text
    assert with_steps(again.text, "Given two parcels").text == again.text


def test_a_scenario_that_moves_and_changes_loses_its_tick_with_a_reason() -> None:
    """The box goes along, empty."""
    other = component("More trials", "TEST")
    text = planned(spec_of(STORE, TRIALS, other)).text.replace("- SC-002", "- [x] SC-002")
    first, second = TRIALS.scenarios
    moved = replace(other, scenarios=(replace(second, title="It is found soon"),))
    again = planned(spec_of(STORE, replace(TRIALS, scenarios=(first,)), moved), text)
    assert "- [ ] SC-002: It is found soon <!-- flowkit: unticked" in again.text


def test_an_entry_without_an_id_that_is_reworded_loses_its_tick_with_a_reason() -> None:
    """A deliverable that people gave a box keeps it, empty, under its new name."""

    def leaving(path: str) -> Updated:
        made = Delivery(path, None, f"`{path}`", HERE)
        return planned(spec_of(replace(STORE, deliverables=(made,))), text)

    text: str | None = None
    text = leaving("src/store.py").text.replace("- `src/store.py`", "- [x] `src/store.py`")
    assert "- [ ] `src/shelf.py` <!-- flowkit: unticked, since its text changed -->\n" in leaving("src/shelf.py").text


def test_the_reason_names_what_changed() -> None:
    """Of a task that is open again, the comment names the parts of its meaning that changed or are new."""
    text = planned(spec_of(STORE, TRIALS)).text.replace("### TEST_001", "### [x] TEST_001")
    first, second = TRIALS.scenarios
    more = replace(TRIALS, text=("All of it.",), scenarios=(first, replace(second, title="It is found soon")))
    again = planned(spec_of(STORE, more), text)
    assert "<!-- flowkit: unticked, since trials changed: description, SC-002 -->" in again.text
    store = text.replace("### IMPL_001", "### [x] IMPL_001")
    other = planned(with_criteria("It keeps parcels cool", "It is new"), store)
    assert "<!-- flowkit: unticked, since parcel-store changed: AC-1, AC-3, AC-2 (gone) -->" in other.text
    fewer = planned(spec_of(STORE, replace(TRIALS, scenarios=(first,))), text)
    assert "<!-- flowkit: unticked, since trials changed -->" in fewer.text


@pytest.mark.parametrize("status", ["✅ done", "✅ **COMPLETED** - all green", "Done (by Ada)", "`done`"])
def test_a_status_that_is_opened_says_what_it_was(status: str) -> None:
    """However the status was written, it says open and nothing that contradicts it, and keeps the words."""
    text = planned(spec_of(STORE)).text.replace("**Dependencies:**", f"**Status:** {status}\n**Dependencies:**", 1)
    assert states(text)["IMPL_001"] is State.DONE
    again = planned(with_criteria("It keeps parcels for a week", "It finds parcels"), text)
    assert f"**Status:** open (was {status})\n" in again.text
    assert states(again.text)["IMPL_001"] is State.OPEN


def test_a_criterion_that_comes_back_has_its_old_id() -> None:
    """Dropped with its source and written there again, it is the criterion that it was; its number is nobody else's."""
    text = planned(with_criteria("It keeps parcels", "It finds parcels")).text
    without = planned(with_criteria("It keeps parcels"), text).text
    back = planned(with_criteria("It keeps parcels", "It finds parcels"), without).text
    assert criteria(back) == {"AC-1": "It keeps parcels", "AC-2": "It finds parcels"}
    assert "~~" not in back
    cut = without.replace("- ~~AC-2: It finds parcels~~\n", "")
    assert criteria(planned(with_criteria("It keeps parcels", "It weighs letters"), cut).text)["AC-3"]
    late = planned(
        with_criteria("It keeps parcels", "It finds parcels"), planned(with_criteria("It keeps parcels"), cut).text
    )
    assert criteria(late.text)["AC-2"] == "It finds parcels"


def test_many_criteria_reworded_at_once_keep_their_ids() -> None:
    """Each of hundreds is found again by the text most like it, whatever their order, without trying all with all."""
    old = [f"The parcel of sort {n} is kept for {n % 7} days until its owner {n * 31 % 401} comes" for n in range(300)]
    new = [text.replace("is kept", "shall stay in the depot") for text in reversed(old)]
    before = criteria(planned(with_criteria(*old)).text)
    after = criteria(planned(with_criteria(*new), planned(with_criteria(*old)).text).text)
    assert {key: text.replace("is kept", "shall stay in the depot") for key, text in before.items()} == after


def test_a_criterion_and_its_like_are_matched_best_first() -> None:
    """A new criterion that resembles an old one does not take the id of one that was only reworded a little."""
    text = planned(with_criteria("It keeps parcels in the cellar", "Unlike")).text
    changed = with_criteria("It keeps letters in the attic", "It keeps parcels in the cellars", "Unlike")
    assert criteria(planned(changed, text).text)["AC-1"] == "It keeps parcels in the cellars"


def test_a_box_of_an_open_question_goes_with_its_text() -> None:
    """Outside of tasks, too, a tick goes when the words change that it stands before."""
    done = component("Bare", criteria=(Entry(None, "A", HERE),), scenarios=(Listed("SC-009", "B", HERE),))
    text = planned(spec_of(done, BELT_ALONE)).text
    line = next(line for line in text.splitlines() if "have no effort" in line)
    again = planned(spec_of(done, BELT_ALONE, component("Gate")), text.replace(line, f"- [x] {line[2:]}")).text
    assert "- [ ] IMPL_001, IMPL_002 and IMPL_003 have no effort" in again
    assert "<!-- flowkit: unticked, since its text changed -->" in again


BELT_ALONE = replace(BELT, depends_on=())
