"""The files and folders that plans name."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from flowkit.model.evidence import FileFact, Flaw, SymbolFact, Unmeasured

from .delivering import STORE, ask, files, symbols


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("src/auth/store.py", ["src/auth/store.py"]),
        ("./src/auth/store.py", ["src/auth/store.py"]),
        ("src\\auth\\store.py", ["src/auth/store.py"]),
        ("store.py", ["src/auth/store.py", "src/tea/store.py"]),
        ("pot.py", ["src/tea/pot.py"]),
        ("setup.py", ["setup.py"]),
        ("src/auth", ["src/auth"]),
        ("src/auth/", ["src/auth"]),
        ("src/*/store.py", ["src/auth/store.py", "src/tea/store.py"]),
        ("src/**/*.py", ["src/auth/store.py", "src/tea/pot.py", "src/tea/store.py"]),
        ("auth/store.py", []),
        ("missing.py", []),
        ("src/auth/store.py/x", []),
        ("x" * 5_000, []),
        ("app/[id]/page.py", ["app/[id]/page.py"]),
    ],
)
def test_which_files_a_path_means(tmp_path: Path, path: str, found: list[str]) -> None:
    """A path means itself, a folder too; a bare name the files that are called so; a pattern what it matches."""
    names = ["src/auth/store.py", "src/tea/store.py", "src/tea/pot.py", "setup.py", "app/[id]/page.py", "old/setup.py"]
    write(tmp_path, dict.fromkeys(names, "x = 1\n"))
    assert files(tmp_path, path) == found


def test_paths_are_mapped(tmp_path: Path) -> None:
    """Where the configuration says that a file or folder is elsewhere now, it is looked for there, as it was asked."""
    write(tmp_path, {"lib/session/store.py": STORE, "lib/limits.py": STORE})
    paths = {"src/auth/": "lib/session/", "src/auth/config.py": "lib/limits.py"}
    assert files(tmp_path, "src/auth/store.py", paths) == ["lib/session/store.py"]
    assert files(tmp_path, "./src/auth/store.py", paths) == ["lib/session/store.py"]
    assert files(tmp_path, "src/auth/config.py", paths) == ["lib/limits.py"]
    assert files(tmp_path, "src/auth/", paths) == ["lib/session"]
    found = ask(tmp_path, ("src/auth/store.py", ("Store",)), paths=paths)
    assert symbols(found) == [("lib/session/store.py", "Store", "class", False)]


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "src/../../x.py", "out.py", "away/x.py", "../*.py", "loop", "\0"]
)
def test_what_leads_out_of_the_project_is_a_flaw(tmp_path: Path, path: str) -> None:
    """A path that leaves the root, by steps, from the top or by a link, is told and never read."""
    root = tmp_path / "project"
    root.mkdir()
    write(tmp_path, {"x.py": STORE})
    (root / "out.py").symlink_to(tmp_path / "x.py")
    (root / "away").symlink_to(tmp_path)
    (root / "loop").symlink_to(root / "loop")
    found = ask(root, (path, ("Store",)))
    assert [type(one) for one in found] == [Flaw]
    assert path in found[0].path


def test_a_path_of_this_machine_within_the_project_is_told_from_its_root(tmp_path: Path) -> None:
    """A path from the top of the file system, or with steps back, that stays within the root is told from there."""
    write(tmp_path, {"src/store.py": STORE})
    assert files(tmp_path, f"{tmp_path}/src/store.py") == ["src/store.py"]
    assert files(tmp_path, "src/../src/store.py") == ["src/store.py"]


def test_a_link_within_the_project_is_a_file(tmp_path: Path) -> None:
    """A link to a file of the project is there under its own name."""
    write(tmp_path, {"src/store.py": STORE})
    (tmp_path / "store.py").symlink_to(tmp_path / "src" / "store.py")
    assert symbols(ask(tmp_path, ("store.py", ("Store",)))) == [("store.py", "Store", "class", False)]


def test_a_folder_holds_its_files(tmp_path: Path) -> None:
    """A deliverable that is a folder is told with the files in it and below it, and has its symbols in them."""
    write(
        tmp_path,
        {"src/tea/store.py": STORE, "src/tea/pot/lid.py": "LID = 1\n", "src/tea.py": STORE, "src/teapot/x.py": STORE},
    )
    found = ask(tmp_path, ("src/tea/", ("Store", "LID")))
    assert found[0] == FileFact("src/tea", "src/tea/", ("src/tea/pot/lid.py", "src/tea/store.py"))
    assert symbols(found) == [
        ("src/tea/pot/lid.py", "LID", "constant", False),
        ("src/tea/store.py", "Store", "class", False),
    ]


def test_a_symbol_that_is_not_in_its_folder_is_found_elsewhere(tmp_path: Path) -> None:
    """What no file of a folder defines is sought in the rest of the project; a document defines nothing."""
    write(tmp_path, {"src/tea/a.py": "x = 1  # Store\n", "src/tea/b.md": "Store\n", "lib/store.py": STORE})
    assert symbols(ask(tmp_path, ("src/tea", ("Store",)))) == [("lib/store.py", "Store", "class", False)]


def test_symbols_of_other_languages_in_a_folder_are_not_measured(tmp_path: Path) -> None:
    """A file of an unread language that holds the name leaves it open; one that does not says nothing."""
    write(tmp_path, {"src/store.ts": "export class Store {}\n", "src/pot.ts": "export class Pot {}\n"})
    found = ask(tmp_path, ("src", ("Store",)))
    assert [one.path for one in found if isinstance(one, Unmeasured)] == ["src/store.ts"]


def test_the_root_is_a_folder_too(tmp_path: Path) -> None:
    """A deliverable that is the project as a whole holds all of its files."""
    write(tmp_path, {"a.py": STORE, "b/c.py": "x = 1\n"})
    found = ask(tmp_path, ("./", ("Store",)))
    assert found[0] == FileFact(".", "./", ("a.py", "b/c.py"))
    assert symbols(found) == [("a.py", "Store", "class", False)]


def test_a_folder_with_nothing_in_it_is_empty(tmp_path: Path) -> None:
    """A folder that somebody made and left is empty; one that holds what tools made is not."""
    (tmp_path / "src").mkdir()
    assert ask(tmp_path, ("src/", ())) == [FileFact("src", "src/", ()), SymbolFact("src", "src", "file", empty=True)]
    write(tmp_path, {"dist/.keep": ""})
    assert ask(tmp_path, ("dist/", ())) == [FileFact("dist", "dist/", ())]


@pytest.mark.parametrize(
    ("name", "text", "is_empty"),
    [
        ("a.py", "", True),
        ("a.py", '"""Tea."""\n# later\n', True),
        ("a.py", "pass\n", True),
        ("a.py", "import tea\n", False),
        ("__init__.py", "", False),
        ("py.typed", "", False),
        ("a.go", "// later\n\n/* package tea */\n", True),
        ("a.go", "package tea\n", False),
        ("a.md", " \n\n", True),
        ("a.md", "<!-- later -->\n", False),
        ("a.json", "", True),
        ("a.json", "{}", False),
        ("a.unheard-of", "# later\n", False),
        ("a.feature", "", True),
    ],
)
def test_files_without_content(tmp_path: Path, name: str, text: str, is_empty: bool) -> None:
    """Code that is nothing but comments is empty, and so is any file that is blank, but for markers of packages."""
    write(tmp_path, {name: text})
    first, *rest = ask(tmp_path, (name, ()))
    assert first == FileFact(name, name)
    assert rest == ([SymbolFact(name, name, "file", empty=True)] if is_empty else [])


def test_each_file_is_told_once(tmp_path: Path) -> None:
    """What several deliverables name in the same way is told once."""
    write(tmp_path, {"src/store.py": STORE})
    found = ask(tmp_path, ("src/store.py", ("Store",)), ("src/store.py", ("Store",)), ("store.py", ("Store",)))
    assert [(one.path, one.asked) for one in found if isinstance(one, FileFact)] == [
        ("src/store.py", "src/store.py"),
        ("src/store.py", "store.py"),
    ]
    assert symbols(found) == [("src/store.py", "Store", "class", False)]
