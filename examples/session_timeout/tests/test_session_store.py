"""The protocol of stores: its contract lets a right store pass and a wrong one fail; and the records that cross it."""

from __future__ import annotations

import gc
import inspect
import json
import unittest
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from msgspec.structs import replace

from session_timeout import (
    DuplicateSessionError,
    InMemorySessionStore,
    Session,
    SessionId,
    SessionStore,
)
from session_timeout.store_contract import SessionStoreContract

from .wrong_stores import CANCELLED, WRONG, ReadIgnoresNow, ReadLooksAtTheClock

SESSION = Session(SessionId(bytes(range(32))), 1.0, 2.0, 3.0, "ann", b'{"cart":["secret"]}', 4)


class TestInMemorySessionStore(SessionStoreContract):
    """The store in memory fulfils the contract."""

    make_store = InMemorySessionStore


class TestStoreThatIsOpenedAndClosed(SessionStoreContract):
    """A store that comes from a context manager can be put through the contract as well."""

    @asynccontextmanager
    async def make_store(self) -> AsyncIterator[InMemorySessionStore]:
        """Give a store as one is given that needs a connection."""
        yield InMemorySessionStore()


def contract(make: Callable[[], Any]) -> SessionStoreContract:
    """Return the contract of the stores that are made so, sound or not."""

    class Contract(SessionStoreContract):
        make_store = staticmethod(make)

    return Contract()


def failures(make: Callable[[], SessionStore]) -> dict[str, str]:
    """Return the demands that a store fails, by the names of their tests, with what an author is told."""
    failed = {}
    for name in dir(SessionStoreContract):
        if name.startswith("test_"):
            try:
                getattr(contract(make), name)()
            except (AssertionError, DuplicateSessionError, KeyError, ValueError) as error:
                failed[name.removeprefix("test_")] = str(error)
    return failed


# verifies: feat-session-timeout:IMPL_001/AC-1, feat-session-timeout:IMPL_002/AC-1
def test_a_right_store_fails_nothing() -> None:
    """All demands are tried, and the store in memory fails none of them."""
    assert failures(InMemorySessionStore) == {}
    assert len([name for name in dir(SessionStoreContract) if name.startswith("test_")]) == 32


# verifies: feat-session-timeout:IMPL_001/AC-1
@pytest.mark.parametrize(("store", "expected", "said"), WRONG, ids=[store.__name__ for store, _, _ in WRONG])
def test_a_wrong_store_fails_what_it_does_wrong(
    store: type[InMemorySessionStore], expected: set[str], said: str
) -> None:
    """A store with one fault fails the demands that the fault is against, no others, and its author is told which."""
    failed = failures(store)
    assert failed.keys() == expected
    assert any(said in message for message in failed.values()), failed


def test_a_store_with_a_clock_of_its_own_fails() -> None:
    """A store that goes by the machine's clock finds every session of the contract ended long ago."""
    failed = failures(ReadLooksAtTheClock)
    assert {"read_ends_at_the_deadline", "create_keeps_a_session_as_it_is", CANCELLED} <= failed.keys()


def test_what_is_no_store_at_all_fails_the_first_demand() -> None:
    """An object without the methods of a store is told so."""
    with pytest.raises(AssertionError, match="dict lacks a method of SessionStore"):
        contract(dict).test_a_store_has_every_method()


METHODS = [name for name in vars(SessionStore) if not name.startswith("_")]


def hints(name: str) -> dict[str, Any]:
    """Return the types that the protocol writes at the arguments of a method, and at its result as ``return``."""
    return get_type_hints(getattr(SessionStore, name))


def parts(kind: Any) -> Iterator[object]:
    """Yield the types that a type is put together of."""
    inner = get_args(kind)
    yield from (part for one in inner for part in parts(one)) if inner else (kind,)


# verifies: feat-session-timeout:IMPL_001/AC-2
def test_what_crosses_the_protocol_belongs_to_no_product() -> None:
    """Ids, sessions and values of Python's own are all that a store is given or returns, and the content is JSON."""
    assert len(METHODS) == 9
    crossing = {part for name in METHODS for kind in hints(name).values() for part in parts(kind)}
    assert crossing == {Session, SessionId, str, bytes, int, float, NoneType}
    fields = {part for kind in get_type_hints(Session).values() for part in parts(kind)}
    assert fields == {SessionId, str, bytes, int, float, NoneType}
    assert SESSION.content() == json.loads(SESSION.data)


def fits(value: object, kind: Any) -> bool:
    """Tell whether a value is of a type; a whole number is as good as a float for a type checker, too."""
    inner = get_args(kind)
    if get_origin(kind) is list:
        return isinstance(value, list) and all(fits(one, inner[0]) for one in value)
    if inner:
        return any(fits(value, one) for one in inner)
    plain: dict[object, Any] = {SessionId: bytes, float: (float, int)}
    return isinstance(value, plain.get(kind, kind))


def checked(name: str) -> Callable[..., Any]:
    """Return a method that checks what it is given and what it returns."""
    types = hints(name)
    signature = inspect.signature(getattr(SessionStore, name))

    async def method(*given: Any, **named: Any) -> Any:
        for argument, value in signature.bind(*given, **named).arguments.items():
            assert argument == "self" or fits(value, types[argument]), f"{name} is given {value!r} as {argument}"
        result = await getattr(InMemorySessionStore, name)(*given, **named)
        assert fits(result, types["return"]), f"{name} returns {result!r}"
        return result

    return method


# verifies: feat-session-timeout:IMPL_001/AC-3
def test_what_crosses_the_protocol_is_of_the_types_that_it_says() -> None:
    """In the whole contract, no argument and no result is of another type than the protocol writes there."""
    store = type("CheckedStore", (InMemorySessionStore,), {name: checked(name) for name in METHODS})
    assert failures(store) == {}


def test_the_contract_asks_for_its_hook() -> None:
    """Whoever forgets to say how a store is made is told what to write."""

    class Forgetful(SessionStoreContract):
        pass

    with pytest.raises(NotImplementedError, match="Forgetful has to say how a store is made: make_store = MyStore"):
        Forgetful().test_delete_is_idempotent()


def test_the_context_of_a_store_is_left_after_each_test() -> None:
    """A store that is opened for a test is closed after it, whether the test passed or failed."""
    events: list[str] = []

    def opened(kind: type[InMemorySessionStore]) -> Callable[[], AbstractAsyncContextManager[SessionStore]]:
        @asynccontextmanager
        async def make() -> AsyncIterator[SessionStore]:
            events.append("open")
            try:
                yield kind()
            finally:
                events.append("close")

        return make

    contract(opened(InMemorySessionStore)).test_read_ends_at_the_deadline()
    with pytest.raises(AssertionError):
        contract(opened(ReadIgnoresNow)).test_read_ends_at_the_deadline()
    assert events == ["open", "close"] * 2


def test_the_contract_runs_under_unittest() -> None:
    """The contract needs no pytest: unittest runs it as it is."""

    class TestStore(SessionStoreContract, unittest.TestCase):
        make_store = InMemorySessionStore

    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(TestStore).run(result)
    assert (result.testsRun, result.failures, result.errors) == (32, [], [])


def test_content_is_a_dictionary_of_its_own() -> None:
    """What is done to a session's content does not reach the session, nor another caller's content."""
    content = SESSION.content()
    content["cart"].append("more")
    content["new"] = 1
    assert SESSION.content() == {"cart": ["secret"]}
    assert SESSION.content() is not SESSION.content()


def test_a_new_session_is_empty() -> None:
    """A session of which nothing else is said has no subject, no content and the version 0."""
    session = Session(SESSION.id, 1.0, 2.0, 3.0)
    assert (session.subject, session.content(), session.version) == (None, {}, 0)


# verifies: feat-session-security:IMPL_001/AC-3
def test_repr_hides_the_data_and_most_of_the_id() -> None:
    """What a log shows of a session tells it from others and gives nothing of its data away."""
    assert repr(SESSION) == (
        "Session(id=000102030405…, subject='ann', created_at=1.0, deadline=2.0, absolute_deadline=3.0, "
        "data=<19 bytes>, version=4)"
    )
    assert f"{SESSION}" == repr(SESSION)


def test_a_session_never_changes() -> None:
    """A field of a session cannot be set."""
    with pytest.raises(AttributeError):
        SESSION.deadline = 9.0  # type: ignore[misc]  # what is shown here is that it fails


def test_a_session_is_not_tracked_by_the_garbage_collector() -> None:
    """A million sessions cost a collection nothing, whatever they hold."""
    assert Session.__struct_config__.gc is False
    assert gc.is_tracked([SESSION.subject])
    assert not gc.is_tracked(replace(SESSION, subject=[SESSION.subject]))
