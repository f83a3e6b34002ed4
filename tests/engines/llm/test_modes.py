"""Output modes: chosen once per endpoint, by one question."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from llm_support import ALL, chunk_of, figures, honest, read, settings_for
from model_server import Asked, ModelServer, entries, status

from summarizer.engines.llm import LlmEngine
from summarizer.errors import EngineError


async def read_all(server: ModelServer, count: int, **chosen: object) -> list[object]:
    engine = LlmEngine(settings_for(server, llm_mode="auto", **chosen))
    chunks = [chunk_of(f"第{n}节\n投入{n}万元。\n") for n in range(1, count + 1)]
    return await asyncio.gather(*(engine.extract(one) for one in chunks), return_exceptions=True)


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json"])
def test_every_mode_asks_in_its_own_way_and_is_understood(mode: str) -> None:
    with ModelServer(honest) as server:
        assert figures(read(server, llm_mode=mode)) == ALL
        (asked,) = server.asked
    assert asked.mode == mode
    assert asked.body["temperature"] == 0
    assert asked.body["stream"] is False
    assert "\\u" not in asked.raw.decode()
    assert "[2] 全县新增公益性岗位320个" in asked.prompt


def test_a_strict_endpoint_is_told_to_require_every_field() -> None:
    def whole(asked: Asked) -> str:
        told = json.loads(honest(asked))["results"]
        empty = {"subject": "", "change": "none", "status": "done", "period": "", "part_of": ""}
        results = [{**empty, "core": False, **one} for one in told]
        return entries(results=results, targets=[], problems=[], measures=[])

    with ModelServer(whole) as server:
        assert figures(read(server, llm_strict=True)) == ALL
        (asked,) = server.asked
    told = asked.body["response_format"]["json_schema"]
    assert told["strict"] is True
    items = [one["items"] for one in told["schema"]["properties"].values()]
    for one in (told["schema"], *items):
        assert set(one["required"]) == set(one["properties"])
        assert one["additionalProperties"] is False


def test_an_unknown_endpoint_is_tried_out_by_one_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The others wait for it, however busy this machine is.
    monkeypatch.setattr("summarizer.engines.llm.modes.PROBE_SECONDS", 30)
    old = {"json_schema": "response_format", "tools": "tool_choice"}

    def refuse(asked):
        return status(400, f"unknown: {old[asked.mode]}") if asked.mode in old else None

    with ModelServer(honest, choose=refuse) as server:
        asyncio.run(read_all(server, 12))
        modes = [asked.mode for asked in server.asked]
    assert modes == ["json_schema", "tools"] + ["json"] * 12


def test_a_refused_key_is_sent_once() -> None:
    with ModelServer(honest, choose=lambda asked: status(401)) as server:
        outcomes = asyncio.run(read_all(server, 12))
        assert len(server.asked) == 1
    assert {one.error_code for one in outcomes if isinstance(one, EngineError)} == {"llm-auth"}
    assert len(outcomes) == 12


def test_a_slow_first_answer_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarizer.engines.llm.modes.PROBE_SECONDS", 0.1)
    with ModelServer(honest, first_token=0.8) as server:
        asyncio.run(read_all(server, 8))
        assert server.busiest == 8


def test_a_known_endpoint_needs_no_trying_out(tmp_path: Path) -> None:
    with ModelServer(honest, first_token=0.2) as server:
        asyncio.run(read_all(server, 1, data_dir=tmp_path))
        asyncio.run(read_all(server, 8, data_dir=tmp_path, llm_repeat=1))
        assert server.busiest == 8


def test_a_mode_that_is_set_is_not_left() -> None:
    def refuse(asked):
        return status(400, "response_format is not supported")

    with ModelServer(honest, choose=refuse) as server:
        with pytest.raises(EngineError):
            read(server, llm_mode="json_schema")
        assert len(server.asked) == 1


def test_a_mode_refused_while_others_wait_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The endpoint takes longer to refuse than the others wait: those in flight hear it too,
    those behind them do not ask."""
    monkeypatch.setattr("summarizer.engines.llm.modes.PROBE_SECONDS", 0.05)

    def refuse(asked):
        return status(400, "unknown: response_format") if asked.mode == "json_schema" else None

    with ModelServer(honest, choose=refuse, first_token=0.4) as server:
        outcomes = asyncio.run(read_all(server, 12, llm_concurrency=3))
        modes = [asked.mode for asked in server.asked]
    assert not any(isinstance(one, EngineError) for one in outcomes)
    assert modes.count("json_schema") <= 3
    assert modes.count("tools") == 12
