"""Text that was broken on its way into the file: read in the wrong code page, or with characters that stand for loss.

The whole document is looked at, and never parsed from a repaired copy: a repair can be wrong, and its lines and columns
would not be those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.source import Document, Span
from flowkit.model.verdict import Finding, Place, Rule, Surroundings

# The code pages in which UTF-8 is commonly misread, by the names that ftfy gives them, with what they are called.
_PAGES = {
    "sloppy-windows-1252": "Windows-1252",
    "sloppy-windows-1254": "Windows-1254",
    "sloppy-windows-1250": "Windows-1250",
    "sloppy-windows-1251": "Windows-1251",
    "sloppy-windows-1253": "Windows-1253",
    "sloppy-windows-1257": "Windows-1257",
    "latin-1": "ISO-8859-1",
    "iso-8859-2": "ISO-8859-2",
    "macroman": "Mac Roman",
    "cp437": "code page 437",
}
_PYTHON_NAMES = tuple(name.removeprefix("sloppy-") for name in _PAGES)
_RUN = re.compile(r"[^\x00-\x7f]+")
# A first byte of UTF-8 (C2 to F4) and a later one (80 to BF) as the characters that the code pages make of them,
# roughly: letters with accents, Greek and Cyrillic, and a few signs of Mac Roman and code page 437; then nearly
# anything that a code page has.
_SUSPICIOUS = re.compile(
    "[\u00c2-\u00ff\u0102-\u017e\u0370-\u04ff\u221a\u00ac\u201a\u251c\u252c\u0393\u2261]"
    "[\u0080-\u052f\u2000-\u22ff\u2310\u2320\u2321\u2500-\u25ca]"
)
_DRAWING = re.compile("[\u2190-\u21ff\u2500-\u25ff]+")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A text that looks double-encoded: the code page that explains most of it, and how much that is.

    Attributes:
        page: the code page, as people call it.
        example: one run of broken characters, and what it turns into.
        mended: how many runs turn into sound text.
        total: how many runs there are.
        offset: where the first one starts, in characters.
        length: how many characters the first one has.
    """

    page: str
    example: tuple[str, str]
    mended: int
    total: int
    offset: int
    length: int


def diagnose(text: str) -> Diagnosis | None:
    """Return what is wrong with a text that looks like UTF-8 read in another code page, or None."""
    if text.isascii():
        return None
    runs = [run for run in _RUN.finditer(text) if _SUSPICIOUS.search(run.group())]
    if not any(_may_be_mended(run) for run in {run.group() for run in runs}):
        return None
    from ftfy.badness import is_bad

    broken = [run for run in runs if is_bad(text[max(run.start() - 2, 0) : run.end() + 2])]
    if not broken:
        return None
    texts = [run.group() for run in broken]
    best = max(_PAGES, key=lambda page: sum(_mended(run, page) is not None for run in texts))
    mended = [(run, sound) for run in texts if (sound := _mended(run, best)) is not None]
    if not mended:
        return None
    return Diagnosis(_PAGES[best], mended[0], len(mended), len(broken), broken[0].start(), len(texts[0]))


def _may_be_mended(run: str) -> bool:
    """Whether a run turns into sound text in one of the code pages as Python knows them.

    This is asked before ftfy is imported. A run of nothing but lines of a drawing is one in code page 437 too.
    """
    return not _DRAWING.fullmatch(run) and any(_mended(run, page) is not None for page in _PYTHON_NAMES)


def _mended(run: str, page: str) -> str | None:
    try:
        return run.encode(page).decode("utf-8")
    except UnicodeError:
        return None


def encoding(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find double-encoded text, NUL characters, replacement characters and bytes that could not be decoded."""
    del around
    for document in plan.documents:
        yield from _of_document(plan, document)


def _of_document(plan: Plan, document: Document) -> Iterator[Finding]:
    diagnosis = diagnose(document.text)
    if diagnosis is not None:
        yield _double(plan, document, diagnosis)
    for problem in document.problems:
        yield ENCODING.finding(plan.path, document.line_span(problem.line), problem.text, hint=_SAVE)
    places = list(_replacements(document))
    if places:
        message = (
            f"the text holds {len(places)} replacement character{'s' if len(places) > 1 else ''} in place of lost text"
        )
        related = tuple(Place(plan.path, span) for span in places[1:])
        yield ENCODING.finding(plan.path, places[0], message, related=related, hint=_SAVE)


_SAVE = "Mend the text from its source and save it as UTF-8."


def _double(plan: Plan, document: Document, diagnosis: Diagnosis) -> Finding:
    line, column = _position(document, diagnosis.offset)
    lost = diagnosis.mended < diagnosis.total
    message = (
        f"the text looks double-encoded: UTF-8 that was read as {diagnosis.page}{', some bytes lost' if lost else ''}"
    )
    broken, sound = diagnosis.example
    hint = (
        f"Restore the file from its source if you can. Encoding the broken runs as {diagnosis.page} and decoding "
        f"them as UTF-8 mends {diagnosis.mended} of {diagnosis.total} ({broken} becomes {sound}), but may not restore "
        "every character."
    )
    return ENCODING.finding(plan.path, document.span(line, column, diagnosis.length), message, hint=hint)


def _position(document: Document, offset: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of a character."""
    before = document.text[:offset]
    line = len(re.findall(r"\r\n|\n|\r", before)) + 1
    last = max(before.rfind("\n"), before.rfind("\r"))
    return line, offset - last


def _replacements(document: Document) -> Iterator[Span]:
    if "\ufffd" not in document.text:
        return
    for number, text in enumerate(document.lines, start=1):
        for found in re.finditer("\ufffd+", text):
            yield document.span(number, found.start() + 1, len(found.group()))


ENCODING = Rule(
    "encoding",
    Severity.WARNING,
    "The text of a document was broken on its way into the file",
    encoding,
)
