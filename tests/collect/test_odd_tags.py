"""Files that are no text, too large or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.model.evidence import Flaw, TagFact, Unmeasured

from .tagging import inquire


def test_bytes_that_are_no_text_stop_nothing(tmp_path: Path) -> None:
    """Binary files and other encodings harm nobody, and a tag among bytes that are not UTF-8 is found at its place."""
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 10 + b"# verifies: SC-001")
    (tmp_path / "b.js").write_bytes(b"// verifies: SC-002\0")
    (tmp_path / "c.py").write_bytes(b"# caf\xe9 verifies: SC-003, SC-004 \xe9\n")
    (tmp_path / "d.py").write_bytes(b"\0\0# verifies")
    found = [fact for fact in inquire(tmp_path) if isinstance(fact, TagFact)]
    assert [(fact.path, fact.marker) for fact in found] == [("c.py", "SC-003"), ("c.py", "SC-004")]
    assert found[1].span is not None
    assert (found[1].span.start, found[1].span.column) == (25, 26)


def test_a_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    """Code that is too large to be searched is named; other large files are not."""
    (tmp_path / "a.py").write_text("# verifies: SC-001\n" * 10)
    (tmp_path / "b.js").write_text("// verifies: SC-001\n" * 10)
    (tmp_path / "c.blob").write_text("# verifies: SC-001\n" * 10)
    found = inquire(tmp_path, max_size=100)
    assert [type(one) for one in found] == [Unmeasured, Unmeasured]
    assert [one.path for one in found] == ["a.py", "b.js"]


def test_large_code_of_other_languages_is_told(tmp_path: Path) -> None:
    """Code that would take too long to be taken apart is named, if it holds a tag at all."""
    (tmp_path / "a.js").write_text("let x = 1;\n" * 60_000 + "// verifies: SC-001\n")
    (tmp_path / "b.js").write_text("let x = 1;\n" * 60_000)
    (found,) = inquire(tmp_path)
    assert isinstance(found, Unmeasured)
    assert (found.path, found.subject) == ("a.js", "tags")


HOSTILE = {
    "one line": b"# verifies: SC-001 " * 50_000,
    "quotes": b'"' * 500_000 + b"# verifies: SC-001",
    "single quotes": b"'" * 500_000 + b"# verifies: SC-001",
    "backslashes": b'"' + b"\\" * 1_000_000 + b"# verifies: SC-001",
    "brackets": b"(" * 500_000 + b"# verifies: SC-001",
    "bracket lines": b"def f(\n" + b"1,\n" * 200_000 + b"): # verifies: SC-001\n pass",
    "fields": b'f"' + b'{f"' * 100_000 + b"# verifies: SC-001",
    "braces": b'x = f"' + b"{" * 300_001 + b'" # verifies: SC-001',
    "open fields": b'f"{a[' * 100_000 + b"# verifies: SC-001",
    "blanks": b" " * 1_000_000 + b"# verifies: SC-001",
    "indentation": b"".join(b" " * at + b"def f():\n" for at in range(1_500)) + b" " * 1_500 + b"# verifies: SC-001\n",
    "functions": b"def f():\n    # verifies: SC-001\n    pass\n" * 30_000,
    "methods": b"class A:\n" + b"    def f(self): pass\n    x = 1  # verifies: SC-001\n" * 20_000,
    "decorators": b"@a\n" * 200_000 + b"def f(): # verifies: SC-001\n    pass\n",
    "strings": b'"a" ' * 200_000 + b'"verifies: SC-001"',
    "commas": b"# verifies: SC-001,\n" * 30_000,
    "words": b"# verifies: " + b"1-SC-a" * 100_000 + b"\n",
    "dashes": b"# SC-" + b"a-" * 300_000 + b"1 SC-001\n",
    "slashes": b"# verifies: " + b"a/" * 300_000 + b"SC-001\n",
    "traces": b"# A-1 " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sources_end(tmp_path: Path, name: str) -> None:
    """Sources made to take long are taken apart in one walk over their bytes, whatever they say."""
    (tmp_path / "tea.py").write_bytes(HOSTILE[name])
    assert all(isinstance(one, TagFact | Flaw) for one in inquire(tmp_path))
