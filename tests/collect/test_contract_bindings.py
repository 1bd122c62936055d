"""Which part of which file a marker is bound to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from flowkit.collect.contracts import collect
from flowkit.contract.document import pointer_of, tokens_of
from flowkit.model.evidence import ContractFact, Evidence
from flowkit.model.plan import Plan
from flowkit.model.task import ContractEndpoint, Task
from flowkit.settings import ContractSettings

from .contract_files import API, SCHEMA, inquiry


def plan(*texts: tuple[str, str], name: str = "tea") -> Plan:
    """Return a plan with contract endpoints."""
    endpoints = tuple(ContractEndpoint(identifier, text, "IMPL_001") for identifier, text in texts)
    task = Task("IMPL_001", "IMPL_001", "IMPL", "Tea", contract_endpoints=endpoints)
    return Plan(name, f"plans/{name}.md", "markers", tasks=(task,))


def bound(facts: Iterator[Evidence]) -> list[tuple[str, str, str, bool | None]]:
    """Return marker, file, part and whether it was found."""
    return [(one.marker, one.path, one.name, one.found) for one in facts if isinstance(one, ContractFact)]


def test_a_plan_binds_a_marker_by_its_text(tmp_path: Path) -> None:
    """A file in code quotes in an endpoint's text binds it, with a part behind a hash, by its end where it is one."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "tea.schema.json").write_text(SCHEMA)
    (tmp_path / "contracts" / "api.yaml").write_text(API)
    tea = plan(
        ("CE_A", "The session: `contracts/tea.schema.json#/properties/session`"),
        ("CE_B", "See `POST /x` in `api.yaml#readSession`."),
        ("CE_C", "`nothing.json#/a` it is"),
        ("CE_D", "contracts/tea.schema.json without quotes, `session.timeout` and `../../etc/passwd`"),
        ("CE_E", "`../../etc/passwd.json`"),
        ("CE_B", ""),
    )
    assert bound(collect(inquiry(tmp_path, tea))) == [
        ("CE_A", "contracts/tea.schema.json", "/properties/session", True),
        ("CE_B", "contracts/api.yaml", "readSession", True),
        ("CE_C", "nothing.json", "/a", False),
        ("CE_E", "../../etc/passwd.json", "the contract", None),
    ]


def test_the_configuration_has_the_last_word(tmp_path: Path) -> None:
    """What is configured for a marker, by its short or its full name, counts before what a plan says."""
    (tmp_path / "tea.json").write_text(SCHEMA)
    tea = plan(("CE_A", "`other.json`"), ("CE_B", "`other.json`"))
    settings = {"CE_A": ContractSettings("tea.json"), "tea:CE_B": ContractSettings("tea.json", "/type")}
    found = bound(collect(inquiry(tmp_path, tea, **settings)))
    assert found == [("CE_A", "tea.json", "the contract", True), ("tea:CE_B", "tea.json", "/type", True)]


def test_plans_that_bind_a_marker_differently(tmp_path: Path) -> None:
    """One name that two plans bind to two parts is told apart by its full name."""
    (tmp_path / "tea.json").write_text(SCHEMA)
    plans = plan(("CE_A", "`tea.json`")), plan(("CE_A", "`tea.json#/type`"), name="cup")
    assert [marker for marker, *_ in bound(collect(inquiry(tmp_path, *plans)))] == ["tea:CE_A", "cup:CE_A"]
    assert [marker for marker, *_ in bound(collect(inquiry(tmp_path, plans[0], plans[0])))] == ["CE_A"]


def test_nothing_is_bound(tmp_path: Path) -> None:
    """A marker that nothing binds makes no fact."""
    assert list(collect(inquiry(tmp_path, plan(("CE_A", "The settings `session.timeout_seconds`"))))) == []


@given(st.lists(st.text()).map(tuple))
def test_a_pointer_is_made_and_read(tokens: tuple[str, ...]) -> None:
    """The tokens of a pointer come out of it as they went in."""
    assert tokens_of(pointer_of(tokens)) == tokens
