"""What holds for every page in a real browser: everybody can use it, and nothing in it runs."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from llm_support import honest
from model_server import Asked, ModelServer
from reviewing import REPORT, handed_in
from served import Served

pytestmark = pytest.mark.matrix

Browse = Callable[..., Any]
Start = Callable[..., Served]
LONG = (Path(__file__).parents[3] / "evals" / "reports" / "001-wujialing-2022.txt").read_bytes()
VIEWS = ("", "?tab=overview", "?tab=charts", "?tab=result&fold=all", "?edit={item}", "?reject=f1")


@pytest.fixture(scope="module")
def pages(service: Served) -> dict[str, str]:
    """The address of every kind of page."""
    job = handed_in(service)
    item = job["summary"]["results"][0]["id"]
    address = f"{service.url}/summaries/{job['id']}"
    views = {view or "queue": address + view.format(item=item) for view in VIEWS}
    many = f"{service.url}/portfolio"
    return {
        "front": service.url,
        "docs": f"{service.url}/docs",
        "portfolio": many,
        "search": f"{many}/search?q=支出",
        "compare": f"{many}/compare?doc={job['id']}&doc={job['id']}",
        **views,
    }


# -- everybody can use it ------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browse: Browse, pages: dict[str, str], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    page = browse(color_scheme=scheme)
    for name, address in pages.items():
        page.goto(address)
        found = axe.run(page, options=options).response["violations"]
        serious = [
            (one["id"], [node["html"][:160] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert not serious, name


@pytest.mark.parametrize("width", [320, 640, 1024])
def test_no_page_is_wider_than_the_window(
    browse: Browse, pages: dict[str, str], width: int
) -> None:
    page = browse(width=width, height=640)
    for name, address in pages.items():
        page.goto(address)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= width, name


def test_what_is_to_be_hit_is_large_enough(browse: Browse, pages: dict[str, str]) -> None:
    page = browse()
    for name, address in pages.items():
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, .button, input, select, summary')]
              .filter(e => e.checkVisibility() && e.type !== 'checkbox' && e.type !== 'hidden')
              .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
              .filter(([, box]) => box.width > 1 && (box.height < 23.5 || box.width < 23.5))
              .map(([html]) => html)"""
        )
        assert not small, name


def test_the_page_prints_what_was_decided(browse: Browse, pages: dict[str, str]) -> None:
    page = browse()
    page.goto(pages["queue"])
    page.emulate_media(media="print")
    assert not page.locator("#source").is_visible()
    assert page.locator("#panel .row").first.is_visible()
    assert not page.locator("#panel .row button").first.is_visible()


# -- nothing in it runs --------------------------------------------------------------------------

HANDLERS = ("onerror", "onload", "onmouseover", "onfocus", "ontoggle", "onanimationstart")
SHELLS = (
    '<img src=x {on}="window.__ran=1">',
    '"><svg {on}=window.__ran=1>',
    "'><body {on}='window.__ran=1'>",
    "<details open {on}=window.__ran=1>",
    "<input autofocus {on}=window.__ran=1>",
    "</title><script>window.__ran=1</script><p {on}=1>",
    "</textarea><iframe srcdoc='<script>parent.__ran=1</script>' {on}=1>",
    "<a href=javascript:window.__ran=1 {on}=1>x</a>",
    "{{{{7*7}}}}{{% raw %}}<x {on}=window.__ran=1>",
    "<math><mtext><style><img title='</style><img src=x {on}=window.__ran=1>'>",
    "<!--><script>window.__ran=1</script {on}=1>",
    "\u202e<script>window.__ran=1</script>\u0000 {on}",
)
PLACES = ("text", "metric", "subject", "cause", "quote", "note", "message")


def hostile() -> Iterator[str]:
    """Five hundred strings that run where somebody forgot to escape them."""
    for number in range(500):
        shell = SHELLS[number % len(SHELLS)]
        handler = HANDLERS[number % len(HANDLERS)]
        yield f"{shell.format(on=handler)}{number}"


def poisoned(summary: dict[str, Any], words: Iterator[str]) -> dict[str, Any]:
    """The summary as if a model had answered so: every string of its items is hostile."""
    said = list(words)
    for kind in ("targets", "results", "problems", "measures", "findings"):
        for place, item in enumerate(summary[kind]):
            for number, field in enumerate(PLACES):
                if isinstance(item.get(field), str):
                    item[field] = said[(place * 7 + number * 31) % len(said)]
            for span in item["evidence"]:
                span["quote"] = said[(place + 3) % len(said)]
    summary["overview"]["text"] = said[1]
    summary["document"]["title"] = summary["document"]["organization"] = said[2]
    summary["coverage"]["sections"][0] |= {"state": "unread", "reason": said[4]}
    return summary


def test_five_hundred_hostile_strings_are_only_strings(service: Served, browse: Browse) -> None:
    said = list(hostile())
    assert len(set(said)) == 500
    lines = [f"{number}件{words}完成{number + 3}万元。" for number, words in enumerate(said)]
    name = f"{said[0]}.txt".replace("/", "")
    job = handed_in(service, "一、完成情况\n" + "\n".join(lines).replace("\x00", ""), name)
    summary = poisoned(job["summary"], iter(said))
    with closing(sqlite3.connect(service.data / "service.sqlite3", timeout=10)) as tables, tables:
        changed = (json.dumps(summary, ensure_ascii=False), job["id"])
        tables.execute("update summarizer_jobs set summary = ? where id = ?", changed)
    failed = service.client.post("/v1/summaries", content=REPORT.encode()).json()["id"]
    service.wait(failed)
    with closing(sqlite3.connect(service.data / "service.sqlite3", timeout=10)) as tables, tables:
        error = {"code": said[5], "retryable": True, "zh": said[6], "en": said[7]}
        changed = (json.dumps(error), said[8], failed)
        tables.execute(
            "update summarizer_jobs set state = 'failed', summary = null, error = ?, name = ?"
            " where id = ?",
            changed,
        )
    for item in ("f1", summary["results"][0]["id"]):
        service.client.put(
            f"/v1/summaries/{job['id']}/decisions/{item}",
            json={"state": "rejected", "note": said[9].replace("\x00", "")},
        )
    address = f"{service.url}/summaries/{job['id']}"
    item = summary["results"][1]["id"]
    views = ("", "?tab=overview", "?tab=charts", "?tab=result", "?tab=result&fold=all")
    views += (f"?edit={item}", "?q=<img", "?tab=result&page=2", "?tab=finding", "?item=f1")
    page = browse()
    for where in (service.url, f"{service.url}/summaries/{failed}", *(address + v for v in views)):
        page.goto(where)
        assert page.evaluate("window.__ran") is None, where
        odd = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(e => e.matches(
                 'script:not([type=module][src^="/assets/"]), iframe, math, body body, object')
                 || [...e.attributes].some(a => a.name.startsWith('on')
                 || a.name === 'style' || /^javascript:/.test(a.value)))
                 .map(e => e.outerHTML.slice(0, 90))"""
        )
        assert not odd, where
    # The script puts parts of pages in: they run no more than whole ones.
    page.goto(address)
    for key in "aajjnu":
        page.keyboard.press(key)
    page.wait_for_selector("html:not([data-busy])")
    page.locator("#source [data-i]").nth(40).click()
    page.wait_for_selector("html:not([data-busy])")
    assert page.evaluate("window.__ran") is None


# -- live progress -------------------------------------------------------------------------------


def test_progress_comes_live_and_over_a_broken_stream(start: Start, browse: Browse) -> None:
    browse.expected += ["ERR_", "Failed to load"]  # type: ignore[attr-defined]
    go_on = threading.Event()

    def two_and_then_the_rest(asked: Asked) -> str:
        if len(model.asked) > 2:
            go_on.wait(60)
        return honest(asked)

    with ModelServer(two_and_then_the_rest) as model:
        asking = {"llm_base_url": model.url, "llm_model": "fake", "llm_mode": "json_schema"}
        served = start(**asking, llm_attempts="1", llm_concurrency="1")
        page = browse()
        page.goto(served.url)
        files = [{"name": "报告.txt", "mimeType": "text/plain", "buffer": LONG}]
        page.set_input_files("#files", files)
        page.get_by_role("button", name="提交").click()
        page.wait_for_selector("#progress .chunks .read", timeout=60_000)
        assert page.locator("#progress .chunks .waiting").count() >= 1
        page.context.set_offline(True)
        go_on.set()
        served.wait(page.url.rpartition("/")[2])
        page.context.set_offline(False)
        page.wait_for_selector("#panel", timeout=60_000)
        assert served.job(page.url.rpartition("/")[2])["state"] == "succeeded"


def test_without_script_the_progress_page_asks_again(start: Start, browse: Browse) -> None:
    with ModelServer(honest, first_token=0.3) as model:
        asking = {"llm_base_url": model.url, "llm_model": "fake", "llm_mode": "json_schema"}
        served = start(**asking, llm_attempts="1", llm_concurrency="1")
        key = served.submit(LONG).json()["id"]
        page = browse(java_script_enabled=False)
        page.goto(f"{served.url}/summaries/{key}")
        page.wait_for_selector("#panel", timeout=60_000)


def test_who_signs_in_reviews_with_a_cookie_alone(start: Start, browse: Browse) -> None:
    served = start()
    secret = served.command("keys", "create", "财政局").stdout.strip()
    body = {"text": REPORT, "engine": "rules"}
    headers = {"Authorization": f"Bearer {secret}", "Prefer": "wait=20"}
    job = served.client.post("/v1/summaries", json=body, headers=headers).json()
    page = browse()
    page.goto(f"{served.url}/summaries/{job['id']}")
    page.fill("#key", secret)
    page.fill("#person", "李敏")
    page.get_by_role("button", name="登录").click()
    page.wait_for_selector(".row.now")
    page.keyboard.press("a")
    page.wait_for_selector(".row.decided")
    assert "李敏" in page.locator(".row.decided").first.inner_text()
    assert page.evaluate("document.cookie") == ""
    assert secret not in page.content()
