"""Feature files to their scenarios, by the official parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from flowkit.errors import ReadError
from flowkit.model.feature import Feature, FeatureScenario
from flowkit.model.intent import Spec
from flowkit.model.source import Document
from flowkit.read.document import MAX_FILE_SIZE, read_document

_EXPECTED = re.compile(r".*expected: #.*?(?:, got '(?P<got>.*)')?", re.DOTALL)

if TYPE_CHECKING:
    from gherkin.parser_types import Background, Envelope, GherkinDocument, Scenario, Step, Tag
    from gherkin.parser_types import Feature as ParsedFeature
    from gherkin.parser_types import Rule as ParsedRule

    class _Child(TypedDict, total=False):
        """What the parser's own types leave open: each child of a feature or a rule is exactly one of these."""

        background: Background
        scenario: Scenario
        rule: ParsedRule


def read_features(spec: Spec, root: Path, *, max_size: int = MAX_FILE_SIZE) -> tuple[Feature, ...]:
    """Read the feature files that a spec names.

    Args:
        spec: the spec.
        root: the project's root, which their paths start from and none of them may lie outside of.
        max_size: the most bytes that are read of each.

    Raises:
        ReadError: one of them is missing, outside the root (itself, or where a link leads) or no text, which is said at
            the line of the spec that names it; or one is not Gherkin, which is said at its own line.
    """
    return tuple(
        read_feature(_named(name, f"{spec.path}:{span.line}", root, max_size))
        for name, span in spec.feature_paths.items()
    )


def _named(name: str, where: str, root: Path, max_size: int) -> Document:
    try:
        target = (root / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise ReadError(f"the feature {name} is no usable path: {error}", where=where) from error
    if not target.is_relative_to(root.resolve()):
        hint = "name a file inside the project, and no link that leads out of it"
        raise ReadError(f"the feature {name} leads out of the project", where=where, hint=hint)
    try:
        return read_document(target, shown=name, max_size=max_size)
    except ReadError as error:
        hint = error.hint or "name a file that is there by its path from the project's root"
        raise ReadError(f"the feature {name} {error.message}", where=where, hint=hint) from error


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
        message = _plainly(str(first).split(": ", 1)[-1])
        more = f"; {len(errors) - 1} more problem(s) follow" if len(errors) > 1 else ""
        raise ReadError(
            f"is not valid Gherkin: {message}{more}",
            where=f"{document.path}:{min(line, len(document.lines))}",
            hint="mend the line, or the keywords' language by '# language: xx' on the first line",
        ) from error


def _plainly(message: str) -> str:
    """Return what the parser says in words of Gherkin; it lists the names of all tokens that it would have taken."""
    found = _EXPECTED.fullmatch(message)
    if found is None:
        return message
    got = found["got"]
    return f"{got!r} fits nowhere here" if got is not None else "the text ends too early"


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
