"""The table of formats."""

from __future__ import annotations

import pytest

from flowkit import plugins
from flowkit.errors import ConfigError, UsageError
from flowkit.model.verdict import Verification
from flowkit.plugins import Entry
from flowkit.report.formats import BUILT_IN, find_format

EMPTY = Verification((), ())


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_format_takes_a_verification_alone(name: str) -> None:
    """A format is a function from a verification to text."""
    assert isinstance(find_format(name)(EMPTY), str)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """The entry points that other packages bring."""
    entries: list[Entry] = []
    monkeypatch.setattr(plugins, "_installed", lambda _: tuple(entries))
    return entries


def test_another_package_brings_a_format(installed: list[Entry]) -> None:
    """An entry point of the group is found by its name, as a built-in is."""
    installed.append(Entry("annotations", "flowkit.report.github:render"))
    assert find_format("annotations")(EMPTY) == ""


def test_a_built_in_keeps_its_name(installed: list[Entry]) -> None:
    """Another package cannot take the place of a built-in format."""
    installed.append(Entry("json", "nonesuch:render"))
    assert find_format("json")(EMPTY).startswith("{")


@pytest.mark.parametrize("value", ["nonesuch:render", "flowkit.errors:nonesuch", "flowkit:__doc__"])
def test_a_format_that_cannot_be_used_is_told(installed: list[Entry], value: str) -> None:
    """A package that cannot be loaded, or whose entry is no function, is named."""
    installed.append(Entry("broken", value))
    with pytest.raises(ConfigError, match="broken"):
        find_format("broken")


def test_an_unknown_format_is_told_with_the_known_ones() -> None:
    """A mistyped name gets the nearest one as a suggestion, any other the list."""
    with pytest.raises(UsageError, match=r"did you mean terminal\?"):
        find_format("terminl")
    with pytest.raises(UsageError, match="terminal, json, github"):
        find_format("xml")
