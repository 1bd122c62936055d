"""The names in a tag."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.marker import KINDS, Form, Grammar, Kind, Role
from flowkit.model.tag import Named, TagGrammar

GRAMMAR = TagGrammar(Grammar())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SC-003", ["SC-003"]),
        ("SC-003, SC-005..SC-007", ["SC-003", "SC-005", "SC-006", "SC-007"]),
        ("SC-001 and SC-002, and IMPL_003 & SC-004", ["SC-001", "SC-002", "IMPL_003", "SC-004"]),
        ("IMPL_002/AC-1", ["IMPL_002/AC-1"]),
        ("feat-session-timeout:SC-003.", ["feat-session-timeout:SC-003"]),
        ("feat-a:IMPL_002/AC-1, AC-2", ["feat-a:IMPL_002/AC-1", "feat-a:IMPL_002/AC-2"]),
        ("IMPL_002/AC-1, AC-3 and SC-001", ["IMPL_002/AC-1", "IMPL_002/AC-3", "SC-001"]),
        ("IMPL_002/1..3", ["IMPL_002/1", "IMPL_002/2", "IMPL_002/3"]),
        ("SC-001..SC-003", ["SC-001", "SC-002", "SC-003"]),
        ("SC-001...SC-003", ["SC-001", "SC-002", "SC-003"]),
        ("SC-001 to SC-003", ["SC-001", "SC-002", "SC-003"]),
        ("SC-001-SC-003", ["SC-001", "SC-002", "SC-003"]),
        ("SC-001–SC-003", ["SC-001", "SC-002", "SC-003"]),
        ("SC-001..003", ["SC-001", "SC-002", "SC-003"]),
        ("f:SC-001..f:SC-002", ["f:SC-001", "f:SC-002"]),
        ("f:SC-001..002", ["f:SC-001", "f:SC-002"]),
        ("IMPL_002/AC-1..AC-2", ["IMPL_002/AC-1", "IMPL_002/AC-2"]),
        ("NFR-SEC-001, COV_UNIT_STORE, CE_CONFIG", ["NFR-SEC-001", "COV_UNIT_STORE", "CE_CONFIG"]),
        ("Task 1.1, Task 1.2 and T001", ["Task 1.1", "Task 1.2", "T001"]),
        ("Task 1.1/AC-2, T001-T002", ["Task 1.1/AC-2", "T001", "T002"]),
        ("SC-001,\n    # SC-002,\n    // SC-003", ["SC-001", "SC-002", "SC-003"]),
        ("IMPL-002", ["IMPL-002"]),
        ("SC-001-004", []),
        ("SC-001 to 3 sessions", ["SC-001"]),
        ("SC-001 - the session ends", ["SC-001"]),
        ("SC-001 SC-002", ["SC-001"]),
        ("SC-001\nSC-002", ["SC-001"]),
        ("SC-001, the second", ["SC-001"]),
        ("the protocol SC-001", []),
        ("docs/AC-1", []),
        ("IMPL_002/SC-001", []),
        ("a b:SC-001", []),
        (":SC-001", []),
        ("", []),
    ],
)
def test_the_names_of_a_list(text: str, names: list[str]) -> None:
    """Names, owners, plans and ranges are read up to the first word that is none of them."""
    read = GRAMMAR.read(text)
    assert [one.name for one in read.names] == names
    assert read.broken == ()
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] for one in read.names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SC-004..SC-001", ["SC-004", "SC-001"]),
        ("SC-001..IMPL_004", ["SC-001", "IMPL_004"]),
        ("SC-001..SC-9999", ["SC-001", "SC-9999"]),
        ("SC-009..001", ["SC-009"]),
        ("a:SC-001..b:SC-003", ["a:SC-001", "b:SC-003"]),
    ],
)
def test_a_range_that_spans_nothing_is_told(text: str, names: list[str]) -> None:
    """A range that runs downwards, too far or between two kinds gives its ends, and is told as broken."""
    read = GRAMMAR.read(text)
    assert [one.name for one in read.names] == names
    assert read.broken == (Named(text, 0, len(text)),)


def test_the_place_of_a_range_is_that_of_the_whole_range() -> None:
    """Each marker of a range stands where the range stands."""
    text = "see SC-001..SC-003"
    assert {(one.start, one.end) for one in GRAMMAR.read(text, 4).names} == {(4, len(text))}


def test_mentions_are_of_known_kinds_alone() -> None:
    """What prose mentions is a marker of a known kind, with its owner or plan, and never the part of a path."""
    text = "as SC-001 (IMPL_002/AC-1; feat:SC-002's) in docs/SC-003.md, https://x/SC-004, RFC-2616, T001: SC-005-SC-006"
    names = ["SC-001", "IMPL_002/AC-1", "feat:SC-002", "SC-005", "SC-006"]
    assert [one.name for one in GRAMMAR.mentions(text)] == names


OWN = TagGrammar(
    Grammar(
        (
            *KINDS,
            Kind("QA", "qa", "_", Form.NUMBER, Role.TASK),
            Kind("R", "R", "", Form.NUMBER, Role.REQUIREMENT),
            Kind("PART", "PART", "-", Form.SLUG, Role.CONTRACT),
        )
    )
)


@pytest.mark.parametrize("text", ["QA_1", "qa_22", "R12", "PART-LEFT", "part-left"])
def test_a_project_names_its_own_kinds(text: str) -> None:
    """Kinds of the project's own are read and mentioned as the built-in ones are."""
    assert [one.name for one in OWN.read(text).names] == [text]
    assert [one.name for one in OWN.mentions(text)] == [text]
    assert OWN.trace.search(f"see {text}".encode())


def identifiers(kind: Kind) -> st.SearchStrategy[str]:
    """Make ids of a kind."""
    number = st.from_regex(r"[0-9]{1,4}", fullmatch=True)
    slug = st.from_regex(r"[A-Z0-9]{1,6}(_[A-Z0-9]{1,6}){0,2}", fullmatch=True)
    return (number if kind.form is Form.NUMBER else slug).map(lambda text: f"{kind.prefix}{kind.separator}{text}")


NAMES = st.one_of(
    st.sampled_from([kind for kind in KINDS if not kind.local]).flatmap(identifiers),
    st.builds(lambda owner, part: f"{owner}/AC-{part}", identifiers(KINDS[0]), st.integers(1, 30)),
)
PLANS = st.from_regex(r"[a-z][a-z0-9-]*", fullmatch=True)
FULL = st.one_of(NAMES, st.builds(lambda plan, name: f"{plan}:{name}", PLANS, NAMES))


@given(st.lists(FULL, min_size=1, max_size=5), st.sampled_from([", ", ",", " and ", ", and ", " & ", ",\n  # "]))
def test_every_list_is_read_back(names: list[str], between: str) -> None:
    """A list of names of any kinds is read as it was written, whatever separates them."""
    text = between.join(names)
    read = GRAMMAR.read(f"{text} – and so on")
    assert [one.name for one in read.names] == names
    assert read.end == len(text)


@given(FULL)
def test_every_name_leaves_a_trace(name: str) -> None:
    """The bytes of every marker hold what the search through files looks for."""
    found = GRAMMAR.trace.search(f"# {name} is meant".encode())
    assert found is not None
    assert 2 <= found.start() < 2 + len(name)


@given(st.text(alphabet="SC-0123AC_/:., \n#to&IMPL–…"), st.integers(0, 5))
def test_any_text_is_read(text: str, at: int) -> None:
    """Whatever stands behind a colon, names stand where they say, from left to right."""
    read = GRAMMAR.read(text, min(at, len(text)))
    places = [(one.start, one.end) for one in read.names]
    assert places == sorted(places)
    assert all(at <= start < end <= len(text) for start, end in places)
    for one in GRAMMAR.mentions(text):
        assert text[one.start : one.end].endswith(one.name.rpartition("/")[2])
