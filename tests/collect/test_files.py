"""The files and symbols that plans name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from flowkit.collect import Inquiry
from flowkit.collect.files import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import Evidence, FileFact, Flaw, SymbolFact, Unmeasured
from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Task

STORE = "class Store:\n    def read(self, key):\n        return key\n\n\nLIMIT = 3\n"


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files of a project."""
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def ask(
    root: Path,
    *entries: tuple[str | None, tuple[str, ...]],
    kind: str = "IMPL",
    paths: Mapping[str, str] | None = None,
    max_size: int = 10_000_000,
) -> list[Evidence]:
    """Collect what is there of the deliverables of one task."""
    deliverables = tuple(Deliverable("text", path, None, symbols) for path, symbols in entries)
    task = Task(f"{kind}_001", f"{kind}_001", kind, "Tea", deliverables=deliverables)
    plan = Plan("tea", "plans/tea.md", "markers", tasks=(task,))
    return list(collect(Inquiry(Repository(root, paths=paths, max_size=max_size), Config(root), (plan,))))


def files(root: Path, path: str, paths: Mapping[str, str] | None = None) -> list[str]:
    """Return the files that a path of a plan means."""
    found = ask(root, (path, ()), paths=paths)
    assert all(isinstance(one, FileFact) and one.asked == path for one in found)
    return [one.path for one in found]


def symbols(found: list[Evidence]) -> list[tuple[str, str, str, bool]]:
    """Return path, name, kind and emptiness of the symbols in evidence."""
    return [(one.path, one.name, one.kind, one.empty) for one in found if isinstance(one, SymbolFact)]


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


def test_symbols_in_their_own_file(tmp_path: Path) -> None:
    """The symbols of a deliverable are found in its file, each at its place."""
    write(tmp_path, {"src/store.py": STORE, "src/other.py": STORE})
    found = ask(tmp_path, ("src/store.py", ("Store", "read", "Store.read", "LIMIT")))
    assert symbols(found) == [
        ("src/store.py", "Store", "class", False),
        ("src/store.py", "Store.read", "method", False),
        ("src/store.py", "Store.read", "method", False),
        ("src/store.py", "LIMIT", "constant", False),
    ]
    assert [one.span.line for one in found if isinstance(one, SymbolFact) and one.span] == [1, 2, 2, 6]


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


def test_symbols_without_a_file_are_those_of_the_task(tmp_path: Path) -> None:
    """A deliverable that names no path has its symbols in the files of its task, documents apart."""
    write(tmp_path, {"src/store.py": STORE, "src/other.py": STORE, "tea.md": "Store\n"})
    found = ask(tmp_path, ("src/store.py", ()), ("tea.md", ()), (None, ("Store",)))
    assert symbols(found) == [("src/store.py", "Store", "class", False)]


def test_an_import_defines_nothing(tmp_path: Path) -> None:
    """A name that a file imports is defined in the file that it comes from."""
    write(tmp_path, {"src/__init__.py": "from src.store import Store\n", "src/store.py": STORE})
    found = ask(tmp_path, ("src/__init__.py", ("Store",)))
    assert symbols(found) == [("src/store.py", "Store", "class", False)]


def test_what_is_not_at_its_place_is_found_elsewhere(tmp_path: Path) -> None:
    """A symbol that is not where the plan says is told where it is defined, and not where it is only named."""
    other = "# class Store is in another file\nx = 'def Store():'\nStore = 1\n"
    write(
        tmp_path, {"lib/moved.py": STORE, "lib/text.py": other[:-10], "lib/broken.py": "class Store(\n", "here.py": "x"}
    )
    expected = [("lib/moved.py", "Store", "class", False)]
    assert symbols(ask(tmp_path, ("src/store.py", ("Store",)))) == expected
    assert symbols(ask(tmp_path, ("here.py", ("Store",)))) == expected
    assert symbols(ask(tmp_path, (None, ("Store", "Absent")))) == expected


def test_a_symbol_that_is_everywhere_is_told_at_some_places(tmp_path: Path) -> None:
    """Of many definitions of a name that is not at its place, some are told."""
    write(tmp_path, {f"src/part_{number}.py": STORE for number in range(40)})
    assert len(symbols(ask(tmp_path, ("gone.py", ("Store",))))) == 20


def test_hollow_code_is_told(tmp_path: Path) -> None:
    """A class without members that act, and a function that does nothing, are empty."""
    write(tmp_path, {"store.py": "class Store:\n    '''Stores.'''\n\n\ndef read():\n    pass\n"})
    found = ask(tmp_path, ("store.py", ("Store", "read")))
    assert symbols(found) == [("store.py", "Store", "class", True), ("store.py", "read", "function", True)]


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


def test_documents_mention_symbols(tmp_path: Path) -> None:
    """In the documents of a documentation task each symbol is found as a whole word."""
    write(tmp_path, {"docs/api.md": "# API\n\n`Store.read()` é and create_session; not Stores.\n", "store.py": STORE})
    names = ("Store", "Store.read", "create_session", "Storesy", "ession")
    found = ask(tmp_path, ("docs/api.md", ()), (None, names), kind="DOC")
    assert symbols(found) == [
        ("docs/api.md", name, "mention", False) for name in ("Store", "Store.read", "create_session")
    ]
    span = next(one.span for one in found if isinstance(one, SymbolFact) and one.name == "create_session")
    assert span is not None
    assert (span.line, span.column) == (3, 22)


def test_a_folder_of_documents_mentions_symbols(tmp_path: Path) -> None:
    """The documents below a folder mention what a documentation task names, in its deliverables or its own words."""
    write(tmp_path, {"docs/api/store.md": "The Store.\n", "docs/pot.md": "Pots.\n"})
    task = Task("DOC_001", "DOC_001", "DOC", "Tea", deliverables=(Deliverable("docs/", "docs/"),), symbols=("Store",))
    plan = Plan("tea", "plans/tea.md", "markers", tasks=(task,))
    found: list[Evidence] = list(collect(Inquiry(Repository(tmp_path), Config(tmp_path), (plan,))))
    assert symbols(found) == [("docs/api/store.md", "Store", "mention", False)]


def test_a_symbol_beside_a_document_is_a_mention(tmp_path: Path) -> None:
    """A deliverable that is a document and names a symbol is to mention it, whatever its task."""
    write(tmp_path, {"docs/api.md": "The Store.\n"})
    assert symbols(ask(tmp_path, ("docs/api.md", ("Store",)))) == [("docs/api.md", "Store", "mention", False)]


def test_symbols_of_other_languages_are_not_measured(tmp_path: Path) -> None:
    """A symbol of a language that is not read is unmeasured, neither there nor missing."""
    write(tmp_path, {"src/store.ts": "export class Store {}\n", "lib/store.py": STORE})
    first, unmeasured = ask(tmp_path, ("src/store.ts", ("Store",)))
    assert first == FileFact("src/store.ts", "src/store.ts")
    assert isinstance(unmeasured, Unmeasured)
    assert (unmeasured.path, unmeasured.subject) == ("src/store.ts", "Store")
    assert ".ts" in unmeasured.reason


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


def test_each_file_is_told_once(tmp_path: Path) -> None:
    """What several deliverables name in the same way is told once."""
    write(tmp_path, {"src/store.py": STORE})
    found = ask(tmp_path, ("src/store.py", ("Store",)), ("src/store.py", ("Store",)), ("store.py", ("Store",)))
    assert [(one.path, one.asked) for one in found if isinstance(one, FileFact)] == [
        ("src/store.py", "src/store.py"),
        ("src/store.py", "store.py"),
    ]
    assert symbols(found) == [("src/store.py", "Store", "class", False)]
