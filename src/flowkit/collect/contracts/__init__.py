"""Contract files: whether what a contract marker is bound to is there, and keeps what was accepted of it."""

from __future__ import annotations

from collections.abc import Iterator

from flowkit.collect import Inquiry
from flowkit.collect.contracts.bindings import bindings
from flowkit.model.evidence import Evidence


def collect(inquiry: Inquiry) -> Iterator[Evidence]:
    """Yield what each bound contract file holds for its marker, and a flaw for each that cannot be used.

    A file that is not there holds nothing; of one that cannot be read nothing is known.
    """
    bound = list(bindings(inquiry.plans, inquiry.config.contracts, inquiry.repository))
    if bound:
        from flowkit.collect.contracts.reading import Reading

        reading = Reading(inquiry.repository)
        for binding in bound:
            yield from reading.facts(binding)
