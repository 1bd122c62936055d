"""Words of a template that nobody replaced, in titles and in the fields at the head of a document.

Elsewhere ``<path>`` is an argument, ``List<T>`` a type and ``TODO`` a state, so little is looked for there: a field
whose whole value is ``TBD``, and a phrase in angle brackets that is all that a line, an entry or a field says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowkit.model.outline import Block, ItemList, Line, Outline, Paragraph, Quote, Section
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Rule, Surroundings

# ``<Your Name>``, ``<feature>``: words in angle brackets that are no address and no HTML.
_ANGLE = r"<(?!/|!|https?:|mailto:)(?P<angle>[^\W\d_][\w' /.#-]{0,60})>"
_DATE = r"(?:YYYY|yyyy)[-/.]?(?:MM|mm)[-/.]?(?:DD|dd)|(?:DD|dd)[-/.](?:MM|mm)[-/.](?:YYYY|yyyy)"
_BRACES = r"\{\{[^{}\n]{1,60}\}\}"
# spec-kit's: ``[FEATURE]``, ``[###-feature-name]``, ``[link]``; no footnote, box or link.
_SQUARE = (
    r"\[(?:[A-Z][A-Z0-9 _/-]{2,40}|#{2,}[\w-]{0,40}|[Yy]our [\w ]{1,40}"
    r"|link|date|name|feature|feature name|Feature Name|Name|Date)\]"
    r"(?![(\[:])"
)
_UNFILLED = re.compile(rf"{_ANGLE}|{_DATE}|{_BRACES}|{_SQUARE}")
# ``<what is wanted, in a few words>``: three words in a row, which no type, tag or address has.
_PHRASE = re.compile(
    r"(?<!<)<(?P<first>[^\W\d_][\w'’]*)(?P<rest>(?: [^\W\d_A-Z][\w'’]*){2}[^<>`={}\[\]|\\\r\n]{0,120})>"
    r"(?=[\s.*_)\"”]*(?:\||$))",
    re.MULTILINE,
)
_BEFORE_PHRASE = re.compile(r"(?:[^<]*[:–—-][*_]{0,2}\s)?[\s\\*_(\"“]*")
_LONE = re.compile(r"[\s*_`\[(]*(?:TBD|T\.B\.D\.|TBC|XXX+|\?\?\?+)(?:[\s*_`\])]*$|\s*[-–—:(].*)")
_MAY_BE_LONE = re.compile(r"TB[DC]|T\.B\.D|XXX|\?\?\?")
_FIELD = re.compile(r"[\W_]{0,6}(?P<key>[^\W_][^:*\n]{0,40}?)[ *_]{0,4}:[ *_]{0,4}(?P<value>\S.*)")
_BOLD_FIELD = re.compile(r"[^\w*]{0,4}\*\*(?P<key>[^:*\n]{1,60})(?::\*\*|\*\*[ ]?:)[ ]?(?P<value>.+)")
_CHOICE_KEYS = frozenset({"status", "state", "priority", "severity", "complexity", "risk level", "risk"})
_OPTION = re.compile(r"[\s*_`\[(]*[A-Za-z][A-Za-z0-9]*(?:[ -][A-Za-z]+){0,2}[\s*_`\])]*")
# fmt: off
_HTML = frozenset({
    "a", "abbr", "article", "aside", "audio", "b", "blockquote", "body", "br", "button", "canvas", "caption",
    "code", "col", "dd", "details", "dialog", "div", "dl", "dt", "em", "fieldset", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "kbd", "label",
    "legend", "li", "link", "main", "mark", "menu", "meta", "nav", "object", "ol", "option", "output", "p", "param",
    "pre", "progress", "q", "ruby", "script", "section", "select", "slot", "small", "source", "span", "strong",
    "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead",
    "time", "tr", "track", "u", "ul", "var", "video",
})
# fmt: on


def placeholder(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find what was to be filled in and was not."""
    del around
    if plan.outline is None:
        return
    for spot in _spots(plan.outline):
        start, end = spot.start, spot.end
        what = spot.line.text[start:end]
        span = spot.line.span_in(plan.outline.document, start, end)
        yield PLACEHOLDER.finding(plan.path, span, spot.message.format(what), hint=spot.hint)


@dataclass(frozen=True, slots=True)
class _Spot:
    line: Line
    start: int
    end: int
    message: str = "“{}” was never filled in"
    hint: str = "Replace it by what is meant."


def _spots(outline: Outline) -> Iterator[_Spot]:
    heads = {line.line: line for line in _head_lines(outline)}
    lone = _MAY_BE_LONE.search(outline.document.text) is not None
    phrases = _PHRASE.search(outline.document.text) is not None
    for section in outline.sections:
        if section.level:
            yield from list(_in_title(section)) or _phrase(section.title)
        if not heads and not lone and not phrases:
            continue
        for line in section.lines:
            if heads.pop(line.line, None) is not None:
                found = list(_in_head_field(line))
            else:
                found = (
                    list(_lone(line, _BOLD_FIELD.match(line.text))) if lone and _MAY_BE_LONE.search(line.text) else []
                )
            yield from found or (_phrase(line) if phrases else ())


def _head_lines(outline: Outline) -> Iterator[Line]:
    """Yield the lines of the head: those of the document itself and of its first heading, down to the second.

    Where the first heading is a title without any field, the fields of the first section below it are the head.
    """
    yield from _loose_lines(outline.root.blocks)
    section: Section | None = outline.root.sections[0] if outline.root.sections else None
    while section is not None:
        lines = list(_loose_lines(section.blocks))
        if section.level > 1:
            yield from (line for line in lines if _BOLD_FIELD.match(line.text))
            return
        yield from lines
        has_fields = any(_FIELD.match(line.text) for line in lines)
        section = section.sections[0] if section.sections and not has_fields else None


def _loose_lines(blocks: tuple[Block, ...]) -> Iterator[Line]:
    """Yield the lines of paragraphs, quotes and lists without boxes: a field is no task."""
    for block in blocks:
        match block:
            case Paragraph(lines=lines):
                yield from lines
            case ItemList(items=items):
                yield from (line for item in items if item.box is None for line in item.lines)
            case Quote(blocks=inner):
                yield from _loose_lines(inner)
            case _:
                pass


def _in_title(section: Section) -> Iterator[_Spot]:
    text = section.title.text
    found = [match for match in _UNFILLED.finditer(text) if _counts_in_title(match, section.level)]
    if found:
        yield _Spot(section.title, found[0].start(), found[-1].end())


def _counts_in_title(match: re.Match[str], level: int) -> bool:
    """Whether a match in a heading is a placeholder; below the title, one word in brackets may be code or a label."""
    before = match.string[: match.start()]
    if before.count("`") % 2 or _glued(before):
        return False
    inner = match.group("angle")
    if inner is not None:
        return inner.split()[0].casefold() not in _HTML and (level == 1 or " " in inner)
    return level == 1 or match.group().startswith(("{{", "Y", "y", "D", "d"))


def _glued(before: str) -> bool:
    """Whether a bracket follows a letter, as that of ``List<T>`` does."""
    return bool(before) and (before[-1].isalnum() or before[-1] == "_")


def _in_head_field(line: Line) -> Iterator[_Spot]:
    field = _FIELD.match(line.text)
    if field is None:
        return
    start = field.start("value")
    found = [match for match in _UNFILLED.finditer(line.text, start) if _counts_in_field(match)]
    if found:
        first, last = found[0].start(), found[-1].end()
        yield _Spot(line, first, last)
    elif _is_choice(field.group("key"), field.group("value")):
        message = "“{}” is a choice that nobody made"
        yield _Spot(line, start, len(line.text), message, "Leave the one that holds.")
    else:
        yield from _lone(line, field)


def _counts_in_field(match: re.Match[str]) -> bool:
    """Whether a match in a head field is a placeholder; in a command (``git add <file>``) it is an argument.

    So it is in a path that a sentence speaks of (makes ``runs/<name>/`` anew).
    """
    text = match.string
    inner = match.group("angle")
    if inner is not None and (inner.split()[0].casefold() in _HTML or text[match.start() - 1].isalnum()):
        return False
    opening, closing = text.rfind("`", 0, match.start()), text.find("`", match.end())
    in_code = text.count("`", 0, match.start()) % 2 == 1 and closing >= 0
    around = text[opening + 1 : match.start()] + text[match.end() : closing] if in_code else ""
    is_spoken_of = inner is not None and "/" in around and bool(text[closing + 1 :].strip(" ._*)"))
    return " " not in around and not is_spoken_of


def _lone(line: Line, field: re.Match[str] | None) -> Iterator[_Spot]:
    if field is not None and _LONE.match(field.group("value")):
        yield _Spot(line, field.start("value"), len(line.text))


def _phrase(line: Line) -> Iterator[_Spot]:
    """Yield a phrase in angle brackets that is all that a line says, or all that follows an id, a name or a path."""
    match = _PHRASE.search(line.text)
    if match is None or match.group("first").casefold() in _HTML or "extends" in match.group("rest").split():
        return
    before = line.text[: match.start()]
    if before.count("`") % 2 == 0 and _BEFORE_PHRASE.fullmatch(before):
        yield _Spot(line, match.start(), match.end())


def _is_choice(key: str, value: str) -> bool:
    options = re.split(r"\s*[/|]\s*", value.strip())
    return (
        key.strip().casefold() in _CHOICE_KEYS
        and len(options) >= 3
        and all(_OPTION.fullmatch(option) for option in options)
    )


PLACEHOLDER = Rule(
    "placeholder",
    Severity.WARNING,
    "A title or a field still holds a word of its template",
    placeholder,
)
