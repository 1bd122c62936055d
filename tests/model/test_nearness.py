"""Which known name a mistyped one may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.nearness import Ids, nearest

KNOWN = ["IMPL_001", "IMPL_010", "IMPL_002/AC-1", "SC-012", "COV_UNIT_STORE", "Task 1.1"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("impl_01", "IMPL_001"),
        ("IMPL-1", "IMPL_001"),
        ("IMLP_001", "IMPL_001"),
        ("IMP_001", "IMPL_001"),
        ("IMPLL_001", "IMPL_001"),
        ("INPL_001", "IMPL_001"),
        ("IMPL_0O1", "IMPL_001"),
        ("SC-021", "SC-012"),
        ("COV_UNIT_STROE", "COV_UNIT_STORE"),
        ("COV_UNITSTORE", "COV_UNIT_STORE"),
        ("IMPL_002/CA-1", "IMPL_002/AC-1"),
        ("task 1.1", "Task 1.1"),
    ],
)
def test_one_slip_is_recognised(written: str, meant: str) -> None:
    """Case, padding, the sign between, one character, or two that changed places: the id is meant."""
    assert Ids(KNOWN).slip(written) == meant


@pytest.mark.parametrize("written", ["IMPL_002", "IMPL_0010", "SC-01", "SC-112", "COV_UNIT", "Task 1.2", "", "ÄÖ-1"])
def test_another_number_or_another_word_is_no_slip(written: str) -> None:
    """What differs in a digit or in more than one character means something else."""
    known = [one for one in KNOWN if one != "IMPL_010"]
    assert Ids(known).slip(written) is None


def test_an_id_is_no_slip_of_itself() -> None:
    """What is known is never suggested in its own place."""
    assert Ids(["IMPL_001"]).slip("IMPL_001") is None


@pytest.mark.parametrize(
    ("written", "neighbour"),
    [
        ("SC-013", "SC-012"),
        ("SC-001", "SC-002"),
        ("SC-100", "SC-012"),
        ("sc-6", "SC-002"),
        ("TEST_001", None),
        ("COV_X", None),
    ],
)
def test_the_neighbour_has_the_nearest_number(written: str, neighbour: str | None) -> None:
    """Of the ids with the same word, the one whose number is the nearest; of two alike, the lower."""
    assert Ids(["SC-012", "SC-002", "SC-010", "COV_Y"]).neighbour(written) == neighbour


@given(st.sampled_from(KNOWN), st.integers(0, 20))
def test_whatever_letters_change_places_the_id_is_found(known: str, at: int) -> None:
    """Two neighbouring characters that changed places lead back to an id, wherever they stand."""
    at %= len(known) - 1
    written = known[:at] + known[at + 1] + known[at] + known[at + 2 :]
    if not any(character.isdecimal() for character in written[max(at - 1, 0) : at + 3]):
        assert Ids(KNOWN).slip(written) in {known, None if written == known else known}


@given(st.text())
def test_any_text_may_be_asked(text: str) -> None:
    """No text is too odd to be compared with, nor to be compared."""
    assert Ids([text]).slip(text) is None
    Ids(KNOWN).neighbour(text)
    nearest(text, KNOWN)


def test_a_word_of_a_vocabulary_is_found_whatever_its_case() -> None:
    """A mistyped word leads to the known one as that is written; one that is like none to nothing."""
    assert nearest("getbaskets", ["getBasket", "putBasket"]) == "getBasket"
    assert nearest("zzz", ["getBasket"]) is None
    assert nearest("getBaskt", ["getBasket"], least=0.99) is None
