"""The commands as functions from values to values: the only place that knows the order of the stages."""

from flowkit.app.converting import convert
from flowkit.app.drafting import Drafted, init, plan, write
from flowkit.app.reading import Counted, Reading, count, show
from flowkit.app.verifying import Verified, explain, verify

__all__ = ["Counted", "Drafted", "Reading", "Verified", "convert", "count", "explain", "init", "plan", "show", "verify", "write"]
