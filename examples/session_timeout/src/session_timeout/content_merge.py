"""Changes of a session's content by several hands: each entry as whoever changed it last has it, and none lost.

Values are compared as they are written, since for Python 1 and True are equal.
"""

from __future__ import annotations

from typing import Any

import msgspec

from session_timeout.session_store import encode_content


# implements: feat-session-security:IMPL_005/AC-3
def merge(data: bytes, before: bytes, after: bytes) -> bytes:
    """Return data with the entries changed that differ between two states of it; all three are JSON objects."""
    content, old, new = (_entries(state) for state in (data, before, after))
    changed = {key: value for key, value in new.items() if old.get(key) != value}
    kept = {key: value for key, value in content.items() if key in new or key not in old}
    return encode_content({key: msgspec.Raw(value) for key, value in (kept | changed).items()})


# implements: feat-session-security:IMPL_005/AC-3
def catch_up(content: dict[str, Any], before: bytes, after: bytes) -> None:
    """Change the entries of content that differ between two states of its data, but for those changed in it since.

    Args:
        content: what was written as ``before``, and may have been changed since.
        before: what it was written as.
        after: what stands in the store now.
    """
    old, new = _entries(before), _entries(after)
    for key in old | new:
        if old.get(key) != new.get(key) and _written(content, key) == old.get(key):
            if key in new:
                content[key] = msgspec.json.decode(new[key])
            else:
                del content[key]


def _entries(data: bytes) -> dict[str, bytes]:
    """Return the values of a JSON object as they are written."""
    return {key: bytes(value) for key, value in msgspec.json.decode(data, type=dict[str, msgspec.Raw]).items()}


def _written(content: dict[str, Any], key: str) -> bytes | None:
    """Return a value as it would be written: None if it is not there, nothing at all if JSON does not know it."""
    try:
        return msgspec.json.encode(content[key]) if key in content else None
    except (TypeError, ValueError, RecursionError):
        return b""
