"""The review in a real browser, against a real service."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from drawn_pdf import Sheets
from reviewing import REPORT, handed_in
from served import Served
from word_files import p, tbl, tc, tr, word_file

pytestmark = pytest.mark.matrix

Browse = Callable[..., Any]
Json = dict[str, Any]
PIECES = """() => [...document.querySelectorAll('#source [data-s]')].map(
  e => [+e.dataset.s, (e.dataset.i ?? '').split(' '), e.textContent])"""


def address_of(service: Served, job: Json, query: str = "") -> str:
    return f"{service.url}/summaries/{job['id']}{query}"


def current(page: Any) -> str:
    """The item that the reviewer is on."""
    return str(page.evaluate("document.querySelector('.row.now')?.dataset.item ?? ''"))


def settled(page: Any) -> None:
    """Until everything that the keys asked for has come."""
    page.wait_for_selector("html:not([data-busy])")


def until(page: Any, condition: str) -> None:
    """Until it holds in the page. The strict policy forbids the browser to wait for code."""
    for _ in range(1500):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(10)
    raise AssertionError(condition)


def decided(service: Served, job: Json) -> dict[str, Json]:
    listed = service.client.get(f"/v1/summaries/{job['id']}/decisions").json()["decisions"]
    return {one["item"]: one for one in listed}


def post_file(service: Served, content: bytes, name: str) -> Json:
    files = {"file": (name, content)}
    made = service.client.post("/v1/summaries", files=files, headers={"Prefer": "wait=30"})
    assert made.status_code == 200, made.text
    job: Json = made.json()
    return job


# -- every mark is where the JSON says -----------------------------------------------------------


def assert_marks(service: Served, job: Json, page: Any) -> None:
    text = service.client.get(f"/v1/summaries/{job['id']}/document").json()["text"]
    covered: dict[str, set[int]] = {}
    for start, ids, shown in page.evaluate(PIECES):
        assert text[start : start + len(shown)] == shown
        for key in filter(None, ids):
            covered.setdefault(key, set()).update(range(start, start + len(shown)))
    summary, marked = job["summary"], 0
    for kind in ("targets", "results", "problems", "measures"):
        for item in summary[kind]:
            wanted = {at for one in item["evidence"] for at in range(one["start"], one["end"])}
            assert covered[item["id"]] <= wanted
            assert {at for at in wanted if text[at].isalnum()} <= covered[item["id"]]
            marked += 1
    assert marked > 5


def test_marks_of_a_text_with_signs_beyond_16_bits(service: Served, browse: Browse) -> None:
    job = handed_in(service, REPORT.replace("\n", "\r\n"))
    page = browse()
    page.goto(address_of(service, job))
    assert_marks(service, job, page)


def test_marks_in_tables(service: Served, browse: Browse) -> None:
    rows = [tr(tc(p("指标名称")), tc(p("年度指标值")), tc(p("实际完成值")))]
    rows += [
        tr(tc(p(f"𠮷祥公园{n}号")), tc(p(f"≥{n}座")), tc(p(f"{n + 1}座"))) for n in range(2, 9)
    ]
    body = p("某街道2023年度绩效自评报告") + p("一、完成情况") + tbl(*rows) + p("补助23.6万元😀。")
    job = post_file(service, word_file(body), "自评.docx")
    page = browse()
    page.goto(address_of(service, job))
    assert page.locator("#source table :is(td, th)").count() >= 21
    assert_marks(service, job, page)


def test_boxes_on_the_pages_of_a_pdf(service: Served, browse: Browse) -> None:
    drawn = Sheets()
    words = [line for line in REPORT.replace("𬌗", "某").replace("𠮷", "吉").split("\n") if line]
    drawn.lines(60, 80, [line.replace("😀", "")[:38] for line in words])
    job = post_file(service, drawn.done(), "自评.pdf")
    page = browse()
    page.goto(address_of(service, job))
    until(page, "document.querySelector('.sheet img').naturalWidth > 0")
    seen = 0
    for item in job["summary"]["results"]:
        boxes = page.evaluate(
            """key => [...document.querySelectorAll(`#source [data-i~="${key}"] rect`)].map(
              r => ['x', 'y', 'width', 'height'].map(n => +r.getAttribute(n)))""",
            item["id"],
        )
        first = [one["locator"]["bbox"] for one in item["evidence"] if one["locator"]["bbox"]]
        left, top = min(box[0] for box in first), min(box[1] for box in first)
        right, bottom = max(box[2] for box in first), max(box[3] for box in first)
        assert min(box[0] for box in boxes) == pytest.approx(left, abs=0.2)
        assert min(box[1] for box in boxes) == pytest.approx(top, abs=0.2)
        assert max(box[0] + box[2] for box in boxes) == pytest.approx(right, abs=0.2)
        assert max(box[1] + box[3] for box in boxes) == pytest.approx(bottom, abs=0.2)
        seen += 1
    assert seen > 3
    # The drawing lies over the picture point for point.
    over = page.evaluate(
        """() => { const i = document.querySelector('.sheet img').getBoundingClientRect();
          const s = document.querySelector('.sheet svg').getBoundingClientRect();
          return [i.left - s.left, i.top - s.top, i.width - s.width, i.height - s.height]; }"""
    )
    assert all(abs(gap) < 1.5 for gap in over)
    page.locator("#source [data-i]").first.click()
    assert current(page)
    page.get_by_role("link", name="文字").click()
    assert_marks(service, job, page)


# -- both ways -----------------------------------------------------------------------------------


def test_a_click_and_a_key_lead_both_ways(service: Served, browse: Browse) -> None:
    job = handed_in(service)
    item = next(one for one in job["summary"]["results"] if "老旧小区" in one["text"])["id"]
    page = browse()
    page.goto(address_of(service, job, "?tab=result&fold=all"))
    page.locator(f"#i-{item}").click(position={"x": 8, "y": 8})
    assert current(page) == item
    assert page.locator("#source .here").count() >= 1
    page.keyboard.press("Enter")
    assert item in page.evaluate("document.activeElement.dataset.i ?? ''").split()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.item") == item
    other = page.locator("#source [data-i]").filter(has_text="清运垃圾")
    key = str(other.get_attribute("data-i")).split()[0]
    other.click()
    assert current(page) == key
    page.locator(f"#i-{item} .jump").click()
    assert current(page) == item


def test_a_mark_leads_to_an_item_that_another_tab_shows(service: Served, browse: Browse) -> None:
    job = handed_in(service)
    page = browse()
    page.goto(address_of(service, job, "?tab=measure"))
    mark = page.locator("#source [data-i]").filter(has_text="清运垃圾")
    key = str(mark.get_attribute("data-i")).split()[0]
    mark.click()
    page.wait_for_selector(f"#i-{key}.now")


# -- a whole review by keys ----------------------------------------------------------------------


def report_of(items: int) -> str:
    """A report with so many things to decide: each sum is wrong, so each is a finding."""
    lines = ["某局2023年度部门整体支出绩效自评报告", "一、预算执行情况"]
    for number, place in zip(count(11), range(items), strict=False):
        lines.append(
            f"第{place + 1}个项目年初预算{number}万元，实际支出{number * 2 + 3}万元，"
            f"预算执行率{60 + place % 30}.5%。"
        )
    return "\n".join(lines) + "\n"


def test_a_stranger_reviews_eighty_items_by_keys(service: Served, browse: Browse) -> None:
    job = handed_in(service, report_of(40))
    left = service.client.get(f"/v1/summaries/{job['id']}/decisions").json()["open"]
    assert len(left) >= 80
    page = browse()
    page.goto(address_of(service, job))
    strokes = 0

    def press(key: str) -> None:
        nonlocal strokes
        page.keyboard.press(key)
        strokes += 1

    press("x")
    page.wait_for_selector("form.edit [name=note]:focus")
    page.keyboard.type("与决算表不符")
    strokes += 6
    press("Enter")
    settled(page)
    press("a")
    press("u")
    settled(page)
    assert len(decided(service, job)) == 1
    for _ in range(3 * len(left)):
        remaining = page.evaluate("document.querySelector('#meter').dataset.left")
        if not remaining:
            break
        press("a")
        # A person looks at the item; here, until the next is there.
        settled(page)
    settled(page)
    assert set(left) <= set(decided(service, job))
    until(page, "document.activeElement.closest('#meter') !== null")
    press("Enter")
    page.wait_for_selector(".banner.ok")
    state = service.client.get(f"/v1/summaries/{job['id']}/decisions").json()["review"]["state"]
    assert state == "completed"
    print(f"{len(left)} items, {strokes} keystrokes")
    assert strokes <= len(left) + 20


def test_every_key_does_what_the_help_says(service: Served, browse: Browse) -> None:
    job = handed_in(service, report_of(12))
    page = browse()
    page.goto(address_of(service, job))
    first = current(page)
    page.keyboard.press("j")
    second = current(page)
    assert second not in ("", first)
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("a")
    settled(page)
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("n")
    assert current(page) == second
    page.keyboard.press("/")
    page.keyboard.type("第3个项目")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found")
    assert page.locator("#panel .row").count() >= 1
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    settled(page)
    assert decided(service, job) == {}


def test_a_number_is_pointed_at_in_the_report(service: Served, browse: Browse) -> None:
    job = handed_in(service)
    item = next(one for one in job["summary"]["results"] if "养老床位" in one["text"])["id"]
    page = browse()
    page.goto(address_of(service, job, f"?item={item}"))
    page.wait_for_selector(f"#i-{item}.now")
    page.keyboard.press("e")
    page.wait_for_selector("[data-edit]")
    page.locator("#source [data-q]").filter(has_text="1,204人").first.click()
    page.locator("[data-edit] button.primary").click()
    page.wait_for_selector(f"#i-{item}.decided")
    settled(page)
    assert decided(service, job)[item]["after"]["quantity"]["value"] == "1204"
    assert "212张" in page.locator(f"#i-{item} .machine").inner_text()


def test_keys_are_silent_while_an_input_method_composes(service: Served, browse: Browse) -> None:
    job = handed_in(service)
    page = browse()
    page.goto(address_of(service, job))
    here = current(page)
    for init in (
        "{key: 'a', isComposing: true}",
        "{key: 'a', keyCode: 229}",
        "{key: 'a', ctrlKey: true}",
    ):
        page.evaluate(f"document.dispatchEvent(new KeyboardEvent('keydown', {init}))")
    page.locator("#find").focus()
    page.keyboard.type("ajkxu")
    settled(page)
    assert decided(service, job) == {}
    page.keyboard.press("Escape")
    assert current(page) == here


def test_keys_can_be_chosen_and_switched_off(service: Served, browse: Browse) -> None:
    job = handed_in(service, report_of(12))
    page = browse()
    page.goto(address_of(service, job))
    page.keyboard.press("?")
    page.locator("#key-next").fill("s")
    page.keyboard.press("Escape")
    first = current(page)
    page.keyboard.press("j")
    assert current(page) == first
    page.keyboard.press("s")
    assert current(page) != first
    page.reload()
    first = current(page)
    page.keyboard.press("s")
    assert current(page) != first
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    second = current(page)
    page.keyboard.press("s")
    assert current(page) == second


# -- what may come between -----------------------------------------------------------------------


def test_without_script_everything_is_there(service: Served, browse: Browse) -> None:
    job = handed_in(service)
    page = browse(java_script_enabled=False)
    page.goto(address_of(service, job))
    page.locator("[data-open] button[value=accept]").first.click()
    assert len(decided(service, job)) == 1
    page.locator("[data-open] [data-act=reject]").first.click()
    page.locator("input[name=note]").first.fill("不实")
    page.locator("form.edit button").first.click()
    assert {one["state"] for one in decided(service, job).values()} == {"accepted", "rejected"}
    page.locator(".tabs").get_by_role("link", name="结果").click()
    page.locator("#source [data-i]").first.click()
    assert "#i-" in page.url


def test_a_reload_keeps_everything(service: Served, browse: Browse) -> None:
    job = handed_in(service)
    page = browse()
    page.goto(address_of(service, job))
    first = current(page)
    page.keyboard.press("a")
    settled(page)
    page.reload()
    assert "decided" in str(page.locator(f"#i-{first}").get_attribute("class"))


def test_two_reviewers_never_overwrite_each_other(service: Served, browse: Browse) -> None:
    browse.expected.append("412")  # type: ignore[attr-defined]
    job = handed_in(service)
    one, two = browse(), browse()
    for page in (one, two):
        page.goto(address_of(service, job))
    first = current(one)
    one.keyboard.press("a")
    settled(one)
    two.keyboard.press("x")
    two.wait_for_selector("form.edit [name=note]:focus")
    # The other decides again while this one writes.
    one.locator(f"#i-{first}").click(position={"x": 8, "y": 8})
    one.locator(f"#i-{first} button[value=open]").click()
    settled(one)
    two.keyboard.type("不实")
    two.keyboard.press("Enter")
    two.wait_for_selector("#banner [role=alert]")
    assert "刚被他人改动" in two.locator("#banner").inner_text()
    assert decided(service, job) == {}
    two.wait_for_selector(f"#i-{first}.now")


def test_a_lost_connection_is_said_and_nothing_is_lost(service: Served, browse: Browse) -> None:
    browse.expected.append("ERR_INTERNET_DISCONNECTED")  # type: ignore[attr-defined]
    job = handed_in(service)
    page = browse()
    page.goto(address_of(service, job))
    page.context.set_offline(True)
    first = current(page)
    page.keyboard.press("a")
    page.wait_for_selector("#banner [role=alert]")
    page.context.set_offline(False)
    page.locator(f"#i-{first} button[value=accept]").click()
    page.wait_for_selector(f"#i-{first}.decided")
    assert list(decided(service, job)) == [first]


def test_the_languages(service: Served, browse: Browse) -> None:
    job = handed_in(service)
    page = browse(locale="en-GB")
    page.goto(address_of(service, job))
    assert page.locator(".tabs").inner_text().startswith("To review")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("#source .report").get_attribute("lang") == "zh-CN"
    page.get_by_text("More", exact=False).first.click()
    page.get_by_role("link", name="中文").click()
    assert page.locator(".tabs").inner_text().startswith("待核对")
    assert re.search("/summaries/", page.url)
