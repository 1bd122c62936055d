"""The settings of sessions: their bounds, where they are read from, and how a change holds without a restart."""

from __future__ import annotations

import threading
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, cast, final

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from session_timeout.config_file import SessionConfigError, Sources, brief, read_settings

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = ["SessionConfig", "SessionConfigError", "SessionConfigProvider", "config_schema"]

_WANTED = {"integer": "a whole number from {} to {}", "number": "a number from {} to {}", "boolean": "true or false"}


class _Environment(EnvSettingsSource):
    """The environment, where everything is text. Text that is not of a setting's type is left for it to refuse."""

    def prepare_field_value(self, field_name: str, field: FieldInfo, value: Any, value_is_complex: bool) -> Any:  # noqa: ARG002 - as the base class has it
        """Return the value of a variable as the type of its setting."""
        try:
            return TypeAdapter(cast("type", field.annotation)).validate_python(value)
        except ValidationError:
            return value


def _whole(value: object) -> object:
    """Take 60.0 for 60, as JSON Schema does."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


# implements: feat-session-timeout:IMPL_005, feat-session-security:IMPL_003
@final
class SessionConfig(BaseSettings):
    """The settings of sessions: an argument, or else the environment (``SESSION_TIMEOUT_SECONDS`` ...), or the default.

    Raises:
        SessionConfigError: a setting is unknown, of another type or out of bounds, or two of them disagree.
    """

    model_config = SettingsConfigDict(env_prefix="SESSION_", frozen=True, strict=True)

    timeout_seconds: Annotated[
        int,
        Field(ge=60, le=2_592_000, description="How long a session lives without being used, in seconds."),
        BeforeValidator(_whole),
    ] = 3600
    cleanup_interval_seconds: Annotated[
        int,
        Field(ge=30, le=86_400, description="How long to wait between two clean-ups of ended sessions, in seconds."),
        BeforeValidator(_whole),
    ] = 300
    absolute_timeout_seconds: Annotated[
        int,
        Field(ge=60, le=31_536_000, description="How long a session lives at most; timeout_seconds or more."),
        BeforeValidator(_whole),
    ] = 43_200
    refresh_on_access: Annotated[bool, Field(description="Whether use of a session moves its end on.")] = True
    refresh_fraction: Annotated[
        float,
        Field(ge=0, le=0.5, allow_inf_nan=False),
        Field(description="A renewal is written when it moves the end by this fraction of timeout_seconds or more."),
    ] = 0.1

    if not TYPE_CHECKING:  # pragma: no branch - a type checker derives the arguments from the settings

        def __init__(self, **arguments: Any) -> None:
            """Take arguments before the environment."""
            self._fill({}, arguments)

    def _fill(self, written: Sources, arguments: dict[str, Any]) -> None:
        """Put the sources together and check them."""
        variables = _Environment(type(self))()
        sources = written | {name: (value, f"SESSION_{name.upper()}") for name, value in variables.items()}
        sources |= {name: (value, "argument") for name, value in arguments.items()}
        unknown = [name for name in sources if name not in type(self).model_fields]
        if unknown:
            raise SessionConfigError("\n".join(f"{sources[name][1]}: {_unknown(name)}" for name in unknown))
        values: dict[str, Any] = {name: value for name, (value, _) in sources.items()}
        try:
            super().__init__(**values)
        except ValidationError as error:
            names = [one["loc"][0] for one in error.errors()]
            raise SessionConfigError("\n".join(_refused(str(name), *sources[name]) for name in names)) from error
        if self.absolute_timeout_seconds < self.timeout_seconds:
            raise SessionConfigError(_disagreement(self, sources))

    @classmethod
    def from_file(cls, path: Path | str, **arguments: float) -> Self:
        """Return the settings of a file: an argument, or else the environment, or else the file, or the default.

        Args:
            path: TOML (``.toml``) or YAML (``.yaml``, ``.yml``) in UTF-8; the settings stand in its table ``session``.
            arguments: settings that go before all others.

        Raises:
            SessionConfigError: the file cannot be read or has no table ``session``, or as for SessionConfig.
        """
        config = cls.__new__(cls)
        config._fill(read_settings(Path(path), cls.model_fields), arguments)  # noqa: SLF001 - this is its own class
        return config

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the base class has it
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing beside what ``_fill`` has put together."""
        return (init_settings,)


# implements: feat-session-timeout:IMPL_005, feat-session-security:IMPL_003/AC-3
class SessionConfigProvider:
    """Gives the configuration that holds; may be called from any thread.

    Args:
        path: the file it is read from, beside the environment.

    Raises:
        SessionConfigError: as for SessionConfig.from_file.
    """

    def __init__(self, path: Path | str | None = None) -> None:
        self._path = None if path is None else Path(path).absolute()
        self._lock = threading.Lock()
        self._config = self._read()

    def __call__(self) -> SessionConfig:
        """Return the configuration that was read last; nothing is read here."""
        return self._config

    def reload(self) -> SessionConfig:
        """Read the configuration again, and put it in the place of the old one in one step. Returns the new one.

        Raises:
            SessionConfigError: as for SessionConfig.from_file. The old configuration goes on to hold.
        """
        with self._lock:  # of two that reload at a time, the one that reads later has the last word
            self._config = self._read()
            return self._config

    def _read(self) -> SessionConfig:
        """Return the configuration as it stands at the moment."""
        return SessionConfig() if self._path is None else SessionConfig.from_file(self._path)


# implements: feat-session-timeout:CE_CONFIG_SESSION
def config_schema() -> dict[str, Any]:
    """Return the JSON Schema of a configuration file. Whether two settings go together is beyond it."""
    settings = SessionConfig.model_json_schema()["properties"]
    for setting in settings.values():
        del setting["title"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:session-timeout:session-config",
        "title": "The configuration file of session-timeout",
        "description": "Of TOML or YAML. absolute_timeout_seconds has to be timeout_seconds or more.",
        "type": "object",
        "properties": {"session": {"type": "object", "properties": settings, "additionalProperties": False}},
        "required": ["session"],
        "patternProperties": {r"^session\.": False},
    }


def _unknown(name: object) -> str:
    """Say that there is no such setting, and which one may be meant."""
    known = list(SessionConfig.model_fields)
    near = get_close_matches(name.lower() if isinstance(name, str) else "", known, n=1)
    hint = f"is it {near[0]}?" if near else f"the settings are {', '.join(known)}"
    return f"there is no setting {brief(name)}; {hint}"


# implements: feat-session-security:IMPL_003/AC-1
def _refused(name: str, value: object, origin: str) -> str:
    """Say what a setting is and what it may be."""
    schema = config_schema()["properties"]["session"]["properties"][name]
    wanted = _WANTED[schema["type"]].format(schema.get("minimum"), schema.get("maximum"))
    return f"{origin}: {name} is {brief(value)}, and has to be {wanted}"


# implements: feat-session-security:IMPL_003/AC-2
def _disagreement(config: SessionConfig, sources: Sources) -> str:
    """Say of two settings that are good by themselves that they do not go together, and what to do."""
    idle, absolute = config.timeout_seconds, config.absolute_timeout_seconds
    origins = [sources.get(name, (None, "default"))[1] for name in ("absolute_timeout_seconds", "timeout_seconds")]
    return (
        f"absolute_timeout_seconds is {absolute} ({origins[0]}) and less than timeout_seconds, which is {idle} "
        f"({origins[1]}): set absolute_timeout_seconds to {idle} or more, or timeout_seconds to {absolute} or less"
    )
