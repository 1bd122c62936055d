"""How a session's token travels: read from the headers of a request, written into those of a response.

The attributes are those of RFC 6265 and of its revision (draft-ietf-httpbis-rfc6265bis) for the ``__Host-`` prefix. The
cookie has no lifetime of its own: the browser drops it when it is closed, and the server decides before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")
"""What a cookie may be called: a token of RFC 9110, short enough for the 4096 bytes that browsers keep of a cookie."""

PLAIN = re.compile(r"[^;\x00-\x20\x7f-\U0010ffff]+")
"""What a path or a domain may be made of without ending the attribute that it stands in."""


# implements: feat-session-security:IMPL_004
@dataclass(frozen=True, slots=True)
class SessionCookie:
    """The cookie that carries the token.

    Args:
        name: with the prefix ``__Host-``, no other host, not even a subdomain, can plant a cookie of that name.
        secure: whether browsers send it over HTTPS alone (and to localhost).
        http_only: whether it is out of reach for scripts.
        same_site: whether requests that come from other sites carry it.
        path: the part of the site that gets it.
        domain: a domain whose subdomains get it too; None for this host alone.

    Raises:
        ValueError: browsers would refuse such a cookie, or a value would break the header.
    """

    name: str = "__Host-session"
    secure: bool = True
    http_only: bool = True
    same_site: Literal["lax", "strict", "none"] = "lax"
    path: str = "/"
    domain: str | None = None

    # implements: feat-session-security:IMPL_004/AC-2
    def __post_init__(self) -> None:
        if NAME.fullmatch(self.name) is None:
            raise ValueError(f"{self.name!r} cannot be the name of a cookie; take letters, digits and hyphens")
        if not self.path.startswith("/") or PLAIN.fullmatch(self.path) is None:
            raise ValueError(f"the path of the cookie is {self.path!r}; it has to begin with / and hold no ; or space")
        if self.domain is not None and PLAIN.fullmatch(self.domain) is None:
            raise ValueError(
                f"the domain of the cookie is {self.domain!r}; leave it out, or name one as in example.org"
            )
        if self.same_site not in ("lax", "strict", "none"):
            raise ValueError(f"same_site is {self.same_site!r}; it is one of lax, strict and none")
        prefix = self.name.lower()
        if prefix.startswith("__host-") and (not self.secure or self.path != "/" or self.domain is not None):
            raise ValueError(f"browsers refuse {self.name} unless it is secure, has the path / and no domain")
        if prefix.startswith("__secure-") and not self.secure:
            raise ValueError(f"browsers refuse {self.name} unless it is secure")
        if self.same_site == "none" and not self.secure:
            raise ValueError("browsers refuse a cookie with SameSite=None unless it is secure")

    def read(self, headers: Iterable[tuple[bytes, bytes]]) -> str | None:
        """Return the value that a request brings, whatever it is, or None if there is none, or if there are two.

        Two cookies of one name mean that somebody else planted one of them, and nothing tells which.

        Args:
            headers: of an ASGI scope: lower-case names and values.
        """
        name = self.name.encode()
        found: bytes | None = None
        for header, value in headers:
            if header == b"cookie" and name in value:
                for pair in value.split(b";"):
                    key, _, text = pair.strip().partition(b"=")
                    if key == name:
                        if found is not None:
                            return None
                        found = text
        return None if found is None else found.decode("latin-1")

    def issue(self, token: str) -> bytes:
        """Return the value of a Set-Cookie header that hands a token to the client."""
        return self._header(token, "")

    def withdraw(self) -> bytes:
        """Return the value of a Set-Cookie header that takes the cookie away from the client."""
        return self._header("", "; Max-Age=0")

    # implements: feat-session-security:IMPL_004/AC-1
    def _header(self, value: str, lifetime: str) -> bytes:
        domain = "" if self.domain is None else f"; Domain={self.domain}"
        secure = "; Secure" if self.secure else ""
        http_only = "; HttpOnly" if self.http_only else ""
        same_site = f"; SameSite={self.same_site.capitalize()}"
        return f"{self.name}={value}; Path={self.path}{domain}{lifetime}{secure}{http_only}{same_site}".encode()
