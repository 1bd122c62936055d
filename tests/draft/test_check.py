"""What does not fit together in the sources of a plan is an error with its line and what to do."""

from __future__ import annotations

import pytest

from flowkit.draft.check import check
from flowkit.errors import ReadError
from flowkit.model.feature import Feature
from flowkit.model.intent import Adr, Spec
from flowkit.read.adr import read_adr
from flowkit.read.document import document_from_bytes
from flowkit.read.gherkin import read_feature
from flowkit.read.markdown import read_outline
from flowkit.read.spec import read_spec

SPEC = """# Ovens

**ADR:** ADR-003
**Features:** `features/oven.feature`

## Requirements

### REQ-001: Heat

- AC-1: It gets warm
- AC-2: It stays warm

## Components

### Coil

**Implements:** REQ-001/AC-1
**Contract:** CE_POWER

### Thermostat

**Implements:** REQ-001/AC-2
**Depends on:** Coil

## Tests

### Warm tests

**Depends on:** Thermostat

**Coverage:**

- COV_COIL: 90% line coverage of coil.py

**Scenarios:** SC-001, SC-002

## Contracts

- CE_POWER: The plug

## Risks

| Component | Risk | Mitigation |
|---|---|---|
| Coil | Burns | Fuse |
"""
ADR = "# ADR-003: Electricity\n\n## Status\n\nAccepted\n"
FEATURE = "Feature: Oven\n  @SC-001\n  Scenario: Warm\n    Given a\n  @SC-002\n  Scenario: Hot\n    Given b\n"


def sources(spec: str = SPEC, feature: str = FEATURE) -> tuple[Spec, list[Adr], list[Feature]]:
    """Read the three sources from their texts."""
    return (
        read_spec(read_outline(document_from_bytes(spec.encode("utf-8"), "docs/specs/ovens.md"))),
        [read_adr(read_outline(document_from_bytes(ADR.encode("utf-8"), "docs/decisions/ADR-003.md")))],
        [read_feature(document_from_bytes(feature.encode("utf-8"), "features/oven.feature"))],
    )


def test_sources_that_fit_together_pass() -> None:
    """A spec whose names, requirements, scenarios and decisions all meet is checked without a word."""
    check(*sources())


@pytest.mark.parametrize(
    ("old", "new", "line", "words", "hint"),
    [
        ("### Thermostat", "### coil", 20, "the name 'coil' is taken: it stands at line 15", "its own name"),
        ("on:** Coil", "on:** Coyl", 23, "depends on 'Coyl', which the spec does not describe", "did you mean 'Coil'?"),
        ("on:** Coil", "on:** Chimney", 23, "depends on 'Chimney'", "name a component, test group or document"),
        (
            "REQ-001/AC-1\n",
            "REQ-001/AC-1\n**Depends on:** Warm tests\n",
            15,
            "Coil -> Warm tests -> Thermostat -> Coil",
            "leave out",
        ),
        ("on:** Coil", "on:** Thermostat", 20, "Thermostat -> Thermostat", "leave out"),
        ("REQ-001/AC-2", "REQ-002", 22, "names REQ-002, which the spec does not define", "did you mean 'REQ-001'?"),
        ("REQ-001/AC-2", "REQ-001/AC-3", 22, "names REQ-001/AC-3", "did you mean 'REQ-001/AC-"),
        (
            "Contract:** CE_POWER",
            "Contract:** CE_PIPE",
            18,
            "carries CE_PIPE, which the spec does not define",
            "mean 'CE_POWER'?",
        ),
        ("**Contract:** CE_POWER\n", "", 38, "no component carries CE_POWER", "Contract: CE_POWER"),
        ("of coil.py\n", "of coil.py\n- COV_COIL: 10%\n", 34, "COV_COIL is set twice", "of its own"),
        ("| Coil | Burns", "| Koil | Burns", 45, "a risk is told of 'Koil'", "did you mean 'Coil'?"),
        ("ADR:** ADR-003", "ADR:** ADR-004", 3, "follows ADR-004", "did you mean 'ADR-003'?"),
        (
            "features/oven.feature",
            "features/stove.feature",
            4,
            "the feature features/stove.feature was not read",
            "that is there",
        ),
        ("SC-001, SC-002", "SC-001, SC-003", 35, "no feature has a scenario with the tag @SC-003", "tag a scenario"),
        ("SC-001, SC-002", "SC-001, SC-001", 35, "SC-001 is in 'Warm tests' twice", "one test group"),
        (
            "## Contracts",
            "### Hot tests\n\n**Scenarios:** SC-002\n\n## Contracts",
            39,
            "is in 'Hot tests' and in 'Warm tests'",
            "one test",
        ),
        (
            "**Scenarios:** SC-001, SC-002",
            "**Scenarios:**\n- SC-001: Cold",
            36,
            "otherwise at features/oven.feature:3: 'Warm'",
            "leave",
        ),
    ],
)
def test_what_does_not_fit_is_said(old: str, new: str, line: int, words: str, hint: str) -> None:
    """An error names the line of the spec, what does not fit, and what to do."""
    assert old in SPEC
    with pytest.raises(ReadError) as caught:
        check(*sources(SPEC.replace(old, new, 1)))
    assert caught.value.where == f"docs/specs/ovens.md:{line}"
    assert words in caught.value.message
    assert hint in str(caught.value.hint)


@pytest.mark.parametrize("text", ["# Ovens\n\n## Components\n", "# Ovens\n\n## Components\n\nA coil, some day.\n"])
def test_a_spec_without_components_is_said(text: str) -> None:
    """Where nothing is described that could be built, the error names the title and says what to write."""
    spec, _, _ = sources(text)
    with pytest.raises(ReadError, match=r"docs/specs/ovens\.md:1: .*no component.*## Components"):
        check(spec, [], [])


def test_a_tag_at_two_scenarios_is_said() -> None:
    """A scenario's id that tags two scenarios names both places."""
    with pytest.raises(
        ReadError, match=r"@SC-001 tags two scenarios: features/oven\.feature:3 and features/oven\.feature:6"
    ):
        check(*sources(feature=FEATURE.replace("@SC-002", "@SC-001")))


def test_a_scenario_without_a_title_is_said_at_the_feature() -> None:
    """A scenario that neither the spec nor the feature gives a title is an error at the feature's line."""
    with pytest.raises(ReadError, match=r"features/oven\.feature:3: the scenario @SC-001 has no title"):
        check(*sources(feature=FEATURE.replace("Scenario: Warm", "Scenario:")))


def test_titles_in_the_spec_do_without_a_feature() -> None:
    """Where no feature is named, the titles of the spec are enough, and an id alone is not."""
    alone = SPEC.replace("**Features:** `features/oven.feature`\n", "")
    titled = alone.replace("**Scenarios:** SC-001, SC-002", "**Scenarios:**\n\n- SC-001: Warm\n- SC-002: Hot")
    spec, adrs, _ = sources(titled)
    check(spec, adrs, [])
    spec, adrs, _ = sources(alone)
    with pytest.raises(ReadError, match="no feature has a scenario with the tag @SC-001"):
        check(spec, adrs, [])


def test_the_same_title_in_spec_and_feature_is_no_fault() -> None:
    """A title that the spec repeats as the feature has it is welcome."""
    check(*sources(SPEC.replace("**Scenarios:** SC-001, SC-002", "**Scenarios:**\n\n- SC-001: Warm\n- SC-002: Hot")))
