"""The decisions, specs and features of a project: what they are, and which ids they define.

Each function takes whom to tell of a document that was found and cannot be read; it is left out then. Where nobody is
to be told, such a document is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

from flowkit.config import Config
from flowkit.errors import ReadError
from flowkit.model.brief import Background, Passage
from flowkit.model.feature import Feature
from flowkit.model.intent import Adr
from flowkit.model.marker import Grammar, Role
from flowkit.model.source import Document, Unreadable
from flowkit.model.trace import SpecIndex
from flowkit.model.verdict import Place
from flowkit.read.discovery import find_configured, read_found, shown_path
from flowkit.read.markdown import read_outline
from flowkit.request import Found
from flowkit.settings import DEFAULT_SOURCES

T = TypeVar("T")
Tell: TypeAlias = Callable[[Unreadable], None]
"""Is told of a document that was found and cannot be read."""

SPECS = (".md", ".markdown")
"""How the names of documents end that may be specs or decisions."""
_FEATURES = (".feature",)


def read_decisions(config: Config, folder: Path, tell: Tell | None = None) -> Iterator[Adr]:
    """Yield the decisions of a project, in order of their paths.

    Args:
        config: where they lie.
        folder: the folder that the user works in, for the paths that are shown.
        tell: is told of a document that cannot be read.

    Raises:
        ReadError: a document cannot be read, and nobody is to be told.
        ConfigError: the configuration names a place that is not there.
    """
    yield from _decisions(config, _found(config, folder, "decisions", SPECS), tell)


def read_features_of(config: Config, tell: Tell | None = None) -> Iterator[Feature]:
    """Yield the feature files of a project, with their paths from its root.

    Raises:
        FlowkitError: as ``read_decisions``.
    """
    yield from _features(config, _found(config, config.root, "features", _FEATURES), tell)


def find_specs(config: Config, folder: Path) -> tuple[Found, ...]:
    """Return the documents among the specs of a project.

    Raises:
        ConfigError: the configuration names a place that is not there.
    """
    return _found(config, folder, "specs", SPECS)


def find_sources(config: Config, folder: Path) -> tuple[Found, ...]:
    """Return every document among the decisions, specs and features of a project.

    Raises:
        ConfigError: the configuration names a place that is not there.
    """
    endings = {"decisions": SPECS, "specs": SPECS, "features": _FEATURES}
    return tuple(found for name, each in endings.items() for found in _found(config, folder, name, each))


def read_background(
    config: Config, folder: Path, ids: Collection[str], tell: Tell | None = None, *, usual: bool = True
) -> Background:
    """Return the decisions and features of a project, and what its specs say of some ids.

    Args:
        config: where they lie.
        folder: the folder that the user works in, for the paths that are shown.
        ids: the ids whose passages are wanted.
        tell: is told of a document that cannot be read.
        usual: look into the usual folder where none is configured.

    Raises:
        FlowkitError: as ``read_source_definitions``.
    """
    from flowkit.read.passages import read_passages

    grammar = config.grammar()
    passages: dict[str, Passage] = {}
    specs = _found(config, folder, "specs", SPECS, usual=usual) if ids else ()
    for _, outline in _read(config, specs, read_outline, tell):
        for passage in read_passages(outline, grammar, ids):
            passages.setdefault(passage.id, passage)
    decisions = _decisions(config, _found(config, folder, "decisions", SPECS, usual=usual), tell)
    features = _features(config, _found(config, folder, "features", _FEATURES, usual=usual), tell)
    return Background(tuple(decisions), tuple(features), passages)


def read_spec_indexes(
    config: Config, folder: Path, cited: Collection[str], *, usual: bool = True
) -> Iterator[SpecIndex]:
    """Yield what each document among the specs of a project wants.

    Args:
        config: where they lie.
        folder: the folder that the user works in, for the paths that are shown.
        cited: the ids that tasks name as requirements; of ids of no known kind, these alone are requirements.
        usual: look into the usual folder where none is configured.

    Raises:
        FlowkitError: as ``read_source_definitions``.
    """
    from flowkit.read.wanted import read_wanted

    grammar = config.grammar()
    for found in _found(config, folder, "specs", SPECS, usual=usual):
        outline = read_outline(read_found(found, config))
        decisions = frozenset(_decisions_in(outline.document.text, grammar))
        yield SpecIndex(found.shown, decisions, tuple(read_wanted(outline, grammar, cited)))


def specified_decisions(config: Config, tell: Tell | None = None) -> frozenset[str]:
    """Return the ids of the decisions that the specs of a project name."""
    grammar = config.grammar()
    specs = _found(config, config.root, "specs", SPECS)
    texts = _read(config, specs, lambda document: document.text, tell)
    return frozenset(name for _, text in texts for name in _decisions_in(text, grammar))


def _decisions_in(text: str, grammar: Grammar) -> Iterator[str]:
    """Yield the ids of the decisions that a text names."""
    for one in grammar.find(text):
        if one.kind is not None and one.kind.role is Role.DECISION:
            yield one.id


def read_source_definitions(
    config: Config, folder: Path, tell: Tell | None = None, *, usual: bool = True
) -> Mapping[str, Place]:
    """Return each id that a decision, a spec or a feature of the project defines, with its place.

    Args:
        config: where they lie.
        folder: the folder that the user works in, for the paths that are shown.
        tell: is told of a document that cannot be read.
        usual: look into the usual folder where none is configured.

    Raises:
        FlowkitError: as ``read_decisions``.
    """
    features = _found(config, folder, "features", _FEATURES, usual=usual)
    specs = _found(config, folder, "specs", SPECS, usual=usual)
    decisions = _found(config, folder, "decisions", SPECS, usual=usual)
    return {
        **dict(_tags(config, features, tell)),
        **dict(_ids_in_specs(config, specs, tell)),
        **{adr.id: Place(adr.path, adr.span) for adr in _decisions(config, decisions, tell) if adr.id},
    }


def _read(
    config: Config, documents: Iterable[Found], read: Callable[[Document], T], tell: Tell | None
) -> Iterator[tuple[Found, T]]:
    """Yield documents with what is read of them."""
    for found in documents:
        try:
            result = read(read_found(found, config))
        except ReadError as error:
            if tell is None:
                raise
            line = re.search(r":(\d+)$", error.where or "")
            path = shown_path(found.path, config.root)
            tell(Unreadable(path, int(line[1]) if line else None, error.message, error.hint))
        else:
            yield found, result


def _features(config: Config, documents: Iterable[Found], tell: Tell | None) -> Iterator[Feature]:
    from flowkit.read.gherkin import read_feature

    yield from (feature for _, feature in _read(config, documents, read_feature, tell))


def _decisions(config: Config, documents: Iterable[Found], tell: Tell | None) -> Iterator[Adr]:
    from flowkit.read.adr import is_decision, read_adr
    from flowkit.read.succession import settle

    grammar = config.grammar()
    outlines = (outline for _, outline in _read(config, documents, read_outline, tell))
    # A folder of decisions holds other notes too; one without a title decides nothing.
    yield from settle(read_adr(outline, grammar) for outline in outlines if is_decision(outline))


def _ids_in_specs(config: Config, documents: Iterable[Found], tell: Tell | None) -> Iterator[tuple[str, Place]]:
    from flowkit.read.definitions import read_definitions
    from flowkit.read.specs import HOUSE_FORMAT, load, recognise

    grammar = config.grammar()
    for found, outline in _read(config, documents, read_outline, tell):
        form = recognise(outline, grammar)
        for name, span in read_definitions(outline, grammar):
            kind = grammar.kind_of(name)
            # What spec-kit labels like a scenario is a measure of success, and the matter of its own plan.
            if form != "spec-kit" or kind is None or kind.role is not Role.SCENARIO:
                yield name, Place(found.shown, span)
        if form is None or form == HOUSE_FORMAT:
            continue
        # Other formats know ids that only they can tell: names, and numbers of criteria.
        spec = load(form).read(outline, grammar)
        for one in (*spec.requirements, *spec.stories):
            yield one.id, Place(found.shown, one.span)
            yield from ((entry.id, Place(found.shown, entry.span)) for entry in one.criteria if entry.id)


def _tags(config: Config, documents: Iterable[Found], tell: Tell | None) -> Iterator[tuple[str, Place]]:
    for feature in _features(config, documents, tell):
        for scenario in feature.scenarios:
            yield from ((tag, Place(feature.path, scenario.span)) for tag in scenario.tags)


def _found(
    config: Config, folder: Path, name: str, endings: tuple[str, ...], *, usual: bool = True
) -> tuple[Found, ...]:
    """Return the documents of one of the sources; its usual folder may be missing, a configured one may not."""
    configured: tuple[str, ...] | None = getattr(config.sources, name, None)
    if configured is None:
        return find_configured(DEFAULT_SOURCES[name] if usual else (), config, folder, endings, optional=True)
    return find_configured(configured, config, folder, endings)
