"""Which of the files that running text names are the work of a task."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Line
from flowkit.read.document import document_from_bytes
from flowkit.read.mentioned_files import made_files, named_files


def made(text: str) -> list[str | None]:
    """Return the paths that a line of free text says are made or changed."""
    return [entry.path for entry in made_files([Line(text, 1, 1)], document_from_bytes(text.encode(), "x.md"))]


def named(text: str) -> list[str | None]:
    """Return the paths that a task names whose format asks it to."""
    return [entry.path for entry in named_files([Line(text, 1, 1)], document_from_bytes(text.encode(), "x.md"))]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Create `tea/pot.py` with a lid", ["tea/pot.py"]),
        ("Add a lid to `tea/pot.py` and `tea/cup.py`", ["tea/pot.py", "tea/cup.py"]),
        ("`tea/pot.py`: boil twice", ["tea/pot.py"]),
        ("Warm the water in `tea/pot.py`", ["tea/pot.py"]),
        ("Update tea/{pot,cup}.py", ["tea/pot.py", "tea/cup.py"]),
        ("新增 `tea/pot.py` 的测试", ["tea/pot.py"]),
        ("`tea/pot.py` を更新する", ["tea/pot.py"]),
        ("Remove a leaf from `tea/pot.py`", []),
        ("Delete `tea/pot.py`", []),
        ("删除 `tea/pot.py`", []),
        ("`tea/pot.py` を削除する", []),
        ("Create a kettle like `tea/pot.py`", []),
        ("Keep `tea/pot.py` as it is", []),
        ("Run `tools/brew.sh` twice", []),
        ("Add a case where `tea/pot.py` does not exist", []),
        ("Write `dist/tea.js`", []),
        ("Write `/etc/tea`, `~/tea/pot.py` and `tea/*.py`", []),
        ("Write `tea/<kind>/pot.py` and `tea/{kind}/pot.py`", []),
        ("Create `pot.py`", []),
        ("Create a shared ignore table at `tea/pot.py`", ["tea/pot.py"]),
        ("Add a rule that ignores `tea/pot.py`", []),
        ("Write a check that skips the old `tea/pot.py`", []),
        ("Create `tea/pot.py`. It is much like `tea/cup.py`", ["tea/pot.py"]),
    ],
)
def test_free_text_makes_what_it_says(text: str, paths: list[str]) -> None:
    """A file counts where the words say that it is made or changed, and nowhere else."""
    assert made(text) == paths


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Test the lid in tests/test_pot.py", ["tests/test_pot.py"]),
        ("Add tea to pyproject.toml", ["pyproject.toml"]),
        ("Create main.py and tea/{pot,cup}.py", ["main.py", "tea/pot.py", "tea/cup.py"]),
        ("Initialize package.json with tea", ["package.json"]),
        ("Create TEA.md documenting the pot", ["TEA.md"]),
        ("Know more kinds of pots: pot.yml, cup.yml", []),
        ("Add `pot.json` checks to the kettle", []),
        ("Delete tea/pot.py", []),
        ("Remove a leaf in tea/pot.py", ["tea/pot.py"]),
        ("Update README with tea", []),
    ],
)
def test_a_task_that_has_to_name_its_files_names_them(text: str, paths: list[str]) -> None:
    """Where the format asks for paths any path counts that is not taken away, and a bare name that is meant itself."""
    assert named(text) == paths


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=80))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    """No text makes the reader fail, and what it finds stands where it says."""
    document = document_from_bytes(text.encode(), "x.md")
    for entry in (*made_files([Line(text, 1, 1)], document), *named_files([Line(text, 1, 1)], document)):
        assert entry.span is not None
        assert document.split(entry.span)[1] == entry.text
