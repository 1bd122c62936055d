"""The documentation page of each rule: its examples are the rule's tests."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time_ns

import pytest

from flowkit.app import verify
from flowkit.collect.recordings import Recording, Run, dump
from flowkit.errors import UsageError
from flowkit.judge.pages import guide
from flowkit.judge.recognition import unrecognised
from flowkit.judge.table import rule_names, rules
from flowkit.judge.verification import judge
from flowkit.model.verdict import Finding
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline
from flowkit.read.plans import UnrecognisedError, read_plan
from flowkit.request import Choice, Request
from flowkit.settings import Reports

PAGES = Path(__file__).parents[2] / "docs" / "rules"
SECTIONS = ("What it finds", "Why it matters", "How to mend it", "How to silence it", "Bad", "Good")
FENCE = re.compile(r"^````\w+(?: (\S+))?\n(.*?)^````$", re.MULTILINE | re.DOTALL)
FOUND = re.compile(r"^- (?:(\S+) )?(?:line (\d+)|no line): (.+)$", re.MULTILINE)
BESIDE = re.compile(r"^With it comes? (?:[^.]|\n)*", re.MULTILINE)
EXIT_CODE = re.compile(r"ends with exit code (\d+)")
ALONE = "plan.md"
"""The path of an example that is one document."""
MADE_BY_TESTS = frozenset({*Reports().junit, *Reports().coverage})


@dataclass(frozen=True)
class Example:
    """The files under ``Bad`` or ``Good``.

    Attributes:
        files: the files as they are now, by path.
        before: those of them that were something else when the tests ran, as they were then.
        code: the exit code of the test command, where the page gives one.
    """

    files: Mapping[str, str]
    before: Mapping[str, str]
    code: int | None = None

    def commented(self, comment: str) -> Example:
        """Return the example with a comment at the head of every plan."""
        plans = {path: path == ALONE or path.startswith("plans/") for path in self.files}
        files = {path: f"{comment}\n\n{text}" if plans[path] else text for path, text in self.files.items()}
        return Example(files, self.before, self.code)

    def findings(self, root: Path, ignore: tuple[str, ...] = ()) -> tuple[Finding, ...]:
        """Return all that flowkit finds: in the one document, or in the project that the files are."""
        if set(self.files) == {ALONE}:
            return findings(self.files[ALONE])
        reports = {path: text for path, text in self.files.items() if path in MADE_BY_TESTS}
        # A project that says how it is tested has to have been.
        tested = "test_command = 'tests'" if reports or self.code is not None else ""
        settings = {} if {"flowkit.toml", "pyproject.toml"} & set(self.files) else {"flowkit.toml": tested}
        lay(root, {**settings, **self.files, **self.before})
        if self.before:
            record(root, [path for path in self.files if path.endswith(".py")], list(reports))
            lay(root, self.files)

        def run(_command: str, _root: Path) -> int:
            """Leave the reports behind, as the tests would."""
            lay(root, reports)
            return self.code or 0

        ran = run if (reports and not self.before) or self.code is not None else None
        return verify(Request(folder=root), Choice(ignore=ignore), ran).verification.findings


def lay(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder, changed at this moment to the nanosecond."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        os.utime(root / path, ns=(time_ns(), time_ns()))


def record(root: Path, sources: list[str], reports: list[str]) -> None:
    """Record what the tests ran on and which reports they left, as the plug-in for pytest does."""
    digests = {path: sha256((root / path).read_bytes()).hexdigest() for path in [*sources, *reports]}
    run = Run(
        commit=None,
        started="2026-03-02T09:00:00+00:00",
        sources={path: digests[path] for path in sources},
        reports={path: digests[path] for path in reports},
    )
    lay(root, {".flowkit/tests.json": dump(Recording((run,), ()))})


def section(page: str, title: str) -> str:
    """Return what stands under a heading of the second level, fences of four backticks left whole."""
    start = page.index(f"\n## {title}\n")
    following = SECTIONS[SECTIONS.index(title) + 1 :]
    ends = [page.index(f"\n## {other}\n", start + 1) for other in following[:1]]
    return page[start : ends[0] if ends else None]


def findings(text: str) -> tuple[Finding, ...]:
    """Return all that flowkit finds in a document that somebody named."""
    document = document_from_bytes(text.encode(), ALONE)
    try:
        plan = read_plan(document)
    except UnrecognisedError:
        return (unrecognised(ALONE, named=True),)
    return judge([plan])


def example(page: str, title: str) -> Example:
    """Return what stands under ``Bad`` or ``Good``; of a file that is given twice, the first is what it was before."""
    text = section(page, title)
    files: dict[str, str] = {}
    before: dict[str, str] = {}
    for path, body in FENCE.findall(text):
        if path in files:
            before[path] = files[path]
        files[path or ALONE] = body
    assert files, f"no example under {title}"
    code = EXIT_CODE.search(text)
    return Example(files, before, int(code.group(1)) if code else None)


def place_of(finding: Finding) -> tuple[str, int | None]:
    """Return the path and the line that a finding points to."""
    return finding.place.path, finding.place.span.line if finding.place.span else None


@pytest.fixture(params=rule_names())
def rule(request: pytest.FixtureRequest) -> str:
    """Each rule in turn, by name."""
    return str(request.param)


@pytest.fixture
def page(rule: str) -> str:
    """The page of the rule."""
    return (PAGES / f"{rule}.md").read_text(encoding="utf-8")


def test_the_bad_example_is_found_at_the_places_that_the_page_gives(rule: str, page: str, tmp_path: Path) -> None:
    """In the bad example the rule finds exactly what the page lists, word for word and line for line."""
    listed = {
        ((path or ALONE, int(line) if line else None), message)
        for path, line, message in FOUND.findall(section(page, "Bad"))
    }
    found = [finding for finding in example(page, "Bad").findings(tmp_path) if finding.rule == rule]
    assert listed
    assert {(place_of(finding), finding.message) for finding in found} == listed
    assert all(finding.severity is rules()[rule].severity for finding in found)


def test_nothing_but_the_rule_itself_and_what_the_page_names_beside_it_is_found(
    rule: str, page: str, tmp_path: Path
) -> None:
    """A bad example shows one fault: no other rule has anything to tell but those that the page says come with it."""
    beside = {name for text in BESIDE.findall(section(page, "Bad")) for name in re.findall(r"`([\w-]+)`", text)}
    others = {finding.rule for finding in example(page, "Bad").findings(tmp_path) if finding.rule != rule}
    assert others - {"empty-task"} == beside


def test_the_good_example_is_clean(page: str, tmp_path: Path) -> None:
    """In the good example no rule finds anything at all."""
    assert [finding.message for finding in example(page, "Good").findings(tmp_path)] == []


# verifies: feat-flowkit-commands:IMPL_004/AC-1
def test_a_page_has_the_same_parts_as_every_other(rule: str, page: str) -> None:
    """Name, severity, summary and sections are those of the rule and of the agreed form."""
    outline = read_outline(document_from_bytes(page.encode(), f"{rule}.md"))
    (title,) = outline.root.sections
    assert title.title.text == rule
    assert tuple(part.title.text for part in title.sections) == SECTIONS
    assert f"**Severity:** {rules()[rule].severity}\n\n{rules()[rule].summary}." in page


def test_a_rule_is_silenced_in_the_bad_example_as_the_page_shows(rule: str, page: str, tmp_path: Path) -> None:
    """The comment on the page, at the head of the plans, leaves nothing of the rule; or else the configuration."""
    bad, how = example(page, "Bad"), section(page, "How to silence it")
    comments = re.findall(r"<!-- flowkit: ignore .*-->", how)
    if comments:
        silenced = bad.commented(comments[0]).findings(tmp_path)
    elif rule == "unrecognised-document":
        return  # a document that was not read holds no comment that could be read
    else:
        assert f'`ignore = ["{rule}"]`' in how
        silenced = bad.findings(tmp_path, ignore=(rule,))
    assert [finding for finding in silenced if finding.rule == rule] == []


def test_the_index_names_every_rule_with_its_severity(rule: str) -> None:
    """The index has a row for each rule, with the rule's own severity and summary."""
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    found = rules()[rule]
    assert f"| [{rule}]({rule}.md) | {found.severity} | {found.summary} |" in index


def test_there_is_no_page_without_a_rule() -> None:
    """Pages and rules are the same set."""
    assert {path.stem for path in PAGES.glob("*.md")} - {"README"} == set(rule_names())


# verifies: feat-flowkit-commands:IMPL_004/AC-1
def test_explain_gives_the_page(rule: str, page: str) -> None:
    """What ``explain`` returns is the page, from wherever flowkit runs."""
    assert guide(rule).page == page


def test_explain_knows_what_was_probably_meant() -> None:
    """A misspelt name is answered with the nearest one."""
    with pytest.raises(UsageError, match="count-mismatch"):
        guide("count-missmatch")
