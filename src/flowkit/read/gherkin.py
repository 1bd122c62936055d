"""A feature file to its scenarios, by the official parser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict, cast

from flowkit.errors import ReadError
from flowkit.model.intent import Feature, FeatureScenario
from flowkit.model.source import Document

if TYPE_CHECKING:
    from gherkin.parser_types import Background, Envelope, GherkinDocument, Scenario, Step, Tag
    from gherkin.parser_types import Feature as ParsedFeature
    from gherkin.parser_types import Rule as ParsedRule

    class _Child(TypedDict, total=False):
        """What the parser's own types leave open: each child of a feature or a rule is exactly one of these."""

        background: Background
        scenario: Scenario
        rule: ParsedRule


def read_feature(document: Document) -> Feature:
    """Read a feature file; a file without a feature gives one that has no name and no scenarios.

    Raises:
        ReadError: the text is not Gherkin; the place is that of the first error.
    """
    parsed = _parse(document).get("feature")
    if parsed is None:
        return Feature(None, "en", (), (), (), document.path, document.line_span(1))
    rules = [child["rule"] for child in _children(parsed["children"]) if "rule" in child]
    return Feature(
        name=parsed["name"].strip() or None,
        language=parsed["language"],
        tags=_tags(parsed["tags"]),
        rules=tuple(rule["name"] for rule in rules),
        scenarios=tuple(_scenarios(document, parsed)),
        path=document.path,
        span=document.line_span(parsed["location"]["line"]),
    )


def _parse(document: Document) -> GherkinDocument:
    from gherkin.errors import CompositeParserException, ParserError, ParserException
    from gherkin.parser import Parser

    # The parser counts lines by LF alone; joining the document's own lines makes it count as an editor does.
    try:
        return Parser().parse("\n".join(document.lines))
    except ParserError as error:
        errors = list(error.errors) if isinstance(error, CompositeParserException) else [error]
        first = errors[0]
        line = first.location["line"] if isinstance(first, ParserException) else 1
        # The parser puts the place before its message; the place is told apart here.
        message = str(first).split(": ", 1)[-1]
        more = f"; {len(errors) - 1} more problem(s) follow" if len(errors) > 1 else ""
        raise ReadError(
            f"is not valid Gherkin: {message}{more}",
            where=f"{document.path}:{min(line, len(document.lines))}",
            hint="mend the line, or the keywords' language by '# language: xx' on the first line",
        ) from error


def _children(children: list[Envelope]) -> list[_Child]:
    return cast("list[_Child]", children)


def _tags(tags: list[Tag]) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in tags)


def _scenarios(document: Document, feature: ParsedFeature) -> Iterator[FeatureScenario]:
    background: tuple[str, ...] = ()
    tags = _tags(feature["tags"])
    for child in _children(feature["children"]):
        if "background" in child:
            background = _steps(child["background"])
        elif "scenario" in child:
            yield _scenario(document, child["scenario"], tags, None, background)
        else:
            yield from _scenarios_of_rule(document, child["rule"], tags, background)


def _scenarios_of_rule(
    document: Document, rule: ParsedRule, inherited: tuple[str, ...], background: tuple[str, ...]
) -> Iterator[FeatureScenario]:
    tags = inherited + _tags(rule["tags"])
    for child in _children(rule["children"]):
        if "background" in child:
            background += _steps(child["background"])
        else:
            yield _scenario(document, child["scenario"], tags, rule["name"], background)


def _scenario(
    document: Document, parsed: Scenario, inherited: tuple[str, ...], rule: str | None, background: tuple[str, ...]
) -> FeatureScenario:
    return FeatureScenario(
        name=parsed["name"].strip() or None,
        tags=tuple(dict.fromkeys(inherited + _tags(parsed["tags"]))),
        rule=rule,
        outline=bool(parsed["examples"]),
        steps=background + _steps(parsed),
        examples=sum(len(table.get("tableBody", ())) for table in parsed["examples"]),
        span=document.line_span(parsed["location"]["line"]),
    )


def _steps(block: Background | Scenario) -> tuple[str, ...]:
    return tuple(_step(step) for step in block["steps"])


def _step(step: Step) -> str:
    return f"{step['keyword']}{step['text']}"
