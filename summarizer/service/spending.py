"""What each key spends in a day (UTC), and the limit on it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from summarizer.schema import Usage
from summarizer.service.database import reading, spend
from summarizer.settings import Settings

__all__ = ["Spent", "charge", "over_limit", "seconds_to_midnight", "spent_today"]

MICRO = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens in and out, and their cost in the currency of the price list."""

    tokens: int
    cost: Decimal


def charge(connection: sa.Connection, owner: str, usage: Usage) -> None:
    """Add what a call cost to the owner's day, within the caller's transaction."""
    tokens = usage.input_tokens + usage.output_tokens
    micros = int((usage.cost or Decimal(0)) * MICRO)
    if not usage.calls or not (tokens or micros):
        return
    mine = (spend.c.owner == owner, spend.c.day == _today())
    done = connection.execute(
        spend.update()
        .where(*mine)
        .values(tokens=spend.c.tokens + tokens, micros=spend.c.micros + micros)
    )
    if not done.rowcount:
        connection.execute(
            spend.insert().values(owner=owner, day=_today(), tokens=tokens, micros=micros)
        )


def spent_today(engine: sa.Engine, owner: str) -> Spent:
    """What the owner spent since midnight, UTC."""
    query = sa.select(spend.c.tokens, spend.c.micros).where(
        spend.c.owner == owner, spend.c.day == _today()
    )
    with reading(engine) as connection:
        row = connection.execute(query).first()
    return Spent(row.tokens, Decimal(row.micros) / MICRO) if row else Spent(0, Decimal(0))


def over_limit(spent: Spent, settings: Settings) -> bool:
    """Has the day's limit been reached?"""
    tokens, cost = settings.tokens_per_day, settings.cost_per_day
    return (tokens is not None and spent.tokens >= tokens) or (
        cost is not None and spent.cost >= cost
    )


def seconds_to_midnight() -> int:
    """When the next day begins, UTC."""
    now = datetime.now(UTC)
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((tomorrow - now).total_seconds()) + 1


def _today() -> str:
    return datetime.fromtimestamp(time.time(), UTC).date().isoformat()
