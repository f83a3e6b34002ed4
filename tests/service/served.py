"""`summarizer serve` in a process that a test may stop, kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from patience import PATIENCE

__all__ = ["ENDED", "Served", "free_port", "until"]

ENDED = ("succeeded", "partial", "failed", "cancelled")


def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for a state; fails when it does not come."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, holds
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """One data folder and the process that serves it."""

    def __init__(self, data: Path, settings: dict[str, str], *, host: str = "127.0.0.1") -> None:
        self.data = data
        self.settings = settings
        self.host = host
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"{data.name}-serve.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        # What stands before the command (`ulimit`, `unshare`), and its further environment.
        self.prefix: tuple[str, ...] = ()
        self.environment: dict[str, str] = {}
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE, trust_env=False)

    def start(self, *, wait: bool = True) -> None:
        """Start the process and wait until it is ready."""
        self.process = self._run("serve", "--host", self.host, "--port", str(self.port))
        if wait:
            self.wait_ready()

    def start_worker(self, name: str) -> subprocess.Popen[bytes]:
        """A further worker process under a name of its own."""
        worker = self._run("worker", SUMMARIZER_WORKER_ID=name)
        self.workers.append(worker)
        return worker

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of the program on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "summarizer", *arguments],
            env=self._variables(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def _run(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "summarizer", *arguments],
                env={**self._variables(), **more},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _variables(self) -> dict[str, str]:
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("SUMMARIZER_")},
            "SUMMARIZER_DATA_DIR": str(self.data),
            **{f"SUMMARIZER_{name.upper()}": value for name, value in self.settings.items()},
            **self.environment,
        }

    def wait_ready(self, seconds: float = PATIENCE) -> None:
        """Until /readyz answers; a process that ended instead shows its log."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"serve ended: {self.log.read_text()[-2000:]}")
            try:
                if self.client.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not ready: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """SIGKILL to the process and its children."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_worker(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL to a further worker and its children."""
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()

    def close(self) -> None:
        """The end of both sides."""
        self.client.close()
        self.kill()
        for worker in self.workers:
            self.kill_worker(worker)

    def stop(self, seconds: float = PATIENCE) -> int:
        """SIGTERM; the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(seconds)

    def submit(self, content: bytes, **headers: str) -> httpx.Response:
        """POST raw text. With `Prefer` the answer is that of the ended job."""
        prefer = {"Prefer": headers.pop("Prefer")} if "Prefer" in headers else {}
        answer = self.client.post(
            "/v1/summaries",
            content=content,
            headers={"content-type": "text/plain", **headers, **prefer},
        )
        if not prefer or answer.status_code != 202:
            return answer
        # On a busy machine a job may take longer than a request may wait.
        key = answer.json()["id"]
        self.wait(key, **headers)
        return self.client.get(f"/v1/summaries/{key}", headers=headers)

    def job(self, key: str, **headers: str) -> dict[str, Any]:
        """GET a job."""
        found: dict[str, Any] = self.client.get(f"/v1/summaries/{key}", headers=headers).json()
        return found

    def wait(self, key: str, seconds: float = PATIENCE, **headers: str) -> dict[str, Any]:
        """A job when it has ended."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            job = self.job(key, **headers)
            if job.get("state") in ENDED:
                return job
            time.sleep(0.05)
        raise AssertionError(f"not ended: {self.job(key)['state']}")
