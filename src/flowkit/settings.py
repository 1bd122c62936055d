"""The tables inside a project's configuration: what each key of theirs may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from flowkit.model.marker import Form, Role


@dataclass(frozen=True, slots=True)
class Sources:
    """Where ids are defined beside the plans: folders, files or globs, relative to the project's root.

    Each is None where it is not configured; then the usual folder is looked into, if it is there.
    """

    decisions: tuple[str, ...] | None = None
    specs: tuple[str, ...] | None = None
    features: tuple[str, ...] | None = None


DEFAULT_SOURCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "decisions": ("docs/decisions",),
        "specs": (
            "docs/specs",
            "specs/*/spec.md",
            ".kiro/specs/*/requirements.md",
            "openspec/specs/*/spec.md",
            "openspec/changes/*/specs/*/spec.md",
        ),
        "features": ("features",),
    }
)
"""Where each of the sources is looked for if nothing else is configured.

Specs are where flowkit, spec-kit, Kiro and OpenSpec keep them, but for the changes of OpenSpec that are in its archive.
"""


@dataclass(frozen=True, slots=True)
class KindSettings:
    """A kind of marker of the project's own; see ``flowkit.model.marker.Kind`` for the fields."""

    prefix: str
    separator: Literal["_", "-", ""] = "_"
    form: Form = Form.NUMBER
    role: Role = Role.TASK
    local: bool = False

    def __post_init__(self) -> None:
        if not (self.prefix.isascii() and self.prefix.isalnum() and self.prefix[0].isalpha()):
            raise ValueError("a prefix is made of letters and digits and begins with a letter")


@dataclass(frozen=True, slots=True)
class Reports:
    """Where the project's own tools leave their reports: files or globs, relative to its root; a missing one is none.

    Attributes:
        tests: what flowkit's plug-in for pytest wrote.
        junit: JUnit XML of any tool.
        coverage: coverage.py's data file or JSON, Cobertura XML, LCOV; told apart by their content.
    """

    tests: tuple[str, ...] = (".flowkit/tests.json",)
    junit: tuple[str, ...] = (
        *("junit.xml", "test-results/*.xml", "reports/junit*.xml"),
        *("target/surefire-reports/*.xml", "target/nextest/*/junit.xml", "build/test-results/*/*.xml"),
    )
    coverage: tuple[str, ...] = (
        *(".coverage", "coverage.json", "coverage.xml", "lcov.info"),
        *("coverage/lcov.info", "coverage/cobertura-coverage.xml"),
    )


@dataclass(frozen=True, slots=True)
class ContractSettings:
    """What a contract marker is bound to.

    Attributes:
        file: the contract: an OpenAPI 3 document or a JSON Schema, as JSON or YAML.
        at: the part of it: an operationId, ``GET /sessions/{id}``, or a JSON pointer (``/properties/session``); None
            for the whole file.
        accepted: the last accepted version of that file, which it has to stay compatible with; None where none is kept.
    """

    file: str
    at: str | None = None
    accepted: str | None = None
