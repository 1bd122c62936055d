"""The code names that tasks say in passing that they make, where they stand in the code of any language.

No source is parsed: a name is sought as a word, which is enough to say that it is there and proves no task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.collect import Inquiry
from flowkit.collect.places import Places
from flowkit.collect.repository import CODE
from flowkit.model.evidence import WordFact


def collect(inquiry: Inquiry) -> Iterator[WordFact]:
    """Yield the first place in the project's code of each name that a loose entry of the plans has."""
    entries = (entry for plan in inquiry.plans for task in plan.tasks for entry in task.deliverables if entry.loose)
    sought = {symbol.rpartition(".")[2].encode() for entry in entries for symbol in entry.symbols}
    # A name stands in the code itself and in its tests; the former says more.
    for path in sorted(inquiry.repository.files, key=_is_test) if sought else ():
        if not path.endswith(CODE):
            continue
        data = inquiry.repository.read(path) or b""
        if not any(word in data for word in sought):
            continue
        for found in re.finditer(rb"(?<![\w$])[A-Za-z_]\w*", data):
            if found.group() in sought:
                sought.remove(found.group())
                yield WordFact(path, found.group().decode(), Places(data).span(*found.span()))


def _is_test(path: str) -> bool:
    return "test" in path.lower()
