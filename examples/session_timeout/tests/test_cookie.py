"""How the token travels."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_timeout.cookie import SessionCookie

TOKEN = "x" * 43


# verifies: feat-session-security:IMPL_004/AC-1
def test_the_cookie_is_as_safe_as_browsers_make_it_unless_told_otherwise() -> None:
    """By default nobody but this host, over HTTPS and not from a script, can read or plant the cookie."""
    assert SessionCookie().issue(TOKEN) == (
        b"__Host-session=" + TOKEN.encode() + b"; Path=/; Secure; HttpOnly; SameSite=Lax"
    )


def test_a_withdrawn_cookie_is_dropped_at_once() -> None:
    """The header that takes the cookie away has the same attributes, an empty value and no time to live."""
    assert SessionCookie().withdraw() == b"__Host-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"


def test_every_attribute_can_be_chosen() -> None:
    """A cookie that is shared by subdomains says so in its header, as the standard library reads it."""
    cookie = SessionCookie("sid", secure=False, http_only=False, same_site="strict", path="/shop", domain="example.org")
    parsed = SimpleCookie(cookie.issue(TOKEN).decode())["sid"]
    assert parsed.value == TOKEN
    assert {key: value for key, value in parsed.items() if value} == {
        "path": "/shop",
        "domain": "example.org",
        "samesite": "Strict",
    }


# verifies: feat-session-security:IMPL_004/AC-2
@pytest.mark.parametrize(
    ("attributes", "complaint"),
    [
        ({"name": ""}, "cannot be the name"),
        ({"name": "a b"}, "cannot be the name"),
        ({"name": "a=b"}, "cannot be the name"),
        ({"name": "sid\n"}, "cannot be the name"),
        ({"name": "größe"}, "cannot be the name"),
        ({"name": "a" * 129}, "cannot be the name"),
        ({"secure": False}, "browsers refuse __Host-session"),
        ({"path": "/shop"}, "browsers refuse __Host-session"),
        ({"domain": "example.org"}, "browsers refuse __Host-session"),
        ({"name": "__HOST-sid", "secure": False}, "browsers refuse __HOST-sid"),
        ({"name": "__Secure-sid", "secure": False}, "browsers refuse __Secure-sid"),
        ({"name": "sid", "secure": False, "same_site": "none"}, "SameSite=None"),
        ({"name": "sid", "path": "shop"}, "begin with /"),
        ({"name": "sid", "path": "/a; Domain=evil.example"}, "begin with /"),
        ({"name": "sid", "domain": "a;b"}, "leave it out"),
        ({"name": "sid", "domain": "a\r\nSet-Cookie: b"}, "leave it out"),
        ({"name": "sid", "domain": ""}, "leave it out"),
        ({"same_site": "Lax"}, "one of lax, strict and none"),
    ],
)
def test_a_cookie_that_browsers_would_refuse_cannot_be_made(attributes: dict[str, Any], complaint: str) -> None:
    """What would break the header or be dropped by a browser in silence is an error when the cookie is described."""
    with pytest.raises(ValueError, match=complaint):
        SessionCookie(**attributes)


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ([], None),
        ([b"theme=dark"], None),
        ([b"sid=abc"], "abc"),
        ([b"theme=dark; sid=abc; lang=de"], "abc"),
        ([b"theme=dark;sid=abc;"], "abc"),
        ([b"theme=dark", b"sid=abc"], "abc"),
        ([b"xsid=abc; sidx=abc; sid-x=1"], None),
        ([b"theme=sid=abc"], None),
        ([b"SID=abc"], None),
        ([b"sid=a=b"], "a=b"),
        ([b"sid="], ""),
        ([b"sid"], ""),
        ([b'sid="abc"'], '"abc"'),
        ([b"sid=\xff\xfe"], "\xff\xfe"),
        ([b"sid=abc; sid=def"], None),
        ([b"sid=abc", b"sid=abc"], None),
    ],
)
def test_the_value_is_read_as_it_stands(lines: list[bytes], value: str | None) -> None:
    """The cookie of that very name is found among others, and two of one name are as good as none."""
    headers = [(b"host", b"shop.example"), *((b"cookie", line) for line in lines), (b"x-sid", b"sid=other")]
    assert SessionCookie("sid").read(headers) == value


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_no_header_can_break_the_reader(lines: list[bytes]) -> None:
    """Whatever bytes a client sends, there is a value or there is none."""
    value = SessionCookie("s").read([(b"cookie", line) for line in lines])
    assert value is None or any(value.encode("latin-1") in line for line in lines)


@given(st.text(alphabet="abcXYZ019-_", min_size=1, max_size=60))
def test_what_was_issued_is_read_back(token: str) -> None:
    """A browser that returns what it was given brings the same token."""
    cookie = SessionCookie()
    pair = cookie.issue(token).split(b";")[0]
    assert cookie.read([(b"cookie", b"a=1; " + pair)]) == token
