"""Baselines: which findings are left out, and which entries have had their day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flowkit.model.baseline import Entry, Fingerprint
from flowkit.model.verdict import Finding

Fingerprints = Callable[[Finding], Fingerprint]


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings, held against a baseline.

    Attributes:
        told: those that are not left out.
        left_out: those that are.
        expired: the entries whose day has passed while something is still found.
        unused: the entries that stand for more than was found, and how many were.
    """

    told: tuple[Finding, ...]
    left_out: tuple[Finding, ...]
    expired: tuple[Entry, ...]
    unused: tuple[tuple[Entry, int], ...]


def settle(entries: Sequence[Entry], findings: Iterable[Finding], fingerprint: Fingerprints, today: date) -> Settled:
    """Hold findings against a baseline.

    Args:
        entries: the baseline.
        findings: what was found.
        fingerprint: returns what a finding is known by.
        today: the day on which an entry has to be valid.
    """
    found = tuple(findings)
    left = Counter(map(fingerprint, found))
    used: list[int] = []
    for entry in entries:
        used.append(min(entry.count, left[entry.fingerprint]))
        left[entry.fingerprint] -= used[-1]
    expired = [entry.until is not None and entry.until < today for entry in entries]
    spared: Counter[Fingerprint] = Counter()
    for entry, number, is_over in zip(entries, used, expired, strict=True):
        spared[entry.fingerprint] += 0 if is_over else number
    told, left_out = parted(found, fingerprint, spared)
    return Settled(
        told,
        left_out,
        tuple(entry for entry, number, is_over in zip(entries, used, expired, strict=True) if is_over and number),
        tuple(
            (entry, number)
            for entry, number, is_over in zip(entries, used, expired, strict=True)
            if number < (1 if is_over else entry.count)
        ),
    )


def parted(
    findings: Iterable[Finding], fingerprint: Fingerprints, spared: Counter[Fingerprint]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that are not spared, and those that are.

    Args:
        findings: the findings.
        fingerprint: returns what a finding is known by.
        spared: how many of each are; it is used up.
    """
    told: list[Finding] = []
    left_out: list[Finding] = []
    for finding in findings:
        known = fingerprint(finding)
        (left_out if spared[known] > 0 else told).append(finding)
        spared[known] -= 1
    return tuple(told), tuple(left_out)


def renewed(
    entries: Sequence[Entry],
    found: Counter[Fingerprint],
    reason: str,
    until: date | None,
    today: date,
    is_in_question: Callable[[Entry], bool],
) -> tuple[Entry, ...]:
    """Return the baseline of today: entries that still hold stay as they are, and all else that is found is added.

    Args:
        entries: the baseline so far.
        found: how often each finding was found.
        reason: why those are left out that are new.
        until: the last day of those that are new; None for no end.
        today: the day on which an entry has to be valid in order to stay.
        is_in_question: whether an entry that stands for more than was found speaks of what was looked at; one that does
            not stays.
    """
    left = Counter(found)
    kept = []
    for entry in entries:
        used = min(entry.count, left[entry.fingerprint])
        is_over = entry.until is not None and entry.until < today
        if not (used and is_over) and not is_in_question(entry):
            left[entry.fingerprint] -= used
            kept.append(entry)
            continue
        number = 0 if is_over else used
        left[entry.fingerprint] -= number
        if number:
            kept.append(entry if number == entry.count else replace(entry, count=number, line=None))
    new = sorted((known for known, number in left.items() if number > 0), key=_order)
    added = (
        Entry(rule, path, message, reason, marker, until, left[rule, path, marker, message])
        for rule, path, marker, message in new
    )
    return (*kept, *added)


def _order(known: Fingerprint) -> tuple[str, str, str, str]:
    rule, path, marker, message = known
    return path, rule, marker or "", message
