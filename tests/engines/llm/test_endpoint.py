"""The connection: packed answers, separate keys, cool-downs, proxies."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib

import pytest
from llm_support import ALL, chunk_of, figures, honest, read, settings_for
from model_server import Act, Asked, ModelServer, Wire, completion, http, status

from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.transport import _proxy
from summarizer.errors import EngineError
from summarizer.schema import Extraction


def packed(how: str) -> Act:
    def act(asked: Asked, wire: Wire) -> None:
        body = json.dumps(completion(honest(asked), asked=asked)).encode()
        content = gzip.compress(body) if how == "gzip" else zlib.compress(body)
        wire.send(http(200, content, {"Content-Encoding": how}))

    return act


@pytest.mark.parametrize("how", ["gzip", "deflate"])
def test_a_packed_answer_is_unpacked_although_nobody_asked_for_it(how: str) -> None:
    with ModelServer(honest, script=[packed(how)]) as server:
        assert figures(read(server)) == ALL
        assert server.asked[0].headers["accept-encoding"] == "identity"
        assert len(server.asked) == 1


def test_what_unpacks_to_a_flood_is_cut() -> None:
    flood = gzip.compress(b" " * 80_000_000)

    def act(asked: Asked, wire: Wire) -> None:
        wire.send(http(200, flood, {"Content-Encoding": "gzip"}))

    flooding = ModelServer(honest, choose=lambda asked: act)
    with flooding as server, pytest.raises(EngineError) as caught:
        read(server)
    assert caught.value.error_code == "llm-too-large"


def test_servers_may_tell_of_their_own_work_in_fractions() -> None:
    def act(asked: Asked, wire: Wire) -> None:
        body = completion(honest(asked), asked=asked) | {"timings": {"per_token_ms": 1.5e-3}}
        wire.send(http(200, json.dumps(body).encode()))

    with ModelServer(honest, script=[act]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 1


def test_engines_with_different_keys_never_share_a_connection() -> None:
    async def both(server: ModelServer) -> list[Extraction]:
        engines = [
            LlmEngine(settings_for(server, llm_api_key=key, llm_repeat=number))
            for number, key in enumerate(("key-one", "key-two"))
        ]
        return await asyncio.gather(*(engine.extract(chunk_of()) for engine in engines))

    with ModelServer(honest, first_token=0.05) as server:
        asyncio.run(both(server))
        sent = {asked.headers["authorization"] for asked in server.asked}
    assert sent == {"Bearer key-one", "Bearer key-two"}


def test_after_a_long_retry_after_nothing_is_sent() -> None:
    async def one_by_one(server: ModelServer) -> list[str]:
        engine = LlmEngine(settings_for(server))
        codes = []
        async with engine.client.in_use():
            for number in range(3):
                try:
                    await engine.extract(chunk_of(f"一\n投入{number + 1}万元。\n"))
                except EngineError as error:
                    codes.append(error.error_code)
        return codes

    limited = status(429, "quota", {"Retry-After": "3600"})
    with ModelServer(honest, choose=lambda asked: limited) as server:
        assert asyncio.run(one_by_one(server)) == ["llm-rate-limit"] * 3
        assert len(server.asked) == 1


def test_a_proxy_is_used_for_far_addresses_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert _proxy("https://api.example.com/v1") == "http://proxy.example:3128"
    assert _proxy("https://inside.example/v1") is None
