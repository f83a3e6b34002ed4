"""Jobs that are cancelled, retried, lost, of another version, or too old."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from llm_support import honest
from model_server import Asked, ModelServer, Wire, reply, status
from served import Served, until

pytestmark = pytest.mark.matrix

Start = Callable[..., Served]
REPORT = (Path(__file__).parents[2] / "evals" / "reports" / "001-wujialing-2022.txt").read_bytes()
ANOTHER = "2023年新打机井118眼，完成投资36万元。".encode()


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(honest) as server:
        yield server


def asking(model: ModelServer, **more: str) -> dict[str, str]:
    return {
        "llm_base_url": model.url,
        "llm_model": "fake",
        "llm_mode": "json_schema",
        "llm_attempts": "1",
        "llm_concurrency": "1",
        **more,
    }


def change(served: Served, file: str, statement: str) -> None:
    with closing(sqlite3.connect(served.data / file)) as connection, connection:
        assert connection.execute(statement).rowcount > 0


def test_a_retry_reads_only_what_is_unread(start: Start, model: ModelServer) -> None:
    piece = REPORT.decode()[5000:5010].replace("\n", "")
    broken = [True]

    def dead(asked: Asked, wire: Wire) -> None:
        act = status(500) if broken[0] and piece in asked.prompt else reply(honest(asked))
        act(asked, wire)

    model.script = [dead] * 200
    served = start(**asking(model))
    key = served.submit(REPORT).json()["id"]
    job = served.wait(key)
    assert job["state"] == "partial"
    unread = [part for part in job["summary"]["coverage"]["sections"] if part["state"] == "unread"]
    assert unread
    answered = {request.raw for request in model.asked if piece not in request.prompt}
    before = len(model.asked)
    broken[0] = False
    assert served.client.post(f"/v1/summaries/{key}/retry").status_code == 202
    again = served.wait(key)
    assert again["state"] == "succeeded"
    assert not answered & {request.raw for request in model.asked[before:]}
    events = served.client.get(f"/v1/summaries/{key}/events").text
    assert events.count("event: partial") == events.count("event: succeeded") == 1


def test_a_cancelled_job_asks_no_more(start: Start) -> None:
    with ModelServer(honest, first_token=0.5) as model:
        served = start(**asking(model))
        key = served.submit(REPORT).json()["id"]
        while served.job(key)["progress"]["done"] < 1:
            time.sleep(0.1)
        assert served.client.post(f"/v1/summaries/{key}/cancel").status_code == 202
        assert served.job(key)["state"] == "cancelled"
        asked = len(model.asked)
        # One call at a time: what the cancelled job still wanted would be asked before the next.
        assert served.wait(served.submit(ANOTHER).json()["id"])["state"] == "succeeded"
        late = [one.prompt for one in model.asked[asked:] if "投资36万元" not in one.prompt]
        # The section in hand may be asked about twice: its question, and what the answer left out.
        assert len({prompt.partition("</报告>")[0] for prompt in late}) <= 1
        assert served.client.post(f"/v1/summaries/{key}/retry").status_code == 202
        assert served.wait(key)["state"] == "succeeded"
        assert len({request.raw for request in model.asked}) >= len(model.asked) - 1


def test_lost_work_and_an_old_version_begin_anew(start: Start, model: ModelServer) -> None:
    """What an upgrade with jobs in flight finds, and a workflow that ended in an error."""
    with ModelServer(honest, first_token=3) as slow:
        served = start(**asking(slow))
        keys = [served.submit(REPORT + b"\n" * n).json()["id"] for n in range(2)]
        while {served.job(key)["state"] for key in keys} != {"running"}:
            time.sleep(0.1)
        served.kill()
    change(
        served,
        "jobs.sqlite3",
        f"update workflow_status set status = 'ERROR' where workflow_uuid = '{keys[0]}.1'",
    )
    change(
        served,
        "jobs.sqlite3",
        "update workflow_status set application_version = '0', executor_id = 'old'"
        f" where workflow_uuid = '{keys[1]}.1'",
    )
    served.settings.update(asking(model))
    served.start()
    for key in keys:
        assert served.wait(key)["state"] == "succeeded"
    assert served.log.read_text().count("begun anew") == 2


def test_p15_only_what_a_worker_had_in_hand_is_to_blame(start: Start) -> None:
    """A job that ends its worker again and again fails. Those that wait, for the worker, for a
    child or for the model, are not what ends it, however often it is killed meanwhile."""
    with ModelServer(honest, first_token=2) as model:
        served = start(**asking(model))
        named = {"text": REPORT.decode() * 5, "engine": "rules"}
        keys = [served.submit(REPORT + b"\n" * n).json()["id"] for n in range(4)]
        for _ in range(4):
            answer = served.client.post("/v1/summaries", json=named)
            keys.append(answer.json()["id"])
        # Their documents are read, and they wait for the model; the others for a child.
        until(lambda: all(served.job(key)["progress"]["total"] for key in keys[:4]))
        served.kill()
    tries = tries_of(served)
    assert set(tries.values()) == {0}
    change(
        served, "service.sqlite3", f"update summarizer_jobs set tries = 99 where id = '{keys[0]}'"
    )
    with ModelServer(honest) as model:
        served.settings.update(asking(model))
        served.start()
        jobs = [served.wait(key) for key in keys]
    assert jobs[0]["error"]["code"] == "poison"
    assert {job["state"] for job in jobs[1:]} == {"succeeded"}


def tries_of(served: Served) -> dict[str, int]:
    """Job → how often in a row a worker died with it in hand."""
    with closing(sqlite3.connect(served.data / "service.sqlite3")) as connection:
        return dict(connection.execute("select id, tries from summarizer_jobs"))


CANARY = "金丝雀工程"


def answers_of(served: Served) -> bytes:
    return b"".join(path.read_bytes() for path in served.data.glob("answers.sqlite3*"))


def test_what_a_model_answered_goes_with_its_document(start: Start, model: ModelServer) -> None:
    served = start(**asking(model))
    text = "报告\n一、情况\n{}办结31件。\n"
    mine = text.format(CANARY).encode()
    twice = [served.submit(mine, Prefer="wait=20").json()["id"] for _ in range(2)]
    other = served.submit(text.format("另一工程").encode(), Prefer="wait=20").json()["id"]
    assert CANARY.encode() in answers_of(served)
    assert served.client.delete(f"/v1/summaries/{twice[0]}").status_code == 204
    # The same document is still there under another job.
    assert CANARY.encode() in answers_of(served)
    assert served.client.delete(f"/v1/summaries/{twice[1]}").status_code == 204
    left = answers_of(served)
    assert CANARY.encode() not in left
    assert "另一工程".encode() in left
    before = len(model.asked)
    served.submit(text.format("另一工程").encode(), Prefer="wait=20")
    assert len(model.asked) == before
    assert served.job(other)["state"] == "succeeded"


def test_what_a_model_answered_goes_when_its_document_is_too_old(
    start: Start, model: ModelServer
) -> None:
    served = start(**asking(model, retention_days="1"))
    key = served.submit(f"报告\n一、情况\n{CANARY}办结31件。\n".encode(), Prefer="wait=20").json()[
        "id"
    ]
    assert served.stop() in (0, 143)
    change(served, "service.sqlite3", "update summarizer_jobs set finished_at = 1")
    assert CANARY.encode() in answers_of(served)
    served.start()
    until(lambda: served.client.get(f"/v1/summaries/{key}").status_code == 404)
    assert CANARY.encode() not in answers_of(served)


def test_what_is_too_old_is_deleted(start: Start, report: bytes) -> None:
    served = start(retention_days="1")
    old, young = (served.submit(report + b"\n" * n, Prefer="wait=20").json()["id"] for n in (0, 1))
    files = [("files", ("the mayor's list.bin", bytes(range(256))))]
    batch = served.client.post("/v1/batches", files=files).json()["id"]
    assert served.client.get(f"/v1/batches/{batch}").status_code == 200
    assert served.stop() in (0, 143)
    change(served, "service.sqlite3", "update summarizer_batches set created_at = 1")
    change(
        served,
        "service.sqlite3",
        "insert into summarizer_deliveries (id, webhook, body, state, tries, next_at) values"
        f" ('msg_{old}.1.x', 'x', '', 'done', 1, 0), ('msg_{young}.1.x', 'x', '', 'done', 1, 0)",
    )
    change(
        served,
        "service.sqlite3",
        f"update summarizer_jobs set finished_at = finished_at - 90000 where id = '{old}'",
    )
    served.start()
    until(lambda: served.client.get(f"/v1/summaries/{old}").status_code == 404)
    assert served.job(young)["state"] == "succeeded"

    def stored() -> bytes:
        return b"".join(path.read_bytes() for path in served.data.glob("service.sqlite3*"))

    until(lambda: old.encode() not in stored() and b"the mayor's list" not in stored())
    left = stored()
    assert f"msg_{young}".encode() in left
    with closing(sqlite3.connect(served.data / "jobs.sqlite3")) as connection:
        names = connection.execute("select workflow_uuid from workflow_status").fetchall()
    assert names == [(f"{young}.1",)]
