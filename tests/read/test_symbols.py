"""Code names in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.read.symbols import find_symbols


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("`TeaPot` class, pour_out() and HotWater", ["TeaPot", "pour_out", "HotWater"]),
        ("InMemorySessionStore class", ["InMemorySessionStore"]),
        ("with `create_session()`, and `Pot.fill(water)`", ["create_session", "Pot.fill"]),
        ("the class Basket", ["Basket"]),
        ("Basket class", ["Basket"]),
        ("`src/basket.py` - Basket class, the classes Item, Price and Total", ["Basket", "Item", "Price", "Total"]),
        ("Colour enum and the dataclass Pot", ["Colour", "Pot"]),
        ("`Basket`", ["Basket"]),
        ("src/UserModel.ts and [the pot](docs/TeaPot.md)", []),
        ("backend/Api/AuthController.php - AuthController class", ["AuthController"]),
        ("Type hints for `src/a.py`", []),
        ("Base class for stores, an abstract class, a Service class", []),
        ("The class of 2026, each class, Class Basket", []),
        ("PostgreSQL settings, OpenAPI, GitHub and WebSocket", []),
        ("HTTP classes and a CSS class", []),
        ("Session, Store and Timestamp", []),
    ],
)
def test_what_is_a_symbol(text: str, names: list[str]) -> None:
    """What is quoted, called, humped or said to be a class is a symbol; paths, products and plain words are none."""
    assert list(find_symbols(text)) == names


@given(st.text())
def test_any_text_may_be_searched(text: str) -> None:
    """Whatever a text is, its symbols are identifiers, each once."""
    found = find_symbols(text)
    assert len(found) == len(set(found))
    assert all(part.isidentifier() for name in found for part in name.split(".") if part)
