"""Plans with mistakes that can be mended without thinking, and what is to stand in their place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

MARKS = {
    "utf-8": b"",
    "utf-8-sig": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "iso8859-2": b"",
}
WORDS = ["Kettle", "Žluťoučký kůň", "a `b` *c*", "50% of it", "x | y", "Cup (blue)"]

Lines = list[str]


@dataclass(frozen=True)
class Broken:
    """A plan as bytes, as it is to be when it is mended, and the rules that find something in it."""

    before: bytes
    after: bytes
    rules: frozenset[str]


@dataclass(frozen=True)
class Part:
    """Some lines with mistakes, the same lines without, and the rule that finds the mistakes; None for none."""

    before: Lines
    after: Lines
    rule: str | None = None


@st.composite
def broken_plans(pick: st.DrawFn) -> Broken:
    """Make a plan in some encoding, with some line ends and some mistakes."""
    encoding = pick(st.sampled_from(list(MARKS)))
    ending = pick(st.sampled_from(["\n", "\r\n", "\r"]))
    names = [f"IMPL_{number:03d}" for number in range(1, pick(st.integers(3, 6)) + 1)]
    first = pick(st.integers(1, len(names) - 1))
    waits = {name: sorted(pick(st.sets(st.sampled_from(names[:first]), min_size=1))) for name in names[first:]}
    parts = [
        _same([f"# Work plan: tea, encoding: {encoding}", "", "**Run ID:** tea"]),
        pick(_totals(len(names))),
        _same(["", "## Tasks", *(line for name in names for line in _task(name, waits.get(name, []), pick))]),
        pick(_drawing(waits)),
        pick(_summary(names)),
        pick(_shares()),
    ]
    last = ending if pick(st.booleans()) else ""
    texts = (ending.join(line for part in parts for line in lines(part)) + last for lines in (_before, _after))
    before, after = (MARKS[encoding] + text.encode(encoding.removesuffix("-sig")) for text in texts)
    return Broken(before, after, frozenset(part.rule for part in parts if part.rule))


def _before(part: Part) -> Lines:
    return part.before


def _after(part: Part) -> Lines:
    return part.after


def _same(lines: Lines) -> Part:
    return Part(lines, lines)


def _task(name: str, waits: list[str], pick: st.DrawFn) -> Lines:
    title, text = pick(st.sampled_from(WORDS)), pick(st.sampled_from(WORDS))
    fields = [f"**Dependencies:** {', '.join(waits) or 'None'}", "", "**Acceptance criteria:**", f"- AC-1: {text}"]
    return ["", f"### {name}: {title}", "", *fields]


@st.composite
def _totals(pick: st.DrawFn, count: int) -> Part:
    """Make the totals of a plan, in a field and in prose."""
    stated = [pick(st.just(count) | st.integers(0, 12)) for _ in range(2)]
    forms = ["**Total tasks:** {} (all of them small)", "It was broken into {} tasks; none is large."]
    before, after = (
        [line for form, each in zip(forms, numbers, strict=True) for line in ("", form.format(each))]
        for numbers in (stated, [count, count])
    )
    return Part(before, after, "count-mismatch" if before != after else None)


@st.composite
def _drawing(pick: st.DrawFn, waits: dict[str, list[str]]) -> Part:
    """Make a drawing that lacks some arrows and has some that it should not have.

    Every task that is drawn has an arrow that is right, and no arrow follows from others.
    """
    pairs = [(on, name) for name, several in waits.items() for on in several]
    kept = list(pairs)
    for pair in pick(st.lists(st.sampled_from(pairs), unique=True)):
        others = [each for each in kept if each != pair]
        if all(any(end in each for each in others) for end in pair):
            kept = others
    shown = {name for pair in kept for name in pair}
    wrong = [(on, name) for name in waits for on in sorted(shown - waits.keys()) if on not in waits[name]]
    added = pick(st.lists(st.sampled_from(wrong), unique=True)) if wrong else []
    drawn = pick(st.permutations([*kept, *added]))
    missing = [pair for pair in pairs if pair not in kept]
    form = pick(st.sampled_from([_mermaid, _labelled, _characters]))
    lines = form(drawn, [], missing=[])
    mended = form(drawn, added, missing=missing)
    return Part(lines, mended, "graph-drift" if added or missing else None)


Pairs = list[tuple[str, str]]


def _mermaid(drawn: Pairs, erased: Pairs, *, missing: Pairs) -> Lines:
    arrows = [f"    {on} --> {name}" for on, name in [*(pair for pair in drawn if pair not in erased), *missing]]
    return ["", "## Graph", "", "```mermaid", "flowchart TD", *arrows, "```"]


def _labelled(drawn: Pairs, erased: Pairs, *, missing: Pairs) -> Lines:
    """Draw with nodes that are called otherwise than the tasks, in a quotation."""
    calls = {name: f"N{name[-1]}" for pair in [*drawn, *missing] for name in pair}
    nodes = [f'  {call}["{name} of tea"]' for name, call in calls.items()]
    pairs = [*(pair for pair in drawn if pair not in erased), *missing]
    arrows = [f"  {calls[on]} ==> {calls[name]};" for on, name in pairs if (on, name) not in missing]
    arrows += [f"  {calls[on]} --> {calls[name]}" for on, name in missing]
    return ["", "## Graph", "", *(f"> {line}" for line in ["```mermaid", "graph LR", *nodes, *arrows, "```"])]


def _characters(drawn: Pairs, erased: Pairs, *, missing: Pairs) -> Lines:
    pairs = [*(pair for pair in drawn if pair not in erased), *missing]
    rows = [row for on, name in pairs for row in (f"{on} ---> {name}", "")]
    return ["", "## Dependency graph", "", "```", *rows, "```"]


@st.composite
def _summary(pick: st.DrawFn, names: list[str]) -> Part:
    """Make a marker summary that lacks some ids and has some that nothing defines."""
    kept = pick(st.lists(st.sampled_from(names), min_size=1, unique=True))
    strange = pick(st.lists(st.sampled_from(["IMPL_101", "IMPL_102", "IMPL_103"]), max_size=3, unique=True))
    listed = pick(st.permutations([*kept, *strange]))
    right = [*(name for name in listed if name in kept), *(name for name in names if name not in kept)]
    forms = [
        lambda ids: [f"- {', '.join(ids)}"],
        lambda ids: [f"Tasks: {' / '.join(ids)}"],
        lambda ids: [f"**IMPL:** {', '.join(f'`{one}`' for one in ids)}."],
        lambda ids: [f"* **{one}**" for one in ids],
    ]
    # Where an id stands alone, nothing shows how several stand in a row.
    form = pick(st.sampled_from(forms if len(listed) > 1 else forms[2:]))
    head = ["", "## Marker summary", ""]
    wrong = "summary-drift" if set(listed) != set(names) else None
    return Part([*head, *form(listed)], [*head, *form(right)], wrong)


@st.composite
def _shares(pick: st.DrawFn) -> Part:
    """Make shares in percent, some of them wrong."""
    before, after = ["", "## Results", ""], ["", "## Results", ""]
    for _ in range(pick(st.integers(0, 3))):
        whole, digits = pick(st.integers(1, 400)), pick(st.integers(0, 2))
        part = pick(st.integers(0, whole))
        right = round(Decimal(100 * part) / whole, digits)
        stated = right if pick(st.booleans()) else right + pick(st.sampled_from([2, 7, 30]))
        for lines, result in ((before, stated), (after, right)):
            lines.append(f"- Checks that hold: {part} of {whole} ({result:f}%)")
    return Part(before, after, "wrong-arithmetic" if before != after else None)
