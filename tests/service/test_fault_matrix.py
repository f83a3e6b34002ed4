"""Faults of the process, the storage and the clock (P), and of whoever calls (S): one test per row
of the list of faults, named after it. The last test fails when a row has none."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from llm_support import honest
from model_server import ModelServer, completion, http
from patience import PATIENCE
from served import Served, until
from test_api import assert_problem

from summarizer.errors import ReadError
from summarizer.service.parsing import Parser
from summarizer.settings import load_settings

pytestmark = pytest.mark.matrix

Start = Callable[..., Served]
ROOT = os.geteuid() == 0
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))

# Rows whose tests lie elsewhere, by a piece of their names, or whose place does not exist.
ELSEWHERE = {
    "p2": ("tests/cli/test_kills.py", "def test_a_killed_run"),
    "s1": ("tests/rendering/test_spreadsheets.py", "formula"),
    "s10": ("tests/engines/llm/test_redaction.py", "def test_"),
}
NO_PAGE = {
    "s12": "a review race needs the review page, which the service does not have: it only reads",
}


@contextmanager
def tmpfs(folder: Path, options: str) -> Iterator[Path]:
    """A file system of its own, which only root may mount."""
    if not ROOT:
        pytest.skip("mounting a small tmpfs needs root")
    folder.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)])
    if mounted.returncode:
        pytest.skip("this machine does not let root mount a tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A model that takes its time."""
    with ModelServer(honest, first_token=0.5) as server:
        yield server


def asking(model: ModelServer, **more: str) -> dict[str, str]:
    """Settings that lead to a model."""
    return {"llm_base_url": model.url, "llm_model": "fake", "llm_mode": "json_schema", **more}


# -- the process, the storage, the clock ---------------------------------------------------------


def test_p3_full_disk(start: Start, tmp_path: Path, report: bytes) -> None:
    with tmpfs(tmp_path / "data", "size=12m"):
        served = start()
        try:
            first = served.submit(report).json()["id"]
            served.wait(first)
            filler = served.data / "filler"
            with suppress(OSError), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(65_536))
            answers = [served.submit(report * 4 + b"\n" * n) for n in range(30)]
            refused = [answer for answer in answers if answer.status_code != 202]
            assert refused
            for answer in refused:
                assert_problem(answer, 503, "storage-full")
                assert answer.headers["retry-after"]
            filler.unlink()
            later = served.submit(report + b"\n")
            assert later.status_code == 202
            for answer in [*answers, later]:
                if answer.status_code == 202:
                    assert served.wait(answer.json()["id"])["state"] == "succeeded"
            assert_sound(served)
        finally:
            served.close()


def assert_sound(served: Served) -> None:
    for path in served.data.glob("*.sqlite3"):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


def test_p4_second_writer(start: Start, report: bytes) -> None:
    served = start()
    with closing(sqlite3.connect(served.data / "service.sqlite3", isolation_level=None)) as other:
        other.execute("begin immediate")
        answer = served.submit(report)
        assert_problem(answer, 503, "storage-busy")
        assert answer.headers["retry-after"]
        other.execute("rollback")
    assert served.wait(served.submit(report).json()["id"])["state"] == "succeeded"


def test_p7_clock_jumps(tmp_path: Path, model: ModelServer, report: bytes) -> None:
    """Jobs taken in by one clock are finished by another: a day on, 1970, and back."""
    if not FAKETIME:
        pytest.skip("needs libfaketime (Debian: libfaketime)")
    served = Served(tmp_path / "data", asking(model))
    keys = []
    try:
        for clock in ("+1d", "@1970-01-02 00:00:00"):
            served.environment = {
                "LD_PRELOAD": str(FAKETIME[0]),
                "FAKETIME": clock,
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
            served.start()
            keys.append(served.submit(report + clock.encode()).json()["id"])
            jobs = [served.wait(key) for key in keys[:-1]]
            served.kill()
        served.start()
        jobs = [served.wait(key) for key in keys]
        assert {job["state"] for job in jobs} == {"succeeded"}
        assert jobs[-1]["created_at"].startswith("1970")
        listed = served.client.get("/v1/summaries").json()["items"]
        assert [item["id"] for item in listed] == keys[::-1]
    finally:
        served.close()


def test_p8_stop_while_jobs_run(start: Start, report: bytes) -> None:
    with ModelServer(honest, first_token=0.5) as model:
        served = start(**asking(model, llm_concurrency="1"))
        keys = [served.submit(report + b"\n" * n).json()["id"] for n in range(5)]
        heard: list[str] = []
        listener = threading.Thread(target=listen, args=(served, keys[-1], heard))
        listener.start()
        until(lambda: bool(heard) and served.job(keys[0])["state"] != "queued")
        began = time.monotonic()
        served.process.terminate()  # type: ignore[union-attr]
        until(lambda: served.client.get("/readyz").status_code == 503)
        assert_problem(served.client.get("/readyz"), 503, "stopping")
        assert_problem(served.submit(report), 503, "stopping")
        assert served.process.wait(25) in (0, 143)  # type: ignore[union-attr]
        assert time.monotonic() - began <= 20
        listener.join(5)
        assert heard[-1].startswith("retry:")
        served.start()
        assert {served.wait(key)["state"] for key in keys} == {"succeeded"}
        # Only the call that was under way is asked again.
        assert len(model.asked) - len({asked.raw for asked in model.asked}) <= 1


def listen(served: Served, key: str, heard: list[str]) -> None:
    with served.client.stream("GET", f"/v1/summaries/{key}/events") as response:
        heard.append(str(response.status_code))
        heard += [line for line in response.iter_lines() if line]


def test_p9_stop_twice(start: Start, model: ModelServer, report: bytes) -> None:
    served = start(**asking(model))
    served.submit(report)
    process = served.process
    assert process is not None
    process.terminate()
    until(lambda: served.client.get("/readyz").status_code == 503)
    process.terminate()
    assert process.wait(5) == 143


def eat(_content: bytes, _name: str) -> int:
    """What a document does that is a bomb."""
    return len(bytearray(3 << 30))


def crash(_content: bytes, _name: str) -> int:
    """What a document does that breaks its reader."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return 0


def tell(content: bytes, _name: str) -> int:
    """What a document does that is one."""
    return len(content)


async def test_p10_memory() -> None:
    parser = Parser(load_settings())
    try:
        with pytest.raises(ReadError) as refused:
            await parser.work(eat, b"x", "x.txt")
        assert refused.value.error_code == "input-too-heavy"
        assert await parser.work(tell, b"four", "x.txt") == 4
    finally:
        parser.close()


def test_p11_damaged_or_strange_database(start: Start, report: bytes) -> None:
    served = start()
    served.wait(served.submit(report).json()["id"])
    assert served.stop() in (0, 143)
    path = served.data / "service.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update summarizer_about set version = 99")
    assert_refuses(served, "database-version")
    middle = len(whole) // 2
    path.write_bytes(whole[:4096] + b"\xa5" * middle + whole[4096 + middle :])
    broken = path.read_bytes()
    assert_refuses(served, "database")
    assert path.read_bytes() == broken
    path.write_bytes(whole)
    served.start()
    assert len(served.client.get("/v1/summaries").json()["items"]) == 1


def assert_refuses(served: Served, code: str) -> None:
    served.log.write_text("")
    served.start(wait=False)
    assert served.process is not None
    assert served.process.wait(30) == 2
    said = served.log.read_text()
    assert f"error[{code}" in said
    assert "Traceback" not in said


def test_p12_killed_while_it_makes_its_tables(start: Start, tmp_path: Path, report: bytes) -> None:
    served = Served(tmp_path / "data", {})
    try:
        for made in ("service.sqlite3", "jobs.sqlite3", "jobs.sqlite3-wal"):
            served.start(wait=False)
            until((served.data / made).exists)
            served.kill()
        served.start()
        assert served.wait(served.submit(report).json()["id"])["state"] == "succeeded"
    finally:
        served.close()


def test_p13_no_more_files(start: Start, tmp_path: Path, report: bytes) -> None:
    served = Served(tmp_path / "data", {})
    served.prefix = ("sh", "-c", 'ulimit -n 96; exec "$@"', "sh")
    sockets: list[socket.socket] = []
    try:
        served.start()
        place = ("127.0.0.1", served.port)
        sockets += [socket.create_connection(place) for _ in range(150)]
        assert served.process is not None
        files = Path(f"/proc/{served.process.pid}/fd")
        until(lambda: len(list(files.iterdir())) >= 90)
        assert served.process.poll() is None
        for connection in sockets:
            connection.close()
        served.wait_ready()
        taken: list[httpx.Response] = []

        def is_taken() -> bool:
            taken.append(served.submit(report))
            return taken[-1].is_success

        # Its files come back one by one.
        until(is_taken)
        assert served.wait(taken[-1].json()["id"])["state"] == "succeeded"
    finally:
        served.close()


def test_p14_read_only_folder_and_closed_files(tmp_path: Path, report: bytes) -> None:
    with tmpfs(tmp_path / "data", "ro"):
        served = Served(tmp_path / "data", {})
        assert_refuses(served, "data-dir")
        served.close()
    served = Served(tmp_path / "other", {})
    served.prefix = ("sh", "-c", 'umask 0; exec "$@"', "sh")
    try:
        served.start()
        served.wait(served.submit(report).json()["id"])
        for path in served.data.rglob("*"):
            assert path.is_dir() or not path.stat().st_mode & 0o077, path
    finally:
        served.close()


async def test_p15_poison() -> None:
    parser = Parser(load_settings())
    try:
        with pytest.raises(ReadError) as refused:
            await parser.work(crash, b"x", "x.txt")
        assert refused.value.error_code == "poison"
        assert await parser.work(tell, b"four", "x.txt") == 4
    finally:
        parser.close()


def test_p18_fifty_at_once(start: Start, report: bytes) -> None:
    served = start()
    again = {"Idempotency-Key": "fifty"}
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: served.submit(report, **again), range(50)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    served.kill()
    served.start()
    assert served.submit(report, **again).json()["id"] == answers[0].json()["id"]
    assert_problem(served.submit(report + b"\n", **again), 422, "idempotency-key-reused")
    assert served.client.get("/metrics").text.count("summarizer_jobs{") == 6
    assert len(served.client.get("/v1/summaries").json()["items"]) == 1


# -- whoever calls -------------------------------------------------------------------------------


def test_s2_markup_stays_text(service: Served) -> None:
    evil = '</script><img src=x onerror="alert(1)">'
    content = f"某局{evil}绩效报告\n一、完成情况\n办结案件31件{evil}。\n".encode()
    key = service.client.post(
        "/v1/summaries",
        files={"file": (f"{evil}.txt", content, "text/plain")},
        data={"client_ref": evil},
        headers={"Prefer": "wait=20"},
    ).json()["id"]
    page = service.client.get(f"/v1/summaries/{key}/export?format=html")
    assert "<img src=x" not in page.text
    assert 'onerror="alert' not in page.text
    status = service.client.get(f"/v1/summaries/{key}")
    assert status.headers["content-type"] == "application/json"
    assert status.headers["x-content-type-options"] == "nosniff"


def test_s3_webhooks_into_the_inside(service: Served) -> None:
    inside = [
        "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest",
        "https://100.64.0.1/", "https://0x7f.1/", "https://10.0.0.8/", "https://localhost/",
        "https://[::ffff:127.0.0.1]/", "https://2130706433/", "http://203.0.113.9/",
        "file:///etc/passwd", "https://user:pass@example.com/", "https:///", "nothing",
    ]  # fmt: skip
    for url in inside:
        assert_problem(service.client.post("/v1/webhooks", json={"url": url}), 422)
    assert service.client.get("/v1/webhooks").json()["items"] == []


def test_s4_huge_and_deep_bodies(start: Start, tmp_path: Path) -> None:
    served = start(max_file_bytes="100000")
    fields = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(1500)
    )
    bodies = {
        ("application/json", 422): b"[" * 90_000,
        ("application/json", 413): b'{"text": "' + b"a" * 200_000 + b'"}',
        ("multipart/form-data; boundary=x", 422): fields + b"--x--\r\n",
    }
    for (kind, status), body in bodies.items():
        began = time.monotonic()
        answer = served.client.post("/v1/summaries", content=body, headers={"content-type": kind})
        assert_problem(answer, status)
        assert time.monotonic() - began < 2
    assert_problem(chunked(served, 300_000), 413)
    assert not [path for path in served.data.rglob("*") if path.stat().st_size > 5_000_000]


def chunked(served: Served, size: int) -> httpx.Response:
    def parts() -> Iterator[bytes]:
        for _ in range(size // 10_000):
            yield b"a" * 10_000

    return served.client.post(
        "/v1/summaries", content=parts(), headers={"content-type": "text/plain"}
    )


def test_s5_slow_callers(start: Start, report: bytes) -> None:
    served = start(receipt_seconds="3")
    head = b"POST /v1/summaries HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
    idle = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(1000)]
    slow_head = socket.create_connection(("127.0.0.1", served.port))
    slow_head.sendall(head)
    slow_body = socket.create_connection(("127.0.0.1", served.port))
    slow_body.sendall(head + b"Content-Length: 1000000\r\n\r\nabc")
    began = time.monotonic()
    while time.monotonic() - began < 5:
        asked = time.monotonic()
        assert served.client.get("/livez").status_code == 200
        assert time.monotonic() - asked < 1
        with suppress(OSError):
            slow_head.send(b"X")
            slow_body.send(b"a")
        time.sleep(0.3)
    slow_body.settimeout(5)
    assert b" 408 " in slow_body.recv(4096)
    for connection in (slow_head, *idle):
        connection.settimeout(5)
        with suppress(ConnectionResetError, BrokenPipeError):
            assert connection.recv(100) == b""
        connection.close()
    slow_body.close()
    assert served.submit(report).status_code == 202


def test_s5_one_address_takes_every_connection(start: Start) -> None:
    """A machine of its own for each address of 127/8; 127.0.0.9 is the proxy."""
    served = start(connections_per_address="20", proxies='["127.0.0.9"]')

    def connect(source: str) -> socket.socket:
        return socket.create_connection(
            ("127.0.0.1", served.port), timeout=5, source_address=(source, 0)
        )

    def asked(connection: socket.socket) -> bytes:
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection.recv(4096)

    greedy = [connect("127.0.0.2") for _ in range(20)]
    refused = [connect("127.0.0.2") for _ in range(200)]
    for connection in refused:
        answer = asked(connection)
        assert answer.startswith(b"HTTP/1.1 429 ")
        assert b"retry-after: 5" in answer.lower()
        assert b'"code":"too-many-connections"' in answer
        with suppress(ConnectionResetError):
            assert connection.recv(100) == b""
        connection.close()
    others = [connect("127.0.0.9") for _ in range(100)] + [connect("127.0.0.3")]
    for connection in (*greedy, *others):
        assert asked(connection).startswith(b"HTTP/1.1 200 ")
    said = served.client.get("/metrics").text
    assert "summarizer_refused_connections_total 200.0" in said
    for connection in (*greedy, *others):
        connection.close()
    deadline = time.monotonic() + PATIENCE
    answer = b""
    while not answer.startswith(b"HTTP/1.1 200 "):
        assert time.monotonic() < deadline, answer
        with closing(connect("127.0.0.2")) as connection:
            answer = asked(connection)


def test_s6_guessing_keys(start: Start, tmp_path: Path) -> None:
    served = Served(tmp_path / "data", {})
    try:
        secret = served.command("keys", "create", "clerk").stdout.strip()
        served.start()
        right = {"Authorization": f"Bearer {secret}"}
        wrong_secret = {"Authorization": f"Bearer {secret[:-1]}{'a' if secret[-1] != 'a' else 'b'}"}
        wrong_id = {"Authorization": "Bearer summarizer-" + "0" * 32 + "-nothing"}
        answers = [served.client.get("/v1/summaries", headers=h) for h in (wrong_secret, wrong_id)]
        assert_problem(answers[0], 401, "unauthorized")
        said = [{**answer.json(), "request_id": ""} for answer in answers]
        assert said[0] == said[1]
        assert answers[0].headers["www-authenticate"] == "Bearer"
        assert_problem(served.client.get("/v1/summaries"), 401)
        statuses = [
            served.client.get("/v1/summaries", headers=wrong_id).status_code for _ in range(40)
        ]
        assert statuses[-1] == 429
        # The right key from the same address is not kept out.
        assert served.client.get("/v1/summaries", headers=right).status_code == 200
        assert served.client.get("/v1/summaries", headers=wrong_id).status_code == 429
    finally:
        served.close()


def test_s7_hosts_and_caches(service: Served, report: bytes) -> None:
    """What a foreign Host or Origin may do while there is no key is in `test_loopback`."""
    key = service.submit(report, Prefer="wait=20").json()["id"]
    evil = {"Host": "evil.example", "Origin": "https://evil.example"}
    for answer in (
        service.client.get(f"/v1/summaries/{key}", headers=evil),
        service.client.get(f"/v1/summaries/{key}", headers={"Origin": evil["Origin"]}),
        service.submit(report, **evil),
    ):
        assert "evil.example" not in answer.text + str(answer.headers)
        assert "set-cookie" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
        assert "no-" in answer.headers["cache-control"]


def test_s8_nothing_leaks_into_the_log(start: Start, model: ModelServer) -> None:
    canaries = ["王暗号", "110101199003074514", "13912345678", "canary-key-4711", "暗号单位"]
    content = (
        f"{canaries[4]}绩效报告\n负责人：{canaries[0]}，身份证{canaries[1]}，电话{canaries[2]}。\n"
        "一、完成情况\n办结案件31件。\n"
    ).encode()
    served = start(**asking(model, llm_api_key=canaries[3], llm_redact="on"))
    served.wait(served.submit(content).json()["id"])
    model.script = [lambda asked, wire: wire.send(http(401, b'{"error": "canary-key-4711"}'))] * 9
    served.wait(served.submit(content + b"\n1").json()["id"])
    served.client.post(
        "/v1/verifications", json={"source": content.decode(), "text": content.decode()}
    )
    served.client.post(
        "/v1/summaries", content=content, headers={"content-type": "application/json"}
    )
    told = served.log.read_text() + served.client.get("/metrics").text
    for canary in canaries:
        assert canary not in told
    asked = b"".join(request.raw for request in model.asked).decode()
    assert canaries[1] not in asked
    assert canaries[2] not in asked


def test_s9_another_key_sees_nothing(start: Start, tmp_path: Path, report: bytes) -> None:
    served = Served(tmp_path / "data", {})
    try:
        one, two = (
            {"Authorization": f"Bearer {served.command('keys', 'create', name).stdout.strip()}"}
            for name in ("one", "two")
        )
        served.start()
        made = [served.submit(report + b"\n" * n, **one).json()["id"] for n in range(3)]
        cursor = served.client.get("/v1/summaries?limit=1", headers=one).json()["next"]
        assert_problem(served.client.get(f"/v1/summaries?cursor={cursor}", headers=two), 422)
        assert served.client.get("/v1/summaries", headers=two).json()["items"] == []
        place = f"/v1/summaries/{made[0]}"
        for path in ("", "/document", "/export", "/events"):
            assert_problem(served.client.get(place + path, headers=two), 404, "not-found")
        for path in ("/cancel", "/retry"):
            assert_problem(served.client.post(place + path, headers=two), 404, "not-found")
        assert_problem(served.client.delete(place, headers=two), 404, "not-found")
        key = {"Idempotency-Key": "shared"}
        mine = served.submit(report, **one, **key).json()["id"]
        assert served.submit(report, **two, **key).json()["id"] != mine
    finally:
        served.close()


def test_s11_spending(start: Start, report: bytes) -> None:
    def dear(asked: Any, wire: Any) -> None:
        answer = completion(honest(asked), asked=asked)
        answer["usage"] = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
        wire.send(http(200, json.dumps(answer, ensure_ascii=False).encode()))

    long = report * 8
    with ModelServer(honest) as model:
        model.script = [dear] * 100
        served = start(**asking(model, llm_concurrency="1", tokens_per_day="3000"))
        job = served.wait(served.submit(long).json()["id"])
        assert job["state"] == "partial"
        unread = [
            part for part in job["summary"]["coverage"]["sections"] if part["state"] == "unread"
        ]
        assert unread
        assert "费用上限" in unread[0]["reason"] or "budget-exceeded" in unread[0]["reason"]
        # Two thirds of the chunks were never asked for, and no overview.
        chunks = job["progress"]["total"]
        assert 3 <= len(model.asked) < chunks
        answer = served.submit(report)
        assert_problem(answer, 429, "budget-exceeded")
        assert 0 < int(answer.headers["retry-after"]) <= 86_401


# -- no row without a test -----------------------------------------------------------------------


def test_every_row_has_a_test() -> None:
    rows = {f"p{n}" for n in range(1, 19)} | {f"s{n}" for n in range(1, 13)}
    texts = [path.read_text() for path in Path(__file__).parent.glob("test_*.py")]
    named = re.findall(r"def test((?:_[ps]\d+)+)_", "\n".join(texts))
    found = {row for name in named for row in name.strip("_").split("_")}
    for row, (place, piece) in ELSEWHERE.items():
        root = Path(__file__).parents[2] / place
        files = [root] if root.is_file() else sorted(root.glob("test_*.py"))
        assert any(piece in path.read_text() for path in files), row
    assert rows - found - set(ELSEWHERE) - set(NO_PAGE) == set()
