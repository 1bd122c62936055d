"""Sections between two marks in a file that others write too, and files of flowkit's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from flowkit.equip.outcome import Outcome

_ENDS = ("\r\n", "\n", "\r")
_NOTE = "written by flowkit init --agent, and taken out by --remove"


class Style(Enum):
    """How a comment is written: before it and behind it."""

    MARKDOWN = ("<!-- ", " -->")
    TOML = ("# ", "")

    @property
    def marks(self) -> tuple[str, str]:
        """The lines that a section begins and ends with."""
        before, behind = self.value
        return f"{before}BEGIN flowkit: {_NOTE}{behind}", f"{before}END flowkit{behind}"


class MarkedTextError(ValueError):
    """A text cannot take a section, or give it back: why, and at which character."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that is flowkit's alone: its path from the project's root, and its text."""

    path: str
    text: str

    def add_to(self, text: str | None, line_end: str) -> Outcome:
        """Return the text that the file is to have: its own, or the one that somebody has given it."""
        del line_end
        if text is None:
            return Outcome(self.text)
        return Outcome(text, None if self.is_in(text) else "is there already, with another text")

    def take_from(self, text: str) -> Outcome:
        """Return nothing where the file is as it was written; what somebody has changed stays."""
        return Outcome(None) if self.is_in(text) else Outcome(text, "was changed by hand")

    def is_in(self, text: str) -> bool:
        """Whether the file is as it was written."""
        # A version control may have changed the ends of lines.
        return text.splitlines() == self.text.splitlines()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a text file.

    Attributes:
        path: the file, from the project's root.
        body: what stands between the marks.
        style: how the marks are written.
        unless: a line that makes the section needless where it stands outside of it.
    """

    path: str
    body: str
    style: Style = Style.MARKDOWN
    unless: str | None = None

    def add_to(self, text: str | None, line_end: str) -> Outcome:
        """Return a text with the section, as it is now.

        Raises:
            MarkedTextError: an older one has no end, or the text is no TOML where it is to be.
        """
        begin, end = self.style.marks
        line_end = _last_end(text or "") or line_end
        section = line_end.join((begin, *self.body.splitlines(), end))
        if text is None:
            return Outcome(section + line_end)
        place = self._place(text)
        if place is not None:
            return self._fitted(text, text[: place[0]] + section + text[place[1] :])
        if self.unless is not None and self.unless in text.splitlines():
            return Outcome(text)
        if not text:
            return Outcome(section)
        # Where the last line has no end, the section gets none either, and so it is known what was there.
        closed = bool(_last_end(text))
        return self._fitted(
            text, f"{text}{line_end}{section}{line_end}" if closed else f"{text}{line_end * 2}{section}"
        )

    def _fitted(self, text: str, made: str) -> Outcome:
        """Return a text with the section; the one without it where the two do not go together."""
        if self.style is Style.TOML:
            import tomllib

            try:
                tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                raise MarkedTextError(f"it is no valid TOML: {error}", 0) from error
            try:
                tomllib.loads(made)
            except tomllib.TOMLDecodeError:
                return Outcome(text, "has something else where flowkit's table would be")
        return Outcome(made)

    def take_from(self, text: str) -> Outcome:
        """Return a text without the section; None where there is nothing else in a file that was made for it.

        Raises:
            MarkedTextError: it has no end.
        """
        place = self._place(text)
        if place is None:
            return Outcome(text)
        before, behind = text[: place[0]], text[place[1] :]
        if not before:
            return Outcome(None if behind and not behind.strip() else _without_first(behind))
        if not behind:
            return Outcome(_without_last(_without_last(before)))
        return Outcome(_without_last(before) + _without_first(behind))

    def is_in(self, text: str) -> bool:
        """Whether a text has the section."""
        return self.style.marks[0] in text.splitlines()

    def _place(self, text: str) -> tuple[int, int] | None:
        begin, end = self.style.marks
        opened = _search(begin, text)
        if opened is None:
            return None
        closed = _search(end, text, opened.end())
        if closed is None:
            raise MarkedTextError("the section of flowkit has no end", opened.start())
        return opened.start(), closed.end()


def _search(line: str, text: str, at: int = 0) -> re.Match[str] | None:
    """Return where a line stands alone, whatever the lines end with."""
    return re.compile(rf"(?:(?<=[\r\n])|\A){re.escape(line)}(?=[\r\n]|\Z)").search(text, at)


def _last_end(text: str) -> str:
    """Return what the last line of a text ends with, if anything."""
    return next((end for end in _ENDS if text.endswith(end)), "")


def _without_last(text: str) -> str:
    """Return a text without the end of its last line."""
    return text.removesuffix(_last_end(text))


def _without_first(text: str) -> str:
    """Return a text without the end of a line that it begins with."""
    return text.removeprefix(next((end for end in _ENDS if text.startswith(end)), ""))
