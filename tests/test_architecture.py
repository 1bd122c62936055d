"""The structure: arrows one way, no circles, modules that can be read at one sitting, commands that start fast."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 300
HEAVY = {"pydantic", "rich", "jinja2", "ftfy", "gherkin", "yaml"}


def test_imports_keep_to_the_contracts() -> None:
    """The layers and the independence of the stages hold (``uv run lint-imports`` shows what breaks them)."""
    # In a process of its own: import-linter configures logging, which switches off every logger that it does not know.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    linted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("package", ["flowkit", "session_timeout"])
def test_there_are_no_import_circles(package: str) -> None:
    """The modules can be put in an order in which each imports earlier ones alone."""
    graph = grimp.build_graph(package, exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(tuple(TopologicalSorter(imports).static_order())) == len(imports)


# What runs these is there with them: the plug-in is pytest's, and coverage's data are read only where it is installed.
HOSTS = {"pytest", "coverage"}


def imported(folder: Path) -> set[str]:
    """Return the distributions that the modules below a folder import, at any place."""
    names = {name for path in folder.rglob("*.py") for name in _names(ast.parse(path.read_text(encoding="utf-8")))}
    installed = packages_distributions()
    return {_canonical(installed[name][0]) for name in names if name in installed}


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _canonical(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).casefold()


def test_dependencies_are_what_is_imported() -> None:
    """The package and its extras depend on what it imports and nothing else; what benchmarks import is in a group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {name: set(map(_canonical, listed)) for name, listed in project["dependency-groups"].items()}
    depended = set(map(_canonical, project["project"]["dependencies"]))
    extras = {_canonical(each) for listed in project["project"]["optional-dependencies"].values() for each in listed}
    assert imported(ROOT / "src") - {"flowkit"} - HOSTS == depended | extras
    assert imported(ROOT / "benchmarks") - {"flowkit"} - depended <= groups["dev"] | groups["benchmarks"] | extras
    assert imported(ROOT / "docs") - {"flowkit"} - depended <= groups["dev"] | extras


@pytest.mark.parametrize("folder", ["src", "examples/session_timeout/src", "examples/session_timeout/demo"])
def test_no_module_is_too_long(folder: str) -> None:
    """A module has at most 300 lines."""
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }
    assert lengths
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


SMALL_PLAN = "# Work Plan\n\n## Tasks\n\n### IMPL_001: Ask\n\n**Acceptance criteria:**\n- AC-1: Somebody answers\n"


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["count", "plan.md"], set()),
        (["count", "plan.md", "--plain"], set()),
        (["count", "plan.md", "--format", "json"], set()),
        (["show", "plan.md"], set()),
        (["verify", "plan.md", "--format", "json"], {"ftfy"}),
        (["verify", "plan.md"], {"ftfy", "rich"}),
        *((["verify", "plan.md", "--format", name], {"ftfy"}) for name in ("sarif", "junit", "markdown", "csv")),
        (["trace", "IMPL_001", "plan.md"], set()),
        (["diff", "plan.md", "plan.md"], set()),
        (["diff", "plan.md", "plan.md", "--format", "json"], set()),
        (["explain", "count-mismatch"], set()),
        (["next", "plan.md"], set()),
        (["graph", "plan.md"], set()),
        (["graph", "plan.md", "--format", "mermaid"], set()),
        (["brief", "IMPL_001", "plan.md"], set()),
        (["init", "--agent", "claude", "--dry-run"], set()),
        (["hook", "stop"], {"ftfy"}),
        (["build", "plan.md", "--dry-run"], set()),
        (["--help"], set()),
        (["count", "missing.md"], set()),
    ],
)
def test_no_command_imports_what_it_does_not_use(tmp_path: Path, arguments: list[str], allowed: set[str]) -> None:
    """Heavy packages are imported by the commands that use them and by no other."""
    (tmp_path / "plan.md").write_text(SMALL_PLAN, encoding="utf-8")
    script = (
        "import sys\n"
        "from flowkit.cli import main\n"
        "try:\n"
        f"    main({arguments!r})\n"
        "finally:\n"
        f"    print('imported:', *sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    (line,) = [line for line in ran.stderr.splitlines() if line.startswith("imported:")]
    assert set(line.split()[1:]) <= allowed
