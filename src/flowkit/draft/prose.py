"""Text from other documents made safe to stand in a plan: it keeps its words and loses its power over the structure.

The values of a drafted plan hold the safe text, so that reading the plan back gives the same values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_COMMENT = (("<!--", "&lt;!--"), ("-->", "--&gt;"))
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
# Bold or italic words before a colon would be read as the name of a field.
_FIELD = re.compile(r"([*_]{1,3})([^*_`]{1,80}?)(?:(:\s?)\1|\1(\s?:))")
_ITALIC_FIELD = re.compile(r"^([^\w*_`]{0,4})[*_]+([^*_`:]{1,60}:.*?)[*_]*$")
# What opens a block of its own at the start of a line: a heading, quote, list, fence, table, rule, box, HTML or the
# definition of a link.
_OPENS = re.compile(r"[#>+=|~-]|\*(?=\s|[*\s-]*$)|_[_\s]*$|```|\[.{0,2}\](?=\s|$)|\[(?:[^\]\\]|\\.)*\]:")
# HTML opens a block by a declaration, by an element that is a block by itself, or by any tag that is alone on its line
# (https://spec.commonmark.org/0.31.2/#html-blocks); <words, in brackets> are text.
_BLOCKS = """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link
    main menu menuitem meta nav noframes ol optgroup option p param pre script search section source style summary table
    tbody td textarea tfoot th thead title tr track ul
"""
_ATTRIBUTE = r"""\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
_HTML = re.compile(
    rf"<(?:[!?]|/?(?:{'|'.join(_BLOCKS.split())})(?:\s|/?>|$)|(?:/[a-z][a-z\d-]*|[a-z][a-z\d-]*(?:{_ATTRIBUTE})*\s*/?)\s*>\s*$)",
    re.IGNORECASE,
)
# A few plain words before a colon can be a field too; a backslash before the colon is not shown. They are one if all of
# them are words that fields are named with, if they speak of a status, or if they count something.
_PLAIN_FIELD = re.compile(r"([^\w*_`]{0,4}([A-Za-z#][\w/().-]*(?: [\w/()-]+){0,4}) ?):(?=\s*([*_`]*\d)?|$)")
_WORDS = """
    acceptance adr affected bdd blocked by change changes checklist commands contract contracts coverage covered
    create created criteria criterion date deliverable deliverables dependencies dependency depends description done
    effort endpoint endpoints estimate estimated estimation expected feature file files frs functional goal hotspot
    how id ids implementation implements likely linkage mapping modified modify nfr objective on output outputs
    planned priority refs req reqs requirement requirements requires run satisfies scenario scenarios source sources
    spec state steps sub subtasks target targets tasks test testing time to touched touches touchpoints traceability
    update validates validation verification verifications verify when
"""
_FIELD_WORDS = frozenset(_WORDS.split())
# What is struck out as a whole counts as dropped.
_STRUCK = re.compile(r"([ *_]*)(~~.+~~[ *_]*)", re.DOTALL)
_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")


def one_line(text: str) -> str:
    """Return ``text`` as one line of characters that can be shown, with single spaces, and otherwise as it is."""
    return " ".join(_INVISIBLE.sub("", text).split())


def verbatim(text: str) -> str:
    """Return ``text`` as one line of characters that can be shown, to stand in a fence, where nothing has a power."""
    return re.sub(r"[\r\n]+", " ", _INVISIBLE.sub("", text)).strip()


# The same text is asked for by what a task means, holds and says.
@lru_cache(maxsize=20_000)
def inline(text: str) -> str:
    """Return ``text`` as one line to stand behind an id or the name of a field.

    It opens no comment and no field, and is not struck out.
    """
    line = one_line(text)
    while (plain := " ".join(_FIELD.sub(r"\2\3\4", line).split())) != line:
        line = plain
    # Last, since taking emphasis away can join the parts of a comment's mark.
    for mark, harmless in _COMMENT:
        line = line.replace(mark, harmless)
    if struck := _STRUCK.fullmatch(line):
        line = f"{struck.group(1)}\\{struck.group(2)}"
    return re.sub(r"(?<!\S)(#+)$", r"\\\1", line)


def entry(text: str) -> str:
    """Return ``text`` as one line that opens no block either, to stand in a list that a field owns."""
    return _closed(inline(text))


def opening(text: str) -> str:
    """Return ``text`` as one line that opens neither a block nor a field, to stand at the start of a paragraph."""
    line = inline(_ITALIC_FIELD.sub(r"\1\2", inline(text)))
    field = _PLAIN_FIELD.match(line)
    if field and _names_a_field(field):
        line = f"{field.group(1)}\\{line[field.end(1) :]}"
    return _closed(line)


def _names_a_field(found: re.Match[str]) -> bool:
    words = re.split(r"[\s/()_-]+", found.group(2).casefold())
    return found.group(3) is not None or "status" in words or _FIELD_WORDS.issuperset(filter(None, words))


def _closed(line: str) -> str:
    if _OPENS.match(line) or _HTML.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def cell(text: str) -> str:
    """Return ``text`` as the cell of a table, in which a pipe divides and an escaped one does not."""
    return re.sub(r"\\*\|", r"\\|", inline(text)).rstrip("\\")


def label(text: str) -> str:
    """Return ``text`` as the label of a node in a drawing: letters, digits, spaces and single hyphens."""
    words = re.sub(r"&\w+;|[^\w\s-]|_|-{2,}|(?<!\w)-|-(?!\w)", " ", text)
    return " ".join(words.split())


def anchor(heading: str) -> str:
    """Return the anchor that a code forge gives a heading: lower case, hyphens for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def listing(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: with commas, and with "and" before the last one."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
