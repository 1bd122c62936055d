"""Receipts as JSON, and what has changed since one was made, as JSON and for people."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.model.receipt import Aged, Comparison, Provenance
from flowkit.model.verdict import Verification
from flowkit.report.encoding import dump_lines
from flowkit.report.json import verify_shape
from flowkit.report.receipt_shapes import (
    AskedShape,
    ChangedFileShape,
    ChangedMarkerShape,
    FileReadShape,
    ReceiptCheckShape,
    ReceiptShape,
)
from flowkit.report.screen import visible
from flowkit.report.verify_shapes import VerdictName

_SHOWN = 3


def render(verification: Verification, origin: Provenance) -> str:
    """Return a receipt as ``docs/schemas/flowkit-receipt-1.json`` has it, not sealed yet: its digest is empty."""
    asked, whole = origin.asked, verify_shape(verification)
    return dump_lines(
        ReceiptShape(
            schema="flowkit-receipt-1",
            digest="",
            flowkit=origin.flowkit,
            made=origin.made,
            commit=origin.commit,
            asked=AskedShape(asked.plans, asked.dialect, asked.select, asked.ignore, asked.strict, asked.ran),
            failed=origin.failed,
            summary=whole.summary,
            read=tuple(FileReadShape(one.path, one.sha256) for one in origin.files),
            plans=whole.plans,
            findings=whole.findings,
            markers=whole.markers,
            left_out=whole.left_out,
        )
    )


def render_check(comparison: Comparison) -> str:
    """Return what has changed as JSON, as ``docs/schemas/flowkit-receipt-check-1.json`` has it."""
    origin = comparison.receipt.provenance
    return dump_lines(
        ReceiptCheckShape(
            schema="flowkit-receipt-check-1",
            made=origin.made,
            made_by=origin.flowkit,
            made_at=origin.commit,
            flowkit=comparison.flowkit,
            commit=comparison.commit,
            changed=comparison.changed,
            vouched=comparison.vouched,
            files=tuple(ChangedFileShape(path, change.value) for path, change in comparison.files),
            markers=tuple(_marker(one) for one in comparison.markers),
        )
    )


def _marker(one: Aged) -> ChangedMarkerShape:
    then: VerdictName | None = one.then.value if one.then is not None else None
    now: VerdictName | None = one.now.value if one.now is not None else None
    return ChangedMarkerShape(one.ref, then, now, one.reasons, one.files)


def check_text(comparison: Comparison) -> str:
    """Return what has changed as plain text: the files, then the markers, then how many of each."""
    return "".join(f"{visible(line)}\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    origin = comparison.receipt.provenance
    yield f"receipt of {origin.made}, {_origin(origin.flowkit, origin.commit)}"
    if (origin.flowkit, origin.commit) != (comparison.flowkit, comparison.commit):
        yield f"held against {_origin(comparison.flowkit, comparison.commit)}"
    if comparison.files:
        yield ""
        yield from (f"{change.value:7}  {path}" for path, change in comparison.files)
    if comparison.markers:
        yield ""
        yield from map(_aged, comparison.markers)
    yield ""
    if comparison.vouched:
        vouched = _counted(comparison.vouched, "marker")
        yield f"{vouched} by the word of the receipt: a run showed it, and nothing has changed since"
    if not comparison.changed:
        yield f"ok: nothing has changed of {_total(comparison)}"
    else:
        files, markers = len(comparison.files), len(comparison.markers)
        yield f"{_counted(files, 'file')} and {_counted(markers, 'marker')} changed, of {_total(comparison)}"


def _total(comparison: Comparison) -> str:
    receipt = comparison.receipt
    return f"{_counted(len(receipt.provenance.files), 'file')} and {_counted(len(receipt.markers), 'marker')}"


def _origin(version: str, commit: str | None) -> str:
    return f"flowkit {version}, " + ("no commit" if commit is None else f"commit {commit[:12]}")


def _aged(one: Aged) -> str:
    then, now = one.then or "not there", one.now or "gone"
    verdict = f"{then} -> {now}" if one.then is not one.now else f"{now}, as then"
    reasons = list(one.reasons[:_SHOWN]) if one.then is not one.now else []
    more = len(one.files) - _SHOWN
    if one.files:
        also = f" and {more} more" if more > 0 else ""
        reasons.append(f"rests on {', '.join(one.files[:_SHOWN])}{also}, changed since")
    return f"{one.ref}: {verdict}" + (f" ({'; '.join(reasons)})" if reasons else "")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
