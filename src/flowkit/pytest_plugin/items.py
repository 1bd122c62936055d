"""What a collected test is: where it stands, what it verifies and which scenario it runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TypedDict

import pytest

from flowkit.model.marker import Grammar
from flowkit.model.naming import markers_in_name, names_marker, split_names
from flowkit.pytest_plugin.project import Project

NODE_ID = pytest.StashKey[str]()
"""The id that a test was collected under; pytest-xdist may add a group to it."""


class Described(TypedDict):
    """What is known of a test before it runs; see ``flowkit.collect.recordings.RecordedTest``."""

    id: str
    path: str
    line: int
    markers: list[str]
    scenario: dict[str, str] | None
    files: list[str]


def describe(item: pytest.Item, project: Project, grammar: Grammar) -> Described | None:
    """Return what is known of a test, or None where its file is not the project's own."""
    path = project.relative(str(item.path))
    if path is None:
        return None
    name = item.stash.get(NODE_ID, item.nodeid)
    file, line, _ = item.location
    template = _template(item)
    scenario = _scenario(template, project)
    markers = dict.fromkeys([*_marked(item), *_tagged(item, template, grammar)])
    features = [] if scenario is None else [scenario["feature"]]
    return Described(
        id=name,
        path=path,
        line=(line or 0) + 1 if file.replace("\\", "/") == path else 1,
        markers=list(markers or _named(name, grammar)),
        scenario=scenario,
        files=list(dict.fromkeys([path, *project.conftests(path), *features])),
    )


def _marked(item: pytest.Item) -> Iterator[str]:
    for mark in item.iter_markers("verifies"):
        for value in mark.args:
            yield from split_names(str(value))


def _named(name: str, grammar: Grammar) -> tuple[str, ...]:
    """Return the markers in the names of a test and its classes; what it is parametrised with is data."""
    names = name.partition("[")[0].split("::")[1:]
    return tuple(marker for part in names for marker in markers_in_name(grammar, part))


def _template(item: pytest.Item) -> object | None:
    """Return the scenario that pytest-bdd made a test of, which it keeps in a registry, formerly at the function."""
    function = getattr(item, "function", None)
    registry = getattr(sys.modules.get("pytest_bdd.scenario"), "scenario_wrapper_template_registry", None)
    if function is None or registry is None:
        return getattr(function, "__scenario__", None)
    found: object | None = registry.get(function)
    return found


def _scenario(template: object | None, project: Project) -> dict[str, str] | None:
    feature = getattr(template, "feature", None)
    path = project.relative(str(getattr(feature, "filename", "")))
    return None if path is None else {"feature": path, "name": str(getattr(template, "name", ""))}


def _tagged(item: pytest.Item, template: object | None, grammar: Grammar) -> Iterator[str]:
    """Yield the tags of a scenario, of the feature and rule around it, and of its table of examples."""
    if template is None:
        return
    holders = (getattr(template, "feature", None), getattr(template, "rule", None), template)
    tags = {tag: None for holder in holders for tag in sorted(getattr(holder, "tags", None) or ())}
    tables = {tag for table in _tables(template) for tag in getattr(table, "tags", None) or ()}
    tags |= dict.fromkeys(sorted(tables.intersection(mark.name for mark in item.iter_markers())))
    yield from (tag for tag in tags if names_marker(grammar, tag))


def _tables(template: object) -> tuple[object, ...]:
    examples = getattr(template, "examples", ())
    return tuple(examples) if isinstance(examples, list | tuple) else (examples,)
