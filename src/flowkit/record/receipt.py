"""Receipts: sealed by a digest, and opened again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flowkit.errors import ReadError
from flowkit.model.receipt import Asked, FileRead, Marked, Provenance, Receipt
from flowkit.model.verdict import Verdict

SCHEMA = "flowkit-receipt-1"
_UNSEALED = '"digest": ""'
_AGAIN = "verify again with flowkit verify --receipt"


def seal(text: str) -> str:
    """Return the text of a receipt, whose digest is empty, with the digest of all else that it says."""
    return text.replace(_UNSEALED, f'"digest": "{_digest(json.loads(text))}"', 1)


def _digest(content: Mapping[str, object]) -> str:
    """Return the digest of a receipt: SHA-256 of its canonical JSON, keys in order, without blanks, in ASCII."""
    from hashlib import sha256

    rest = {key: value for key, value in content.items() if key != "digest"}
    return sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def is_receipt(data: bytes) -> bool:
    """Whether the bytes of a file are those of a receipt of any version, edited or not."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and str(content.get("schema")).startswith("flowkit-receipt-")


def parse(text: str, path: str) -> Receipt:
    """Return what a receipt says.

    Raises:
        ReadError: it is no JSON, no receipt, of another version, or was edited after flowkit wrote it.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError("is no receipt: it is not JSON", where=path, hint=_AGAIN) from error
    match content:
        case {"schema": str(schema), "digest": str(digest)}:
            if schema != SCHEMA:
                raise ReadError(f"is of the schema {schema[:40]}, not {SCHEMA}", where=path, hint=_AGAIN)
            if digest != _digest(content):
                message = "was edited after flowkit wrote it, so nothing in it counts"
                raise ReadError(message, where=path, hint=_AGAIN)
        case _:
            raise ReadError("is no receipt", where=path, hint=_AGAIN)
    try:
        return _receipt(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReadError(f"is no receipt that flowkit wrote: {error!r} is out of place", where=path) from error


def _receipt(content: Mapping[str, object]) -> Receipt:
    match content:
        case {
            "flowkit": str(version),
            "made": str(made),
            "commit": str() | None as commit,
            "failed": bool(failed),
            "asked": {
                "plans": list(plans),
                "dialect": str() | None as dialect,
                "select": list() | None as select,
                "ignore": list(ignore),
                "strict": bool(strict),
                "ran": bool(ran),
            },
            "read": list(read),
            "markers": list(markers),
        }:
            chosen = None if select is None else tuple(map(_text, select))
            asked = Asked(tuple(map(_text, plans)), dialect, chosen, tuple(map(_text, ignore)), strict, ran)
            files = tuple(FileRead(_text(one["path"]), _text(one["sha256"])) for one in read)
            return Receipt(Provenance(version, made, commit, asked, failed, files), tuple(map(_marked, markers)))
    raise ValueError("a key")


def _marked(raw: Mapping[str, Any]) -> Marked:
    paths = (_text(fact["path"]) for duty in raw["obligations"] for fact in duty["evidence"])
    return Marked(_text(raw["ref"]), Verdict(_text(raw["verdict"])), tuple(dict.fromkeys(paths)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
