"""The templates of a project's own: files below one folder, and none outside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flowkit.config import Config
from flowkit.errors import ConfigError, ReadError
from flowkit.model.source import Document
from flowkit.read.discovery import shown_path
from flowkit.read.document import read_document


def own_templates(config: Config, folder: Path) -> Callable[[str], Document | None] | None:
    """Return what finds a template of the project by its name, or None where the project has none of its own.

    Args:
        config: where they lie.
        folder: the folder that the user works in, for the paths that are shown.

    Raises:
        ConfigError: the folder that is configured is none.
    """
    if config.templates is None:
        return None
    root = config.root / config.templates
    try:
        there = root.is_dir()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"cannot look for {config.templates}: {reason}", where=config.place("templates")) from error
    if not there:
        message = f"the configuration names {config.templates}, which is no folder"
        raise ConfigError(message, where=config.place("templates"), hint="correct it or take it out")
    inside = root.resolve()

    def find(name: str) -> Document | None:
        path = root / name
        shown = shown_path(path.absolute(), folder)
        try:
            if not path.resolve().is_relative_to(inside):
                raise ReadError("the template lies outside the folder of templates", where=shown)
            if not path.is_file():
                return None
        except (OSError, ValueError, RuntimeError) as error:
            raise ReadError(f"cannot be read: {getattr(error, 'strerror', None) or error}", where=shown) from error
        return read_document(path, shown=shown, max_size=config.max_file_size)

    return find
