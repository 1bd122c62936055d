"""What the tests of tags share: what is said in one file."""

from __future__ import annotations

from pathlib import Path

from flowkit.collect import Inquiry
from flowkit.collect.repository import Repository
from flowkit.collect.tags import collect
from flowkit.config import Config
from flowkit.model.evidence import Evidence, TagFact


def inquire(root: Path, config: Config | None = None, max_size: int = 10_000_000) -> list[Evidence]:
    """Collect the tags below a root."""
    return list(collect(Inquiry(Repository(root, max_size=max_size), config or Config(root), ())))


def facts(root: Path, text: str | bytes, name: str = "tea.py") -> list[TagFact]:
    """Collect the tags of one file."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [fact for fact in inquire(root) if isinstance(fact, TagFact)]


def said(root: Path, text: str | bytes, name: str = "tea.py") -> list[tuple[str | None, str]]:
    """Collect verbs and markers of one file."""
    return [(fact.verb, fact.marker) for fact in facts(root, text, name)]
