"""A real browser that opens pages as a reader does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# Playwright runs an event loop as long as it is open, beside which other tests could start none.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the one of the system, or that of Playwright."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program)
        except Error as error:
            pytest.skip(f"there is no Chromium here that starts: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


class Reader:
    """Somebody who opens pages, in a browser that writes down what goes wrong and what the pages ask for."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        text: str,
        *,
        name: str = "report.html",
        anchor: str = "",
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        scripts: bool = True,
    ) -> Page:
        """Open a page that was written to a file."""
        path = self.folder / name
        path.write_text(text, encoding="ascii")
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self.requests.append(request.url.partition("#")[0]))
        page.goto(f"{path.as_uri()}{anchor}")
        return page

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def close(self) -> None:
        """Close every page, and check that each behaved: nothing on the console, and no request but for the page."""
        for context in self._contexts:
            context.close()
        assert self.complaints == []
        assert [url for url in self.requests if Path(url.removeprefix("file://")).parent != self.folder] == []
        assert len(self.requests) == len(self._contexts)


Open = Callable[..., Page]


@pytest.fixture
def read(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens pages; at the end, every one of them has to have behaved."""
    reader = Reader(browser, tmp_path)
    yield reader.open
    reader.close()
