"""The table of coding agents, and what each of them is given; where its formats are described stands in ADR-024."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from flowkit.equip.answers import HOOK
from flowkit.equip.json_entries import JsonEntry
from flowkit.equip.marked import OwnFile, Section, Style
from flowkit.errors import UsageError
from flowkit.model.nearness import nearest

Part: TypeAlias = OwnFile | Section | JsonEntry

_SECONDS = 60
_DESCRIPTIONS: Mapping[str, str] = {
    "plan": "Write a spec and draft a work plan whose every part can be verified",
    "build": "Build one task of a work plan until its evidence is proven",
}
_OBJECTS: Mapping[str, str] = {"plan": "What is to be planned", "build": "The task"}
_HINTS: Mapping[str, str] = {"plan": "[GOAL]", "build": "[TASK]"}
_IMPORT = "@AGENTS.md"
_POINTER = "How this project's work plans are kept true stands in AGENTS.md, under “Work plans”.\n"


@dataclass(frozen=True, slots=True)
class Texts:
    """The words that agents are given: those for ``AGENTS.md``, and those of each command."""

    section: str
    commands: Mapping[str, str]


def find_agent(name: str) -> Callable[[Texts], tuple[Part, ...]]:
    """Return what makes the parts of an agent.

    Raises:
        UsageError: there is no such agent.
    """
    if name not in AGENTS:
        close = nearest(name, AGENTS)
        hint = f"did you mean {close}?" if close else f"the agents are {', '.join(AGENTS)}"
        raise UsageError(f"there is no agent {name or repr(name)}", hint=hint)
    return AGENTS[name]


def shared_part(texts: Texts) -> Part:
    """Return what every agent is given."""
    return Section("AGENTS.md", texts.section)


def _claude(texts: Texts) -> tuple[Part, ...]:
    commands = (
        OwnFile(
            f".claude/commands/flowkit-{name}.md",
            _fronted(text, {"description": _DESCRIPTIONS[name], "argument-hint": _HINTS[name]})
            + f"\n{_OBJECTS[name]}: $ARGUMENTS\n",
        )
        for name, text in texts.commands.items()
    )
    return (
        Section("CLAUDE.md", _IMPORT, unless=_IMPORT),
        *commands,
        JsonEntry(".claude/settings.json", ("hooks", "Stop"), _group("claude"), mark=HOOK),
        JsonEntry(".mcp.json", ("mcpServers", "flowkit"), _server()),
    )


def _cursor(texts: Texts) -> tuple[Part, ...]:
    rule = {"description": "How this project's work plans are kept true", "globs": "plans/**,docs/plans/**"}
    body = texts.section.partition("\n\n")[2]
    commands = (
        OwnFile(
            f".cursor/commands/flowkit-{name}.md", f"{text}\n{_OBJECTS[name]} stands behind the command, if at all.\n"
        )
        for name, text in texts.commands.items()
    )
    hook = {"command": f"{HOOK} --agent cursor", "timeout": _SECONDS}
    return (
        OwnFile(".cursor/rules/flowkit.mdc", _fronted(body, {**rule, "alwaysApply": "false"})),
        *commands,
        JsonEntry(".cursor/hooks.json", ("hooks", "stop"), hook, mark=HOOK, base={"version": 1}),
        JsonEntry(".cursor/mcp.json", ("mcpServers", "flowkit"), _server("--root", "${workspaceFolder}")),
    )


def _copilot(texts: Texts) -> tuple[Part, ...]:
    prompts = (
        OwnFile(
            f".github/prompts/flowkit-{name}.prompt.md",
            _fronted(text, {"description": _DESCRIPTIONS[name], "agent": "agent"})
            + f"\n{_OBJECTS[name]}: ${{input:{name}:{_OBJECTS[name]}}}\n",
        )
        for name, text in texts.commands.items()
    )
    # An event in this spelling is understood by the editor and by the command line.
    hook = {"type": "command", "command": f"{HOOK} --agent copilot", "timeout": _SECONDS}
    return (
        Section(".github/copilot-instructions.md", _POINTER),
        *prompts,
        JsonEntry(".github/hooks/flowkit.json", ("hooks", "Stop"), hook, mark=HOOK, base={"version": 1}),
        JsonEntry(".vscode/mcp.json", ("servers", "flowkit"), _server("--root", "${workspaceFolder}")),
    )


def _codex(texts: Texts) -> tuple[Part, ...]:
    skills = (
        OwnFile(
            f".agents/skills/flowkit-{name}/SKILL.md",
            _fronted(text, {"name": f"flowkit-{name}", "description": f"{_DESCRIPTIONS[name]}, with flowkit."}),
        )
        for name, text in texts.commands.items()
    )
    server = '[mcp_servers.flowkit]\ncommand = "flowkit"\nargs = ["mcp"]\n'
    return (
        *skills,
        JsonEntry(".codex/hooks.json", ("hooks", "Stop"), _group("codex"), mark=HOOK),
        Section(".codex/config.toml", server, Style.TOML, unless="[mcp_servers.flowkit]"),
    )


def _gemini(texts: Texts) -> tuple[Part, ...]:
    commands = (
        OwnFile(
            f".gemini/commands/flowkit-{name}.toml",
            f"description = \"{_DESCRIPTIONS[name]}\"\nprompt = '''\n{text}\n{_OBJECTS[name]}: {{{{args}}}}\n'''\n",
        )
        for name, text in texts.commands.items()
    )
    hook = {"name": "flowkit", "type": "command", "command": f"{HOOK} --agent gemini", "timeout": _SECONDS * 1000}
    server = {"command": "flowkit", "args": ["mcp"]}
    return (
        Section("GEMINI.md", "@./AGENTS.md", unless="@./AGENTS.md"),
        *commands,
        JsonEntry(".gemini/settings.json", ("hooks", "AfterAgent"), {"hooks": [hook]}, mark=HOOK),
        JsonEntry(".gemini/settings.json", ("mcpServers", "flowkit"), server),
    )


AGENTS: Mapping[str, Callable[[Texts], tuple[Part, ...]]] = {
    "claude": _claude,
    "cursor": _cursor,
    "copilot": _copilot,
    "codex": _codex,
    "gemini": _gemini,
}


def _fronted(text: str, front: Mapping[str, str]) -> str:
    """Return a text behind front matter."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\n{lines}---\n\n{text}"


def _group(agent: str) -> dict[str, object]:
    hook = {"type": "command", "command": f"{HOOK} --agent {agent}", "timeout": _SECONDS}
    return {"hooks": [hook]}


def _server(*options: str) -> dict[str, object]:
    return {"type": "stdio", "command": "flowkit", "args": ["mcp", *options]}
