"""Which files the plans ask about, so that nothing costly is done for others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from flowkit.collect.repository import Repository
from flowkit.model.plan import Plan

_TAG = b"implements"


class Asked:
    """What the plans ask about.

    Args:
        plans: the plans.
        repository: the project.
    """

    def __init__(self, plans: Sequence[Plan], repository: Repository) -> None:
        self._plans = plans
        self._repository = repository

    def coverage_of(self, path: str) -> bool:
        """Whether a coverage target may speak of a file. Where a target names nothing that is there, it may of any."""
        return self._targets is None or path in self._targets

    def execution_of(self, path: str, data: bytes) -> bool:
        """Whether it matters which tests ran a file: a plan delivers it, or it says that it implements something."""
        return path in self._delivered or path.startswith(self._folders) or _TAG in data

    @cached_property
    def _targets(self) -> frozenset[str] | None:
        found: set[str] = set()
        for plan in self._plans:
            delivered = [entry.path for task in plan.tasks for entry in task.files if entry.path]
            for of in {target.of for target in plan.coverage_targets if target.of is not None}:
                fits = (path for path in delivered if path == of or path.endswith(f"/{of}"))
                about = {*self._about(of), *(file for path in fits for file in self._repository.named(path))}
                if not about:
                    return None
                found |= about
        return frozenset(found)

    def _about(self, of: str) -> Iterator[str]:
        """Yield the files that a name may mean: a file or the end of its path, a folder, a package, a module."""
        folder = of.strip("/").replace(".", "/")
        for file in self._repository.files:
            path = f"/{file}"
            if path.endswith((f"/{of}", f"/{folder}.py")) or f"/{folder}/" in path or f"/{of.strip('/')}/" in path:
                yield file

    @cached_property
    def _named(self) -> frozenset[str]:
        paths = {entry.path for plan in self._plans for task in plan.tasks for entry in task.files if entry.path}
        return frozenset(
            file for path in paths for file in self._repository.named(path) or self._repository.ending_in(path)
        )

    @cached_property
    def _delivered(self) -> frozenset[str]:
        return self._named.intersection(self._repository.files)

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        others = self._named.difference(self._repository.files)
        return tuple(f"{path.rstrip('/')}/" for path in others if (self._repository.root / path).is_dir())
