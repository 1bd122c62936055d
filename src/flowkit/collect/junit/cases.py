"""The test cases of a JUnit XML report, parsed by expat, with document types refused: no entity is ever expanded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flowkit.model.evidence import Outcome

_LONGEST_TEXT = 2_000
_OUTCOMES: Mapping[str, Outcome] = {
    "failure": Outcome.FAILED,
    "error": Outcome.ERROR,
    "skipped": Outcome.SKIPPED,
    # Surefire and others that try again: the last try passed, unless there is a failure beside it.
    "flakyFailure": Outcome.RETRIED,
    "flakyError": Outcome.RETRIED,
    "rerunFailure": Outcome.RETRIED,
    "rerunError": Outcome.RETRIED,
}
_WORST = (Outcome.UNDEFINED, Outcome.ERROR, Outcome.FAILED, Outcome.XFAILED, Outcome.SKIPPED, Outcome.RETRIED)
_STATUSES: Mapping[str, Outcome] = {
    "undefined": Outcome.UNDEFINED,
    "untested": Outcome.SKIPPED,
    "skipped": Outcome.SKIPPED,
    "disabled": Outcome.SKIPPED,
    "notrun": Outcome.SKIPPED,
    "pending": Outcome.SKIPPED,
    "failed": Outcome.FAILED,
    "error": Outcome.ERROR,
}
# Cucumber, behave and pytest-bdd each say it in their way; "undefined is not a function" is none of them.
_UNDEFINED = re.compile(
    r"undefined\s+(?:scenario\s+|test\s+)?steps?\b|steps?\s+(?:\w+\s+)?undefined\b|UndefinedStep|StepDefinitionNotFound"
    r"|or undefined step|^undefined$",
    re.IGNORECASE,
)


class BrokenReportError(ValueError):
    """The report cannot be used; ``line`` is where, if it is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Case:
    """A test case as the report has it.

    Attributes:
        properties: its properties and those of the suites around it, the outermost first.
        line: the line of the test, from 1.
    """

    name: str
    classname: str
    file: str | None
    line: int | None
    outcome: Outcome
    reason: str | None
    properties: tuple[tuple[str, str], ...] = ()


def read_cases(data: bytes) -> tuple[Case, ...]:
    """Return the test cases of a report, in document order.

    Raises:
        BrokenReportError: it is no well-formed XML, has a document type, or holds no test suite.
    """
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    reader = _Reader()

    def refuse(*_: object) -> None:
        raise BrokenReportError("has a document type, which no report needs", parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise BrokenReportError(f"is not well-formed XML: {expat.ErrorString(error.code)}", error.lineno) from error
    except (LookupError, ValueError) as error:
        if isinstance(error, BrokenReportError):
            raise
        raise BrokenReportError("is in an unknown encoding", 1) from error
    if not reader.is_report:
        raise BrokenReportError("holds no test suite")
    return tuple(reader.cases)


@dataclass(slots=True)
class _Suite:
    name: str
    file: str | None
    properties: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """Takes what expat finds. Suites nest; a case holds its results and properties."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.is_report = False
        self._suites: list[_Suite] = []
        self._case: Case | None = None
        self._found: list[tuple[Outcome, str]] = []
        self._properties: list[tuple[str, str]] = []
        self._text: list[str] | None = None
        self._open: tuple[str, Mapping[str, str]] = ("", {})

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        if tag in {"testsuite", "testsuites"}:
            self.is_report = True
            above = self._suites[-1].file if self._suites else None
            self._suites.append(_Suite(attributes.get("name", ""), attributes.get("file") or above))
        elif tag == "testcase":
            self._case, self._found, self._properties = self._begun(attributes), [], []
            status = attributes.get("status") or attributes.get("result") or ""
            if status.lower() in _STATUSES:
                self._found.append((_STATUSES[status.lower()], ""))
        elif tag == "property" or (tag in _OUTCOMES and self._case is not None):
            self._text, self._open = [], (tag, attributes)

    def _begun(self, attributes: Mapping[str, str]) -> Case:
        suite = self._suites[-1] if self._suites else _Suite("", None)
        line = attributes.get("line") or attributes.get("lineno") or ""
        number = int(line) if line.isdecimal() and len(line) < len("1000000000") else None
        # pytest counts lines from 0.
        number = number + 1 if number is not None and suite.name == "pytest" else number
        file = attributes.get("file") or attributes.get("filepath") or suite.file
        name, classname = attributes.get("name", ""), attributes.get("classname", "")
        return Case(name, classname, file, number or None, Outcome.PASSED, None)

    def text(self, text: str) -> None:
        if self._text is not None and sum(map(len, self._text)) < _LONGEST_TEXT:
            self._text.append(text[:_LONGEST_TEXT])

    def end(self, tag: str) -> None:
        tag = tag.rpartition(" ")[2]
        if self._text is not None and tag == self._open[0]:
            self._result(tag, self._open[1], "".join(self._text))
            self._text = None
        elif tag == "testcase" and self._case is not None:
            around = [entry for suite in self._suites for entry in suite.properties]
            self.cases.append(_ended(self._case, self._found, [*around, *self._properties]))
            self._case = None
        elif tag in {"testsuite", "testsuites"}:
            self._suites.pop()

    def _result(self, tag: str, attributes: Mapping[str, str], text: str) -> None:
        if tag == "property":
            entry = attributes.get("name", ""), attributes.get("value") or text
            if self._case is not None:
                self._properties.append(entry)
            elif self._suites:
                self._suites[-1].properties.append(entry)
            return
        kind, message = attributes.get("type", "")[:_LONGEST_TEXT], attributes.get("message", "")[:_LONGEST_TEXT]
        outcome = _OUTCOMES[tag]
        if outcome is not Outcome.RETRIED and any(map(_UNDEFINED.search, (kind, message, text))):
            outcome = Outcome.UNDEFINED
        elif kind == "pytest.xfail":
            outcome = Outcome.XFAILED
        self._found.append((outcome, message or text or kind))


def _ended(case: Case, found: Sequence[tuple[Outcome, str]], properties: Sequence[tuple[str, str]]) -> Case:
    """Return a case with the worst of what was found of it."""
    outcome, text = min(found, key=lambda one: (_WORST.index(one[0]), not one[1]), default=(Outcome.PASSED, ""))
    reason = next((line.strip() for line in text.splitlines() if line.strip()), None)
    return replace(case, outcome=outcome, reason=reason, properties=tuple(properties))
