"""Which part is compared with which, and accepted versions that cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowkit.model.evidence import ContractFact, Flaw

from .comparing import API, broken, changes


def test_a_configuration_keeps_its_settings(tmp_path: Path) -> None:
    """The settings of a configuration file are accepted: a raised bound, another default and a lost one break."""
    setting = {"type": "integer", "minimum": 60, "default": 3600}
    old = {"properties": {"session": {"properties": {"timeout_seconds": setting, "interval": {"default": 1}}}}}
    new = json.loads(json.dumps(old).replace("60,", "120,").replace("3600", "60").replace("interval", "pause"))
    timeout = "/properties/session/properties/timeout_seconds"
    assert broken(tmp_path, old, new) == [
        f"the default of {timeout} changed from 3600 to 60",
        f"the minimum of {timeout} was raised from 60 to 120",
        "/properties/session/properties/interval was removed",
    ]
    assert broken(tmp_path, old, new, f"{timeout}/minimum") == [f"{timeout}/minimum changed from 60 to 120"]
    assert broken(tmp_path, old, old) == broken(tmp_path, new, new) == []


def test_what_is_newer_than_the_accepted_version_breaks_nothing(tmp_path: Path) -> None:
    """A part that the accepted version does not have yet cannot lose anything."""
    assert broken(tmp_path, {"properties": {}}, {"properties": {"a": {"type": "string"}}}, "/properties/a") == []


@pytest.mark.parametrize(("text", "message"), [("{", "no valid JSON"), ('{"openapi": "4.0"}', "version 4.0")])
def test_an_accepted_version_that_cannot_be_used_is_told(tmp_path: Path, text: str, message: str) -> None:
    """Where the accepted version is broken, that is a flaw, and it is not known whether the contract holds."""
    (tmp_path / "new.json").write_text(json.dumps(API))
    (tmp_path / "old.json").write_text(text)
    flaw, found = changes(tmp_path, "keep")
    assert isinstance(flaw, Flaw)
    assert (flaw.path, message in flaw.message) == ("old.json", True)
    assert isinstance(found, ContractFact)
    assert (found.found, found.reason) == (None, f"old.json {flaw.message}")


def test_an_accepted_version_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Where the accepted version is missing, the marker itself says so: its contract is there, and bound to it."""
    (tmp_path / "new.json").write_text(json.dumps(API))
    (found,) = changes(tmp_path, "keep")
    assert isinstance(found, ContractFact)
    assert (found.found, found.reason) == (None, "its accepted version old.json is not there")
