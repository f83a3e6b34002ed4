"""`LLM_MAX_COST` in the service: what one job may cost, whatever else runs, fails or is killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from llm_support import honest
from model_server import Asked, ModelServer, Wire, completion, raw
from patience import PATIENCE
from served import Served

pytestmark = pytest.mark.matrix

Start = Callable[..., Served]
REPORT = (Path(__file__).parents[2] / "evals" / "reports" / "001-wujialing-2022.txt").read_text()
# A thousand of the currency for a million tokens: an answer of `dear` costs 2.
PRICES = json.dumps({"fake": {"input": "1000", "output": "1000"}})
COST = 2


def dear(asked: Asked, wire: Wire) -> None:
    answer = completion(honest(asked), asked=asked)
    answer["usage"] = {"prompt_tokens": 1900, "completion_tokens": 100, "total_tokens": 2000}
    body = json.dumps(answer, ensure_ascii=False).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    raw(head.encode() + b"\r\n" + body)(asked, wire)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(honest) as server:
        server.script = [dear] * 400
        yield server


def asking(model: ModelServer, **more: str) -> dict[str, str]:
    return {
        "llm_base_url": model.url,
        "llm_model": "fake",
        "llm_mode": "json_schema",
        "llm_prices": PRICES,
        **more,
    }


def office(name: str) -> bytes:
    return REPORT.replace("伍家岭", name).encode()


def unread(job: dict[str, object]) -> list[dict[str, object]]:
    sections = job["summary"]["coverage"]["sections"]  # type: ignore[index]
    return [part for part in sections if part["state"] == "unread"]


def test_a_job_whose_budget_ends_is_partial(start: Start, model: ModelServer) -> None:
    """However many of its chunks are asked for at once; and another job has its own budget."""
    served = start(**asking(model, llm_concurrency="8", llm_max_cost="14"))
    keys = [served.submit(office(name)).json()["id"] for name in ("东湖", "西山")]
    jobs = [served.wait(key) for key in keys]
    for job in jobs:
        run = job["summary"]["run"]
        assert (job["state"], job["error"]) == ("partial", None)
        assert job["progress"]["done"] == job["progress"]["total"] > run["calls"] >= 2
        assert float(run["cost"]) == COST * run["calls"] <= 14
        assert job["summary"]["results"]
        assert unread(job)
        for part in unread(job):
            assert "费用上限" in str(part["reason"])
            assert "SUMMARIZER_LLM_MAX_COST" in str(part["reason"])
    assert sum(job["summary"]["run"]["calls"] for job in jobs) == len(model.asked)
    export = served.client.get(f"/v1/summaries/{keys[0]}/export?format=md")
    assert "费用上限" in export.text


@pytest.mark.matrix
def test_more_money_reads_the_rest(start: Start, model: ModelServer) -> None:
    served = start(**asking(model, llm_concurrency="1", llm_max_cost="14"))
    key = served.submit(office("东湖")).json()["id"]
    assert served.wait(key)["state"] == "partial"
    paid = {one.raw for one in model.asked}
    # The budget is the job's: another round has no other one.
    served.client.post(f"/v1/summaries/{key}/retry")
    again = served.wait(key)
    assert again["state"] == "partial"
    assert COST * len(model.asked) <= 14
    assert served.stop() in (0, 143)
    served.settings["llm_max_cost"] = "1000"
    served.start()
    served.client.post(f"/v1/summaries/{key}/retry")
    job = served.wait(key)
    assert (job["state"], unread(job)) == ("succeeded", [])
    assert len([one for one in model.asked if one.raw in paid]) == len(paid)


@pytest.mark.matrix
def test_a_killed_worker_forgets_no_spending(start: Start, model: ModelServer) -> None:
    model.first_token = 0.3
    served = start(**asking(model, llm_concurrency="1", llm_max_cost="14"))
    key = served.submit(office("东湖")).json()["id"]
    while served.job(key)["progress"]["done"] < 2:
        time.sleep(0.05)
    served.kill()
    served.start()
    job = served.wait(key)
    assert job["state"] == "partial"
    # Of the chunk in hand one call may have been in flight, and one answered but not yet kept.
    assert COST * (len(model.asked) - 2) <= 14


@pytest.mark.matrix
def test_nothing_affordable_is_a_failed_job(start: Start, model: ModelServer) -> None:
    served = start(**asking(model, llm_max_cost="0"))
    job = served.wait(served.submit(office("东湖")).json()["id"])
    assert (job["state"], job["error"]["code"], model.asked) == ("failed", "llm-budget", [])


@pytest.mark.parametrize("limit", ["llm_max_cost", "cost_per_day"])
def test_a_limit_without_a_price_is_refused(tmp_path: Path, model: ModelServer, limit: str) -> None:
    settings = {**asking(model, llm_prices="{}"), limit: "1", "data_dir": str(tmp_path)}
    environment = {f"SUMMARIZER_{name.upper()}": value for name, value in settings.items()}
    done = subprocess.run(
        [sys.executable, "-m", "summarizer", "worker"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert "SUMMARIZER_LLM_PRICES" in done.stderr
    assert f"SUMMARIZER_{limit.upper()}" in done.stderr
