"""Why a marker has its verdict, in the words of its obligations."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from flowkit.model.verdict import MarkerVerdict, Verdict

_FEW = 3


def reason_of(markers: Iterable[MarkerVerdict], verdict: Verdict | None, ref: str) -> str | None:
    """Return the first reason for a verdict of a task or a part of one, with the part that it is about.

    Args:
        markers: the verdicts of the marker and of those below it.
        verdict: what was rolled up from them.
        ref: the full name of the marker.
    """
    return next(_reasons(markers, {verdict}, ref), None)


def reasons_of(markers: Iterable[MarkerVerdict], verdicts: Container[Verdict], ref: str) -> str:
    """Return the reasons for the verdicts of a task or a part of one, each once and the first few of them.

    Arguments are those of ``reason_of``; ``verdicts`` are those that are asked about.
    """
    reasons = list(dict.fromkeys(_reasons(markers, verdicts, ref)))
    more = f" and {len(reasons) - _FEW} more" if len(reasons) > _FEW else ""
    return f"{'; '.join(reasons[:_FEW])}{more}"


def _reasons(markers: Iterable[MarkerVerdict], verdicts: Container[Verdict | None], ref: str) -> Iterator[str]:
    for duty in (duty for marker in markers for duty in marker.obligations if duty.verdict in verdicts):
        # The obligations of the marker itself need no name beside its own.
        yield duty.reason if duty.marker == ref else f"{duty.marker.rpartition(':')[2]}: {duty.reason}"
