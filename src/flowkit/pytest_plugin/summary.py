"""What is told of a run behind its tests: which markers they named, and what became of those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from flowkit.collect.recordings import Session
from flowkit.errors import FlowkitError
from flowkit.model.evidence import Outcome
from flowkit.pytest_plugin.outcomes import worst

_MOST = 10


def summary(session: Session, config: pytest.Config) -> Iterator[str]:
    """Yield what is to be told of a run, a line each: one with ``-q``, none with ``-qq``.

    The first line counts. The others name the markers that not every test passed, and those that no plan defines.
    """
    verbosity = int(config.getoption("verbose"))
    if verbosity < -1:
        return
    named = sum(bool(test.markers) for test in session.tests)
    outcomes = _outcomes(session)
    amiss = {name: outcome for name, outcome in outcomes.items() if outcome not in {Outcome.PASSED, Outcome.RETRIED}}
    count = (
        f"{named} test{' names' if named == 1 else 's name'} {len(outcomes)} marker{'' if len(outcomes) == 1 else 's'}"
    )
    yield count + (f", {len(amiss)} not passed" if amiss else "")
    if verbosity < 0:
        return
    if amiss:
        yield f"not passed: {_listed([f'{name} ({outcome.value})' for name, outcome in amiss.items()])}"
    if unknown := _unknown(outcomes, config):
        yield f"no plan defines: {_listed(unknown)}"


def _outcomes(session: Session) -> dict[str, Outcome]:
    """Return how the tests that name a marker ended, at worst."""
    found: dict[str, list[tuple[Outcome, str]]] = {}
    for test in session.tests:
        for marker in test.markers:
            found.setdefault(marker, []).append((test.outcome, ""))
    return {marker: worst(ended)[0] for marker, ended in sorted(found.items())}


def _unknown(names: dict[str, Outcome], config: pytest.Config) -> Sequence[str]:
    if not names:
        return ()
    from flowkit import app
    from flowkit.request import Request

    try:
        return app.unknown(names, Request(config.rootpath))
    except FlowkitError:
        return ()  # flowkit verify tells why


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")
