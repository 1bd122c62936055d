"""Names of markers that mean nothing in a project."""

from __future__ import annotations

from collections.abc import Iterable

from flowkit.app.reading import configuration, read
from flowkit.app.verifying import definitions
from flowkit.request import Request


def unknown(names: Iterable[str], request: Request) -> tuple[str, ...]:
    """Return those of some names that neither a plan nor a source of the project defines.

    Where there is no plan nothing is known of any name, so none is returned.

    Raises:
        FlowkitError: the configuration cannot be used, or a document cannot be read.
    """
    from flowkit.judge.bindings import Names

    config = configuration(request)
    plans = read(request, config).plans
    if not plans:
        return ()
    known, defined = Names(plans), definitions(request, config, plans)
    return tuple(name for name in names if not known.defines(name) and name not in defined)
