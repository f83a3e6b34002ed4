"""Traces: asked for by the environment, taken by a real collector, silent about reports; and off
means that nothing is loaded and nothing is sent."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from collector import Collector, Seen
from llm_support import honest
from model_server import ModelServer, status
from patience import PATIENCE
from served import ENDED, Served, free_port
from test_webhooks import Receiver

pytestmark = pytest.mark.matrix

with_extra = pytest.mark.skipif(
    importlib.util.find_spec("opentelemetry.exporter") is None,
    reason="needs the extra: pip install -e '.[otel]'",
)
CALLER = "00-" + "c" * 32 + "-" + "d" * 16 + "-01"
# FastAPI would send spans, figures and exceptions of its own accord; ours must be all.
ASKING = {"FASTAPI_OTEL_AUTO_CONFIGURE": "true", "OTEL_BSP_SCHEDULE_DELAY": "200"}
SERVER, CLIENT, INTERNAL = 2, 3, 1


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as made:
        yield made


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(honest) as made:
        yield made


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A service whose environment a test may still change."""
    made = Served(tmp_path / "data", {"webhook_hosts": '["127.0.0.1"]'})
    yield made
    made.close()


def use_model(served: Served, model: ModelServer) -> None:
    served.settings |= {
        "llm_base_url": model.url,
        "llm_model": "fake",
        "llm_mode": "json_schema",
        "llm_backoff": "0.01",
    }


def begin(served: Served, url: str, **more: str) -> None:
    served.environment |= {**ASKING, "OTEL_EXPORTER_OTLP_ENDPOINT": url, **more}
    served.start()


def has(*names: str) -> Callable[[list[Seen]], bool]:
    return lambda spans: set(names) <= {span.name for span in spans}


@with_extra
def test_a_job_from_request_to_webhook(
    served: Served, collector: Collector, model: ModelServer, report: bytes
) -> None:
    use_model(served, model)
    begin(served, collector.url)
    receiver = Receiver()
    served.client.post("/v1/webhooks", json={"url": receiver.url})
    answer = served.client.post(
        "/v1/summaries",
        params={"name": "暗号单位.txt", "client_ref": "暗号卷宗"},
        content=report,
        headers={"content-type": "text/plain", "traceparent": CALLER, "Prefer": "wait=20"},
    )
    key = answer.json()["id"]
    spans = collector.wait_for(has("job", "webhook", "POST /v1/summaries"))

    (request,) = [span for span in spans if span.name == "POST /v1/summaries"]
    assert (request.trace, request.parent, request.kind) == ("c" * 32, "d" * 16, SERVER)
    assert request.attributes["summarizer.request_id"] == answer.headers["x-request-id"]
    assert request.attributes["summarizer.job_id"] == key
    assert request.attributes["http.response.status_code"] == 200
    assert request.links == [key]

    mine = {span.name: span for span in spans if span.trace == key}
    assert set(mine) == {"job", "read", "chunk", "chat", "finish", "webhook"}
    job = mine["job"]
    assert (job.parent, job.attributes["summarizer.state"]) == ("", "succeeded")
    for step in ("read", "chunk", "finish", "webhook"):
        assert mine[step].parent == job.span
    assert mine["chunk"].attributes["summarizer.job_id"] == key
    by_id = {span.span: span for span in spans}
    calls = [span for span in spans if span.name == "chat"]
    assert {by_id[call.parent].name for call in calls} == {"chunk", "finish"}
    assert {call.kind for call in calls} == {CLIENT}
    sent = {asked.headers["traceparent"][:-3] for asked in model.asked}
    assert sent == {f"00-{key}-{call.span}" for call in calls}
    assert receiver.came[0][0]["traceparent"][:-3] == f"00-{key}-{mine['webhook'].span}"
    receiver.shutdown()
    receiver.server_close()


@with_extra
def test_no_word_of_a_report_and_no_span_of_others(
    served: Served, collector: Collector, model: ModelServer
) -> None:
    """S8: a model that quotes the report in its faults, a name, a query, a body that is refused."""
    use_model(served, model)
    model.script = [status(400, "暗号单位预算1234万元")] * 8
    begin(served, collector.url)
    body = "暗号单位报告\n一、完成情况\n暗号单位办结4711件。\n".encode()
    query = {"name": "暗号名.txt", "client_ref": "secret-ref"}
    failed = served.client.post("/v1/summaries", params=query, content=body)
    served.wait(failed.json()["id"])
    served.client.post("/v1/summaries", params=query, json={"text": "暗号", "wrong": "暗号"})
    served.client.get("/v1/summaries/secret-path")
    served.client.get("/secret-path", headers={"user-agent": "secret-agent"})
    assert served.stop() == 0
    spans = collector.spans
    assert {path for path, _ in collector.came} == {"/v1/traces"}
    assert {span.scope for span in spans} == {"summarizer"}
    assert [span for span in spans if span.name == "chat" and span.failed]
    seen = b"".join(content for _, content in collector.came)
    for canary in ("暗号", "4711", "1234", "secret"):
        assert canary.encode() not in seen
    resource = spans[0].resource
    assert (resource["service.name"], resource["service.instance.id"]) == ("summarizer", "worker-1")


@with_extra
@pytest.mark.matrix
def test_a_killed_job_goes_on_in_the_same_trace(
    served: Served, collector: Collector, report: bytes
) -> None:
    with ModelServer(honest, first_token=0.2) as slow:
        use_model(served, slow)
        served.settings["llm_concurrency"] = "1"
        begin(served, collector.url, OTEL_SERVICE_NAME="counter-7")
        key = served.submit(report).json()["id"]
        collector.wait_for(has("chunk"))
        served.kill()
        served.start()
        assert served.wait(key)["state"] in ENDED
        spans = [span for span in collector.wait_for(has("job")) if span.trace == key]
    (job,) = [span for span in spans if span.name == "job"]
    assert job.span == key[:16]
    assert {span.parent for span in spans if span.name == "chunk"} == {job.span}
    assert job.resource["service.name"] == "counter-7"


@with_extra
@pytest.mark.matrix
def test_a_collector_that_is_away_holds_up_nothing(served: Served, report: bytes) -> None:
    begin(served, f"http://127.0.0.1:{free_port()}")
    assert served.submit(report, Prefer="wait=20").json()["state"] == "succeeded"
    began = time.monotonic()
    assert served.stop() == 0
    assert time.monotonic() - began < 15


def python(code: str, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


LOADED = """
import json, sys
{}
print(json.dumps([name for name in sys.modules if name.startswith("opentelemetry")]))
"""


def test_off_loads_nothing(tmp_path: Path, report: bytes) -> None:
    """Without the variables neither SDK nor exporter is loaded by the service, and nothing at all
    of OpenTelemetry by a run of the command line."""
    serving = (
        "import summarizer.service.server as s; from summarizer import tracing\n"
        "assert tracing.start('w') is False\n"
        "with tracing.span('x') as span: span.note({'a': 1})\n"
        "assert tracing.outgoing() == {}"
    )
    loaded = json.loads(python(LOADED.format(serving)))
    assert not [
        name for name in loaded if name.startswith(("opentelemetry.sdk", "opentelemetry.exp"))
    ]
    (tmp_path / "report.txt").write_bytes(report)
    running = (
        "from summarizer.cli import main\nsys.argv = ['summarizer', 'run', "
        f"{str(tmp_path / 'report.txt')!r}, '-o', {str(tmp_path / 'out.json')!r}]\n"
        "try: main()\nexcept SystemExit as end: assert not end.code"
    )
    assert json.loads(python(LOADED.format(running)).splitlines()[-1]) == []


@pytest.mark.parametrize(
    "switch", [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}]
)
def test_the_usual_switches_are_obeyed(switch: dict[str, str]) -> None:
    code = "from summarizer import tracing; print(tracing.start('w'))"
    asking = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", **switch}
    assert python(code, **asking) == "False\n"


def test_off_sends_nothing(served: Served, model: ModelServer, report: bytes) -> None:
    use_model(served, model)
    served.start()
    assert served.submit(report, Prefer="wait=20").status_code == 200
    assert "traceparent" not in {name for asked in model.asked for name in asked.headers}
    assert served.process is not None
    # The exporter's protocol buffers are a shared library.
    assert "protobuf" not in Path(f"/proc/{served.process.pid}/maps").read_text()


@pytest.mark.parametrize(
    ("environment", "hidden", "said"),
    [
        ({}, "opentelemetry.exporter.otlp.proto.http.trace_exporter", "[otel]"),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "nothing", "grpc"),
    ],
)
def test_what_cannot_be_sent_is_said(environment: dict[str, str], hidden: str, said: str) -> None:
    code = f"""
import sys
sys.modules[{hidden!r}] = None
from summarizer import tracing
try:
    tracing.start("w")
except tracing.TracingUnavailable as error:
    print(error)
"""
    asking = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", **environment}
    assert said in python(code, **asking)
