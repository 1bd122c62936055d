"""A plan is untrusted: whatever it says is shown as text, and nothing more."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from tests.desk import Desk

from flowkit.guide.network import network
from flowkit.model.evidence import FRESH, Outcome, TestFact
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import Citation, Criterion, Dependency, Effort, Label, State, Task
from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification
from flowkit.model.web import Web
from flowkit.report.html import render
from flowkit.report.html.links import Anchors, href

from .conftest import Open
from .works import work

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</noscript><script>alert(1)</script>",
    "<!--next--><article id=x data-verdict=proven>",
    "</style></title></svg><iframe src=//evil.example>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\u202egnp.exe\x1b[31m\x00\x85",
)


def saying(text: str, tasks: int = 2) -> Verification:
    """Return a verification in which everything that a document can say is one text."""
    ids = [f"{text}{number}" for number in range(tasks)]
    made = tuple(
        Task(
            name,
            name,
            "IMPL",
            text,
            state=State.DONE,
            status=Label(text),
            effort=Effort(text, 1, 1),
            depends_on=(Dependency(ids[number - 1]),) if number else (),
            requirements=(Citation(text),),
            criteria=(Criterion(text, text),),
        )
        for number, name in enumerate(ids)
    )
    plan = Plan(text, text, "markers", title=text, status=Label(text), adr=text, tasks=made)
    fact = TestFact(text, text, Outcome.PASSED, text, freshness=FRESH)
    markers: list[MarkerVerdict] = []
    for task in made:
        for name in (task.key, f"{task.key}/{text}"):
            ref = plan.full_name(name)
            duty = Obligation("test", ref, f"{text}.", Verdict.MISSING, text, (fact,), hint=text)
            markers.append(MarkerVerdict(ref, Verdict.MISSING, task.key, (duty,)))
    place = Place(text)
    findings = tuple(
        Finding(text, Severity.ERROR, text, place, ref, (Place(text, note=text),), text)
        for ref in (None, *(marker.ref for marker in markers))
    )
    held = {text: frozenset(ids)}
    return Verification((plan,), findings, tuple(markers), held, (), (network(plan),), {text: place})


class Skeleton(HTMLParser):
    """What a page is made of: its elements with the names of their attributes, and its comments."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element that begins."""
        self.parts.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        """Take in an element that ends."""
        self.parts.append(tag)

    def handle_comment(self, data: str) -> None:
        """Take in a comment."""
        self.parts.append(data)


def skeleton(text: str, tasks: int) -> list[object]:
    """Return what the page of a text is made of."""
    return Skeleton(render(saying(text, tasks))).parts


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_what_a_page_is_made_of(text: str) -> None:
    """Whatever documents say, the page has the same elements, attributes and comments."""
    assert skeleton(text, 2) == skeleton("harmless", 2)
    assert skeleton(text, 120) == skeleton("harmless", 120)


# verifies: feat-reports-and-repair:IMPL_002/AC-1
@given(st.text(st.characters(), min_size=1, max_size=30))
def test_no_text_at_all_changes_it(text: str) -> None:
    """That holds for every text that there is."""
    assert skeleton(f"a{text}", 2) == skeleton("harmless", 2)


def test_what_would_steer_or_hide_is_shown_as_its_code() -> None:
    """No character turns the direction of writing, ends a line or is invisible."""
    page = unescape(render(saying("a\u202eb\u200bc\x1bd\x85e\u2028f")))
    assert "a\\u202eb\\u200bc\\x1bd e f" in page
    assert page.replace("\n", "").isprintable()


@pytest.mark.parametrize("text", HOSTILE)
def test_in_a_browser_it_is_text(read: Open, text: str) -> None:
    """The title of a task is read as it is written, and nothing in it runs or loads."""
    page = read(render(saying(text, 120)))
    shown = page.locator("#task-list > .task").first.locator("h3").text_content() or ""
    if text.isprintable():
        assert shown.count(text) == 2
    page.get_by_role("navigation", name="Pages of tasks").get_by_role("button", name="Next").click()
    page.get_by_role("searchbox").fill("alert")
    assert page.locator("img, iframe, [onerror], [onmouseover]").count() == 0
    assert page.locator("script").count() == 1


def test_a_title_of_a_document_is_text(desk: Desk, read: Open) -> None:
    """A plan whose title and task are scripts shows them."""
    script = "<script>alert(1)</script>"
    desk.write("plans/tea.md", f"# {script}\n\n## Tasks\n\n### IMPL_001: {script}\n\n**Status:** Done\n")
    desk.type("verify", "--format", "html")
    page = read(desk.output)
    assert script in page.title()
    assert script in page.locator(".task h3").inner_text()


def test_the_policy_names_the_one_script_and_the_one_style() -> None:
    """The page allows its own script and style by their hashes, the same on every page, and nothing else."""
    pages = [render(work(1)), render(saying("<script>", 3))]
    policies = {re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0] for page in pages}
    hashes = []
    for tag in ("script", "style"):
        (text,) = set(re.findall(rf"<{tag}>(.*?)</{tag}>", pages[0], re.DOTALL))
        hashes.append(f"&#39;sha256-{b64encode(sha256(text.encode()).digest()).decode()}&#39;")
    sources = f"script-src {hashes[0]}; style-src {hashes[1]}".replace("&#39;", "'")
    assert policies == {f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"}
    assert not re.search(r"<[^>]* style=|<[^>]* on\w+=", pages[0])


def test_the_policy_stops_what_is_not_the_pages_own(browser: Browser, tmp_path: Path) -> None:
    """Were there a way to bring in a script or a picture, the browser would refuse it."""
    (tmp_path / "report.html").write_text(render(work(1)), encoding="ascii")
    page = browser.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    refused = page.evaluate(
        """async () => {
            const refused = [];
            document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            const picture = document.createElement("img");
            picture.src = "picture.png";
            document.body.append(script, picture);
            while (refused.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
            return [window.ran === undefined, ...refused.sort()];
        }"""
    )
    page.close()
    assert refused == [True, "img-src", "script-src-elem"]


@example("javascript:alert(1)")
@example("//evil.example/x")
@example("C:\\x?y#z")
@given(st.text(st.characters(), min_size=1))
def test_a_path_is_never_a_scheme_or_a_host(path: str) -> None:
    """A link to a path is a relative one, or one from the root of this host, whatever the path is."""
    link = href(Place(path), None)
    assert link is None or (not link.startswith("//") and re.fullmatch(r"[A-Za-z0-9/._~%-]*", link) is not None)


@example("../../etc/passwd")
@example("a/../../../x")
@given(st.text(st.characters(), min_size=1))
def test_on_the_web_a_path_leads_to_its_repository_alone(path: str) -> None:
    """A link to a path stands below the address of the repository, or leads nowhere on the web."""
    link = href(Place(path), Web("https://forge.example/tea/blob/1f", "pot"))
    below = link is not None and link.removeprefix("https://forge.example/tea/blob/1f/")
    assert not below or re.fullmatch(r"/?[A-Za-z0-9/._~%-]*", below) is not None
    assert below == link or ".." not in str(below).split("/")


@given(st.lists(st.text(st.characters())))
def test_every_anchor_is_plain_and_its_own(names: list[str]) -> None:
    """No two elements have one id, and an id holds nothing that would need escapes."""
    anchors = Anchors()
    taken = [anchors.take(name) for name in names]
    assert len(set(taken)) == len(taken)
    assert all(re.fullmatch(r"task-[A-Za-z0-9_.-]*", anchor) for anchor in taken)


def test_a_text_without_end_is_cut() -> None:
    """A word of many thousands of letters, over which a browser would take seconds, is shown in part."""
    page = render(saying("A" * 50_000))
    assert max(map(len, re.findall("A+", page))) == 5_000


def test_the_page_is_right_in_any_encoding() -> None:
    """Characters beyond ASCII stand as references."""
    page = render(replace(saying("Tée ☕"), markers=()))
    assert page.isascii()
    assert "T&#233;e &#9749;" in page
