"""The commands as functions from values to values: the only place that knows the order of the stages."""

from flowkit.app.comparing import diff
from flowkit.app.converting import convert
from flowkit.app.demonstrating import BROKEN, PLAN, SPEC, lay_out, tick_all
from flowkit.app.drafting import Drafted, init, write
from flowkit.app.planning import Planned, plan, specs
from flowkit.app.reading import Counted, Reading, count, show
from flowkit.app.tracing import Asked, Traced, trace
from flowkit.app.verifying import Verified, explain, verify
from flowkit.app.working import Advised, Briefed, Charted, advise, brief, chart

__all__ = [
    "BROKEN",
    "PLAN",
    "SPEC",
    "Advised",
    "Asked",
    "Briefed",
    "Charted",
    "Counted",
    "Drafted",
    "Planned",
    "Reading",
    "Traced",
    "Verified",
    "advise",
    "brief",
    "chart",
    "convert",
    "count",
    "diff",
    "explain",
    "init",
    "lay_out",
    "plan",
    "show",
    "specs",
    "tick_all",
    "trace",
    "verify",
    "write",
]
