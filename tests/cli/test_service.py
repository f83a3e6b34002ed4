"""`serve`, `keys`, `jobs`: the operator's commands."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress

import pytest
from patience import PATIENCE

from tests.cli.conftest import REPORT, Call


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "summarizer", "serve", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        _until_ready(port)
        yield running
    finally:
        running.kill()
        running.communicate(timeout=PATIENCE)


def _until_ready(port: int) -> None:
    for _ in range(3000):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as reply:
            if reply.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError("it never became ready")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_it_serves_until_a_signal(
    sent: signal.Signals, code: int, server: subprocess.Popen[bytes], port: int, call: Call
) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/summaries",
        data=REPORT.encode(),
        headers={"Content-Type": "text/plain", "Prefer": "wait=20"},
    )
    with urllib.request.urlopen(request) as reply:
        job = json.load(reply)
    while job["state"] in ("queued", "running"):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/summaries/{job['id']}") as reply:
            job = json.load(reply)
    assert job["state"] == "succeeded"
    assert call("jobs", "list").err == "succeeded 1\n"
    assert json.loads(call("jobs", "show", job["id"]).out)["state"] == "succeeded"
    assert call("jobs", "resume", job["id"]).code == 2
    server.send_signal(sent)
    assert server.wait(25) in (0, code)


def test_an_address_that_is_taken(port: int, call: Call) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", port))
        holder.listen()
        done = call("serve", "--port", str(port))
    assert done.code == 2
    assert done.err.startswith("error[address] ")


def test_the_world_is_not_served_without_a_key(port: int, call: Call) -> None:
    done = call("serve", "--host", "0.0.0.0", "--port", str(port))
    assert done.code == 2
    assert "summarizer keys create" in done.err


def test_a_key_is_shown_once_listed_and_revoked(call: Call) -> None:
    made = call("keys", "create", "review", "--scope", "read", "--days", "7")
    assert made.code == 0
    secret = made.text.strip()
    listed = call("keys", "list").text
    key = listed.split()[0]
    assert "open" in listed
    assert "review" in listed
    assert secret.rpartition("-")[2] not in listed
    assert call("keys", "revoke", key).code == 0
    assert "revoked" in call("keys", "list").text
    assert call("keys", "revoke", key).code == 2


def test_scopes_that_do_not_exist(call: Call) -> None:
    assert call("keys", "create", "x", "--scope", "everything").code == 2


def test_jobs_that_do_not_exist(call: Call) -> None:
    assert call("jobs", "show", "x").code == 2
    assert call("jobs", "resume", "x").code == 2
    assert call("jobs", "list").err == "没有任务 / no jobs\n"


def test_nothing_to_adopt(start: Call) -> None:
    done = start("jobs", "adopt", "worker-9")
    assert (done.code, done.out) == (0, b"")
    assert "0" in done.err
