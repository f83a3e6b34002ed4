"""Fixtures of the model engine's tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from llm_support import chunk_of, honest, settings_for
from model_server import ModelServer, status

from summarizer.engines.llm import LlmEngine, transport
from summarizer.errors import EngineError


@pytest.fixture(autouse=True)
def _fresh_trust() -> None:
    """The trusted roots are loaded once per process; a test may bring its own."""
    transport._trust.cache_clear()


@pytest.fixture
def refused_twice() -> Callable[[int, str], tuple[str, int]]:
    """Two chunks of one run against an endpoint that refuses: the code, and how many asked."""

    def run(code: int, message: str) -> tuple[str, int]:
        async def both(server: ModelServer) -> list[str]:
            engine = LlmEngine(settings_for(server))
            codes = []
            for text in ("一\n经费1万元。\n", "二\n经费2万元。\n"):
                try:
                    await engine.extract(chunk_of(text))
                except EngineError as error:
                    codes.append(error.error_code)
            return codes

        with ModelServer(honest, choose=lambda asked: status(code, message)) as server:
            codes = asyncio.run(both(server))
            return (codes[0] if len(set(codes)) == 1 else str(codes)), len(server.asked)

    return run
