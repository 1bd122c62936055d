"""Tests, code and files as nodes of a trace; their paths are given as the user would write them."""

from __future__ import annotations

from flowkit.model.evidence import TagFact
from flowkit.model.trace import Kind, Node
from flowkit.model.verdict import Place

_UNTOLD = "no report tells how it ended"


def plain_name(test: str) -> str:
    """Return the name of a test without the parameters that it was run with."""
    return test.partition("[")[0] if test.endswith("]") else test


def node_of_test(name: str, place: Place, text: str = "", result: str | None = None, why: str | None = None) -> Node:
    """Return a test; its label does without file and class, which its place tells."""
    return Node(f"test {name}", Kind.TEST, name, name.rpartition("::")[2] or name, text, place, result=result, why=why)


def node_of_tag(tag: TagFact, path: str) -> Node:
    """Return what a tag speaks for: a test of which no report tells, code, or a whole file."""
    if tag.verb == "verifies":
        name = f"{path}::{tag.owner.replace('.', '::')}" if tag.owner else path
        return node_of_test(name, Place(path, tag.span), why=_UNTOLD)
    if tag.owner is None:
        return node_of_file(path)
    name = f"{path}:{tag.owner}"
    return Node(f"code {name}", Kind.CODE, name, tag.owner, "", Place(path, tag.span))


def node_of_file(path: str, result: str | None = None) -> Node:
    """Return a file or folder; ``result`` says what is wrong with it."""
    return Node(f"file {path}", Kind.FILE, path, path, "", Place(path), result=result)
