"""Lies about receipts: what was proven once is held up as proven now, or never was."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from benchmarks.honesty.lie import CHANGED, REFUSED, receipt
from benchmarks.honesty.project import LIBRARY, RECEIPT, RECORDING, TESTS, TIMEOUT, Project

DEFAULTS = "feat-session-timeout:IMPL_005/AC-1"
CONFIG = f"{TESTS}/test_config.py"


@receipt(CHANGED, "feat-session-timeout:IMPL_004")
def code_is_emptied_behind_a_receipt(project: Project) -> None:
    """A module is emptied after the receipt was written, and the receipt shown as if it still held."""
    project.write(f"{LIBRARY}/middleware.py", '"""Nothing."""\n')


@receipt(CHANGED, DEFAULTS)
def tests_are_deleted_behind_a_receipt(project: Project) -> None:
    """The tests of a criterion are deleted after the receipt was written."""
    project.delete(CONFIG)


@receipt(CHANGED, DEFAULTS)
def the_record_is_lost_behind_a_receipt(project: Project) -> None:
    """The record of the tests is deleted, so that the receipt is all that speaks for the plan."""
    project.delete(RECORDING)


@receipt(CHANGED, "feat-session-timeout:IMPL_004/AC-3")
def a_criterion_is_dropped_behind_a_receipt(project: Project) -> None:
    """A criterion is taken out of the plan after the receipt was written."""
    project.cut(TIMEOUT, "- AC-3: What a clean-up removed", "\n")


@receipt(CHANGED, TIMEOUT)
def a_plan_is_moved_behind_a_receipt(project: Project) -> None:
    """The plan is taken away after the receipt was written."""
    project.move(TIMEOUT, "docs/old-plan.md")


@receipt(REFUSED, RECEIPT)
def a_verdict_is_edited(project: Project) -> None:
    """What nobody measured, as the receipt has it, is said to be proven in it by hand."""
    project.delete(RECORDING)
    project.flowkit("verify", "--receipt", RECEIPT)
    edit(project, proven, seal=False)


@receipt(REFUSED, RECEIPT)
def a_failure_is_edited_away(project: Project) -> None:
    """The receipt of a verification that failed is made to say that it did not."""
    edit(project, lambda content: content.update(failed=not content["failed"]), seal=False)


@receipt(REFUSED, RECEIPT)
def a_receipt_is_made_up(project: Project) -> None:
    """A receipt is written by hand, with a digest that is none."""
    project.write(RECEIPT, json.dumps({"schema": "flowkit-receipt-1", "digest": "0" * 64, "markers": []}))


@receipt(REFUSED, RECEIPT)
def a_receipt_is_cut_short(project: Project) -> None:
    """The end of a receipt is cut off, where what was not proven stands."""
    text = project.text(RECEIPT)
    project.write(RECEIPT, text[: len(text) // 2])


@receipt(CHANGED, DEFAULTS)
def a_proof_is_forged(project: Project) -> None:
    """No record speaks for a criterion, and its receipt is made to say that it is proven, with a new digest."""
    project.delete(RECORDING)
    project.flowkit("verify", "--receipt", RECEIPT)
    edit(project, proven, seal=True)


@receipt(CHANGED, "feat-session-timeout:IMPL_004")
def a_digest_of_code_is_forged(project: Project) -> None:
    """A module is emptied, and the receipt given the new module's digest and a digest of its own."""
    path = f"{LIBRARY}/middleware.py"
    project.write(path, '"""Nothing."""\n')

    def forge(content: dict[str, Any]) -> None:
        read = next(one for one in content["read"] if one["path"] == path)
        read["sha256"] = project.digest(path)

    edit(project, forge, seal=True)


@receipt(CHANGED, DEFAULTS)
def a_marker_is_left_out_of_a_receipt(project: Project) -> None:
    """A criterion is taken out of the receipt, with a new digest, so that nobody asks for it."""

    def forge(content: dict[str, Any]) -> None:
        content["markers"] = [one for one in content["markers"] if one["ref"] != DEFAULTS]

    edit(project, forge, seal=True)


@receipt(CHANGED, DEFAULTS)
def a_receipt_claims_a_run(project: Project) -> None:
    """A record is gone, and the receipt is made to say that it was written by a run of the tests, with a new digest."""
    project.delete(RECORDING)

    def forge(content: dict[str, Any]) -> None:
        content["asked"]["ran"] = True
        content["read"] = [one for one in content["read"] if one["path"] != RECORDING]
        proven(content)

    edit(project, forge, seal=True)


def proven(content: dict[str, Any]) -> None:
    """Say of every marker of a receipt that it is proven, and of the verification that nobody ever saw it fail."""
    content["summary"]["markers"] = {"proven": len(content["markers"])}
    for marker in content["markers"]:
        marker["verdict"] = "proven"


def edit(project: Project, change: Callable[[dict[str, Any]], None], *, seal: bool) -> None:
    """Edit a receipt; with ``seal``, its digest is computed anew."""
    from flowkit.record.receipt import seal as sealed

    content = json.loads(project.text(RECEIPT))
    change(content)
    if seal:
        content["digest"] = ""
    text = json.dumps(content)
    project.write(RECEIPT, sealed(text) if seal else text)
