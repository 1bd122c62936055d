"""Lies about code: it is not there, does nothing, or is not what the plan says."""

from __future__ import annotations

import re

from benchmarks.honesty.lie import old, run
from benchmarks.honesty.project import LIBRARY, TESTS, Project

STORE = f"{LIBRARY}/memory_store.py"
MANAGER = f"{LIBRARY}/session_manager.py"
MIDDLEWARE = f"{LIBRARY}/middleware.py"
CONFIG = f"{LIBRARY}/config.py"
CLEANUP = "class SessionCleanupMiddleware:\n"


@old("deliverable-missing", "feat-session-security:IMPL_002")
@run("deliverable-missing", "feat-session-security:IMPL_002", f"{TESTS}/test_cookie.py")
def the_store_is_deleted(project: Project) -> None:
    """The module of the store is deleted."""
    project.delete(STORE)


@old("deliverable-missing", "feat-session-timeout:IMPL_002")
def the_store_is_deleted_and_its_helper_stays(project: Project) -> None:
    """The module of the store is deleted, while its helper goes on saying that it implements the same task."""
    project.delete(STORE)


@old("deliverable-moved", "feat-session-security:IMPL_004")
def the_cookie_is_moved(project: Project) -> None:
    """The module of the cookie lies in another folder than the plan says."""
    project.move(f"{LIBRARY}/cookie.py", f"{LIBRARY}/attic/cookie.py")


@old("symbol-missing", "feat-session-timeout:IMPL_004")
@run("symbol-missing", "feat-session-timeout:IMPL_004", f"{TESTS}/test_cookie.py")
def a_class_is_emptied(project: Project) -> None:
    """The class of the clean-up keeps its name and its docstring, and nothing else."""
    project.between(MIDDLEWARE, CLEANUP, "\n\n\n\x00", '    """Has the store cleaned up beside the requests."""\n')


@old("symbol-missing", "feat-session-timeout:IMPL_004")
def every_method_is_emptied(project: Project) -> None:
    """The class of the clean-up keeps its methods, each of which does nothing."""
    body = "    def __init__(self, app, manager):\n        ...\n\n    async def finished(self):\n        return None\n"
    project.between(MIDDLEWARE, CLEANUP, "\n\n\n\x00", body)


@old("symbol-missing", "feat-session-timeout:IMPL_004")
def a_class_is_for_later(project: Project) -> None:
    """Each method of the class of the clean-up raises NotImplementedError."""
    body = "    def __init__(self, app, manager):\n        raise NotImplementedError('later')\n"
    project.between(MIDDLEWARE, CLEANUP, "\n\n\n\x00", body)


@old("symbol-missing", "feat-session-timeout:IMPL_003")
def a_class_is_renamed(project: Project) -> None:
    """The class of the manager has another name."""
    project.write(MANAGER, re.sub(r"\bSessionManager\b", "Manager", project.text(MANAGER)))


@old("symbol-missing", "feat-session-timeout:IMPL_003")
def a_class_is_commented_out(project: Project) -> None:
    """The module of the manager is there, and every line of it is a comment."""
    lines = project.text(MANAGER).splitlines()
    project.write(MANAGER, "".join(f"# {line}\n" for line in lines))


@old("symbol-missing", "feat-session-timeout:IMPL_003")
def a_class_is_a_text(project: Project) -> None:
    """The module of the manager holds its code as a string."""
    text = project.text(MANAGER).replace('"""', "'''")
    project.write(MANAGER, f'CODE = r"""\n{text}"""\n')


@old("symbol-missing", "feat-session-timeout:IMPL_003")
def a_file_is_emptied(project: Project) -> None:
    """The module of the manager is there and has not one byte."""
    project.write(MANAGER, "")


@old("stale-evidence", "feat-session-timeout:IMPL_002/AC-3")
@run("test-failed", "feat-session-timeout:IMPL_002/AC-3", f"{TESTS}/test_memory_cleanup.py")
def a_method_is_removed(project: Project) -> None:
    """The store keeps its file and its class, and has no method to clean up any more."""
    project.between(STORE, "    # implements: feat-session-timeout:IMPL_002/AC-3\n", "    # implements: ", "")


@old("stale-evidence", "feat-session-security:IMPL_002/AC-1")
@run("test-failed", "feat-session-security:IMPL_002/AC-1", f"{TESTS}/test_memory_store.py")
def a_check_is_removed(project: Project) -> None:
    """The store no longer refuses a session that would not end."""
    project.between(STORE, "def _refuse_endless(session: Session) -> None:\n", "\n\n\n", "    del session")


@old("stale-evidence", "feat-session-timeout:IMPL_004/AC-1")
@run("test-failed", "feat-session-timeout:IMPL_004/AC-1", f"{TESTS}/test_cleanup_middleware.py")
def the_interval_is_ignored(project: Project) -> None:
    """The middleware cleans up at each request, whatever the interval is."""
    old_line = "if not 0 <= now - self._last < self.manager.config().cleanup_interval_seconds:"
    project.replace(MIDDLEWARE, old_line, "if self.manager is not None:")


@old("stale-evidence", "feat-session-timeout:IMPL_005/AC-1")
@run("test-failed", "feat-session-timeout:IMPL_005/AC-1", f"{TESTS}/test_config.py")
def a_default_is_changed(project: Project) -> None:
    """A session lives two hours by default."""
    project.replace(CONFIG, "= 3600", "= 7200")


@old("stale-evidence", "feat-session-timeout:IMPL_005/AC-3")
@run("test-failed", "feat-session-timeout:IMPL_005/AC-3", f"{TESTS}/test_config.py")
def a_bound_is_lowered(project: Project) -> None:
    """A clean-up every second is no longer refused."""
    project.replace(CONFIG, "ge=30", "ge=1")


@old("stale-evidence", "feat-session-security:IMPL_004/AC-1")
@run("test-failed", "feat-session-security:IMPL_004/AC-1", f"{TESTS}/test_cookie.py")
def the_cookie_is_laid_open(project: Project) -> None:
    """The cookie of a session is in the reach of scripts by default."""
    project.replace(f"{LIBRARY}/cookie.py", "http_only: bool = True", "http_only: bool = False")


@old("symbol-missing", "feat-session-timeout:DOC_001")
def the_reference_is_emptied(project: Project) -> None:
    """The reference of the public names is a file without a word."""
    project.write("docs/api/sessions.md", "\n")


@old("deliverable-missing", "feat-session-security:DOC_001")
def the_security_page_is_deleted(project: Project) -> None:
    """The page about security is deleted."""
    project.delete("docs/session-security.md")


@old("stale-evidence", "feat-session-security:DOC_001/AC-1")
@run("test-failed", "feat-session-security:DOC_001/AC-1", f"{TESTS}/test_documentation.py")
def the_security_page_is_gutted(project: Project) -> None:
    """The page about security has its heading and its introduction, and no demand."""
    text = project.text("docs/session-security.md")
    project.write("docs/session-security.md", text.partition("\n## ")[0] + "\n")


@old("contract-missing", "feat-session-timeout:CE_CONFIG_SESSION")
def a_tag_moves_into_a_string(project: Project) -> None:
    """What implements the contract says so in a string, not in a comment."""
    tag = "implements: feat-session-timeout:CE_CONFIG_SESSION"
    project.replace(CONFIG, f"# {tag}\n", f'SAID = "{tag}"\n\n\n')


@run(
    "unreached-code",
    "feat-session-security:IMPL_002/AC-5",
    f"{TESTS}/test_memory_store.py",
    f"{TESTS}/test_session_manager.py",
)
def a_copy_is_tested(project: Project) -> None:
    """The tests of the store try a copy of it that lies beside them; what the plan delivers is not what they try."""
    project.write(f"{TESTS}/good_store.py", re.sub("#.*", "", project.text(STORE)))
    copy = "from .good_store import InMemorySessionStore\n"
    calls, tests = f"{TESTS}/by_hand.py", f"{TESTS}/test_memory_store.py"
    project.replace(
        calls,
        "import InMemorySessionStore, Session, SessionId, Timestamp\n",
        f"import Session, SessionId, Timestamp\n{copy}",
    )
    project.replace(tests, "    InMemorySessionStore,\n", "")
    project.replace(tests, "from .by_hand import", f"{copy}from .by_hand import")
