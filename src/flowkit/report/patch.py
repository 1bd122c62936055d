"""Two texts of one file to a unified diff."""

from __future__ import annotations

from difflib import unified_diff


def patch(before: str | None, after: str, name: str) -> str:
    """Return what changes in a file, as ``diff -u`` has it; empty where nothing does.

    Args:
        before: the text as it stands; None where the file is not there yet.
        after: the text that it is to have.
        name: the path of the file, as it is to be shown.
    """
    old = "/dev/null" if before is None else name
    lines = unified_diff((before or "").splitlines(keepends=True), after.splitlines(keepends=True), old, name)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
