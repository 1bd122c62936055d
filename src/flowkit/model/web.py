"""Where a forge shows the files of a repository."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import join, normpath


@dataclass(frozen=True, slots=True)
class Web:
    """The files of a repository on the web, at one commit.

    Attributes:
        top: the address below which they are shown.
        folder: the path of the user's folder, from the top of the repository.
    """

    top: str
    folder: str = "."

    def address(self, path: str, line: int | None = None) -> str | None:
        """Return the address of a path that is relative to the user's folder; None where it leads out of all.

        Markdown is shown as it is written, for a line of it can be pointed to there alone.
        """
        # Small commands know where they are on the web, and make no links.
        from urllib.parse import quote

        whole = normpath(join(self.folder, path))
        if whole.startswith(("/", "../")) or whole == "..":
            return None
        shown = f"{self.top}/{quote(whole.encode('utf-8', 'replace'))}"
        return f"{shown}?plain=1#L{line}" if line else shown
