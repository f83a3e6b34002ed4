"""`run` with a model behind HTTP, and `answers`: what the model said is kept and asked for once."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llm_support import honest
from model_server import Asked, ModelServer, reply, status

from tests.cli.conftest import Call

OVERVIEW = '{"text": "全年维修水库13座，群众满意度达到95%。"}'


def answer(asked: Asked) -> str:
    """Items for sentences; a text for items."""
    return OVERVIEW if "<条目>" in asked.prompt else honest(asked)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    with ModelServer(answer) as running:
        monkeypatch.setenv("SUMMARIZER_LLM_BASE_URL", running.url)
        monkeypatch.setenv("SUMMARIZER_LLM_MODEL", "some-model")
        monkeypatch.setenv("SUMMARIZER_LLM_BACKOFF", "0")
        monkeypatch.setenv("SUMMARIZER_LLM_ATTEMPTS", "2")
        yield running


def test_a_configured_model_is_what_auto_means(
    server: ModelServer, call: Call, report: Path
) -> None:
    done = call("run", report)
    assert done.code == 0
    assert "llm（some-model @ 127.0.0.1）" in done.err
    run = json.loads(done.out)["run"]
    assert (run["engine"], run["model"], run["endpoint_host"]) == ("llm", "some-model", "127.0.0.1")
    assert run["calls"] > 0


def test_a_second_run_asks_nothing(server: ModelServer, call: Call, report: Path) -> None:
    first = json.loads(call("run", report).out)
    asked = len(server.asked)
    second = json.loads(call("run", report).out)
    assert len(server.asked) == asked
    assert second["run"]["calls"] == 0
    assert first["results"] == second["results"]


def test_a_refused_key_has_its_own_code(server: ModelServer, call: Call, report: Path) -> None:
    server.choose = lambda asked: status(401, "Incorrect API key provided")
    done = call("run", report)
    assert (done.code, done.out) == (4, b"")
    assert "error[" in done.err


def test_a_model_that_declines_everything_refused(
    server: ModelServer, call: Call, report: Path
) -> None:
    """To ask again would be no use: exit 4, not the 5 of an endpoint out of reach."""
    server.choose = lambda asked: reply("对不起，我无法提供该内容。")
    done = call("run", report)
    assert (done.code, done.out) == (4, b"")
    assert "error[llm-refused]" in done.err


def test_a_model_that_never_keeps_the_format_is_not_there(
    server: ModelServer, call: Call, report: Path
) -> None:
    server.choose = lambda asked: reply('{"a": 1}')
    done = call("run", report)
    assert (done.code, done.out) == (5, b"")
    assert "error[llm-invalid]" in done.err


def test_a_limit_that_allows_no_call_refused(
    server: ModelServer, call: Call, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZER_LLM_PRICES", '{"*": {"input": "2", "output": "8"}}')
    monkeypatch.setenv("SUMMARIZER_LLM_MAX_COST", "0.000001")
    done = call("run", report)
    assert (done.code, done.out, len(server.asked)) == (4, b"", 0)
    assert "error[llm-budget]" in done.err


def test_a_server_that_fails_has_its_own_code(
    server: ModelServer, call: Call, report: Path
) -> None:
    server.choose = lambda asked: status(503, "overloaded")
    done = call("run", report)
    assert (done.code, done.out) == (5, b"")


def test_a_dead_part_is_partial_and_loud(server: ModelServer, call: Call, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    sections = [
        f"{number}、第{number}项工作\n" + "".join(f"完成事项{n}共{n}件。\n" for n in range(10, 60))
        for number in "一二三四"
    ]
    long.write_text("".join(sections), encoding="utf-8")
    server.choose = lambda asked: status(503, "no") if "第三项工作" in asked.prompt else None
    done = call("run", long)
    assert done.code == 7
    assert "warning[partial]" in done.err
    states = {s["path"][-1]: s["state"] for s in json.loads(done.out)["coverage"]["sections"]}
    assert states["三、第三项工作"] == "unread"
    assert states["一、第一项工作"] == "read"


def test_answers_are_listed_shown_and_purged(server: ModelServer, call: Call, report: Path) -> None:
    call("run", report)
    lines = call("answers", "list").text.splitlines()
    assert lines
    key = lines[0].split()[0]
    shown = json.loads(call("answers", "show", key).out)
    assert shown["key"].startswith(key)
    assert shown["model"] == "some-model"
    assert json.loads(shown["body"])["choices"]
    assert call("answers", "show", "zz").code == 2
    assert call("answers", "purge").code == 2
    assert call("answers", "purge", "--older-than", "1").code == 0
    assert call("answers", "list").text.splitlines() == lines
    done = call("answers", "purge", "--all", "--lang", "en")
    assert (done.code, done.err) == (0, f"deleted {len(lines)} answers\n")
    assert call("answers", "list").out == b""


def test_a_store_that_cannot_be_opened_is_a_matter_of_settings(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SUMMARIZER_DATA_DIR", str(tmp_path / "file" / "data"))
    done = call("answers", "list")
    assert (done.code, done.out) == (2, b"")
    assert "SUMMARIZER_DATA_DIR" in done.err


def test_an_estimate_sends_nothing(server: ModelServer, call: Call, report: Path) -> None:
    said = json.loads(call("run", report, "--estimate", "--format", "json").out)
    assert server.asked == []
    assert said["calls"] >= 1
    assert said["input_tokens"] > said["output_tokens"] > 0
    assert said["cost"] is None
    rules = call("run", report, "--estimate", "--engine", "rules", "-f", "json")
    assert json.loads(rules.out)["calls"] == 0


def test_an_estimate_speaks_to_people(server: ModelServer, call: Call, report: Path) -> None:
    said = call("run", report, "--estimate").text
    assert server.asked == []
    assert "需调用" in said
    assert "SUMMARIZER_LLM_PRICES" in said
    assert "no calls" in call("run", report, "--estimate", "--engine", "rules").text


def test_without_the_cache_every_run_asks(server: ModelServer, call: Call, report: Path) -> None:
    call("run", report)
    asked = len(server.asked)
    assert call("run", report, "--no-cache").code == 0
    assert len(server.asked) > asked


def test_requests_go_out_and_answers_come_in_by_files(
    server: ModelServer, call: Call, report: Path, tmp_path: Path
) -> None:
    requests, answers = tmp_path / "requests.jsonl", tmp_path / "answers.jsonl"
    for _ in range(3):  # chunks, then what builds on them
        assert call("batch", "export", report, "-o", requests).code == 0
        if not requests.read_bytes():
            break
        lines = [json.loads(line) for line in requests.read_text("utf-8").splitlines()]
        assert {(line["method"], line["url"]) for line in lines} == {
            ("POST", "/v1/chat/completions")
        }
        answers.write_text("".join(_answered(server, line) for line in lines), encoding="utf-8")
        assert call("batch", "import", answers).code == 0
    before = len(server.asked)
    done = call("run", report)
    assert done.code == 0
    assert len(server.asked) == before
    assert json.loads(done.out)["run"]["engine"] == "llm"


def _answered(server: ModelServer, line: dict[str, Any]) -> str:
    """What a batch endpoint would write for a line: the server's own answer to the same body."""
    request = urllib.request.Request(
        f"{server.url}/chat/completions",
        data=json.dumps(line["body"]).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        body = json.load(reply)
    entry = {"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}}
    return json.dumps(entry, ensure_ascii=False) + "\n"


def test_importing_again_is_harmless_and_nonsense_is_said(
    server: ModelServer, call: Call, report: Path, tmp_path: Path
) -> None:
    requests, answers = tmp_path / "requests.jsonl", tmp_path / "answers.jsonl"
    call("batch", "export", report, "-o", requests)
    lines = [json.loads(line) for line in requests.read_text("utf-8").splitlines()]
    good = "".join(_answered(server, line) for line in lines)
    answers.write_text(good + "nonsense\n", encoding="utf-8")
    first = call("batch", "import", answers, "--lang", "en")
    assert first.code == 7
    assert f"{len(lines)} stored, 0 known, 1 refused" in first.err
    assert f"line {len(lines) + 1}:" in first.err
    again = call("batch", "import", answers, "--lang", "en")
    assert f"0 stored, {len(lines)} known, 1 refused" in again.err
    answers.write_text("nonsense\n", encoding="utf-8")
    assert call("batch", "import", answers).code == 3
    assert call("batch", "import", tmp_path / "none").code == 3


def test_an_export_needs_a_model(call: Call, report: Path) -> None:
    done = call("batch", "export", report)
    assert (done.code, done.out) == (2, b"")


def test_an_export_goes_on_after_a_bad_file(
    server: ModelServer, call: Call, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    done = call("batch", "export", report, tmp_path / "empty.txt")
    assert done.code == 7
    assert done.out
    assert "empty.txt" in done.err
