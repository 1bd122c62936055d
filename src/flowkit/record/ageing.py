"""A receipt held against what is there now: what has changed, file by file and marker by marker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from flowkit.model.evidence import Age, Evidence
from flowkit.model.receipt import Aged, FileChange, FileRead, Marked, Receipt
from flowkit.model.verdict import MarkerVerdict, Obligation, Verdict, worst

T = TypeVar("T")


def changed_files(then: Iterable[FileRead], now: Iterable[FileRead]) -> tuple[tuple[str, FileChange], ...]:
    """Return what became of the files that a verification rests on, in order of their paths."""
    old, new = ({one.path: one.sha256 for one in files} for files in (then, now))
    found = dict.fromkeys(old.keys() - new.keys(), FileChange.GONE)
    found |= dict.fromkeys(new.keys() - old.keys(), FileChange.NEW)
    found |= {path: FileChange.CHANGED for path in old.keys() & new.keys() if old[path] != new[path]}
    return tuple(sorted(found.items()))


def changed_markers(
    receipt: Receipt, markers: Sequence[MarkerVerdict], files: Iterable[str]
) -> tuple[tuple[Aged, ...], int]:
    """Return what became of markers, and how many stand as they did by the receipt's word alone.

    A report that a run of the tests left without a record is fresh for that run alone. Where nothing at all has changed
    since, what it proved still stands.

    Args:
        receipt: the receipt.
        markers: the verdicts of now.
        files: the paths of what has changed.
    """
    changed = frozenset(files)
    then, now = _by_name((one.ref, one) for one in receipt.markers), _by_name((one.ref, one) for one in markers)
    is_vouched = receipt.provenance.asked.ran and not changed
    vouched = _by_name(_vouched(markers)) if is_vouched else {}
    aged, words = [], 0
    for name in dict.fromkeys((*then, *now)):
        old, new = then.get(name), now.get(name)
        if old is not None and new is not None and old.verdict is not new.verdict and vouched.get(name) is old.verdict:
            words += 1
            continue
        one = _aged(name[0], old, new, changed)
        if one.then is not one.now or one.files:
            aged.append(one)
    return tuple(aged), words


def _aged(ref: str, old: Marked | None, new: MarkerVerdict | None, changed: frozenset[str]) -> Aged:
    rests_on = dict.fromkeys(old.files if old else ())
    rests_on |= dict.fromkeys(fact.path for duty in (new.obligations if new else ()) for fact in duty.evidence)
    worst_duties = (duty for duty in (new.obligations if new else ()) if new and duty.verdict is new.verdict)
    return Aged(
        ref,
        old.verdict if old else None,
        new.verdict if new else None,
        tuple(dict.fromkeys(duty.reason for duty in worst_duties)),
        tuple(path for path in rests_on if path in changed),
    )


def _by_name(pairs: Iterable[tuple[str, T]]) -> dict[tuple[str, int], T]:
    """Return values by name; of several with one name, by their order too."""
    seen: Counter[str] = Counter()
    found = {}
    for name, value in pairs:
        found[name, seen[name]] = value
        seen[name] += 1
    return found


def _vouched(markers: Sequence[MarkerVerdict]) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdicts that markers would have if the reports of unknown age were fresh."""
    for _, group in groupby(markers, key=lambda one: (one.ref.rpartition(":")[0], one.task)):
        own, *parts = group
        below = [(part.ref, worst(map(_if_fresh, part.obligations))) for part in parts]
        yield own.ref, worst((*map(_if_fresh, own.obligations), *(verdict for _, verdict in below)))
        yield from below


def _if_fresh(duty: Obligation) -> Verdict:
    is_open = duty.verdict is Verdict.UNPROVEN
    return Verdict.PROVEN if is_open and any(_is_undated(fact, duty) for fact in duty.evidence) else duty.verdict


def _is_undated(fact: Evidence, duty: Obligation) -> bool:
    """Whether an obligation is left open for the age of a fact alone: that is then its reason."""
    freshness = getattr(fact, "freshness", None)
    return freshness is not None and freshness.age is Age.UNKNOWN and freshness.reason in duty.reason
