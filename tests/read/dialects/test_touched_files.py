"""Files that lists and running text say were touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.read.dialects.named_files import named_files
from flowkit.read.dialects.records import recorded_files, section_files
from flowkit.read.document import document_from_bytes
from flowkit.read.fields import Field
from flowkit.read.markdown import read_outline


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Create `src/jar.py` and `src/lid.py` with care.", ["src/jar.py", "src/lid.py"]),
        ("Add a test in tests/test_jar.py; update docs/jar.md.", ["tests/test_jar.py", "docs/jar.md"]),
        ("Implement it in src/jar.py. Implement it in src/jar.py again.", ["src/jar.py"]),
        ("The class in src/jar.py is old.", []),
        ("Create a jar (e.g., src/jar.py).", []),
        ("Create src/jar.py or so, or src/pot.py.", ["src/jar.py"]),
        ("Add code from src/jar.py to it.", []),
        ("Move src/jar.py and create nothing.", []),
        ("Create the folder src/jar/.", []),
        ("Create jar.py.", []),
        ("Write to ~/jar/notes.md and /etc/jar.conf and {home}/jar.md.", []),
        ("Use the package `@glass/jar.js`, then add node_modules/jar/lid.js.", []),
        ("Create this:\n```\ncreate src/jar.py\n```\n", []),
    ],
)
def test_a_sentence_names_what_it_makes(text: str, paths: list[str]) -> None:
    """A file behind a verb of work is one that is made; an example, a source and a machine's own are none."""
    assert list(named_files(text)) == paths


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    """Any text at all names files or none."""
    assert all("/" in path for path in named_files(text))


LIST = """\
### File List

- `src/jar.py` (new) - with `open_jar()`
- /src/lid.py
- ./src/seal.py
- _out/notes.md
- src/cup.py (deleted)
- /Users/ada/jar/app/(jars)/page.tsx - where
- https://example.org/jar.md

| File | Action |
|---|---|
| `src/rim.py` | changed |

**Removed:**

- src/mug.py

#### Deleted files

- src/pot.py

#### New files

- tests/test_jar.py
"""


def test_a_list_of_files_is_what_was_touched() -> None:
    """Lists and tables name files of the project, without what was taken away and what lies elsewhere."""
    document = document_from_bytes(LIST.encode(), "story.md")
    outline = read_outline(document)
    found = list(section_files(outline.root.sections[0], document))
    assert [entry.path for entry in found] == [
        "src/jar.py",
        "src/lid.py",
        "src/seal.py",
        "_out/notes.md",
        "src/rim.py",
        "tests/test_jar.py",
    ]
    assert all(entry.loose and not entry.symbols for entry in found)


def test_files_to_delete_are_not_looked_for() -> None:
    """A list whose name says that its files go names nothing that has to be there."""
    outline = read_outline(document_from_bytes(b"- src/jar.py\n", "story.md"))
    field = Field("Files to remove", "files to remove", (), outline.root.blocks, 1)
    assert list(recorded_files(field, outline.document)) == []
