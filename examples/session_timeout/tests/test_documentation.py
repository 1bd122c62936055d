"""The documentation, held to reality: its programs are run, its signatures compared, and what it cites has to exist."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import logging
import os
import re
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import session_timeout
from session_timeout import SessionConfig, SessionStore, config, cookie, middleware, request_session, store_contract

TESTS = Path(__file__).parent
LIBRARY = TESTS.parent
ROOT = LIBRARY.parents[1]
REFERENCE = ROOT / "docs" / "api" / "sessions.md"
SECURITY = ROOT / "docs" / "session-security.md"
README = LIBRARY / "README.md"
PAGES = [REFERENCE, SECURITY, README]
PYDANTIC = {"model_config", "settings_customise_sources"}
"""What a class of settings has for pydantic, and not for its users."""
MADE_OTHERWISE = {"SessionConfig", "SessionStore", "SessionStoreContract"}
"""Classes whose arguments are their fields, or that are not made at all."""
VERDICTS = {"met", "partly met", "not met", "the application's", "the deployment's"}
ASVS = {"7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 3, "7.6": 2, "3.3": 5}
"""How many requirements ASVS 5.0.0 has in each section of its chapter V7, and in V3.3 (cookies)."""


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, with the number of its first line."""

    language: str
    text: str
    line: int


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page in their order."""
    fences = re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Block(found[1], found[2], 1 + text.count("\n", 0, found.start(2))) for found in fences]


def section(page: Path, heading: str) -> str:
    """Return what stands below a heading, up to the next one of its level or above."""
    text = page.read_text(encoding="utf-8")
    found = re.search(rf"^(##+) {heading}\n(.*?)(?=^## |^\1 |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{page.name} has no section {heading}"
    return found[2]


def run(page: Path, block: Block, runner: asyncio.Runner, namespace: dict[str, Any]) -> str:
    """Run a Python block, which may await at top level as in the asyncio REPL; return what it prints."""
    source = "\n" * (block.line - 1) + block.text
    code = compile(source, str(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        result = types.FunctionType(code, namespace)()
        if inspect.iscoroutine(result):
            runner.run(result)
    return printed.getvalue()


def shown(page: Path, folder: Path) -> Iterator[tuple[Block, str, str]]:
    """Run a page in a folder; yield each Python block, what it prints, and what stands below it as its output."""
    with asyncio.Runner() as runner:
        every = blocks(page.read_text(encoding="utf-8"))
        for block, following in zip(every, [*every[1:], None], strict=True):
            name = re.match(r"# (\S+\.(?:toml|yaml))\n", block.text)
            if name is not None:
                (folder / name[1]).write_text(block.text, encoding="utf-8")
            elif block.language == "python":
                output = following.text if following is not None and following.language == "text" else ""
                yield block, run(page, block, runner, vars(sys.modules["page"])), output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty current folder, a module, no settings in the environment, and a logger that is put back afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "page", types.ModuleType("page"))  # frameworks look names up in a handler's module
    for name in [name for name in os.environ if name.upper().startswith("SESSION_")]:
        monkeypatch.delenv(name)
    logger = logging.getLogger("session_timeout")
    handlers, level = [*logger.handlers], logger.level
    yield tmp_path
    logger.handlers[:] = handlers
    logger.setLevel(level)


# verifies: feat-session-security:DOC_002/AC-1
@pytest.mark.parametrize("page", [REFERENCE, README], ids=lambda page: page.name)
def test_the_programs_of_a_page_do_what_it_says(page: Path, folder: Path) -> None:
    """The Python blocks of a page run in their order, in one namespace, and print what stands below them."""
    ran = 0
    for block, printed, output in shown(page, folder):
        assert printed == output, f"{page.name}:{block.line} prints something else than the page shows"
        ran += 1
    assert ran


# verifies: feat-session-security:DOC_002/AC-1
def test_the_store_of_the_walk_through_keeps_the_contract(tmp_path: Path) -> None:
    """The blocks that build a store, one below the other, are a module that pytest puts through the whole contract."""
    lines = section(REFERENCE, "Writing a store of your own")
    first, last = (lines.index(f"### {heading}\n") for heading in ("The table", "`SessionStore`"))
    parts = [block.text for block in blocks(lines[first:last]) if block.language == "python"]
    (tmp_path / "test_sqlite_store.py").write_text("\n\n".join(parts[:-1]), encoding="utf-8")  # the last one uses it
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-W",
            "error",
            "--rootdir",
            tmp_path,
            tmp_path,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    demands = [name for name in dir(store_contract.SessionStoreContract) if name.startswith("test_")]
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"\n{len(demands)} passed" in ran.stdout


def public() -> dict[str, object]:
    """Return what the package exports, and the classes and functions of its public modules, by name."""
    names = {name: getattr(session_timeout, name) for name in session_timeout.__all__}
    for module in (config, cookie, middleware, request_session, store_contract):
        own = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
        listed = getattr(module, "__all__", [name for name in own if not name.startswith("_")])
        names |= {name: getattr(module, name) for name in listed}
    return names


def members(kind: type) -> dict[str, object]:
    """Return the public fields and methods that a class has from this library, but for those of a store's protocol."""
    found: dict[str, object] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("session_timeout."):
            names = {*vars(base), *inspect.get_annotations(base), *getattr(base, "__struct_fields__", ())}
            found |= {name: getattr(kind, name, None) for name in names}
    if kind is not SessionStore and issubclass(kind, SessionStore):
        found = {name: value for name, value in found.items() if not hasattr(SessionStore, name)}
    return {name: value for name, value in found.items() if not name.startswith("_") and name not in PYDANTIC}


class Written:
    """A default value as a page shows it."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return self.value.__name__ if inspect.isroutine(self.value) else repr(self.value)


def call(name: str, called: Callable[..., object]) -> str:
    """Return a call as a page shows it: with the names of the parameters and their defaults, without types and self."""
    parameters = [
        each.replace(annotation=each.empty, default=each.empty if each.default is each.empty else Written(each.default))
        for each in inspect.signature(called).parameters.values()
        if each.name != "self"
    ]
    return f"{name}{inspect.Signature(parameters)}"


@pytest.mark.parametrize("name", sorted(public()))
def test_the_reference_names_everything_public(name: str) -> None:
    """Each public name stands in the reference; a class has a section with its fields and the calls of its methods."""
    text = REFERENCE.read_text(encoding="utf-8")
    value = public()[name]
    assert re.search(rf"`{name}\b", text)
    if not isinstance(value, type) or value.__module__ == "builtins" or issubclass(value, Exception):
        return
    part = section(REFERENCE, f"`{name}`")
    for each, member in members(value).items():
        shown = call(each, member) if inspect.isroutine(member) and not each.startswith("test_") else each
        assert re.search(rf"`(await )?{re.escape(shown)}`", part), f"the section of {name} does not show `{shown}`"
    if name not in MADE_OTHERWISE:
        assert f"`{call(name, value)}`" in part, f"the section of {name} does not show `{call(name, value)}`"


@pytest.mark.parametrize("name", sorted(SessionConfig.model_fields))
def test_the_figures_of_a_setting_are_those_of_the_code(name: str) -> None:
    """The table of the settings gives each one its variable, its default and its bounds."""
    setting = config.config_schema()["properties"]["session"]["properties"][name]
    figures = [str(setting["default"]).lower(), *(str(setting.get(bound, "–")) for bound in ("minimum", "maximum"))]
    row = " | ".join([f"| `{name}`", f"`SESSION_{name.upper()}`", *figures])
    assert f"\n{row} | " in section(REFERENCE, "`SessionConfig`")


def rows() -> list[tuple[str, str, str, str]]:
    """Return the demands on the page about security: demand, verdict, how, tests."""
    found = []
    for line in SECURITY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == 4 and cells[0] != "demand":
            found.append((cells[0], cells[1], cells[2], cells[3]))
    return found


# verifies: feat-session-security:DOC_001/AC-1
def test_every_demand_is_judged_and_what_is_met_is_shown() -> None:
    """Each demand has one of the verdicts, and what is met, even partly, cites a test or a scenario."""
    assert len(rows()) > sum(ASVS.values())
    legend = SECURITY.read_text(encoding="utf-8").partition("| verdict | |\n|---|---|\n")[2].partition("\n\n")[0]
    assert {line.split(" | ")[0].removeprefix("| ") for line in legend.splitlines()} == VERDICTS
    for demand, verdict, how, tests in rows():
        assert verdict in VERDICTS, demand
        assert how or verdict == "the application's", demand
        assert tests or verdict not in {"met", "partly met"}, demand


def test_every_requirement_of_asvs_is_there_once() -> None:
    """The page has the requirements of V7 and V3.3 of ASVS 5.0.0, each once, in their order."""
    numbers = [match[1] for demand, *_ in rows() if (match := re.match(r"\*\*(\d\.\d\.\d)\*\* \(L[123]\) ", demand))]
    assert numbers == [f"{part}.{number}" for part, count in ASVS.items() for number in range(1, count + 1)]


# verifies: feat-session-security:DOC_001/AC-1
def test_what_the_page_about_security_cites_exists() -> None:
    """Every test that is cited is a function in that file, and every scenario has that tag in a feature."""
    text = SECURITY.read_text(encoding="utf-8")
    features = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "features").glob("*.feature"))
    scenarios = set(re.findall(r"@(SC-\d+)\b", features))
    assert set(re.findall(r"\bSC-\d+", text)) <= scenarios
    cited = re.findall(r"`(\w+(?:\.py)?)::(\w+)`", text)
    assert cited
    for place, name in cited:
        if place == "SessionStoreContract":
            assert callable(getattr(store_contract.SessionStoreContract, name)), name
        else:
            assert f"def {name}(" in (TESTS / place).read_text(encoding="utf-8"), f"{place}::{name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page leads to a file of the project, and every link within a page to a heading."""
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)\s]+)", text)) <= anchors


def test_the_readme_starts_the_demonstration_as_it_says_itself() -> None:
    """The command of the README is the one that the demonstration's own description gives."""
    command = "python examples/session_timeout/demo/app.py"
    assert f"uv run {command}\n" in README.read_text(encoding="utf-8")
    assert f"``{command}``" in (LIBRARY / "demo" / "app.py").read_text(encoding="utf-8")
