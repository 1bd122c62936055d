"""Who vouches for a criterion: ``attested: name, date, commit`` in its text."""

from __future__ import annotations

import re
from dataclasses import replace

from flowkit.model.task import Attestation, Criterion

# The name may hold anything but a comma; the date is ISO 8601, the commit an abbreviated or whole digest.
_ATTESTED = re.compile(
    r"\battested:[ \t]*([^,\n()]{1,80}),[ \t]*(\d{4}-\d{2}-\d{2}),[ \t]*([0-9a-f]{7,64})\b", re.IGNORECASE
)


def with_attestation(criterion: Criterion) -> Criterion:
    """Return a criterion with the attestation that its text holds, if it holds a whole one."""
    found = _ATTESTED.search(criterion.text)
    if found is None:
        return criterion
    name, date, commit = (part.strip(" *_`") for part in found.groups())
    if not any(map(str.isalpha, name)) or not _is_day(date):
        return criterion  # nobody, or on no day
    return replace(criterion, attested=Attestation(name, date, commit.lower(), criterion.span))


def _is_day(written: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
