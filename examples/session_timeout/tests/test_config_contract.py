"""The contract CE_CONFIG_SESSION: the JSON Schema of a configuration file, and that code and contract say the same."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from session_timeout.config import SessionConfig, SessionConfigError, config_schema

CONTRACT = Path(__file__).parent.parent / "contracts" / "session-config.schema.json"
REGENERATE = "python -m session_timeout > examples/session_timeout/contracts/session-config.schema.json"
SETTINGS = list(SessionConfig.model_fields)

CANDIDATES: st.SearchStrategy[Any] = (
    st.sampled_from(
        [-1, 0, 0.5, 29, 30, 59, 60, 60.0, 60.5, 61, 86_400, 86_401, 2_592_000, 2_592_001, 31_536_000, 31_536_001]
    )
    | st.integers(-10, 40_000_000)
    | st.integers()
    | st.floats(-1, 1)
    | st.floats(allow_nan=False)  # JSON has no such number, so that the contract says nothing of it
    | st.booleans()
    | st.none()
    | st.text(max_size=5)
    | st.sampled_from(["60", "true", "1h"])
    | st.lists(st.integers(60, 70), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.integers(60, 70), max_size=2)
)


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(f"SESSION_{name.upper()}", raising=False)


def contract() -> dict[str, Any]:
    """Return the committed contract."""
    written: dict[str, Any] = json.loads(CONTRACT.read_text(encoding="utf-8"))
    return written


VALIDATOR = jsonschema.Draft202012Validator(contract())


def accepted(settings: dict[str, Any]) -> bool:
    """Tell whether the code accepts settings."""
    try:
        SessionConfig(**settings)
    except SessionConfigError:
        return False
    return True


def allowed(settings: dict[str, Any]) -> bool:
    """Tell whether the contract allows settings."""
    return bool(VALIDATOR.is_valid({"session": settings}))


# verifies: feat-session-timeout:CE_CONFIG_SESSION
def test_the_contract_is_what_the_code_says() -> None:
    """The committed file is the schema of the code."""
    assert contract() == config_schema(), f"the settings have changed; write the contract anew with: {REGENERATE}"


def test_the_contract_can_be_written_anew(capsys: pytest.CaptureFixture[str]) -> None:
    """Run as a program, the package prints the contract as it is committed, byte for byte."""
    runpy.run_module("session_timeout", run_name="__main__")
    assert capsys.readouterr().out == CONTRACT.read_text(encoding="utf-8")


def test_the_contract_is_a_valid_schema() -> None:
    """It satisfies the metaschema that it names, and is called what belongs to nobody else."""
    assert contract()["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(contract())
    assert contract()["$id"].startswith("urn:")
    assert contract()["title"]


# verifies: feat-session-security:IMPL_003/AC-1
def test_every_setting_is_described() -> None:
    """Each setting has a type, a default and a description, and each number a minimum and a maximum."""
    settings = contract()["properties"]["session"]["properties"]
    assert list(settings) == SETTINGS
    for name, setting in settings.items():
        assert {"type", "default", "description"} <= setting.keys()
        assert setting["type"] == "boolean" or {"minimum", "maximum"} <= setting.keys()
        assert setting["default"] == getattr(SessionConfig(), name)


# verifies: feat-session-timeout:CE_CONFIG_SESSION
@settings(deadline=None)
@given(st.sampled_from(SETTINGS), CANDIDATES)
@example("timeout_seconds", 60.0)
@example("timeout_seconds", True)
@example("timeout_seconds", float("inf"))
@example("refresh_fraction", 0)
@example("refresh_fraction", 10**400)
@example("refresh_on_access", 1)
def test_code_and_contract_agree_on_each_setting(name: str, value: Any) -> None:
    """What the one accepts as a value the other one does too; the two timeouts are kept from disagreeing."""
    companions = {
        "timeout_seconds": {"absolute_timeout_seconds": 31_536_000},
        "absolute_timeout_seconds": {"timeout_seconds": 60},
    }
    settings = {**companions.get(name, {}), name: value}
    assert accepted(settings) is allowed(settings)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(SETTINGS) | st.text(max_size=8), st.integers(60, 86_400), max_size=4))
def test_code_and_contract_agree_on_names(settings: dict[str, Any]) -> None:
    """A name that the one does not know is refused by the other one too."""
    settings = {**settings, "refresh_on_access": True, "refresh_fraction": 0.1, "absolute_timeout_seconds": 86_400}
    assert accepted(settings) is allowed(settings)


def test_that_timeouts_go_together_is_beyond_the_contract() -> None:
    """JSON Schema cannot compare two values: the contract allows what the code refuses, and says so in words."""
    settings = {"timeout_seconds": 100, "absolute_timeout_seconds": 99}
    assert allowed(settings)
    assert not accepted(settings)
    assert "absolute_timeout_seconds has to be timeout_seconds or more" in contract()["description"]


def test_the_contract_leaves_other_tables_alone() -> None:
    """An application may keep its own settings beside, but not settings of ours that are written as one name."""
    assert VALIDATOR.is_valid({"session": {}, "database": {"timeout_seconds": "never"}, "sessions": 1})
    assert not VALIDATOR.is_valid({"session": {}, "session.timeout_seconds": 60})
    assert not VALIDATOR.is_valid({"session": None})


@pytest.mark.parametrize(
    "document", [{}, {"timeout_seconds": 90}, {"Session": {"timeout_seconds": 90}}, {"session": {}}]
)
def test_code_and_contract_agree_that_the_table_is_there(tmp_path: Path, document: dict[str, Any]) -> None:
    """A file without the table is what neither of them takes; one with an empty table is what both take."""
    file = tmp_path / "c.yaml"
    file.write_text(json.dumps(document), encoding="utf-8")  # JSON is YAML
    if VALIDATOR.is_valid(document):
        assert SessionConfig.from_file(file) == SessionConfig()
    else:
        with pytest.raises(SessionConfigError, match="session"):
            SessionConfig.from_file(file)
    assert VALIDATOR.is_valid(document) == ("session" in document)
