"""The headings of specs of other formats: what they say without numbers, marks and remarks, in several languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flowkit.model.outline import Outline, Section

# "3.1 ", "## ⚡ ", "*(mandatory)*", "(optional)".
_NUMBER = re.compile(r"[^\w(\[`\"'“«<]*(?:\d+(?:\.\d+)*[.)]?\s+)?[^\w(\[`\"'“«<]*")
_REMARK = re.compile(r"\s*[*_]*[(（][*_]?[^()（）]*[)）][*_]*[*_#:：\s]*$")
_REQUIREMENT = re.compile(
    r"requirement|requisit|requerim|exigence|anforderung|vereiste|wymagan|требован|вимог|gereksinim|krav\b|vaatimu"
    r"|yêu cầu|persyaratan|kebutuhan|要件|要求|需求|요구|ข้อกำหนด",
    re.IGNORECASE,
)


def plain(title: str) -> str:
    """Return a heading without the number, marks and emphasis before it and the remark in brackets behind it."""
    number = _NUMBER.match(title)
    rest = title[number.end() if number else 0 :]
    return _REMARK.sub("", rest).strip("*_#:： ") or title.strip("*_#:： ")


def speaks_of_requirements(title: str) -> bool:
    """Whether a heading says, in one of several languages, that requirements follow."""
    return _REQUIREMENT.search(title) is not None


def named(outline: Outline, names: Collection[str]) -> Iterator[Section]:
    """Yield the sections whose plain titles, in lower case, are among ``names``."""
    for section in outline.sections:
        if section.level and plain(section.title.text).casefold() in names:
            yield section
