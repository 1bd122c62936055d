"""The tools of ``flowkit mcp``, as the client of the official SDK calls them in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError
from tests.desk import CODE, TEST, TICKED, Desk

from flowkit.mcp_server.tools import TOOLS

from .talking import call, document_of, talk, text_of

OPEN = TICKED.replace("Done", "To do").replace("- AC-1", "- [ ] AC-1")
CALLS: dict[str, dict[str, Any]] = {
    "next": {},
    "brief": {"task": "IMPL_001"},
    "show": {"plans": ["plans"]},
    "verify": {"plans": ["plans/tea.md"]},
    "trace": {"marker": "IMPL_001"},
    "explain": {"rule": "phantom-completion"},
}
COMMANDS = {
    "next": ["next"],
    "brief": ["brief", "IMPL_001"],
    "show": ["show", "plans"],
    "verify": ["verify", "plans/tea.md"],
    "trace": ["trace", "IMPL_001"],
}


@pytest.fixture
def tea(desk: Desk) -> Path:
    """A project whose one task is open, with the code and the test that show it; nothing was run yet."""
    desk.write("plans/tea.md", OPEN)
    desk.write("kettle.py", CODE)
    desk.write("test_kettle.py", TEST)
    return desk.folder


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_each_tool_answers_what_its_command_prints(tea: Path, desk: Desk, mode: str) -> None:
    """Whatever the age of the client, a tool gives the JSON of the command of its name, structured and as text."""

    async def about(client: Client) -> dict[str, Any]:
        # The client holds each structured answer against the schema that the server gives for it.
        await client.list_tools()
        return {name: await client.call_tool(name, arguments) for name, arguments in CALLS.items()}

    answers = talk(tea, about, mode=mode)
    assert answers.keys() == TOOLS.keys() - {"tick"}
    assert text_of(answers.pop("explain")).startswith("# phantom-completion\n")
    for name, answer in answers.items():
        desk.type(*COMMANDS[name], "--format", "json")
        assert document_of(answer) == desk.document


def test_tools_say_what_they_take_and_do(tea: Path) -> None:
    """Each tool has a description, a schema with a description for each argument, and says whether it writes."""
    tools = talk(tea, lambda client: client.list_tools(), "--write").tools
    assert [tool.name for tool in tools] == list(TOOLS)
    for tool in tools:
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint == (tool.name != "tick")
        assert (tool.annotations.destructive_hint, tool.annotations.open_world_hint) == (False, False)
        assert (tool.output_schema is None) == (tool.name == "explain")
        assert all(entry["description"] for entry in tool.input_schema["properties"].values())
        assert tool.input_schema["additionalProperties"] is False


def test_a_server_that_only_reads_ticks_nothing(tea: Path, desk: Desk) -> None:
    """Without --write, tick is not among the tools, and refuses where it is called all the same."""
    desk.run_tests()

    async def about(client: Client) -> tuple[set[str], Any]:
        return {tool.name for tool in (await client.list_tools()).tools}, await client.call_tool(
            "tick", {"marker": "IMPL_001"}
        )

    names, answer = talk(tea, about)
    assert "tick" not in names
    assert answer.is_error
    assert "flowkit mcp --write" in text_of(answer)
    assert (tea / "plans/tea.md").read_text(encoding="utf-8") == OPEN


def test_what_is_not_proven_is_not_ticked(tea: Path) -> None:
    """A refusal says what is missing, where, and what to do."""
    answer = call(tea, "tick", {"marker": "IMPL_001/AC-1"}, "--write")
    assert answer.is_error
    told = text_of(answer)
    assert told.startswith("plans/tea.md:15: tea:IMPL_001/AC-1 is unproven and is not ticked: ")
    assert told.endswith(")")
    assert (tea / "plans/tea.md").read_text(encoding="utf-8") == OPEN


def test_what_is_proven_is_ticked_and_nothing_else_changes(tea: Path, desk: Desk) -> None:
    """A criterion is ticked by itself, then its task; every other byte stays, and a second time changes nothing."""
    crooked = OPEN.replace("\n", "\r\n").replace("# Work plan: tea", "# Work plan: tea   ☕") + "\r\n   trailing\t"
    (tea / "plans/tea.md").write_bytes(crooked.encode())
    desk.run_tests()

    async def about(client: Client) -> list[dict[str, Any]]:
        names = ("IMPL_001/AC-1", "tea:IMPL_001", "IMPL_001")
        found = []
        for name in names:
            found.append(document_of(await client.call_tool("tick", {"marker": name})))
            states.append((tea / "plans/tea.md").read_bytes())
        return found

    states: list[bytes] = []
    first, second, third = talk(tea, about, "--write")
    place = {"path": "plans/tea.md", "line": 15}
    assert first == {
        "schema": "flowkit-tick-1", "ref": "tea:IMPL_001/AC-1", "verdict": "proven", "place": place, "changed": True
    }  # fmt: skip
    assert (second["changed"], third["changed"]) == (True, False)
    with_criterion = crooked.replace("[ ] AC-1", "[x] AC-1").encode()
    assert states == [with_criterion, *[with_criterion.replace(b"To do", b"Done")] * 2]


def outside(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Ways out of a folder, for each tool that takes a path."""
    away = folder.parent / f"{folder.name}-away"
    away.mkdir()
    (away / "secret.md").write_text(TICKED.replace("Kettle", "SECRET"), encoding="utf-8")
    (folder / "linked.md").symlink_to(away / "secret.md")
    (folder / "folder").symlink_to(away)
    ways = [
        f"../{away.name}/secret.md",
        str(away / "secret.md"),
        "linked.md",
        "folder",
        "folder/secret.md",
        "plans/../..",
    ]
    plans = [(tool, {**CALLS[tool], "plans": [way]}) for tool in ("show", "brief", "trace") for way in ways]
    more = [("next", ways[0]), ("verify", ways[2]), ("tick", ways[3]), ("verify", "..")]
    files = [("trace", {"file": way}) for way in ways]
    return [
        *plans,
        *((tool, {**CALLS.get(tool, {"marker": "IMPL_001"}), "plans": [way]}) for tool, way in more),
        *files,
    ]


def test_paths_outside_the_root_are_refused(tea: Path) -> None:
    """No path leads out: not upwards, not an absolute one, not a link, whatever the tool."""
    calls = outside(tea)

    async def about(client: Client) -> list[Any]:
        return [await client.call_tool(tool, arguments) for tool, arguments in calls]

    for (tool, arguments), answer in zip(calls, talk(tea, about, "--write"), strict=True):
        assert answer.is_error, (tool, arguments)
        assert "lies outside the project's root" in text_of(answer), (tool, arguments)
        assert "SECRET" not in text_of(answer)


@pytest.mark.parametrize("setting", ['plans = ["../{}"]', '[sources]\nspecs = ["../{}"]', None])
def test_the_configuration_leads_nowhere_outside_either(tea: Path, setting: str | None) -> None:
    """What the project's own files name or link to outside the root is refused as well."""
    outside(tea)
    if setting:
        (tea / "flowkit.toml").write_text(setting.format(f"{tea.name}-away"), encoding="utf-8")
    else:
        (tea / "linked.md").rename(tea / "plans/linked.md")
    answer = call(tea, "brief", {"task": "IMPL_001"})
    assert answer.is_error
    assert "lies outside the project's root" in text_of(answer)


def test_a_path_inside_may_be_given_in_any_way(tea: Path) -> None:
    """An absolute path inside the root, and one with steps up that stays inside, are as good as any."""
    for path in (str(tea / "plans/tea.md"), "plans/../plans/tea.md"):
        assert document_of(call(tea, "show", {"plans": [path]}))["plans"][0]["id"] == "tea"


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("show", {"plans": ["plans/none.md"]}, "plans/none.md: there is no such file or folder"),
        ("show", {"plans": ["kettle.py"]}, "kettle.py: no dialect recognises a plan in this document"),
        ("show", {"plans": ["plans/\0.md"]}, "lies outside"),
        ("show", {"plans": "plans"}, "the argument plans is to be a list"),
        ("show", {"paths": []}, "the argument paths is no key (the arguments are plans, dialect)"),
        ("brief", {}, "the argument task is missing"),
        ("brief", {"task": "IMPL_002"}, "there is no task IMPL_002 (did you mean"),
        ("explain", {"rule": "phantom-complet"}, "there is no rule phantom-complet (did you mean phantom-completion?)"),
        ("verify", {"dialect": "stepps"}, "there is no dialect 'stepps' (did you mean steps?)"),
        ("tick", {"marker": "IMPL_0001"}, "there is no task, criterion or scenario IMPL_0001 (did you mean IMPL_001?)"),
        ("trace", {"file": "none.py"}, "none.py: there is no such file or folder"),
    ],
)
def test_errors_are_answers_that_say_what_to_do(tea: Path, tool: str, arguments: dict[str, Any], told: str) -> None:
    """A wrong call is told in words, with its place and a hint, and never with a traceback."""
    answer = call(tea, tool, arguments, "--write")
    assert answer.is_error
    assert told in text_of(answer)
    assert "Traceback" not in text_of(answer)


def test_a_broken_configuration_is_told_with_its_line(tea: Path) -> None:
    """What is wrong in the project while it is served is told when a tool is called, with its place."""

    async def about(client: Client) -> Any:
        (tea / "flowkit.toml").write_text("strict = 3\n", encoding="utf-8")
        return await client.call_tool("verify", {})

    answer = talk(tea, about)
    assert answer.is_error
    assert text_of(answer).startswith(f"{tea / 'flowkit.toml'}:1: strict is to be true or false")


def test_an_unknown_tool_is_an_error_of_the_protocol(tea: Path) -> None:
    """A tool that is not there is told with those that are."""

    async def about(client: Client) -> None:
        with pytest.raises(MCPError, match="there is no tool 'run'; the tools are next, brief"):
            await client.call_tool("run")

    talk(tea, about)


def test_the_root_is_sought_upwards_or_given(tea: Path) -> None:
    """Started in a folder below, the server serves the project around it; --root names another one."""
    (tea / "deep").mkdir()
    assert document_of(call(tea / "deep", "show"))["plans"][0]["path"] == "plans/tea.md"
    assert document_of(call(tea.parent, "show", {}, "--root", str(tea)))["plans"][0]["path"] == "plans/tea.md"


def test_nothing_but_the_protocol_is_on_standard_output(tea: Path) -> None:
    """Every line on standard output is a message of the protocol, even where a call goes wrong."""
    sent: list[dict[str, Any]] = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "hand", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "verify", "arguments": {}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "show", "arguments": {"plans": [".."]}}},
        {"jsonrpc": "2.0", "id": 4, "method": "no/such"},
    ]  # fmt: skip
    started = subprocess.Popen(
        [sys.executable, "-m", "flowkit", "mcp"], cwd=tea, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    with started as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        answers = {}
        for message in sent:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            if "id" in message:
                answer = json.loads(process.stdout.readline())
                answers[answer["id"]] = answer
        process.stdin.close()
        assert (process.stdout.read(), process.stderr.read()) == ("", "")
    assert answers.keys() == {1, 2, 3, 4}
    assert "error" in answers[4]


def test_without_the_extra_it_says_what_to_install(tea: Path) -> None:
    """Where the SDK is not installed, the command says how to install it, and fails as wrong use does."""
    script = "import sys; sys.modules['mcp'] = None; from flowkit.cli import main; main(['mcp'])"
    done = subprocess.run([sys.executable, "-c", script], cwd=tea, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "python -m pip install 'flowkit[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_plan_that_cannot_be_written_is_told(tea: Path, desk: Desk) -> None:
    """Where the disk refuses a tick, the answer says so, and the plan is as it was."""
    desk.run_tests()
    (tea / "plans").chmod(0o555)
    try:
        answer = call(tea, "tick", {"marker": "IMPL_001"}, "--write")
    finally:
        (tea / "plans").chmod(0o755)
    assert answer.is_error
    assert "nothing was changed" in text_of(answer)
