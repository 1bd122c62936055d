"""What the documentation needs to be a site: mkdocs calls these functions by their names."""

from __future__ import annotations

import re
from typing import Any

_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)[^)]*\)")
_FILE = re.compile(r"^(````\w+) (\S+)$", re.MULTILINE)


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """Return a page as the site has it.

    What it links to in the checkout around it becomes text, for a site holds the documentation alone. A file that a
    page shows gets its path as a title.

    Args:
        markdown: the page as it stands in the checkout.
        page: the page as mkdocs knows it: its path from the top of the documentation is ``page.file.src_uri``.
    """
    depth = page.file.src_uri.count("/")
    titled = _FILE.sub(r'\1 title="\2"', markdown)
    return _LINK.sub(lambda link: link[1] if link[2].count("../") > depth else link[0], titled)
