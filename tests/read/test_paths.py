"""Paths and code names in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Line
from flowkit.read.document import document_from_bytes
from flowkit.read.fields import read_fields
from flowkit.read.markdown import read_outline
from flowkit.read.paths import as_path, find_paths, find_symbols, read_deliverables


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


def test_code_names() -> None:
    """Classes and functions are found where they are written as such."""
    assert find_symbols("`TeaPot` class, pour_out() and HotWater") == ("TeaPot", "pour_out", "HotWater")
    assert find_symbols("Type hints for `src/a.py`") == ()


@pytest.mark.parametrize(
    ("field", "entries"),
    [
        ("- `a.py` (new file)\n- `b.py` — twice\n- a note", [("a.py", "new file"), ("b.py", "twice"), (None, None)]),
        ("- `a.py`, `b.py`\n- `c.py` (see `d.py`)", [("a.py", None), ("b.py", None), ("c.py", "see `d.py`")]),
        ("```text\na.py  # first\n# remark\nb/c.py\n```", [("a.py", "first"), ("b/c.py", None)]),
        ("- None", []),
        ("- group\n  - `a.py`\n", [(None, None), ("a.py", None)]),
        ("| File | What |\n|---|---|\n| `a.py` | x |\n", [("a.py", None)]),
    ],
)
def test_a_files_field(field: str, entries: list[tuple[str | None, str | None]]) -> None:
    """Lists, fences and tables of files give each path with its note, and entries without a path are kept."""
    document = document_from_bytes(f"**Files:**\n\n{field}\n".encode(), "x.md")
    found = read_fields(read_outline(document).root.blocks).fields[0]
    assert [(entry.path, entry.note) for entry in read_deliverables(found, document)] == entries


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


def test_below_a_named_file_a_list_tells_what_is_done() -> None:
    """Where a field names its file, an item below is a file only if it begins with one."""
    text = "**File:** `ci.yml`\n- line 12: call `lint.sh`\n- `more.yml`\n"
    document = document_from_bytes(text.encode(), "x.md")
    found = read_fields(read_outline(document).root.blocks).fields[0]
    assert [entry.path for entry in read_deliverables(found, document)] == ["ci.yml", "more.yml"]
