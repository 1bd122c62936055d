"""The errors that flowkit raises on purpose; everything else that escapes is a bug in flowkit."""

from __future__ import annotations


class FlowkitError(Exception):
    """Something that the user can mend.

    Attributes:
        message: what the user did and what is wrong with it.
        where: ``path`` or ``path:line`` of the culprit, if there is one.
        hint: what to do about it, if that is not plain from the message.
    """

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.message}{advice}"


class UsageError(FlowkitError):
    """The command was called in a way that makes no sense."""


class ConfigError(FlowkitError):
    """The configuration cannot be used."""


class ReadError(FlowkitError):
    """A document cannot be read: it is missing, too large or not text."""
