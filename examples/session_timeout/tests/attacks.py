"""What an attacker sends: malformed cookies, and what was read in a stolen store."""

from __future__ import annotations

import base64
from collections.abc import Callable

from .shop import COOKIE

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MALFORMED: dict[str, Callable[[str], str]] = {
    "without its last letter": lambda token: f"{COOKIE}={token[:-1]}",
    "with a letter too many": lambda token: f"{COOKIE}={token}A",
    # In base 64 the last of 43 letters has two bits to spare, so this one stands for the same bytes.
    "with another last letter": lambda token: f"{COOKIE}={token[:-1]}{BASE64[BASE64.index(token[-1]) + 1]}",
    "in small letters": lambda token: f"{COOKIE}={token.lower()}",
    "with a blank in the middle": lambda token: f"{COOKIE}={token[:20]} {token[20:]}",
    "with a zero byte at its end": lambda token: f"{COOKIE}={token}\0",
    "with letters beyond ASCII": lambda token: f"{COOKIE}={token[:-2]}é",
    "with bytes that are not UTF-8": lambda token: f"{COOKIE}={token[:-1]}\udcff",
    "a thousand times over": lambda token: f"{COOKIE}={token * 1000}",
    "under another name": lambda token: f"session={token}",
    "under the name in small letters": lambda token: f"{COOKIE.lower()}={token}",
    "without a name": lambda token: token,
    "before a planted one": lambda token: f"{COOKIE}={token}; {COOKIE}={token[::-1]}",
    "after a planted one": lambda token: f"{COOKIE}={token[::-1]}; {COOKIE}={token}",
    "and leaves the value out": lambda _token: f"{COOKIE}=",
}
"""What is sent as a cookie header: each has something of a token that is good, and a lenient reader might take it."""


def spellings(value: bytes) -> list[str]:
    """Return what bytes of the store look like as text, in the ways that an attacker would try."""
    coded = [value.hex().encode(), base64.b64encode(value), base64.urlsafe_b64encode(value)]
    return [text.decode("latin-1") for text in (value, *coded, *(each.rstrip(b"=") for each in coded))]
