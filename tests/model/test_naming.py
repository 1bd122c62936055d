"""How tests name markers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.marker import KINDS, Form, Grammar, Kind, Role
from flowkit.model.naming import markers_in_name, names_marker, split_names

GRAMMAR = Grammar()


@pytest.mark.parametrize(
    ("name", "markers"),
    [
        ("test_sc_001_signs_in", ["SC-001"]),
        ("test_SC001", ["SC-001"]),
        ("TestSC001SignsIn", ["SC-001"]),
        ("signsInSC001", ["SC-001"]),
        ("test_impl_002_ac_1_asks", ["IMPL_002/AC-1"]),
        ("test_impl_002_ac_1_and_impl_003_ac_12", ["IMPL_002/AC-1", "IMPL_003/AC-12"]),
        ("test_nfr_sec_001", ["NFR-SEC-001"]),
        ("test_sc_001_sc_002_sc_001", ["SC-001", "SC-002"]),
        ("test_test_001", ["TEST_001"]),
        # A number that counts something, a word that ends like a prefix, a slug, a local id without its owner.
        ("test_doc_2_pages", []),
        ("test_001", []),
        ("Test404", []),
        ("test_misc_001", []),
        ("test_cov_unit_store", []),
        ("test_ac_001", []),
        ("test_sc_001x", []),
        ("", []),
    ],
)
def test_ids_in_names(name: str, markers: list[str]) -> None:
    """An id in a name is found whole and spelled as in a plan; what may be an ordinary word or number is none."""
    assert list(markers_in_name(GRAMMAR, name)) == markers


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SC-001", True),
        ("IMPL_002/AC-1", True),
        ("feat-x:SC-003", True),
        ("feat-x:IMPL_002/AC-1", True),
        ("COV_UNIT_STORE", True),
        ("slow", False),
        ("issue-42", False),
        ("IMPL_002/SC-1", False),
        ("shop/AC-1", False),
        ("https://x/SC-001", False),
        ("SC-001,", False),
    ],
)
def test_whole_names(text: str, named: bool) -> None:
    """A tag or property names a marker if it is an id, one behind its owner, or one behind its plan."""
    assert names_marker(GRAMMAR, text) is named


def test_lists_of_names() -> None:
    """Commas, semicolons and white space separate names."""
    assert list(split_names(" SC-001, SC-002;\tx:SC-003\n")) == ["SC-001", "SC-002", "x:SC-003"]


def test_a_project_adds_a_kind() -> None:
    """A kind of the project's own is found in names, whatever its separator."""
    grammar = Grammar((Kind("QA", "qa", "", Form.NUMBER, Role.TASK), *KINDS))
    assert markers_in_name(grammar, "test_QA_007_ac_1") == ("qa007/AC-1",)


NUMBERED = [kind for kind in KINDS if kind.form is Form.NUMBER and not kind.local]


@given(
    st.sampled_from(NUMBERED), st.from_regex(r"[0-9]{3,4}", fullmatch=True), st.from_regex("[a-z]{0,5}", fullmatch=True)
)
def test_every_numbered_id_is_found_in_the_name_made_of_it(kind: Kind, number: str, word: str) -> None:
    """The name that somebody makes of an id names that id."""
    marker = f"{kind.prefix}{kind.separator}{number}"
    name = f"test_{word}_{marker}_{word}".lower().replace("-", "_")
    assert markers_in_name(GRAMMAR, name) == (marker,)


@given(st.text(max_size=200))
def test_any_name_is_answered(name: str) -> None:
    """Any text at all is a name, and each id in it is one of the grammar's."""
    assert all(names_marker(GRAMMAR, marker) for marker in markers_in_name(GRAMMAR, name))


@pytest.mark.parametrize("unit", ["nfr_", "NFRa", "a", "0", "sc_", "nfr_a"])
def test_a_long_name_is_read_to_its_limit(unit: str) -> None:
    """A name that begins like an id thousands of times is an ordinary name."""
    assert markers_in_name(GRAMMAR, unit * 100_000) == ()
