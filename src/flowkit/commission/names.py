"""What the folder and the branch of a job are called."""

from __future__ import annotations

import re
from hashlib import sha256

from flowkit.model.job import Job


def folder_name(job: Job) -> str:
    """Return the folder of a job below that of all builds."""
    return f"{_plain(job.plan)}/{_plain(job.task)}"


def branch_name(job: Job) -> str:
    """Return the branch that a job is built on."""
    return f"flowkit/{folder_name(job)}"


def _plain(name: str) -> str:
    """Return a name of letters, digits, ``_`` and ``-``; two names never become one."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:60]
    return plain if name and plain == name else f"{plain or 'x'}-{sha256(name.encode()).hexdigest()[:6]}"
