"""Plans with every field, and with texts that would harm a document if they came into it as they are."""

from __future__ import annotations

from hypothesis import strategies as st

from flowkit.draft.dialects.forms import Form
from flowkit.draft.prose import entry, inline, opening
from flowkit.model.marker import Grammar
from flowkit.model.outline import Box, Line
from flowkit.model.plan import Phase, Plan
from flowkit.model.source import Span
from flowkit.model.task import (
    Citation,
    ContractEndpoint,
    CoverageTarget,
    Criterion,
    Deliverable,
    Dependency,
    Effort,
    Item,
    Label,
    Scenario,
    Task,
    Unresolved,
)
from flowkit.read.attestations import with_attestation
from flowkit.read.coverage import read_figures
from flowkit.read.deliverables import read_deliverables
from flowkit.read.document import document_from_bytes
from flowkit.read.fields import Field
from flowkit.read.values import effort, task_state

HERE = Span(0, 0, 1, 1)
_PIECES = """
    <!-- --> ** Priority Status : ``` ~~~ ~~ # - [x] [ ] | 1. > a _b_ \\ `c.py` Status: done Requires: IMPL_002 T001
    Task 2: Step 3 src/d.py (depends on T001) [P] [US2] REQ-009 README (red) after &amp; {{ {% None US4 é "q" 'r'
"""
PIECES = [" " + piece for piece in _PIECES.split()] + _PIECES.split() + ["Task 7: ", "Status: done", "\n", "- "]
TEXTS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
    | st.text(st.characters(codec="utf-8"), min_size=1, max_size=25)
    | st.sampled_from(["The cup is warm", "Reads `a.py` and *stops*; 50% of them"])
).filter(lambda text: any(char.isalnum() for char in inline(text)) and bool(opening(text)))
PATHS = st.from_regex(r"[a-z]{1,4}/[a-z_]{1,6}\.(py|md|sql)", fullmatch=True)
EFFORTS = st.sampled_from(["2h", "1.5 days", "2-3 days", "1h 30m", "M"]).map(effort)
PRIORITIES = st.sampled_from([Label("P0"), Label("P1", "Core feature"), Label("High", "since it rains")])
STATUSES = st.sampled_from(
    [Label("Done"), Label("COMPLETED", "all hung"), Label("In progress", "half"), Label("TODO"), Label("wobbly")]
)
REQUIREMENTS = st.sampled_from(["REQ-001", "REQ-002", "NFR-SEC-001", "SEC-004", "FR-010"])
COVERAGE = st.sampled_from(["90% line coverage of a.py", "87.5% branch coverage on b/c.py", "what matters"])
COMMANDS = st.sampled_from(["pytest -q | tee `log`", "echo '```'", "# all", "a  <!-- b", "make -j2  x"])
ATTESTED = TEXTS.map(lambda text: f"{text} (attested: Ada Byron, 2026-01-02, 0123abc)")
DONE = st.none() | st.booleans()


def ids(form: Form) -> st.SearchStrategy[str]:
    """Make ids that a dialect can carry."""
    patterns = {
        "markers": r"(IMPL|TEST|DOC)_0\d\d|ST-0\d\d",
        "story": r"Task [1-9](\.[1-9])?",
        "phases": r"Task [1-9](\.[1-9])?",
        "steps": r"Step [1-9](\.[1-9])?",
        "spec-kit": r"T[0-9]{3}|T-B[1-9]",
        "subtasks": r"ST-0\d\d|IMPL_0\d\d|Task [1-9]|wash the cups",
    }
    return st.from_regex(patterns[form.dialect], fullmatch=True)


def deliverables() -> st.SearchStrategy[list[Deliverable]]:
    """Make the deliverables that the reader finds in an entry, and paths alone."""
    entries = st.builds(lambda path, note: f"`{path}` - {note}", PATHS, TEXTS) | PATHS.map("`{}`".format) | TEXTS

    def found(written: str) -> list[Deliverable]:
        text = entry(written)
        field = Field("Deliverables", "deliverables", (Line(text, 1, 1),), (), 1)
        return list(read_deliverables(field, document_from_bytes(text.encode("utf-8"), "plan.md")))

    return entries.map(found) | PATHS.map(lambda path: [Deliverable(path, path)])


def items() -> st.SearchStrategy[tuple[Item, ...]]:
    """Make the entries of a list, some with a box."""
    return st.lists(st.builds(Item, st.none(), TEXTS, DONE), max_size=2).map(tuple)


@st.composite
def tasks(pick: st.DrawFn, identifier: str, others: list[str], phase: str | None) -> Task:
    """Make a task that waits for some of the others."""
    box = pick(st.none() | st.sampled_from(" x~").map(lambda mark: Box(mark, HERE, optional=False)))
    status = pick(st.none() | STATUSES)
    numbers = iter(range(1, 99))
    marked = st.builds(
        lambda text, done: with_attestation(Criterion(f"AC-{next(numbers)}", inline(text), done)),
        TEXTS | ATTESTED,
        DONE,
    )
    unmarked = st.builds(lambda text, done: with_attestation(Criterion(None, text, done)), TEXTS, DONE)
    waits = pick(st.lists(st.sampled_from(others), max_size=2, unique=True)) if others else []
    return Task(
        id=identifier,
        key=identifier,
        kind=Grammar().count_name(identifier),
        title=pick(TEXTS),
        state=task_state(box, status, struck_out=pick(st.booleans()) and pick(st.booleans())),
        box=box,
        status=status,
        phase=phase,
        optional=pick(st.booleans()),
        parallel=pick(st.booleans()),
        story=pick(st.none() | st.sampled_from(["US1", "US12"])),
        priority=pick(st.none() | PRIORITIES),
        effort=pick(st.none() | EFFORTS),
        description=pick(st.none() | st.lists(TEXTS, min_size=1, max_size=2).map("\n\n".join)),
        depends_on=tuple(Dependency(on, pick(st.none() | TEXTS)) for on in waits),
        unresolved=tuple(
            map(Unresolved, pick(st.lists(st.sampled_from(["the builders", "good weather"]), max_size=1)))
        ),
        deliverables=tuple(each for entry in pick(st.lists(deliverables(), max_size=3)) for each in entry),
        requirements=tuple(map(Citation, pick(st.lists(REQUIREMENTS, max_size=3, unique=True)))),
        criteria=tuple(pick(st.lists(marked | unmarked, max_size=3))),
        verifications=pick(items()),
        changes=pick(items()),
        how_to_test=pick(items()),
        checklist=pick(items()),
        scenarios=tuple(pick(st.lists(st.builds(Scenario, st.just("SC-001"), TEXTS | st.just(""), DONE), max_size=2))),
        coverage_targets=tuple(_target(text, identifier) for text in pick(st.lists(COVERAGE, max_size=2))),
        contract_endpoints=tuple(
            pick(st.lists(st.builds(ContractEndpoint, st.just("CE_CUP"), TEXTS | st.just(""), st.none()), max_size=2))
        ),
        features=tuple(pick(st.lists(st.sampled_from(["features/a.feature", "b.feature"]), max_size=2, unique=True))),
        commands=tuple(pick(st.lists(COMMANDS, max_size=3))),
        notes=tuple(pick(st.lists(TEXTS, max_size=2))),
        sources=tuple(pick(st.lists(st.sampled_from(["docs/x.md#cups", "a note"]), max_size=2))),
    )


def _target(text: str, task: str) -> CoverageTarget:
    figures = read_figures(text)
    return CoverageTarget("COV_CUP", text, figures.metric, figures.minimum, figures.of, task)


@st.composite
def plans(pick: st.DrawFn, form: Form) -> Plan:
    """Make a plan whose ids a dialect can carry, with phases or without."""
    names = pick(st.lists(ids(form), min_size=1, max_size=4, unique_by=str.casefold))
    phases = [f"Phase {number}: {text}" for number, text in enumerate(pick(st.lists(TEXTS, max_size=3)), start=1)]
    places = sorted(pick(st.integers(0, len(phases) - 1)) for _ in names) if phases else []
    return Plan(
        id="cups",
        path="plans/cups.md",
        dialect="markers",
        title=pick(TEXTS),
        status=pick(st.none() | STATUSES),
        adr=pick(st.none() | st.just("ADR-007")),
        effort=pick(st.none() | EFFORTS),
        created=pick(st.none() | st.just("2026-03-02")),
        overview=pick(st.none() | st.lists(TEXTS, min_size=1, max_size=2).map("\n\n".join)),
        phases=tuple(map(Phase, phases)),
        tasks=tuple(
            pick(tasks(name, [other for other in names if other != name], phases[places[at]] if places else None))
            for at, name in enumerate(names)
        ),
    )


__all__ = ["Effort", "plans"]
