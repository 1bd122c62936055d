"""The arguments of the tools, and their schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, TypeVar, get_type_hints

from flowkit.errors import UsageError
from flowkit.fitting import MisfitError, fit

T = TypeVar("T")

_TYPES: Mapping[object, Mapping[str, object]] = {
    str: {"type": "string"},
    str | None: {"type": "string"},
    bool: {"type": "boolean"},
    tuple[str, ...]: {"type": "array", "items": {"type": "string"}},
}


def _told(words: str, **more: Any) -> Any:
    """Return a field with its description."""
    return field(metadata={"description": words}, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """Which plans are meant."""

    plans: tuple[str, ...] = _told(
        "Files and folders of plans, by their paths from the project's root. By default all plans of the project.",
        default=(),
    )
    dialect: str | None = _told("The dialect of the plans. By default it is recognised.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTask(Plans):
    """A task of some plans."""

    task: str = _told("The id of a task, alone or behind that of its plan: basket:IMPL_001.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMarker(Plans):
    """Something in a plan that can be ticked."""

    marker: str = _told("The id of a task or of one of its criteria or scenarios: IMPL_001, basket:IMPL_001/AC-1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains(Plans):
    """Which chains are to be followed."""

    marker: str | None = _told(
        "A marker, a requirement, a decision, a test or the id of a plan. By default everything.", default=None
    )
    file: str | None = _told(
        "A file or folder, by its path from the project's root: tells what it is for.", default=None
    )
    gaps: bool = _told("Tell only where chains break, and why.", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRule:
    """A rule."""

    rule: str = _told("The name of a rule, as a finding gives it: phantom-completion.")


def schema_of(kind: type[Any]) -> dict[str, Any]:
    """Return the JSON schema of some arguments."""
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "properties": {
            one.name: {**_TYPES[hints[one.name]], "description": one.metadata["description"]} for one in fields(kind)
        },
        "required": [one.name for one in fields(kind) if _is_required(one)],
        "additionalProperties": False,
    }


def read_arguments(kind: type[T], given: Mapping[str, object]) -> T:
    """Return the arguments of a call; null means that one is left out.

    Raises:
        UsageError: one is missing, of another type, or none that the tool has.
    """
    try:
        return fit(kind, {key: value for key, value in given.items() if value is not None})
    except MisfitError as error:
        name = ".".join(str(key) for key in error.keys)
        hint = f"the arguments are {', '.join(error.known)}" if error.known else None
        raise UsageError(f"the argument {name}{error.message}", hint=hint) from error


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING
