"""Fields that list what a task is to leave behind."""

from __future__ import annotations

import pytest

from flowkit.read.deliverables import read_deliverables
from flowkit.read.document import document_from_bytes
from flowkit.read.fields import read_fields
from flowkit.read.markdown import read_outline


@pytest.mark.parametrize(
    ("field", "entries"),
    [
        ("- `a.py` (new file)\n- `b.py` — twice\n- a note", [("a.py", "new file"), ("b.py", "twice"), (None, None)]),
        ("- `a.py`, `b.py`\n- `c.py` (see `d.py`)", [("a.py", None), ("b.py", None), ("c.py", "see `d.py`")]),
        ("```text\na.py  # first\n# remark\nb/c.py\n```", [("a.py", "first"), ("b/c.py", None)]),
        ("- None", []),
        ("- `src/{a,b}.py` - both", [("src/a.py", "both"), ("src/b.py", "both")]),
        ("- src/{a,b}.py", [("src/a.py", None), ("src/b.py", None)]),
        ("```\nsrc/{a,b}.py  # both\nx = {1, 2}\n```", [("src/a.py", "both"), ("src/b.py", "both")]),
        ("- `tests/**/test_*.py` - all of them", [("tests/**/test_*.py", "all of them")]),
        ("- group\n  - `a.py`\n", [(None, None), ("a.py", None)]),
        ("| File | What |\n|---|---|\n| `a.py` | x |\n", [("a.py", None)]),
    ],
)
def test_a_files_field(field: str, entries: list[tuple[str | None, str | None]]) -> None:
    """Lists, fences and tables of files give each path with its note, and entries without a path are kept."""
    document = document_from_bytes(f"**Files:**\n\n{field}\n".encode(), "x.md")
    found = read_fields(read_outline(document).root.blocks).fields[0]
    assert [(entry.path, entry.note) for entry in read_deliverables(found, document)] == entries


def test_below_a_named_file_a_list_tells_what_is_done() -> None:
    """Where a field names its file, an item below is a file only if it begins with one."""
    text = "**File:** `ci.yml`\n- line 12: call `lint.sh`\n- `more.yml`\n"
    document = document_from_bytes(text.encode(), "x.md")
    found = read_fields(read_outline(document).root.blocks).fields[0]
    assert [entry.path for entry in read_deliverables(found, document)] == ["ci.yml", "more.yml"]
