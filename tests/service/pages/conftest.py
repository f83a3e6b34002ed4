"""A real browser for the pages: Debian's chromium, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for the tests of a file; while it is open, no event loop can be run."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as driver:
        # In a container there is no sandbox for root, and little shared memory.
        flags = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages, each a browser of its own. What a page complains of fails the test: errors,
    refusals of the policy, words on the console; but for `expected` ones."""
    contexts: list[Any] = []
    complaints: list[str] = []
    expected: list[str] = []

    def open_page(*, width: int = 1280, height: int = 900, **options: Any) -> Any:
        known = {"locale": "zh-CN", "viewport": {"width": width, "height": height}}
        context = chromium.new_context(**{**known, **options})
        contexts.append(context)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        return page

    open_page.expected = expected  # type: ignore[attr-defined]
    yield open_page
    for context in contexts:
        context.close()
    left = [one for one in complaints if not any(known in one for known in expected)]
    assert not left
