"""Server-side sessions that end when they should."""

from session_timeout.config import SessionConfig, SessionConfigProvider
from session_timeout.memory_store import InMemorySessionStore
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
    "Session",
    "SessionConfig",
    "SessionConfigProvider",
    "SessionConflictError",
    "SessionDataError",
    "SessionId",
    "SessionManager",
    "SessionStore",
    "SessionStoreError",
    "StoreFullError",
    "Timestamp",
    "session_id",
    "system_clock",
]
