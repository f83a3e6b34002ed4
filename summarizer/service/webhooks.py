"""Webhooks after the Standard Webhooks specification: signed, retried, ids only.

`webhook-id`, `webhook-timestamp` and `webhook-signature: v1,base64(HMAC-SHA256(secret,
"{id}.{timestamp}.{body}"))`. Deliveries are rows, so a kill loses none; the same delivery keeps
its id over every try, by which a receiver drops repetitions.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hmac
import ipaddress
import json
import secrets
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import sqlalchemy as sa

from summarizer import tracing
from summarizer.service.database import deliveries, reading, webhooks, writing
from summarizer.service.problems import ProblemError
from summarizer.service.store import Job

__all__ = ["RETRY_SECONDS", "Webhook", "Webhooks", "sign"]

# The specification's table: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
RETRY_SECONDS = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
TIMEOUT_SECONDS = 15.0
POLL_SECONDS = 0.5
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Webhook:
    """A caller's address."""

    id: str
    owner: str
    url: str
    secret: str
    created_at: float
    disabled_at: float | None


def sign(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """The `webhook-signature` of a message; `secret` is `whsec_` + base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()


class Webhooks:
    """The addresses of all callers, and the loop that delivers to them."""

    def __init__(self, engine: sa.Engine, *, allowed_hosts: Sequence[str] = ()) -> None:
        self.engine = engine
        # Hosts an operator trusts although they are not public (a receiver on the intranet).
        self._allowed = frozenset(allowed_hosts)
        self._task: asyncio.Task[None] | None = None

    def add(self, owner: str, url: str) -> tuple[Webhook, str]:
        """A new address and its secret. Raises ProblemError 422 for one that we will not call."""
        self._check(url)
        hook = Webhook(
            id=uuid4().hex,
            owner=owner,
            url=url,
            secret="whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(),
            created_at=time.time(),
            disabled_at=None,
        )
        with writing(self.engine) as connection:
            values = {name: getattr(hook, name) for name in Webhook.__slots__}
            connection.execute(webhooks.insert().values(**values))
        return hook, hook.secret

    def of(self, owner: str) -> list[Webhook]:
        """The addresses of a caller, oldest first."""
        query = sa.select(webhooks).where(webhooks.c.owner == owner)
        with reading(self.engine) as connection:
            rows = connection.execute(query.order_by(webhooks.c.created_at)).all()
        return [Webhook(**row._mapping) for row in rows]

    def remove(self, key: str, owner: str) -> bool:
        """No further calls. False when the caller has no such address."""
        with writing(self.engine) as connection:
            done = connection.execute(
                webhooks.delete().where(webhooks.c.id == key, webhooks.c.owner == owner)
            )
            connection.execute(deliveries.delete().where(deliveries.c.webhook == key))
        return bool(done.rowcount)

    def announce(self, connection: sa.Connection, job: Job) -> None:
        """A job ended: one delivery for each address of its owner, in the same transaction."""
        data = {"id": job.id, "state": job.state, "batch": job.batch}
        body = json.dumps(
            {"type": f"summary.{job.state}", "timestamp": _iso(job.finished_at), "data": data}
        )
        hooks = connection.execute(
            sa.select(webhooks.c.id).where(
                webhooks.c.owner == job.owner, webhooks.c.disabled_at.is_(None)
            )
        ).scalars()
        for hook in hooks.all():
            connection.execute(
                deliveries.insert().values(
                    id=f"msg_{job.id}.{job.round}.{hook[:8]}",
                    webhook=hook,
                    body=body,
                    state="due",
                    tries=0,
                    next_at=0,
                )
            )

    def start(self) -> None:
        """Begin to deliver; within the loop that serves."""
        self._task = asyncio.create_task(self._deliver_for_ever())

    async def stop(self) -> None:
        """End the loop; what is due is delivered after the next start."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _deliver_for_ever(self) -> None:
        while True:
            with contextlib.suppress(sa.exc.DBAPIError):
                await self.deliver_due()
            await asyncio.sleep(POLL_SECONDS)

    async def deliver_due(self) -> int:
        """Everything that is due now, a few at once. Returns how many were tried."""
        due = await asyncio.to_thread(self._due)
        await asyncio.gather(*(self._deliver(*entry) for entry in due))
        return len(due)

    def _due(self) -> list[tuple[str, int, str, Webhook]]:
        query = (
            sa.select(deliveries.c.id.label("message"), deliveries.c.tries, deliveries.c.body)
            .add_columns(*webhooks.c)
            .join(webhooks, webhooks.c.id == deliveries.c.webhook)
            .where(deliveries.c.state == "due", deliveries.c.next_at <= time.time())
            .order_by(deliveries.c.number)
            .limit(_AT_ONCE)
        )
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        return [
            (
                row.message,
                row.tries,
                row.body,
                Webhook(**{name: getattr(row, name) for name in Webhook.__slots__}),
            )
            for row in rows
        ]

    async def _deliver(self, message: str, tries: int, body: str, hook: Webhook) -> None:
        told: tracing.Attributes = {
            "summarizer.message_id": message,
            "summarizer.try": tries + 1,
        }
        with tracing.span("webhook", told, kind="client", parent=_job_parent(message)) as span:
            outcome = await self._post(message, body, hook)
            failed = None if outcome.startswith("2") else outcome
            span.note({"summarizer.outcome": outcome, "error.type": failed})
        await asyncio.to_thread(self._note, message, tries + 1, outcome, hook)

    async def _post(self, message: str, body: str, hook: Webhook) -> str:
        """The status, or the class of what went wrong. 3xx counts as failed: never followed."""
        now = int(time.time())
        headers = {
            "content-type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": str(now),
            "webhook-signature": sign(hook.secret, message, now, body),
            **tracing.outgoing(),
        }
        try:
            url, host = await asyncio.to_thread(self._resolve, hook.url)
            headers["host"] = host
            async with (
                asyncio.timeout(TIMEOUT_SECONDS),
                httpx.AsyncClient(follow_redirects=False, trust_env=False) as client,
                client.stream(
                    "POST",
                    url,
                    content=body.encode(),
                    headers=headers,
                    extensions={"sni_hostname": host.partition(":")[0]},
                ) as response,
            ):
                return str(response.status_code)
        except (httpx.HTTPError, OSError, TimeoutError, ProblemError) as error:
            return type(error).__name__

    def _note(self, message: str, tries: int, outcome: str, hook: Webhook) -> None:
        """2xx: done. 410: the address wants no more. Else again, after the table's time."""
        state, next_at = "due", 0.0
        if outcome.startswith("2") and len(outcome) == 3:
            state = "done"
        elif outcome == "410" or tries >= len(RETRY_SECONDS):
            state = "given-up"
        else:
            next_at = time.time() + RETRY_SECONDS[tries]
        with writing(self.engine) as connection:
            connection.execute(
                deliveries.update()
                .where(deliveries.c.id == message)
                .values(state=state, tries=tries, next_at=next_at, last_status=outcome)
            )
            if outcome == "410":
                connection.execute(
                    webhooks.update()
                    .where(webhooks.c.id == hook.id)
                    .values(disabled_at=time.time())
                )

    def replay(self, message: str) -> bool:
        """Send a delivery again, whatever became of it. False when there is none."""
        with writing(self.engine) as connection:
            done = connection.execute(
                deliveries.update()
                .where(deliveries.c.id == message)
                .values(state="due", tries=0, next_at=0)
            )
        return bool(done.rowcount)

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        named = (parts.hostname or "") in self._allowed
        if parts.scheme != "https" and not (named and parts.scheme == "http"):
            raise _refused("须为 https 地址", "it must be an https address")
        if not parts.hostname or parts.username or parts.password:
            raise _refused("须有主机名且不含用户名", "it needs a host and no user name")
        try:
            parts.port  # noqa: B018 - raises for a port that is none
            self._resolve(url)
        except (OSError, ValueError) as error:
            raise _refused("无法解析该地址", "the address cannot be resolved") from error

    def _resolve(self, url: str) -> tuple[str, str]:
        """The url with the one address that was checked in place of the name, and the name: what
        is connected to is what was checked, whatever the name answers next."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
        public = all(_is_public(address) for address in addresses)
        if host not in self._allowed and not public:
            raise _refused("不允许指向内部网络", "it points into a private network")
        address = addresses[0]
        literal = f"[{address}]" if address.version == 6 else str(address)
        pinned = parts._replace(netloc=f"{literal}:{port}").geturl()
        return pinned, host if parts.port is None else f"{host}:{port}"


def _job_parent(message: str) -> str:
    """The job's place in its trace, out of the id of a message about it."""
    job_id, number, _ = message.removeprefix("msg_").split(".")
    return tracing.job_parent(job_id, int(number))


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """`is_global` also refuses shared address space (100.64/10), which `is_private` misses."""
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not (mapped or address).is_multicast


def _refused(zh: str, en: str) -> ProblemError:
    return ProblemError("invalid", zh=f"webhook 地址被拒绝：{zh}", en=f"webhook refused: {en}")


def _iso(moment: float | None) -> str:
    return datetime.fromtimestamp(moment or time.time(), UTC).isoformat(timespec="seconds")
