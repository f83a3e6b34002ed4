"""Spending per key and day (UTC), and its limit."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from summarizer.errors import ConfigError
from summarizer.schema import Usage
from summarizer.service.database import reading
from summarizer.service.tables import costs, spend
from summarizer.settings import Settings

__all__ = [
    "Spent",
    "charge",
    "over_limit",
    "refuse_unpriced",
    "seconds_to_midnight",
    "spent_on",
    "spent_today",
]

MICRO = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Spent:
    """Input and output tokens, and their cost in the currency of the price list."""

    tokens: int
    cost: Decimal


def charge(connection: sa.Connection, owner: str, job: str, usage: Usage) -> None:
    """Add the cost of a call to the owner's day and to the job, within the caller's transaction."""
    tokens = usage.input_tokens + usage.output_tokens
    micros = int((usage.cost or Decimal(0)) * MICRO)
    if not usage.calls or not (tokens or micros):
        return
    _add(connection, spend, {"owner": owner, "day": _today()}, tokens=tokens, micros=micros)
    if micros:
        _add(connection, costs, {"job": job}, micros=micros)


def _add(
    connection: sa.Connection, table: sa.Table, row: Mapping[str, str], **amounts: int
) -> None:
    """Add amounts to a row, which is created if missing."""
    here = [table.c[name] == value for name, value in row.items()]
    raised = {name: table.c[name] + amount for name, amount in amounts.items()}
    if not connection.execute(table.update().where(*here).values(**raised)).rowcount:
        connection.execute(table.insert().values(**row, **amounts))


def spent_on(engine: sa.Engine, job: str) -> Decimal:
    """Return the cost of a job so far, over all its rounds."""
    query = sa.select(costs.c.micros).where(costs.c.job == job)
    with reading(engine) as connection:
        return Decimal(connection.execute(query).scalar() or 0) / MICRO


def spent_today(engine: sa.Engine, owner: str) -> Spent:
    """Return the owner's spending since midnight UTC."""
    query = sa.select(spend.c.tokens, spend.c.micros).where(
        spend.c.owner == owner, spend.c.day == _today()
    )
    with reading(engine) as connection:
        row = connection.execute(query).first()
    return Spent(row.tokens, Decimal(row.micros) / MICRO) if row else Spent(0, Decimal(0))


def over_limit(spent: Spent, settings: Settings) -> bool:
    """Whether the day's limit is reached."""
    tokens, cost = settings.tokens_per_day, settings.cost_per_day
    return (tokens is not None and spent.tokens >= tokens) or (
        cost is not None and spent.cost >= cost
    )


def refuse_unpriced(settings: Settings) -> None:
    """Raise ConfigError when there is a limit on cost but no price for the model, because the limit
    could never be reached.
    """
    limits = {"LLM_MAX_COST": settings.llm_max_cost, "COST_PER_DAY": settings.cost_per_day}
    chosen = [f"SUMMARIZER_{name}" for name, limit in limits.items() if limit is not None]
    model = settings.llm_model
    if model is None or not chosen or {model, "*"} & settings.llm_prices.keys():
        return
    raise ConfigError(
        f"设置了 {chosen[0]}，但没有模型 {model} 的价格；请设置 SUMMARIZER_LLM_PRICES",
        f"{chosen[0]} is set and there is no price of {model}; set SUMMARIZER_LLM_PRICES",
    )


def seconds_to_midnight() -> int:
    """Return the seconds until midnight UTC."""
    now = datetime.now(UTC)
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((tomorrow - now).total_seconds()) + 1


def _today() -> str:
    return datetime.fromtimestamp(time.time(), UTC).date().isoformat()
