"""The first documents of a feature, to fill in: a decision, a spec and a feature that fit together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowkit.draft.render import environment
from flowkit.errors import UsageError

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Folders:
    """Where decisions, specs and features lie, from the project's root."""

    decisions: str = "docs/decisions"
    specs: str = "docs/specs"
    features: str = "features"


def scaffold(
    name: str = "first-feature", *, number: int = 1, date: str, folders: Folders | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the path and the text of each document to write.

    Args:
        name: the short name of the feature, in lower case with hyphens.
        number: the number of the decision, the next one that is free.
        date: today, as ISO 8601 has it.
        folders: where the documents lie.

    Raises:
        UsageError: the name cannot be part of a file name and an id.
    """
    if not _NAME.fullmatch(name):
        hint = "use lower-case letters, digits and hyphens, like 'parcel-labels'"
        raise UsageError(f"the name {name!r} cannot be used", hint=hint)
    where = folders or Folders()
    module = name.replace("-", "_")
    feature = f"{where.features}/{module}.feature"
    values = {
        "name": name,
        "module": module,
        "title": name.replace("-", " ").capitalize(),
        "number": f"{number:03d}",
        "date": date,
        "feature": feature,
    }
    documents = (
        (f"{where.decisions}/ADR-{number:03d}-{name}.md", "init/adr.md.j2"),
        (f"{where.specs}/{name}.md", "init/spec.md.j2"),
        (feature, "init/feature.feature.j2"),
    )
    made = environment()
    return tuple((path, made.get_template(template).render(values)) for path, template in documents)
