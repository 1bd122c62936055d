"""The decisions, specs and features of a project: what they are, and which ids they define."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from flowkit.config import Config, Sources
from flowkit.model.intent import Adr
from flowkit.model.source import Document
from flowkit.model.verdict import Place
from flowkit.read.discovery import find_configured
from flowkit.read.document import read_document
from flowkit.read.markdown import read_outline
from flowkit.request import Found

_MARKDOWN = (".md", ".markdown")
_FEATURES = (".feature",)


def read_decisions(config: Config, folder: Path) -> Iterator[Adr]:
    """Yield the decisions of a project, in order of their paths.

    Args:
        config: where they lie.
        folder: the folder that the user works in, for the paths that are shown.

    Raises:
        ReadError: a document cannot be read, or the configuration names a place that is not there.
    """
    from flowkit.read.adr import read_adr

    grammar = config.grammar()
    for found in _found(config, folder, _sources(config).decisions, _MARKDOWN):
        outline = read_outline(_document(found, config))
        # A folder of decisions holds other notes too; one without a title decides nothing.
        if any(section.level == 1 and section.title.text for section in outline.sections()):
            yield read_adr(outline, grammar)


def read_source_definitions(config: Config, folder: Path) -> Mapping[str, Place]:
    """Return each id that a decision, a spec or a feature of the project defines, with its place.

    Raises:
        ReadError: as ``read_decisions``; or a feature is not valid Gherkin.
    """
    return {
        **dict(_tags(config, folder)),
        **dict(_ids_in_specs(config, folder)),
        **{adr.id: Place(adr.path, adr.span) for adr in read_decisions(config, folder) if adr.id},
    }


def _ids_in_specs(config: Config, folder: Path) -> Iterator[tuple[str, Place]]:
    from flowkit.read.definitions import read_definitions

    grammar = config.grammar()
    for found in _found(config, folder, _sources(config).specs, _MARKDOWN):
        outline = read_outline(_document(found, config))
        yield from ((name, Place(found.shown, span)) for name, span in read_definitions(outline, grammar))


def _tags(config: Config, folder: Path) -> Iterator[tuple[str, Place]]:
    from flowkit.read.gherkin import read_feature

    for found in _found(config, folder, _sources(config).features, _FEATURES):
        for scenario in read_feature(_document(found, config)).scenarios:
            yield from ((tag, Place(found.shown, scenario.span)) for tag in scenario.tags)


def _sources(config: Config) -> Sources:
    return config.sources or Sources()


def _found(config: Config, folder: Path, patterns: tuple[str, ...], endings: tuple[str, ...]) -> tuple[Found, ...]:
    return find_configured(patterns, config.root, folder, endings, optional=config.sources is None)


def _document(found: Found, config: Config) -> Document:
    return read_document(found.path, shown=found.shown, max_size=config.max_file_size)
