"""Lines that people write right above or below made ones stand there after the sources changed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from flowkit.draft.standing.matching import matches
from flowkit.model.intent import Delivery, Entry, Listed, Question, Spec

from .project import HERE, parsed, planned, spec_of
from .test_update import STORE, TRIALS

MINE = "Mine, by hand  \n   and more\n"


def depot(word: str) -> Spec:
    """Return a spec in which this word stands in every text."""
    store = replace(
        STORE,
        text=(f"It stores {word} parcels.",),
        deliverables=(Delivery(f"src/{word}.py", None, f"`src/{word}.py`", HERE),),
        criteria=(Entry(None, f"It keeps {word} parcels", HERE), Entry(None, f"It finds {word} parcels", HERE)),
    )
    trials = replace(TRIALS, scenarios=(Listed("SC-001", f"A {word} parcel is kept", HERE),))
    return replace(
        spec_of(store, trials),
        overview=(f"What the {word} depot does.",),
        questions=(Question("OQ-1", f"How {word}?", HERE),),
        non_goals=(f"A {word} letter",),
    )


def lines(word: str) -> list[str]:
    """Return the lines that are made of that spec, up to the drawing, and the lists behind it."""
    text = planned(depot(word)).text
    drawn, after = text.index("```mermaid"), text.index("## Open Questions")
    made = [*text[:drawn].splitlines(), *text[after : text.index("<!-- flowkit")].splitlines()]
    return [line for line in made if line and not line.startswith("#")]


OLD, NEW = lines("heavy"), lines("light")


@pytest.mark.parametrize("where", ["above", "below"])
@pytest.mark.parametrize("at", range(len(OLD)))
def test_lines_beside_made_ones_keep_their_place(at: int, where: str) -> None:
    """Between them and the line that they stand beside no other line comes, and no empty one."""
    old, new = f"{OLD[at]}\n", f"{NEW[at]}\n"
    text = planned(depot("heavy")).text
    start = text.index("\n" + old) + 1
    mine = text[:start] + (MINE + old if where == "above" else old + MINE) + text[start + len(old) :]
    again = planned(depot("light"), mine).text
    assert (MINE + new if where == "above" else new + MINE) in again
    assert again.count(MINE) == 1
    assert planned(depot("light"), again).text == again


def test_new_lines_do_not_part_a_list_from_its_field() -> None:
    """A note in a paragraph of its own behind the criteria stays behind them when one more is there."""
    text = planned(spec_of(STORE)).text.replace("It finds parcels\n", "It finds parcels\n\nSeen by hand.\n", 1)
    more = replace(STORE, criteria=(*STORE.criteria, Entry(None, "It weighs parcels", HERE)))
    assert "- AC-2: It finds parcels\n- AC-3: It weighs parcels\n\nSeen by hand.\n" in planned(spec_of(more), text).text


def test_the_order_of_people_stays() -> None:
    """Criteria that people put into another order stay in it when one is reworded and one is new."""
    text = planned(spec_of(STORE)).text
    swapped = text.replace(
        "- AC-1: It keeps parcels\n- AC-2: It finds parcels\n", "- AC-2: It finds parcels\n- AC-1: It keeps parcels\n"
    )
    changed = (Entry(None, "It keeps parcels dry", HERE), STORE.criteria[1], Entry(None, "It sends letters", HERE))
    again = planned(spec_of(replace(STORE, criteria=changed)), swapped).text
    assert "- AC-2: It finds parcels\n- AC-3: It sends letters\n- AC-1: It keeps parcels dry\n" in again


@pytest.mark.parametrize(("opening", "closing"), [("```", "```"), ("<!--", "-->")])
def test_what_stands_in_a_fence_or_a_comment_is_text(opening: str, closing: str) -> None:
    """A criterion that people put there is missing in the task, and no clash with that of the sources."""
    text = planned(spec_of(STORE)).text
    line = "- AC-2: It finds parcels\n"
    mine = text.replace(line, f"\n{opening}\n{line}{closing}\n")
    again = planned(spec_of(STORE), mine).text
    assert f"{opening}\n{line}{closing}\n" in again
    assert [one.id for one in parsed(again).tasks[0].criteria] == ["AC-1", "AC-2"]
    beside = text.replace(line, f"{line}\n{opening}\n- AC-1: It was otherwise\n{closing}\n")
    changed = replace(STORE, criteria=(Entry(None, "It keeps parcels dry", HERE), STORE.criteria[1]))
    later = planned(spec_of(changed), beside)
    assert later.clashes == ()
    assert "- AC-1: It keeps parcels dry\n" in later.text
    assert f"{opening}\n- AC-1: It was otherwise\n{closing}\n" in later.text


@pytest.mark.parametrize("seed", range(20))
def test_matches_keep_both_orders(seed: int) -> None:
    """Names are matched to equal ones, each once and in order; all that both sides have once, if nothing was moved."""
    random = Random(seed)
    first = [random.choice("abcdefghij") + str(random.randint(0, 3)) for _ in range(30)]
    second = [name for name in first if random.random() > 0.3]
    for other in (second, random.sample(first, k=len(first))):
        found = matches(first, other)
        assert list(found.values()) == sorted(set(found.values()))
        assert all(first[at] == other[there] for at, there in found.items())
    once = {name for name in second if first.count(name) == 1}
    assert once <= {first[at] for at in matches(first, second)}
