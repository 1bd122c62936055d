"""Sources of a project that cannot be read: each is told, and everything else is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from flowkit import app
from flowkit.errors import ReadError
from flowkit.request import Choice, Request

from .bells import PLAN, SOURCES

BROKEN: dict[str, str | bytes] = {
    "docs/decisions/ADR-004-broken.md": b"\xff\xfe# \x00A\xd8",
    "docs/specs/drawing.md": b"# Bell\n" + bytes(500),
    "features/broken.feature": "Feature: Bells\n  Scenario: Ring\n    Given a bell\n    Wen it rings\n",
}
PLACES = [
    ("docs/decisions/ADR-004-broken.md", None),
    ("docs/specs/drawing.md", None),
    ("features/broken.feature", 4),
]


def project(folder: Path) -> Path:
    """Return a project of which three sources cannot be read."""
    sound = {"flowkit.toml": "", "plans/bell.md": PLAN.replace("REQ-001", "REQ-001, REQ-007"), **SOURCES}
    return write(folder, {**sound, **BROKEN})


@pytest.mark.parametrize("below", ["", "features"])
def test_each_is_an_error_of_its_own_and_the_rest_is_verified(tmp_path: Path, below: str) -> None:
    """Every source that cannot be read is told once, with its place, and what the others define is known."""
    here = project(tmp_path) / below
    verified = app.verify(Request(here))
    findings = verified.verification.findings
    told = [one for one in findings if one.rule == "unreadable-source"]
    places = [(one.place.path, one.place.span.line if one.place.span else None) for one in told]
    assert [((here / path).resolve(), line) for path, line in places] == [(tmp_path / path, at) for path, at in PLACES]
    assert all(one.message and one.severity.value == "error" for one in told)
    assert told[-1].message == "is not valid Gherkin: 'Wen it rings' fits nowhere here"
    assert "mend the line" in str(told[-1].hint)
    assert any("REQ-007" in one.message for one in findings if one.rule == "undefined-reference")
    assert not any("REQ-001" in one.message for one in findings)
    assert {marker.ref: marker.verdict.value for marker in verified.verification.markers}[
        "feat-bell:IMPL_001"
    ] == "missing"
    assert verified.failed
    assert not app.verify(Request(here), Choice(select=("unreadable-source",), ignore=("unreadable-source",))).failed


def test_working_with_a_plan_goes_on_and_tells(tmp_path: Path) -> None:
    """What comes next and all that a task needs is said, with a finding for each source that is left out."""
    request = Request(project(tmp_path))
    advised = app.advise(request)
    briefed = app.brief("IMPL_001", request)
    assert [entry.plan.id for entry in advised.agendas] == ["feat-bell"]
    for strays in (advised.strays, briefed.strays):
        assert {stray.place.path for stray in strays} == {path for path, _ in PLACES}


def test_planning_tells_of_a_decision_and_refuses_a_feature_that_its_spec_names(tmp_path: Path) -> None:
    """What was merely found is told; what the spec names is an error at the line that is wrong."""
    spec = "# Bell\n\n**Id:** feat-bell\n{}\n## Components\n\n### Clapper\n\n**Effort:** 1h\n"
    here = write(project(tmp_path), {"docs/specs/clapper.md": spec.format("")})
    planned = app.plan("docs/specs/clapper.md", Request(here), "plans/new.md")
    told = [one.place.path for one in planned.findings if one.rule == "unreadable-source"]
    assert told == ["docs/decisions/ADR-004-broken.md"]
    write(here, {"docs/specs/clapper.md": spec.format("**Feature:** `features/broken.feature`\n")})
    with pytest.raises(ReadError, match="fits nowhere here") as refused:
        app.plan("docs/specs/clapper.md", Request(here), "plans/new.md")
    assert refused.value.where == "features/broken.feature:4"
