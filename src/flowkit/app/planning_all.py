"""Planning all that is asked for: each spec that is named or found to a plan of its own, and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowkit.app.planning import DIALECT, Planned, plan
from flowkit.app.reading import configuration
from flowkit.errors import ReadError, UsageError
from flowkit.read.discovery import find_named, find_plans, read_found, shown_path
from flowkit.request import STANDARD_INPUT, Found, Request

if TYPE_CHECKING:
    from flowkit.config import Config


@dataclass(frozen=True, slots=True)
class Planning:
    """The plans of specs.

    Attributes:
        planned: the plans.
        strays: what is to be told of each document that was merely found and is no spec.
        left: what is to be told of each plan that was made of a spec and is its plan no longer.
    """

    planned: tuple[Planned, ...]
    strays: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


# implements: feat-flowkit-commands:IMPL_003
def plan_all(names: Sequence[str], request: Request, output: str | None = None, dialect: str = DIALECT) -> Planning:
    """Draft the plans of specs, as ``plan`` does; nothing is written.

    Args:
        names: the specs, and folders that hold some; none for every spec of the project. Then the plans that stand are
            looked through for those whose spec is gone.
        request: where to look for the rest.
        output: where the plan of the one spec is to stand; None for its own place.
        dialect: the dialect to write them in.

    Raises:
        FlowkitError: as ``plan``; or there is no spec, not one where an output is named, or two would have one plan.
    """
    from flowkit.read.sources import SPECS, find_specs
    from flowkit.read.spec import UnrecognisedSpecError

    if STANDARD_INPUT in names:
        raise UsageError("a spec is not read from standard input: its plan names the file", hint="name the file")
    config = configuration(request)
    documents = find_named(names, request.folder, SPECS) if names else find_specs(config, request.folder)
    planned: dict[str, Planned] = {}
    strays: list[str] = []
    for found in documents:
        try:
            planned[found.shown] = plan(found.shown, request, output if len(documents) == 1 else None, dialect)
        except UnrecognisedSpecError as error:
            if found.named:
                raise
            strays.append(f"{found.shown}: info: is no spec and is left out: {error.reason}")
    whole = not names and output is None and dialect == DIALECT
    left = tuple(_left_behind(planned, config, request)) if whole else ()
    if planned or not left:
        _check_count(planned, strays, output)
    _check_targets(planned)
    if output is not None and strays:
        planned = {spec: plan(spec, request, output, dialect) for spec in planned}
    return Planning(tuple(planned.values()), tuple(strays), left)


def _check_count(planned: Mapping[str, Planned], strays: Sequence[str], output: str | None) -> None:
    if not planned:
        seen = f"; documents that were found and are none: {len(strays)}" if strays else ""
        raise UsageError(f"there is no spec to plan{seen}", hint="name one, or begin with flowkit init")
    if output is not None and len(planned) > 1:
        raise UsageError("one file cannot hold the plans of several specs", hint="name one spec, or leave --output out")


def _check_targets(planned: Mapping[str, Planned]) -> None:
    """Refuse two specs with one plan: the later would take the place of the earlier."""
    first: dict[Path, str] = {}
    for spec, each in planned.items():
        other = first.setdefault(each.document.path.resolve(), spec)
        if other is not spec:
            message = f"{other} and {spec} have one plan, {each.document.shown}"
            hint = "give one of them an id: **Id:** in flowkit's own format, **Spec ID:** in any other"
            raise UsageError(message, hint=hint)


def _left_behind(planned: Mapping[str, Planned], config: Config, request: Request) -> Iterator[str]:
    """Yield what is to be told of plans in the project that were made of a spec which has no plan there any more."""
    targets = {each.document.path.resolve() for each in planned.values()}
    shown = {(request.folder / spec).resolve(): each.document.shown for spec, each in planned.items()}
    for found in find_plans((), config, request.folder):
        made = None if found.path.resolve() in targets else _made_of(found, config)
        if made is None:
            continue
        spec, line = made
        path = (config.root / spec).resolve()
        seen = shown_path(config.root / spec, request.folder)
        if path in shown:
            hint = "take over what people wrote in it, and take it away"
            yield f"{found.shown}:{line}: {seen} has its plan in {shown[path]} ({hint})"
        elif not path.exists():
            hint = "bring it back, take the plan away, or delete the line and keep the plan by hand"
            yield f"{found.shown}:{line}: its spec {seen} is not there ({hint})"


def _made_of(found: Found, config: Config) -> tuple[str, int] | None:
    """Return the path of the spec that a plan was made of, and the line that says so; None for any other document."""
    from flowkit.draft.standing.record import OPENING
    from flowkit.read.fields import read_fields
    from flowkit.read.markdown import read_outline

    try:
        document = read_found(found, config)
    except ReadError:
        return None  # verifying tells of it
    if OPENING not in document.text:
        return None
    for section in read_outline(document).sections[:2]:
        for field in read_fields(section.blocks).fields:
            if field.key == "spec" and (path := field.text.strip("` ")):
                return path, field.line
    return None
