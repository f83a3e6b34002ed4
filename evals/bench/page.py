"""How fast the review page is: 200,000 characters with 5,000 quantities in a real browser.

    python -m evals.bench.page

Starts a service of its own in a folder of its own. Needs playwright and chromium.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx

CHARACTERS, QUANTITIES, LOADS, KEYS = 200_000, 5_000, 5, 30
# Limits: milliseconds, milliseconds, bytes.
LOAD, KEY, ASSETS = 600, 50, 80_000


def report() -> str:
    """Return a report of that size: sentences with one number each."""
    sentence = "第{0}个社区全年开展安全生产专项检查{1}次，群众反映的突出问题得到有效解决。"
    lines = ["某市2023年度部门整体支出绩效自评报告"]
    for number in range(QUANTITIES):
        if number % 50 == 0:
            lines.append(f"{'一二三四五六七八九十'[number // 50 % 10]}、工作情况")
        lines.append(sentence.format(number + 1, number % 97 + 3))
    text = "\n".join(lines) + "\n"
    return text + "各项工作有序推进。\n" * ((CHARACTERS - len(text)) // 10)


class Service:
    """A service with its own data folder."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "summarizer", "serve", "--port", str(port)]
        settings = {**os.environ, "SUMMARIZER_DATA_DIR": str(folder)}
        self.process = subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL)
        self._wait_ready()

    def _wait_ready(self) -> None:
        for _ in range(400):
            try:
                if httpx.get(f"{self.url}/readyz", trust_env=False).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise SystemExit("the service did not start")

    def job(self, text: str) -> str:
        """Submit a text and return the id of the finished job."""
        body = {"text": text, "engine": "rules"}
        made = httpx.post(f"{self.url}/v1/summaries", json=body, timeout=60, trust_env=False)
        key = str(made.json()["id"])
        while True:
            state = httpx.get(f"{self.url}/v1/summaries/{key}", timeout=60, trust_env=False).json()
            if state["state"] not in ("queued", "running"):
                return key
            time.sleep(0.3)


def measure(url: str, key: str) -> tuple[list[list[float]], list[float], int]:
    """Return the milliseconds of each page load, those of each key press until the item has focus,
    and the bytes of the page.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with import_module("playwright.sync_api").sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        address = f"{url}/summaries/{key}"
        page.goto(address)
        loads = []
        for _ in range(LOADS):
            page.goto(address)
            loads.append(page.evaluate(_LOADED))
        keys = [page.evaluate(_PRESSED, "j") for _ in range(KEYS)]
        size = len(page.content().encode())
        browser.close()
    return loads, keys, size


_LOADED = """() => { const at = performance.getEntriesByType('navigation')[0];
  return [at.loadEventEnd, at.responseEnd]; }"""
_PRESSED = """key => new Promise(done => {
  const began = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
})"""


def assets() -> tuple[int, int]:
    """Return the bytes of style sheet and script, plain and compressed."""
    folder = files("summarizer.service.pages") / "assets"
    contents = [(folder / name).read_bytes() for name in ("style.css", "review.js", "icon.svg")]
    return sum(map(len, contents)), sum(len(gzip.compress(one)) for one in contents)


def main() -> None:
    """Print the measurements beside their limits."""
    text = report()
    folder = Path(tempfile.mkdtemp())
    service: Any = Service(folder)
    try:
        key = service.job(text)
        loads, keys, size = measure(service.url, key)
    finally:
        service.process.terminate()
        service.process.wait(30)
        shutil.rmtree(folder)
    plain, packed = assets()
    numbers = len(re.findall(r"\d+", text))
    print(f"report: {len(text)} characters, {numbers} numbers; page: {size} bytes")
    whole, came = [one[0] for one in loads], [one[1] for one in loads]
    print(f"load: median {statistics.median(whole):.0f} ms, worst {max(whole):.0f} (goal {LOAD})")
    print(f"  of it until the last byte came: median {statistics.median(came):.0f} ms")
    print(f"key to focus: median {statistics.median(keys):.0f} ms, worst {max(keys):.0f} ({KEY})")
    print(f"assets: {plain} bytes, {packed} packed (goal {ASSETS})")


if __name__ == "__main__":
    main()
