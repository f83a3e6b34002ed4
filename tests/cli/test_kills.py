"""SIGKILL at any moment of `run` and `batch run`: the next run asks nothing that is stored, and
no half file is left under a result's name."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from llm_support import honest
from model_server import ModelServer

from summarizer.engines.llm.answers import AnswerStore
from summarizer.schema import Summary
from tests.cli.conftest import REPORT, Call

pytestmark = pytest.mark.matrix

REPORTS = Path(__file__).parents[2] / "evals" / "reports"


def environment(server: ModelServer, data: Path) -> dict[str, str]:
    chosen = {
        "DATA_DIR": str(data),
        "LLM_BASE_URL": server.url,
        "LLM_MODEL": "fake",
        "LLM_MODE": "json_schema",
        "LLM_CONCURRENCY": "4",
    }
    return {**os.environ, **{f"SUMMARIZER_{name}": value for name, value in chosen.items()}}


def stored_requests(data: Path) -> set[str]:
    """Bodies of all requests whose answer is stored."""
    path = data / "answers.sqlite3"
    if not path.exists():
        return set()
    with closing(AnswerStore(f"sqlite:///{path}")) as store:
        found = [json.loads(answer.request) for answer in store.listed(10_000)]
    return {json.dumps(body["messages"], ensure_ascii=False) for body in found}


def run_under_kills(
    arguments: list[str], server: ModelServer, data: Path, *, kills: int
) -> tuple[int, Counter[str]]:
    """Start and kill until it was killed so often, then let it end: its code, and how often a
    request came whose answer was stored before that start."""
    dice = random.Random(kills)
    repeated: Counter[str] = Counter()
    for number in range(kills + 1):
        known, already = stored_requests(data), len(server.asked)
        process = subprocess.Popen(
            [sys.executable, "-m", "summarizer", *arguments],
            env=environment(server, data),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if number < kills:
            time.sleep(dice.uniform(0.3, 1.6))
            process.send_signal(signal.SIGKILL)
        code = process.wait(60)
        asked = [json.dumps(a.body["messages"], ensure_ascii=False) for a in server.asked[already:]]
        repeated.update(request for request in asked if request in known)
    return code, repeated


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.long)])
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, kills: int) -> None:
    result = tmp_path / "result.json"
    report = str(REPORTS / "001-wujialing-2022.txt")
    with ModelServer(honest, first_token=0.2) as server:
        arguments = ["run", report, "--format", "json", "-o", str(result)]
        code, repeated = run_under_kills(arguments, server, tmp_path / "data", kills=kills)
    assert (code, repeated) == (0, Counter())
    assert Summary.model_validate_json(result.read_text(encoding="utf-8")).results


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.long)])
def test_a_killed_batch_goes_on_where_it_was(tmp_path: Path, kills: int) -> None:
    out = tmp_path / "out"
    with ModelServer(honest, first_token=0.2) as server:
        files = map(str, REPORTS.glob("00[0-4]*.txt"))
        arguments = ["batch", "run", *files, "--out", str(out), "--jobs", "2"]
        code, repeated = run_under_kills(arguments, server, tmp_path / "data", kills=kills)
    assert repeated == Counter()
    assert code in (0, 7)
    whole = [
        Summary.model_validate_json(p.read_text(encoding="utf-8")) for p in out.glob("0*.json")
    ]
    assert len(whole) == 5


def test_a_batch_that_goes_on_reads_no_file_again(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = tmp_path / "reports", tmp_path / "out"
    folder.mkdir()
    for number in range(12):
        page = REPORT.replace("13座", f"{number}座").replace("\n", "</p><p>")
        (folder / f"{number}.html").write_text(f"<html><body><p>{page}</p></body></html>")
    arguments = ["batch", "run", str(folder), "--out", str(out), "--jobs", "1"]
    arguments += ["--engine", "rules"]
    process = subprocess.Popen([sys.executable, "-m", "summarizer", *arguments])
    while process.poll() is None and len(list(out.glob("*.json"))) < 2:
        time.sleep(0.01)
    process.kill()
    process.wait()
    done = len(list(out.glob("*.json")))
    assert 2 <= done < 12
    # A web page is read in a process of its own.
    readers = []
    begin = subprocess.Popen.__init__

    def counted(self: subprocess.Popen[bytes], *arguments: Any, **options: Any) -> None:
        readers.append(self)
        begin(self, *arguments, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", counted)
    assert call(*arguments).code == 0
    assert len(readers) == 12 - done
    assert call(*arguments).code == 0
    assert len(readers) == 12 - done
