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

from .talking import CALLS, OPEN, ask, call, document_of, talk, text_of

COMMANDS = {
    "next": ["next"],
    "brief": ["brief", "IMPL_001"],
    "show": ["show", "plans"],
    "verify": ["verify", "plans/tea.md"],
    "trace": ["trace", "IMPL_001"],
}


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
    answer = ask(tea, lambda client: client.call_tool(tool, arguments), write=True)
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

    ask(tea, about)


def test_a_bug_is_told_without_its_details_and_the_server_lives_on(
    tea: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What fails unforeseen is answered with one sentence; the details go to standard error, and the server goes on."""

    def fail(*given: object) -> None:
        raise ZeroDivisionError(f"SECRET {given}")

    async def about(client: Client) -> Any:
        with monkeypatch.context() as broken:
            broken.setattr("flowkit.app.show", fail)
            answer = await client.call_tool("show", {})
            with pytest.raises(MCPError, match="this is a bug in flowkit"):
                await client.list_resources()
        assert not (await client.call_tool("show", {})).is_error
        return answer

    answer = ask(tea, about)
    assert (answer.is_error, "SECRET" in text_of(answer), "Traceback" in text_of(answer)) == (True, False, False)
    printed = capsys.readouterr()
    assert ("SECRET" in printed.err, printed.out) == (True, "")


def test_everything_at_hand_is_answered_in_process_too(tea: Path, desk: Desk) -> None:
    """A host that embeds the server gets what a client over standard input and output gets."""
    desk.run_tests()

    async def about(client: Client) -> list[Any]:
        names = [tool.name for tool in (await client.list_tools()).tools]
        assert names == list(TOOLS)
        return [await client.call_tool(name, CALLS.get(name, {"marker": "IMPL_001"})) for name in names]

    assert [answer.is_error for answer in ask(tea, about, write=True)] == [False] * len(TOOLS)
    assert "Status:** Done" in (tea / "plans/tea.md").read_text(encoding="utf-8")
    strays = ask(tea, lambda client: client.call_tool("show", {"plans": ["plans", "kettle.py"]}))
    assert "kettle.py: no dialect recognises" in text_of(strays)
    assert not strays.is_error


def test_what_a_criterion_or_a_plan_cannot_say_is_told(desk: Desk) -> None:
    """A criterion without a box cannot be ticked, an id of two plans needs their names, and nothing is no plan."""
    desk.write("plans/tea.md", TICKED)
    desk.write("kettle.py", CODE)
    desk.write("test_kettle.py", TEST)
    desk.run_tests()

    async def about(client: Client) -> list[Any]:
        first = await client.call_tool("tick", {"marker": "IMPL_001/AC-1"})
        desk.write("plans/two.md", TICKED.replace("** tea", "** two"))
        second = await client.call_tool("tick", {"marker": "IMPL_001"})
        for path in (desk.folder / "plans").iterdir():
            path.unlink()
        return [first, second, await client.call_tool("tick", {"marker": "IMPL_001"})]

    told = [text_of(answer) for answer in ask(desk.folder, about, write=True)]
    assert told[0] == "plans/tea.md:15: tea:IMPL_001/AC-1 has no box or status that could say so (write a box: - [ ])"
    assert told[1] == "2 plans have IMPL_001 (say tea:IMPL_001 or two:IMPL_001)"
    assert told[2].startswith("no plan here is held against any evidence")


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
