"""Keys: what opens, what does not, and what each may do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from served import Served
from test_api import assert_problem

from summarizer.errors import ConfigError
from summarizer.service import keys as keys_module
from summarizer.service.database import open_database
from summarizer.service.keys import KeyRing
from summarizer.service.store import Batch, Store
from summarizer.settings import load_settings


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    made = open_database(load_settings(data_dir=tmp_path))
    yield made
    made.dispose()


def test_a_revoked_key_opens_nothing(engine: sa.Engine) -> None:
    ring = KeyRing(engine)
    key, secret = ring.create("clerk", ("read",))
    found = ring.caller(secret)
    assert found is not None
    assert (found.owner, found.scopes) == (key.id, {"read"})
    assert ring.revoke(key.id)
    assert ring.caller(secret) is None
    assert not ring.revoke(key.id)


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + "x", lambda s: s[:-9] + "-", str.upper]
)
def test_only_the_whole_secret_opens(engine: sa.Engine, change: object) -> None:
    ring = KeyRing(engine)
    _, secret = ring.create("clerk")
    assert callable(change)
    assert ring.caller(change(secret)) is None


def test_a_key_ends_at_its_time(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_700_000_000.0
    monkeypatch.setattr(keys_module, "time", SimpleNamespace(time=lambda: now))
    ring = KeyRing(engine)
    key, secret = ring.create("clerk", days=2)
    assert key.expires_at == now + 2 * 86_400
    now += 2 * 86_400 - 1
    assert ring.any()
    assert ring.caller(secret)
    assert ring.caller_of(key.id)
    now += 1
    assert not ring.any()
    assert ring.caller(secret) is None
    assert ring.caller_of(key.id) is None
    assert ring.ever_made()


def test_a_revoked_key_is_no_caller(engine: sa.Engine) -> None:
    ring = KeyRing(engine)
    assert not ring.ever_made()
    key, secret = ring.create("clerk")
    assert key.expires_at is None
    assert ring.caller_of(key.id) == ring.caller(secret)
    ring.revoke(key.id)
    assert ring.caller_of(key.id) is None
    assert not ring.any()
    assert ring.ever_made()
    assert ring.caller_of("unknown") is None


def test_the_last_use_is_recorded_to_the_minute(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = now = 1_700_000_000.0
    monkeypatch.setattr(keys_module, "time", SimpleNamespace(time=lambda: now))
    ring = KeyRing(engine)
    _, secret = ring.create("clerk")
    used = []
    for later in (0, 59, 60):
        now = start + later
        ring.caller(secret)
        used.append(ring.list()[0].last_used_at)
    assert used == [start, start, start + 60]


@pytest.mark.parametrize("scopes", [(), ("read", "write")])
def test_unknown_and_missing_scopes_are_refused(engine: sa.Engine, scopes: tuple[str, ...]) -> None:
    ring = KeyRing(engine)
    with pytest.raises(ConfigError):
        ring.create("clerk", scopes)
    assert ring.list() == []


@pytest.mark.matrix
def test_a_key_does_what_its_scopes_say(tmp_path: Path, report: bytes) -> None:
    served = Served(tmp_path / "data", {})
    try:
        keys = {
            scope: {
                "Authorization": "Bearer "
                + served.command("keys", "create", scope, "--scope", scope).stdout.strip()
            }
            for scope in ("read", "submit")
        }
        served.start()
        assert_problem(served.submit(report, **keys["read"]), 403, "forbidden")
        for path in ("/v1/verifications", "/v1/webhooks", "/v1/batches"):
            assert_problem(served.client.post(path, headers=keys["read"]), 403, "forbidden")
        made = served.submit(report, **keys["submit"])
        assert made.status_code == 202
        place = made.headers["location"]
        assert_problem(served.client.get(place, headers=keys["submit"]), 403, "forbidden")
        assert_problem(served.client.get(place, headers=keys["read"]), 404, "not-found")
        assert_problem(served.client.delete(place, headers=keys["read"]), 403, "forbidden")
    finally:
        served.close()


def test_a_foreign_batch_is_not_found(engine: sa.Engine) -> None:
    store = Store(engine)
    key, _ = store.submit_batch(Batch("one", (("a.txt", b"a"),), ()))
    assert store.batch(key, owner="one") is not None
    assert store.batch(key, owner="two") is None


def test_what_is_deleted_is_overwritten(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
