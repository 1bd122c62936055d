"""What the tests of files and symbols share: one task with its deliverables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.files import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import Evidence, FileFact, SymbolFact
from flowkit.model.plan import Plan
from flowkit.model.task import Deliverable, Task

STORE = "class Store:\n    def read(self, key):\n        return key\n\n\nLIMIT = 3\n"


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
