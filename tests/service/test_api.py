"""The HTTP interface as its users call it."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from patience import PATIENCE
from served import Served
from workbooks import changed, xlsx

import summarizer

REPORTS = Path(__file__).parents[2] / "evals" / "reports"
PROBLEM = "application/problem+json"


def assert_problem(response: httpx.Response, status: int, code: str | None = None) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    body = response.json()
    assert {"type", "title", "status", "code", "detail", "retryable", "request_id"} <= set(body)
    assert body["status"] == status
    assert body["request_id"] == response.headers["x-request-id"]
    if code:
        assert body["code"] == code


def test_a_raw_body_becomes_the_summary_that_the_command_line_gives(
    service: Served, report: bytes
) -> None:
    response = service.submit(report)
    assert response.status_code == 202
    job = service.wait(response.headers["location"].rpartition("/")[2])
    assert job["state"] == "succeeded"
    document = summarizer.read_bytes(report, "document.txt")
    expected = json.loads(summarizer.summarize(document, engine="rules").model_dump_json())
    assert {**job["summary"], "run": None} == {**expected, "run": None}
    assert job["progress"]["done"] == job["progress"]["total"] >= 1


def test_json_and_multipart_are_taken_too(service: Served, report: bytes) -> None:
    by_json = service.client.post(
        "/v1/summaries",
        json={"text": report.decode(), "name": "甲.txt", "engine": "rules"},
        headers={"Prefer": "wait=20"},
    )
    assert by_json.status_code == 200
    assert by_json.json()["name"] == "甲.txt"
    by_form = service.client.post(
        "/v1/summaries",
        files={"file": ("../乙.txt", report, "text/plain")},
        data={"engine": "rules", "client_ref": "卷宗7"},
        headers={"Prefer": "wait=20"},
    )
    assert by_form.status_code == 200
    assert (by_form.json()["name"], by_form.json()["client_ref"]) == ("乙.txt", "卷宗7")


SHEET = [["指标名称", "年度指标值", "实际完成值"], ["维修水库数量", "≥12座", "13座"]]
KINDS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx(SHEET, name="自评"),
    "text/csv": "\n".join(",".join(row) for row in SHEET).encode("gb18030"),
    "text/html": f"<html><body><p>{'</p><p>'.join(map(str, SHEET))}</p></body></html>".encode(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_many_formats_are_taken(service: Served, kind: str) -> None:
    raw = service.client.post(
        "/v1/summaries",
        content=KINDS[kind],
        headers={"content-type": kind, "Prefer": "wait=20"},
    )
    assert (raw.status_code, raw.json()["state"]) == (200, "succeeded")
    text = service.client.get(f"/v1/summaries/{raw.json()['id']}/document").json()["text"]
    assert text == summarizer.read_bytes(KINDS[kind], raw.json()["name"]).text
    assert "13座" in text
    form = service.client.post(
        "/v1/summaries",
        files={"file": (raw.json()["name"], KINDS[kind], "application/octet-stream")},
        headers={"Prefer": "wait=20"},
    )
    assert form.json()["summary"]["results"] == raw.json()["summary"]["results"]


def test_a_damaged_file_is_a_job_that_fails_with_its_code(service: Served) -> None:
    content = changed(xlsx(SHEET), {"xl/worksheets/sheet1.xml": "<worksheet>"})
    job = service.client.post(
        "/v1/summaries", content=content, headers={"Prefer": "wait=20"}
    ).json()
    assert (job["state"], job["error"]["code"]) == ("failed", "input-damaged")
    assert not job["error"]["retryable"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "text/plain", 422),
        (b" \n\t ", "text/plain", 422),
        (b"{broken", "application/json", 422),
        (b'{"text": NaN}', "application/json", 422),
        (b'{"text": ""}', "application/json", 422),
        (b'{"text": "x", "unknown": 1}', "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"no boundary", "multipart/form-data", 422),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "text/plain", 415),
        (bytes(range(256)) * 8, "application/octet-stream", 415),
    ],
)
def test_bad_bodies_are_problems(service: Served, content: bytes, kind: str, status: int) -> None:
    response = service.client.post("/v1/summaries", content=content, headers={"content-type": kind})
    assert_problem(response, status)


@pytest.mark.parametrize("key", ["nothing", "0" * 32, "%00", "..%2f..", "a" * 3000, "é" * 32])
def test_odd_and_unknown_ids_are_404(service: Served, key: str) -> None:
    for path in ("", "/document", "/export", "/events"):
        assert_problem(service.client.get(f"/v1/summaries/{key}{path}"), 404, "not-found")
    assert_problem(service.client.delete(f"/v1/summaries/{key}"), 404)
    assert_problem(service.client.get(f"/v1/batches/{key}"), 404)


def test_unknown_paths_and_methods_are_problems(service: Served) -> None:
    assert_problem(service.client.get("/v1/nothing"), 404)
    assert_problem(service.client.put("/v1/summaries"), 405)


def test_an_idempotency_key_gives_one_job(service: Served, report: bytes) -> None:
    first = service.submit(report, **{"Idempotency-Key": "k1"})
    again = service.submit(report, **{"Idempotency-Key": "k1"})
    assert first.json()["id"] == again.json()["id"]
    other = service.submit(report + b"\n", **{"Idempotency-Key": "k1"})
    assert_problem(other, 422, "idempotency-key-reused")


def test_an_unchanged_job_is_304(service: Served, report: bytes) -> None:
    key = service.submit(report, Prefer="wait=20").json()["id"]
    first = service.client.get(f"/v1/summaries/{key}")
    again = service.client.get(
        f"/v1/summaries/{key}", headers={"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.content == b""


def test_pages_go_newest_first_and_end(service: Served, report: bytes) -> None:
    made = [service.submit(report).json()["id"] for _ in range(5)]
    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        body = service.client.get("/v1/summaries", params=query).json()
        seen += [item["id"] for item in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert seen[:5] == made[::-1]
    assert len(seen) == len(set(seen))
    assert_problem(service.client.get("/v1/summaries", params={"cursor": "AAAA"}), 422)


def test_the_document_holds_every_span(service: Served, report: bytes) -> None:
    job = service.submit(report, Prefer="wait=20").json()
    document = service.client.get(f"/v1/summaries/{job['id']}/document").json()
    for item in job["summary"]["results"]:
        for span in item["evidence"]:
            assert document["text"][span["start"] : span["end"]] == span["quote"]
    assert document["sections"][-1]["end"] == len(document["text"])


@pytest.mark.parametrize("form", ["json", "md", "html", "xlsx", "csv"])
def test_exports(service: Served, report: bytes, form: str) -> None:
    key = service.submit(report, Prefer="wait=20").json()["id"]
    response = service.client.get(f"/v1/summaries/{key}/export", params={"format": form})
    assert response.status_code == 200
    assert len(response.content) > 500
    assert f".{form}" in response.headers["content-disposition"]
    assert_problem(service.client.get(f"/v1/summaries/{key}/export?format=exe"), 422)


def test_events_are_told_and_taken_up_again(service: Served, report: bytes) -> None:
    key = service.submit(report, Prefer="wait=20").json()["id"]
    events = service.client.get(f"/v1/summaries/{key}/events").text
    ids = [line[4:] for line in events.splitlines() if line.startswith("id: ")]
    types = [line[7:] for line in events.splitlines() if line.startswith("event: ")]
    assert types[0] == "queued"
    assert types[-1] == "succeeded"
    rest = service.client.get(f"/v1/summaries/{key}/events", headers={"Last-Event-ID": ids[1]}).text
    assert [line[4:] for line in rest.splitlines() if line.startswith("id: ")] == ids[2:]


def test_live_events_arrive_while_the_job_runs(service: Served, report: bytes) -> None:
    key = service.submit(report).json()["id"]
    with service.client.stream("GET", f"/v1/summaries/{key}/events") as response:
        types = [line[7:] for line in response.iter_lines() if line.startswith("event: ")]
    assert types[-1] == "succeeded"


def test_a_deleted_job_is_gone(service: Served) -> None:
    content = "某局报告\n一、完成情况\n办结暗号四七一一案件31件。\n".encode()
    key = service.submit(content, Prefer="wait=20").json()["id"]
    assert service.client.delete(f"/v1/summaries/{key}").status_code == 204
    assert_problem(service.client.get(f"/v1/summaries/{key}"), 404)
    left = b"".join(path.read_bytes() for path in service.data.glob("*.sqlite3*"))
    assert "暗号四七一一".encode() not in left


def test_a_whole_job_cannot_be_retried_or_cancelled(service: Served, report: bytes) -> None:
    key = service.submit(report, Prefer="wait=20").json()["id"]
    assert_problem(service.client.post(f"/v1/summaries/{key}/retry"), 409, "conflict")
    assert_problem(service.client.post(f"/v1/summaries/{key}/cancel"), 409, "conflict")


def test_a_batch_with_a_bad_file_fails_alone(service: Served, report: bytes) -> None:
    files = [
        ("files", ("甲.txt", report, "text/plain")),
        ("files", ("乙.txt", b"\x00\x01\x02" * 50, "text/plain")),
        ("files", ("丙.txt", report + b"\n", "text/plain")),
    ]
    response = service.client.post("/v1/batches", files=files)
    assert response.status_code == 202
    place = response.headers["location"]
    deadline = time.monotonic() + PATIENCE
    while (batch := service.client.get(place).json())["state"] != "done":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert batch["counts"] == {"succeeded": 2}
    assert [entry["name"] for entry in batch["refused"]] == ["乙.txt"]


def batch_of(*texts: str) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("file", (f"{n}.txt", text.encode(), "text/plain")) for n, text in enumerate(texts)]


def test_a_batch_comes_once_for_its_idempotency_key(service: Served) -> None:
    texts = ["报告\n一、情况\n办结31件。\n", "报告\n一、情况\n办结32件。\n"]
    key = {"Idempotency-Key": "batch-1"}
    before = len(service.client.get("/v1/summaries?limit=200").json()["items"])
    first = service.client.post("/v1/batches", files=batch_of(*texts), headers=key)
    again = service.client.post("/v1/batches", files=batch_of(*texts), headers=key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    assert len(service.client.get("/v1/summaries?limit=200").json()["items"]) == before + 2
    other = service.client.post("/v1/batches", files=batch_of(*texts[:1]), headers=key)
    assert_problem(other, 422, "idempotency-key-reused")
    assert_problem(service.submit(texts[0].encode(), **key), 422, "idempotency-key-reused")


def test_a_batch_without_room_leaves_nothing_behind(start: Callable[..., Served]) -> None:
    served = start(queued_per_key="3")
    text = "报告\n一、情况\n办结{}件。\n"
    many = batch_of(*(text.format(number) for number in range(4)))
    refused = served.client.post("/v1/batches", files=many)
    assert_problem(refused, 429, "queue-full")
    assert served.client.get("/v1/summaries").json()["items"] == []
    taken = served.client.post("/v1/batches", files=many[:3])
    assert taken.status_code == 202
    assert len(taken.json()["items"]) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"Prefer": "wait=²"},
        {"Prefer": "wait=" + "9" * 5000},
        {"Content-Disposition": "attachment; filename*=idna''%ff"},
        {"Content-Disposition": "attachment; filename*=nothing''%ff"},
    ],
)
def test_an_odd_header_is_passed_over(service: Served, headers: dict[str, str]) -> None:
    made = service.client.post(
        "/v1/summaries",
        content="报告\n一、情况\n办结31件。\n".encode(),
        headers={
            "content-type": "text/plain",
            **{name: value.encode("latin-1") for name, value in headers.items()},
        },
    )
    assert made.status_code == 202


@pytest.mark.parametrize("last", ["²", "9" * 5000, "x", "-1"])
def test_an_odd_last_event_id_begins_anew(service: Served, last: str) -> None:
    key = service.submit("报告\n一、情况\n办结31件。\n".encode(), Prefer="wait=20").json()["id"]
    answer = service.client.get(
        f"/v1/summaries/{key}/events", headers={"Last-Event-ID": last.encode("latin-1")}
    )
    assert answer.status_code == 200
    assert "event: succeeded" in answer.text


def test_a_summary_and_a_text_are_verified_without_a_job(service: Served, report: bytes) -> None:
    source = report.decode()
    said = "全街新增就业731人，失业人员再就业637人。"
    checks = service.client.post("/v1/verifications", json={"source": source, "text": said}).json()[
        "checks"
    ]
    assert [check["check"]["verdict"] for check in checks] == ["failed", "verified"]
    job = service.submit(report, Prefer="wait=20").json()
    summary = job["summary"]
    summary["results"][0]["quantity"]["value"] = "1"
    checked = service.client.post(
        "/v1/verifications", json={"source": source, "summary": summary}
    ).json()["summary"]
    assert checked["results"][0]["check"]["verdict"] == "failed"
    assert_problem(service.client.post("/v1/verifications", json={"source": source}), 422)


def test_the_service_tells_about_itself(service: Served) -> None:
    for path in ("/livez", "/readyz", "/metrics", "/v1/schema", "/v1/openapi.json"):
        assert service.client.get(path).status_code == 200
    assert "summarizer_jobs_submitted_total" in service.client.get("/metrics").text
    assert service.client.get("/v1/openapi.json").json()["openapi"].startswith("3.1")


def test_a_caller_who_goes_away_is_no_fault(service: Served) -> None:
    head = "POST /v1/summaries HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    with socket.create_connection(("127.0.0.1", service.port)) as caller:
        caller.sendall(f"{head}Content-Length: 1000\r\n\r\nhalf".encode())
    deadline = time.monotonic() + PATIENCE
    while '"status": 408' not in (said := service.log.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "ClientDisconnect" not in said


def test_made_up_methods_make_no_figures_of_their_own(service: Served) -> None:
    assert service.client.request("BREW", "/v1/summaries").status_code == 405
    figures = service.client.get("/metrics").text
    assert "BREW" not in figures
    assert 'method="other"' in figures


def test_the_log_holds_ids_and_no_word_of_a_report(service: Served, report: bytes) -> None:
    service.submit(report, Prefer="wait=20")
    log = service.log.read_text(encoding="utf-8")
    assert "request_id" in log
    assert "新增就业" not in log
