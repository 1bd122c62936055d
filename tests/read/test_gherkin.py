"""Feature files are read by the official parser, and what it cannot read is said with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.intent import Feature
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.gherkin import read_feature


def feature(text: str | bytes) -> Feature:
    """Read a feature from its text."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return read_feature(document_from_bytes(data, "features/a.feature"))


def test_tags_are_inherited_from_feature_and_rule() -> None:
    """A scenario carries its own tags and those of what it stands in, outermost first, none twice."""
    read = feature(
        "@shop\nFeature: Till\n\n  @REQ-001\n  Rule: Cash is counted\n\n    @SC-001 @shop\n"
        "    Scenario: A coin\n      Given a coin\n"
    )
    assert read.tags == ("shop",)
    assert read.rules == ("Cash is counted",)
    assert read.scenarios[0].tags == ("shop", "REQ-001", "SC-001")
    assert read.scenarios[0].rule == "Cash is counted"


def test_background_steps_come_first() -> None:
    """The steps of a scenario begin with the background of the feature and then that of its rule."""
    read = feature(
        "Feature: Till\n  Background:\n    Given a till\n  Scenario: Outside\n    Then it rings\n"
        "  Rule: R\n    Background:\n      And a coin\n    Example: Inside\n      Then it rings twice\n"
    )
    assert [scenario.steps for scenario in read.scenarios] == [
        ("Given a till", "Then it rings"),
        ("Given a till", "And a coin", "Then it rings twice"),
    ]


def test_a_background_of_one_rule_stays_in_it() -> None:
    """The background of a rule does not reach the next rule."""
    read = feature(
        "Feature: Till\n  Rule: R\n    Background:\n      Given a coin\n    Example: A\n      Then it rings\n"
        "  Rule: S\n    Example: B\n      Then it is silent\n"
    )
    assert read.scenarios[1].steps == ("Then it is silent",)


def test_examples_are_counted_over_all_tables() -> None:
    """An outline says how many rows its examples have, in all of its tables."""
    read = feature(
        "Feature: Till\n  Scenario Template: Coins\n    Given <n>\n    Examples:\n      | n |\n"
        "      | 1 |\n      | 2 |\n"
        "    Examples:\n      | n |\n      | 3 |\n  Scenario: Plain\n    Given 1\n"
    )
    assert [(scenario.outline, scenario.examples) for scenario in read.scenarios] == [(True, 3), (False, 0)]


def test_a_feature_inside_a_docstring_is_text() -> None:
    """Keywords inside a docstring open nothing."""
    read = feature(
        'Feature: A\n  Scenario: B\n    Given a file\n      """\n      Feature: C\n        Scenario: D\n      """\n'
    )
    assert [scenario.name for scenario in read.scenarios] == ["B"]


def test_another_language_is_understood() -> None:
    """The keywords of the language that the first line names are understood."""
    read = feature("# language: de\nFunktionalität: Kasse\n  Szenario: Münze\n    Angenommen eine Münze\n")
    assert (read.language, read.name) == ("de", "Kasse")
    assert read.scenarios[0].steps == ("Angenommen eine Münze",)


def test_another_encoding_is_understood() -> None:
    """A file that declares its encoding is decoded by it."""
    read = feature("# encoding: iso-8859-1\nFeature: Café\n  Scenario: Thé\n    Given a cup\n".encode("iso-8859-1"))
    assert (read.name, read.scenarios[0].name) == ("Café", "Thé")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_a_file_without_a_feature_is_an_answer(text: str) -> None:
    """An empty file is read as a feature that has no name and no scenarios."""
    read = feature(text)
    assert (read.name, read.scenarios) == (None, ())


def test_a_feature_without_scenarios_is_an_answer() -> None:
    """A title alone is a feature."""
    assert (feature("Feature: Later\n").name, feature("Feature: Later\n").scenarios) == ("Later", ())


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("Feature: A\n  Scenario: B\n    Given a\n  oops\n", "features/a.feature:4", "got 'oops'"),
        ("# language: xx\nFeature: A\n", "features/a.feature:1", "Language not supported: xx"),
        (
            "Feature: A\n Scenario: B\n  Given t\n   | a | b |\n   | c |\n",
            "features/a.feature:5",
            "inconsistent cell count",
        ),
        ('Feature: A\n Scenario: B\n  Given t\n   """\n   open\n', "features/a.feature:6", "unexpected end of file"),
    ],
)
def test_what_is_no_gherkin_is_said_with_its_place(text: str, place: str, words: str) -> None:
    """An error names the file, the line and what the parser met there."""
    with pytest.raises(ReadError) as caught:
        feature(text)
    assert caught.value.where == place
    assert words in caught.value.message


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    """Old line ends and line separators inside a line do not shift the lines of scenarios."""
    read = feature("Feature: A\r  Scenario: B\u2028C\r    Given a\r\n  Scenario: D\r\n    Given d\r\n")
    assert [scenario.span.line for scenario in read.scenarios] == [2, 4]


@given(
    st.text(alphabet=st.sampled_from("Feature: Scenario@|\"'`#\n\r\t\0é\u2028xGiven12"), max_size=80)
    | st.binary(max_size=60)
)
def test_any_text_gives_a_feature_or_a_clear_error(text: str | bytes) -> None:
    """Whatever a file holds, the answer is a feature or an error with a place."""
    try:
        feature(text)
    except ReadError as error:
        place = error.where
    else:
        place = "none is needed"
    assert place is not None


def truth(shared: Path) -> list[dict[str, Any]]:
    """Return what was counted by hand in the real feature files."""
    documents = yaml.safe_load((shared / "corpus" / "TRUTH.yaml").read_text(encoding="utf-8"))
    documents = documents.get("documents", documents) if isinstance(documents, dict) else documents
    return [entry for entry in documents if entry["kind"] == "gherkin"]


def test_real_features_are_read_as_counted_by_hand(shared: Path) -> None:
    """Title, language, rules, scenarios, outlines, steps and example rows agree with a count by hand."""
    entries = truth(shared)
    assert entries
    for entry in entries:
        read = read_feature(read_document(shared / "corpus" / entry["file"]))
        assert read.name == entry["feature"]
        assert read.language == entry.get("language", "en")
        assert list(read.rules) == entry.get("rules", [])
        assert len(read.scenarios) == entry["scenarios"]["total"]
        assert sum(scenario.outline for scenario in read.scenarios) == entry["scenarios"]["outlines"]
        assert sum(max(scenario.examples, 1) for scenario in read.scenarios) == entry["scenarios"]["pickles"]
        assert sum(len(scenario.steps) for scenario in read.scenarios) == entry["steps"]["scenarios"]


def test_every_real_feature_is_read(shared: Path) -> None:
    """No feature file that somebody has written is refused."""
    files = sorted((shared / "corpus" / "gherkin").glob("*.feature"))
    assert files
    assert [
        read_feature(read_document(file)).name for file in files if read_feature(read_document(file)).name is None
    ] == []
