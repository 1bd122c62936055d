"""Feature files, as they were read."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.model.source import Span


@dataclass(frozen=True, slots=True)
class FeatureScenario:
    """A scenario of a feature file.

    Attributes:
        name: its title; None if it has none.
        tags: its own tags and those that it inherits from feature and rule, without the ``@``.
        rule: the rule that it stands in.
        outline: it has examples.
        steps: the steps as written, keyword and text, background steps first.
        examples: how many example rows it has.
        span: its title line.
    """

    name: str | None
    tags: tuple[str, ...]
    rule: str | None
    outline: bool
    steps: tuple[str, ...]
    examples: int
    span: Span


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature file.

    Attributes:
        name: its title; None for a file that holds no feature or one without a title.
        language: the language of its keywords.
        tags: its tags, without the ``@``.
        rules: the titles of its rules.
        scenarios: every scenario, those inside rules among them.
        path: its document.
        span: its title line, or the first line of a file that holds no feature.
    """

    name: str | None
    language: str
    tags: tuple[str, ...]
    rules: tuple[str, ...]
    scenarios: tuple[FeatureScenario, ...]
    path: str
    span: Span
