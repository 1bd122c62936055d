"""Changes of a document, as data: what stands in the place of which bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from flowkit.model.source import Document, Span


class OverlapError(ValueError):
    """Two edits change the same bytes."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text in the place of a run of bytes; an empty run inserts it, an empty text takes the bytes out."""

    span: Span
    text: str

    @property
    def place(self) -> tuple[int, int]:
        """The first byte, and the one behind the last."""
        return self.span.start, self.span.end


class Patch:
    """Edits of one document that do not overlap."""

    def __init__(self) -> None:
        """Begin with no edit."""
        self._edits: list[Edit] = []

    def add(self, edits: Iterable[Edit]) -> bool:
        """Take edits in, all of them or none; return whether they fit beside those that are in.

        An edit that is in already fits. Edits that touch without overlapping fit, and so do several insertions at one
        place, which come in the order in which they are added.
        """
        added: list[Edit] = []
        for edit in edits:
            if not self._fits(edit):
                self._edits = [one for one in self._edits if one not in added] if added else self._edits
                return False
            if edit not in self._around(edit):
                at = bisect_right(self._edits, edit.place, key=lambda one: one.place)
                self._edits.insert(at, edit)
                added.append(edit)
        return True

    def applied_to(self, document: Document) -> str:
        """Return the text of a document with these edits; every other byte of it is as it was.

        Raises:
            UnicodeEncodeError: the document's encoding cannot hold what is to be written.
        """
        data, at, parts = document.data, document.bom, []
        for edit in self._edits:
            parts += [data[at : edit.span.start], edit.text.encode(document.encoding)]
            at = edit.span.end
        return b"".join((*parts, data[at:])).decode(document.encoding)

    def _fits(self, edit: Edit) -> bool:
        return all(edit == other or not _overlap(edit, other) for other in self._around(edit))

    def _around(self, edit: Edit) -> list[Edit]:
        """Return the edits that begin inside an edit or at its ends, and the one before: no other can overlap it."""
        first = bisect_left(self._edits, edit.span.start, key=lambda one: one.span.start)
        last = bisect_right(self._edits, edit.span.end, key=lambda one: one.span.start)
        return self._edits[max(first - 1, 0) : last]


def _overlap(one: Edit, other: Edit) -> bool:
    (first, last), (start, end) = one.place, other.place
    if (first, last) == (start, end):
        return first < last
    return first < end and start < last


def apply(document: Document, edits: Iterable[Edit]) -> str:
    """Return the text of a document with edits; every other byte of it is as it was.

    Raises:
        OverlapError: two of the edits change the same bytes.
        UnicodeEncodeError: the document's encoding cannot hold what is to be written.
    """
    patch = Patch()
    for edit in edits:
        if not patch.add((edit,)):
            raise OverlapError(f"line {edit.span.line} is edited twice in one place")
    return patch.applied_to(document)
