"""The commands as functions from values to values: the only place that knows the order of the stages."""

from flowkit.app.baselining import Recorded, baseline
from flowkit.app.comparing import diff
from flowkit.app.converting import convert
from flowkit.app.demonstrating import BROKEN, PLAN, SPEC, lay_out, tick_all
from flowkit.app.drafting import Drafted, check_targets, init, write
from flowkit.app.equipping import Equipment, carry_out, equip, strip
from flowkit.app.fixing import Fixed, check_writable, fix
from flowkit.app.planning import Planned, plan
from flowkit.app.planning_all import Planning, plan_all
from flowkit.app.projects import verify
from flowkit.app.reading import Counted, Reading, configuration, count, show
from flowkit.app.receipts import check_receipt, check_receipt_file, write_receipt
from flowkit.app.reporting import outputs, write_outputs
from flowkit.app.stopping import phantoms
from flowkit.app.ticking import Ticked, tick
from flowkit.app.tracing import Asked, Traced, trace
from flowkit.app.unknown import unknown
from flowkit.app.verifying import Verified, explain, guide
from flowkit.app.watching import Turn, Watched
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
    "Equipment",
    "Fixed",
    "Planned",
    "Planning",
    "Reading",
    "Recorded",
    "Ticked",
    "Traced",
    "Turn",
    "Verified",
    "Watched",
    "advise",
    "baseline",
    "brief",
    "carry_out",
    "chart",
    "check_receipt",
    "check_receipt_file",
    "check_targets",
    "check_writable",
    "configuration",
    "convert",
    "count",
    "diff",
    "equip",
    "explain",
    "fix",
    "guide",
    "init",
    "lay_out",
    "outputs",
    "phantoms",
    "plan",
    "plan_all",
    "show",
    "strip",
    "tick",
    "tick_all",
    "trace",
    "unknown",
    "verify",
    "write",
    "write_outputs",
    "write_receipt",
]
