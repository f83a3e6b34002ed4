"""Keys: what opens, what does not, and what each may do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from served import Served
from test_api import assert_problem

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
