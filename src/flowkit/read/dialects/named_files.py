"""The files that running text says are made or changed: "Create `src/jar.py` with a lid".

Prose names paths for many reasons. Those alone count that have a folder and an ending and stand behind a verb of work
in their sentence, with nothing before them that makes them an example, a source or a thing of the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowkit.read.paths import find_paths

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_END_OF_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")
_WORK = re.compile(
    r"\b(?:creat|add|writ|implement|generat|scaffold|introduc|extend|updat|modif|edit|extract)\w*\b", re.IGNORECASE
)
_NOT_MEANT = re.compile(
    r"\b(?:e\.g|eg|for example|such as|like|similar|same as|based on|follow\w*|from|instead of|rather than|or|existing"
    r"|via|using|import\w*|mov\w+|renam\w+|delet\w+|remov\w+|replac\w+|deprecat\w+|migrat\w+|optional\w*|if|per|see)\b",
    re.IGNORECASE,
)
_FILE = re.compile(r"(?![~/@-])(?!.*(?:node_modules|://|[{}<>$*]))[^/]+(?:/[^/]+)*/[^/]+\.\w+")


def named_files(text: str) -> Iterator[str]:
    """Yield the paths of the files that a text says are made or changed, each once."""
    told: set[str] = set()
    for sentence in _END_OF_SENTENCE.split(_FENCE.sub("", text)):
        for path, start, _ in find_paths(sentence) if "/" in sentence else ():
            before = sentence[:start]
            if _FILE.fullmatch(path) and _WORK.search(before) and not _NOT_MEANT.search(before) and path not in told:
                told.add(path)
                yield path
