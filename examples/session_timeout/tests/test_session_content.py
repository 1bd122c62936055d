"""What a session keeps comes back as it was, or is refused: the way of content to bytes of JSON and back."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, defaultdict
from decimal import Decimal
from enum import Enum, IntEnum
from http import HTTPMethod
from math import inf, nan
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from session_timeout import Session, SessionDataError, SessionId
from session_timeout.session_store import decode_content, encode_content


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"a": [1, 2.5, None, True, {"ä": "\u2028"}], "b": False, "c": 1, "d": 1.0, "e": -0.0},
        {"n": 2**63, "m": -(2**64) - 1, "o": 10**300, "x": 5e-324, "y": 1.7976931348623157e308, "z": 1e22},
        {"deep": [[[[{"a": [{"b": {}}]}]]]]},
    ],
)
def test_content_comes_back_as_it_was(content: dict[str, object]) -> None:
    """What is written and read again is equal, of the same types, and as exact as it was."""
    assert repr(decode_content(encode_content(content))) == repr(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), json_values))
def test_any_content_of_json_comes_back_as_it_was(content: dict[str, object]) -> None:
    """Whatever is made of what JSON knows is kept and comes back, each part as its own type."""
    assert repr(decode_content(encode_content(content))) == repr(content)


class Pair(NamedTuple):
    """A tuple by another name."""

    one: object
    two: object


class Size(IntEnum):
    """Members that are equal to their values."""

    BIG = 9


class Colour(Enum):
    """Members that are equal to nothing but themselves."""

    RED = "red"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ((1, ("a", [(2,)])), [1, ["a", [[2]]]]),
        ({"t": [(), {"u": (None, 1.5)}]}, {"t": [[], {"u": [None, 1.5]}]}),
        (Pair(1, Pair(2, 3)), [1, [2, 3]]),
        (Size.BIG, 9),
        ({HTTPMethod.GET: [HTTPMethod.PUT]}, {"GET": ["PUT"]}),
        (OrderedDict(a=1), {"a": 1}),
        (defaultdict(int, a=1), {"a": 1}),
    ],
)
def test_what_is_as_good_as_json_is_kept_as_that(value: object, read: object) -> None:
    """A tuple becomes a list; a member of an enumeration that equals its value, and a kind of dict, become plain."""
    found = decode_content(encode_content({"x": value}))["x"]
    assert found == read
    assert repr(found) == repr(read)


def nest() -> list[object]:
    """Return a list that contains itself."""
    nest: list[object] = []
    nest.append(nest)
    return nest


class Name(str):
    """A string by another name, which msgspec does not write."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (object(), "Encoding objects of type object is unsupported"),
        (3j, "Encoding objects of type complex is unsupported"),
        (Name("a"), "Encoding objects of type Name is unsupported"),
        (nest(), "maximum recursion depth exceeded"),
        ("\ud800", "'utf-8' codec can't encode character"),
        ([10**5000], "Exceeds the limit"),
        (nan, "JSON has no number nan"),
        ([1.0, {"a": inf}], "JSON has no number inf"),
        ((1, -inf), "JSON has no number -inf"),
        (b"a", "JSON has no bytes"),
        (bytearray(b"a"), "JSON has no bytearray"),
        ({1}, "JSON has no set"),
        ([(frozenset(),)], "JSON has no frozenset"),
        (dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "JSON has no datetime"),
        ({"deep": [dt.date(2026, 3, 2)]}, "JSON has no date"),
        (dt.timedelta(1), "JSON has no timedelta"),
        (UUID(int=1), "JSON has no UUID"),
        (Decimal(1), "JSON has no Decimal"),
        (Colour.RED, "JSON has no Colour"),
        (Session(SessionId(b"x"), 1.0, 2.0, 3.0), "JSON has no Session"),
        ({1: 2}, "JSON has no keys of type int"),
        ([{"a": {2.5: 2}}], "JSON has no keys of type float"),
        ({Colour.RED: 1}, "JSON has no keys of type Colour"),
        ({b"a": 1}, "JSON has no keys of type bytes"),
        ({None: 1}, "Only dicts with str-like or number-like keys are supported"),
    ],
)
def test_a_value_without_json_is_named(value: object, why: str) -> None:
    """The error names the key of what JSON would not give back as it was, and the type, but does not show the value."""
    with pytest.raises(SessionDataError) as caught:
        encode_content({"fine": (1, 2), "cart": value, "later": object()})
    assert str(caught.value).startswith(f"the entry 'cart' cannot be kept in a session: {why}")


def test_the_reason_why_a_value_cannot_be_written_is_kept() -> None:
    """What the writer of JSON said is the cause of the error."""
    with pytest.raises(SessionDataError) as caught:
        encode_content({"cart": object()})
    assert isinstance(caught.value.__cause__, TypeError)


@pytest.mark.parametrize("key", [1, 1.5, None, b"a", (1, 2), Colour.RED])
def test_a_key_that_is_no_string_is_named(key: Any) -> None:
    """An entry whose key JSON would turn into a string, or does not take at all, is refused by its name."""
    with pytest.raises(SessionDataError) as caught:
        encode_content({"fine": 1, key: 2})
    assert str(caught.value).startswith(f"the entry {key!r} cannot be kept in a session: ")


def test_entries_that_are_json_already_have_to_be_that() -> None:
    """Values that are put together anew as they are written stay so; what only claims to be JSON is refused."""
    assert encode_content({"a": Raw(b'{"b":[1]}'), "c": Raw(b"null")}) == b'{"a":{"b":[1]},"c":null}'
    with pytest.raises(SessionDataError, match="the entry 'c' cannot be kept in a session: JSON is malformed"):
        encode_content({"a": Raw(b"1"), "c": Raw(b"nan")})


def test_data_that_fails_only_as_a_whole_is_still_an_error() -> None:
    """Content of which every entry passes alone is named as a whole."""

    class Once(dict[str, object]):
        """Has nothing to show the second time."""

        def items(self) -> Any:
            """Show no entries."""
            return ()

    with pytest.raises(SessionDataError, match="the data cannot be kept in a session"):
        encode_content(Once(a=object()))
