"""What a key may spend in a day, in tokens and in money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from summarizer.errors import ConfigError
from summarizer.schema import Usage
from summarizer.service import spending
from summarizer.service.database import open_database, writing
from summarizer.service.spending import (
    Spent,
    charge,
    over_limit,
    refuse_unpriced,
    seconds_to_midnight,
    spent_on,
    spent_today,
)
from summarizer.service.store import Job, Store, Submission
from summarizer.settings import load_settings


@pytest.mark.parametrize(
    ("spent", "limits", "over"),
    [
        (Spent(99, Decimal("0")), {"tokens_per_day": 100}, False),
        (Spent(100, Decimal("0")), {"tokens_per_day": 100}, True),
        (Spent(0, Decimal("0.99")), {"cost_per_day": "1"}, False),
        (Spent(0, Decimal("1")), {"cost_per_day": "1"}, True),
        (Spent(0, Decimal("1.5")), {"cost_per_day": "1"}, True),
        (Spent(0, Decimal("0")), {"cost_per_day": "0"}, True),
        (Spent(10**9, Decimal("1e6")), {}, False),
    ],
)
def test_a_day_has_its_limit(spent: Spent, limits: dict[str, str], over: bool) -> None:
    assert over_limit(spent, load_settings(**limits)) is over


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(open_database(load_settings(data_dir=tmp_path)))
    yield made
    made.engine.dispose()


def begun(store: Store) -> Job:
    job, _ = store.submit(Submission("me", "x.txt", b"x"))
    found = store.begin(job.id, 1)
    assert found is not None
    return found


def test_each_reading_is_charged_and_counted_once(store: Store) -> None:
    job = begun(store)
    usage = Usage(calls=1, input_tokens=900, output_tokens=100, cost=Decimal("0.25"))
    store.keep_reading(job, 0, "{}", complete=False, usage=usage)
    store.keep_reading(job, 1, "{}", complete=True, usage=usage)
    # Read once more: it costs again, and is no more progress.
    store.keep_reading(job, 0, "{}", complete=True, usage=usage)
    now = store.get(job.id)
    assert now is not None
    assert now.chunks_done == 2
    assert spent_today(store.engine, "me") == Spent(3000, Decimal("0.75"))
    assert spent_today(store.engine, "another") == Spent(0, Decimal(0))
    assert spent_on(store.engine, job.id) == Decimal("0.75")


@pytest.mark.parametrize(
    ("usage", "spent"),
    [
        (Usage(calls=0, input_tokens=5, cost=Decimal(1)), Spent(0, Decimal(0))),
        (Usage(calls=1, input_tokens=5), Spent(5, Decimal(0))),
        (Usage(calls=1, output_tokens=7), Spent(7, Decimal(0))),
        (Usage(calls=1, cost=Decimal("0.5")), Spent(0, Decimal("0.5"))),
        (Usage(calls=1), Spent(0, Decimal(0))),
    ],
)
def test_calls_are_charged_in_tokens_and_money(store: Store, usage: Usage, spent: Spent) -> None:
    with writing(store.engine) as connection:
        charge(connection, "me", "job", usage)
    assert spent_today(store.engine, "me") == spent
    assert spent_on(store.engine, "job") == spent.cost


def test_each_day_begins_at_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2024, 3, 1, 23, 59, tzinfo=UTC).timestamp()
    monkeypatch.setattr(spending, "time", SimpleNamespace(time=lambda: now))
    with writing(store.engine) as connection:
        charge(connection, "me", "job", Usage(calls=1, input_tokens=5))
    assert spent_today(store.engine, "me").tokens == 5
    now += 60
    assert spent_today(store.engine, "me").tokens == 0


def test_the_next_day_is_never_further_than_a_day() -> None:
    now = datetime.now(UTC)
    left = seconds_to_midnight()
    tomorrow = (now + timedelta(seconds=left)).date()
    assert 1 <= left <= 86_400
    assert (tomorrow - now.date()).days in (1, 2)


@pytest.mark.parametrize("limit", ["llm_max_cost", "cost_per_day"])
def test_a_limit_on_cost_needs_a_price(limit: str) -> None:
    given = {"llm_model": "m", "llm_base_url": "http://127.0.0.1:9/v1"}
    price = {"input": "1", "output": "1"}
    refuse_unpriced(load_settings(**given))
    refuse_unpriced(load_settings(**{limit: "0"}))
    for name in ("m", "*"):
        refuse_unpriced(load_settings(**given, **{limit: "0"}, llm_prices={name: price}))
    with pytest.raises(ConfigError):
        refuse_unpriced(load_settings(**given, **{limit: "0"}, llm_prices={"other": price}))


def test_what_is_handed_back_waits_under_a_new_name(store: Store) -> None:
    job = begun(store)
    assert not store.hand_back(job.id, 2)
    assert store.hand_back(job.id, 1)
    now = store.get(job.id)
    assert now is not None
    assert (now.state, now.round) == ("queued", 2)
    # Whoever comes late with the old round changes nothing.
    assert not store.finish(job, "succeeded", summary="{}")
    assert not store.hand_back(job.id, 1)


def test_what_was_taken_but_not_begun_is_handed_back_too(store: Store) -> None:
    job, _ = store.submit(Submission("me", "x.txt", b"x"))
    assert store.hand_back(job.id, job.round)
    now = store.get(job.id)
    assert now is not None
    assert (now.state, now.round) == ("queued", job.round + 1)
