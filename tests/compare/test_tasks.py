"""Which task of a document is which of another one."""

from __future__ import annotations

from .telling import BAKERY, edited, told

SHIFTED = (
    BAKERY.replace("TEST_001", "TEST_002")
    .replace("IMPL_002", "IMPL_003")
    .replace("IMPL_001", "IMPL_002")
    .replace("## Implementation Tasks\n", "## Implementation Tasks\n\n### IMPL_001: Shop\n\n**Dependencies:** None\n")
)


def test_a_task_that_is_put_first_renumbers_the_others() -> None:
    """Tasks are known by what they say: where an id went to the next task, each keeps its own content."""
    assert told(BAKERY, SHIFTED) == [
        "added task of IMPL_001: - | 9 IMPL_001: Shop",
        "renumbered task of IMPL_002: 9 IMPL_001: Oven | 13 IMPL_002: Oven",
        "renumbered task of IMPL_003: 24 IMPL_002: Dough | 28 IMPL_003: Dough",
        "renumbered task of TEST_002: 35 TEST_001: Tests of the oven | 39 TEST_002: Tests of the oven",
    ]


def test_a_task_is_known_by_its_source() -> None:
    """A task of another id and other words that stems from the same requirement is the same task."""
    assert edited(("### IMPL_002: Dough", "### IMPL_007: Bread"), ("IMPL_001, IMPL_002", "IMPL_001, IMPL_007")) == [
        "renumbered task of IMPL_007: 24 IMPL_002: Dough | 24 IMPL_007: Bread",
        "re-scoped title of IMPL_007: 24 Dough | 24 Bread",
    ]


def test_a_reworded_task_of_another_id_is_known_by_its_words() -> None:
    """Most of the words make a task, where neither id nor source nor title does."""
    old = "# Tasks\n\n- [ ] T001 Bake the daily bread for the shop in src/bread.py\n- [ ] T002 Sweep the floor\n"
    new = old.replace("T001 Bake the daily", "T003 Bake the weekly").replace("T002 Sweep", "T004 Wash")
    daily = "Bake the daily bread for the shop in src/bread.py"
    weekly = "Bake the weekly bread for the shop in src/bread.py"
    assert told(old, new) == [
        f"renumbered task of T003: 3 T001: {daily} | 3 T003: {weekly}",
        f"re-scoped title of T003: 3 {daily} | 3 {weekly}",
        "added task of T004: - | 4 T004: Wash the floor",
        "dropped task of T002: 4 T002: Sweep the floor | -",
    ]


def kinds(old: str, new: str) -> list[str]:
    """Return the changes between two texts: kind, part, task."""
    return [line.partition(":")[0] for line in told(old, new)]


def test_a_task_is_known_by_its_title() -> None:
    """A task of another id and another content has the title that no other task has."""
    old = "# Plan\n\n## Tasks\n\n### IMPL_001: Heat\n\n**Acceptance criteria:**\n- AC-1: Red\n\n### IMPL_002: Sell\n"
    new = (
        "# Plan\n\n## Tasks\n\n### IMPL_004: Heat\n\n**Acceptance criteria:**\n- AC-1: It glows\n\n### IMPL_002: Sell\n"
    )
    assert kinds(old, new) == ["renumbered task of IMPL_004", "re-scoped criterion of IMPL_004"]


def test_an_id_with_its_title_goes_before_likeness() -> None:
    """A task keeps its id and title although a new task repeats most of what it said."""
    old = (
        "# Plan\n\n## Tasks\n\n### IMPL_001: Heat\n\n**Acceptance criteria:**\n- AC-1: It is red and it is hot by six\n"
    )
    new = old.replace("It is red and it is hot by six", "Nobody is hurt") + old.partition("## Tasks\n")[2].replace(
        "_001", "_002"
    ).replace("six", "seven")
    assert kinds(old, new) == ["re-scoped criterion of IMPL_001", "added task of IMPL_002"]


def test_a_task_that_is_struck_out_is_known_by_its_id_alone() -> None:
    """A task that goes on under another id is that one, and no struck-out one of the same words."""
    old = "# Tasks\n\n- [ ] T001 Bake\n"
    new = "# Tasks\n\n- [ ] ~~T005 Bake~~\n- [x] T009 Bake\n"
    assert kinds(old, new) == ["renumbered task of T009", "ticked task of T009"]


def test_tasks_that_say_the_same_are_matched_in_their_order() -> None:
    """However many tasks have the same words, a tick is told as a tick, and their phase as the one that they had."""
    old = "# Tasks\n\n## Phase 1: Dawn\n\n" + "- [ ] Write tests\n" * 30
    new = "# Tasks\n\n## Phase 1: Noon\n\n" + "- [x] Write tests\n" * 2 + "- [ ] Write tests\n" * 28
    assert kinds(old, new) == ["re-scoped phase of plan", "ticked task of #1", "ticked task of #2"]


def test_an_id_that_two_tasks_have_is_told_of_neither_of_them() -> None:
    """A dependency on such an id is the same as long as it is written the same."""
    old = "# Tasks\n\n- [ ] T001 Heat\n- [ ] T001 Knead\n- [ ] T003 Bake (depends on T001)\n"
    assert kinds(old, old.replace("T001 Knead", "T002 Knead")) == ["renumbered task of T002"]


def test_texts_may_cite_tasks_by_their_ids() -> None:
    """A text that speaks of a task by its new number says the same; one that speaks of another task does not."""
    old = "# Tasks\n\n- [ ] T001 Heat\n- [ ] T002 Bake (depends on T001)\n- [ ] T003 Sell what T002 made\n"
    new = "# Tasks\n\n- [ ] T002 Heat\n- [ ] T003 Bake (depends on T002)\n- [ ] T004 Sell what T003 made\n"
    assert kinds(old, new) == [
        "renumbered task of T002",
        "renumbered task of T003",
        "renumbered task of T004",
    ]
    assert told(old, old.replace("what T002", "what T001")) == [
        "re-scoped title of T003: 5 Sell what T002 made | 5 Sell what T001 made"
    ]
    assert told(old, old.replace("depends on T001", "depends on T003")) == [
        "re-scoped dependency of T002: 4 T001 | -",
        "re-scoped dependency of T002: - | 4 T003",
    ]


def test_a_task_that_moves_is_told_once() -> None:
    """A task below another phase has moved; a phase of another name has the tasks that it had."""
    old = "# Tasks\n\n## Phase 1: Dawn\n\n- [ ] T001 Heat\n- [ ] T002 Knead\n\n## Phase 2: Noon\n\n- [ ] T003 Sell\n"
    later = old.replace("- [ ] T002 Knead\n", "") + "- [ ] T002 Knead\n"
    assert told(old, later) == ["moved task of T002: 6 Phase 1: Dawn | 10 Phase 2: Noon"]
    renamed = old.replace("Phase 1: Dawn", "Phase 1: Daybreak")
    assert told(old, renamed) == ["re-scoped phase of plan: 3 Phase 1: Dawn | 3 Phase 1: Daybreak"]


def test_tasks_without_ids_are_known_by_their_words() -> None:
    """Ticks of plain boxes are told of the right box, whatever stands before it now."""
    old = "# Tasks\n\n- [ ] Heat the oven\n- [ ] Knead the dough\n"
    new = "# Tasks\n\n- [ ] Sweep\n- [x] Knead the dough\n- [ ] Heat the oven\n"
    assert told(old, new) == [
        "added task of #1: - | 3 Sweep",
        "ticked task of #2: 4 open | 4 done",
    ]


def test_a_struck_out_task_that_is_taken_out_is_no_difference() -> None:
    """It was no part of the work any more."""
    old = "# Tasks\n\n- [ ] T001 Heat\n- [ ] ~~T002 Bake~~\n"
    assert told(old, "# Tasks\n\n- [ ] T001 Heat\n") == []
