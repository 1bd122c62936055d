"""Ids: defined once, defined at all, and named so that they can be found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from flowkit.model.claim import ClaimKind
from flowkit.model.marker import Role, leading_label
from flowkit.model.nearness import Ids
from flowkit.model.plan import Definition, Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Span
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

# A label, and the section in which it counts.
_Scope: TypeAlias = tuple[str, str | None, int | None]

# So many undefined ids are named in a message; the others are counted there and listed as related places.
_NAMED = 5


def duplicate_marker(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find markers that one plan defines more than once, and a run id that an earlier plan has.

    A label like ``Step 1`` may begin anew in each phase, and in each section that counts from the start. Ids that one
    phase defines and another defines again are one mistake, and make one finding.
    """
    yield from _same_run(plan, around)
    if len({item.name for item in plan.definitions}) == len(plan.definitions):
        return
    phases = {task.span.start: task.phase for task in plan.tasks if task.span is not None}
    places = _places(plan, phases)
    doubled = {name for (name, _, _), found in places.items() if len(found) > 1}
    groups: dict[tuple[str | None, ...], list[list[Definition]]] = {}
    for (name, _, _), found in places.items():
        # Of a task that is defined twice, the local ids collide as a matter of course.
        if len(found) > 1 and found[0].owner not in doubled:
            around_each = tuple(dict.fromkeys(phases.get(item.span.start) if item.span else None for item in found))
            groups.setdefault(around_each if len(around_each) > 1 else (name,), []).append(found)
    for group in groups.values():
        yield _duplicates(plan, group)


def _same_run(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    same = [one for one in around.plans if one.run_id is not None and one.run_id == plan.run_id]
    if same and same[0].path != plan.path and plan in same:
        message = f"{plan.run_id} is the run id of {same[0].path} too"
        related = (Place(same[0].path, None, "the plan that has it first"),)
        hint = "Give it a run id of its own, or what proves the one would prove the other."
        yield DUPLICATE_MARKER.finding(plan.path, None, message, marker=plan.run_id, related=related, hint=hint)


def _duplicates(plan: Plan, group: Sequence[Sequence[Definition]]) -> Finding:
    names = list(dict.fromkeys(found[0].name for found in group))
    first, second, *others = group[0]
    times = "twice" if all(len(found) == 2 for found in group) else f"{len(group[0])} times"
    message = f"{names[0]} is defined {times}"
    if len(names) > 1:
        message = f"{_listed(names)} are each defined {times if times == 'twice' else 'more than once'}"
    also = (first, *others, *(item for found in group[1:] for item in found))
    related = tuple(Place(plan.path, item.span, f"{item.name} is defined here too") for item in also)
    hint = "Give one of them another id." if len(names) == 1 else "Give other ids to those of one of the sections."
    marker = plan.full_name(names[0])
    return DUPLICATE_MARKER.finding(plan.path, second.span, message, marker=marker, related=related, hint=hint)


def _places(plan: Plan, phases: Mapping[int, str | None]) -> dict[_Scope, list[Definition]]:
    """Return the definitions of a plan by name, those of labels that begin anew also by phase and section."""
    sections = _counting_sections(plan)
    places: dict[_Scope, list[Definition]] = {}
    for item in plan.definitions:
        phase = phases.get(item.span.start) if item.span and _restarts(item) else None
        section = sections.get(item.span.start) if item.span else None
        places.setdefault((item.name, phase, section), []).append(item)
    return places


def _counting_sections(plan: Plan) -> dict[int, int]:
    """Return for each label, by its offset, the line of the section around it, if that counts from 0 or 1."""
    labels = [(item, item.span) for item in plan.definitions if _restarts(item) and item.span is not None]
    if plan.outline is None or len({item.name for item, _ in labels}) == len(labels):
        return {}
    parents: dict[int, int] = {}
    above: list[tuple[int, int]] = []
    for section in plan.outline.sections:
        line = section.title.line
        while above and above[-1][0] >= section.level:
            above.pop()
        parents[line] = above[-1][1] if above else 0
        above.append((section.level, line))
    titles = sorted(parents)
    found: dict[int, int] = {}
    lowest: dict[tuple[int, str], int] = {}
    for item, span in labels:
        title = titles[at - 1] if (at := bisect_right(titles, span.line)) else 0
        found[span.start] = section_line = parents[title] if title == span.line else title
        word, _, number = item.id.rpartition(" ")
        if number.isdecimal():
            lowest[section_line, word] = min(int(number), lowest.get((section_line, word), int(number)))
    anew = {line for (line, _), number in lowest.items() if number <= 1}
    return {start: line for start, line in found.items() if line in anew}


def _restarts(item: Definition) -> bool:
    label = leading_label(item.id)
    return item.id.isdecimal() or (label is not None and not label.prefixed and "." not in item.id)


def undefined_reference(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find ids that the plan cites and that nothing at hand defines: one finding for all of them."""
    own = Ids(chain(plan.names(), (name for index in plan.specs for one in index.wanted for name in one.names)))
    local = {mention.id for mention in plan.mentions if mention.role == Role.METRIC}
    first: dict[str, Span | None] = {}
    for identifier, span in _citations(plan):
        is_local = identifier in local or (bool(plan.specs) and _is_numbered(identifier))
        if identifier not in own and (is_local or identifier not in around.names):
            first.setdefault(identifier, span)
    if not first:
        return
    names = list(first)
    related = tuple(Place(plan.path, first[name], f"{name} is cited here") for name in names[1:])
    message = f"{_listed(names)} {'is' if len(names) == 1 else 'are'} cited, and nothing at hand defines {_them(names)}"
    yield UNDEFINED_REFERENCE.finding(
        plan.path, first[names[0]], message, related=related, hint=_hint(names, own, around.names)
    )


def _is_numbered(identifier: str) -> bool:
    """Whether a requirement is named by a number, which means something in the folder of its plan alone."""
    return identifier.rpartition(" ")[2].replace(".", "").isdecimal()


def _citations(plan: Plan) -> list[tuple[str, Span | None]]:
    """Return every cited id with its place, in document order; an id that a summary lists is the summary's matter."""
    listed = {claim.span.start for claim in plan.claims if claim.kind is ClaimKind.SUMMARY}
    cited: list[tuple[str, Span | None]] = [
        (mention.id, mention.span)
        for mention in plan.mentions
        if mention.role != Role.CRITERION and not (mention.span.start in listed and mention.role in _SUMMARY_ROLES)
    ]
    for task in plan.work:
        cited += [(citation.id, citation.span) for citation in task.requirements if "*" not in citation.id]
        waits = () if plan.excerpt else task.depends_on
        cited += [(dependency.on, dependency.span or task.dependencies_span) for dependency in waits]
    return sorted(cited, key=lambda entry: (entry[1].path or "", entry[1].start) if entry[1] else ("", 0))


_SUMMARY_ROLES = frozenset({Role.TASK, Role.COVERAGE, Role.CONTRACT})


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > _NAMED + 1:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _hint(names: Iterable[str], own: Ids, others: Ids) -> str:
    near = {name: own.slip(name) or others.slip(name) for name in list(names)[:_NAMED]}
    meant = [f"{other} for {name}" for name, other in near.items() if other]
    if meant:
        return f"Perhaps {', '.join(meant)} is meant; ids compare as they are written."
    return "Add the documents that define them to the configured sources, or mend the ids."


def unresolved_dependency(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find words in dependencies fields that name no task, and so cannot be followed."""
    del around
    for task in plan.work:
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
