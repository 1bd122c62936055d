"""The ``tasks.md`` of an OpenSpec change: ``## 1. Section`` and ``- [ ] 1.1 Title``, or plain boxes.

The format: https://github.com/Fission-AI/OpenSpec. Whatever the boxes of a change are called, each that stands in no
other is a task there, so plain ones are read where the document lies among the changes.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.model.plan import Plan
from flowkit.model.source import Document
from flowkit.read.dialects.boxed_tasks import boxed_plan, find_boxes, numbered_share

_SURE = 0.9
# Boxes without numbers are this dialect's by their place alone; any dialect that finds its own labels is surer.
_BY_PLACE = 0.15


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return how sure it is that the document is of this dialect, from 0 to 1."""
    del grammar
    share = _SURE * numbered_share(outline)
    return max(share, _BY_PLACE) if _is_change(outline.document) and any(find_boxes(outline)) else share


def _is_change(document: Document) -> bool:
    """Whether a document lies in the folder of a change: ``changes/name/tasks.md``, or in that of the archive."""
    folders = PurePosixPath(document.path).parts[:-2]
    return folders[-1:] == ("changes",) or folders[-2:] == ("changes", "archive")


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan."""
    return boxed_plan(outline, grammar, "openspec")
