"""A command that would rather look done than be done: nothing of that is merged, and nothing is ticked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .building import CHAIN, GOOD, found, plan
from .projects import write

MADE = 'from pathlib import Path\nPath("IMPL_001.txt").write_text("made")\nPath("proofs").mkdir(exist_ok=True)\n'
REPORT = (
    '<testsuite name="p"><testcase name="t"><properties><property name="verifies" value="IMPL_001/AC-1"/></properties>'
    "</testcase></testsuite>"
)
RUNNER = f"open('junit.xml', 'w').write({REPORT!r})"
PLAN = 'p = Path("plans/tea.md"); p.write_text(p.read_text()'
LIES = {
    "ticks the plan": f'{PLAN}.replace("### IMPL", "### [x] IMPL"))',
    "takes its criteria out": f'{PLAN}.replace("- AC-1: It is good", ""))',
    "vouches for itself": f'{PLAN}.replace("good", "good (attested: A, 2026-01-01, HEAD)"))',
    "writes the report itself": f"Path('junit.xml').write_text({REPORT!r})",
    "has other tests run": "Path('flowkit.toml').write_text('strict = true')",
    "configures twice": "Path('pyproject.toml').write_text('[tool.flowkit]')",
    "changes what runs the tests": f"Path('check.py').write_text({RUNNER!r})",
    "leaves its proof where git ignores it": (
        'Path(".gitignore").write_text("proofs/\\n"); Path("proofs/a.list").write_text("IMPL_001/AC-1")'
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_neither_merged_nor_ticked(tmp_path: Path, lie: str) -> None:
    """Whatever it changes of what it is judged by, the task is not proven; only the reason is committed."""
    project = found(tmp_path)
    built = project.build(MADE + LIES[lie])
    assert not built.complete
    assert project.plan().startswith(CHAIN)
    assert project.plan().count("flowkit: blocked IMPL_001") == 1
    assert project.git("diff", "--name-only", "HEAD~1").splitlines() == ["plans/tea.md"]
    assert project.left() == ["refs/heads/flowkit/tea/IMPL_001"]


@pytest.mark.parametrize("lie", ["ticks the plan", "has other tests run", "configures twice"])
def test_true_work_is_merged_without_the_lie_beside_it(tmp_path: Path, lie: str) -> None:
    """What was not its to change is put back, and told; what it has proven besides counts."""
    project = found(tmp_path)
    assert project.build(f"from pathlib import Path\n{LIES[lie]}\n{GOOD}").complete, project.said
    assert project.plan() == CHAIN.replace("### IMPL", "### [x] IMPL")
    assert project.git("log", "--format=", "--name-only", "--", "flowkit.toml", "pyproject.toml") == "flowkit.toml"
    assert any("was put back" in line for line in project.said)


def test_settings_beside_those_of_flowkit_are_its_to_change(tmp_path: Path) -> None:
    """A task may need another dependency; the same file is left alone as long as flowkit's table stands."""
    project = found(tmp_path)
    (project.root / "flowkit.toml").unlink()
    table = f"[tool.flowkit]\ntest_command = '{sys.executable} -I check.py'\n"
    write(project.root, {"pyproject.toml": table})
    project.commit()
    more = 'p = __import__("pathlib").Path("pyproject.toml"); p.write_text(p.read_text() + "[tool.x]\\ny = 1\\n")'
    assert project.build(
        GOOD.replace("import os, sys", f"import os, sys\nif os.environ['FLOWKIT_TASK'] == 'IMPL_001': {more}")
    ).complete
    assert (project.root / "pyproject.toml").read_text() == f"{table}[tool.x]\ny = 1\n"


PYTEST = (
    f"env PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 {sys.executable} -m pytest -p flowkit.pytest_plugin --flowkit -q "
    "-p no:cacheprovider -c /dev/null --rootdir . tests"
)
TESTED = """
import json, os
from pathlib import Path

task = os.environ["FLOWKIT_TASK"]
test = '''

@pytest.mark.verifies("TASK/AC-1")
def test_TASK():
    assert Path("TASK.txt").read_text() == "made"
'''.replace("TASK", task)
Path(f"{task}.txt").write_text("made")
tests = Path("tests/test_all.py")
if task == "IMPL_001":
    tests.parent.mkdir()
    tests.write_text("from pathlib import Path\\n\\nimport pytest\\n" + test)
if task == "IMPL_002":
    Path("tests/test_two.py").write_text("import pytest\\n" + test.partition("assert")[0] + "pass\\n")
    record = Path(".flowkit/tests.json")
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({"tests": [{"name": "t", "outcome": "passed", "markers": ["IMPL_002/AC-1"]}]}))
    Path("IMPL_001.txt").write_text("other")
    tests.write_text(tests.read_text().replace('== "made"', '!= "made"'))
if task == "IMPL_003":
    tests.write_text(tests.read_text() + test)
"""


def test_empty_tests_records_and_the_tests_of_others_prove_nothing(tmp_path: Path) -> None:
    """A test that asserts nothing, an edited record and a gutted test of another task prove nothing.

    More tests may come into a file that proves another task, as long as it loses none.
    """
    text = plan(("IMPL_001", "None"), ("IMPL_002", "IMPL_001"), ("IMPL_003", "IMPL_001"))
    project = found(tmp_path, text, command=PYTEST)
    write(project.root, {".gitignore": "/.flowkit/\n__pycache__/\n"})
    project.commit()
    project.build(TESTED)
    boxes = [line.startswith("### [x]") for line in project.plan().splitlines() if line.startswith("### ")]
    assert boxes == [True, False, True], project.said
    told = project.tried("IMPL_002", 1, "try.json")
    assert "tests/test_all.py was put back: it is what proves tea:IMPL_001/AC-1" in told
    assert "tea:IMPL_001/AC-1 was proven and is failing" in told
    assert "asserts nothing" in told
    assert (project.root / "IMPL_001.txt").read_text() == "made"
    assert not (project.root / "tests" / "test_two.py").exists()


def test_a_spec_loses_no_line(tmp_path: Path) -> None:
    """What people decided is put back where a line of it was taken out, unless the task is to write that document."""
    project = found(tmp_path, plan(("IMPL_001", "None"), ("IMPL_002", "None"), files={"IMPL_002": "docs/specs/two.md"}))
    write(project.root, {"docs/specs/one.md": "# One\n\nIt is hard.\n", "docs/specs/two.md": "# Two\n\nIt is hard.\n"})
    project.commit()
    softened = 'for name in ("one", "two"): Path(f"docs/specs/{name}.md").write_text("# Easy\\n")\n'
    assert project.build(GOOD + softened).complete, project.said
    assert (project.root / "docs/specs/one.md").read_text().endswith("hard.\n")
    assert (project.root / "docs/specs/two.md").read_text() == "# Easy\n"


def test_a_new_finding_is_not_merged(tmp_path: Path) -> None:
    """Work that proves its task and breaks something else is refused with what it broke."""
    project = found(tmp_path)
    stray = 'Path("notes.py").write_text("# implements: IMPL_077\\n")\n'
    assert not project.build(GOOD + stray).complete
    assert "notes.py:1: warning orphan-tag" in project.tried("IMPL_001", 1, "try.json")
    assert "### IMPL_001" in project.plan()
