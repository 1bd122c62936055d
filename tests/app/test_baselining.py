"""Recording today's findings, and verifying against what was recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flowkit import app
from flowkit.errors import ConfigError, UsageError
from flowkit.model.verdict import Verification
from flowkit.request import Choice, Request

PLAN = "# Plan\n\n**Run ID:** {}\n\n**Total tasks:** {}\n\n## Tasks\n\n### IMPL_001: Tea\n"
FILE = "flowkit-baseline.toml"


@pytest.fixture
def request_there(tmp_path: Path) -> Request:
    """A project with two plans, each with a wrong total, on the second of March."""
    (tmp_path / "plans").mkdir()
    for name in ("cup", "pot"):
        (tmp_path / "plans" / f"{name}.md").write_text(PLAN.format(name, 3), encoding="utf-8")
    return on(date(2026, 3, 2), Request(tmp_path, tmp_path))


def on(day: date, request: Request) -> Request:
    """Return a request that is made on a day."""
    return replace(request, now=lambda: datetime(day.year, day.month, day.day, tzinfo=UTC))


def record(request: Request, reason: str = "older", until: date | None = None) -> app.Recorded:
    """Record what is found."""
    recorded = app.baseline(request, reason, until)
    app.write([recorded.document])
    return recorded


def told(request: Request, choice: Choice | None = None) -> list[tuple[str, str]]:
    """Return the rules and paths of what is told."""
    return [(one.rule, one.place.path) for one in verified(request, choice).findings]


def verified(request: Request, choice: Choice | None = None) -> Verification:
    """Return the verification."""
    return app.verify(request, choice).verification


# verifies: feat-reports-and-repair:IMPL_005/AC-4
def test_an_old_project_starts_with_new_findings_alone(request_there: Request) -> None:
    """What was there is left out, and counted; what comes is told, wherever its line is."""
    assert len(record(request_there).added) == len(verified(request_there).left_out) > 0
    assert told(request_there) == []
    plan = request_there.folder / "plans" / "cup.md"
    plan.write_text("\n\n" + plan.read_text(encoding="utf-8"), encoding="utf-8")
    assert told(request_there) == []
    plan.write_text(PLAN.format("cup", 4), encoding="utf-8")
    assert told(request_there) == [("baseline-unused", FILE), ("count-mismatch", "plans/cup.md")]


# verifies: feat-reports-and-repair:IMPL_005/AC-5
def test_a_day_that_has_passed_brings_findings_back(request_there: Request) -> None:
    """On the day after the last one, the entry and its finding are told, and recording again settles both."""
    record(request_there, until=date(2026, 3, 9))
    assert told(on(date(2026, 3, 9), request_there)) == []
    later = on(date(2026, 3, 10), request_there)
    assert {rule for rule, _ in told(later)} == {"baseline-expired", *(one.rule for one in verified(later).findings)}
    assert ("count-mismatch", "plans/cup.md") in told(later)
    record(later, "it takes longer", date(2026, 4, 1))
    assert told(later) == []
    assert "older" not in (later.folder / FILE).read_text(encoding="utf-8")


def test_entries_on_what_is_not_looked_at_are_left_alone(request_there: Request) -> None:
    """A run on one plan, or by one rule, finds no entry of another one unused."""
    record(request_there)
    for name in ("cup", "pot"):
        (request_there.folder / "plans" / f"{name}.md").write_text(PLAN.format(name, 1), encoding="utf-8")
    one = replace(request_there, paths=("plans/cup.md",))
    assert set(told(one)) == {("baseline-unused", FILE)}
    assert len(told(one)) * 2 == len([rule for rule in told(request_there) if rule[0] == "baseline-unused"])
    assert told(one, Choice(select=("encoding", "baseline-unused"))) == []
    dropped = record(one).dropped
    assert {entry.path for entry in dropped} == {"plans/cup.md"}


# verifies: feat-reports-and-repair:IMPL_005/AC-5
def test_a_plan_that_is_gone_leaves_its_entries_unused(request_there: Request) -> None:
    """An entry on a plan that is not there any more stands for nothing; one on a plan that lies elsewhere may."""
    record(request_there)
    (request_there.folder / "plans" / "pot.md").rename(request_there.folder / "pot.md")
    assert "baseline-unused" in {rule for rule, _ in told(request_there)}
    elsewhere = replace(request_there, paths=("pot.md",))
    record(elsewhere)
    record(request_there)
    assert told(request_there) == []
    assert told(elsewhere) == []


def test_paths_are_those_of_the_project_from_any_folder(request_there: Request) -> None:
    """A baseline that was recorded in one folder holds in another."""
    record(request_there)
    inside = replace(request_there, folder=request_there.folder / "plans")
    assert told(inside) == []
    (request_there.folder / "plans" / "cup.md").write_text(PLAN.format("cup", 1), encoding="utf-8")
    assert {path for _, path in told(inside)} == {f"../{FILE}"}


SPEC = "# Tea\n\n## Requirements\n\n### REQ-001: Tea is hot\n\n### REQ-002: Tea is sweet\n"


def test_what_a_spec_says_and_no_plan_takes_up_is_settled_too(request_there: Request) -> None:
    """A finding that stands in a spec is left out, recorded once, and its entry unused when the task is planned."""
    plan, spec = request_there.folder / "plans" / "cup.md", request_there.folder / "docs" / "specs" / "tea.md"
    (request_there.folder / "flowkit.toml").write_text("", encoding="utf-8")
    spec.parent.mkdir(parents=True)
    spec.write_text(SPEC, encoding="utf-8")
    plan.write_text(PLAN.format("cup", 1) + "\n**Requirements:** REQ-001\n", encoding="utf-8")
    assert ("requirement-without-task", "docs/specs/tea.md") in told(request_there)
    record(request_there)
    assert told(request_there) == []
    assert record(request_there).document.text == (request_there.folder / FILE).read_text(encoding="utf-8")
    plan.write_text(plan.read_text(encoding="utf-8").replace("REQ-001", "REQ-001, REQ-002"), encoding="utf-8")
    assert told(request_there) == [("baseline-unused", FILE)]


def test_what_is_left_out_is_not_mended(request_there: Request) -> None:
    """``fix`` leaves alone what the project has settled to live with."""
    record(request_there)
    assert app.fix(request_there).documents == ()


def test_the_file_is_named_in_the_configuration(request_there: Request) -> None:
    """The baseline stands where the configuration says, inside the project."""
    config = request_there.folder / "flowkit.toml"
    config.write_text('baseline = "docs/settled.toml"\n', encoding="utf-8")
    record(request_there)
    assert (request_there.folder / "docs" / "settled.toml").is_file()
    assert told(request_there) == []
    config.write_text('baseline = "../settled.toml"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="outside the project"):
        app.verify(request_there)


def test_a_rule_that_does_not_exist_is_told_with_its_place(request_there: Request) -> None:
    """An entry that could never be used, for no rule has its name, is an error at its line."""
    text = '\n[[finding]]\nrule = "count-missmatch"\npath = "a"\nmessage = "b"\nreason = "c"\n'
    (request_there.folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"did you mean count-mismatch\?") as raised:
        app.verify(request_there)
    assert raised.value.where == f"{FILE}:2"


@pytest.mark.parametrize(
    ("paths", "reason", "until", "words"),
    [
        ((), "  ", None, "needs a reason"),
        ((), "older", date(2026, 3, 1), "has passed"),
        (("-",), "older", None, "standard input"),
    ],
)
def test_a_baseline_needs_a_reason_and_a_day_to_come(
    request_there: Request, paths: tuple[str, ...], reason: str, until: date | None, words: str
) -> None:
    """Without a reason, with a day in the past or of standard input nothing is recorded."""
    with pytest.raises(UsageError, match=words):
        app.baseline(replace(request_there, paths=paths), reason, until)
