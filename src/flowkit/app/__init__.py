"""The commands as functions from values to values: the only place that knows the order of the stages."""

from flowkit.app.comparing import diff
from flowkit.app.converting import convert
from flowkit.app.demonstrating import BROKEN, PLAN, SPEC, lay_out, tick_all
from flowkit.app.drafting import Drafted, check_targets, init, write
from flowkit.app.planning import Planned, plan
from flowkit.app.planning_all import Planning, plan_all
from flowkit.app.reading import Counted, Reading, count, show
from flowkit.app.verifying import Verified, explain, verify
from flowkit.app.working import Advised, Briefed, Charted, advise, brief, chart

__all__ = [
    "BROKEN",
    "PLAN",
    "SPEC",
    "Advised",
    "Briefed",
    "Charted",
    "Counted",
    "Drafted",
    "Planned",
    "Planning",
    "Reading",
    "Verified",
    "advise",
    "brief",
    "chart",
    "check_targets",
    "convert",
    "count",
    "diff",
    "explain",
    "init",
    "lay_out",
    "plan",
    "plan_all",
    "show",
    "tick_all",
    "verify",
    "write",
]
