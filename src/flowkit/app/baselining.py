"""Recording today's findings, so that a verification tells of new ones alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flowkit.app.drafting import Drafted
from flowkit.app.settling import fingerprints, question
from flowkit.app.verifying import hear
from flowkit.errors import UsageError
from flowkit.read.discovery import shown_path
from flowkit.request import STANDARD_INPUT, Choice, Request

if TYPE_CHECKING:
    from flowkit.model.baseline import Entry


@dataclass(frozen=True, slots=True)
class Recorded:
    """A baseline as it is to be.

    Attributes:
        document: its file.
        added: the entries that are new.
        kept: how many of those that stood stay.
        dropped: those that go: what they stood for is not found any more, or their day has passed.
    """

    document: Drafted
    added: tuple[Entry, ...]
    kept: int
    dropped: tuple[Entry, ...]


def baseline(request: Request, reason: str, until: date | None = None, choice: Choice | None = None) -> Recorded:
    """Return the baseline of what is found today; nothing is written.

    Args:
        request: the plans.
        reason: why what is found and was not recorded yet is left out.
        until: the last day on which it is; None for no end.
        choice: the rules to judge by.

    Raises:
        FlowkitError: as ``verify``; or there is no reason, the day has passed, or a plan comes on standard input.
    """
    from flowkit.record.baseline import renewed
    from flowkit.record.baseline_file import text_of

    today = request.now().date()
    _check(request, reason, until, today)
    hearing = hear(request, choice)
    found = Counter(map(fingerprints(request, hearing.config), (*hearing.findings(), *hearing.strays)))
    is_in_question = question(request, hearing.config, hearing.terms, hearing.around, hearing.strays)
    standing = hearing.baseline
    entries = renewed(standing.entries, found, reason, until, today, is_in_question)
    text = text_of(entries, standing.document.text if standing.document is not None else "")
    shown = shown_path(standing.path, request.folder.resolve())
    document = Drafted(standing.path, shown, text, hearing.config.root, standing.document)
    before, after = ({entry.fingerprint for entry in several} for several in (standing.entries, entries))
    added = tuple(entry for entry in entries if entry.line is None and entry.fingerprint not in before)
    dropped = tuple(entry for entry in standing.entries if entry.fingerprint not in after)
    return Recorded(document, added, len(entries) - len(added), dropped)


def _check(request: Request, reason: str, until: date | None, today: date) -> None:
    if STANDARD_INPUT in request.paths:
        raise UsageError("a baseline cannot speak of standard input", hint="name a file")
    if not reason.strip():
        raise UsageError("a baseline needs a reason", hint='give one: --reason "older than our use of flowkit"')
    if until is not None and until < today:
        raise UsageError(f"{until} has passed already", hint="name a day to come with --until")
