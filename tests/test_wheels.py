"""What is shipped: two wheels that know nothing of each other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def uv() -> str:
    """The program that builds and installs; ``uv run`` says where it is."""
    program = os.environ.get("UV") or shutil.which("uv")
    if program is None:
        pytest.skip("uv is not on the path, and the tests were not started by it")
    return program


@pytest.fixture(scope="module")
def wheels(uv: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheels of the workspace by the name of their distribution."""
    folder = tmp_path_factory.mktemp("wheels")
    built = subprocess.run(
        [uv, "build", "--all-packages", "--wheel", "--out-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return {path.name.split("-")[0]: path for path in folder.glob("*.whl")}


def test_neither_wheel_carries_the_other(wheels: dict[str, Path]) -> None:
    """The wheel of flowkit holds flowkit alone, that of the session library holds the library alone, typed."""
    packages = {
        name: {entry.split("/")[0] for entry in zipfile.ZipFile(path).namelist() if ".dist-info" not in entry}
        for name, path in wheels.items()
    }
    assert packages == {"flowkit": {"flowkit"}, "session_timeout": {"session_timeout"}}
    assert "session_timeout/py.typed" in zipfile.ZipFile(wheels["session_timeout"]).namelist()


def test_the_templates_are_shipped(wheels: dict[str, Path]) -> None:
    """The wheel of flowkit holds every template of the checkout, below the package."""
    shipped = {name for name in zipfile.ZipFile(wheels["flowkit"]).namelist() if name.startswith("flowkit/templates/")}
    folder = ROOT / "templates"
    assert shipped == {
        f"flowkit/templates/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file()
    }


SCRIPT = """
import asyncio, importlib.util
from session_timeout import InMemorySessionStore, SessionManager
import session_timeout.middleware, session_timeout.store_contract

async def main():
    manager = SessionManager(InMemorySessionStore())
    issued = await manager.create("ada", {"theme": "dark"})
    session = await manager.validate(issued.token)
    print(session.subject, session.content(), importlib.util.find_spec("flowkit"))

asyncio.run(main())
"""


def test_the_session_library_works_alone(uv: str, wheels: dict[str, Path], tmp_path: Path) -> None:
    """Installed from its wheel into an empty environment, without flowkit and any framework, the library works."""
    environment = tmp_path / "environment"
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for command in (
        [uv, "venv", "--python", sys.executable, str(environment)],
        [uv, "pip", "install", "--python", str(python), str(wheels["session_timeout"])],
    ):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    ran = subprocess.run([python, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("ada {'theme': 'dark'} None\n", "")
