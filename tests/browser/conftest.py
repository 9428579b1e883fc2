"""A browser for the tests: the system's Chromium, without a network.

The tests are skipped where playwright or Chromium is missing, unless the environment says
``SCALING_BROWSER=required``, as continuous integration does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

Opener = Callable[..., "Page"]


def missing(reason: str) -> NoReturn:
    if os.environ.get("SCALING_BROWSER") == "required":
        pytest.fail(f"SCALING_BROWSER=required, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start one browser for the tests of this folder; it ends with them.

    A longer life would leave playwright's event loop to tests that run one of their own.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        missing(f"there is no {', '.join(CHROMIUM)}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


@dataclass
class Window:
    """A page that is used again and again, and what it has complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        said, page = self.complaints, self.page
        page.set_default_timeout(5_000)
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("requestfailed", lambda asked: said.append(f"failed: {asked.url[:200]}"))
        page.on("request", lambda asked: said.extend(_from_outside(asked.url)))
        page.on("dialog", lambda dialog: (said.append("dialog"), dialog.dismiss()))


@pytest.fixture(scope="package")
def windows(browser: Browser) -> dict[bool, Window]:
    """Return a window that runs scripts and one that does not; both have no network."""
    return {
        script: Window(
            browser.new_context(
                offline=True, java_script_enabled=script, locale="en-GB", accept_downloads=True
            ).new_page()
        )
        for script in (True, False)
    }


@pytest.fixture
def opened(windows: dict[bool, Window]) -> Iterator[Opener]:
    """Open files; whatever a page complains of fails the test at its end."""

    def open_file(
        path: Path, *, scheme: str = "light", width: int = 1280, script: bool = True
    ) -> Page:
        page = windows[script].page
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("about:blank")  # the same address again would keep the place and the focus
        page.goto(path.as_uri())
        return page

    yield open_file
    complaints = [said for window in windows.values() for said in window.complaints]
    for window in windows.values():
        window.complaints.clear()
    assert complaints == []


def _from_outside(address: str) -> list[str]:
    """Return an address as a complaint unless it lies in the page or beside it."""
    return (
        []
        if address.startswith(("file:", "data:", "blob:", "about:"))
        else [f"asked for {address}"]
    )
