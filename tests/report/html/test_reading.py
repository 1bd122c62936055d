"""The page in a browser, as people use it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.desk import TEST, TICKED, Desk

from flowkit.guide.network import network
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.task import Dependency, Task
from flowkit.model.verdict import Finding, Place, Verification
from flowkit.report.html import render

from .conftest import Open
from .works import work

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


SHOWN = "#task-list > .task"
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")


@cache
def page_of(count: int) -> str:
    """Return the page of work of so many tasks."""
    return render(work(count))


def keys(page: Page) -> list[str]:
    """Return the ids of the elements of the tasks that are shown."""
    found: list[str] = page.locator(SHOWN).evaluate_all("tasks => tasks.map(task => task.id)")
    return found


def active(page: Page) -> str:
    """Return what has the focus: its id, its link, or its words."""
    found: str = page.evaluate(
        "(at => at.id || at.getAttribute('href') || at.textContent.trim())(document.activeElement)"
    )
    return found


def test_search_shows_the_tasks_that_say_it(read: Open) -> None:
    """A few letters leave the tasks with them, their rows of the matrix, and say how many there are."""
    page = read(page_of(24))
    page.get_by_role("searchbox").fill("part_17.py")
    assert keys(page) == ["task-large-IMPL_0017"]
    assert page.locator("#shown").inner_text() == "1 of 24 tasks"
    assert (
        page.locator(".matrix tbody tr").evaluate_all("rows => rows.map(row => row.dataset.task)")
        == ["task-large-IMPL_0017"] * 2
    )
    assert page.locator(".node:not(.off)").count() == 1
    page.get_by_role("searchbox").fill("nothing says this")
    assert page.get_by_text("No task fits the filter.").is_visible()
    page.get_by_role("button", name="Clear").click()
    assert len(keys(page)) == 24
    assert active(page) == "search"


def test_verdicts_and_claims_filter(read: Open) -> None:
    """A box for each verdict, and one for what is claimed, leave the tasks that have it."""
    page = read(page_of(24))
    page.get_by_role("checkbox", name="stale").check()
    stale = keys(page)
    assert stale and set(page.locator(SHOWN).evaluate_all("tasks => tasks.map(task => task.dataset.verdict)")) == {
        "stale"
    }
    page.get_by_role("checkbox", name="failing").check()
    assert len(keys(page)) > len(stale)
    page.get_by_role("checkbox", name="claimed done").check()
    assert page.locator(f"{SHOWN}:not([data-claimed])").count() == 0


def test_it_is_used_without_a_mouse(read: Open) -> None:
    """The first stop skips to the content, a slash leads to the search, Escape shows all again, Enter opens a task."""
    page = read(page_of(12))
    page.keyboard.press("Tab")
    assert active(page) == "#main"
    page.keyboard.press("Enter")
    assert active(page) == "main"
    page.keyboard.press("/")
    page.keyboard.type("part_3.py")
    assert keys(page) == ["task-large-IMPL_0003"]
    page.keyboard.press("Escape")
    assert len(keys(page)) == 12
    page.locator("#task-large-IMPL_0003 summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#task-large-IMPL_0003 .duties").is_visible()


def test_arrow_keys_go_along_the_lines(read: Open) -> None:
    """A drawing is one stop; arrow keys lead to what a task rests on and what waits for it, Enter to the task."""
    page = read(page_of(24))
    page.locator(".node").first.focus()
    assert page.locator('.node[tabindex="0"]').count() == 1
    first = active(page)
    page.keyboard.press("ArrowRight")
    assert active(page) != first
    assert page.locator(".network.traced .line.on").count() > 0
    page.keyboard.press("ArrowLeft")
    assert active(page) == first
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{first} .duties")
    assert f"#{active(page)}" == first


def test_a_long_plan_is_shown_a_page_at_a_time(read: Open) -> None:
    """Of many tasks the first stand there; the others come by page, by search, and by the links that lead to them."""
    page = read(page_of(450))
    assert len(keys(page)) == 100
    pager = page.get_by_role("navigation", name="Pages of tasks")
    pager.get_by_role("button", name="Next").click()
    assert keys(page)[0] == "task-large-IMPL_0101"
    assert pager.get_by_role("status").inner_text() == "101–200 of 450"
    page.get_by_role("searchbox").fill("part_444.py")
    assert keys(page) == ["task-large-IMPL_0444"]
    page.evaluate("location.hash = 'task-large-IMPL_0321'")
    page.wait_for_function("document.activeElement.id === 'task-large-IMPL_0321'")
    assert page.get_by_role("searchbox").input_value() == ""
    assert page.locator("#task-large-IMPL_0321 .duties").is_visible()


def test_a_link_to_a_task_opens_it(read: Open) -> None:
    """Whoever follows a link from elsewhere to one task sees it open, wherever in the list it is."""
    page = read(page_of(150), anchor="#task-large-IMPL_0140")
    assert active(page) == "task-large-IMPL_0140"
    assert page.locator("#task-large-IMPL_0140 .duties").is_visible()


def chain(count: int) -> Verification:
    """Return a verification of tasks that wait for one another in a row."""
    tasks = tuple(
        Task(f"T{at}", f"T{at}", "TASK", "Brew", depends_on=(Dependency(f"T{at - 1}"),)) for at in range(1, count + 1)
    )
    plan = Plan("tea", "tea.md", "markers", tasks=tasks)
    return Verification((plan,), (), networks=(network(plan),))


@pytest.mark.parametrize("count", [12, 13])
def test_a_long_critical_path_is_folded_away(read: Open, count: int) -> None:
    """A path of some steps can be read at once; of a longer one its ends are told, and the rest when it is opened."""
    page = read(render(chain(count)))
    path = page.locator(".chart details.path")
    assert path.count() == (count > 12)
    steps = page.locator("#graph p a")
    assert steps.count() == count
    if count > 12:
        assert not steps.first.is_visible()
        path.get_by_text("The critical path takes 13 tasks, from T1 to T13").click()
    assert steps.first.is_visible()


@pytest.mark.parametrize("anchor", ["#%", "#%E0%A4%A", "#nowhere"])
def test_an_address_that_leads_nowhere_does_no_harm(read: Open, anchor: str) -> None:
    """Whatever stands behind the address of the page, the page works."""
    page = read(page_of(3), anchor=anchor)
    assert len(keys(page)) == 3


def test_a_large_drawing_waits_until_somebody_comes_near(read: Open) -> None:
    """The boxes of a large plan are drawn when they come into sight."""
    page = read(page_of(450), height=300)
    assert page.locator(".node").count() == 0
    page.locator("#graph").scroll_into_view_if_needed()
    page.wait_for_selector(".node")
    assert page.locator(".node").count() == 450


@pytest.mark.parametrize("count", [10, 450])
def test_without_scripts_everything_is_there(read: Open, count: int) -> None:
    """A browser that runs no scripts shows every task and every row, and no switch that would do nothing."""
    found = work(count)
    rows = sum(len({cited.id for cited in task.requirements}) for task in found.plans[0].tasks)
    page = read(render(found), scripts=False)
    assert page.locator(".task").count() == count
    assert page.locator(".matrix tbody tr").count() == rows
    assert page.locator(".node").count() == count
    assert not page.locator("#search").is_visible()


def test_the_switch_is_remembered(read: Open) -> None:
    """The page has the colours of the system, until the switch gives it others; those stay."""
    page = read(page_of(3), dark=True)
    dark = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    switch = page.get_by_role("button", name="Dark")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.click()
    assert switch.get_attribute("aria-pressed") == "false"
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") != dark
    assert page.evaluate("localStorage.getItem('flowkit-theme')") == "light"


def test_on_paper_everything_is_open_and_light(read: Open) -> None:
    """A printed page has all tasks with their obligations, on white, and none of the switches."""
    page = read(page_of(120), dark=True)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".duties").count() == 120
    assert page.locator(".duties").last.is_visible()
    assert not page.locator(".top").is_visible()
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("count", "width", "dark"),
    [(10, 390, False), (10, 390, True), (10, 1440, False), (10, 1440, True), (450, 390, True), (450, 1440, False)],
)
def test_axe_finds_nothing_serious(read: Open, count: int, width: int, dark: bool) -> None:
    """Nothing keeps people with disabilities out, as far as axe can tell; and nothing is wider than the screen."""
    page = read(page_of(count), width=width, dark=dark)
    page.locator("#task-large-IMPL_0001 summary").click()
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    assert [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_pages_of_each_list_have_a_name_of_their_own(read: Open) -> None:
    """Who jumps from landmark to landmark can tell the findings of one rule from those of another."""
    found = [Finding(rule, Severity.ERROR, "wrong", Place("a.md")) for rule in ("x", "y") for _ in range(30)]
    page = read(render(Verification((), tuple(found), left_out=tuple(found))))
    names = page.locator("nav.pager").evaluate_all("pagers => pagers.map(pager => pager.ariaLabel)")
    assert names == [f"Pages of findings: {name}" for name in ("x", "y", "x, left out", "y, left out")]


@pytest.mark.parametrize(
    "verification", [Verification((), ()), work(0), work(1)], ids=["no plan", "no task", "one task"]
)
def test_little_is_shown_too(read: Open, verification: Verification) -> None:
    """A page of nothing, or of one task, works as well."""
    page = read(render(verification))
    page.get_by_role("searchbox").fill("x")
    assert page.get_by_role("heading", level=1).is_visible()


def test_the_command_prints_the_page(desk: Desk, read: Open) -> None:
    """What the command prints is a page whose links lead to the plan and to the test that speaks for it."""
    desk.write("plans/tea.md", TICKED)
    desk.write("kettle.py", "def boil(degrees: int) -> bool:\n    return degrees >= 100\n")
    desk.write("test_kettle.py", TEST)
    desk.run_tests()
    desk.type("verify", "--format", "html")
    page = read(desk.output)
    assert page.get_by_role("heading", level=1).inner_text() == "Everything that the plan asks for is proven."
    targets = page.locator("a.place").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert {"plans/tea.md", "plans/tea.md#L7", "kettle.py", "test_kettle.py#L6"} <= set(targets)


def test_thousands_of_tasks_stay_light(read: Open) -> None:
    """Of 5,000 tasks a browser keeps some thousands of elements, and the last task is a search away."""
    page = read(page_of(5000))
    assert page.evaluate("document.querySelectorAll('*').length") < 20_000
    page.get_by_role("searchbox").fill("part_5000.py")
    assert keys(page) == ["task-large-IMPL_5000"]
