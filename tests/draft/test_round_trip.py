"""Any spec gives a plan whose text reads back to the same plan."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowkit.draft.check import fold
from flowkit.draft.plan import draft
from flowkit.draft.prose import entry, inline, opening
from flowkit.draft.render import render
from flowkit.model.intent import (
    Component,
    Delivery,
    Entry,
    Listed,
    Question,
    Reference,
    Requirement,
    Risk,
    Spec,
    Target,
)
from flowkit.model.marker import Grammar
from flowkit.model.outline import Line, plain_title
from flowkit.model.plan import Plan
from flowkit.model.source import Span
from flowkit.model.task import Effort, Label
from flowkit.read.document import document_from_bytes
from flowkit.read.entries import Source, deliveries
from flowkit.read.plans import read_plan

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


HERE = Span(0, 0, 1, 1)
WORDS = [
    "<!--",
    "-->",
    "**",
    "Priority",
    "Status",
    ":",
    "```",
    "~~~",
    "#",
    "-",
    "[x]",
    "|",
    "1.",
    ">",
    "a",
    "_b_",
    "\\",
    "`c.py`",
    "Status: done",
    "Requires:",
    "IMPL_002",
]
TEXTS = (
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
    | st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=25)
).filter(lambda text: any(char.isalnum() for char in inline(text)) and bool(opening(text)))
PATHS = st.from_regex(r"[a-z]{1,4}/[a-z_]{1,6}\.(py|md|sql)", fullmatch=True)
FIGURES = st.integers(1, 100) | st.sampled_from([87.5, 99.9])
SPECS_OF_KIND = st.sampled_from(["IMPL", "IMPL", "TEST", "DOC"])


@st.composite
def specs(pick: st.DrawFn) -> Spec:
    """Make a spec that fits together: names are unique, and components wait only for earlier ones."""
    names = pick(st.lists(TEXTS, min_size=1, max_size=5, unique_by=lambda name: fold(inline(name))))
    count = pick(st.integers(0, 3))
    requirements = tuple(
        Requirement(
            f"REQ-{n:03d}",
            pick(TEXTS),
            (),
            tuple(Entry(f"AC-{k}", pick(TEXTS), HERE) for k in range(1, pick(st.integers(1, 4)))),
            HERE,
        )
        for n in range(1, count + 1)
    )
    components: list[Component] = []
    for index, name in enumerate(names):
        kind = "IMPL" if index == 0 else pick(SPECS_OF_KIND)
        components.append(pick(component(kind, name, index, names[:index], requirements)))
    contracts = tuple(Entry(reference.name, pick(TEXTS), HERE) for one in components for reference in one.contracts)
    risks = pick(
        st.lists(
            st.builds(
                Risk,
                st.sampled_from(names).map(lambda name: Reference(name, HERE)),
                TEXTS,
                st.none() | TEXTS,
                st.just(HERE),
            ),
            max_size=2,
        )
    )
    return Spec(
        id="feat-x",
        title=pick(TEXTS),
        overview=tuple(pick(st.lists(TEXTS, max_size=2))),
        adr=(),
        created=pick(st.none() | st.just("2026-03-02")),
        features=(),
        requirements=requirements,
        components=tuple(components),
        contracts=contracts,
        questions=tuple(Question(f"OQ-{n}", pick(TEXTS), HERE) for n in range(pick(st.integers(0, 2)))),
        risks=tuple(risks),
        non_goals=tuple(pick(st.lists(TEXTS, max_size=2))),
        path="docs/specs/x.md",
        span=HERE,
    )


def delivered(written: str) -> list[Delivery]:
    """Return what the reader of specs finds in an entry of the deliverables."""
    text = entry(written)
    document = document_from_bytes(text.encode("utf-8"), "docs/specs/x.md")
    return list(deliveries(Source(document, Grammar()), (Line(text, 1, 1),)))


@st.composite
def component(
    pick: st.DrawFn, kind: str, name: str, index: int, earlier: list[str], wanted: tuple[Requirement, ...]
) -> Component:
    """Make a component; the first one implements every requirement."""
    awaited = pick(st.lists(st.sampled_from(earlier), max_size=3, unique=True)) if earlier else []
    hours = pick(st.none() | st.sampled_from([0.5, 1, 2, 12]))
    entries = st.builds(lambda path, note: f"`{path}` - {note}", PATHS, TEXTS) | PATHS.map("`{}`".format) | TEXTS
    tests = kind == "TEST"
    return Component(
        kind=kind,
        name=name,
        text=tuple(pick(st.lists(TEXTS, max_size=2))),
        priority=pick(
            st.none() | st.builds(Label, st.sampled_from(["P0", "P1", "P2"]), st.sampled_from([None, "Core"]))
        ),
        effort=None if hours is None else Effort(f"{hours:g}h", hours, hours),
        implements=tuple(Reference(requirement.id, HERE) for requirement in wanted) if index == 0 else (),
        depends_on=tuple(Reference(other, HERE) for other in awaited),
        deliverables=tuple(delivery for entry in pick(st.lists(entries, max_size=3)) for delivery in delivered(entry)),
        criteria=() if tests else tuple(Entry(None, text, HERE) for text in pick(st.lists(TEXTS, max_size=2))),
        scenarios=tuple(Listed(f"SC-{index}{n:02d}", pick(TEXTS), HERE) for n in range(pick(st.integers(0, 3))))
        if tests
        else (),
        coverage=tuple(
            Target(f"COV_X{index}_{n}", f"{figure:g}% line coverage of a.py", "line", float(figure), "a.py", HERE)
            for n, figure in enumerate(pick(st.lists(FIGURES, max_size=2)))
        )
        if tests
        else (),
        contracts=tuple(Reference(f"CE_X{index}_{n}", HERE) for n in range(pick(st.integers(0, 2))))
        if kind == "IMPL"
        else (),
        features=(),
        notes=tuple(pick(st.lists(TEXTS, max_size=2))),
        span=HERE,
    )


def facts(plan: Plan, titles: list[str]) -> list[object]:
    """Return what has to survive the way through the text, without the places; titles are given apart."""
    return [
        (plan.id, plan.run_id, plan.adr, plan.created, plan.status),
        *(
            {
                "id": task.id,
                "title": title,
                "state": task.state,
                "kind": task.kind,
                "priority": task.priority and task.priority.value,
                "effort": task.effort and task.effort.hours,
                "depends_on": [dependency.on for dependency in task.depends_on],
                "unresolved": task.unresolved,
                # An entry may name one file twice; it is delivered once.
                "deliverables": list(dict.fromkeys((each.path, each.text) for each in task.deliverables)),
                "requirements": [citation.id for citation in task.requirements],
                "criteria": [(item.id, item.text, item.done) for item in task.criteria],
                "scenarios": [(item.id, item.text, item.done) for item in task.scenarios],
                "coverage": [
                    (target.id, target.metric, target.minimum, target.of, target.task)
                    for target in task.coverage_targets
                ],
                # A text may stand behind its id.
                "contracts": [
                    (endpoint.id, endpoint.text.removeprefix(f"{endpoint.id}: "), endpoint.task)
                    for endpoint in task.contract_endpoints
                ],
            }
            for task, title in zip(plan.tasks, titles, strict=True)
        ),
        sorted((task.key, dependency.on) for task in plan.tasks for dependency in task.depends_on),
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(specs())
def test_a_plan_reads_back_to_itself(spec: Spec) -> None:
    """Whatever words the sources hold, the text of the plan reads back to the plan that was drafted."""
    made = draft(spec)
    document = document_from_bytes(render(made).encode("utf-8"), made.plan.path)
    read = read_plan(document, dialect="markers", grammar=Grammar())
    # A heading may carry emphasis; the title that is read from it does not.
    plain = [plain_title(task.title) for task in made.plan.tasks]
    assert facts(read, [task.title for task in read.tasks]) == facts(made.plan, plain)
    drawn = {(edge.task, edge.on) for edge in read.edges}
    assert drawn == {(task.key, dependency.on) for task in made.plan.tasks for dependency in task.depends_on}
