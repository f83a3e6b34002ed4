"""What stands around the routes, on a real port: a fault of ours is told by its class alone."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from patience import PATIENCE
from test_api import assert_problem

from summarizer.service.metrics import Metrics
from summarizer.service.middleware import install_error_handlers, install_middleware
from summarizer.service.server import set_up_logs

CANARY = "暗号单位预算1234万元"


@pytest.fixture
def faulty() -> Iterator[httpx.Client]:
    """Two routes with a fault, one of them when its answer has begun."""
    app = FastAPI()
    install_error_handlers(app)
    install_middleware(app, Metrics())

    @app.get("/fault")
    async def fault() -> None:
        raise ValueError(CANARY)

    @app.get("/late")
    async def late() -> StreamingResponse:
        async def parts() -> Iterator[bytes]:
            yield b"begun"
            raise ValueError(CANARY)

        return StreamingResponse(parts())

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}") as client:
        yield client
    server.should_exit = True
    thread.join()


def test_a_fault_is_a_problem_and_its_text_is_told_to_nobody(
    faulty: httpx.Client, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    set_up_logs()
    answer = faulty.get("/fault")
    assert_problem(answer, 500, "internal")
    assert answer.headers["x-content-type-options"] == "nosniff"
    with pytest.raises(httpx.RemoteProtocolError):
        faulty.get("/late")
    logged = wait_for_lines(capfd, 4)
    faults = [line for line in logged if line["event"] == "fault"]
    assert [line["kind"] for line in faults] == ["ValueError", "ValueError"]
    assert faults[0]["request_id"] == answer.headers["x-request-id"]
    assert CANARY not in json.dumps(logged, ensure_ascii=False) + caplog.text


def wait_for_lines(capfd: pytest.CaptureFixture[str], count: int) -> list[dict[str, str]]:
    lines: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while len(lines) < count and time.monotonic() < deadline:
        lines += capfd.readouterr().err.splitlines()
        time.sleep(0.05)
    return [json.loads(line) for line in lines if line.startswith("{")]
