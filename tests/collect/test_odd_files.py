"""Files that cannot be parsed or read, or are hostile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.projects import write

from flowkit.model.evidence import FileFact, Flaw, SymbolFact

from .delivering import STORE, ask, symbols


def test_code_that_cannot_be_parsed_is_a_flaw(tmp_path: Path) -> None:
    """A source that Python refuses is told with its line, once, if a symbol is sought in it."""
    write(tmp_path, {"store.py": "x = 1\n\nclass Store(\n"})
    found = ask(tmp_path, ("store.py", ("Store", "read")))
    flaws = [one for one in found if isinstance(one, Flaw)]
    assert [(one.path, one.span.line if one.span else 0) for one in flaws] == [("store.py", 3)]
    assert not symbols(found)


def test_a_file_that_is_too_large_is_a_flaw(tmp_path: Path) -> None:
    """A file that is there and too large to be read is told."""
    write(tmp_path, {"store.py": STORE * 10})
    first, flaw = ask(tmp_path, ("store.py", ("Store",)), max_size=100)
    assert isinstance(first, FileFact)
    assert isinstance(flaw, Flaw) and "100 bytes" in flaw.message


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    """A deliverable that is a pipe is there and cannot be read."""
    os.mkfifo(tmp_path / "store.py")
    first, flaw = ask(tmp_path, ("store.py", ("Store",)))
    assert isinstance(first, FileFact) and isinstance(flaw, Flaw)


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 1_000,
        b"x = " + b"(" * 100_000,
        b"x = " + b"-" * 300_000 + b"1\n",
        b"x = '" + b"a" * 3_000_000 + b"'\n",
        b"\xff\xfe" + "class Store: x = 1\n".encode("utf-16-le"),
        b"class \xe9: x = 1\n",
        b'"' * 1_000_001,
        b"# " * 2_000_000,
    ],
    ids=["nul", "nested", "signs", "long line", "utf-16", "latin-1", "quotes", "comment"],
)
def test_hostile_sources_are_flaws_or_nothing(tmp_path: Path, data: bytes) -> None:
    """Whatever a source holds, it is read, or told as a flaw; nothing is raised."""
    write(tmp_path, {"store.py": data})
    found = ask(tmp_path, ("store.py", ("Store",)))
    assert found[0] == FileFact("store.py", "store.py")
    assert all(isinstance(one, Flaw) or (isinstance(one, SymbolFact) and one.empty) for one in found[1:])
