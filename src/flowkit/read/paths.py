"""Paths in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_CODE = re.compile(r"`+([^`]+)`+")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_BARE = re.compile(r"(?<![\w/.@~])@?[\w.~*{}\[\]()$%+-]*[\w*}\])](?:/[\w.~*{},\[\]()$%+-]+)*/?")
_ALLOWED = re.compile(r"@?[\w.~*?{},\[\]()$%+@/\\-]+")
_LINE_SUFFIX = re.compile(r":\d+(?:-\d+|:\d+)?$")
_KNOWN_NAMES = frozenset(
    ("Makefile", "Dockerfile", "LICENSE", "README", "CHANGELOG", "Procfile", "Gemfile", "Jenkinsfile", "CODEOWNERS")
)
_DOT_FILES = frozenset(("env", "editorconfig", "gitattributes", "gitmodules", "gitkeep", "nvmrc", "flake8"))
_ENDING_WORDS = """
    ahk astro bash bat c cc cfg cjs clj cljs conf cpp cs csproj css csv cts dart db env erl ex exs feature fish
    gitignore go gradle graphql h hcl hpp hs html http ini ipynb j2 java jl jpg js json json5 jsonc jsx kt kts less
    lock log lua m md mdx mjs mk ml mts nix php pl plist png prisma properties proto ps1 py pyi r rb rego rs rst
    sass scala scm scss service sh sln sol sql svelte svg swift template tf tfvars toml tpl ts tsx txt vue wasm xml yaml
    yml zig zsh
"""
_ENDINGS = frozenset(_ENDING_WORDS.split())
_ALTERNATIVES = re.compile(r"\{([^{}]*,[^{}]*)\}")
_MOST_ALTERNATIVES = 100


@lru_cache(maxsize=1024)  # of a path in a code span it is asked whether it is a symbol, too
def as_path(text: str) -> str | None:
    """Return the path that a word stands for, or None if it stands for none.

    ``@tests/x.py``, ``src/a.py:1710`` and ``docs/my%20notes.md`` lose what is not part of the path; a glob stays one.
    """
    word = _LINE_SUFFIX.sub("", text.strip().removeprefix("@").strip())
    if not word or "://" in word or "@" in word or word.endswith("()"):
        return None
    if not any(character.isalpha() for character in word) or not (_ALLOWED.fullmatch(word) or _has_spaces(word)):
        return None
    if "/" in word or "\\" in word:
        # A slash also parts alternatives (``and/or``, ``read/write``): in plain words only an ending makes a path.
        looks = any(mark in word for mark in "._-*") or word.endswith("/") or word.count("/") > 1
        return _decoded(word) if looks else None
    if word in _KNOWN_NAMES:
        return word
    if word.startswith(".") and "." not in word[1:]:
        return word if word[1:] in _DOT_FILES or word.endswith(("rc", "ignore")) else None
    return _decoded(word) if _ending(word) else None


def _has_spaces(word: str) -> bool:
    """Whether a text is a path with blanks in it, and not a command: its first word is already a path."""
    first, blank, rest = word.partition(" ")
    return bool(blank and "/" in first and _ending(word)) and " -" not in rest and not rest.startswith("-")


def _decoded(word: str) -> str:
    if "%" not in word:
        return word
    from urllib.parse import unquote

    return unquote(word)


def _is_file_name(name: str) -> bool:
    return name in _KNOWN_NAMES or name.startswith(".") or _ending(name)


def _ending(word: str) -> bool:
    stem, dot, ending = word.rpartition(".")
    return word.startswith("*.") or bool(dot and stem.strip("*") and ending.lower() in _ENDINGS)


def find_paths(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the paths in code spans or, if there are none, in link targets or in plain words, with their places."""
    found = False
    for span in _CODE.finditer(text):
        path = as_path(span.group(1))
        if path is not None:
            found = True
            yield path, span.start(1), span.end(1)
    if found:
        return
    for link in _LINK.finditer(text):
        path = as_path(link.group(2).partition("#")[0])
        if path is not None:
            found = True
            yield path, link.start(2), link.end(2)
    if found:
        return
    for word in _BARE.finditer(_CODE.sub(lambda code: " " * len(code.group()), text)):
        start = word.start()
        bare = word.group().rstrip(".,;:)") if not word.group().endswith("()") else word.group()
        bare = bare.lstrip("(*_") if bare[:1] in "(*_" else bare
        if word.group()[:1] in "_*":
            bare = bare.rstrip("_*")
        path = as_path(bare)
        if path is not None and (path.endswith(("/", "*")) or _is_file_name(path.rpartition("/")[2])):
            start = text.index(bare, start)
            yield path, start, start + len(bare)


def code_spans(text: str) -> Iterator[str]:
    """Yield what stands in code quotes in a text."""
    return (span.group(1).strip() for span in _CODE.finditer(text))


def blank_paths(text: str) -> str:
    """Return a text with blanks in the place of its code spans, link targets and paths."""
    plain = _LINK.sub(lambda link: f"[{link.group(1)}]", _CODE.sub(" ", text))
    for _, start, end in reversed(list(find_paths(plain))):
        plain = plain[:start] + " " + plain[end:]
    return plain


def expand_braces(path: str) -> tuple[str, ...]:
    """Return the paths that a path with alternatives in braces stands for: ``src/{a,b}.py`` is two, as in a shell.

    Braces without a comma are part of the name, and what would be more than a hundred paths stays as it is written.
    """
    found = [path]
    while any(_ALTERNATIVES.search(one) for one in found):
        found = [other for one in found for other in _expanded(one)]
        if len(found) > _MOST_ALTERNATIVES:
            return (path,)
    return tuple(dict.fromkeys(found))


def _expanded(path: str) -> list[str]:
    """Return a path for each alternative of the innermost braces that come first."""
    match = _ALTERNATIVES.search(path)
    if match is None:
        return [path]
    return [f"{path[: match.start()]}{one.strip()}{path[match.end() :]}" for one in match.group(1).split(",")]
