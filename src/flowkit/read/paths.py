"""Paths and code names in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from flowkit.model.outline import Fence, ItemList, Line, Paragraph, Table
from flowkit.model.source import Document
from flowkit.model.task import Deliverable
from flowkit.read.fields import Field

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
    sass scala scss service sh sln sol sql svelte svg swift template tf tfvars toml tpl ts tsx txt vue wasm xml yaml
    yml zig zsh
"""
_ENDINGS = frozenset(_ENDING_WORDS.split())
_NOTE_LEAD = re.compile(r"^[\s*_`]*(?:[-–—:]\s*)?")
_SYMBOL = re.compile(r"\b[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+\b|\b[A-Za-z_][\w.]*\(\)")
_SYMBOL_IN_CODE = re.compile(r"[A-Za-z_][\w.]*(?:\([^)]*\))?")
_TREE_OR_CODE = frozenset("│├└─{};=<>\"'$#")


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


def find_symbols(text: str) -> tuple[str, ...]:
    """Return the code names in a text: ``InMemorySessionStore``, ``create_session`` (written with its brackets)."""
    names: dict[str, None] = {}
    for span in _CODE.finditer(text):
        inner = span.group(1).strip()
        if as_path(inner) is None and _SYMBOL_IN_CODE.fullmatch(inner):
            names[inner.partition("(")[0]] = None
    plain = _CODE.sub(" ", text)
    for found in _SYMBOL.finditer(plain):
        names[found.group().removesuffix("()")] = None
    return tuple(names)


def read_deliverables(field: Field, document: Document) -> tuple[Deliverable, ...]:
    """Return the deliverables of a files field: one for each path, and one for each entry that names none."""
    found: list[Deliverable] = []
    if field.value and field.text.strip("-–— `*_.()").casefold() not in {"", "none", "n/a", "na", "nothing"}:
        for line in field.value:
            found += _of_line(line, document)
    # Below a field that names its file, a list tells what is done to it.
    named = any(entry.path for entry in found)
    for block in field.blocks:
        match block:
            case ItemList(items=items):
                for item in items:
                    if named and not _opens_with_path(item.lines):
                        continue
                    if item.lines and item.lines[0].text.strip("*_() ").casefold() not in {"none", "n/a"}:
                        found += _of_line(item.lines[0], document)
                    found += _of_nested(item.blocks, document)
            case Fence(lines=lines):
                for line in lines:
                    found += _of_fence_line(line, document)
            case Table(rows=rows):
                for row in rows:
                    found += [entry for entry in _of_line(row[0], document) if entry.path] if row else []
            case Paragraph(lines=lines):
                for line in lines:
                    found += [entry for entry in _of_line(line, document) if entry.path]
            case _:
                pass
    return tuple(found)


def _opens_with_path(lines: tuple[Line, ...]) -> bool:
    first = next(find_paths(lines[0].text), None) if lines else None
    return first is not None and not lines[0].text[: first[1]].strip("`*_@[( ")


def _of_nested(blocks: tuple[object, ...], document: Document) -> Iterator[Deliverable]:
    for block in blocks:
        if isinstance(block, ItemList):
            for item in block.items:
                if item.lines:
                    yield from (entry for entry in _of_line(item.lines[0], document) if entry.path)


def _of_line(line: Line, document: Document) -> list[Deliverable]:
    text = line.text
    paths = list(_head_paths(text))
    symbols = find_symbols(text)
    if not paths:
        return [Deliverable(text, None, None, symbols, line.span_in(document))]
    note = _note(text[paths[-1][2] :])
    return [Deliverable(text, path, note, symbols, line.span_in(document, start, end)) for path, start, end in paths]


def _head_paths(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the first path and those that follow it in the same enumeration; what a remark names is no deliverable."""
    last: int | None = None
    for path, start, end in find_paths(text):
        if last is not None and re.sub(r"[\s`*_,&+]|\band\b|\(new\)|\(new file\)", "", text[last:start]):
            return
        last = end
        yield path, start, end


def _note(rest: str) -> str | None:
    rest = _NOTE_LEAD.sub("", rest).strip()
    if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1:
        rest = rest[1:-1]
    return " ".join(rest.strip(" *_").split()) or None


def _of_fence_line(line: Line, document: Document) -> Iterator[Deliverable]:
    text = line.text.partition(" #")[0].strip()
    if not text or text.startswith(("#", "//")) or not _TREE_OR_CODE.isdisjoint(text):
        return
    word = text.split()[0]
    path = as_path(word)
    if path is not None:
        note = _note(line.text.strip()[len(word) :].lstrip(" #"))
        start = line.text.index(word)
        yield Deliverable(line.text.strip(), path, note, (), line.span_in(document, start, start + len(word)))
