"""What a lie is, and the register of all of them.

A lie is a function that changes a copy of the project. Its docstring is one sentence that says what the liar does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.honesty.project import Project

Change: TypeAlias = Callable[[Project], None]
REFUSED = "refused"
"""In the place of a rule: the command ends with exit code 2, and names the file."""
CHANGED = "changed"
"""In the place of a rule: the check of a receipt tells the marker, or the file."""


@dataclass(frozen=True, slots=True)
class Lie:
    """A way to lie.

    Attributes:
        name: its name, unique.
        subject: what it lies about: the name of its module.
        change: what changes the copy.
        rule: the rule that has to fire; or REFUSED, or CHANGED.
        at: where: the full name of a marker, or a path with a piece of the line behind a colon.
        run: the files of tests that are run again with the lie in, as CI would; None where the reports stay old.
        receipt: a receipt is written before the lie, and ``flowkit receipt check`` has to tell, not ``verify``.
    """

    name: str
    subject: str
    change: Change
    rule: str
    at: str
    run: tuple[str, ...] | None = None
    receipt: bool = False

    @property
    def sentence(self) -> str:
        """What the liar does, in words."""
        return (self.change.__doc__ or "").strip()


LIES: dict[str, Lie] = {}
"""Every lie by its name, in the order in which the modules are loaded."""


def old(rule: str, at: str) -> Callable[[Change], Change]:
    """Register a lie that leaves the reports as they are, under the name of its function.

    Args:
        rule: the rule that has to fire.
        at: where, as ``Lie`` has it.
    """
    return lambda change: _registered(change, Lie(_name(change), _subject(change), change, rule, at))


def receipt(rule: str, at: str) -> Callable[[Change], Change]:
    """Register a lie that is told behind a receipt, under the name of its function; arguments are those of ``Lie``."""
    return lambda change: _registered(change, Lie(_name(change), _subject(change), change, rule, at, receipt=True))


def run(rule: str, at: str, *tests: str) -> Callable[[Change], Change]:
    """Register a lie after which tests are run again; it is called like its function, with ``-run`` behind it.

    Args:
        rule: the rule that has to fire.
        at: where, as ``Lie`` has it.
        tests: the files of tests that are run, relative to the root.
    """
    return lambda change: _registered(change, Lie(f"{_name(change)}-run", _subject(change), change, rule, at, tests))


def _name(change: Change) -> str:
    return change.__name__.replace("_", "-")


def _subject(change: Change) -> str:
    return change.__module__.rpartition(".")[2]


def _registered(change: Change, lie: Lie) -> Change:
    if lie.name in LIES:
        raise ValueError(f"two lies are called {lie.name}")
    LIES[lie.name] = lie
    return change
