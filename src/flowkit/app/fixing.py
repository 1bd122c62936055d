"""Fixing: what is wrong in plans and takes no thought is mended in them, and what stands then is verified."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from flowkit.app.drafting import Drafted
from flowkit.app.gathering import Run, renewed
from flowkit.app.mending import Sheet, mend
from flowkit.app.projects import check_single
from flowkit.app.reading import is_inside
from flowkit.app.settling import fingerprints
from flowkit.app.verifying import Hearing, Verified, conclude, hear
from flowkit.errors import UsageError
from flowkit.request import STANDARD_INPUT, Choice, Request

if TYPE_CHECKING:
    from flowkit.config import Config
    from flowkit.model.plan import Plan
    from flowkit.model.verdict import Finding

_ASKED_FOR = "phantom-completion"
"""The rule that is mended only where the user asks for it: to take a tick away is to say that work is not done."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was mended, and a verification of what stands then.

    Attributes:
        verified: the verification.
        documents: the plans to write.
        told: for each of them, what was mended, in words.
    """

    verified: Verified
    documents: tuple[Drafted, ...]
    told: tuple[str, ...]


def fix(request: Request, choice: Choice | None = None, run: Run | None = None, *, untick: bool = False) -> Fixed:
    """Mend plans by the edits that their findings carry; nothing is written.

    Args:
        request: the plans.
        choice: the rules to judge by; what they leave out is not mended.
        run: as for ``verify``.
        untick: untick what is refuted.

    Raises:
        FlowkitError: as ``verify``.
    """
    check_single(request, "--fix")
    hearing = hear(request, choice, run)
    around, fingerprint = hearing.around, fingerprints(request, hearing.config)
    before = conclude(hearing)
    spared = {fingerprint(finding) for finding in hearing.settled()[0].left_out} if hearing.baseline.entries else set()

    def is_wanted(finding: Finding) -> bool:
        return (untick or finding.rule != _ASKED_FOR) and (not spared or fingerprint(finding) not in spared)

    def rejudge(plans: Sequence[Plan], changed: Collection[str]) -> Iterator[Finding]:
        judged = hearing.terms.judged([plan for plan in plans if plan.path in changed], renewed(around, plans))
        return filter(is_wanted, judged)

    sheets = mend(
        around.plans, filter(is_wanted, before.verification.findings), partial(reread, hearing.config), rejudge
    )
    mended = [sheets[plan.path].plan if plan.path in sheets else plan for plan in around.plans]
    after = conclude(replace(hearing, around=renewed(around, mended))) if sheets else before
    documents = tuple(_drafted(sheet, hearing) for sheet in sheets.values())
    return Fixed(after, documents, tuple(map(_told, sheets.values())))


def reread(config: Config, plan: Plan, text: str) -> Plan:
    """Read a plan from another text, in the dialect that it was read in."""
    from flowkit.read.document import rewritten
    from flowkit.read.linking import link
    from flowkit.read.plans import read_plan

    if plan.outline is None:
        return plan
    again = read_plan(rewritten(plan.outline.document, text), plan.dialect, config.grammar())
    return again if (again.id, ()) == (plan.id, plan.specs) else link(again, plan.id, plan.specs)


def _drafted(sheet: Sheet, hearing: Hearing) -> Drafted:
    """Return what to write: inside the project's root, or where the user named a plan outside of it."""
    path = hearing.request.folder / sheet.plan.path
    root = hearing.config.root if is_inside(path, hearing.config) else path.parent
    before, after = sheet.original.outline, sheet.plan.outline
    standing = before.document if before is not None else None
    return Drafted(path, sheet.plan.path, after.document.text if after is not None else "", root, standing)


def _told(sheet: Sheet) -> str:
    mended = ", ".join(f"{rule} ({count})" if count > 1 else rule for rule, count in sorted(sheet.counts.items()))
    return f"{sheet.plan.path}: {mended}"


def check_writable(request: Request) -> None:
    """Raise a UsageError where a plan comes on standard input, and so cannot be mended where it lies."""
    if STANDARD_INPUT in request.paths:
        raise UsageError("what comes on standard input lies nowhere to be mended", hint="add --diff to see the patch")
