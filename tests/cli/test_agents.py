"""``flowkit init --agent``: what each agent is given, that it is there once, and that nothing of it stays behind."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.desk import Desk

from flowkit.equip.agents import AGENTS

OWN: dict[str, bytes] = {
    "AGENTS.md": b"# Our agents\r\n\r\nBe kind.\r\n",
    "CLAUDE.md": b"\xef\xbb\xbf# Claude\n\nBe brief.",
    "GEMINI.md": b"",
    ".claude/settings.json": b'{\n\t"env": {},\n\t"hooks": {\n\t\t"Stop": [\n\t\t\t{"hooks": []}\n\t\t]\n\t}\n}',
    ".claude/commands/ours.md": b"Say hello.\n",
    ".mcp.json": b'{"mcpServers":{"other":{"command":"x"}}}\n',
    ".cursor/hooks.json": b'{"version": 1, "hooks": {}}\n',
    ".cursor/mcp.json": b"{}\n",
    ".github/copilot-instructions.md": b"# Copilot\n",
    ".github/hooks/ours.json": b'{"version": 1, "hooks": {}}\n',
    ".vscode/mcp.json": b'{\n    // ours\n    "servers": {\n        "other": {"url": "x"}, // this one\n    },\n}\n',
    ".codex/hooks.json": b'{\n  "hooks": {}\n}\n',
    ".codex/config.toml": b'model = "x"\n\n[mcp_servers.other]\ncommand = "y"\n',
    ".gemini/settings.json": b'{\n  "general": {"vimMode": true}\n}\n',
}


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lay_out(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@pytest.mark.parametrize("own", [{}, OWN], ids=["nothing there", "everything there"])
@pytest.mark.parametrize("agents", [*([name] for name in AGENTS), list(AGENTS)], ids=",".join)
def test_what_is_written_once_is_removed_to_the_byte(desk: Desk, agents: list[str], own: dict[str, bytes]) -> None:
    """A second run changes nothing, what others wrote stays, and --remove restores every byte and folder."""
    lay_out(desk.folder, own)
    before = tree(desk.folder)
    options = [part for name in agents for part in ("--agent", name)]
    desk.type("init", *options, "--dry-run")
    assert (desk.code, tree(desk.folder)) == (0, before)
    foreseen = desk.output.replace("would write", "wrote")
    desk.type("init", *options)
    assert (desk.code, desk.output) == (0, foreseen)
    written = tree(desk.folder)
    assert sorted(line.removeprefix("wrote ") for line in desk.output.splitlines()) == sorted(
        name for name, data in written.items() if before.get(name) != data
    )
    desk.type("init", *options)
    assert (desk.code, desk.output, tree(desk.folder)) == (0, "nothing to write\n", written)
    desk.type("init", *options, "--remove", "--dry-run")
    assert tree(desk.folder) == written
    desk.type("init", *options, "--remove")
    assert (desk.code, tree(desk.folder)) == (0, before)
    assert {path for path in desk.folder.rglob("*") if path.is_dir() and not any(path.iterdir())} == set()
    desk.type("init", *options, "--remove")
    assert (desk.code, desk.output) == (0, "nothing to remove\n")


@pytest.mark.parametrize("own", [{}, OWN], ids=["nothing there", "everything there"])
def test_what_is_written_has_the_forms_that_agents_read(desk: Desk, own: dict[str, bytes]) -> None:
    """Each file is valid in its format, and says what its agent looks for."""
    lay_out(desk.folder, own)
    desk.type("init", *(part for name in AGENTS for part in ("--agent", name)))

    def read(path: str) -> str:
        return (desk.folder / path).read_text(encoding="utf-8-sig")

    def last(path: str, *keys: str) -> Any:
        value = json.loads(read(path).replace(" // this one", "").replace("// ours", "").replace(",\n    },\n}", "}}"))
        for key in keys:
            value = value[key]
        return value

    for path, event, agent in (("claude/settings", "Stop", "claude"), ("codex/hooks", "Stop", "codex")):
        (hook,) = last(f".{path}.json", "hooks", event)[-1]["hooks"]
        assert hook == {"type": "command", "command": f"flowkit hook stop --agent {agent}", "timeout": 60}
    (hook,) = last(".gemini/settings.json", "hooks", "AfterAgent")[-1]["hooks"]
    assert (hook["type"], hook["command"]) == ("command", "flowkit hook stop --agent gemini")
    assert last(".cursor/hooks.json", "hooks", "stop")[-1]["command"] == "flowkit hook stop --agent cursor"
    assert last(".github/hooks/flowkit.json", "hooks", "Stop")[-1]["type"] == "command"
    assert {last(path, "version") for path in (".cursor/hooks.json", ".github/hooks/flowkit.json")} == {1}
    servers = [last(path, "mcpServers") for path in (".mcp.json", ".cursor/mcp.json", ".gemini/settings.json")]
    codex = tomllib.loads(read(".codex/config.toml"))["mcp_servers"]
    for server in (*servers, last(".vscode/mcp.json", "servers"), codex):
        assert (server["flowkit"]["command"], server["flowkit"]["args"][0]) == ("flowkit", "mcp")
        assert "--write" not in server["flowkit"]["args"]
    assert "\n@AGENTS.md\n" in read("CLAUDE.md")
    assert "\n@./AGENTS.md\n" in read("GEMINI.md")
    assert "## Work plans" in read("AGENTS.md")
    for name in ("plan", "build"):
        for path in (f".claude/commands/flowkit-{name}.md", f".github/prompts/flowkit-{name}.prompt.md"):
            assert yaml.safe_load(read(path).split("---\n")[1])["description"]
        skill = yaml.safe_load(read(f".agents/skills/flowkit-{name}/SKILL.md").split("---\n")[1])
        assert skill["name"] == f"flowkit-{name}"
        command = tomllib.loads(read(f".gemini/commands/flowkit-{name}.toml"))
        assert "{{args}}" in command["prompt"]
        assert "$ARGUMENTS" in read(f".claude/commands/flowkit-{name}.md")
        assert read(f".cursor/commands/flowkit-{name}.md").startswith(("Plan a piece", "Build one task"))


def test_what_agents_share_stays_for_the_others(desk: Desk) -> None:
    """The section of AGENTS.md goes with the last agent that was equipped."""
    desk.type("init", "--agent", "claude", "--agent", "codex")
    desk.type("init", "--agent", "claude", "--remove")
    assert {name.partition("/")[0] for name in tree(desk.folder)} == {".agents", ".codex", "AGENTS.md", "flowkit.toml"}
    desk.type("init", "--agent", "codex", "--remove")
    assert set(tree(desk.folder)) == {"flowkit.toml"}


def test_what_was_changed_by_hand_stays(desk: Desk) -> None:
    """A command and an entry that somebody has made their own are neither overwritten nor removed, and are told."""
    desk.type("init", "--agent", "claude")
    command, servers = desk.folder / ".claude/commands/flowkit-plan.md", desk.folder / ".mcp.json"
    command.write_text("Plan as we do.\n", encoding="utf-8")
    servers.write_text(servers.read_text(encoding="utf-8").replace('"mcp"', '"mcp", "--write"'), encoding="utf-8")
    desk.type("init", "--agent", "claude")
    left = desk.output
    desk.type("init", "--agent", "claude", "--remove")
    assert set(tree(desk.folder)) == {".claude/commands/flowkit-plan.md", ".mcp.json", "flowkit.toml"}
    for output in (left, desk.output):
        assert "left as it is: .claude/commands/flowkit-plan.md: " in output
        assert "left as it is: .mcp.json: has an entry for flowkit that says something else" in output


def test_an_older_section_is_brought_up_to_date(desk: Desk) -> None:
    """The section is flowkit's: what stands between its marks is written anew, what is around it stays."""
    desk.write("AGENTS.md", "# Ours\n")
    desk.type("init", "--agent", "codex")
    path = desk.folder / "AGENTS.md"
    fresh = path.read_text(encoding="utf-8")
    path.write_text(fresh.replace("## Work plans", "## Plans of old") + "Behind.\n", encoding="utf-8")
    desk.type("init", "--agent", "codex")
    assert (desk.output, path.read_text(encoding="utf-8")) == ("wrote AGENTS.md\n", f"{fresh}Behind.\n")


@pytest.mark.parametrize("linked", ["CLAUDE.md", "AGENTS.md"])
def test_two_names_of_one_file_are_one_file(desk: Desk, linked: str) -> None:
    """Where CLAUDE.md is a link to AGENTS.md, or the other way round, it imports nothing."""
    real = {"CLAUDE.md": "AGENTS.md", "AGENTS.md": "CLAUDE.md"}[linked]
    desk.write(real, "# Ours\n")
    (desk.folder / linked).symlink_to(real)
    desk.type("init", "--agent", "claude")
    text = (desk.folder / real).read_text(encoding="utf-8")
    assert (text.count("BEGIN flowkit"), "@AGENTS.md" in text, (desk.folder / linked).is_symlink()) == (1, False, True)
    desk.type("init", "--agent", "claude", "--remove")
    assert (desk.folder / real).read_text(encoding="utf-8") == "# Ours\n"


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (
            ".claude/settings.json",
            '{\n  "hooks": {\n    "Stop": 3\n}}',
            ".claude/settings.json:3: cannot be worked on: a list",
        ),
        (".mcp.json", '{"mcpServers": ', ".mcp.json:1: cannot be worked on: a value is missing"),
        (".claude/settings.json/x", "", ".claude/settings.json: is a folder"),
        ("AGENTS.md", "\0\0\0\0", "AGENTS.md: is not text"),
    ],
)
def test_a_file_that_cannot_take_it_is_told_and_nothing_is_written(desk: Desk, path: str, text: str, told: str) -> None:
    """Where one file is broken, none is touched."""
    desk.write(path, text)
    before = tree(desk.folder)
    desk.type("init", "--agent", "claude")
    assert (desk.code, told in desk.output, tree(desk.folder)) == (2, True, before), desk.output


def test_nothing_is_written_or_deleted_outside_the_root(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder of an agent that leads elsewhere is refused, before anything is written or deleted."""
    away = tmp_path_factory.mktemp("away")
    (desk.folder / ".claude").symlink_to(away)
    desk.type("init", "--agent", "claude")
    assert (desk.code, "lies outside the project's root" in desk.output, tree(away)) == (2, True, {})
    assert not (desk.folder / "CLAUDE.md").exists()
    (desk.folder / ".claude").unlink()
    desk.type("init", "--agent", "claude")
    (desk.folder / ".claude").rename(away / "moved")
    (desk.folder / ".claude").symlink_to(away / "moved")
    before = tree(desk.folder), tree(away)
    desk.type("init", "--agent", "claude", "--remove")
    assert (desk.code, (tree(desk.folder), tree(away))) == (2, before)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--agent", "claud"], "there is no agent claud (did you mean claude?)"),
        (["--agent", ""], "there is no agent ''"),
        (["--remove"], "--remove goes with --agent"),
        (["tea", "--agent", "claude"], "a feature and agents are begun one by one (leave tea or --agent out)"),
    ],
)
def test_wrong_use_is_told(desk: Desk, arguments: list[str], told: str) -> None:
    """What makes no sense is refused, with what to do."""
    desk.type("init", *arguments)
    assert (desk.code, told in desk.output) == (2, True), desk.output


def test_a_feature_is_begun_as_before(desk: Desk) -> None:
    """Without an agent, init writes the documents of a feature; --dry-run says which."""
    desk.type("init", "--dry-run")
    foreseen = desk.output
    assert (desk.code, set(tree(desk.folder))) == (0, {"flowkit.toml"})
    desk.type("init")
    assert foreseen.replace("would write", "wrote") == desk.output
    assert "docs/specs/first-feature.md" in desk.output
