"""The documentation as a site: what is made of its pages."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

HOOKS = runpy.run_path(str(Path(__file__).resolve().parents[1] / "docs" / "site.py"))


@pytest.mark.parametrize(
    ("page", "link", "shown"),
    [
        ("a.md", "[there](b.md)", "[there](b.md)"),
        ("a.md", "[there](../README.md)", "there"),
        ("api/a.md", "[there](../b.md#part)", "[there](../b.md#part)"),
        ("api/a.md", "[there](../../examples/x.json)", "there"),
        ("a.md", "[there](https://example.org/../x)", "[there](https://example.org/../x)"),
    ],
)
def test_a_link_that_leaves_the_documentation_is_text(page: str, link: str, shown: str) -> None:
    """A site holds the documentation alone, so what lies around it in the checkout cannot be linked to."""
    assert HOOKS["on_page_markdown"](link, page=SimpleNamespace(file=SimpleNamespace(src_uri=page))) == shown


def test_a_file_that_a_page_shows_has_its_path_as_a_title() -> None:
    """The path behind the language becomes the title of the block."""
    text = "````toml flowkit.toml\n````\n"
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"))
    assert HOOKS["on_page_markdown"](text, page=page) == '````toml title="flowkit.toml"\n````\n'
