"""What a report knows of the terminal that it is made for, and how text from documents is made safe for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


_TAIL = re.compile(r"(?:[ ]|\x1b\[[\d;]*m)+$")


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal, or a file or pipe in its place.

    Attributes:
        width: how many columns it has.
        colour: colours and styles may be used.
    """

    width: int = 100
    colour: bool = False


def draw(screen: Screen, paint: Callable[[Console], None]) -> str:
    """Return what ``paint`` prints to a console of this screen."""
    from io import StringIO

    from rich.console import Console

    out = StringIO()
    console = Console(
        file=out,
        width=screen.width,
        force_terminal=screen.colour,
        no_color=not screen.colour,
        color_system="standard" if screen.colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    paint(console)
    # A table pads its last column, and a wrapped line keeps the space at which it was broken; nobody wants them.
    return "".join(f"{_stripped(line)}\n" for line in out.getvalue().removesuffix("\n").split("\n"))


def _stripped(line: str) -> str:
    """Return a line without the spaces at its end, be there a change of colours among them."""
    return _TAIL.sub(lambda tail: tail.group().replace(" ", ""), line)


def visible(text: str) -> str:
    """Return text of a document with every character replaced that could steer a terminal or hide what is written.

    Those are control characters, line ends among them, and invisible ones such as those that turn the direction of
    writing. White space of any kind becomes a space.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    if character == "\t" or unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
