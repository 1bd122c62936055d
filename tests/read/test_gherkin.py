"""Feature files are read by the official parser, and what it cannot read is said with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.feature import Feature
from flowkit.model.intent import Spec
from flowkit.read.document import document_from_bytes, read_document
from flowkit.read.gherkin import read_feature, read_features
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec


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
        ("Feature: A\n  Scenario: B\n    Given a\n  oops\n", "features/a.feature:4", "'oops' fits nowhere"),
        ("# language: xx\nFeature: A\n", "features/a.feature:1", "Language not supported: xx"),
        (
            "Feature: A\n Scenario: B\n  Given t\n   | a | b |\n   | c |\n",
            "features/a.feature:5",
            "inconsistent cell count",
        ),
        ('Feature: A\n Scenario: B\n  Given t\n   """\n   open\n', "features/a.feature:6", "ends too early"),
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


def spec_of(features: str) -> Spec:
    """Return a spec that names feature files at its third line."""
    text = f"# Bells\n\n**Features:** {features}\n"
    return read_spec(read_outline(document_from_bytes(text.encode(), "docs/specs/bells.md")))


def test_the_features_of_a_spec_are_read_from_the_root(tmp_path: Path) -> None:
    """Each file that a spec names is read, by its path from the project's root."""
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "a.feature").write_text("Feature: A\n", encoding="utf-8")
    (tmp_path / "b.feature").symlink_to(tmp_path / "features" / "a.feature")
    found = read_features(spec_of("features/a.feature, b.feature"), tmp_path)
    assert [(feature.name, feature.path) for feature in found] == [("A", "features/a.feature"), ("A", "b.feature")]


def test_a_missing_feature_is_said_at_the_line_of_the_spec(tmp_path: Path) -> None:
    """A file that is not there, or a folder in its place, is an error of the spec that names it."""
    with pytest.raises(ReadError, match=r"nope\.feature cannot be read: No such file") as caught:
        read_features(spec_of("features/nope.feature"), tmp_path)
    assert caught.value.where == "docs/specs/bells.md:3"
    assert caught.value.hint == "name a file that is there by its path from the project's root"
    (tmp_path / "f.feature").mkdir()
    with pytest.raises(ReadError, match=r"docs/specs/bells\.md:3: the feature f\.feature is a folder"):
        read_features(spec_of("f.feature"), tmp_path)


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_feature_behind_a_link_that_leads_outside_is_not_read(tmp_path: Path, kind: str) -> None:
    """A link out of the project is refused at the line of the spec, and nothing of the file is shown."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "a.feature").write_text("secret\n", encoding="utf-8")
    (root / "f").symlink_to(outside)
    (root / "a.feature").symlink_to(outside / "a.feature")
    with pytest.raises(ReadError, match="leads out of the project") as caught:
        read_features(spec_of("a.feature" if kind == "file" else "f/a.feature"), root)
    assert caught.value.where == "docs/specs/bells.md:3"
    assert "secret" not in str(caught.value)


def test_a_link_to_itself_is_no_usable_path(tmp_path: Path) -> None:
    """A circle of links is an error at the line of the spec."""
    (tmp_path / "a.feature").symlink_to(tmp_path / "a.feature")
    with pytest.raises(ReadError, match=r"docs/specs/bells\.md:3: the feature a\.feature"):
        read_features(spec_of("a.feature"), tmp_path)


def test_a_feature_that_is_no_gherkin_is_said_at_its_own_line(tmp_path: Path) -> None:
    """What is wrong inside a feature file is told where it stands."""
    (tmp_path / "a.feature").write_text("Feature: A\n  Scenario: B\n    Given c\n  wrong\n", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_features(spec_of("a.feature"), tmp_path)
    assert caught.value.where == "a.feature:4"
