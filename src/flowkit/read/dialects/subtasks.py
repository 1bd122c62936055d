"""``subtasks.yaml``: the machine's form of the markers dialect (``schema_version: subtasks_v1``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flowkit.model.marker import Grammar
from flowkit.model.outline import Fence, FrontMatter, ItemList, Line, ListItem, Outline, Section
from flowkit.model.plan import Plan
from flowkit.model.task import Citation, Deliverable
from flowkit.read.fields import Field, Fields
from flowkit.read.plan import assemble
from flowkit.read.tasks import RawTask, build_tasks

if TYPE_CHECKING:
    from yaml.nodes import Node, ScalarNode

_SCHEMA = re.compile(r"^schema_version:\s*[\"']?subtasks_v1\b", re.MULTILINE)
_SIMPLE = {"status": "status", "estimate": "estimate", "depends_on": "depends on", "priority": "priority"}
_LISTED = {"acceptance_criteria": "acceptance criteria", "tests": "verification"}
_KNOWN = frozenset({"schema_version", "run_id", "run", "title", "subtasks", "tasks"})


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return 1 for a YAML document that declares the schema, otherwise 0; Markdown may quote one."""
    del grammar
    found = _SCHEMA.search(outline.document.text)
    return 1.0 if found and (_is_named_yaml(outline) or _has_no_markdown(outline)) else 0.0


def _is_named_yaml(outline: Outline) -> bool:
    return outline.document.path.casefold().endswith((".yaml", ".yml"))


def _has_no_markdown(outline: Outline) -> bool:
    return not outline.root.sections and not any(isinstance(block, Fence) for block in outline.root.blocks)


def parse(outline: Outline, grammar: Grammar) -> Plan:
    """Read the plan; text that is not valid YAML gives a plan without tasks."""
    reader = _Reader(outline)
    raws = [raw for entry in reader.entries() if (raw := reader.raw(entry)) is not None]
    tasks = build_tasks(raws, (), outline.document, grammar)
    # What looks like Markdown in a YAML file is none: the plan has no sections, and no box but its tasks' own. What it
    # says of itself stands where Markdown has its front matter.
    last = len(outline.document.lines)
    head = FrontMatter(reader.head(), None, 1, last)
    bare = Outline(outline.document, Section(0, Line("", 1, 1), (), (), last), head, ())
    plan = assemble(bare, grammar, "subtasks", tasks, ())
    run_id = reader.top("run_id") or reader.top("run")
    return replace(plan, run_id=run_id, id=run_id or plan.id, title=reader.top("title"))


class _Reader:
    """Reads YAML nodes, which know their places, as lines of the document."""

    def __init__(self, outline: Outline) -> None:
        self.document = outline.document
        self.root = _mapping(_compose(self.document.text))

    def top(self, key: str) -> str | None:
        """Return the text of a scalar at the top."""
        line = self._line(self.root.get(key))
        return line.text if line and line.text else None

    def head(self) -> dict[str, object]:
        """Return what the file says beside its tasks and what every file of the schema says."""
        return {key: self.top(key) or "" for key in self.root if key not in _KNOWN}

    def entries(self) -> Iterator[Mapping[str, Node]]:
        """Yield the mappings of the list of subtasks."""
        for key in ("subtasks", "tasks"):
            yield from (_mapping(node) for node in _sequence(self.root.get(key)))

    def raw(self, entry: Mapping[str, Node]) -> RawTask | None:
        """Return the task of one entry; None for an entry without an id."""
        identifier = self._line(entry.get("id"))
        if identifier is None or not identifier.text:
            return None
        simple = {name: tuple(self._lines(entry.get(key))) for key, name in _SIMPLE.items()}
        listed = {name: tuple(self._items(entry.get(key))) for key, name in _LISTED.items()}
        fields = (
            *(Field(name, name, value, (), identifier.line) for name, value in simple.items() if value),
            *(Field(name, name, (), (ItemList(items),), identifier.line) for name, items in listed.items() if items),
        )
        title = self._line(entry.get("title"))
        return RawTask(
            id=identifier.text,
            title=title.text if title else "",
            span=identifier.span_in(self.document),
            line=identifier.line,
            end_line=max(node.end_mark.line for node in entry.values()),
            fields=Fields(fields, ()),
            extras={
                "requirements": tuple(
                    Citation(line.text, line.span_in(self.document))
                    for key in ("req_ids", "nfr_ids")
                    for line in self._lines(entry.get(key))
                ),
                "deliverables": tuple(
                    Deliverable(line.text, line.text, None, (), line.span_in(self.document))
                    for line in self._lines(entry.get("touches"))
                ),
            },
        )

    def _items(self, node: Node | None) -> Iterator[ListItem]:
        for line in self._lines(node):
            yield ListItem("-", None, None, (line,), (), line.line, line.line)

    def _lines(self, node: Node | None) -> Iterator[Line]:
        nodes = _sequence(node) or ([node] if node is not None else [])
        for each in nodes:
            line = self._line(each)
            if line is not None and line.text:
                yield line

    def _line(self, node: Node | None) -> Line | None:
        from yaml.nodes import ScalarNode

        if not isinstance(node, ScalarNode) or node.tag.endswith(":null"):
            return None
        return Line(_scalar(node), node.start_mark.line + 1, node.start_mark.column + 1 + (1 if node.style else 0))


def _scalar(node: ScalarNode) -> str:
    return " ".join(str(node.value).split())


def _compose(text: str) -> Node | None:
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            return None
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _mapping(node: Node | None) -> dict[str, Node]:
    from yaml.nodes import MappingNode, ScalarNode

    if not isinstance(node, MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}


def _sequence(node: Node | None) -> list[Node]:
    from yaml.nodes import SequenceNode

    return list(node.value) if isinstance(node, SequenceNode) else []
