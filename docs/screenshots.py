"""Makes the pictures of the review page under docs/pictures, in a real browser on a real service.

    python docs/screenshots.py

Needs playwright (in the extra `dev`) and chromium. The report is one of evals/reports.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
REPORT = ROOT / "evals" / "reports" / "001-wujialing-2022.txt"
# All of the folder together, in bytes.
MOST = 1_000_000


def main() -> None:
    """Start a service, look at its pages, take pictures."""
    folder = Path(tempfile.mkdtemp())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "summarizer", "serve", "--port", str(port)]
    settings = {**os.environ, "SUMMARIZER_DATA_DIR": str(folder)}
    service = subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL)
    try:
        take_all(f"http://127.0.0.1:{port}")
    finally:
        service.terminate()
        service.wait(30)
        shutil.rmtree(folder)
    size = sum(one.stat().st_size for one in PICTURES.iterdir())
    print(f"{size} bytes")
    if size > MOST:
        raise SystemExit(f"the pictures have {size} bytes together, more than {MOST}")


def take_all(url: str) -> None:
    """Every picture, in one browser."""
    wait_ready(url)
    PICTURES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page.goto(url)
        page.set_input_files("#files", str(REPORT))
        page.get_by_role("button", name="提交").click()
        page.wait_for_selector("#panel", timeout=60_000)
        address = page.url
        page.keyboard.press("a")
        page.wait_for_selector(".row.decided")
        take(page, "review-queue")
        page.keyboard.press("e")
        page.wait_for_selector("form.edit")
        take(page, "review-edit")
        page.goto(f"{address}?tab=charts")
        take(page, "review-charts")
        page.goto(url)
        take(page, "review-front")
        dark = browser.new_page(
            viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme="dark"
        )
        dark.goto(address)
        take(dark, "review-dark-english")
        phone = browser.new_page(
            viewport={"width": 320, "height": 680}, locale="zh-CN", device_scale_factor=1.5
        )
        phone.goto(address)
        take(phone, "review-phone")
        browser.close()


def take(page: Any, name: str) -> None:
    """A picture of what is in the window."""
    page.wait_for_selector("html:not([data-busy])")
    page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=50)


def wait_ready(url: str) -> None:
    """Until the service answers."""
    for _ in range(600):
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the service did not start")


if __name__ == "__main__":
    main()
