"""A plan as a dialect can hold it: ids that it can carry, text that is safe in it, sections for its tasks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from flowkit.draft.dialects.forms import Form
from flowkit.draft.dialects.labels import box_text, heading_text, relabel, renamer
from flowkit.draft.plan import Draft
from flowkit.draft.prose import entry, inline, one_line, opening, verbatim
from flowkit.draft.total import SECTIONS
from flowkit.model.marker import Grammar
from flowkit.model.outline import plain_title
from flowkit.model.plan import Drawing, Phase, Plan
from flowkit.model.task import Deliverable, Dependency, Effort, Item, Label, State, Task, Unresolved
from flowkit.request import STANDARD_INPUT

_Entry = TypeVar("_Entry", bound=Item)
_STATUS = re.compile(r"(status\s*):", re.IGNORECASE)
_WITHOUT_PHASE = "Tasks"


@dataclass(frozen=True, slots=True)
class Carried:
    """What is to be written.

    Attributes:
        draft: the plan as the dialect can hold it.
        names: the key of each task in the source and the id that it has now, in order.
    """

    draft: Draft
    names: tuple[tuple[str, str], ...]


def draft_of(plan: Plan) -> Draft:
    """Return a plan that was read as a draft; what only sources say (risks, questions ...) is not in it."""
    return Draft(
        plan=plan,
        decisions=(plan.adr,) if plan.adr else (),
        spec=None,
        features=(),
        risks=(),
        consequences=(),
        questions=(),
        non_goals=(),
        waves=(),
        critical=(),
        made={},
    )


def carry(draft: Draft, form: Form, grammar: Grammar) -> Carried:
    """Return a draft as a dialect can hold it.

    Nothing is left out here: what the template does not write is lost only then.
    """
    labels = relabel(draft.plan.tasks, form, grammar)
    names: dict[str, str] = {}
    for old, new in labels:
        names.setdefault(old, new)
    carrier = _Carrier(form, grammar, names)
    tasks = tuple(
        carrier.task(task, new, phased=draft.spec is None and any(each.phase for each in draft.plan.tasks))
        for task, (_, new) in zip(draft.plan.tasks, labels, strict=True)
    )
    return Carried(carrier.draft(draft, tasks), labels)


class _Carrier:
    def __init__(self, form: Form, grammar: Grammar, names: Mapping[str, str]) -> None:
        self.form, self.grammar, self.names = form, grammar, names
        self.renamed = renamer(names)

    def line(self, text: str) -> str:
        """Return a text that stands behind an id or the name of a field."""
        return self._safe(text, inline)

    def entry(self, text: str) -> str:
        """Return a text that is an entry of a list."""
        return self._safe(text, entry)

    def paragraphs(self, text: str) -> str:
        """Return running text, whose paragraphs are parted by empty lines."""
        return "\n\n".join(self._safe(part, opening) for part in text.split("\n\n"))

    def _safe(self, text: str, safe: Callable[[str], str]) -> str:
        return safe(self.renamed(text)) if self.form.markdown else one_line(self.renamed(text))

    def title(self, text: str) -> str:
        """Return the title of a task."""
        line = one_line(self.renamed(text))
        if not self.form.markdown:
            return line
        while (plain := plain_title(inline(line))) != line:
            line = plain
        return f"\\{line}" if self.form.tagged and line.startswith("[") else line

    def heading(self, text: str) -> str:
        """Return the title of the plan or of a section."""
        line = self.title(text)
        return heading_text(_STATUS.sub(r"\1\\:", line), self.grammar) if self.form.markdown else line

    def draft(self, draft: Draft, tasks: tuple[Task, ...]) -> Draft:
        """Return the draft with the tasks that are to be written."""
        return replace(
            draft,
            plan=self.plan(draft.plan, tasks),
            decisions=tuple(self.line(decision) for decision in draft.decisions),
            risks=tuple(
                replace(risk, task=self.names.get(risk.task, risk.task), text=self.renamed(risk.text))
                for risk in draft.risks
            ),
            questions=tuple(self.renamed(question) for question in draft.questions),
            waves=tuple(tuple(self.names.get(key, key) for key in wave) for wave in draft.waves),
            critical=tuple(self.names.get(key, key) for key in draft.critical),
        )

    def plan(self, plan: Plan, tasks: tuple[Task, ...]) -> Plan:
        """Return the plan with the tasks that are to be written; it keeps the id by which others name its markers."""
        return replace(
            plan,
            title=self.heading(plan.title or plan.id) or plan.id,
            run_id=plan.run_id or (None if plan.path == STANDARD_INPUT else self.line(plan.id)),
            status=self.label(plan.status),
            effort=self.effort(plan.effort),
            created=self.line(plan.created) if plan.created else None,
            overview=self.paragraphs(plan.overview) if plan.overview else None,
            phases=tuple(Phase(self.heading(phase.title), phase.span) for phase in plan.phases),
            tasks=tasks,
            drawings=tuple(map(self.drawing, plan.drawings)),
        )

    def drawing(self, drawing: Drawing) -> Drawing:
        """Return a drawing whose arrows lead from and to the ids of the tasks."""
        edges = (
            replace(edge, task=self.names.get(edge.task, edge.task), on=self.names.get(edge.on, edge.on))
            for edge in drawing.edges
        )
        return replace(drawing, edges=tuple(edges))

    def task(self, task: Task, identifier: str, *, phased: bool) -> Task:
        """Return a task under the id that it has in the dialect."""
        without = _WITHOUT_PHASE if phased else SECTIONS.get(task.kind, _WITHOUT_PHASE)
        return replace(
            task,
            id=identifier,
            key=identifier,
            kind=self.grammar.count_name(identifier),
            title=self.title(task.title),
            status=self.status(task),
            phase=self.heading(task.phase or without) or without,
            priority=self.label(task.priority),
            effort=self.effort(task.effort),
            description=self.paragraphs(task.description) if task.description else None,
            depends_on=tuple(map(self.dependency, task.depends_on)),
            unresolved=tuple(Unresolved(self.entry(each.text)) for each in task.unresolved),
            deliverables=self.deliverables(task.deliverables),
            criteria=self.items(task.criteria),
            verifications=self.items(task.verifications),
            changes=self.items(task.changes),
            how_to_test=self.items(task.how_to_test),
            checklist=self.items(task.checklist),
            scenarios=self.items(task.scenarios),
            coverage_targets=tuple(
                replace(target, text=self.line(target.text), task=identifier) for target in task.coverage_targets
            ),
            contract_endpoints=tuple(
                replace(endpoint, text=self.line(endpoint.text), task=identifier)
                for endpoint in task.contract_endpoints
            ),
            commands=tuple(filter(None, map(verbatim, task.commands))),
            notes=tuple(self.entry(note) for note in task.notes),
            sources=tuple(one_line(source) for source in task.sources),
        )

    def status(self, task: Task) -> Label | None:
        """Return the status of a task; that it is in progress, no box says."""
        if task.status is None and task.state is State.IN_PROGRESS:
            return Label("In progress")
        return self.label(task.status)

    def label(self, label: Label | None) -> Label | None:
        """Return the word of a field and its remark."""
        return label and Label(self.line(label.value), self.line(label.note) if label.note else None, label.span)

    def effort(self, effort: Effort | None) -> Effort | None:
        """Return an effort; its hours are what its words say."""
        return effort and replace(effort, text=self.line(effort.text))

    def dependency(self, dependency: Dependency) -> Dependency:
        """Return what a task waits for; the reason stands in brackets, and can hold none."""
        reason = dependency.reason and self.line(dependency.reason.replace("(", "[").replace(")", "]"))
        return Dependency(self.names.get(dependency.on, dependency.on), reason or None, dependency.span)

    def deliverables(self, deliverables: tuple[Deliverable, ...]) -> tuple[Deliverable, ...]:
        """Return what is to be left behind."""
        paths: dict[str, set[str | None]] = {}
        for each in deliverables:
            paths.setdefault(each.text, set()).add(each.path)
        return tuple(self.deliverable(each, alone=len(paths[each.text]) == 1) for each in deliverables)

    def deliverable(self, deliverable: Deliverable, *, alone: bool) -> Deliverable:
        """Return an entry; a bare path that opens it alone gets backticks, in which it is surely read as one."""
        path = deliverable.path
        bare = alone and path is not None and deliverable.text.startswith(path) and not deliverable.symbols
        if not self.form.markdown or path is None or not bare:
            return replace(deliverable, text=self.entry(deliverable.text))
        path = path.replace("`", "")
        note = self.line(deliverable.note) if deliverable.note else None
        return replace(deliverable, text=f"`{path}` - {note}" if note else f"`{path}`", path=path, note=note)

    def items(self, items: tuple[_Entry, ...]) -> tuple[_Entry, ...]:
        """Return the entries of a list; one that says nothing is none."""
        return tuple(self.item(item) for item in items if item.id or one_line(item.text))

    def item(self, item: _Entry) -> _Entry:
        """Return an entry of a list."""
        text = self.line(item.text) if item.id else self.entry(item.text)
        return replace(item, text=box_text(text, self.form, self.grammar) if item.done is not None else text)
