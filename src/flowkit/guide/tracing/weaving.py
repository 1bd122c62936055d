"""Everything at hand to one trace: what is decided and wanted, what is planned for it, and what proves that."""

from __future__ import annotations

from flowkit.guide.tracing.gaps import find_gaps
from flowkit.guide.tracing.intent import Intent
from flowkit.guide.tracing.proofs import Proofs
from flowkit.guide.tracing.setting import Setting
from flowkit.guide.tracing.work import weave_work
from flowkit.model.trace import Trace, Web


def weave(setting: Setting) -> Trace:
    """Return every chain through the plans of a setting, and where each of them breaks."""
    web = Web()
    intent = Intent(web, setting)
    parts = [entry for plan in setting.plans for entry in weave_work(web, intent, plan, setting)]
    Proofs(web, setting, parts).weave()
    find_gaps(web, setting)
    return web.trace()
