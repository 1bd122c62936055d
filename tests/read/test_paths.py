"""Paths and code names in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Line
from flowkit.read.paths import as_path, expand_braces, find_paths


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("`src/a.py` - the store", ["src/a.py"]),
        ("src/a.py:1710", ["src/a.py"]),
        ("`@tests/x.py` (if exists)", ["tests/x.py"]),
        ("_src/storage.ts_", ["src/storage.ts"]),
        ("docs/my%20notes.md", ["docs/my notes.md"]),
        ("pkg/**/*.go and `Makefile`", ["Makefile"]),
        ("[the guide](docs/guide.md#start)", ["docs/guide.md"]),
        ("Write .env and config.toml.", [".env", "config.toml"]),
        ("All source files", []),
        ("and/or read/write, Python 3.11/3.12, e.g. now", []),
        ("`session.timeout_seconds` and `create_session()`", []),
        ("see https://example.org/a.py", []),
    ],
)
def test_what_is_a_path(text: str, paths: list[str]) -> None:
    """Paths are found in code, links and plain words; alternatives, versions, names and addresses are none."""
    assert [path for path, _, _ in find_paths(text)] == paths


@given(st.text(max_size=60))
def test_any_text_is_searched(text: str) -> None:
    """Any text can be searched, and every path stands where it is said to stand."""
    for path, start, end in find_paths(text):
        assert as_path(text[start:end]) == path
    Line(text, 1, 1)


@pytest.mark.parametrize(
    "text",
    ["`owner/tool@v1`", "find all `.tf` files", "`cargo deny check --config .config/deny.toml`", "scripts/tests/docs"],
)
def test_what_only_looks_like_a_path(text: str) -> None:
    """Versions of tools, file endings, commands and words with slashes are no paths."""
    assert list(find_paths(text)) == []


@pytest.mark.parametrize(
    ("path", "paths"),
    [
        ("src/{a,b}.py", ["src/a.py", "src/b.py"]),
        ("src/{a, b}.py", ["src/a.py", "src/b.py"]),
        ("{a,b}/{c,d}.py", ["a/c.py", "a/d.py", "b/c.py", "b/d.py"]),
        ("src/{a,b/{c,d}}.py", ["src/a.py", "src/b/c.py", "src/a.py", "src/b/d.py"]),
        ("src/a{,_test}.py", ["src/a.py", "src/a_test.py"]),
        ("src/{name}.py", ["src/{name}.py"]),
        ("src/{a,b.py", ["src/{a,b.py"]),
        ("{a,b}" * 6, None),
        ("{a,b}" * 1_000, ["{a,b}" * 1_000]),
        ("{" * 5_000 + "a,b" + "}" * 5_000, None),
    ],
)
def test_alternatives_in_braces_are_paths_each(path: str, paths: list[str] | None) -> None:
    """Braces stand for their alternatives as in a shell; without a comma they are a name, and too many stay as one."""
    found = expand_braces(path)
    assert len(found) == len(set(found)) <= 100
    assert paths is None or set(found) == set(paths)
