"""Webhooks at a real receiver: signed, retried after the table, the same id over every try."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from served import Served

from summarizer.service.database import deliveries, open_database, webhooks
from summarizer.service.store import Store, Submission
from summarizer.service.webhooks import RETRY_SECONDS, Webhooks
from summarizer.settings import load_settings


class Receiver(ThreadingHTTPServer):
    """Keeps what comes and answers from a script, then 200."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receive)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.script: list[int] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Receive(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
        status = self.server.script.pop(0) if self.server.script else 200
        self.send_response(status)
        self.send_header("Location", self.server.url + "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


class Sender:
    """A database of its own, one address, and the clock of its deliveries."""

    def __init__(self, folder: Path, url: str) -> None:
        settings = load_settings(data_dir=folder)
        self.engine = open_database(settings)
        self.webhooks = Webhooks(self.engine, allowed_hosts=("127.0.0.1",))
        self.store = Store(self.engine, on_end=self.webhooks.announce)
        self.hook, self.secret = self.webhooks.add("me", url)

    def end_a_job(self) -> str:
        """A job ends, so its owner is told."""
        job, _ = self.store.submit(Submission("me", "x.txt", b"x"))
        begun = self.store.begin(job.id, 1)
        assert begun is not None
        assert self.store.finish(begun, "succeeded", summary="{}")
        return job.id

    def delivery(self) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(sa.select(deliveries)).one()

    def let_time_pass(self) -> None:
        """What waits for its time is due."""
        with self.engine.begin() as connection:
            connection.execute(deliveries.update().values(next_at=0))


@pytest.fixture
def sender(tmp_path: Path, receiver: Receiver) -> Iterator[Sender]:
    made = Sender(tmp_path, receiver.url)
    yield made
    made.engine.dispose()


async def test_p16_a_target_that_is_down_for_days(sender: Sender, receiver: Receiver) -> None:
    receiver.script = [500, 301, 429, *[503] * 20]
    sender.end_a_job()
    waits = []
    for _ in range(len(RETRY_SECONDS)):
        assert await sender.webhooks.deliver_due() == 1
        waits.append(sender.delivery().next_at - time.time())
        sender.let_time_pass()
    assert await sender.webhooks.deliver_due() == 0
    assert sender.delivery().state == "given-up"
    assert len(receiver.came) == len(RETRY_SECONDS)
    for waited, wanted in zip(waits[:-1], RETRY_SECONDS[1:], strict=True):
        assert abs(waited - wanted) < 5
    assert "/elsewhere" not in receiver.url
    receiver.script = []
    assert sender.webhooks.replay(sender.delivery().id)
    assert await sender.webhooks.deliver_due() == 1
    assert sender.delivery().state == "done"


async def test_p16_gone_means_gone(sender: Sender, receiver: Receiver) -> None:
    receiver.script = [410]
    sender.end_a_job()
    await sender.webhooks.deliver_due()
    assert sender.delivery().state == "given-up"
    with sender.engine.connect() as connection:
        assert connection.execute(sa.select(webhooks.c.disabled_at)).scalar()
    sender.end_a_job()
    assert await sender.webhooks.deliver_due() == 0


async def test_p17_a_repeated_message_has_its_old_id(sender: Sender, receiver: Receiver) -> None:
    receiver.script = [500]
    key = sender.end_a_job()
    await sender.webhooks.deliver_due()
    sender.let_time_pass()
    await sender.webhooks.deliver_due()
    (first, body), (second, again) = receiver.came
    assert first["webhook-id"] == second["webhook-id"]
    assert body == again
    assert json.loads(body)["data"]["id"] == key
    signed = f"{second['webhook-id']}.{second['webhook-timestamp']}.".encode() + again
    secret = base64.b64decode(sender.secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.digest(secret, signed, sha256)).decode()
    assert second["webhook-signature"] == f"v1,{wanted}"


def test_the_service_tells_a_webhook(
    start: Callable[..., Served], receiver: Receiver, report: bytes
) -> None:
    served = start(webhook_hosts='["127.0.0.1"]')
    made = served.client.post("/v1/webhooks", json={"url": receiver.url})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    key = served.submit(report, Prefer="wait=20").json()["id"]
    deadline = time.monotonic() + 10
    while not receiver.came and time.monotonic() < deadline:
        time.sleep(0.1)
    said = json.loads(receiver.came[0][1])
    assert said["type"] == "summary.succeeded"
    assert said["data"] == {"id": key, "state": "succeeded", "batch": None}
    assert served.client.delete(f"/v1/webhooks/{made.json()['id']}").status_code == 204
