"""Documents that list requirements by ids: product and software requirements, in headings, lists and tables."""

from __future__ import annotations

from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar
from flowkit.model.outline import Outline
from flowkit.read.entries import Source
from flowkit.read.specs.asides import entities, left_out, open_questions
from flowkit.read.specs.head import read_head
from flowkit.read.specs.stated import read_stated


def recognise(outline: Outline, grammar: Grammar) -> float:
    """Return 0.5 for a document that states requirements by ids, less for one that states user stories alone."""
    stated = read_stated(Source(outline.document, grammar), outline)
    return 0.5 if stated.requirements or stated.dropped else 0.3 if stated.stories else 0.0


def read(outline: Outline, grammar: Grammar) -> Spec:
    """Read a document of requirements; any outline gives one, if need be without requirements."""
    source = Source(outline.document, grammar)
    stated = read_stated(source, outline)
    head = read_head(outline)
    return Spec(
        id=head.id,
        title=head.title,
        overview=head.overview,
        adr=(),
        created=head.created,
        features=(),
        requirements=stated.requirements,
        components=(),
        contracts=(),
        questions=(*open_questions(source, outline, stated.extents), *stated.questions),
        risks=(),
        non_goals=(*left_out(outline), *stated.dropped),
        path=outline.document.path,
        span=head.span,
        stories=stated.stories,
        entities=tuple(entities(source, outline)),
    )
