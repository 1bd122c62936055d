"""The symbols that plans name, in the files that they name and elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.projects import write

from flowkit.collect import Inquiry
from flowkit.collect.files import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import Evidence, FileFact, SymbolFact, Unmeasured
from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Task

from .delivering import STORE, ask, symbols


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
