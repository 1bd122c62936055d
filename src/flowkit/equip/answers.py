"""What agents tell their hooks when they are about to stop, and how they want to be answered.

A hook that has made an agent go on once lets it stop the next time: so it cannot keep it going for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

HOOK = "flowkit hook stop"
"""The command that agents run when they are about to stop; it is known by it in their settings."""

Payload: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Manners:
    """How one agent speaks with a hook.

    Attributes:
        variable: the environment variable that names the project's folder; None where there is none.
        folders: the folders that a payload names, the likeliest first.
        is_over: the agent stops for another reason than being done, or was made to go on already.
        refuse: what makes it go on, with the reason.
        remind: what tells its user something while it stops; None where it has no way to.
    """

    variable: str | None
    folders: Callable[[Payload], tuple[object, ...]]
    is_over: Callable[[Payload], bool]
    refuse: Callable[[str], Mapping[str, object]]
    remind: Callable[[str], Mapping[str, object]] | None


def _working_folder(payload: Payload) -> tuple[object, ...]:
    return (payload.get("cwd"),)


def _workspaces(payload: Payload) -> tuple[object, ...]:
    roots = payload.get("workspace_roots")
    return tuple(roots) if isinstance(roots, list) else ()


def _was_refused(payload: Payload) -> bool:
    return payload.get("stop_hook_active") is True


def _was_followed_up(payload: Payload) -> bool:
    count = payload.get("loop_count")
    return payload.get("status", "completed") != "completed" or (isinstance(count, int) and count > 0)


def _block(reason: str) -> Mapping[str, object]:
    return {"decision": "block", "reason": reason}


def _block_twice(reason: str) -> Mapping[str, object]:
    # The command line reads the first two, the editor what stands below the third.
    return {**_block(reason), "hookSpecificOutput": {"hookEventName": "Stop", **_block(reason)}}


def _deny(reason: str) -> Mapping[str, object]:
    return {"decision": "deny", "reason": reason}


def _follow_up(reason: str) -> Mapping[str, object]:
    return {"followup_message": reason}


def _message(words: str) -> Mapping[str, object]:
    return {"systemMessage": words}


MANNERS: Mapping[str, Manners] = {
    "claude": Manners("CLAUDE_PROJECT_DIR", _working_folder, _was_refused, _block, _message),
    "cursor": Manners(None, _workspaces, _was_followed_up, _follow_up, None),
    "copilot": Manners(None, _working_folder, _was_refused, _block_twice, _message),
    "codex": Manners(None, _working_folder, _was_refused, _block, _message),
    "gemini": Manners("GEMINI_PROJECT_DIR", _working_folder, _was_refused, _deny, _message),
}
