"""What programs may call: ``flowkit.plan`` and ``flowkit.verify``. They write and print nothing, and run no tests."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from flowkit import app
from flowkit.model.plan_update import PlanUpdate
from flowkit.model.verdict import Verification
from flowkit.request import Choice, Request, current_folder


def verify(
    *plans: str | os.PathLike[str],
    root: str | os.PathLike[str] | None = None,
    dialect: str | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    strict: bool = False,
    since: str | None = None,
) -> Verification:
    """Check what plans say of themselves, and hold them against the repository.

    Args:
        plans: files and folders; by default what the configuration names, or else what is found under plans/,
            docs/plans/ and in the folders of other formats, in the projects below this one too. Paths are relative to
            the current folder, here and in what is returned.
        root: the project's root, where the configuration lies; by default it is sought from the current folder upwards.
        dialect: the dialect of the plans; by default it is recognised.
        select: the rules to judge by; by default what the configuration says, or else all.
        ignore: the rules to leave out.
        strict: what is ticked and unproven is an error.
        since: a git revision; only what has to do with changes since then is told.

    Raises:
        FlowkitError: the configuration cannot be used, a document cannot be read, a rule or revision is not there, or
            there is no plan.
    """
    chosen = None if select is None else tuple(select)
    choice = Choice(chosen, tuple(ignore), strict=strict, since=since)
    return app.verify(_request(plans, root, dialect), choice).verification


def plan(
    spec: str | os.PathLike[str],
    *,
    root: str | os.PathLike[str] | None = None,
    output: str | os.PathLike[str] | None = None,
    dialect: str = "markers",
) -> PlanUpdate:
    """Draft the plan that a spec makes with its decisions and features, or bring the one that stands up to it.

    Args:
        spec: the spec. Paths are relative to the current folder, here and in what is returned.
        root: the project's root, as for ``verify``.
        output: the file that the plan belongs in; by default ID.md in the project's folder of plans.
        dialect: the dialect to write it in; only a plan in the dialect ``markers`` is kept up.

    Raises:
        FlowkitError: the configuration cannot be used, something cannot be read, the sources do not fit together, or
            what stands in the file is no plan of this spec.
    """
    target = None if output is None else os.fspath(output)
    return app.plan(os.fspath(spec), _request((), root, None), target, dialect).told()


def _request(
    plans: Iterable[str | os.PathLike[str]], root: str | os.PathLike[str] | None, dialect: str | None
) -> Request:
    folder = current_folder()
    top = None if root is None else folder / Path(root)
    return Request(folder, top, tuple(os.fspath(each) for each in plans), dialect)
