"""Cost: counted to the last token, and stopped before the call that would go over the limit."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from llm_support import chunk_of, figures, honest, read, settings_for
from model_server import ModelServer, reply, status

from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.cost import Bill, Budget, cost_of, tokens_of
from summarizer.engines.llm.faults import LlmFault
from summarizer.errors import ConfigError, EngineError, EngineRefused, EngineUnavailable
from summarizer.schema import Extraction, Usage
from summarizer.settings import Price, Settings

PRICES = {"fake": {"input": "2", "cached_input": "0.5", "output": "8"}}


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"prompt_tokens": 9, "completion_tokens": 4}, (9, 0, 4)),
        ({"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 5}}, (9, 5, 0)),
        ({"prompt_tokens": 9, "prompt_cache_hit_tokens": 6}, (9, 6, 0)),
        ({"prompt_tokens": "9", "completion_tokens": -1}, (0, 0, 0)),
        (None, (0, 0, 0)),
    ],
)
def test_tokens_are_read_as_endpoints_tell_them(usage: object, counted: tuple[int, ...]) -> None:
    assert tokens_of(usage) == counted


def test_cached_tokens_have_their_own_price() -> None:
    used = Usage(input_tokens=1_000_000, cached_input_tokens=400_000, output_tokens=250_000)
    price = Price(input=Decimal(2), cached_input=Decimal("0.5"), output=Decimal(8))
    assert cost_of(used, price) == Decimal("3.4")
    assert cost_of(used, Price(input=Decimal(2), output=Decimal(8))) == Decimal("4")
    assert cost_of(used, None) is None


def test_a_run_says_what_it_cost() -> None:
    with ModelServer(honest) as server:
        usage = read(server, llm_prices=PRICES).usage
    fresh = usage.input_tokens - usage.cached_input_tokens
    expected = fresh * 2 + usage.cached_input_tokens * Decimal("0.5") + usage.output_tokens * 8
    assert usage.cost == expected / 1_000_000
    assert usage.cached_input_tokens > 0


def test_what_failed_is_counted_too() -> None:
    sorry = ModelServer(honest, choose=lambda asked: reply("对不起，我不能。"))
    with sorry as server, pytest.raises(EngineRefused) as caught:
        read(server, llm_prices=PRICES)
    assert isinstance(caught.value.usage, Usage)
    assert caught.value.usage.output_tokens == len("对不起，我不能。")
    broken = ModelServer(honest, choose=lambda asked: status(500))
    with broken as server, pytest.raises(EngineUnavailable) as caught:
        read(server)
    assert isinstance(caught.value.usage, Usage)
    assert (caught.value.usage.calls, caught.value.usage.retries) == (4, 3)


def test_the_limit_stops_before_the_call_that_would_go_over_it() -> None:
    async def read_all(server: ModelServer) -> list[object]:
        settings = settings_for(server, llm_prices=PRICES, llm_max_cost="0.03", llm_concurrency=1)
        engine = LlmEngine(settings)
        chunks = [chunk_of(f"第{n}节\n投入{n}万元。\n") for n in range(1, 9)]
        return [
            await asyncio.gather(engine.extract(chunk), return_exceptions=True) for chunk in chunks
        ]

    with ModelServer(honest) as server:
        outcomes = [outcome for (outcome,) in asyncio.run(read_all(server))]
        asked = len(server.asked)
    codes = [one.error_code for one in outcomes if isinstance(one, EngineError)]
    read_well = [one for one in outcomes if not isinstance(one, EngineError)]
    assert 0 < asked < 8
    assert len(read_well) == asked
    assert set(codes) == {"llm-budget"}
    spent = sum((one.usage.cost for one in read_well), Decimal(0))
    assert spent <= Decimal("0.03")


def test_calls_in_flight_together_cannot_go_over_the_limit_together() -> None:
    async def read_all(server: ModelServer) -> None:
        settings = settings_for(server, llm_prices=PRICES, llm_max_cost="0.03")
        engine = LlmEngine(settings)
        chunks = [chunk_of(f"第{n}节\n投入{n}万元。\n") for n in range(1, 9)]
        await asyncio.gather(*(engine.extract(one) for one in chunks), return_exceptions=True)

    with ModelServer(honest, first_token=0.05) as server:
        asyncio.run(read_all(server))
        assert len(server.asked) < 8


def test_calls_that_wait_set_nothing_aside() -> None:
    """Calls turn out cheaper than feared; one at a time, all of them fit under the limit."""

    async def read_all(server: ModelServer) -> list[Extraction]:
        engine = LlmEngine(
            settings_for(server, llm_prices=PRICES, llm_max_cost="0.08", llm_concurrency=1)
        )
        chunks = [chunk_of(f"第{n}节\n投入{n}万元。\n") for n in range(1, 9)]
        return await asyncio.gather(*(engine.extract(one) for one in chunks))

    with ModelServer(honest) as server:
        found = asyncio.run(read_all(server))
        assert len(server.asked) == 8
    spent = sum((one.usage.cost or Decimal(0) for one in found), Decimal(0))
    assert spent <= Decimal("0.08")


def test_an_answer_that_broke_off_is_taken_for_paid() -> None:
    settings = Settings(llm_model="fake", llm_prices=PRICES, llm_max_cost="1")
    budget = Budget(settings)
    bill = Bill(budget, 1000, 500)
    bill.open()
    fault = LlmFault("llm-interrupted")
    fault.attempts = 2
    bill.close(Usage(), fault)
    assert budget.spent == 2 * Decimal("0.006")
    bill.open()
    bill.close(Usage(), LlmFault("llm-rate-limit"))
    assert budget.spent == 2 * Decimal("0.006")


def test_a_limit_without_a_price_is_refused() -> None:
    with ModelServer(honest) as server, pytest.raises(ConfigError, match="LLM_PRICES"):
        read(server, llm_max_cost="1")


def test_an_answer_from_the_store_costs_nothing() -> None:
    with ModelServer(honest) as server:
        read(server, llm_prices=PRICES)
        again = read(server, llm_prices=PRICES, llm_max_cost="0")
    assert figures(again)
    assert again.usage.cost is None


def test_more_cached_tokens_than_there_are_cost_nothing_less() -> None:
    usage = {"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 99}}
    assert tokens_of(usage) == (10, 10, 0)
