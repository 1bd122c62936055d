"""Several runs in one record: what a later run says of an earlier one."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.projects import write

from flowkit.model.evidence import Outcome

from .records import TWO, Run, outcomes, recorded, recording

pytest_plugins = ["pytester"]


def failing(text: str, name: str) -> str:
    """Return a text in which a test fails."""
    return text.replace(f"def {name}():\n    pass", f"def {name}():\n    assert 0")


@pytest.mark.parametrize("options", [(), ("-n", "1")])
@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (("test_a.py::test_a",), {"test_a": "failed", "test_b": "passed", "test_c": "passed"}),
        (("-k", "not test_b and not test_c"), {"test_a": "failed", "test_b": "passed", "test_c": "passed"}),
        (("test_a.py",), {"test_a": "failed", "test_b": "failed", "test_c": "passed"}),
        (("-x",), {"test_a": "failed", "test_b": "passed", "test_c": "passed"}),
        ((), {"test_a": "failed", "test_b": "failed", "test_c": "failed"}),
    ],
)
def test_a_run_replaces_what_it_ran(
    run: Run, pytester: pytest.Pytester, options: tuple[str, ...], selection: tuple[str, ...], expected: dict[str, str]
) -> None:
    """Tests that ran have a new record, and those that did not keep their old one."""
    run(files=TWO)
    run(*options, *selection, files={name: text.replace("pass", "assert 0") for name, text in TWO.items()})
    assert outcomes(pytester.path) == expected


def test_what_is_gone_is_forgotten(run: Run, pytester: pytest.Pytester) -> None:
    """Tests that a file no longer has, and those of a file that is gone, are dropped; a part of a file drops none."""
    run(files=TWO)
    run("test_a.py::test_b", files={"test_a.py": "def test_b():\n    pass\n"})
    assert set(recorded(pytester.path)) == {"test_a", "test_b", "test_c"}
    (pytester.path / "test_c.py").unlink()
    run("test_a.py")
    assert set(recorded(pytester.path)) == {"test_b"}
    assert len(recording(pytester.path).runs) == 1


def test_what_failed_last_says_nothing_of_the_rest(pytester: pytest.Pytester) -> None:
    """A run of the tests that failed last leaves the records of all others alone."""
    write(pytester.path, TWO)
    write(pytester.path, {"test_a.py": failing(TWO["test_a.py"], "test_a")})
    command = (sys.executable, "-m", "pytest", "--flowkit")
    for options in ((), ("--lf",)):
        subprocess.run([*command, *options], cwd=pytester.path, capture_output=True, check=False)
    assert outcomes(pytester.path) == {"test_a": Outcome.FAILED, "test_b": Outcome.PASSED, "test_c": Outcome.PASSED}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import pytest\n\npytest.skip('not here', allow_module_level=True)\n", (Outcome.SKIPPED, "not here")),
        ("import nonesuch\n", (Outcome.ERROR, None)),
    ],
)
@pytest.mark.parametrize("options", [(), ("-n", "1")])
def test_a_file_that_gives_no_tests_any_more_proves_nothing(
    run: Run, pytester: pytest.Pytester, options: tuple[str, ...], text: str, expected: tuple[Outcome, str | None]
) -> None:
    """Tests of a file that is skipped or broken as a whole are recorded as such, not as they last ended."""
    run(files=TWO)
    run("--continue-on-collection-errors", *options, files={"test_c.py": text})
    test = recorded(pytester.path)["test_c"]
    assert test.outcome is expected[0]
    assert expected[1] is None or test.reason == expected[1]


@pytest.mark.parametrize(("options", "interrupted"), [((), {}), (("-n", "1"), {"test_b": Outcome.ERROR})])
def test_an_interrupted_run_records_what_ran(
    pytester: pytest.Pytester, options: tuple[str, ...], interrupted: dict[str, Outcome]
) -> None:
    """After an interrupt, what ran is recorded; a test that was interrupted is not, unless a worker died of it."""
    text = "def test_a():\n    pass\n\n\ndef test_b():\n    raise KeyboardInterrupt\n\n\ndef test_c():\n    pass\n"
    write(pytester.path, {"test_a.py": text})
    command = (sys.executable, "-m", "pytest", "--flowkit", *options)
    done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout
    assert outcomes(pytester.path) == {"test_a": Outcome.PASSED} | interrupted
