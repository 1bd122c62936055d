"""Lies about contracts: what was promised to others is taken back."""

from __future__ import annotations

from benchmarks.honesty.lie import old, run
from benchmarks.honesty.project import CONTRACT, SETTINGS, TESTS, Project

MARKER = "feat-session-timeout:CE_CONFIG_SESSION"
TRIALS = f"{TESTS}/test_config_contract.py"


@old("contract-broken", MARKER)
@run("contract-broken", MARKER, TRIALS)
def a_property_is_removed(project: Project) -> None:
    """The contract has no interval of clean-ups any more."""
    project.cut(CONTRACT, '        "cleanup_interval_seconds": {', '        "absolute_timeout_seconds"')


@old("contract-broken", MARKER)
def a_range_is_narrowed(project: Project) -> None:
    """The contract refuses timeouts that the accepted version allows."""
    project.replace(CONTRACT, '"maximum": 2592000', '"maximum": 86400')


@old("contract-broken", MARKER)
def a_contract_has_another_default(project: Project) -> None:
    """The contract says that a session lives two hours by default."""
    project.replace(CONTRACT, '"default": 3600', '"default": 7200')


@old("contract-broken", MARKER)
def a_type_is_changed(project: Project) -> None:
    """The contract wants a number in words."""
    text = project.text(CONTRACT)
    project.write(CONTRACT, text.replace('"type": "integer"', '"type": "string"', 1))


@old("contract-broken", MARKER)
def a_setting_becomes_compulsory(project: Project) -> None:
    """The contract demands a setting that could be left out."""
    project.replace(
        CONTRACT,
        '"additionalProperties": false',
        '"additionalProperties": false,\n      "required": ["timeout_seconds"]',
    )


@old("stale-evidence", MARKER)
@run("test-failed", MARKER, TRIALS)
def a_contract_says_more_than_the_code(project: Project) -> None:
    """The contract allows a timeout of one second, which the code refuses: compatible, and not true."""
    text = project.text(CONTRACT)
    project.write(CONTRACT, text.replace('"minimum": 60', '"minimum": 1', 1))


@old("contract-missing", MARKER)
def a_contract_is_deleted(project: Project) -> None:
    """The contract file is not there."""
    project.delete(CONTRACT)


@old("contract-missing", MARKER)
def a_contract_is_bound_to_nothing(project: Project) -> None:
    """Nothing says any more which part of which file the contract is."""
    project.cut(SETTINGS, "[tool.flowkit.contracts.CE_CONFIG_SESSION]\n", "\x00")


@old("contract-missing", MARKER)
def a_contract_points_nowhere(project: Project) -> None:
    """The contract is bound to a part that the file does not have."""
    project.replace(SETTINGS, 'at = "/properties/session"', 'at = "/properties/sessions"')


@old("unusable-evidence", CONTRACT)
def a_contract_is_broken(project: Project) -> None:
    """The contract file is cut off in the middle."""
    project.write(CONTRACT, project.text(CONTRACT)[:400])
