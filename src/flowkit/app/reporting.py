"""Reports of a verification that are written to files, so that one verification may be told in several formats."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flowkit.app.resting import resting_on
from flowkit.app.verifying import Hearing, Verified
from flowkit.collect.repository import Repository
from flowkit.errors import UsageError
from flowkit.report.formats import Render, find_format
from flowkit.request import Request


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a verification is to be written to: its path, the same as the user wrote it, and what renders it."""

    path: Path
    shown: str
    render: Render


def outputs(wanted: Sequence[str], request: Request) -> tuple[Output, ...]:
    """Return the files that reports are to be written to, from words of the form ``FORMAT=FILE``.

    Raises:
        FlowkitError: a word has another form, there is no such format, a file is named twice or is a folder.
    """
    found: dict[str, Output] = {}
    for word in wanted:
        name, _, file = word.partition("=")
        if not name or not file:
            raise UsageError(
                f"--output {word} names no file", hint="write FORMAT=FILE, as in sarif=build/flowkit.sarif"
            )
        path = request.folder / file
        if os.path.normpath(path) in found:
            raise UsageError("is to hold two reports", where=file, hint="give each a file of its own")
        try:
            is_folder = path.is_dir()
        except OSError as error:
            raise UsageError(f"cannot be written: {error.strerror}", where=file) from error
        if is_folder:
            raise UsageError("is a folder, not a file to write", where=file, hint="name a file in it")
        found[os.path.normpath(path)] = Output(path, file, find_format(name))
    return tuple(found.values())


def write_outputs(verified: Verified, outputs: Sequence[Output]) -> None:
    """Write the reports of a verification, each in the place of what stood in its file.

    Raises:
        FlowkitError: a file is one that the verification read, and then none is written; or it cannot be written.
    """
    from flowkit.write import replace

    if not outputs:
        return
    hearings = (verified.hearing, *(other.hearing for other in verified.others))
    read = {path.resolve() for hearing in hearings for path in _read(hearing)}
    for output in outputs:
        if output.path.resolve() in read:
            hint = "name another file"
            raise UsageError("is read by this verification and is not overwritten", where=output.shown, hint=hint)
    for output in outputs:
        replace(output.path, output.render(verified.verification), root=output.path.parent)


def _read(hearing: Hearing) -> Iterator[Path]:
    config, folder = hearing.config, hearing.request.folder
    yield from (folder / plan.path for plan in hearing.around.plans)
    yield from (folder / stray.place.path for stray in hearing.strays)
    yield from (config.root / path for path in resting_on(hearing, Repository(config.root)))
