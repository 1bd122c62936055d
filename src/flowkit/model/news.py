"""What a verification tells that the one before it did not."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class News:
    """What differs between the findings of two verifications.

    Attributes:
        new: what is found now and was not before.
        gone: what was found before and is not any more.
    """

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
