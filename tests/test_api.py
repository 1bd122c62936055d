"""What programs may rely on: its page is run, and what it names is there."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import flowkit

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "api" / "flowkit.md").read_text(encoding="utf-8")
FILE = re.compile(r"^````\w+ (\S+)\n(.*?)^````$", re.MULTILINE | re.DOTALL)
PROGRAM = re.compile(r"^```python\n(.*?)^```\n(?:\n^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project that the page shows."""
    for path, text in FILE.findall(PAGE):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_programs_of_the_page_print_what_it_shows(project: Path) -> None:
    """Each program runs in the namespace of those before it; nothing is written."""
    before = sorted(project.rglob("*"))
    namespace: dict[str, object] = {}
    for program, output in PROGRAM.findall(PAGE):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(program, "flowkit.md", "exec"), namespace)  # noqa: S102 - the page is the project's own
        assert printed.getvalue() == output
    assert len(namespace) > 3
    assert sorted(project.rglob("*")) == before


def test_the_page_names_all_that_is_public() -> None:
    """Every public name stands on the page, and every name of flowkit on the page is public."""
    assert [name for name in flowkit.__all__ if f"`{name}" not in PAGE and f"flowkit.{name}" not in PAGE] == []
    used = set(re.findall(r"\bflowkit\.(\w+)", re.sub(FILE, "", PAGE))) - {"toml", "md"}
    assert used <= set(flowkit.__all__)


@pytest.mark.parametrize("name", ["verify", "plan"])
def test_a_signature_on_the_page_is_the_real_one(name: str) -> None:
    """Arguments and defaults of a function are those that the page shows."""
    shown = re.search(rf"`{name}(\([^`]*\))`", PAGE)
    assert shown is not None
    function = ast.parse(f"def f{shown[1]}: ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    real = inspect.signature(getattr(flowkit, name))
    written = [*function.args.args, *filter(None, [function.args.vararg]), *function.args.kwonlyargs]
    assert [argument.arg for argument in written] == list(real.parameters)
    defaults = [ast.literal_eval(one) for one in function.args.kw_defaults if one is not None]
    assert defaults == [one.default for one in real.parameters.values() if one.kind is one.KEYWORD_ONLY]


def rows() -> Iterator[tuple[str, str]]:
    """Yield each value of the tables with an attribute that it is said to have."""
    for cells in re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE):
        for attribute in re.findall(r"`(\w+)", re.sub(r"\(.*?\)", "", cells[1])):
            yield cells[0], attribute
    table = PAGE.partition("| `PlanUpdate` | |")[2].partition("\n\n")[0]
    for names in re.findall(r"^\| (`.*`) \|", table, re.MULTILINE):
        yield from (("PlanUpdate", attribute) for attribute in re.findall(r"`(\w+)`", names))


@pytest.mark.parametrize(("value", "attribute"), list(rows()))
def test_a_value_has_what_the_page_says(value: str, attribute: str) -> None:
    """Each attribute on the page is one."""
    kind = getattr(flowkit, value)
    names = {field.name for field in fields(kind)} if is_dataclass(kind) else set()
    assert attribute in names or hasattr(kind, attribute)


def test_an_unknown_name_is_no_attribute() -> None:
    """A name that is not public is told as Python tells it."""
    with pytest.raises(AttributeError, match="module 'flowkit' has no attribute 'verifi'"):
        _ = flowkit.verifi  # type: ignore[attr-defined]  # that is what is tried
    assert set(flowkit.__all__) <= set(dir(flowkit))


def test_the_version_is_that_of_the_package() -> None:
    """``flowkit.__version__`` is what pip installed."""
    from importlib.metadata import version

    assert flowkit.__version__ == version("flowkit")


def test_importing_flowkit_imports_nothing_else_of_it() -> None:
    """A program, and each command, pays only for what it asks for."""
    script = "import sys, flowkit; print(*(name for name in sys.modules if name.startswith('flowkit')))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["flowkit"]


def test_a_program_is_checked_by_its_types(tmp_path: Path) -> None:
    """A type checker knows what is public, and finds what is not."""
    program = tmp_path / "program.py"
    program.write_text(
        "import flowkit\n"
        "reveal_type(flowkit.verify('a', strict=True).findings[0].place.path)\n"
        "reveal_type(flowkit.plan('a').added)\n"
        "reveal_type(flowkit.__version__)\n"
        "flowkit.verify(strict='yes')\n"
        "flowkit.verifi()\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    told = [re.split("  \\[|; maybe", line.partition(": ")[2])[0] for line in ran.stdout.splitlines()[:-1]]
    assert told == [
        'note: Revealed type is "str"',
        'note: Revealed type is "tuple[str, ...]"',
        'note: Revealed type is "str"',
        'error: Argument "strict" to "verify" has incompatible type "str"; expected "bool"',
        'error: Module has no attribute "verifi"',
    ]
