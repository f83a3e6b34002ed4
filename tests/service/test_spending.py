"""What a key may spend in a day, in tokens and in money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from summarizer.schema import Usage
from summarizer.service.database import open_database
from summarizer.service.spending import Spent, over_limit, spent_on, spent_today
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


def test_what_is_handed_back_waits_under_a_new_name(store: Store) -> None:
    job = begun(store)
    assert not store.hand_back(job.id, 2)
    assert store.hand_back(job.id, 1)
    now = store.get(job.id)
    assert now is not None
    assert (now.state, now.round) == ("queued", 2)
    # Whoever comes late with the old round changes nothing.
    assert not store.finish(job, "succeeded", summary="{}")
    assert not store.hand_back(job.id, 2)
