"""The record of test runs: its form, how runs are merged into it, and what it says of reports."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.projects import write

from flowkit.collect.recordings import BrokenRecordingError, RecordedTest, Recording, Run, Session, dump, merge, parse
from flowkit.collect.recordings.reading import base_of, report_freshness
from flowkit.model.evidence import Age, Outcome

from .asking import inquiry

RUN = Run("c" * 40, "2026-03-02T09:00:00+00:00", {"tea.py": "1", "test_a.py": "2"}, {".coverage": "3"})
TEST = RecordedTest("test_a.py::test_a", "test_a.py", 3, Outcome.PASSED, files=("test_a.py",))

text = st.text(max_size=12)
runs = st.builds(
    Run, st.none() | text, text, st.dictionaries(text, st.none() | text), st.dictionaries(text, text, max_size=3)
)
tests = st.builds(
    RecordedTest,
    id=text,
    path=text,
    line=st.integers(0, 99),
    outcome=st.sampled_from(Outcome),
    reason=st.none() | text,
    duration=st.floats(0, 99),
    markers=st.lists(text, max_size=3).map(tuple),
    scenario=st.none() | st.fixed_dictionaries({"feature": text, "name": text}),
    steps=st.lists(text, max_size=3).map(tuple),
    files=st.lists(text, max_size=3).map(tuple),
    run=st.just(0),
    elsewhere=st.booleans(),
)


@given(st.lists(runs, min_size=1, max_size=3).map(tuple), st.lists(tests, max_size=4).map(tuple))
def test_what_is_written_is_read(some: tuple[Run, ...], others: tuple[RecordedTest, ...]) -> None:
    """A recording that is written and read again is the same, whatever its texts hold."""
    assert parse(dump(Recording(some, others)).encode()) == Recording(some, others)


def edited(change: Callable[[dict[str, Any]], None], *, sign: bool) -> bytes:
    """Return a recording that somebody changed, and signed again if they knew how."""
    raw = json.loads(dump(Recording((RUN,), (TEST,))))
    change(raw)
    if sign:
        held = {"runs": raw["runs"], "tests": raw["tests"]}
        raw["digest"] = sha256(json.dumps(held, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return json.dumps(raw).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["tests"][0].update(outcome="failed"),
        lambda raw: raw["tests"][0].update(markers=["SC-001"]),
        lambda raw: raw["tests"].clear(),
        lambda raw: raw["runs"][0]["sources"].update({"tea.py": "9"}),
        lambda raw: raw.update(digest="0" * 64),
    ],
)
def test_who_edits_it_makes_it_worthless(change: Callable[[dict[str, Any]], None]) -> None:
    """A recording whose digest is not that of its runs and tests counts for nothing."""
    with pytest.raises(BrokenRecordingError, match="was changed after"):
        parse(edited(change, sign=False))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["tests"][0].update(outcome="perfect"),
        lambda raw: raw["tests"][0].update(run=1),
        lambda raw: raw["tests"][0].update(run=-1),
        lambda raw: raw["tests"][0].update(markers="SC-001"),
        lambda raw: raw["tests"][0].update(markers=[1]),
        lambda raw: raw["tests"][0].update(scenario={"name": "x"}),
        lambda raw: raw["tests"][0].pop("path"),
        lambda raw: raw["tests"].append(7),
        lambda raw: raw["runs"][0].update(sources=[]),
        lambda raw: raw["runs"][0]["sources"].update({"tea.py": 9}),
        lambda raw: raw["runs"][0].update(reports={".coverage": None}),
        lambda raw: raw["runs"].append(None),
    ],
)
def test_a_value_out_of_place_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    """A recording with a right digest is looked at value by value all the same."""
    with pytest.raises(BrokenRecordingError, match="that is none"):
        parse(edited(change, sign=True))


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"[" * 200_000, b"9" * 9_999, b'{"schema": 1}']
)
def test_what_is_no_recording_is_refused(data: bytes) -> None:
    """Other JSON, broken JSON and JSON that is nested without end are refused in plain words."""
    with pytest.raises(BrokenRecordingError):
        parse(data)


def merged(old: Recording, session: Session, **now: str | None) -> Recording:
    """Merge a session while the files have these digests."""
    digests = {"tea.py": "1", "test_a.py": "2", "test_b.py": "4", ".coverage": "3"} | now
    return merge(old, session, lambda path: digests.get(path.replace(".", "_"), digests.get(path)))


OTHER = RecordedTest("test_b.py::test_b", "test_b.py", 1, Outcome.PASSED, files=("test_b.py",))
BOTH = Recording((replace(RUN, sources={**RUN.sources, "test_b.py": "4"}),), (TEST, OTHER))
NEW = Run(None, "2026-03-03T09:00:00+00:00", {"tea.py": "1", "test_b.py": "5"})


def test_the_files_of_tests_that_ran_again_no_longer_count_for_the_others() -> None:
    """When one file's tests ran again, the first run rests on that file no more, but its coverage data does."""
    found = merged(BOTH, Session(NEW, (replace(OTHER, outcome=Outcome.FAILED),)), test_b_py="5")
    first, data, second = found.runs
    assert (first.sources, first.reports) == ({"tea.py": "1", "test_a.py": "2"}, {})
    assert (data.sources, data.reports) == (BOTH.runs[0].sources, {".coverage": "3"})
    assert second == NEW
    assert [(test.id, test.outcome, test.run) for test in found.tests] == [
        (TEST.id, Outcome.PASSED, 0),
        (OTHER.id, Outcome.FAILED, 2),
    ]


def test_a_run_that_nothing_refers_to_is_forgotten() -> None:
    """A run whose tests all ran again stays only for the sake of a report that still lies there."""
    again = Session(NEW, (TEST, OTHER))
    assert [run.reports for run in merged(BOTH, again).runs] == [{".coverage": "3"}, {}]
    assert merged(BOTH, again, _coverage="another").runs == (NEW,)


def test_a_deselected_test_keeps_what_is_known_of_it() -> None:
    """That a test was left out this time says nothing against its record; without one, it is said."""
    left = replace(OTHER, outcome=Outcome.DESELECTED)
    kept = merged(BOTH, Session(NEW, (TEST,), (left,)))
    assert [test.outcome for test in kept.tests] == [Outcome.PASSED, Outcome.PASSED]
    first = merged(Recording(), Session(NEW, (TEST,), (left,)))
    assert [test.outcome for test in first.tests] == [Outcome.PASSED, Outcome.DESELECTED]
    later = merged(first, Session(replace(NEW, started="later"), (TEST,), (left,)))
    assert [run.started for run in later.runs] == ["later"]


def test_tests_that_are_gone_are_dropped() -> None:
    """A test that its whole file no longer has is dropped, as are those of a file that is gone."""
    whole = frozenset({"test_a.py", "test_b.py"})
    found = merged(BOTH, Session(NEW, (), collected=frozenset({OTHER.id}), whole=whole))
    assert [test.id for test in found.tests] == [OTHER.id]
    assert [test.id for test in merged(BOTH, Session(NEW, ()), test_b_py=None).tests] == [TEST.id]


def test_a_file_that_gives_no_tests_takes_its_record_with_it() -> None:
    """Tests of a file that was skipped as a whole are recorded as skipped, and rest on what the new run knows."""
    session = Session(NEW, (), unusable={"test_b.py": (Outcome.SKIPPED, "not here"), "test_c.py": (Outcome.ERROR, "")})
    run = replace(NEW, sources={**NEW.sources, "test_c.py": "6"})
    found = merged(BOTH, replace(session, run=run), test_b_py="5")
    assert (found.tests[1].outcome, found.tests[1].reason) == (Outcome.SKIPPED, "not here")
    assert found.runs[found.tests[1].run].sources == NEW.sources


@pytest.mark.parametrize(
    ("path", "base"),
    [
        (".flowkit/tests.json", ""),
        ("a/b/.flowkit/tests.json", "a/b/"),
        ("ci/tests.json", ""),
        ("x.flowkit/tests.json", ""),
    ],
)
def test_paths_are_relative_to_the_folder_that_holds_the_record(path: str, base: str) -> None:
    """A record below the root speaks of the files below its own folder; one that was brought there, of the root's."""
    assert base_of(path) == base


def project(root: Path, *, base: str = "") -> None:
    """Make a project whose tests ran and left a report."""
    write(root, {f"{base}tea.py": "leaf", f"{base}report.xml": "<x/>"})
    digests = {name: sha256((root / base / name).read_bytes()).hexdigest() for name in ("tea.py", "report.xml")}
    run = Run(None, "", {"tea.py": digests["tea.py"]}, {"report.xml": digests["report.xml"]})
    write(root, {f"{base}.flowkit/tests.json": dump(Recording((run,), ()))})


@pytest.mark.parametrize("base", ["", "below/"])
def test_a_report_is_as_fresh_as_what_its_run_imported(tmp_path: Path, base: str) -> None:
    """The report of a recorded run is fresh until a file changes that the run imported."""
    project(tmp_path, base=base)
    write(tmp_path, {"flowkit.toml": f'[reports]\ntests = ["{base}.flowkit/tests.json"]\n'})
    freshness, rests_on = report_freshness(inquiry(tmp_path), f"{base}report.xml")
    assert freshness.age is Age.FRESH
    assert [one.path for one in rests_on] == [f"{base}report.xml", f"{base}tea.py"]
    write(tmp_path, {f"{base}tea.py": "bag"})
    freshness, _ = report_freshness(inquiry(tmp_path), f"{base}report.xml")
    assert (freshness.age, freshness.reason) == (Age.STALE, f"{base}tea.py changed since")


def test_a_report_that_no_recorded_run_left_is_of_unknown_age(tmp_path: Path) -> None:
    """One that was edited since, and one that no run is known to have left, are told apart."""
    project(tmp_path)
    write(tmp_path, {"report.xml": "<y/>", "other.xml": "<x/>"})
    edited, _ = report_freshness(inquiry(tmp_path), "report.xml")
    other, _ = report_freshness(inquiry(tmp_path), "other.xml")
    assert edited.age is other.age is Age.UNKNOWN
    assert edited.reason == "freshness unknown: it is not as the recorded run of the tests left it"
    assert other.reason == "freshness unknown: no recorded run of the tests left it"


def test_a_report_that_this_run_made_is_fresh(tmp_path: Path) -> None:
    """A report that is no older than the run of flowkit that had it made needs no record."""
    write(tmp_path, {"report.xml": "<x/>"})
    os.utime(tmp_path / "report.xml", ns=(500, 500))
    assert report_freshness(inquiry(tmp_path, since=500), "report.xml")[0].age is Age.FRESH
    assert report_freshness(inquiry(tmp_path, since=501), "report.xml")[0].age is Age.UNKNOWN
