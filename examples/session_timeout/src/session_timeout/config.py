"""The figures that an operator sets, their bounds, and how a change of them takes effect without a restart."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class SessionConfig(BaseSettings):
    """The settings of sessions (first cut)."""

    model_config = SettingsConfigDict(env_prefix="SESSION_", frozen=True, extra="forbid")

    timeout_seconds: int = Field(3600, ge=60, le=2_592_000)
    cleanup_interval_seconds: int = Field(300, ge=30, le=86_400)
    absolute_timeout_seconds: int = Field(43_200, ge=60, le=31_536_000)
    refresh_on_access: bool = True
    refresh_fraction: float = Field(0.1, ge=0.0, le=0.5)


class SessionConfigProvider:
    """Gives the configuration that holds (first cut)."""

    def __init__(self) -> None:
        self._config = SessionConfig()

    def __call__(self) -> SessionConfig:
        return self._config
