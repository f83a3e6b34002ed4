"""What people decide: kept beside what the run made, never over another's decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from reviewing import REPORT, handed_in
from served import Served
from test_api import assert_problem

from summarizer import summarize
from summarizer.readers import read_text
from summarizer.schema import Check, Summary
from summarizer.service.reviewing import matters_of

Start = Callable[..., Served]
Json = dict[str, Any]


@pytest.fixture
def job(service: Served) -> Json:
    return handed_in(service)


def decisions_of(service: Served, job: Json) -> httpx.Response:
    return service.client.get(f"/v1/summaries/{job['id']}/decisions")


def decide(service: Served, job: Json, item: str, body: Json, **headers: str) -> httpx.Response:
    address = f"/v1/summaries/{job['id']}/decisions/{item}"
    return service.client.put(address, json=body, headers=headers)


def a_result(job: Json, metric: str) -> Json:
    found: Json = next(one for one in job["summary"]["results"] if metric in one["text"])
    return found


def place_of(words: str) -> Json:
    start = REPORT.index(words)
    return {"start": start, "end": start + len(words)}


def test_a_decision_is_kept_beside_what_the_run_made(service: Served, job: Json) -> None:
    item = a_result(job, "养老床位")
    answer = decide(service, job, item["id"], {"state": "accepted", "note": "已核"})
    assert answer.status_code == 200
    assert answer.json() == {
        "item": item["id"],
        "state": "accepted",
        "before": item,
        "after": None,
        "note": "已核",
        "by": "local",
        "at": answer.json()["at"],
    }
    listed = decisions_of(service, job).json()
    assert [one["item"] for one in listed["decisions"]] == [item["id"]]
    shown = service.client.get(f"/v1/summaries/{job['id']}").json()["summary"]
    assert shown["decisions"] == listed["decisions"]
    assert {**shown, "decisions": []} == job["summary"]


def test_a_corrected_number_is_read_at_the_place_pointed_at(service: Served, job: Json) -> None:
    item = a_result(job, "养老床位")
    body = {"state": "edited", "after": {"quantity": place_of("1,204人")}}
    after = decide(service, job, item["id"], body).json()["after"]
    assert after["quantity"]["value"] == "1204"
    assert after["quantity"]["text"] == REPORT[slice(*place_of("1,204人").values())]
    assert any("1,204人" in one["quote"] for one in after["evidence"])
    for span in after["evidence"]:
        assert REPORT[span["start"] : span["end"]] == span["quote"]
    assert after["check"]["verdict"] != "verified"


@pytest.mark.parametrize(
    "after",
    [
        {"quantity": {"start": 0, "end": 4}},
        {"quantity": {"start": 0, "end": 10_000}},
        {"quantity": {"start": "3", "end": 5}},
        {"quantity": "212张"},
        {"text": "全年新增养老床位999张"},
        {"metric": "养老床位999张"},
        {"status": "perhaps"},
        {"id": "r99"},
        {"check": {"verdict": "verified", "reasons": []}},
        {"evidence": []},
    ],
)
def test_what_the_report_does_not_bear_is_refused(service: Served, job: Json, after: Json) -> None:
    item = a_result(job, "养老床位")
    answer = decide(service, job, item["id"], {"state": "edited", "after": after})
    assert_problem(answer, 422, "invalid")
    assert decisions_of(service, job).json()["decisions"] == []


def test_an_edit_needs_what_it_changes_and_nothing_else_has_it(service: Served, job: Json) -> None:
    item = a_result(job, "养老床位")["id"]
    assert_problem(decide(service, job, item, {"state": "edited"}), 422, "invalid")
    body = {"state": "accepted", "after": {"period": "2023"}}
    assert_problem(decide(service, job, item, body), 422, "invalid")
    assert_problem(decide(service, job, "f1", {"state": "edited", "after": {}}), 422, "invalid")
    assert_problem(decide(service, job, "r999", {"state": "accepted"}), 404)


def test_who_comes_second_is_told_so_and_loses_nothing(service: Served, job: Json) -> None:
    item = a_result(job, "养老床位")["id"]
    address = f"/v1/summaries/{job['id']}/decisions/{item}"
    seen = service.client.get(address).headers["etag"]
    of_all = decisions_of(service, job).headers["etag"]
    first = decide(service, job, item, {"state": "accepted"}, **{"If-Match": seen})
    assert first.status_code == 200
    for stale in (seen, of_all, '"nonsense"'):
        second = decide(service, job, item, {"state": "rejected"}, **{"If-Match": stale})
        assert_problem(second, 412, "stale")
    assert service.client.get(address).json()["state"] == "accepted"
    newest = f'"x", {first.headers["etag"]}'
    again = decide(service, job, item, {"state": "rejected"}, **{"If-Match": newest})
    assert again.json()["state"] == "rejected"
    of_all = decisions_of(service, job).headers["etag"]
    last = decide(service, job, item, {"state": "accepted"}, **{"If-Match": of_all})
    assert last.status_code == 200
    assert service.client.delete(address).status_code == 204
    assert service.client.get(address).json()["state"] == "open"


def test_a_review_is_complete_when_nothing_blocks_it(service: Served, job: Json) -> None:
    address = f"/v1/summaries/{job['id']}/review"
    blocked = service.client.post(f"{address}/complete")
    assert_problem(blocked, 409, "review-open")
    left = decisions_of(service, job).json()["open"]
    assert [one["item"] for one in blocked.json()["errors"]] == left
    for item in left:
        assert decide(service, job, item, {"state": "accepted"}).status_code == 200
    completed = service.client.post(f"{address}/complete").json()
    assert (completed["state"], completed["by"]) == ("completed", "local")
    refused = decide(service, job, left[0], {"state": "rejected"})
    assert_problem(refused, 409, "review-completed")
    assert service.client.post(f"{address}/reopen").json()["state"] == "in_progress"
    assert decide(service, job, left[0], {"state": "rejected"}).status_code == 200


def test_decisions_go_out_and_come_in(service: Served, job: Json) -> None:
    item, other = a_result(job, "养老床位")["id"], a_result(job, "背街小巷")["id"]
    decide(service, job, item, {"state": "edited", "after": {"quantity": place_of("1,204人")}})
    decide(service, job, other, {"state": "rejected", "note": "重复"})
    taken_out = decisions_of(service, job).json()
    # The same report, handed in anew, is another job with a run of its own.
    again = handed_in(service, name="again.txt")
    lying = {**taken_out["decisions"][0], "item": "x"}
    lying["before"] = {**lying["before"], "text": "另一件事"}
    given = {"decisions": [*taken_out["decisions"], lying]}
    answer = service.client.put(f"/v1/summaries/{again['id']}/decisions", json=given).json()
    assert answer["left"] == ["x"]
    came = {one["item"]: one for one in answer["decisions"]}
    assert came[item]["after"]["quantity"]["value"] == "1204"
    assert came[other]["note"] == "重复"


def test_a_typed_number_does_not_come_in_by_import(service: Served, job: Json) -> None:
    item = a_result(job, "养老床位")
    after = {**item, "quantity": {**item["quantity"], "value": "999", "text": "999张"}}
    lie = {"item": item["id"], "state": "edited", "before": item, "after": after}
    given = {"decisions": [{**lie, "by": "x", "at": "2026-01-01T00:00:00+00:00"}]}
    answer = service.client.put(f"/v1/summaries/{job['id']}/decisions", json=given).json()
    # The place is what counts: the scanner reads it anew.
    assert all(one["after"]["quantity"]["value"] == "212" for one in answer["decisions"])


def test_every_export_can_show_what_was_decided(service: Served, job: Json) -> None:
    item = a_result(job, "养老床位")["id"]
    decide(service, job, item, {"state": "accepted"})
    answer = service.client.get(f"/v1/summaries/{job['id']}/export?format=json")
    assert [one["item"] for one in answer.json()["decisions"]] == [item]
    assert Summary.model_validate(answer.json()).decisions[0].state == "accepted"


@pytest.mark.parametrize("form", ["json", "xlsx", "csv", "md", "html", "docx"])
def test_a_file_is_named_after_the_report(service: Served, job: Json, form: str) -> None:
    answer = service.client.get(f"/v1/summaries/{job['id']}/export?format={form}")
    named = "filename*=UTF-8''%E8%87%AA%E8%AF%84%E6%8A%A5%E5%91%8A-%E6%91%98%E8%A6%81"
    assert named in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].endswith(f".{form}")


def test_the_original_comes_back_byte_for_byte(service: Served) -> None:
    content = REPORT.encode("gb18030")
    made = service.client.post(
        "/v1/summaries?name=a.txt", content=content, headers={"Prefer": "wait=20"}
    ).json()
    answer = service.client.get(f"/v1/summaries/{made['id']}/original")
    assert answer.content == content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert_problem(service.client.get(f"/v1/summaries/{made['id']}/pages/1"), 404)
    annotated = service.client.get(f"/v1/summaries/{made['id']}/annotated")
    assert_problem(annotated, 415, "input-format")


def test_deleting_a_job_deletes_its_decisions(service: Served, job: Json) -> None:
    word = "只此一处的备注"
    decide(service, job, "f1", {"state": "accepted", "note": word})
    service.client.delete(f"/v1/summaries/{job['id']}")
    assert_problem(decisions_of(service, job), 404)
    left = b"".join(one.read_bytes() for one in service.data.glob("service.sqlite3*"))
    assert word.encode() not in left


def test_a_key_that_only_reads_decides_nothing(start: Start) -> None:
    served = start()
    made = handed_in(served)
    writer = {"Authorization": f"Bearer {served.command('keys', 'create', '李敏').stdout.strip()}"}
    body = {"text": REPORT, "engine": "rules"}
    own = served.client.post("/v1/summaries", json=body, headers={**writer, "Prefer": "wait=20"})
    address = f"/v1/summaries/{own.json()['id']}/decisions/f1"
    put = served.client.put(address, json={"state": "accepted"}, headers=writer)
    assert put.json()["by"] == "李敏"
    made_reader = served.command("keys", "create", "reader", "--scope", "read").stdout.strip()
    reader = {"Authorization": f"Bearer {made_reader}"}
    assert_problem(served.client.put(address, json={"state": "accepted"}, headers=reader), 403)
    # Another's job is not there at all.
    foreign = f"/v1/summaries/{made['id']}/decisions"
    assert_problem(served.client.get(foreign, headers=writer), 404)


def test_the_order_is_what_contradicts_first_and_the_same_each_time() -> None:
    summary = summarize(read_text(REPORT, "a.txt"), "rules")
    worse = summary.results[-1].altered(check=Check(verdict="failed", reasons=("not-in-report",)))
    summary = summary.altered(results=(*summary.results[:-1], worse))
    order = list(matters_of(summary).values())
    assert order[0].id == worse.id
    ranks = [("failed", "review", "error", "warning").index(one.state) for one in order[:6]
             if one.state in ("failed", "review", "error", "warning")]  # fmt: skip
    assert ranks == sorted(ranks)
    drawn = [one.id for one in order if one.sampled]
    assert len(drawn) == 5
    assert drawn == [one.id for one in matters_of(summary).values() if one.sampled]
    rest = [one.size for one in order if one.state == "verified" and not one.sampled]
    assert rest == sorted(rest, reverse=True)
    assert not any(one.required for one in order if one.state == "info")
