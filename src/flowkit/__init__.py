"""flowkit checks mechanically whether the ticks in a work plan are true.

What programs may rely on is in ``__all__``; ``docs/api/flowkit.md`` describes it. Each of these is imported when it is
first asked for, so that commands start fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowkit.api import plan, verify
    from flowkit.errors import ConfigError, FlowkitError, ReadError, UsageError
    from flowkit.model.plan_update import PlanUpdate
    from flowkit.model.severity import Severity
    from flowkit.model.source import Span
    from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification

    __version__: str

__all__ = [
    "ConfigError",
    "Finding",
    "FlowkitError",
    "MarkerVerdict",
    "Obligation",
    "Place",
    "PlanUpdate",
    "ReadError",
    "Severity",
    "Span",
    "UsageError",
    "Verdict",
    "Verification",
    "__version__",
    "plan",
    "verify",
]

_HOMES = {
    "flowkit.api": ("plan", "verify"),
    "flowkit.errors": ("ConfigError", "FlowkitError", "ReadError", "UsageError"),
    "flowkit.model.plan_update": ("PlanUpdate",),
    "flowkit.model.severity": ("Severity",),
    "flowkit.model.source": ("Span",),
    "flowkit.model.verdict": ("Finding", "MarkerVerdict", "Obligation", "Place", "Verdict", "Verification"),
}


if not TYPE_CHECKING:  # otherwise any name at all would be one to a type checker

    def __getattr__(name: str) -> object:
        """Return a public name, imported from the module that has it."""
        if name == "__version__":
            from importlib.metadata import version

            return version("flowkit")
        from importlib import import_module

        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(home), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, imported or not."""
    return sorted({*globals(), *__all__})
