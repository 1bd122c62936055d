"""Cobertura's XML, as coverage.py, gcovr, cargo-tarpaulin and many others write it.

The format is what http://cobertura.sourceforge.net/xml/coverage-04.dtd describes; it is never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from flowkit.collect.coverage.measured import Lines, ListedReport, UnusableReportError

_TAKEN = re.compile(r"\((\d{1,4})/(\d{1,4})\)")
_AGAIN = "Let the tests write it again."


def read_cobertura(data: bytes) -> ListedReport:
    """Return the report. Its rates are left alone: lines and conditions are counted.

    A file may have several classes, and a line may stand in a class and in its method: it counts once, and was run
    where any of them says so. Where a branch gives a percentage and no counts, branches are not measured.

    Raises:
        UnusableReportError: it is no well-formed XML, declares entities, or is no Cobertura.
    """
    reading = _Reading()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.EntityDeclHandler = reading.entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnusableReportError(f"is no well-formed XML: {error}", _AGAIN) from error
    if not reading.files:
        raise UnusableReportError("is XML that tells of no file", "Let your tool write Cobertura or LCOV.")
    return ListedReport(reading.placed(), reading.branches and not reading.unclear)


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self.files: dict[str, Lines] = {}
        self.branches = False
        self.unclear = False
        self._sources: list[str] = []
        self._source: list[str] | None = None
        self._lines: Lines | None = None
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and (name != "coverage" or "clover" in attributes):
            kind = "Clover" if name == "coverage" else name
            raise UnusableReportError(f"is XML, but no Cobertura: {kind}", "Let your tool write Cobertura or LCOV.")
        if name == "source":
            self._source = []
        elif name == "class" and (path := attributes.get("filename")):
            self._lines = self.files.setdefault(path, Lines((path,)))
        elif name == "line" and self._lines is not None:
            self._line(self._lines, attributes)

    def _line(self, lines: Lines, attributes: Mapping[str, str]) -> None:
        number, hits = attributes.get("number", ""), attributes.get("hits", "")
        if not (number.isdecimal() and len(number) < 10 and hits.lstrip("-").isdecimal()):
            raise UnusableReportError(f"has a line without number or hits: {number!r}, {hits!r}", _AGAIN)
        lines.known.add(int(number))
        if hits.strip("0") and not hits.startswith("-"):
            lines.run.add(int(number))
        told = _TAKEN.search(attributes.get("condition-coverage", ""))
        if told is not None:
            self.branches = True
            taken, total = int(told.group(1)), int(told.group(2))
            lines.exits.update((int(number), exit_) for exit_ in range(total))
            lines.taken.update((int(number), exit_) for exit_ in range(min(taken, total)))
        elif attributes.get("branch") == "true":
            self.unclear = True

    def end(self, name: str) -> None:
        self._depth -= 1
        if name == "class":
            self._lines = None
        elif name == "source" and self._source is not None:
            self._sources.append("".join(self._source).strip())
            self._source = None

    def text(self, text: str) -> None:
        if self._source is not None:
            self._source.append(text)

    def entity(self, name: str, *_: object) -> None:
        raise UnusableReportError(f"declares an entity, {name}, which no report needs", _AGAIN)

    def placed(self) -> list[Lines]:
        """Return the files, each with every path that the sources make possible, and then its own."""
        sources = [source for source in self._sources if source not in {"", "."}]
        for path, lines in self.files.items():
            whole = path.startswith("/") or path[1:2] == ":"
            below = [] if whole else [f"{source.rstrip('/')}/{path}" for source in sources]
            lines.names = tuple(dict.fromkeys((*below, path)))
        return list(self.files.values())
