"""Coverage as the tools of many languages report it."""

from __future__ import annotations

from pathlib import Path

from tests.projects import write

from flowkit.collect.coverage import collect

from .coverage_reports import GCOVR, TARPAULIN, figures, inquiry, report, source

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
