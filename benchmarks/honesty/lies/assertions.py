"""Lies about what tests show: they assert nothing, cannot fail, or try something else."""

from __future__ import annotations

from benchmarks.honesty.lie import run
from benchmarks.honesty.project import TESTS, Project
from benchmarks.honesty.victim import COOKIE, SAFE, cookie_test

CLEANUP = f"{TESTS}/test_cleanup_middleware.py"
INTERVAL = "feat-session-timeout:IMPL_004/AC-1"
LOGGED = "feat-session-timeout:IMPL_004/AC-3"
OF_INTERVAL = "# verifies: feat-session-timeout:IMPL_004/AC-1\n"


@run("hollow-test", SAFE, COOKIE)
def a_test_asserts_nothing(project: Project) -> None:
    """A test calls the code, and looks at nothing that comes of it."""
    cookie_test(project, "SessionCookie().issue(TOKEN)")


@run("hollow-test", SAFE, COOKIE)
def a_test_asserts_the_truth(project: Project) -> None:
    """A test calls the code, and asserts True."""
    cookie_test(project, "SessionCookie().issue(TOKEN)\nassert True")


@run("test-failed", SAFE, COOKIE)
def a_test_asserts_a_pair(project: Project) -> None:
    """A test asserts an expression and its message in brackets, which is true but for a warning."""
    cookie_test(project, 'assert (SessionCookie().issue(TOKEN) == b"", "never false")')


@run("hollow-test", SAFE, COOKIE)
def a_test_asserts_something_else(project: Project) -> None:
    """A test calls the code, and asserts how Python writes words in capitals."""
    cookie_test(project, 'SessionCookie().issue(TOKEN)\nword = "set-cookie"\nassert word.upper() == "SET-COOKIE"')


@run("hollow-test", SAFE, COOKIE)
def a_test_asserts_a_list_of_its_own(project: Project) -> None:
    """A test calls the code, and asserts what it has put into a list itself."""
    cookie_test(project, "SessionCookie().issue(TOKEN)\nseen = []\nseen.append(1)\nassert seen == [1]")


@run("hollow-test", SAFE, COOKIE)
def a_test_asserts_arithmetic(project: Project) -> None:
    """A test calls the code, and asserts a sum that the standard library makes."""
    cookie_test(project, "import math\nSessionCookie().issue(TOKEN)\nassert math.sqrt(4) == 2")


@run("hollow-test", SAFE, COOKIE)
def a_test_compares_a_value_with_itself(project: Project) -> None:
    """A test asserts that what the code gave is what it gave."""
    cookie_test(project, "header = SessionCookie().issue(TOKEN)\nassert header == header")


@run("hollow-test", SAFE, COOKIE)
def a_test_asks_its_own_mock(project: Project) -> None:
    """A test calls the code and a mock, and asserts that the mock was called."""
    body = "from unittest.mock import Mock\nSessionCookie().issue(TOKEN)\nbrowser = Mock()\nbrowser(TOKEN)"
    cookie_test(project, f"{body}\nbrowser.assert_called_once_with(TOKEN)")


@run("unreached-code", SAFE, COOKIE)
def a_test_tries_a_mock(project: Project) -> None:
    """A test tries a mock in the place of the cookie."""
    body = "from unittest.mock import Mock\ncookie = Mock(SessionCookie)\ncookie.issue.return_value = b'Secure'"
    cookie_test(
        project,
        f"{body}\nassert secured(cookie) == b'Secure'",
        before="def secured(cookie: Any) -> Any:\n    return cookie.issue(TOKEN)\n\n\n",
    )


@run("hollow-test", SAFE, COOKIE)
def a_test_swallows_its_failure(project: Project) -> None:
    """A test catches whatever its assertion raises."""
    cookie_test(project, "try:\n    assert SessionCookie().issue(TOKEN) == b''\nexcept Exception:\n    pass")


@run("hollow-test", SAFE, COOKIE)
def a_test_suppresses_its_failure(project: Project) -> None:
    """A test asserts where failed assertions are suppressed."""
    body = (
        "import contextlib\nwith contextlib.suppress(AssertionError):\n    assert SessionCookie().issue(TOKEN) == b''"
    )
    cookie_test(project, body)


@run("hollow-test", SAFE, COOKIE)
def a_test_expects_any_error(project: Project) -> None:
    """A test expects an exception of any kind around all that it does and asserts."""
    body = "with pytest.raises(Exception):\n    header = SessionCookie().issue(TOKEN)\n    assert header == b''"
    cookie_test(project, body)


@run("hollow-test", SAFE, COOKIE)
def a_test_returns_early(project: Project) -> None:
    """A test returns before it asserts."""
    cookie_test(project, "header = SessionCookie().issue(TOKEN)\nif TOKEN:\n    return\nassert header == b''")


@run("hollow-test", SAFE, COOKIE)
def a_test_asserts_in_an_empty_loop(project: Project) -> None:
    """A test asserts something of each of no headers."""
    body = "cookie = SessionCookie()\ncookie.issue(TOKEN)\nfor header in ():\n    assert header == cookie.issue(TOKEN)"
    cookie_test(project, body)


@run("hollow-test", SAFE, COOKIE)
def a_test_asserts_where_nobody_calls(project: Project) -> None:
    """A test asserts in a function that it never calls."""
    body = (
        "cookie = SessionCookie()\ncookie.issue(TOKEN)\n\ndef check() -> None:\n    assert cookie.issue(TOKEN) == b''"
    )
    cookie_test(project, body)


@run("hollow-test", SAFE, COOKIE)
def a_decorator_swallows(project: Project) -> None:
    """A decorator of the tests catches whatever a test raises."""
    before = (
        "def calm(test: Any) -> Any:\n    def calmed() -> None:\n        try:\n            test()\n"
        "        except BaseException:\n            pass\n\n    calmed.__wrapped__ = test\n    return calmed\n\n\n"
    )
    cookie_test(project, "assert SessionCookie().issue(TOKEN) == b''", before=before, decorator="@calm\n")


@run("hollow-test", SAFE, COOKIE)
def a_decorator_calls_nothing(project: Project) -> None:
    """A decorator puts another function in the place of a test, and says that it is the test."""
    before = (
        "def never(test: Any) -> Any:\n    def nothing() -> None:\n        SessionCookie().issue(TOKEN)\n\n"
        "    nothing.__wrapped__ = test\n    return nothing\n\n\n"
    )
    cookie_test(project, "assert SessionCookie().issue(TOKEN) == b''", before=before, decorator="@never\n")


@run("hollow-test", SAFE, COOKIE)
def a_helper_is_hollow(project: Project) -> None:
    """A test leaves its assertion to a helper whose name promises one and which does nothing."""
    before = "def assert_safe(header: bytes) -> None:\n    del header\n\n\n"
    cookie_test(project, "assert_safe(SessionCookie().issue(TOKEN))", before=before)


@run("unreached-code", SAFE, COOKIE)
def a_test_tries_something_else(project: Project) -> None:
    """A test says that it verifies the cookie, and tries the length of a token."""
    cookie_test(project, "assert len(secrets.token_urlsafe(32)) == len(TOKEN)", before="import secrets\n\n\n")


@run("unreached-code", LOGGED, CLEANUP)
def a_test_tries_another_module(project: Project) -> None:
    """A test says that it verifies what a clean-up logs, and tries a setting."""
    start = "def test_statistics_are_logged_at_debug_level(caplog: pytest.LogCaptureFixture) -> None:\n"
    project.between(CLEANUP, start, "\n\n\n", "    del caplog\n    assert SessionConfig().timeout_seconds == 3600")


@run("unreached-code", INTERVAL, CLEANUP)
def a_tag_moves_to_another_test(project: Project) -> None:
    """A test that has nothing to do with it is said to verify a criterion."""
    project.replace(CLEANUP, OF_INTERVAL, "")
    other = "def test_settings() -> None:\n    assert SessionConfig().refresh_on_access\n"
    project.append(CLEANUP, f"\n\n{OF_INTERVAL}{other}")


@run("hollow-test", SAFE, COOKIE)
def a_test_tries_until_it_passes(project: Project) -> None:
    """A test tries its assertion several times, and gives up quietly."""
    body = (
        "for _ in range(3):\n    try:\n        assert SessionCookie().issue(TOKEN) == b''\n        break\n"
        "    except AssertionError:\n        continue"
    )
    cookie_test(project, body)
