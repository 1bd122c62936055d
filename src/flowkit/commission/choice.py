"""Which task is begun next: the first that can be, gets in no other's way, and is not left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flowkit.model.job import Job, job_of
from flowkit.model.work import Agenda, Standing


def choose(agendas: Iterable[Agenda], at_work: Collection[Job], left_out: Collection[tuple[str, str]]) -> Job | None:
    """Return the next job; None where nothing can be begun now.

    Args:
        agendas: what to do in each plan, in order.
        at_work: the jobs that are being done.
        left_out: the plans and keys of tasks that are not to be begun.
    """
    busy = {job.key for job in at_work}
    for agenda in agendas:
        for step in agenda.of(Standing.READY):
            job = job_of(agenda.plan, step.task)
            if job.key not in busy and job.key not in left_out and not any(_share(job, one) for one in at_work):
                return job
    return None


def _share(one: Job, other: Job) -> bool:
    """Whether two jobs name a file in common, or one a folder that the other names a file of."""
    return any(
        first == second or first.startswith(f"{second}/") or second.startswith(f"{first}/")
        for first in one.files
        for second in other.files
    )
