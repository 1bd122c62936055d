"""Server-side sessions that end when they should."""

from session_timeout.config import SessionConfig, SessionConfigError, SessionConfigProvider, config_schema
from session_timeout.cookie import SessionCookie
from session_timeout.memory_store import InMemorySessionStore
from session_timeout.middleware import SessionCleanupMiddleware, SessionMiddleware
from session_timeout.request_session import RequestSession
from session_timeout.session_manager import IssuedSession, SessionManager, session_id, system_clock
from session_timeout.session_store import (
    DuplicateSessionError,
    Session,
    SessionConflictError,
    SessionDataError,
    SessionId,
    SessionStore,
    SessionStoreError,
    StoreFullError,
    Timestamp,
)

__all__ = [
    "DuplicateSessionError",
    "InMemorySessionStore",
    "IssuedSession",
    "RequestSession",
    "Session",
    "SessionCleanupMiddleware",
    "SessionConfig",
    "SessionConfigError",
    "SessionConfigProvider",
    "SessionConflictError",
    "SessionCookie",
    "SessionDataError",
    "SessionId",
    "SessionManager",
    "SessionMiddleware",
    "SessionStore",
    "SessionStoreError",
    "StoreFullError",
    "Timestamp",
    "config_schema",
    "session_id",
    "system_clock",
]
