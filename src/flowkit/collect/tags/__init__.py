"""The tags in comments and docstrings: a verb, a colon and the names of markers; and markers that are only mentioned.

Files are searched as bytes for verbs and for traces of markers, and only what is found is looked at more closely: what
is comment, what is string, and which class or function a tag speaks for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from flowkit.collect import Inquiry
from flowkit.collect.tags.comments import Text, is_code, kind_of, may_hold_comments, may_speak, read_text
from flowkit.model.evidence import Flaw, TagFact, Unmeasured
from flowkit.model.tag import Named, TagGrammar, TagList

VERBS = ("implements", "verifies")
"""What a tag may say; the case does not matter."""

_BYTES = tuple((verb, verb.encode()) for verb in VERBS)
_COLON = re.compile(rb"[ \t]*:[ \t]*")
_WORD_ENDS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.`")
_NOT_ASCII = 0x80
_LONGEST, _LONGEST_LINE = 20_000, 2_000
"""The most bytes of a list of names, and of a line of it."""


def collect(inquiry: Inquiry) -> Iterator[TagFact | Flaw | Unmeasured]:
    """Yield every tag and bare mention in the files of the project, by file and place; bare mentions after the tags."""
    grammar = TagGrammar(inquiry.config.grammar())
    repository = inquiry.repository
    for path in repository.files:
        kind = kind_of(path)
        if not may_speak(kind):
            continue
        data = repository.read(path)
        if data is None and is_code(kind):
            yield Unmeasured(path, "tags", f"cannot be read, or has more than {repository.max_size:,} bytes")
        if data is not None and may_hold_comments(kind, data):
            yield from _in_file(path, data, grammar)


def _in_file(path: str, data: bytes, grammar: TagGrammar) -> Iterator[TagFact | Flaw | Unmeasured]:
    verbs = _verbs(data)
    traces = [found.start() for found in grammar.trace.finditer(data)]
    if not verbs and not (traces and _names(data, traces, grammar)):
        return
    text = read_text(path, data, max(traces[-1] if traces else 0, verbs[-1][1] if verbs else 0) + 1)
    if isinstance(text, Unmeasured):
        yield text
    elif text is not None:
        yield from _in_text(path, text, data, verbs, traces, grammar)


def _in_text(
    path: str, text: Text, data: bytes, verbs: list[tuple[str, int, int]], traces: list[int], grammar: TagGrammar
) -> Iterator[TagFact | Flaw]:
    taken = _Taken()
    for verb, start, end in verbs:
        window, listed = _listed(data, end, grammar)
        names = [_moved(name, window, end) for name in listed.names]
        names = [name for name in names if text.speaks(name.start)]
        if names:
            taken.add(start, names[-1].end)
        yield from (_fact(path, verb, name, text) for name in names)
        for place in (_moved(name, window, end) for name in listed.broken if names):
            message = f"{place.name} spans no markers: a range runs upwards, through 1,000 at most"
            yield Flaw(path, message, text.places.span(place.start, place.end), "Name its first and its last marker.")
    for name in _names(data, [at for at in traces if at not in taken and text.speaks(at)], grammar):
        if name.start not in taken and text.speaks(name.start):
            yield _fact(path, None, name, text)


class _Taken:
    """The places of the tags of a file, from left to right: what stands there is told."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        number = bisect_right(self._starts, offset) - 1
        return number >= 0 and offset < self._ends[number]


def _verbs(data: bytes) -> list[tuple[str, int, int]]:
    """Return each verb with its colon: the verb, where it starts, and where its list of names does."""
    lowered = data.lower()
    found = []
    for verb, sign in _BYTES:
        at = lowered.find(sign)
        while at >= 0:
            colon = _COLON.match(data, at + len(sign))
            if colon is not None and not _is_within_word(data, at):
                found.append((verb, at, colon.end()))
            at = lowered.find(sign, at + len(sign))
    return sorted(found, key=lambda one: one[1]) if len(found) > 1 else found


def _is_within_word(data: bytes, at: int) -> bool:
    """Whether a verb is the end of a longer word, or stands in the quotes of code, where it is only spoken of."""
    before = data[at - 1] if at else 0
    if before < _NOT_ASCII:
        return before in _WORD_ENDS
    return data[max(at - 4, 0) : at].decode("utf-8", "ignore")[-1:].isalnum()


def _listed(data: bytes, start: int, grammar: TagGrammar) -> tuple[str, TagList]:
    """Return the text behind a colon and the names in it: of its line, and of the next ones as long as commas end them.

    A byte that is not UTF-8 becomes a surrogate, so that every character can be turned back.
    """
    end = start
    while True:
        before, end = end, data.find(b"\n", end + 1)
        if end < 0 or end > before + _LONGEST_LINE:
            cut = data.rfind(b",", before, before + _LONGEST_LINE) if len(data) > before + _LONGEST_LINE else len(data)
            end = max(cut, before)
        window = data[start:end].decode("utf-8", "surrogateescape")
        listed = grammar.read(window)
        if window[listed.end :].strip() != "," or not before < end < min(len(data), start + _LONGEST):
            return window, listed


def _moved(name: Named, window: str, start: int) -> Named:
    """Return a name of a piece of a file, with its place in the bytes of the file."""
    if window.isascii():
        return Named(name.name, start + name.start, start + name.end)
    before = len(window[: name.start].encode("utf-8", "surrogateescape"))
    size = len(window[name.start : name.end].encode("utf-8", "surrogateescape"))
    return Named(name.name, start + before, start + before + size)


def _names(data: bytes, traces: list[int], grammar: TagGrammar) -> list[Named]:
    """Return the markers in the lines that hold traces of some."""
    found: list[Named] = []
    end = -1
    for at in traces:
        if at < end:
            continue
        start = data.rfind(b"\n", 0, at) + 1
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        line = data[start:end].decode("utf-8", "surrogateescape")
        found += [_moved(name, line, start) for name in grammar.mentions(line)]
    return found


def _fact(path: str, verb: str | None, name: Named, text: Text) -> TagFact:
    extent = text.extent(name.start)
    span = text.places.span(name.start, name.end)
    last = text.places.lines if extent.owner is None else extent.last
    return TagFact(path, verb, name.name, span, extent.first, last, extent.owner)
