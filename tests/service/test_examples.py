"""The examples run against a real service, and the whole of it runs without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from patience import PATIENCE
from served import Served, free_port

pytestmark = pytest.mark.matrix

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
REPORT = next((ROOT / "evals" / "reports").glob("000*.txt"))


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
    return done.stdout


def test_curl(service: Served) -> None:
    if not shutil.which("curl"):
        pytest.skip("needs curl")
    said = run(str(EXAMPLES / "summarize.sh"), str(REPORT), service.url)
    assert said.startswith("# ")
    assert "730" in said


def test_python(service: Served) -> None:
    said = run(sys.executable, str(EXAMPLES / "summarize.py"), str(REPORT), service.url)
    assert "verified " in said


def test_a_receiver_of_webhooks(start: Callable[..., Served], report: bytes) -> None:
    served = start(webhook_hosts='["127.0.0.1"]')
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    hook = served.client.post("/v1/webhooks", json={"url": url}).json()
    receiver = subprocess.Popen(
        [sys.executable, str(EXAMPLES / "receive_webhooks.py"), str(port)],
        env={**os.environ, "WEBHOOK_SECRET": hook["secret"]},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(url)
        key = served.submit(report, Prefer="wait=20").json()["id"]
        assert receiver.stdout is not None
        assert receiver.stdout.readline() == f"summary.succeeded {key}\n"
        forged = httpx.post(
            url,
            content=b"{}",
            headers={
                "webhook-id": "x",
                "webhook-timestamp": str(int(time.time())),
                "webhook-signature": "v1,AAAA",
            },
        )
        assert forged.status_code == 401
    finally:
        receiver.kill()
        receiver.communicate()


def wait_for(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            httpx.get(url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return


def test_everything_runs_with_loopback_only(tmp_path: Path, report: bytes) -> None:
    if os.geteuid() or not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("a network of its own needs root, unshare and ip (Debian: iproute2)")
    source = tmp_path / "report.txt"
    source.write_bytes(report)
    script = f"""
        set -e
        ip link set lo up
        {sys.executable} -m summarizer serve --port 8000 & server=$!
        until curl -sf http://127.0.0.1:8000/readyz >/dev/null; do
            kill -0 $server
            sleep 0.1
        done
        {sys.executable} {EXAMPLES}/summarize.py {source}
        kill $server
        wait $server
    """
    if not shutil.which("curl"):
        pytest.skip("needs curl")
    assert "verified " in run("unshare", "-n", "sh", "-c", script)
