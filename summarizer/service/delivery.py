"""Deliver webhooks: a few at once for each owner, with retries on a schedule.

Deliveries are rows, so none is lost when the process is killed. A slow receiver or a damaged row
does not delay other owners.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import time
from collections import Counter
from collections.abc import Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

import httpx
import sqlalchemy as sa
import structlog

from summarizer import tracing
from summarizer.service.database import reading, writing
from summarizer.service.problems import ProblemError
from summarizer.service.tables import deliveries, webhooks
from summarizer.service.webhook_urls import Resolver, WebhookUrl, parse, resolve

__all__ = ["RETRY_SECONDS", "Deliverer", "Webhook", "sign"]

# Schedule of the specification: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
RETRY_SECONDS = (0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
TIMEOUT_SECONDS = 15.0
POLL_SECONDS = 1.0
LOOKUPS = 16
# Maximum number of deliveries at once, in total and per owner.
AT_ONCE = 64
AT_ONCE_PER_OWNER = 4
SET_ASIDE = "set-aside"

log = structlog.get_logger("summarizer.webhooks")


@dataclass(frozen=True, slots=True)
class Webhook:
    """A registered webhook."""

    id: str
    owner: str
    url: str
    secret: str
    created_at: float
    disabled_at: float | None


@dataclass(frozen=True, slots=True)
class _Due:
    """A delivery that is due."""

    message: str
    tries: int
    body: str
    hook: Webhook


def sign(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """Return the `webhook-signature` of a message; `secret` is `whsec_` + base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, signed, sha256)).decode()


class Deliverer:
    """The loop that sends due deliveries."""

    def __init__(self, engine: sa.Engine, *, trusted: Set[str], resolver: Resolver) -> None:
        """`trusted`: hosts that may be on a private network and use plain HTTP."""
        self._engine = engine
        self._trusted = trusted
        self._resolver = resolver
        self._lookups = ThreadPoolExecutor(LOOKUPS, "webhook-lookup")
        self._task: asyncio.Task[None] | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._owners: dict[str, str] = {}

    def start(self) -> None:
        """Start delivering, within the server's event loop."""
        self._task = asyncio.create_task(self._deliver_for_ever())

    async def stop(self) -> None:
        """Stop the loop; due deliveries are sent after the next start."""
        tasks = [task for task in (self._task, *self._running.values()) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lookups.shutdown(wait=False, cancel_futures=True)

    async def _deliver_for_ever(self) -> None:
        while True:
            try:
                await self._begin_due()
            except Exception as error:
                # The table holds every delivery, so the next look retries. If this loop ended, no
                # webhook would be delivered.
                log.warning("webhooks not looked at", kind=type(error).__name__)
            await asyncio.sleep(POLL_SECONDS)

    async def deliver_due(self) -> int:
        """Send everything that is due and within the limits. Returns the number of attempts."""
        begun = await self._begin_due()
        await asyncio.gather(*begun)
        return len(begun)

    async def _begin_due(self) -> list[asyncio.Task[None]]:
        """Begin due deliveries, a few at once for each owner, so that slow receivers do not block
        others.
        """
        busy = Counter(self._owners[message] for message in self._running)
        begun = []
        for due in await asyncio.to_thread(self._due):
            full = len(self._running) >= AT_ONCE or busy[due.hook.owner] >= AT_ONCE_PER_OWNER
            if due.message in self._running or full:
                continue
            busy[due.hook.owner] += 1
            task = asyncio.create_task(self._deliver(due))
            self._running[due.message], self._owners[due.message] = task, due.hook.owner
            task.add_done_callback(partial(self._has_ended, due.message))
            begun.append(task)
        return begun

    def _has_ended(self, message: str, _task: asyncio.Task[None]) -> None:
        del self._running[message], self._owners[message]

    def _due(self) -> list[_Due]:
        """Return due deliveries in fair order: the first of each owner before the second of any."""
        turn = sa.func.row_number().over(
            partition_by=webhooks.c.owner, order_by=(deliveries.c.next_at, deliveries.c.number)
        )
        first = (
            sa.select(deliveries.c.number, turn.label("turn"))
            .join(webhooks, webhooks.c.id == deliveries.c.webhook)
            .where(deliveries.c.state == "due", deliveries.c.next_at <= time.time())
            .subquery()
        )
        query = (
            sa.select(deliveries.c.id.label("message"), deliveries.c.tries, deliveries.c.body)
            .add_columns(*webhooks.c)
            .join(webhooks, webhooks.c.id == deliveries.c.webhook)
            .join(first, first.c.number == deliveries.c.number)
            .where(first.c.turn <= 2 * AT_ONCE_PER_OWNER)
            .order_by(first.c.turn, deliveries.c.number)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        hook = Webhook.__slots__
        return [
            _Due(
                row.message,
                row.tries,
                row.body,
                Webhook(**{name: getattr(row, name) for name in hook}),
            )
            for row in rows
        ]

    async def _deliver(self, due: _Due) -> None:
        try:
            outcome = await self._try(due)
        except Exception as error:
            # The row is damaged: retrying cannot help.
            outcome = f"{SET_ASIDE}: {type(error).__name__}"
            log.error("webhook set aside", message_id=due.message, kind=type(error).__name__)
        try:
            await asyncio.to_thread(self._note, due, outcome)
        except sa.exc.DBAPIError as error:
            log.warning("webhook not noted", message_id=due.message, kind=type(error).__name__)

    async def _try(self, due: _Due) -> str:
        told: tracing.Attributes = {
            "summarizer.message_id": due.message,
            "summarizer.try": due.tries + 1,
        }
        parent = _job_parent(due.message)
        with tracing.span("webhook", told, kind="client", parent=parent) as span:
            outcome = await self._post(due)
            failed = None if outcome.startswith("2") else outcome
            span.note({"summarizer.outcome": outcome, "error.type": failed})
        return outcome

    async def _post(self, due: _Due) -> str:
        """Return the status, or the class of the error. Redirects (3xx) count as failed and are not
        followed.
        """
        now = int(time.time())
        url = parse(due.hook.url, trusted=self._trusted)
        headers = {
            "content-type": "application/json",
            "host": url.host_header,
            "webhook-id": due.message,
            "webhook-timestamp": str(now),
            "webhook-signature": sign(due.hook.secret, due.message, now, due.body),
            **tracing.outgoing(),
        }
        try:
            async with (
                asyncio.timeout(TIMEOUT_SECONDS),
                httpx.AsyncClient(follow_redirects=False, trust_env=False) as client,
                client.stream(
                    "POST",
                    url.at(await self.resolve(url)),
                    content=due.body.encode(),
                    headers=headers,
                    extensions={"sni_hostname": url.host},
                ) as response,
            ):
                return str(response.status_code)
        except (httpx.HTTPError, OSError, TimeoutError, ProblemError) as error:
            return type(error).__name__

    async def resolve(self, url: WebhookUrl) -> str:
        """Resolve a name in a separate thread pool, so that slow lookups take no thread from the
        database.
        """
        look = partial(resolve, url, self._resolver, trusted=self._trusted)
        return await asyncio.get_running_loop().run_in_executor(self._lookups, look)

    def _note(self, due: _Due, outcome: str) -> None:
        """Record an attempt.

        2xx: delivered. 410: the webhook is removed. Anything else is retried on schedule.
        """
        state, next_at, tries = "due", 0.0, due.tries + 1
        if outcome.startswith("2") and len(outcome) == 3:
            state = "done"
        elif outcome.startswith(SET_ASIDE):
            state = SET_ASIDE
        elif outcome == "410" or tries >= len(RETRY_SECONDS):
            state = "given-up"
        else:
            next_at = time.time() + RETRY_SECONDS[tries]
        with writing(self._engine) as connection:
            connection.execute(
                deliveries.update()
                .where(deliveries.c.id == due.message)
                .values(state=state, tries=tries, next_at=next_at, last_status=outcome)
            )
            if outcome == "410":
                connection.execute(
                    webhooks.update()
                    .where(webhooks.c.id == due.hook.id)
                    .values(disabled_at=time.time())
                )


def _job_parent(message: str) -> str:
    """Return the job's trace context from the id of a message about it."""
    job_id, number, _ = message.removeprefix("msg_").split(".")
    return tracing.job_parent(job_id, int(number))
