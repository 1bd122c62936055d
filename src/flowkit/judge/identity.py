"""Ids: defined once, defined at all, and named so that they can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flowkit.model.claim import ClaimKind
from flowkit.model.marker import Role, leading_label, near
from flowkit.model.plan import Definition, Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

# So many undefined ids are named in a message; the others are counted there and listed as related places.
_NAMED = 5


def duplicate_marker(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find markers that one plan defines more than once; a label like ``Step 1`` may begin anew in each phase."""
    del around
    places: dict[tuple[str, str | None], list[Definition]] = {}
    phases = {task.span.start: task.phase for task in plan.tasks if task.span is not None}
    for item in plan.definitions:
        phase = phases.get(item.span.start) if item.span and _restarts(item) else None
        places.setdefault((item.name, phase), []).append(item)
    doubled = {name for (name, _), found in places.items() if len(found) > 1}
    for (name, _), (first, *others) in places.items():
        # Of a task that is defined twice, the local ids collide as a matter of course.
        if others and first.owner not in doubled:
            message = f"{name} is defined {len(others) + 1} times"
            if len(others) == 1:
                message = f"{name} is defined twice"
            related = tuple(Place(plan.path, item.span, f"{name} is defined here too") for item in (first, *others[1:]))
            hint = "Give one of them another id."
            marker = plan.full_name(name)
            yield DUPLICATE_MARKER.finding(
                plan.path, others[0].span, message, marker=marker, related=related, hint=hint
            )


def _restarts(item: Definition) -> bool:
    label = leading_label(item.id)
    return label is not None and not label.prefixed and "." not in item.id


def undefined_reference(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find ids that the plan cites and that nothing at hand defines: one finding for all of them."""
    known = _known(plan, around)
    first: dict[str, Span | None] = {}
    for identifier, span in _citations(plan):
        if identifier not in known:
            first.setdefault(identifier, span)
    if not first:
        return
    names = list(first)
    related = tuple(Place(plan.path, first[name], f"{name} is cited here") for name in names[1:])
    message = f"{_listed(names)} {'is' if len(names) == 1 else 'are'} cited, and nothing at hand defines {_them(names)}"
    yield UNDEFINED_REFERENCE.finding(plan.path, first[names[0]], message, related=related, hint=_hint(names, known))


def _known(plan: Plan, around: Surroundings) -> Mapping[str, object]:
    known: dict[str, object] = dict(around.definitions)
    for other in (*around.plans, plan):
        for item in other.definitions:
            known[item.id] = known[item.name] = item
        known.update((task.key, task) for task in other.tasks)
    return known


def _citations(plan: Plan) -> list[tuple[str, Span | None]]:
    """Return every cited id with its place, in document order; an id that a summary lists is the summary's matter."""
    listed = {claim.span.start for claim in plan.claims if claim.kind is ClaimKind.SUMMARY}
    cited: list[tuple[str, Span | None]] = [
        (mention.id, mention.span)
        for mention in plan.mentions
        if mention.role != Role.CRITERION and not (mention.span.start in listed and mention.role in _SUMMARY_ROLES)
    ]
    for task in plan.tasks:
        cited += [(citation.id, citation.span) for citation in task.requirements if "*" not in citation.id]
        cited += [(dependency.on, dependency.span or task.dependencies_span) for dependency in task.depends_on]
    return sorted(cited, key=lambda entry: entry[1].start if entry[1] else 0)


_SUMMARY_ROLES = frozenset({Role.TASK, Role.COVERAGE, Role.CONTRACT})


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > _NAMED + 1:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _hint(names: Iterable[str], known: Iterable[str]) -> str:
    known = list(known)
    meant = [f"{other} for {name}" for name in list(names)[:_NAMED] if (other := near(name, known))]
    if meant:
        return f"Perhaps {', '.join(meant)} is meant; ids compare as they are written."
    return "Add the documents that define them to the configured sources, or mend the ids."


def unresolved_dependency(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find words in dependencies fields that name no task, and so cannot be followed."""
    del around
    for task in plan.tasks:
        for words in task.unresolved:
            message = f"{task.key} depends on “{words.text}”, which names no task"
            span = words.span or task.dependencies_span or task.span
            marker = plan.full_name(task.key)
            hint = "Name the ids of the tasks that are meant."
            yield UNRESOLVED_DEPENDENCY.finding(plan.path, span, message, marker=marker, hint=hint)


DUPLICATE_MARKER = Rule(
    "duplicate-marker",
    Severity.ERROR,
    "A plan defines the same marker more than once",
    duplicate_marker,
)
UNDEFINED_REFERENCE = Rule(
    "undefined-reference",
    Severity.WARNING,
    "A plan cites ids that nothing at hand defines",
    undefined_reference,
)
UNRESOLVED_DEPENDENCY = Rule(
    "unresolved-dependency",
    Severity.INFO,
    "A dependency is given in words that name no task",
    unresolved_dependency,
)
