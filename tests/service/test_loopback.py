"""The open mode: no page of another site may use it, and it closes for good with the first key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from served import Served
from test_api import assert_problem

from summarizer.service.database import open_database
from summarizer.service.keys import KeyRing
from summarizer.service.loopback import Door
from summarizer.service.tables import keys
from summarizer.settings import load_settings

pytestmark = pytest.mark.matrix

Start = Callable[..., Served]
FOREIGN = ["evil.example", "127.0.0.1.evil.example:8000", "localhost.evil.example", "10.0.0.1", "["]
HERE = ["localhost", "127.0.0.1", "[::1]:8000", "localhost:9000", "127.8.8.8"]


@pytest.mark.parametrize("path", ["/", "/livez", "/metrics", "/v1/summaries", "/v1/openapi.json"])
@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_421(service: Served, host: str, path: str) -> None:
    assert_problem(service.client.get(path, headers={"Host": host}), 421, "foreign-host")


@pytest.mark.parametrize("host", HERE)
def test_this_machine_has_several_names(service: Served, host: str) -> None:
    assert service.client.get("/v1/summaries", headers={"Host": host}).status_code == 200


def crossing(own: str) -> Iterator[dict[str, str]]:
    """Headers that a browser sends with a request of another site's page."""
    for origin in ("https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"):
        yield {"Origin": origin}
    yield {"Origin": f"{own}.evil.example"}
    yield {"Sec-Fetch-Site": "cross-site"}
    yield {"Sec-Fetch-Site": "same-site"}


def test_a_page_of_another_site_changes_nothing(service: Served, report: bytes) -> None:
    made = service.submit(report, Prefer="wait=20").json()["id"]
    changes = [
        ("POST", "/v1/summaries"),
        ("POST", "/v1/verifications"),
        ("POST", "/v1/webhooks"),
        ("POST", "/v1/batches"),
        ("POST", f"/v1/summaries/{made}/cancel"),
        ("DELETE", f"/v1/summaries/{made}"),
    ]
    before = service.client.get("/v1/summaries").json()
    for method, path in changes:
        for headers in crossing(service.url):
            plain = {"content-type": "text/plain", **headers}
            answer = service.client.request(method, path, content=report, headers=plain)
            assert_problem(answer, 403, "foreign-origin")
    assert service.client.get("/v1/summaries").json() == before


def test_our_own_page_may(service: Served, report: bytes) -> None:
    headers = {"Origin": service.url, "Sec-Fetch-Site": "same-origin"}
    assert service.submit(report, **headers).status_code == 202
    # What only reads gives another site nothing, because no answer allows it to look.
    answer = service.client.get("/v1/summaries", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_a_key_that_is_made_closes_the_door_at_once(start: Start, report: bytes) -> None:
    served = start()
    assert served.submit(report).status_code == 202
    secret = served.command("keys", "create", "clerk").stdout.strip()
    assert_problem(served.client.get("/v1/summaries"), 401)
    # With a key any name may lead here, and the caller proves who asks.
    headers = {"Authorization": f"Bearer {secret}", "Host": "reports.example"}
    assert served.client.get("/v1/summaries", headers=headers).status_code == 200


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[KeyRing]:
    engine = open_database(load_settings(data_dir=tmp_path))
    yield KeyRing(engine)
    engine.dispose()


def expire(ring: KeyRing) -> None:
    with ring.engine.begin() as connection:
        connection.execute(keys.update().values(expires_at=sa.literal(1.0)))


async def test_an_expired_or_revoked_key_never_opens_the_door(ring: KeyRing) -> None:
    assert await Door(ring, near=True).is_open()
    assert not await Door(ring, near=False).is_open()
    key, secret = ring.create("clerk", days=1)
    expire(ring)
    assert ring.caller(secret) is None
    assert not ring.any()
    assert not await Door(ring, near=True).is_open()
    ring.revoke(key.id)
    assert not await Door(ring, near=True).is_open()


def test_the_only_key_expires_and_the_service_starts_again(start: Start) -> None:
    served = start()
    served.command("keys", "create", "clerk")
    assert served.stop() in (0, 143)
    engine = open_database(load_settings(data_dir=served.data))
    expire(KeyRing(engine))
    engine.dispose()
    served.start()
    assert_problem(httpx.get(f"{served.url}/v1/summaries"), 401)
