"""What the ticks of a plan are worth, in words."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.plan import Plan
from flowkit.model.verdict import Verification
from flowkit.model.worth import Standing, Worth

_WORDS = {
    Standing.PROVEN: ("is proven", "are proven"),
    Standing.FILES: ("names files that are all there", "name files that are all there"),
    Standing.CODE: ("names code that is there", "name code that is there"),
    Standing.CRITERIA: ("has criteria that nothing proves", "have criteria that nothing proves"),
    Standing.NOTHING: ("names nothing that can be checked", "name nothing that can be checked"),
    Standing.GONE: ("names files that have gone since", "name files that have gone since"),
    Standing.UNFOUND: ("names code that is nowhere", "name code that is nowhere"),
    Standing.EMPTY: ("names files that hold nothing", "name files that hold nothing"),
    Standing.ABSENT: ("names files that are not there", "name files that are not there"),
    Standing.REFUTED: ("is refuted", "are refuted"),
}


def told_worths(verification: Verification) -> Iterator[tuple[Plan, str]]:
    """Yield the plans with ticks that are not all proven, and what their ticks are worth."""
    for plan in verification.plans:
        worth = verification.worths.get(plan.path, {})
        if worth.keys() - {Standing.PROVEN}:
            yield plan, _told(worth)


def _told(worth: Worth) -> str:
    parts = (f"{count} {_WORDS[standing][count != 1]}" for standing, count in worth.items())
    return f"{sum(worth.values())} ticked: {', '.join(parts)}"
