"""Coverage reports as the tools of several languages write them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from flowkit.collect import Inquiry
from flowkit.collect.coverage import collect
from flowkit.collect.repository import Repository
from flowkit.config import Config
from flowkit.model.evidence import Age, CoverageFact, Evidence, Flaw, Unmeasured
from flowkit.settings import Reports

JEST = """TN:
SF:src/kettle.ts
FN:1,boil
FNF:1
FNH:1
FNDA:3,boil
DA:1,3
DA:2,3
DA:3,0
DA:5,12
LF:4
LH:4
BRDA:2,0,0,3
BRDA:2,0,1,0
BRDA:5,1,0,-
BRF:3
BRH:3
end_of_record
TN:
SF:src/cup.ts
DA:1,1
LF:1
LH:1
BRF:0
BRH:0
end_of_record
"""

TARPAULIN = """TN:
SF:/home/ada/tea/src/lib.rs
DA:1,0
DA:2,4
LF:2
LH:1
end_of_record
"""

GCOVR = """<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>
<coverage line-rate="1.0" branch-rate="1.0" lines-covered="9" lines-valid="9" version="gcovr 7.2" timestamp="1">
  <sources><source>.</source></sources>
  <packages><package name="src" line-rate="1.0" branch-rate="1.0" complexity="0.0"><classes>
    <class name="kettle_c" filename="src/kettle.c" line-rate="1.0" branch-rate="1.0" complexity="0.0">
      <methods><method name="boil" signature="()" line-rate="1.0" branch-rate="1.0"><lines>
        <line number="2" hits="1" branch="false"/></lines></method></methods>
      <lines>
        <line number="2" hits="1" branch="false"/>
        <line number="3" hits="7" branch="true" condition-coverage="50% (1/2)">
          <conditions><condition number="0" type="jump" coverage="50%"/></conditions></line>
        <line number="4" hits="0" branch="false"/>
      </lines>
    </class>
  </classes></package></packages>
</coverage>
"""

COVERLET = """<?xml version="1.0" encoding="utf-8"?>
<coverage line-rate="0" branch-rate="0" version="1.9" timestamp="1">
  <sources><source>C:\\agent\\tea\\src</source></sources>
  <packages><package name="Tea"><classes>
    <class name="Tea.Kettle" filename="Tea\\Kettle.cs"><methods/><lines>
      <line number="1" hits="1" branch="False"/></lines></class>
    <class name="Tea.Kettle/Lid" filename="Tea\\Kettle.cs"><methods/><lines>
      <line number="1" hits="0" branch="False"/>
      <line number="2" hits="0" branch="True" condition-coverage="25% (1/4)"/></lines></class>
  </classes></package></packages>
</coverage>
"""


def inquiry(root: Path, *reports: str, since: int | None = None, max_size: int = 10_000_000) -> Inquiry:
    """Return an inquiry about the coverage reports of a project."""
    config = Config(root=root, reports=Reports(coverage=reports))
    return Inquiry(Repository(root, max_size=max_size), config, (), since)


def write(root: Path, files: dict[str, str]) -> None:
    """Write files below a root."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def figures(facts: list[Evidence]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the counts by file and metric; nothing else was told."""
    assert all(isinstance(fact, CoverageFact) for fact in facts), facts
    return {(one.measured, one.metric): (one.covered, one.total) for one in facts if isinstance(one, CoverageFact)}


def flaw(root: Path, *reports: str) -> Flaw:
    """Return the one thing that is told, a flaw."""
    (fact,) = collect(inquiry(root, *reports))
    assert isinstance(fact, Flaw), fact
    return fact


def source(lines: int = 20) -> str:
    """Return a source file of some lines."""
    return "x\n" * lines


def test_lcov_of_jest(tmp_path: Path) -> None:
    """Lines and branches are counted one by one, and what the record sums up is not believed."""
    write(tmp_path, {"coverage/lcov.info": JEST, "src/kettle.ts": source(), "src/cup.ts": source()})
    assert figures(list(collect(inquiry(tmp_path, "coverage/lcov.info")))) == {
        ("src/kettle.ts", "line"): (3, 4),
        ("src/kettle.ts", "branch"): (1, 3),
        ("src/cup.ts", "line"): (1, 1),
        ("src/cup.ts", "branch"): (0, 0),
    }


def test_lcov_of_cargo_tarpaulin(tmp_path: Path) -> None:
    """A report of another checkout, without branches, gives lines alone."""
    write(tmp_path, {"lcov.info": TARPAULIN, "src/lib.rs": source()})
    assert figures(list(collect(inquiry(tmp_path, "lcov.info")))) == {("src/lib.rs", "line"): (1, 2)}


def test_lcov_of_several_tests(tmp_path: Path) -> None:
    """A file with several records was run where any of them says so."""
    one = "TN:a\nSF:src/x.c\nDA:1,0\nDA:2,1\nBRDA:1,0,0,-\nend_of_record\n"
    other = "TN:b\nSF:src/x.c\nDA:1,2\nDA:2,0\nBRDA:1,0,0,2\nend_of_record\n"
    write(tmp_path, {"lcov.info": one + other, "src/x.c": source()})
    assert figures(list(collect(inquiry(tmp_path, "lcov.info")))) == {
        ("src/x.c", "line"): (2, 2),
        ("src/x.c", "branch"): (1, 1),
    }


def test_cobertura_of_gcovr(tmp_path: Path) -> None:
    """Lines and conditions are counted, a line of a class and its method once, and rates are not believed."""
    write(tmp_path, {"build/coverage.xml": GCOVR, "src/kettle.c": source()})
    assert figures(list(collect(inquiry(tmp_path, "build/*.xml")))) == {
        ("src/kettle.c", "line"): (2, 3),
        ("src/kettle.c", "branch"): (1, 2),
    }


def test_cobertura_of_another_system(tmp_path: Path) -> None:
    """Sources and paths of Windows are found, and the classes of one file are one file."""
    write(tmp_path, {"coverage.xml": "\ufeff" + COVERLET, "src/Tea/Kettle.cs": source()})
    assert figures(list(collect(inquiry(tmp_path, "coverage.xml")))) == {
        ("src/Tea/Kettle.cs", "line"): (1, 2),
        ("src/Tea/Kettle.cs", "branch"): (1, 4),
    }


def test_cobertura_with_a_percentage_alone(tmp_path: Path) -> None:
    """A condition without counts leaves branches unmeasured: a percentage is not taken for a count."""
    counted = '<line number="4" hits="0" branch="true" condition-coverage="50% (1/2)"/>'
    text = GCOVR.replace("50% (1/2)", "50%").replace('<line number="4" hits="0" branch="false"/>', counted)
    write(tmp_path, {"coverage.xml": text, "src/kettle.c": source()})
    assert figures(list(collect(inquiry(tmp_path, "coverage.xml")))) == {("src/kettle.c", "line"): (2, 3)}


def report(**files: object) -> str:
    """Return a JSON report of coverage.py, with figures in its summaries that are too good."""
    summary = {"covered_lines": 99, "num_statements": 99, "percent_covered": 100.0}
    entries = {
        name: {"summary": summary, "excluded_lines": [9], **one} for name, one in files.items() if type(one) is dict
    }
    return json.dumps({"meta": {"format": 3, "branch_coverage": True}, "files": entries, "totals": summary})


def test_json_is_counted(tmp_path: Path) -> None:
    """A file's lists are counted, and what its summary says is not believed."""
    entry = {
        "executed_lines": [1, 2],
        "missing_lines": [3, 4],
        "executed_branches": [[2, 3]],
        "missing_branches": [[2, 4], [3, -1]],
    }
    write(tmp_path, {"coverage.json": report(**{"src/kettle.py": entry}), "src/kettle.py": source()})
    assert figures(list(collect(inquiry(tmp_path, "coverage.json")))) == {
        ("src/kettle.py", "line"): (2, 4),
        ("src/kettle.py", "branch"): (1, 3),
    }


def test_a_line_that_is_run_and_missing_is_missing(tmp_path: Path) -> None:
    """A list that contradicts another one does not make a figure better."""
    entry = {"executed_lines": [1, 2, 3], "missing_lines": [3]}
    write(tmp_path, {"coverage.json": report(**{"src/kettle.py": entry}), "src/kettle.py": source()})
    assert figures(list(collect(inquiry(tmp_path, "coverage.json")))) == {("src/kettle.py", "line"): (2, 3)}


def test_a_file_without_lines_has_no_figure(tmp_path: Path) -> None:
    """Where no line counts nothing was measured, which is not all of it."""
    write(tmp_path, {"lcov.info": "TN:\nSF:src/a.c\nLF:9\nLH:9\nend_of_record\n", "src/a.c": source()})
    assert list(collect(inquiry(tmp_path, "lcov.info"))) == []


def test_the_newest_report_counts(tmp_path: Path) -> None:
    """Of two reports that tell of one file, the newer one does; what only the older one tells stays."""
    lines = "TN:\nSF:src/a.c\nDA:1,{}\nend_of_record\n"
    write(tmp_path, {"a.info": lines.format(1) + lines.format(1).replace("a.c", "b.c"), "b.info": lines.format(0)})
    write(tmp_path, {"src/a.c": source(), "src/b.c": source()})
    for names in (("a.info", "b.info"), ("b.info", "a.info")):
        os.utime(tmp_path / "a.info", (100, 100))
        os.utime(tmp_path / "b.info", (200, 200))
        found = figures(list(collect(inquiry(tmp_path, *names))))
        assert found == {("src/a.c", "line"): (0, 1), ("src/b.c", "line"): (1, 1)}


def test_of_reports_of_one_moment_the_first_counts(tmp_path: Path) -> None:
    """Where time does not tell, the order of the configuration does."""
    lines = "TN:\nSF:src/a.c\nDA:1,{}\nend_of_record\n"
    write(tmp_path, {"a.info": lines.format(1), "b.info": lines.format(0), "src/a.c": source()})
    for name in ("a.info", "b.info"):
        os.utime(tmp_path / name, (100, 100))
    assert figures(list(collect(inquiry(tmp_path, "a.info", "b.info")))) == {("src/a.c", "line"): (1, 1)}
    assert figures(list(collect(inquiry(tmp_path, "b.info", "a.info")))) == {("src/a.c", "line"): (0, 1)}


def test_a_report_of_this_run_is_fresh(tmp_path: Path) -> None:
    """What was written since the run began is fresh; without a run or a record nothing is known."""
    write(tmp_path, {"lcov.info": TARPAULIN, "src/lib.rs": source()})
    modified = (tmp_path / "lcov.info").stat().st_mtime_ns
    ages = [
        fact.freshness.age
        for since in (modified, modified + 1, None)
        for fact in collect(inquiry(tmp_path, "lcov.info", since=since))
        if isinstance(fact, CoverageFact)
    ]
    assert ages == [Age.FRESH, Age.UNKNOWN, Age.UNKNOWN]


def test_a_report_of_a_longer_file_is_stale(tmp_path: Path) -> None:
    """A report that tells of a line which the file does not have speaks of another state of it."""
    write(tmp_path, {"lcov.info": "TN:\nSF:src/a.c\nDA:7,1\nend_of_record\n", "src/a.c": source(3)})
    since = (tmp_path / "lcov.info").stat().st_mtime_ns
    (fact,) = collect(inquiry(tmp_path, "lcov.info", since=since))
    assert isinstance(fact, CoverageFact)
    assert fact.freshness.age is Age.STALE
    assert "line 7" in fact.freshness.reason


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
