"""Callers of every kind, for a service that is to hold out: each visit is one errand, begun and
ended, and it leaves no job behind."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from patience import PATIENCE
from served import ENDED

__all__ = ["VISITS", "Visitor"]

REPORTS = sorted((Path(__file__).parents[2] / "evals" / "reports").glob("*.txt"))
FORMATS = ("json", "md", "html", "xlsx", "csv")
# Hardly one of them comes twice.
KINDS = 1_000_000


class Visitor:
    """One caller, with a client and dice of its own."""

    def __init__(self, url: str, seed: int) -> None:
        self.url = url
        self.dice = random.Random(seed)
        self.http = httpx.AsyncClient(base_url=url, timeout=PATIENCE, trust_env=False)

    def document(self) -> bytes:
        """One of the reports, with another title, other figures and now and then a piece of it."""
        kind = self.dice.randrange(KINDS)
        text = REPORTS[kind % len(REPORTS)].read_text()
        shifted = text.translate({ord("1"): str(kind % 9 + 1), ord("7"): str(kind // 9 % 9 + 1)})
        whole = f"第{kind}批{shifted.lstrip()}"
        return (whole if kind % 4 else whole[: len(whole) // 2]).encode()

    async def hand_in(self, engine: str = "") -> str:
        """The id of a new job: JSON or a form."""
        content, engine = self.document(), engine or self.dice.choice(("rules", "rules", "auto"))
        named = {"text": content.decode(), "name": "自评报告.txt", "engine": engine}
        form: dict[str, Any] = {
            "files": {"file": ("report.txt", content)},
            "data": {"engine": engine},
        }
        answer = await self.http.post("/v1/summaries", **self.dice.choice(({"json": named}, form)))
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    async def get(self, path: str, *, expected: int = 200, **headers: str) -> httpx.Response:
        """What lies under a job's address."""
        answer = await self.http.get(f"/v1/summaries/{path}", headers=headers)
        assert answer.status_code == expected, answer.text
        return answer

    async def ended(self, key: str) -> dict[str, Any]:
        """The job, asked for again and again until it has ended."""
        while (job := (await self.get(key)).json())["state"] not in ENDED:
            await asyncio.sleep(0.1)
        return dict(job)

    async def delete(self, key: str) -> None:
        """Nothing stays behind."""
        answer = await self.http.delete(f"/v1/summaries/{key}")
        assert answer.status_code == 204, answer.text


async def watch_and_read(visitor: Visitor) -> None:
    """Listen to the end, take the result in every form, and throw it away."""
    key = await visitor.hand_in()
    async with visitor.http.stream("GET", f"/v1/summaries/{key}/events") as response:
        heard = [line async for line in response.aiter_lines()]
    assert "event: succeeded" in heard, heard
    status = await visitor.get(key)
    await visitor.get(key, expected=304, **{"If-None-Match": status.headers["etag"]})
    await visitor.get(f"{key}/document")
    for form in FORMATS:
        await visitor.get(f"{key}/export?format={form}")
    await visitor.delete(key)


async def ask_and_check(visitor: Visitor) -> None:
    """Poll; have the result and a sentence about it checked."""
    key = await visitor.hand_in()
    job = await visitor.ended(key)
    source = (await visitor.get(f"{key}/document")).json()["text"]
    said = job["summary"]["overview"]["text"] + "共投入9,999万元。"
    for given in ({"summary": job["summary"]}, {"text": said}):
        answer = await visitor.http.post("/v1/verifications", json={"source": source, **given})
        assert answer.status_code == 200, answer.text
    await visitor.delete(key)


async def listen_and_leave(visitor: Visitor) -> None:
    """Listeners that go away while the job runs, one at once and one after its first words."""
    key = await visitor.hand_in("auto")
    for wanted in (0, 3):
        async with visitor.http.stream("GET", f"/v1/summaries/{key}/events") as response:
            lines = response.aiter_lines()
            for _ in range(wanted):
                await anext(lines, None)
            await response.aclose()
    await visitor.delete(key)


async def change_ones_mind(visitor: Visitor) -> None:
    """Cancel, send round again, and see it end."""
    key = await visitor.hand_in("auto")
    answer = await visitor.http.post(f"/v1/summaries/{key}/cancel")
    if answer.status_code == 202:
        answer = await visitor.http.post(f"/v1/summaries/{key}/retry")
        assert answer.status_code == 202, answer.text
    await visitor.ended(key)
    await visitor.delete(key)


async def bring_many(visitor: Visitor) -> None:
    """A batch in which one file is none."""
    good = [("files", (f"{n}.txt", visitor.document())) for n in range(4)]
    files = [*good, ("files", ("bad.bin", bytes(range(256))))]
    answer = await visitor.http.post("/v1/batches", files=files, data={"engine": "rules"})
    assert answer.status_code == 202, answer.text
    batch = answer.json()
    for job in batch["items"]:
        await visitor.ended(job["id"])
    assert (await visitor.http.get(f"/v1/batches/{batch['id']}")).json()["state"] == "done"
    for job in batch["items"]:
        await visitor.delete(job["id"])


async def look_around(visitor: Visitor) -> None:
    """Pages of the list and the figures; a webhook into the inside, which is refused."""
    for path in ("/v1/summaries?limit=5", "/metrics", "/readyz", "/v1/schema", "/v1/webhooks"):
        answer = await visitor.http.get(path)
        assert answer.status_code == 200, answer.text
    refused = await visitor.http.post("/v1/webhooks", json={"url": "https://169.254.169.254/"})
    assert refused.status_code == 422


async def err(visitor: Visitor) -> None:
    """What is no document, no id, no key, no method."""
    wrong = {
        415: visitor.http.post("/v1/summaries", content=bytes(range(256)) * 9),
        422: visitor.http.post("/v1/summaries", content=b""),
        404: visitor.http.get(f"/v1/summaries/{visitor.dice.randbytes(16).hex()}"),
        401: visitor.http.get("/v1/summaries", headers={"authorization": "Bearer sk-sum-no-no"}),
        405: visitor.http.request(f"M{visitor.dice.randrange(10**9)}", "/v1/summaries"),
    }
    for status, asked in wrong.items():
        answer = await asked
        assert answer.status_code in (status, 429), answer.text


async def break_off(visitor: Visitor) -> None:
    """A connection that goes away in the middle of a document."""
    url = httpx.URL(visitor.url)
    _, writer = await asyncio.open_connection(url.host, url.port)
    head = "POST /v1/summaries HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    writer.write(f"{head}Content-Length: 100000\r\n\r\n".encode() + visitor.document()[:5000])
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.transport.abort()


VISITS: tuple[Callable[[Visitor], Awaitable[None]], ...] = (
    watch_and_read,
    ask_and_check,
    listen_and_leave,
    change_ones_mind,
    bring_many,
    look_around,
    err,
    break_off,
)
