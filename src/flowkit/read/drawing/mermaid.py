"""Mermaid flowcharts -> nodes and links.

A directed link makes its target wait for its source. That holds for every style of line (``-->``, ``-.->``, ``==>``)
and end (``--o``, ``--x``). A link without an end (``---``, ``~~~``) and one with two ends (``<-->``) put neither node
first, so they are no dependency. Of a statement that is no Mermaid, the part before the fault counts, if it draws a
link; nothing is raised. The syntax is that of https://mermaid.js.org/syntax/flowchart.html.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from flowkit.model.outline import Line
from flowkit.read.drawing.link import MOST_PAIRS, Lines, Link, Mention, Node, Sketch, Stroke

_HEADER = re.compile(r"\s*(?:graph|flowchart(?:-elk)?)(?:[ \t]+(?:TB|TD|BT|RL|LR|[<>^v]))?[ \t]*(?:;|$|%%)")
_SKIPPED = re.compile(
    r"(?:style|classDef|class|click|linkStyle|direction|accTitle|accDescr)[ \t:][^\n]*"
    r"|end(?=\s|;|$)|subgraph(?=\s|;|$)"
)
# A hyphen, a dot or an equals sign belongs to an id unless it opens a link.
_ID = re.compile(r"(?:[^\s\-=.<>&;|()\[\]{}\"@~:%]|-(?![->.]|\s|$)|=(?![=>])|\.(?![->.])|%(?!%)|:(?!::))+")
_CLASS = re.compile(r":::[\w-]+")
_SPACE = re.compile(r"[ \t\r]*")
_EDGE_ID = re.compile(r"[^\s@;&|\[\](){}]+@(?=[<xo]?[-=~.])")
_LINK = re.compile(
    r"(?P<tail>[<xo])?(?:--+(?P<plain>[-xo>])|==+(?P<thick>[=xo>])|-?\.+-(?P<dotted>[xo>])?)(?P<text>\s*\|(?:\"[^\"\n]*\"|[^|\n])*+\|)?"
    r"|(?P<hidden>~~~+)|(?P<back><--+|<==+)"
)
_TEXT_LINK = re.compile(
    r"(?P<tail>[<xo])?(?:--[^\n]*?[^-\n](?=--)--+(?P<plain>[-xo>])|==[^\n]*?[^=\n](?===)==+(?P<thick>[=xo>])"
    r"|-\.[^\n]*?[^.\n](?=\.+-)\.+-(?P<dotted>[xo>])?)"
)
_SHAPES = tuple(
    (opening, re.compile(closing))
    for opening, closing in (
        ("(((", r"\)\)\)"),
        ("((", r"\)\)"),
        ("([", r"\]\)"),
        ("(-", r"-\)"),
        ("(", r"\)"),
        ("[[", r"\]\]"),
        ("[(", r"\)\]"),
        ("[/", r"[/\\]\]"),
        ("[\\", r"[/\\]\]"),
        ("[|", r"\|\]"),
        ("[", r"\]"),
        ("{{", r"\}\}"),
        ("{", r"\}"),
        (">", r"\]"),
    )
)
_QUOTED = re.compile(r'[ \t]*"([^"]*)"[ \t]*')
_DATA = re.compile(r'@\{((?:[^"}]|"[^"]{0,300}"){0,300}+)\}')
_DATA_LABEL = re.compile(r'\blabel\s*:\s*(?:"([^"]*)"|([^,}"\n]+))')
_MARKUP = re.compile(r"<br\s*/?>|[`*]{1,2}(?=\S)|(?<=\S)[`*]{1,2}|\s+", re.IGNORECASE)
_FAULT = re.compile(r"[^;\n]*")


def opens_flowchart(lines: Lines) -> int | None:
    """Return the index of the line that opens a flowchart, or None if the first statement opens none.

    A YAML title block, comments and directives may precede it.
    """
    closing: str | None = None
    for index, line in enumerate(lines):
        text = line.text.strip()
        if closing is not None:
            closing = None if text.endswith(closing) else closing
        elif text == "---":
            closing = "---"
        elif text.startswith("%%{") and not text.endswith("}%%"):
            closing = "}%%"
        elif text and not text.startswith("%%"):
            return index if _HEADER.match(text) else None
    return None


def read_flowchart(lines: Lines, opening: int) -> Sketch:
    """Read a flowchart whose opening line has the index ``opening``."""
    header = _HEADER.match(lines[opening].text)
    reader = _Reader(lines[opening:], header.end() if header else 0)
    reader.run()
    return reader.sketch()


@dataclass(slots=True)
class _Drawn:
    """A link whose nodes have no label yet: labels may follow later in the text.

    ``gap`` is what stands between its two nodes; None where it joins more than two.
    """

    task: str
    task_at: int
    on: str
    on_at: int
    gap: tuple[int, int] | None


@dataclass(slots=True)
class _Reader:
    """Reads statement by statement; ``at`` is the offset into the joined text of all lines."""

    lines: Lines
    at: int
    text: str = ""
    labels: dict[str, str | None] = field(default_factory=dict)
    drawn: list[_Drawn] = field(default_factory=list)
    edge_ids: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Read all statements."""
        self.text = "\n".join(line.text for line in self.lines)
        while self.at < len(self.text):
            if self.text[self.at] in " \t\r\n;":
                self.at += 1
            elif self.text.startswith("%%", self.at):
                self._skip(self.text.find("\n", self.at))
            elif keyword := _SKIPPED.match(self.text, self.at):
                self.at = keyword.end()
                if keyword.group() == "subgraph":
                    self._subgraph()
            else:
                self._statement()

    def _skip(self, end: int) -> None:
        self.at = len(self.text) if end < 0 else end

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def _subgraph(self) -> None:
        """Read the name of a subgraph, which is a node only if a link names it."""
        self._match(_SPACE)
        name = self._match(_ID)
        self._match(_SPACE)
        title = self._shape()
        if name and title is not None:
            self.titles[name.group()] = _clean(title)
        self._match(_FAULT)

    def _statement(self) -> None:
        """Read a chain of groups of nodes, joined by links."""
        start, known = self.at, len(self.labels)
        left, links = self._group(), 0
        while left:
            opening = self.at
            self._match(_SPACE)
            direction = self._link()
            if direction is None:
                break
            self._match(_SPACE)
            gap = opening, self.at
            right = self._group()
            if not right:
                break
            links += 1
            self._draw(left, right, direction, gap)
            left = right
        self._match(_SPACE)
        if self.at < len(self.text) and self.text[self.at] not in ";\n" and not self.text.startswith("%%", self.at):
            while not links and len(self.labels) > known:
                self.labels.popitem()
            self._match(_FAULT)
        self.at = max(self.at, start + 1)

    def _draw(
        self, left: list[tuple[str, int]], right: list[tuple[str, int]], direction: int, gap: tuple[int, int]
    ) -> None:
        if len(left) * len(right) > MOST_PAIRS:
            return
        own = gap if len(left) == len(right) == 1 else None
        for first, first_at in left:
            for second, second_at in right:
                if direction > 0:
                    self.drawn.append(_Drawn(second, second_at, first, first_at, own))
                elif direction < 0:
                    self.drawn.append(_Drawn(first, first_at, second, second_at, own))

    def _group(self) -> list[tuple[str, int]]:
        """Read nodes joined by ``&``; empty if there is none, or if something other than a node follows an ``&``."""
        group: list[tuple[str, int]] = []
        while (node := self._node()) is not None:
            group.append(node)
            after = self.at
            self._match(_SPACE)
            if not self.text.startswith("&", self.at):
                self.at = after
                return group
            self.at += 1
            self._match(_SPACE)
        return []

    def _node(self) -> tuple[str, int] | None:
        """Read a node with its shape, data and class."""
        start = self.at
        found = self._match(_ID)
        if not found:
            return None
        name, label = found.group(), self._shape()
        while data := self._match(_DATA):
            written = _DATA_LABEL.search(data.group(1))
            label = written.group(1) or written.group(2) if written else label
            if not written and name in self.edge_ids:
                return None
        self._match(_CLASS)
        self.labels[name] = _clean(label) if label is not None else self.labels.get(name)
        return name, start

    def _shape(self) -> str | None:
        """Read the text inside the brackets that follow an id; None if none follow or they do not close."""
        for opening, closing in _SHAPES:
            if not self.text.startswith(opening, self.at):
                continue
            inside = self.at + len(opening)
            quoted = _QUOTED.match(self.text, inside)
            if quoted and (end := closing.match(self.text, quoted.end())):
                self.at = end.end()
                return quoted.group(1)
            newline = self.text.find("\n", inside)
            found = closing.search(self.text, inside, newline if newline >= 0 else len(self.text))
            if found:
                self.at = found.end()
                return self.text[inside : found.start()]
        return None

    def _link(self) -> int | None:
        """Read a link: 1 if it leads to the right, -1 to the left, 0 if to neither or both; None if there is none."""
        edge = self._match(_EDGE_ID)
        if edge:
            self.edge_ids.add(edge.group()[:-1])
        found = self._match(_LINK) or self._match(_TEXT_LINK)
        if not found:
            return None
        parts = found.groupdict()
        if parts.get("hidden") or parts.get("back"):
            return -1 if parts.get("back") else 0
        ends = (parts["plain"] or parts["thick"] or parts["dotted"] or "-") in {">", "x", "o"}
        starts = parts["tail"] is not None
        return int(ends) - int(starts)

    def sketch(self) -> Sketch:
        """Return what was read, with the labels that the whole text gives."""
        nodes = {
            name: Node(name, label or self.titles.get(name) or name)
            for name, label in self.labels.items()
            if name not in self.edge_ids
        }
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line.text) + 1)
        places = _Places(self.lines, starts)
        links = tuple(
            Link(
                places.mention(nodes.get(drawn.task, Node(drawn.task, drawn.task)), drawn.task_at),
                places.mention(nodes.get(drawn.on, Node(drawn.on, drawn.on)), drawn.on_at),
                places.stroke(drawn),
            )
            for drawn in self.drawn
        )
        return Sketch(tuple(nodes.values()), links, mermaid=True)


@dataclass(frozen=True, slots=True)
class _Places:
    """Turns offsets into the joined text into places in lines."""

    lines: Lines
    starts: list[int]

    def mention(self, node: Node, offset: int) -> Mention:
        index = bisect_right(self.starts, offset) - 1
        line: Line = self.lines[index]
        start = offset - self.starts[index]
        return Mention(node, line, start, min(start + len(node.id), len(line.text)))

    def stroke(self, drawn: _Drawn) -> Stroke | None:
        if drawn.gap is None:
            return None
        index = bisect_right(self.starts, drawn.gap[0]) - 1
        line, (start, end) = self.lines[index], (offset - self.starts[index] for offset in drawn.gap)
        if end > len(line.text):
            return None
        ends = {line.text[:start].strip(), line.text[end:].strip(" \t;")}
        return Stroke(line, start, end, alone=ends == {drawn.task, drawn.on})


def _clean(label: str) -> str:
    """Return the text that a label shows: line breaks and emphasis are not part of it."""
    return " ".join(_MARKUP.sub(lambda found: "" if found.group()[0] in "`*" else " ", label).split())
