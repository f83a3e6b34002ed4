"""Webhooks according to Standard Webhooks: signed, retried, ids only.

`webhook-id`, `webhook-timestamp` and `webhook-signature: v1,base64(HMAC-SHA256(secret,
"{id}.{timestamp}.{body}"))`. Deliveries are rows, so none is lost when the process is killed. A
delivery keeps its id over every try, so that receivers can drop repetitions.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa

from summarizer.service.database import reading, writing
from summarizer.service.delivery import Deliverer, Webhook
from summarizer.service.problems import ProblemError
from summarizer.service.rows import lock
from summarizer.service.store import Job
from summarizer.service.tables import deliveries, webhooks
from summarizer.service.webhook_urls import Resolver, parse, system_resolver

__all__ = ["Webhook", "Webhooks"]

# Time limit for resolving an address at registration.
LOOKUP_SECONDS = 5.0
MOST_PER_OWNER = 20


class Webhooks:
    """The webhooks of all callers, and their delivery loop."""

    def __init__(
        self,
        engine: sa.Engine,
        *,
        allowed_hosts: Sequence[str] = (),
        resolver: Resolver = system_resolver,
    ) -> None:
        """`allowed_hosts`: hosts that an operator trusts although they are not public (a receiver
        on the intranet).
        """
        self.engine = engine
        self._trusted = frozenset(host.lower() for host in allowed_hosts)
        self._deliverer = Deliverer(engine, trusted=self._trusted, resolver=resolver)
        self.start, self.stop = self._deliverer.start, self._deliverer.stop
        self.deliver_due = self._deliverer.deliver_due

    async def add(self, owner: str, url: str) -> tuple[Webhook, str]:
        """Add an address and return it with its secret.

        Raises ProblemError 422 for a refused address and for too many.
        """
        parsed = parse(url, trusted=self._trusted)
        try:
            async with asyncio.timeout(LOOKUP_SECONDS):
                await self._deliverer.resolve(parsed)
        except TimeoutError as error:
            raise ProblemError(
                "invalid",
                zh="webhook 地址被拒绝：域名解析超时",
                en="webhook refused: looking up its name takes too long",
            ) from error
        hook = Webhook(
            id=uuid4().hex,
            owner=owner,
            url=url,
            secret="whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(),
            created_at=time.time(),
            disabled_at=None,
        )
        await asyncio.to_thread(self._insert, hook)
        return hook, hook.secret

    def _insert(self, hook: Webhook) -> None:
        mine = sa.select(sa.func.count()).where(webhooks.c.owner == hook.owner)
        with writing(self.engine) as connection:
            lock(connection, f"webhooks of {hook.owner}")
            if connection.execute(mine).scalar_one() >= MOST_PER_OWNER:
                raise ProblemError(
                    "invalid",
                    zh=f"每个密钥最多 {MOST_PER_OWNER} 个 webhook；请先删除不用的",
                    en=f"a key has at most {MOST_PER_OWNER} webhooks; remove one first",
                )
            values = {name: getattr(hook, name) for name in Webhook.__slots__}
            connection.execute(webhooks.insert().values(**values))

    def of(self, owner: str) -> list[Webhook]:
        """Return a caller's addresses, oldest first."""
        query = sa.select(webhooks).where(webhooks.c.owner == owner)
        with reading(self.engine) as connection:
            rows = connection.execute(query.order_by(webhooks.c.created_at)).all()
        return [Webhook(**row._mapping) for row in rows]

    def remove(self, key: str, owner: str) -> bool:
        """Remove an address. Returns False when the caller has no such address."""
        with writing(self.engine) as connection:
            done = connection.execute(
                webhooks.delete().where(webhooks.c.id == key, webhooks.c.owner == owner)
            )
            if done.rowcount:
                connection.execute(deliveries.delete().where(deliveries.c.webhook == key))
        return bool(done.rowcount)

    def announce(self, connection: sa.Connection, job: Job) -> None:
        """Queue a delivery to each address of the owner of an ended job, in the same
        transaction.
        """
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

    def replay(self, message: str) -> bool:
        """Send a delivery again, whatever its state. Returns False when it does not exist."""
        with writing(self.engine) as connection:
            done = connection.execute(
                deliveries.update()
                .where(deliveries.c.id == message)
                .values(state="due", tries=0, next_at=0)
            )
        return bool(done.rowcount)


def _iso(moment: float | None) -> str:
    return datetime.fromtimestamp(moment or time.time(), UTC).isoformat(timespec="seconds")
