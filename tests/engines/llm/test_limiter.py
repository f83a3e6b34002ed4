"""How hard an endpoint is driven: places, minutes, halving, and leaving a dead one alone."""

from __future__ import annotations

import asyncio
import time

import pytest
from llm_support import chunk_of, figures, honest, settings_for
from model_server import ModelServer, reply, status

from summarizer.engines.llm import LlmEngine, limiter
from summarizer.engines.llm.limiter import Breaker, Limiter
from summarizer.engines.llm.policy import LlmFault, RetryBudget
from summarizer.errors import EngineUnavailable
from summarizer.schema import Extraction


async def read_all(server: ModelServer, count: int, **chosen: object) -> list[Extraction]:
    engine = LlmEngine(settings_for(server, **chosen))
    chunks = [chunk_of(f"第{n}节\n投入{n}万元。\n") for n in range(1, count + 1)]
    return await asyncio.gather(*(engine.extract(chunk) for chunk in chunks))


@pytest.mark.parametrize("allowed", [1, 4])
def test_no_more_calls_in_flight_than_allowed(allowed: int) -> None:
    with ModelServer(honest, first_token=0.02) as server:
        found = asyncio.run(read_all(server, 12, llm_concurrency=allowed))
        assert server.busiest == allowed
    assert [figures(one) for one in found] == [[f"{n}万元"] for n in range(1, 13)]


def test_of_the_calls_that_wait_the_longest_goes_first() -> None:
    async def in_turn() -> list[int]:
        limiter, order = Limiter(1), list[int]()

        async def call(length: int) -> None:
            async with limiter.slot(head_start=float(length)):
                order.append(length)
                await asyncio.sleep(0)

        await asyncio.gather(*(call(length) for length in (3, 1, 5, 2, 4)))
        return order

    assert asyncio.run(in_turn()) == [5, 4, 3, 2, 1]


def test_a_chunk_with_many_quantities_is_read_before_one_with_few() -> None:
    """Its answer is the longer one, whatever the length of the text."""
    few = "投入1万元。" + "各项工作按照要求稳步推进，取得了较好的成效。" * 10
    many = "".join(f"投入{n}万元。" for n in range(2, 12))

    async def read_both(server: ModelServer) -> None:
        engine = LlmEngine(settings_for(server, llm_concurrency=1))
        await asyncio.gather(engine.extract(chunk_of(few)), engine.extract(chunk_of(many)))

    with ModelServer(honest) as server:
        asyncio.run(read_both(server))
        first, second = (asked.prompt for asked in server.asked)
    assert "投入2万元" in first
    assert "稳步推进" in second


def test_a_short_call_does_not_wait_for_ever() -> None:
    """A head start is so many seconds; whoever waited longer than that goes first."""

    async def in_turn() -> list[str]:
        limiter, order = Limiter(1), list[str]()

        async def call(name: str, head_start: float) -> None:
            async with limiter.slot(head_start=head_start):
                order.append(name)
                await asyncio.sleep(0.05)

        first = asyncio.create_task(call("first", 0))
        await asyncio.sleep(0.03)
        short = asyncio.create_task(call("short", 0))
        await asyncio.sleep(0.01)
        await asyncio.gather(first, short, call("long", 0.001))
        return order

    assert asyncio.run(in_turn()) == ["first", "short", "long"]


def test_a_turn_that_is_not_taken_goes_to_the_next() -> None:
    async def in_turn() -> int:
        limiter = Limiter(1)

        async def call() -> None:
            async with limiter.slot():
                await asyncio.sleep(0)

        gone = asyncio.create_task(call())
        await asyncio.sleep(0)
        kept = asyncio.create_task(call())
        await asyncio.sleep(0)
        limiter._wake()
        gone.cancel()
        await asyncio.wait_for(kept, 1)
        return limiter.busy

    assert asyncio.run(in_turn()) == 0


def test_engines_of_one_endpoint_share_its_places() -> None:
    async def two_engines(server: ModelServer) -> None:
        await asyncio.gather(
            read_all(server, 6, llm_concurrency=2, llm_cache=False),
            read_all(server, 6, llm_concurrency=2, llm_cache=False),
        )

    with ModelServer(honest, first_token=0.02) as server:
        asyncio.run(two_engines(server))
        assert server.busiest == 2
        assert len(server.asked) == 12


def test_there_is_no_barrier() -> None:
    """One slow call among many quick ones holds up nothing but itself."""
    asked_meanwhile = []

    def slow(asked):
        if "第1节" not in asked.prompt:
            return None

        def act(asked, wire):
            deadline = time.monotonic() + 10
            while len(server.asked) < 40 and time.monotonic() < deadline:
                time.sleep(0.01)
            asked_meanwhile.append(len(server.asked))
            reply("{}")(asked, wire)

        return act

    with ModelServer(honest, choose=slow) as server:
        asyncio.run(read_all(server, 40, llm_concurrency=4, llm_completeness=False))
    assert asked_meanwhile == [40]


async def test_a_rate_limit_halves_once_for_all_in_flight_and_grows_back() -> None:
    limiter = Limiter(16)
    for _ in range(8):
        limiter.was_limited()
    assert limiter.allowed == 8
    for _ in range(200):
        limiter.went_well()
    assert limiter.allowed == 16


async def test_calls_a_minute_are_counted() -> None:
    limiter = Limiter(10, calls=2)
    for _ in range(2):
        async with limiter.slot():
            pass
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), limiter.slot():
            pytest.fail("the third call of the minute has to wait")
    assert limiter.busy == 0


async def test_tokens_a_minute_are_counted_but_one_call_always_fits() -> None:
    limiter = Limiter(10, tokens=100)
    async with limiter.slot(5000):
        pass
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), limiter.slot(1):
            pytest.fail("the minute is full")


async def test_a_cancelled_waiter_leaves_its_turn_to_the_next() -> None:
    limiter = Limiter(1)
    order: list[int] = []

    async def take(number: int) -> None:
        async with limiter.slot():
            order.append(number)
            await asyncio.sleep(0.01)

    tasks = [asyncio.create_task(take(number)) for number in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == [0, 2, 3]
    assert limiter.busy == 0


async def test_a_dead_endpoint_is_tried_by_one_call_at_a_time() -> None:
    breaker = Breaker(failures=3, pause=0.05)
    for _ in range(3):
        assert await breaker.ready() is False
        breaker.failed()
    trial = asyncio.create_task(breaker.ready())
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(breaker.ready()) for _ in range(3)]
    assert await trial is True
    assert not any(task.done() for task in waiting)
    breaker.failed(trial=True)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(outcome, LlmFault) for outcome in outcomes)
    assert await breaker.ready() is True
    breaker.succeeded()
    assert await breaker.ready() is False


async def test_an_endpoint_that_is_down_fails_calls_at_once_until_the_next_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(limiter, "monotonic", lambda: now[0])
    breaker = Breaker(failures=1, pause=0.01, tries=2, down=0.1)
    breaker.failed()
    for _ in range(2):
        assert await breaker.ready() is True
        breaker.failed(trial=True)
    with pytest.raises(LlmFault) as caught:
        await breaker.ready()
    assert caught.value.final
    now[0] += 0.1
    assert await breaker.ready() is True


async def test_a_busy_endpoint_with_some_failures_is_never_left_alone() -> None:
    breaker = Breaker(failures=5)
    for number in range(200):
        assert await breaker.ready() is False
        breaker.failed() if number % 3 else breaker.succeeded()


def test_a_dead_endpoint_is_given_up_soon_and_asked_little() -> None:
    async def all_fail(server: ModelServer) -> list[object]:
        engine = LlmEngine(settings_for(server))
        chunks = [chunk_of(f"第{n}节\n投入{n}万元。\n") for n in range(1, 60)]
        return await asyncio.gather(
            *(engine.extract(chunk) for chunk in chunks), return_exceptions=True
        )

    began = time.monotonic()
    with ModelServer(honest, choose=lambda asked: status(503)) as server:
        outcomes = asyncio.run(all_fail(server))
        assert len(server.asked) < 60 * 1.5
    assert all(isinstance(outcome, EngineUnavailable) for outcome in outcomes)
    assert time.monotonic() - began < 15


def test_retries_are_earned() -> None:
    budget = RetryBudget(free=2)
    assert [budget.allows() for _ in range(3)] == [True, True, False]
    for _ in range(10):
        budget.called()
        budget.succeeded()
    assert [budget.allows() for _ in range(8)] == [True] * 7 + [False]
