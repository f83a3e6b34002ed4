"""Run `summarizer serve` and workers as processes, to measure them from outside."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

__all__ = ["Served", "client", "more_workers", "service"]


class Served:
    """A running `summarizer serve` and its data folder."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.environment = {
            **os.environ,
            "SUMMARIZER_DATA_DIR": str(folder),
            "SUMMARIZER_REQUESTS_PER_MINUTE": "1000000",
            "SUMMARIZER_QUEUED_PER_KEY": "1000000",
            **{f"SUMMARIZER_{name.upper()}": value for name, value in settings.items()},
        }
        self.log = folder / "log"
        self.process = self.run("serve", "--port", str(self.port))

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program with these settings; its output goes to the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "summarizer", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Wait until the service answers."""
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{self.port}/readyz").status_code == 200:
                    return
            time.sleep(0.1)
        raise SystemExit("the service did not start")

    def memory(self) -> list[float]:
        """Return the resident megabytes of the server and of each child process."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == self.process.pid:
                    found.append(int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6)
        return sorted(found, reverse=True)


@contextmanager
def service(settings: dict[str, str]) -> Iterator[Served]:
    """Yield a service that is ready, and stop it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="summarizer-bench-"))
    served = Served(folder, settings)
    try:
        served.wait_ready()
        yield served
    finally:
        end(served.process)
        shutil.rmtree(folder)


@contextmanager
def more_workers(served: Served, count: int) -> Iterator[None]:
    """Run further worker processes beside a service."""
    workers = [served.run("worker") for _ in range(count)]
    try:
        deadline = time.monotonic() + 40
        while served.log.read_text().count("worker ready") < count:
            if time.monotonic() > deadline:
                raise SystemExit("the workers did not start")
            time.sleep(0.1)
        yield
    finally:
        for worker in workers:
            end(worker)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def client(served: Served) -> httpx.AsyncClient:
    """Return a client of a service."""
    return httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{served.port}",
        headers={"content-type": "text/plain"},
        timeout=60,
        trust_env=False,
    )
