"""`summarizer serve` and `summarizer worker`: assemble the parts and run them."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

import structlog
import uvicorn

from summarizer import tracing
from summarizer.errors import ConfigError
from summarizer.memory import freeze_startup_heap
from summarizer.service.addresses import AddressLimit
from summarizer.service.app import Service, create_app
from summarizer.service.connections import impatient, raise_file_limit
from summarizer.service.cursor import Cursors
from summarizer.service.database import open_database
from summarizer.service.documents import Documents
from summarizer.service.events import Feed
from summarizer.service.jobs import Jobs
from summarizer.service.keys import KeyRing
from summarizer.service.limits import RateLimit
from summarizer.service.loopback import Door, is_loopback
from summarizer.service.metrics import Metrics
from summarizer.service.portfolios import Portfolios
from summarizer.service.reviewing import Reviews
from summarizer.service.sessions import Sessions
from summarizer.service.store import Store
from summarizer.service.verifying import Verifier
from summarizer.service.webhooks import Webhooks
from summarizer.settings import Settings

__all__ = ["serve", "work"]

# Well within the 20 seconds allowed for a stop.
STEP_SECONDS = 10.0
STREAM_SECONDS = 5
# Time for which /readyz answers 503 before the port closes.
NOTICE_SECONDS = 1.0


def serve(
    settings: Settings, *, host: str, port: int, on_ready: Callable[[], None] = lambda: None
) -> None:
    """Run the HTTP interface and a worker until a signal.

    `on_ready` is called once the server answers. Raises ConfigError.
    """
    set_up_logs()
    raise_file_limit()
    # Only the owner may read reports and keys, whatever the shell's umask.
    os.umask(0o077)
    engine = open_database(settings)
    keys = KeyRing(engine)
    near = is_loopback(host)
    if not near and not keys.any():
        raise ConfigError(
            f"在非本机地址 {host} 上提供服务须先创建密钥：summarizer keys create 名称",
            f"serving on {host}, which is not loopback, needs a key first: summarizer keys"
            " create NAME",
            code="no-keys",
        )
    webhooks = Webhooks(engine, allowed_hosts=settings.webhook_hosts)
    store = Store(engine, on_end=webhooks.announce)
    with WorkerSlot(settings) as slot:
        _start_tracing(slot)
        jobs = Jobs(settings, store, worker_id=slot.name)
        jobs.launch()
        freeze_startup_heap()
        service = Service(
            settings=settings,
            store=store,
            jobs=jobs,
            keys=keys,
            webhooks=webhooks,
            feed=Feed(store),
            metrics=Metrics(),
            verifier=Verifier(settings),
            cursors=Cursors(cursor_secret(settings)),
            rate=RateLimit(settings.requests_per_minute),
            door=Door(keys, near=near),
            documents=Documents(settings, store),
            reviews=Reviews(engine),
            portfolios=Portfolios(engine),
            sessions=Sessions(engine, keys, cursor_secret(settings)),
        )
        try:
            _Server(_uvicorn_config(service, host=host, port=port), service, on_ready).run()
        finally:
            service.documents.close()
            service.verifier.close()
            jobs.close(wait_seconds=STEP_SECONDS)
            tracing.stop()


def _uvicorn_config(service: Service, *, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(service),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=2048,
        # Only a configured proxy may set the client's address.
        forwarded_allow_ips=[str(network) for network in service.settings.proxies],
        http=impatient(service.settings.receipt_seconds, _address_limit(service)),
        timeout_graceful_shutdown=STREAM_SECONDS,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=65_536,
    )


def _address_limit(service: Service) -> AddressLimit:
    settings = service.settings
    return AddressLimit(
        settings.connections_per_address,
        settings.proxies,
        on_refusal=service.metrics.refused_connections.inc,
    )


class _Server(uvicorn.Server):
    """Reports when it is ready and, before it stops, that it is stopping; a second signal stops it
    at once.
    """

    def __init__(
        self, config: uvicorn.Config, service: Service, on_ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._service = service
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the port."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike the original, do not raise the signal again at the end: running steps are saved
        after this.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._on_signal, number)
        yield

    def _on_signal(self, number: int) -> None:
        if self._service.stopping.is_set():
            os._exit(128 + number)
        self._service.stopping.set()
        self._service.feed.end_streams()
        asyncio.get_running_loop().call_later(NOTICE_SECONDS, self._stop)

    def _stop(self) -> None:
        self.should_exit = True


def work(settings: Settings) -> None:
    """Run a further worker process until a signal."""
    set_up_logs()
    raise_file_limit()
    # Only the owner may read reports and keys, whatever the shell's umask.
    os.umask(0o077)
    engine = open_database(settings)
    webhooks = Webhooks(engine, allowed_hosts=settings.webhook_hosts)
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(143)
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    with WorkerSlot(settings) as slot:
        _start_tracing(slot)
        store = Store(engine, on_end=webhooks.announce)
        jobs = Jobs(settings, store, worker_id=slot.name)
        jobs.launch()
        freeze_startup_heap()
        structlog.get_logger("summarizer").info("worker ready", worker_id=slot.name)
        stop.wait()
        jobs.close(wait_seconds=STEP_SECONDS)
        tracing.stop()


class WorkerSlot:
    """A worker's fixed name: `WORKER_ID`, else the first slot of this data folder that no living
    process holds.

    A restarted worker gets its old name and so its old jobs.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._file: IO[str] | None = None
        self.name = ""

    def __enter__(self) -> WorkerSlot:
        folder = self._settings.data_dir / "workers"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        given = self._settings.worker_id
        names = [given] if given else [f"worker-{number}" for number in range(1, 65)]
        for name in names:
            if self._take(folder / f"{name}.lock"):
                self.name = name
                return self
        raise ConfigError(
            f"工作进程编号 {names[0]} 正被另一个进程使用；"
            "请为每个进程设置不同的 SUMMARIZER_WORKER_ID",
            f"worker id {names[0]} is held by another process; give each its own"
            " SUMMARIZER_WORKER_ID",
            code="worker-id-taken",
        )

    def _take(self, path: Path) -> bool:
        file = path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()


def _start_tracing(slot: WorkerSlot) -> None:
    """Start tracing. Failures are not fatal: a cluster may set OTEL_ variables for every
    process.
    """
    try:
        tracing.start(slot.name)
    except tracing.TracingUnavailable as error:
        structlog.get_logger("summarizer").warning("no traces", reason=str(error))


def cursor_secret(settings: Settings) -> bytes:
    """Return the key that signs cursors; created once and kept in the data folder."""
    path = settings.data_dir / "cursor.key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return path.read_bytes()


def set_up_logs() -> None:
    """Log JSON lines to stderr, with ids but no text of a report."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(__import__("sys").stderr),
    )
    logging.getLogger("dbos").setLevel(logging.ERROR)
