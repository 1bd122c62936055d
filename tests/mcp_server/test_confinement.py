"""What ``flowkit mcp`` looks at: one project, and nothing outside of its root."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from tests.desk import TICKED

from .talking import CALLS, ask, call, document_of, talk, text_of


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
    answer = ask(tea, lambda client: client.call_tool("brief", {"task": "IMPL_001"}))
    assert answer.is_error
    assert "lies outside the project's root" in text_of(answer)


def test_a_path_inside_may_be_given_in_any_way(tea: Path) -> None:
    """An absolute path inside the root, and one with steps up that stays inside, are as good as any."""
    for path in (str(tea / "plans/tea.md"), "plans/../plans/tea.md"):
        assert document_of(ask(tea, partial(Client.call_tool, name="show", arguments={"plans": [path]})))["plans"]


def test_the_root_is_sought_upwards_or_given(tea: Path) -> None:
    """Started in a folder below, the server serves the project around it; --root names another one."""
    (tea / "deep").mkdir()
    assert document_of(call(tea / "deep", "show"))["plans"][0]["path"] == "plans/tea.md"
    assert document_of(call(tea.parent, "show", {}, "--root", str(tea)))["plans"][0]["path"] == "plans/tea.md"
