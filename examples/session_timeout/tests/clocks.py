"""Two clocks that a test moves by hand: one that is handed in, and the system's own, stopped by freezegun."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from freezegun.api import FrozenDateTimeFactory

from session_timeout import Timestamp

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""What a clock shows at first."""


class Clock(Protocol):
    """Shows a time that only the test changes."""

    @property
    def handed(self) -> tuple[Callable[[], Timestamp], ...]:
        """What a session manager is given as its clock: this one, or nothing where it is to take its own."""

    def now(self) -> Timestamp:
        """Return the time that it shows."""

    def show(self, moment: datetime) -> None:
        """Set it to a moment."""

    def advance(self, seconds: float) -> None:
        """Let seconds pass."""


class InjectedClock:
    """A clock of its own, which a session manager is handed."""

    def __init__(self, moment: datetime) -> None:
        self._now = moment.timestamp()

    @property
    def handed(self) -> tuple[Callable[[], Timestamp], ...]:
        """Itself."""
        return (self.now,)

    def now(self) -> Timestamp:
        """Return the time that it shows."""
        return self._now

    def show(self, moment: datetime) -> None:
        """Set it to a moment."""
        self._now = moment.timestamp()

    def advance(self, seconds: float) -> None:
        """Let seconds pass."""
        self._now += seconds


class FrozenClock:
    """The clock of the system while freezegun holds it. A session manager has to find it by itself."""

    def __init__(self, frozen: FrozenDateTimeFactory) -> None:
        self._frozen = frozen

    @property
    def handed(self) -> tuple[Callable[[], Timestamp], ...]:
        """Nothing."""
        return ()

    def now(self) -> Timestamp:
        """Return the time that it shows."""
        return time.time()

    def show(self, moment: datetime) -> None:
        """Set it to a moment."""
        self._frozen.move_to(moment)

    def advance(self, seconds: float) -> None:
        """Let seconds pass."""
        self._frozen.tick(timedelta(seconds=seconds))
