"""Mending plans by the edits that their findings carry, until none is left that helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from flowkit.model.edit import Patch

if TYPE_CHECKING:
    from flowkit.model.plan import Plan
    from flowkit.model.source import Document
    from flowkit.model.verdict import Finding

Reread: TypeAlias = Callable[["Plan", str], "Plan"]
"""Reads a plan again, from another text in the place of its own."""
Rejudge: TypeAlias = Callable[[Sequence["Plan"], Collection[str]], Iterable["Finding"]]
"""Takes every plan and the paths of those that changed; gives what is to be mended in these."""

_ROUNDS = 25
"""One mended claim can make another one wrong: a total of ticks, then a share of it. No plan has so many in a row."""


@dataclass(slots=True)
class Sheet:
    """A plan while it is mended.

    Attributes:
        plan: the plan as it stands.
        findings: what is to be mended in it.
        mended: what has been, by rule and message.
        refused: what is left alone, for it comes back however often it is mended, or another rule wants it otherwise.
        counts: how often each rule mended something.
    """

    original: Plan
    told: tuple[Finding, ...]
    plan: Plan
    findings: tuple[Finding, ...]
    mended: set[tuple[str, str]] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def step(self) -> str | None:
        """Return the text with the edits of all findings that fit beside one another; None where there are none."""
        while True:
            patch, chosen, left = self._chosen()
            again = {_key(finding) for finding in chosen} & self.mended
            if not again:
                break
            self.refused |= again
            self.reset()
        document = _document(self.plan)
        if not chosen or document is None:
            return None
        self.mended |= {_key(finding) for finding in chosen}
        # What had to wait for another edit is not mended by that.
        self.mended -= {_key(finding) for finding in left}
        self.counts.update(finding.rule for finding in chosen)
        return patch.applied_to(document)

    def reset(self) -> None:
        """Go back to the plan as it was read."""
        self.plan, self.findings = self.original, self.told
        self.mended.clear()
        self.counts.clear()

    def _chosen(self) -> tuple[Patch, list[Finding], list[Finding]]:
        patch, document = Patch(), _document(self.plan)
        self.refused |= _disputed(self.findings)
        chosen: list[Finding] = []
        left: list[Finding] = []
        for finding in self.findings:
            if document is not None and _key(finding) not in self.refused and _can_hold(document, finding):
                (chosen if patch.add(finding.edits) else left).append(finding)
        return patch, chosen, left


def mend(plans: Sequence[Plan], findings: Iterable[Finding], reread: Reread, rejudge: Rejudge) -> Mapping[str, Sheet]:
    """Return the plans that are mended, by path.

    Args:
        plans: the plans.
        findings: what is to be mended in them; a finding without edits, or of another document, is passed over.
        reread: reads a mended plan.
        rejudge: finds what is still to be mended.
    """
    sheets = _sheets(plans, findings)
    moving = list(sheets.values())
    for _ in range(_ROUNDS):
        texts = {sheet.original.path: text for sheet in moving if (text := sheet.step()) is not None}
        moving = [sheet for sheet in moving if sheet.original.path in texts]
        if not moving:
            break
        for path, text in texts.items():
            sheets[path].plan = reread(sheets[path].plan, text)
        current = [sheets[plan.path].plan if plan.path in sheets else plan for plan in plans]
        left = _by_path(rejudge(current, texts.keys()))
        for sheet in moving:
            sheet.findings = left.get(sheet.original.path, ())
    for sheet in moving:
        sheet.reset()
    return {path: sheet for path, sheet in sheets.items() if sheet.plan is not sheet.original}


def _sheets(plans: Sequence[Plan], findings: Iterable[Finding]) -> dict[str, Sheet]:
    told = _by_path(findings)
    known = {plan.path: plan for plan in plans if plan.path in told}
    return {path: Sheet(plan, told[path], plan, told[path]) for path, plan in known.items()}


def _by_path(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.edits:
            found.setdefault(finding.place.path, []).append(finding)
    return {path: tuple(several) for path, several in found.items()}


def _disputed(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """Return the findings, by rule and message, that want different texts in the place of the same bytes."""
    wanted: dict[tuple[int, int], dict[str, list[Finding]]] = {}
    for finding in findings:
        for edit in finding.edits:
            if edit.span.start < edit.span.end:
                wanted.setdefault(edit.place, {}).setdefault(edit.text, []).append(finding)
    disputes = (texts for texts in wanted.values() if len(texts) > 1)
    return {_key(finding) for texts in disputes for several in texts.values() for finding in several}


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.message


def _document(plan: Plan) -> Document | None:
    return plan.outline.document if plan.outline is not None else None


def _can_hold(document: Document, finding: Finding) -> bool:
    """Whether the encoding of a document has all that a finding's edits write."""
    try:
        for edit in finding.edits:
            edit.text.encode(document.encoding)
    except UnicodeEncodeError:
        return False
    return True
