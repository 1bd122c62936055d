"""The commands as functions from values to values: the only place that knows the order of the stages."""

from flowkit.app.converting import convert
from flowkit.app.drafting import Drafted, init, write
from flowkit.app.planning import Planned, plan, specs
from flowkit.app.reading import Counted, Reading, count, show
from flowkit.app.verifying import Verified, explain, verify

__all__ = [
    "Counted",
    "Drafted",
    "Planned",
    "Reading",
    "Verified",
    "convert",
    "count",
    "explain",
    "init",
    "plan",
    "show",
    "specs",
    "verify",
    "write",
]
