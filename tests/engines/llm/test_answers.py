"""The answer store: what was paid for is there, whoever writes and whatever breaks."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from llm_support import ALL, chunk_of, figures, honest, read, settings_for
from model_server import ModelServer, reply, silence
from patience import PATIENCE

from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.answer_cache import AnswerCache
from summarizer.engines.llm.answers import (
    Answer,
    AnswerStore,
    StoreFault,
    open_store,
    request_key,
    used_for,
)
from summarizer.errors import ConfigError, EngineUnavailable
from summarizer.settings import load_settings


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A Postgres of our own, on a socket in a folder of our own. Not in pytest's: that one is
    closed to the user whom Postgres insists on."""
    if not shutil.which("initdb") or not shutil.which("pg_ctl"):
        pytest.skip("Postgres is not installed")
    home = Path(tempfile.mkdtemp(prefix="summarizer-"))
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    become = become if os.geteuid() == 0 else []
    home.chmod(0o777)

    def run(*command: str) -> None:
        subprocess.run([*become, *command], check=True, capture_output=True, cwd=home)

    data = str(home / "data")
    run("initdb", "-D", data, "-U", "tester", "-A", "trust", "-N", "--no-instructions")
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql://tester@/postgres?host={home}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnswerStore]:
    url = f"sqlite:///{tmp_path / 'answers.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres")
    found = AnswerStore(url)
    found.purge(days=0)
    yield found
    found.close()


def answer(key: str, body: str = "{}", **more: object) -> Answer:
    return Answer(key=key, body=body, **more)  # type: ignore[arg-type]


def test_the_key_is_of_exactly_what_is_asked() -> None:
    one = {"model": "m", "messages": [{"role": "user", "content": "预算"}], "temperature": 0}
    assert request_key(one) == request_key(dict(reversed(list(one.items()))))
    others = [
        {**one, "model": "n"},
        {**one, "temperature": 1},
        {**one, "messages": [{"role": "user", "content": "预算 "}]},
        {**one, "response_format": {"type": "json_object"}},
    ]
    keys = {request_key(one), request_key(one, 1), *(request_key(other) for other in others)}
    assert len(keys) == 6


def test_an_answer_comes_back_as_it_was(store: AnswerStore) -> None:
    given = answer("k1", '{"a": "预算\\u0000"}', model="m", output_tokens=7, seconds=0.5)
    store.put(given)
    kept = store.get("k1")
    assert kept is not None
    assert (kept.body, kept.model, kept.output_tokens) == (given.body, "m", 7)
    assert kept.stored_at
    assert store.get("k2") is None


def test_the_first_usable_answer_stays(store: AnswerStore) -> None:
    store.put(answer("k1", "first"))
    store.put(answer("k1", "second"))
    assert [one.body for one in store.find("k")] == ["first"]
    store.give_up(["k1"])
    assert store.get("k1") is None
    store.put(answer("k1", "third"))
    assert [one.body for one in store.find("k")] == ["third"]


def test_modes_are_remembered(store: AnswerStore) -> None:
    store.remember_mode("http://a/v1", "m", "tools")
    store.remember_mode("http://a/v1", "m", "json")
    assert store.mode_of("http://a/v1", "m") == "json"
    assert store.mode_of("http://a/v1", "other") is None


def test_old_and_surplus_answers_go(store: AnswerStore) -> None:
    for number in range(4):
        day = f"2024-01-0{number + 1}T00:00:00+00:00"
        store.put(answer(f"k{number}", "x" * 100, stored_at=day))
    store.put(answer("new", "x" * 100))
    assert store.purge(max_bytes=350) == 2
    assert [one.key for one in store.listed()] == ["new", "k3", "k2"]
    assert store.purge(days=30) == 2
    assert store.size() == (1, 100)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    found = open_store(f"sqlite:///{tmp_path / 'deep' / 'answers.sqlite3'}")
    found.put(answer("k"))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "deep").iterdir()}
    found.close()
    assert modes == {0o600}


def test_a_store_of_another_version_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigError, match=r"answers\.sqlite3"):
        AnswerStore(f"sqlite:///{path}").get("k")


def test_a_broken_file_is_a_fault_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreFault):
        AnswerStore(f"sqlite:///{path}").get("k")
    assert path.read_bytes().startswith(b"this is no database")


def _write_many(url: str, who: int) -> None:
    mine = AnswerStore(url)
    for number in range(40):
        mine.put(answer(f"{who}-{number}"))
        mine.put(answer(f"both-{number}", str(who)))
    mine.close()


def test_processes_write_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'answers.sqlite3'}"
    context = get_context("fork")
    workers = [context.Process(target=_write_many, args=(url, who)) for who in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    found = AnswerStore(url)
    assert found.size()[0] == 4 * 40 + 40
    found.close()


def test_a_rerun_asks_nothing_and_says_so(tmp_path: Path) -> None:
    with ModelServer(honest) as server:
        first = read(server, data_dir=tmp_path)
        again = read(server, data_dir=tmp_path)
        assert len(server.asked) == 1
    assert again.results == first.results
    assert (again.usage.calls, again.usage.cached_calls, again.usage.output_tokens) == (0, 1, 0)


def test_without_the_cache_everything_is_asked_and_still_stored(tmp_path: Path) -> None:
    with ModelServer(honest) as server:
        for _ in range(2):
            read(server, data_dir=tmp_path, llm_cache=False)
        assert len(server.asked) == 2
        read(server, data_dir=tmp_path)
        assert len(server.asked) == 2


def test_each_repetition_is_a_question_of_its_own(tmp_path: Path) -> None:
    with ModelServer(honest) as server:
        for repeat in (0, 1, 2, 1):
            read(server, data_dir=tmp_path, llm_repeat=repeat)
        assert len(server.asked) == 3


def test_what_could_not_be_used_is_asked_for_again_by_the_next_run(tmp_path: Path) -> None:
    with ModelServer(honest, choose=lambda asked: reply('{"a": 1}')) as server:
        with pytest.raises(EngineUnavailable):
            read(server, data_dir=tmp_path)
        server.choose = None
        assert figures(read(server, data_dir=tmp_path)) == ALL


@pytest.mark.parametrize("broken", ["folder", "version"])
def test_a_store_that_cannot_be_used_costs_a_warning_and_no_answer(
    broken: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if broken == "folder":
        (tmp_path / "file").write_text("not a folder")
        data = tmp_path / "file" / "data"
    else:
        data = tmp_path
        (tmp_path / "answers.sqlite3").write_bytes(b"x" * 4096)
    with caplog.at_level(logging.WARNING), ModelServer(honest) as server:
        assert figures(read(server, data_dir=data)) == ALL
    assert caplog.text.count("warning[store]") == 1


def test_a_full_disk_costs_a_warning_and_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    if os.geteuid() != 0:
        pytest.skip("mounting needs root")
    folder = Path("/dev/shm") / f"summarizer-full-{os.getpid()}"
    folder.mkdir()
    try:
        size = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "x", folder], check=False)
        if size.returncode:
            pytest.skip("mounting is not allowed here")
        (folder / "ballast").write_bytes(b"x" * 200_000)
        with caplog.at_level(logging.WARNING), ModelServer(honest) as server:
            assert figures(read(server, data_dir=folder)) == ALL
        assert "warning[store]" in caplog.text
    finally:
        subprocess.run(["umount", folder], check=False, capture_output=True)
        folder.rmdir()


_KILLED = """
import asyncio, sys
sys.path[:0] = {paths!r}
from llm_support import *
from summarizer.engines.llm import LlmEngine
settings = load_settings(llm_base_url={url!r}, llm_model="fake", llm_mode="json_schema",
                         data_dir={data!r}, llm_concurrency=4)
async def main():
    engine = LlmEngine(settings)
    chunks = [chunk_of(f"第{{n}}节\\n投入{{n}}万元。\\n") for n in range(1, 13)]
    await asyncio.gather(*(engine.extract(chunk) for chunk in chunks))
asyncio.run(main())
"""


def _kill_often(kills: int, tmp_path: Path) -> tuple[int, list[str]]:
    """Runs of twelve chunks, killed at different moments until one ends: how many were killed,
    and the prompts that were asked again although their answer was stored."""
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    repeated: list[str] = []
    done = 0
    with ModelServer(honest, first_token=0.01) as server:
        while done < kills:
            data = tmp_path / f"data{done}"
            script = _KILLED.format(paths=paths, url=server.url, data=str(data))
            server.asked.clear()
            code = -9
            while code != 0 and done < kills:
                before = _stored_prompts(data)
                asked = len(server.asked)
                process = subprocess.Popen([sys.executable, "-c", script])
                deadline = time.monotonic() + PATIENCE
                while len(server.asked) == asked and process.poll() is None:
                    assert time.monotonic() < deadline
                    time.sleep(0.002)
                time.sleep(0.004 * (done % 8))
                process.kill()
                code = process.wait()
                done += code != 0
                repeated += [a.prompt for a in server.asked[asked:] if a.prompt in before]
    return done, repeated


def _stored_prompts(data: Path) -> set[str]:
    if not (data / "answers.sqlite3").exists():
        return set()
    found = AnswerStore(f"sqlite:///{data / 'answers.sqlite3'}")
    prompts = {json.loads(one.request)["messages"][-1]["content"] for one in found.listed(1000)}
    found.close()
    return prompts


def test_a_killed_run_never_pays_for_a_stored_answer_again(tmp_path: Path) -> None:
    _, repeated = _kill_often(4, tmp_path)
    assert repeated == []


@pytest.mark.long
def test_two_hundred_kills(tmp_path: Path) -> None:
    kills, repeated = _kill_often(200, tmp_path)
    assert kills == 200
    assert repeated == []


def test_an_answer_is_stored_at_once_not_at_the_end(tmp_path: Path) -> None:
    async def watch(server: ModelServer) -> float:
        engine = LlmEngine(settings_for(server, data_dir=tmp_path))
        found = AnswerStore(f"sqlite:///{tmp_path / 'answers.sqlite3'}")
        slow = asyncio.create_task(engine.extract(chunk_of("慢\n投入9万元。\n")))
        quick = asyncio.create_task(engine.extract(chunk_of("快\n投入1万元。\n")))
        await quick
        stored = await asyncio.to_thread(found.size)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        found.close()
        return stored[0]

    with ModelServer(
        honest, choose=lambda asked: silence(0.5) if "慢" in asked.prompt else None
    ) as server:
        assert asyncio.run(watch(server)) == 1


def test_a_run_without_a_cache_holds_no_answers_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.engines.llm.answer_cache.HELD", 3)
    cache = AnswerCache(load_settings(llm_cache=False, data_dir=tmp_path))

    async def found() -> list[bool]:
        for n in range(5):
            await cache.keep(Answer(key=f"{n:064d}", body="{}", request=""))
        kept = [await cache.find(f"{n:064d}") for n in range(5)]
        await cache.close()
        return [answer is not None for answer in kept]

    assert asyncio.run(found()) == [False, False, True, True, True]


def test_an_answer_goes_with_the_last_document_that_used_it(tmp_path: Path) -> None:
    store = AnswerStore(f"sqlite:///{tmp_path / 'answers.sqlite3'}")
    for document, keys in {"one": "ab", "two": "bc"}.items():
        with used_for(document):
            for key in keys:
                store.put(Answer(key, f"answer {key}"))
                store.note_use(key)
    store.put(Answer("d", "nobody's"))
    store.note_use("d")
    assert store.forget("one") == 1
    assert [store.get(key) is not None for key in "abcd"] == [False, True, True, True]
    assert store.forget("one") == 0
    assert store.forget("two") == 2
    assert store.get("d") is not None
    assert b"answer c" not in (tmp_path / "answers.sqlite3").read_bytes()
    store.close()
