"""What the specs of all other formats have in common: their head, what is open, what is left out, entities."""

from __future__ import annotations

from collections.abc import Sequence

from flowkit.model.intent import Spec
from flowkit.model.outline import Outline
from flowkit.read.entries import Source
from flowkit.read.specs.asides import entities, left_out, open_questions
from flowkit.read.specs.head import read_head
from flowkit.read.specs.stated import Stated


def read_frame(source: Source, outline: Outline, stated: Stated, extents: Sequence[tuple[str, int, int]] = ()) -> Spec:
    """Read a spec around the requirements that it states.

    Args:
        source: the document.
        outline: the document.
        stated: what it states by ids.
        extents: the id, the first and the last line of what else it tells, for the questions that stand there.
    """
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
        questions=(*open_questions(source, outline, (*extents, *stated.extents)), *stated.questions),
        risks=(),
        non_goals=(*left_out(outline), *stated.dropped),
        path=outline.document.path,
        span=head.span,
        stories=stated.stories,
        entities=tuple(entities(source, outline)),
    )
