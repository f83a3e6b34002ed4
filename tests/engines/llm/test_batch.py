"""Batches: what goes out and comes back by files is what would have gone over the wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from llm_support import ALL, TEXT, chunk_of, figures, honest, settings_for
from model_server import Asked, ModelServer, completion

from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.answers import AnswerStore
from summarizer.engines.llm.batch import Outbox, import_answers, offline_engine
from summarizer.errors import EngineUnavailable
from summarizer.schema import Extraction

SECOND = "三、资金使用情况\n到位资金980万元，支出901.6万元，预算执行率92%。\n"


def export(server: ModelServer, *texts: str, **chosen: object) -> list[str]:
    outbox = Outbox()
    engine = offline_engine(settings_for(server, **chosen), outbox)
    for text in texts:
        with pytest.raises(EngineUnavailable) as caught:
            asyncio.run(engine.extract(chunk_of(text)))
        assert caught.value.error_code == "llm-not-asked"
    return list(outbox.lines())


def answered(lines: list[str], oracle: Callable[[Asked], str] = honest) -> list[str]:
    """What a batch endpoint writes for these requests."""
    out = []
    for number, line in enumerate(lines):
        request = json.loads(line)
        asked = Asked("", {}, request["body"], b"", 0.0)
        body = completion(oracle(asked), asked=asked)
        response = {"status_code": 200, "request_id": f"r{number}", "body": body}
        out.append(
            json.dumps(
                {"id": f"b{number}", "custom_id": request["custom_id"], "response": response}
                | {"error": None},
                ensure_ascii=False,
            )
        )
    return out


def run(server: ModelServer, text: str, **chosen: object) -> Extraction:
    engine = LlmEngine(settings_for(server, **chosen))
    return asyncio.run(engine.extract(chunk_of(text)))


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json", "auto"])
def test_after_an_import_a_run_needs_no_network(mode: str, tmp_path: Path) -> None:
    chosen = {"llm_mode": mode, "data_dir": tmp_path}
    with ModelServer(honest) as server:
        lines = export(server, TEXT, SECOND, **chosen)
        store = AnswerStore(f"sqlite:///{tmp_path / 'answers.sqlite3'}")
        done = import_answers(reversed(answered(lines)), store)
        store.close()
        assert (done.stored, done.known, done.refused) == (2, 0, [])
        assert figures(run(server, TEXT, **chosen)) == ALL
        assert figures(run(server, SECOND, **chosen)) == ["980万元", "901.6万元", "92%"]
        assert server.asked == []


def test_the_line_is_the_request_that_would_have_been_sent(tmp_path: Path) -> None:
    with ModelServer(honest) as server:
        line = json.loads(export(server, TEXT, data_dir=tmp_path / "a")[0])
        run(server, TEXT, data_dir=tmp_path / "b")
        sent = server.asked[0].body
    assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
    assert line["body"] == {name: value for name, value in sent.items() if name != "stream"}
    assert "公益性岗位" in json.dumps(line, ensure_ascii=False)


def test_only_what_is_not_answered_yet_is_exported(tmp_path: Path) -> None:
    with ModelServer(honest) as server:
        run(server, TEXT, data_dir=tmp_path)
        outbox = Outbox()
        engine = offline_engine(settings_for(server, data_dir=tmp_path), outbox)
        assert figures(asyncio.run(engine.extract(chunk_of(TEXT)))) == ALL
        assert list(outbox.lines()) == []


def test_a_repair_is_a_second_export(tmp_path: Path) -> None:
    with ModelServer(honest) as server:
        lines = export(server, TEXT, data_dir=tmp_path)
        wrong = [line.replace("86.5公里", "68.5公里") for line in answered(lines)]
        store = AnswerStore(f"sqlite:///{tmp_path / 'answers.sqlite3'}")
        import_answers(wrong, store)
        store.close()
        outbox = Outbox()
        engine = offline_engine(settings_for(server, data_dir=tmp_path), outbox)
        assert "68.5公里" in figures(asyncio.run(engine.extract(chunk_of(TEXT))))
        (repair,) = outbox.lines()
    assert "68.5公里" in repair


def test_imports_may_be_partial_repeated_and_dirty(tmp_path: Path) -> None:
    with ModelServer(honest) as server:
        lines = answered(export(server, TEXT, SECOND, data_dir=tmp_path))
    store = AnswerStore(f"sqlite:///{tmp_path / 'answers.sqlite3'}")
    failed = {"custom_id": "0" * 64, "response": None, "error": {"code": "expired"}}
    throttled = {"custom_id": "1" * 64, "response": {"status_code": 429, "body": {}}}
    empty = {"custom_id": "2" * 64, "response": {"status_code": 200, "body": {"choices": []}}}
    foreign = {"custom_id": "row-7", "response": {"status_code": 200, "body": {}}}
    dirt = [json.dumps(one) for one in (failed, throttled, empty, foreign)]
    first = import_answers([lines[0], "", "{broken", "7", *dirt], store)
    assert (first.stored, [number for number, _ in first.refused]) == (1, [3, 4, 5, 6, 7, 8])
    second = import_answers([*lines, lines[0]], store)
    assert (second.stored, second.known, second.refused) == (1, 2, [])
    store.close()


def test_an_estimate_says_calls_tokens_and_cost(tmp_path: Path) -> None:
    prices = {"fake": {"input": "2", "output": "8"}}
    with ModelServer(honest) as server:
        settings = settings_for(server, llm_prices=prices, data_dir=tmp_path)
        outbox = Outbox()
        engine = offline_engine(settings, outbox)
        with pytest.raises(EngineUnavailable):
            asyncio.run(engine.extract(chunk_of(TEXT)))
        assert server.asked == []
    guess = outbox.estimate(settings)
    assert guess.calls == 1
    assert guess.cost is not None
    assert guess.cost * 1_000_000 == 2 * guess.input_tokens + 8 * guess.output_tokens
    assert 800 < guess.input_tokens < 3000
