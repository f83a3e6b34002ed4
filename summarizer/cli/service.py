"""`summarizer serve`, `worker`, `keys` and `jobs`: run and operate the service."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime

from summarizer.cli.messages import Messenger, UsageError
from summarizer.cli.streams import deliver
from summarizer.errors import ConfigError
from summarizer.service.database import open_database
from summarizer.service.jobs import Jobs
from summarizer.service.keys import Key, KeyRing
from summarizer.service.server import serve, work
from summarizer.service.store import Job, Store
from summarizer.settings import load_settings

__all__ = [
    "adopt_jobs",
    "create_key",
    "list_jobs",
    "list_keys",
    "resume_job",
    "revoke_key",
    "run_server",
    "run_worker",
    "show_job",
]

OPERATOR = "operator"


def run_server(messages: Messenger, *, host: str, port: int) -> int:
    """Serve until a signal. Raises ConfigError, also when the address is in use."""
    _check_address(host, port)
    place = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def on_ready() -> None:
        messages.say(f"服务地址 {place}，Ctrl-C 停止", f"serving on {place}, stop with Ctrl-C")

    serve(load_settings(), host=host, port=port, on_ready=on_ready)
    return 0


def run_worker(messages: Messenger) -> int:
    """Process jobs until a signal."""
    settings = load_settings()
    messages.say("工作进程已启动，Ctrl-C 停止", "worker started, stop with Ctrl-C")
    work(settings)
    return 0


def create_key(messages: Messenger, name: str, *, scopes: Sequence[str], days: int | None) -> int:
    """Print a new secret once on stdout, and its purpose on stderr."""
    key, secret = _keys().create(name, scopes or ("submit", "read"), days=days)
    deliver(f"{secret}\n", None)
    messages.say(
        f"密钥 {key.id}（{' '.join(key.scopes)}）只显示这一次",
        f"key {key.id} ({' '.join(key.scopes)}), shown this once",
    )
    return 0


def list_keys() -> int:
    """Print one line per key, oldest first, without secrets."""
    deliver("".join(_key_line(key) for key in _keys().list()), None)
    return 0


def revoke_key(messages: Messenger, key: str) -> int:
    """Revoke a key. Raises UsageError when it does not exist."""
    if not _keys().revoke(key):
        raise UsageError(
            f"没有可吊销的密钥 {key!r}；见 summarizer keys list",
            f"no key {key!r} to revoke; see summarizer keys list",
        )
    messages.say(f"密钥 {key} 已吊销", f"key {key} is revoked")
    return 0


def list_jobs(messages: Messenger) -> int:
    """Print the number of jobs per state, and one line per unfinished job."""
    store = _store()
    counts = " · ".join(f"{state} {count}" for state, count in sorted(store.counts().items()))
    deliver("".join(_job_line(job) for job in store.open_jobs()), None)
    messages.say(counts or "没有任务", counts or "no jobs")
    return 0


def show_job(key: str) -> int:
    """Print one job as JSON without its summary. Raises UsageError."""
    fields = asdict(_job(_store(), key))
    del fields["summary"]
    fields["error"] = json.loads(fields["error"]) if fields["error"] else None
    deliver(json.dumps(fields, ensure_ascii=False, indent=2) + "\n", None)
    return 0


def resume_job(messages: Messenger, key: str) -> int:
    """Queue an ended incomplete job again."""
    store = _store()
    job = _job(store, key)
    if store.reopen(key) is None:
        raise UsageError(
            f"任务 {key} 的状态是 {job.state}，无需续做",
            f"job {key} is {job.state}; there is nothing to resume",
        )
    messages.say(f"任务 {key} 已重新排队", f"job {key} is queued again")
    return 0


def adopt_jobs(messages: Messenger, worker: str) -> int:
    """Hand over the jobs of a worker that will not return."""
    settings = load_settings()
    jobs = Jobs(settings, Store(open_database(settings)), worker_id=OPERATOR)
    jobs.launch(run=False)
    try:
        taken = jobs.adopt(worker)
    finally:
        jobs.close(wait_seconds=0)
    deliver("".join(f"{name}\n" for name in taken), None)
    messages.say(f"接管了 {len(taken)} 个任务", f"took over {len(taken)} jobs")
    return 0


def _check_address(host: str, port: int) -> None:
    """Raise ConfigError when the address cannot be used; the server would only log it."""
    with suppress(socket.gaierror), socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror:
            raise
        except OSError as error:
            raise ConfigError(
                f"无法在 {host} 端口 {port} 上提供服务：{error.strerror}；请换 --host 或 --port",
                f"cannot serve on {host} port {port}: {error.strerror}; choose another --host or"
                " --port",
                code="address",
            ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _keys() -> KeyRing:
    return KeyRing(open_database(load_settings()))


def _store() -> Store:
    return Store(open_database(load_settings()))


def _job(store: Store, key: str) -> Job:
    job = store.get(key)
    if job is None:
        raise UsageError(
            f"没有任务 {key!r}；见 summarizer jobs list",
            f"no job {key!r}; see summarizer jobs list",
        )
    return job


def _key_line(key: Key) -> str:
    state = "revoked" if key.revoked_at else "open"
    until = _time(key.expires_at) if key.expires_at else "-"
    said = (key.id, state, ",".join(key.scopes), _time(key.created_at), until, key.name)
    return "  ".join(said) + "\n"


def _job_line(job: Job) -> str:
    progress = f"{job.chunks_done}/{job.chunks_total or '?'}"
    return "  ".join((job.id, job.state, progress, _time(job.created_at), job.name)) + "\n"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
