"""Webhooks at a real receiver: signed, retried after the table, the same id over every try."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from patience import PATIENCE
from served import Served

from summarizer.service.database import open_database
from summarizer.service.delivery import AT_ONCE_PER_OWNER, RETRY_SECONDS
from summarizer.service.problems import ProblemError
from summarizer.service.store import Store, Submission
from summarizer.service.tables import deliveries, webhooks
from summarizer.service.webhooks import MOST_PER_OWNER, Webhooks
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
        self.hook, self.secret = asyncio.run(self.webhooks.add("me", url))

    def end_a_job(self, owner: str = "me") -> str:
        """A job ends, so its owner is told."""
        job, _ = self.store.submit(Submission(owner, "x.txt", b"x"))
        begun = self.store.begin(job.id, 1)
        assert begun is not None
        assert self.store.finish(begun, "succeeded", summary="{}")
        return job.id

    def delivery(self) -> Any:
        (only,) = self.deliveries()
        return only

    def deliveries(self) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(sa.select(deliveries).order_by(deliveries.c.number)).all()

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
    deadline = time.monotonic() + PATIENCE
    while not receiver.came and time.monotonic() < deadline:
        time.sleep(0.1)
    said = json.loads(receiver.came[0][1])
    assert said["type"] == "summary.succeeded"
    assert said["data"] == {"id": key, "state": "succeeded", "batch": None}
    assert served.client.delete(f"/v1/webhooks/{made.json()['id']}").status_code == 204


# -- one owner and the others --------------------------------------------------------------------


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Takes every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as listening:
        yield listening


async def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


async def test_slow_receivers_of_one_key_delay_no_other(
    tmp_path: Path, receiver: Receiver, silent: socket.socket
) -> None:
    sender = await asyncio.to_thread(Sender, tmp_path, receiver.url)
    slow = f"http://127.0.0.1:{silent.getsockname()[1]}/"
    for _ in range(8):
        await sender.webhooks.add("slow", slow)
    for _ in range(8):
        sender.end_a_job("slow")
    sender.end_a_job("me")
    sender.webhooks.start()
    try:
        # The slow ones hang for 15 seconds; what is told to `me` is not among the first sixteen.
        await until(lambda: bool(receiver.came))
        running = sender.webhooks._deliverer._running
        await until(lambda: len(running) == AT_ONCE_PER_OWNER)
        assert all(row.state == "due" for row in sender.deliveries()[:-1])
    finally:
        await sender.webhooks.stop()
        sender.engine.dispose()


POISON: dict[str, dict[str, str]] = {
    "control": {"url": "https://example.org/\x01"},
    "nul": {"url": "https://exa\x00mple.org/"},
    "digits": {"url": "https://１２７.0.0.1/"},
    "nothing": {"url": ""},
    "secret": {"secret": "whsec_x"},
}


@pytest.mark.parametrize("kind", POISON)
async def test_a_damaged_row_is_set_aside_and_told(
    kind: str, tmp_path: Path, receiver: Receiver
) -> None:
    sender = await asyncio.to_thread(Sender, tmp_path, receiver.url)
    hook, _ = await sender.webhooks.add("other", receiver.url)
    with sender.engine.begin() as connection:
        mine = webhooks.c.id == hook.id
        connection.execute(webhooks.update().where(mine).values(**POISON[kind]))
    sender.end_a_job("other")
    sender.end_a_job("me")
    with structlog.testing.capture_logs() as logged:
        assert await sender.webhooks.deliver_due() == 2
    bad, good = sender.deliveries()
    assert (bad.state, good.state) == ("set-aside", "done")
    assert len(receiver.came) == 1
    (told,) = [line for line in logged if line["event"] == "webhook set aside"]
    assert told["message_id"] == bad.id
    # Nothing is left to do, also after a restart.
    sender.let_time_pass()
    assert await sender.webhooks.deliver_due() == 0
    sender.engine.dispose()


async def test_a_message_id_of_another_kind_ends_nothing(
    sender_here: Sender, receiver: Receiver
) -> None:
    sender_here.end_a_job()
    sender_here.end_a_job()
    with sender_here.engine.begin() as connection:
        first = sa.select(sa.func.min(deliveries.c.number)).scalar_subquery()
        odd = deliveries.update().where(deliveries.c.number == first).values(id="odd")
        connection.execute(odd)
    await sender_here.webhooks.deliver_due()
    assert [row.state for row in sender_here.deliveries()] == ["set-aside", "done"]


async def test_the_loop_outlives_a_database_that_is_away(
    sender_here: Sender, receiver: Receiver
) -> None:
    with sender_here.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE summarizer_webhooks RENAME TO away"))
    with structlog.testing.capture_logs() as logged:
        sender_here.webhooks.start()
        await until(lambda: bool(logged))
    with sender_here.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO summarizer_webhooks"))
    sender_here.end_a_job()
    await until(lambda: bool(receiver.came))
    await sender_here.webhooks.stop()


@pytest.fixture
async def sender_here(tmp_path: Path, receiver: Receiver) -> AsyncIterator[Sender]:
    made = await asyncio.to_thread(Sender, tmp_path, receiver.url)
    yield made
    made.engine.dispose()


async def test_a_key_has_only_so_many(sender_here: Sender, receiver: Receiver) -> None:
    for _ in range(MOST_PER_OWNER - 1):
        await sender_here.webhooks.add("me", receiver.url)
    with pytest.raises(ProblemError) as refused:
        await sender_here.webhooks.add("me", receiver.url)
    assert refused.value.status == 422
    assert len(sender_here.webhooks.of("me")) == MOST_PER_OWNER
    await sender_here.webhooks.add("another", receiver.url)


async def test_a_foreign_webhook_and_its_deliveries_stay(
    sender_here: Sender, receiver: Receiver
) -> None:
    sender_here.end_a_job()
    assert sender_here.webhooks.of("another") == []
    assert not sender_here.webhooks.remove(sender_here.hook.id, "another")
    assert await sender_here.webhooks.deliver_due() == 1
    assert len(receiver.came) == 1


async def test_a_redirect_is_not_followed(sender_here: Sender, receiver: Receiver) -> None:
    receiver.script = [307]
    sender_here.end_a_job()
    await sender_here.webhooks.deliver_due()
    assert len(receiver.came) == 1
    assert sender_here.delivery().last_status == "307"


async def test_what_is_called_is_what_was_checked(tmp_path: Path, receiver: Receiver) -> None:
    """A name may answer otherwise the second time: only the address that was checked is used."""
    settings = load_settings(data_dir=tmp_path)
    engine = open_database(settings)
    answers = [["127.0.0.1"], ["127.0.0.1"]]
    hooks = Webhooks(engine, allowed_hosts=("inside.example",), resolver=lambda *_: answers.pop())
    store = Store(engine, on_end=hooks.announce)
    port = receiver.server_address[1]
    await hooks.add("me", f"http://inside.example:{port}/hook")
    job, _ = store.submit(Submission("me", "x.txt", b"x"))
    begun = store.begin(job.id, 1)
    assert begun is not None
    store.finish(begun, "succeeded", summary="{}")
    assert await hooks.deliver_due() == 1
    assert answers == []
    headers, _ = receiver.came[0]
    assert headers["host"] == f"inside.example:{port}"
    engine.dispose()


async def test_a_removed_webhook_takes_its_deliveries_along(
    sender_here: Sender, receiver: Receiver
) -> None:
    other, _ = await sender_here.webhooks.add("me", receiver.url)
    sender_here.end_a_job()
    assert len(sender_here.deliveries()) == 2
    assert sender_here.webhooks.remove(other.id, "me")
    assert not sender_here.webhooks.remove(other.id, "me")
    assert sender_here.delivery().webhook == sender_here.hook.id


async def test_a_disabled_webhook_gets_nothing(sender_here: Sender) -> None:
    with sender_here.engine.begin() as connection:
        connection.execute(webhooks.update().values(disabled_at=1))
    sender_here.end_a_job()
    assert sender_here.deliveries() == []


async def test_a_delivery_can_be_sent_again(sender_here: Sender, receiver: Receiver) -> None:
    sender_here.end_a_job()
    await sender_here.webhooks.deliver_due()
    sent = sender_here.delivery()
    assert sent.state != "due"
    assert sender_here.webhooks.replay(sent.id)
    again = sender_here.delivery()
    assert (again.state, again.tries, again.next_at) == ("due", 0, 0)
    assert await sender_here.webhooks.deliver_due() == 1
    assert len(receiver.came) == 2
    assert not sender_here.webhooks.replay("msg_unknown")
