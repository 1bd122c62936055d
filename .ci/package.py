"""Builds what is released, and tries it as a user gets it: installed alone, in an environment and a folder of its own.

``python3 -m uv run python .ci/package.py [FOLDER]`` leaves the wheel and the source distribution in the folder, or in
``dist``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """
import flowkit
verification = flowkit.verify()
assert [plan.id for plan in verification.plans] == ["feat-tea"], verification.plans
assert not flowkit.plan("docs/specs/tea.md").is_behind
print("flowkit", flowkit.__version__, "from", flowkit.__file__)
"""


def main(folder: Path) -> None:
    """Build, compare, install and try; the first thing that fails ends it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("flowkit-*"):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        build("--wheel", place / "tree")
        build("--sdist", folder)
        (source,) = folder.glob("flowkit-*.tar.gz")
        build("--wheel", folder, source)
        (wheel,) = folder.glob("flowkit-*.whl")
        compare(place / "tree" / wheel.name, wheel)
        try_out(install(wheel, place / "environment"), place / "project")
    print(f"both are good: {wheel}, {source}")


def build(kind: str, target: Path, source: Path = ROOT) -> None:
    """Build one kind of distribution, from this checkout or from a source distribution."""
    call([uv(), "build", "--quiet", kind, "--out-dir", target, source], ROOT)


def compare(first: Path, second: Path) -> None:
    """End where two wheels differ in any file: then the source distribution lacks something, or has it otherwise."""
    one, other = contents(first), contents(second)
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    if differing:
        sys.exit(f"the wheel of the source distribution differs from that of the checkout: {', '.join(differing)}")


def contents(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def install(wheel: Path, environment: Path) -> Path:
    """Install a wheel and what it needs, no extra and nothing else, and return the folder of its programs."""
    call([uv(), "venv", "--quiet", "--python", sys.executable, environment], ROOT)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    call([uv(), "pip", "install", "--quiet", "--python", programs / "python", wheel], ROOT)
    call([uv(), "pip", "check", "--quiet", "--python", programs / "python"], ROOT)
    return programs


def try_out(programs: Path, project: Path) -> None:
    """Use an installed flowkit as somebody does who begins: every folder that is packaged is needed for it."""
    project.mkdir()
    for words in (
        ["--version"],
        ["init", "tea"],
        ["plan"],
        ["plan", "--check"],
        ["verify", "--output", "html=report.html", "--output", "sarif=flowkit.sarif"],
        ["explain", "count-mismatch"],
        ["convert", "plans/feat-tea.md", "--to", "story"],
        ["show", "--format", "json"],
    ):
        call([programs / "flowkit", *words], project)
    page = (project / "report.html").read_text(encoding="utf-8")
    if "<style" not in page or "<script" not in page or "feat-tea" not in page:
        sys.exit("the HTML page lacks its style, its script or the plan")
    call([programs / "python", "-c", PROGRAM], project, show=True)


def call(command: list[str | Path], folder: Path, *, show: bool = False) -> None:
    """Run a command with nothing of this environment; end with what it said where it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, env=kept, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    if show:
        print(done.stdout, end="")


def uv() -> str:
    """Return the program that builds and installs; ``uv run`` says where it is."""
    found = os.environ.get("UV") or shutil.which("uv")
    if found is None:
        sys.exit("uv is not on the path; run this with python3 -m uv run python .ci/package.py")
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist")
