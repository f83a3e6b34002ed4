"""The pages as a browser without script uses them: links and forms, and who may do what."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from plain_browser import PAGE, Visitor, words
from reviewing import REPORT, handed_in
from served import Served

pytestmark = pytest.mark.matrix

Start = Callable[..., Served]


@pytest.fixture
def visits() -> Iterator[Visits]:
    """Makes visitors, and sees them off."""
    made: list[Visitor] = []

    def visit(served: Served, **headers: str) -> Visitor:
        made.append(Visitor(served.url, **headers))
        return made[-1]

    yield visit
    for one in made:
        one.client.close()


@pytest.fixture
def visitor(service: Served, visits: Visits) -> Visitor:
    return visits(service)


Visits = Callable[..., Visitor]


def test_a_text_is_pasted_and_reviewed_to_the_end_without_script(
    service: Served, visitor: Visitor
) -> None:
    fields = {"text": REPORT, "name": "自评报告", "mark": visitor.mark()}
    came = visitor.client.post("/", data=fields, files={"file": ("", b"")})
    key = came.url.path.rpartition("/")[2]
    service.wait(key)
    address = f"/summaries/{key}"
    seen = visitor.get(address)
    total = int(re.search(r"已决定 0 / (\d+)", words(seen))[1])  # type: ignore[index]
    blocked = visitor.post(f"{address}/complete")
    assert blocked.status_code == 409
    assert f"{total} 项未决定" in words(blocked)
    for done in range(total):
        here = re.search(r'class="row [^"]*"[^>]*data-item="(\w+)" data-open', seen.text)
        assert here, done
        seen = visitor.post(f"{address}/items/{here[1]}", do="accept", seen="0", tab="queue")
    assert f"已决定 {total} / {total}" in words(seen)
    assert "没有待核对的条目了" in words(visitor.get(address))
    assert "核对已完成" in words(visitor.post(f"{address}/complete"))
    assert "核对完成" in words(visitor.get("/?q=自评"))


def test_a_rejection_needs_a_reason_and_can_be_taken_back(
    service: Served, visitor: Visitor
) -> None:
    address = f"/summaries/{handed_in(service)['id']}"
    refused = visitor.post(f"{address}/items/f1", do="reject", seen="0", note=" ")
    assert (refused.status_code, "须写明理由" in words(refused)) == (422, True)
    visitor.post(f"{address}/items/f1", do="reject", seen="0", note="与决算表不符")
    shown = words(visitor.get(f"{address}?item=f1"))
    assert "已驳回" in shown
    assert "与决算表不符" in shown
    visitor.post(f"{address}/undo")
    assert "已驳回" not in words(visitor.get(f"{address}?item=f1"))


def test_what_was_seen_must_still_be_so(service: Served, visitor: Visitor) -> None:
    address = f"/summaries/{handed_in(service)['id']}"
    visitor.post(f"{address}/items/f1", do="accept", seen="0")
    late = visitor.post(f"{address}/items/f1", do="reject", note="不对", seen="0")
    assert late.status_code == 412
    assert "刚被他人改动" in words(late)
    assert "已采纳" in words(visitor.get(f"{address}?item=f1"))


def test_a_number_is_corrected_by_choosing_one_of_the_report(
    service: Served, visitor: Visitor
) -> None:
    job = handed_in(service)
    item = next(one for one in job["summary"]["results"] if "养老床位" in one["text"])["id"]
    address = f"/summaries/{job['id']}"
    form = visitor.get(f"{address}?edit={item}&number=1,204").text
    value = re.search(r'<option value="(\d+-\d+)">1,204人', form)
    assert value
    visitor.post(f"{address}/items/{item}", do="edit", seen="0", quantity=value[1])
    shown = words(visitor.get(f"{address}?item={item}"))
    assert "1,204人" in shown
    assert re.search(r"程序摘录 .*212张", shown)


def test_a_section_is_accepted_at_once_and_undone_one_by_one(
    service: Served, visitor: Visitor
) -> None:
    job = handed_in(service)
    address = f"/summaries/{job['id']}"
    shown = visitor.get(f"{address}?tab=result&fold=all").text
    section = re.search(r'name="section" value="(\d+)".*?采纳本节全部 ✓（(\d+)）', shown, re.S)
    assert section
    visitor.post(f"{address}/accept", section=section[1], kind="result")
    listed = service.client.get(f"/v1/summaries/{job['id']}/decisions").json()["decisions"]
    assert len(listed) == int(section[2])
    visitor.post(f"{address}/undo")
    after = service.client.get(f"/v1/summaries/{job['id']}/decisions").json()["decisions"]
    assert len(after) == len(listed) - 1


def test_a_new_run_makes_decisions_void_and_carries_over_what_is_the_same(
    service: Served, visitor: Visitor
) -> None:
    job = handed_in(service)
    address = f"/summaries/{job['id']}"
    visitor.post(f"{address}/items/f1", do="accept", seen="0")
    with closing(sqlite3.connect(service.data / "service.sqlite3", timeout=10)) as tables, tables:
        # As if the job had run again, and later.
        changed = "update summarizer_jobs set summary = summary || ' ' where id = ?"
        tables.execute(changed, (job["id"],))
    seen = words(visitor.get(address))
    assert "此前 1 条结论作废" in seen
    assert "已采纳" not in words(visitor.get(f"{address}?item=f1"))
    visitor.post(f"{address}/carry")
    assert "已采纳" in words(visitor.get(f"{address}?item=f1"))


FORMS = ("/items/f1", "/accept", "/undo", "/complete", "/reopen", "/carry", "/retry", "/delete")


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_is_not_ours_changes_nothing(
    service: Served, visits: Visits, form: str
) -> None:
    made = handed_in(service)["id"]
    mark = visits(service).mark()
    data = {"do": "accept", "seen": "0", "section": "0"}
    for headers, given in (
        ({}, {}),
        ({}, {"mark": "0" * 32}),
        ({"Origin": "https://evil.example"}, {"mark": mark}),
        ({"Origin": "null"}, {"mark": mark}),
        ({"Sec-Fetch-Site": "cross-site"}, {"mark": mark}),
    ):
        answer = service.client.post(
            f"/summaries/{made}{form}", data={**data, **given}, headers={**PAGE, **headers}
        )
        assert answer.status_code == 403
    assert service.job(made)["summary"]["decisions"] == []


def test_every_page_has_a_strict_policy(service: Served, visitor: Visitor) -> None:
    made = handed_in(service)["id"]
    for path in ("/", f"/summaries/{made}", "/docs", "/summaries/none"):
        answer = visitor.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "require-trusted-types-for 'script'" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", answer.text)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)


def test_a_language_is_asked_for_or_chosen(service: Served, visits: Visits) -> None:
    chinese = visits(service, **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"})
    english = visits(service, **{"Accept-Language": "en-GB,en;q=0.9"})
    assert 'lang="zh-CN"' in chinese.get("/").text[:80]
    assert "Hand in a report" in words(english.get("/"))
    assert "提交报告" in words(english.get("/language/zh?back=/"))
    assert "提交报告" in words(english.get("/"))
    assert english.get("/language/en?back=https://evil.example/").url.host == "127.0.0.1"
    assert english.get("/language/en?back=//evil.example/").url.host == "127.0.0.1"


def test_what_no_reader_takes_is_said_and_the_others_are_taken(visitor: Visitor) -> None:
    files = [("file", ("好.txt", REPORT.encode())), ("file", ("坏.bin", b"\x00\x01\x02" * 99))]
    answer = visitor.client.post("/", data={"mark": visitor.mark()}, files=files)
    assert "坏.bin" in words(answer)
    assert "好.txt" in words(answer)
    nothing = visitor.client.post("/", data={"mark": visitor.mark()}, files={"file": ("", b"")})
    assert (nothing.status_code, "请选择文件或粘贴文本" in words(nothing)) == (422, True)


def test_who_needs_a_key_signs_in_with_it(start: Start, visits: Visits) -> None:
    served = start()
    mine = handed_in(served)["id"]
    secret = served.command("keys", "create", "财政局").stdout.strip()
    visitor = visits(served)
    form = visitor.get("/?q=a")
    assert form.url.path == "/sign-in"
    sent = {"key": "sk-sum-x-y", "back": "/", "mark": visitor.mark("/sign-in")}
    assert visitor.client.post("/sign-in", data=sent).status_code == 401
    assert visitor.get("/").url.path == "/sign-in"
    answer = visitor.client.post(
        "/sign-in", data={**sent, "key": secret, "name": "李敏"}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert secret not in cookie
    assert "李敏" in words(visitor.get("/"))
    # The cookie reads by the interface, and changes nothing there.
    assert visitor.client.get("/v1/summaries").status_code == 200
    assert visitor.client.post("/v1/summaries", content=REPORT.encode()).status_code == 401
    assert visitor.get(f"/summaries/{mine}").status_code == 404
    body = {"text": REPORT, "engine": "rules"}
    headers = {"Authorization": f"Bearer {secret}", "Prefer": "wait=20"}
    own = served.client.post("/v1/summaries", json=body, headers=headers).json()["id"]
    visitor.post(f"/summaries/{own}/items/f1", do="accept", seen="0")
    decided = visitor.client.get(f"/v1/summaries/{own}/decisions").json()["decisions"]
    assert [one["by"] for one in decided] == ["李敏"]
    visitor.post("/sign-out")
    assert visitor.get("/").url.path == "/sign-in"
    visitor.client.post("/sign-in", data={**sent, "key": secret})
    key_id = secret.split("-")[2]
    served.command("keys", "revoke", key_id)
    assert visitor.get("/").url.path == "/sign-in"


def test_a_mark_of_the_open_mode_is_good_for_no_signed_in_visitor(
    start: Start, visits: Visits
) -> None:
    served = start()
    open_mark = visits(served).mark()
    secret = served.command("keys", "create", "clerk").stdout.strip()
    visitor = visits(served)
    mark = visitor.mark("/sign-in")
    visitor.client.post("/sign-in", data={"key": secret, "back": "/", "mark": mark})
    answer = visitor.client.post("/sign-out", data={"mark": open_mark})
    assert answer.status_code == 403


def test_the_description_is_a_page(visitor: Visitor, service: Served) -> None:
    shown = visitor.get("/docs").text
    for methods in service.client.get("/v1/openapi.json").json()["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in shown
