"""Coverage reports that are broken, hostile or not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects import write

from flowkit.collect.coverage import collect
from flowkit.model.evidence import CoverageFact, Flaw, Unmeasured

from .coverage_reports import GCOVR, TARPAULIN, figures, flaw, inquiry, source


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("just words\n", "no coverage report"),
        ("{", "no valid JSON"),
        ("[" * 100_000, "no coverage report"),
        ('{"files":' + "[" * 100_000, "no valid JSON"),
        ('{"meta": {}, "files": {"a.c": {"executed_lines": [' + "9" * 5000 + "]}}}", "no valid JSON"),
        ('{"total": {"lines": {"pct": 100}}}', "no report of coverage.py"),
        ("<coverage><packages>", "no well-formed XML"),
        ("<coverage/>", "no file"),
        ("<report name='jacoco'/>", "no Cobertura: report"),
        ("<coverage clover='3.2.0'><project/></coverage>", "no Cobertura: Clover"),
        ("<coverage><class filename='a.c'><line number='x' hits='1'/></class></coverage>", "without number"),
        ("<?xml version='1.0' encoding='nonesuch'?><coverage/>", "no well-formed XML"),
        ("TN:\nSF:src/a.c\nDA:1,1\n", "within a record"),
        ("TN:\nDA:1,1\nend_of_record\n", "within a record"),
        ("TN:\nSF:other/z.c\nDA:1,1\nend_of_record\n", "none of them is in this project"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, text: str, message: str) -> None:
    """A report that is broken, of another format or of another project is a flaw that says so, and what to do."""
    write(tmp_path, {"report": text, "src/a.c": source()})
    found = flaw(tmp_path, "report")
    assert found.path == "report"
    assert message in found.message
    assert found.hint


def test_entities_are_refused(tmp_path: Path) -> None:
    """An XML bomb is not blown up, and an entity of another file is not read."""
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    secret = tmp_path / "secret"
    secret.write_text("src/kettle.c")
    for declared in (f'<!ENTITY e0 "x">{bomb}', f"<!ENTITY e11 SYSTEM '{secret.as_uri()}'>"):
        text = f"<!DOCTYPE coverage [{declared}]><coverage><sources><source>&e11;</source></sources></coverage>"
        write(tmp_path, {"coverage.xml": text})
        assert "declares an entity" in flaw(tmp_path, "coverage.xml").message


def test_deep_xml_is_read(tmp_path: Path) -> None:
    """Nesting costs nothing: elements that are not known are passed over, however deep."""
    depth = 50_000
    nested = f"{'<a>' * depth}{'</a>' * depth}"
    write(tmp_path, {"coverage.xml": GCOVR.replace("<packages>", f"{nested}<packages>"), "src/kettle.c": source()})
    assert figures(list(collect(inquiry(tmp_path, "coverage.xml"))))["src/kettle.c", "line"] == (2, 3)


def test_reports_lie_in_the_project(tmp_path: Path) -> None:
    """A report outside of the root, itself or by a link, is not read."""
    root = tmp_path / "tea"
    write(tmp_path, {"lcov.info": TARPAULIN, "tea/src/lib.rs": source()})
    (root / "linked.info").symlink_to(tmp_path / "lcov.info")
    for name in ("../lcov.info", "../*.info", "/etc/*", "linked.info", str(tmp_path / "lcov.info")):
        assert "leads out of the project" in flaw(root, name).message
    assert list(collect(inquiry(root, "linked*.info"))) == []


def test_a_missing_report_is_none(tmp_path: Path) -> None:
    """Where no report is there nothing is told, and a folder is told to be no report."""
    assert list(collect(inquiry(tmp_path, ".coverage", "coverage/*.info"))) == []
    (tmp_path / "coverage").mkdir()
    assert "is no file" in flaw(tmp_path, "coverage").message


def test_a_report_that_is_too_large_is_told(tmp_path: Path) -> None:
    """A report over the configured size is not read, and its flaw names the setting."""
    write(tmp_path, {"lcov.info": TARPAULIN, "src/lib.rs": source()})
    (fact,) = collect(inquiry(tmp_path, "lcov.info", max_size=50))
    assert isinstance(fact, Flaw)
    assert "max_file_size" in str(fact.hint)


def test_a_flaw_of_one_report_spares_the_others(tmp_path: Path) -> None:
    """A broken report does not keep another one from being read."""
    write(tmp_path, {"broken.json": "{", "lcov.info": TARPAULIN, "src/lib.rs": source()})
    found = list(collect(inquiry(tmp_path, "broken.json", "lcov.info")))
    assert {type(fact) for fact in found} == {Flaw, CoverageFact}


def test_a_path_that_may_be_two_files_is_not_guessed(tmp_path: Path) -> None:
    """Where two sources have a file of one name, it is said that the report does not tell which is meant."""
    text = GCOVR.replace("<source>.</source>", "<source>one</source><source>two</source>").replace(
        "src/kettle.c", "k.c"
    )
    write(tmp_path, {"coverage.xml": text, "one/k.c": source(), "two/k.c": source()})
    (fact,) = collect(inquiry(tmp_path, "coverage.xml"))
    assert isinstance(fact, Unmeasured)
    assert "one/k.c or two/k.c" in fact.reason
