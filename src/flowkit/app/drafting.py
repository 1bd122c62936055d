"""Drafting: a plan from a spec, the sources of a new feature, and writing what was drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowkit.app.reading import configuration, read_source, shown_name
from flowkit.errors import UsageError
from flowkit.model.marker import split_number
from flowkit.read.discovery import plans_folder, shown_path
from flowkit.request import Request


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted document.

    Attributes:
        path: the file that it belongs in.
        shown: that path as the user would write it.
        text: what it says.
        root: the project's root, which nothing may be written outside of.
        told: what is to be told of it beside its path.
    """

    path: Path
    shown: str
    text: str
    root: Path
    told: tuple[str, ...] = ()


# implements: feat-flowkit-commands:IMPL_003
def plan(spec: str, request: Request, output: str | None = None, dialect: str = "markers") -> Drafted:
    """Draft the plan that a spec makes, with its decisions and features; nothing is written.

    Args:
        spec: the path of the spec.
        request: where to look for the rest.
        output: where the plan is to stand; by default in the first configured folder of plans, by the spec's id.
        dialect: the dialect to write it in.

    Raises:
        FlowkitError: something cannot be read, or the sources do not fit together.
    """
    from flowkit.app.rendering import render_in
    from flowkit.draft.forms import find_form
    from flowkit.draft.plan import draft
    from flowkit.read.gherkin import read_features
    from flowkit.read.markdown import read_outline
    from flowkit.read.sources import read_decisions
    from flowkit.read.spec import read_spec

    if output == "":
        raise UsageError("the file to write has no name", hint="name one, or leave --output out")
    form = find_form(dialect)
    config = configuration(request)
    source = read_spec(read_outline(read_source(request.folder / spec, config)), config.grammar())
    features = read_features(source, config.root, max_size=config.max_file_size)
    target = plans_folder(config) / f"{source.id}{form.ending}" if output is None else request.folder / output
    decisions = list(read_decisions(config, config.root))
    drafted = draft(source, decisions, features, path=shown_name(target, config), grammar=config.grammar())
    rendered = render_in(drafted, dialect, config, request, drafted.plan.path)
    return Drafted(target, shown_path(target.absolute(), request.folder), rendered.text, config.root, rendered.told)


# implements: feat-flowkit-commands:IMPL_003
def init(name: str, date: str, request: Request) -> tuple[Drafted, ...]:
    """Return a decision, a spec and a feature to fill in; nothing is written.

    Args:
        name: the short name of the feature, in lower case with hyphens.
        date: today, as ISO 8601 has it.
        request: where the project is.

    Raises:
        FlowkitError: the name cannot be used, or the decisions that stand cannot be read.
    """
    from flowkit.draft.scaffold import scaffold
    from flowkit.read.sources import read_decisions

    config = configuration(request)
    numbers = [split_number(adr.id) for adr in read_decisions(config, request.folder) if adr.id]
    number = 1 + max((parts[1] for parts in numbers if parts), default=0)
    paths = [(config.root / path, text) for path, text in scaffold(name, number=number, date=date)]
    return tuple(Drafted(path, shown_path(path, request.folder), text, config.root) for path, text in paths)


# implements: feat-flowkit-commands:IMPL_003
def write(documents: Sequence[Drafted]) -> None:
    """Write new documents.

    Raises:
        UsageError: one of them is there already with another text, or could not be written where it belongs; this is
            looked at before any is written.
        FlowkitError: one of them cannot be written after all; those before it stay.
    """
    from flowkit.write import replace as write_file

    for document in documents:
        _check_target(document)
    for document in documents:
        write_file(document.path, document.text, root=document.root)


def _check_target(document: Drafted) -> None:
    path = document.path
    try:
        above = next(folder for folder in path.parents if folder.exists())
        if not path.resolve().is_relative_to(document.root):
            hint = f"name a file below {document.root}"
            raise UsageError("lies outside the project's root", where=document.shown, hint=hint)
        if not above.is_dir():
            raise UsageError(f"cannot be written: {above} is no folder", where=document.shown)
        if path.is_dir():
            raise UsageError("is a folder, not a file to write", where=document.shown, hint="name a file in it")
        if path.exists() and path.read_bytes() != document.text.encode():
            hint = "move it away, or write to another file"
            raise UsageError("is there already and is not overwritten", where=document.shown, hint=hint)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot be written: {reason}", where=document.shown) from error
