"""Drawings in a document -> the edges that they draw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial

from flowkit.model.outline import Fence
from flowkit.model.plan import Drawing, Edge
from flowkit.model.source import Document, Span
from flowkit.read.drawing.link import Lines, Link, Node, Sketch
from flowkit.read.drawing.strokes import Canvas

TaskOf = Callable[[str], str | None]
"""Returns the id of the task that a text names, or None if it names none."""

_MERMAID = "mermaid"
_DRAWN = frozenset({"", "text", "txt", "plain", "plaintext", "ascii", "asciiart", "diagram", "graph", "none"})
_FLOWCHART = re.compile(r"\s*(?:graph|flowchart)")
# A quick look before the long one: no line without these draws an arrow.
_MAY_POINT = re.compile(
    r"[-=+.\u2500-\u257f]>|<[-=+\u2500-\u257f]|[\u2190-\u21ff\u25a0-\u25ff\u2700-\u2bff]|(?<!\w)[vV^](?!\w)"
)
# Signs that a block without a language is no drawing: a command, a statement, a file in a tree of files.
_CODE = re.compile(
    r"\s*(?:\$ |#!|#include|//|/\*|@\w+|(?:async |export |public |private |static )*"
    r"(?:def|class|fn|func|function)\b.*[({:]"
    r"|(?:from \S+ )?import \S|(?:const|let|var|return|type)\s+\S|(?:git|npm|pip|uv|cd|docker|curl|make)\s)"
    r"|.*[;{]\s*$"
)
_FILE = re.compile(r".*[├└|`+][─-]{1,3} ?[\w.@-]*(?:\w/|\.[A-Za-z]{1,5})(?:\s|$)")
_REMARK = re.compile(r"\s*[(\[].*$")
_WRAPPING = "*_`~\"'[](){}<> "


def read_drawing(fence: Fence, document: Document, task_of: TaskOf) -> Drawing | None:
    """Read the graph that a fence draws.

    Args:
        fence: a code block, in Mermaid or drawn with characters.
        document: what the fence was read from.
        task_of: returns the id of the task that a text names, or None; it is tried on a node's id and on its label.

    Returns:
        The drawing, or None if the fence draws no graph: it has no arrow between two nodes, is another kind of diagram,
        or is code, commands or a tree of files.
    """
    named = cache(partial(task_named, task_of=task_of))
    sketch = _sketch(fence, named)
    if sketch is None or not sketch.links:
        return None
    return _drawing(fence, document, sketch, named)


def task_named(text: str, task_of: TaskOf) -> str | None:
    """Return the task that a text names, as a whole or without its wrapping, the remark after it or a caption."""
    if (task := task_of(text)) is not None:
        return task
    bare = text.strip(_WRAPPING)
    before, _, after = text.partition(": ")
    forms = dict.fromkeys(form.strip() for form in (_REMARK.sub("", text), bare, _REMARK.sub("", bare), before, after))
    return next((task for form in forms if form and (task := task_of(form)) is not None), None)


def _sketch(fence: Fence, named: TaskOf) -> Sketch | None:
    """Read a fence in its language; None if it is in neither."""
    language = (fence.info.split() or [""])[0].strip("{}.").casefold()
    if language not in _DRAWN and language != _MERMAID:
        return None
    if any(_FLOWCHART.match(line.text) for line in fence.lines):
        from flowkit.read.drawing.mermaid import opens_flowchart, read_flowchart

        opening = opens_flowchart(fence.lines)
        if opening is not None:
            return read_flowchart(fence.lines, opening)
    return None if language == _MERMAID else _drawn_sketch(fence.lines, named)


def _drawn_sketch(lines: Lines, named: TaskOf) -> Sketch | None:
    """Read a drawing made of characters; None if no node names a task and a sign says that it is something else."""
    if not any(_MAY_POINT.search(line.text) for line in lines):
        return None
    from flowkit.read.drawing.ascii_graph import read_ascii

    sketch = read_ascii(lines, lambda text: named(text) is not None)
    if any(named(node.label) for node in sketch.nodes):
        return sketch
    foreign = any(_CODE.match(line.text) or _FILE.match(line.text) for line in lines)
    return None if foreign else sketch


def _drawing(fence: Fence, document: Document, sketch: Sketch, named: TaskOf) -> Drawing:
    """Match the nodes of a sketch with tasks; an arrow that is drawn twice counts once."""
    tasks = {node: named(node.id) or named(node.label) for node in _nodes(sketch)}
    canvas = Canvas(fence.lines, sketch, document)
    drawn: dict[tuple[str, str], list[Link]] = {}
    for link in sketch.links:
        task, on = link.task.node, link.on.node
        drawn.setdefault((tasks[task] or task.id, tasks[on] or on.id), []).append(link)
    edges = (Edge(*ends, _place(links[0], document), canvas.erased(links)) for ends, links in drawn.items())
    labels = {node.id: node.label for node, name in tasks.items() if name is None}
    first = next((line for line in fence.lines if line.text.strip()), fence.lines[0])
    return Drawing(tuple(edges), tuple(labels.items()), document.line_span(first.line), canvas.pen(tasks))


def _place(link: Link, document: Document) -> Span:
    return link.task.line.span_in(document, link.task.start, link.task.end)


def _nodes(sketch: Sketch) -> Iterator[Node]:
    yield from sketch.nodes
    for link in sketch.links:
        yield from (link.on.node, link.task.node)
