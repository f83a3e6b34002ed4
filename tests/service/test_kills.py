"""P1: SIGKILL at any moment; after a restart every job ends the same, none lost, none doubled, and
no stored answer is paid for again."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from llm_support import honest
from model_server import ModelServer
from served import Served
from under_kills import (
    Outcome,
    assert_whole,
    repeated_calls,
    results_untouched,
    run_under_kills,
    the_server,
    timeless,
)

pytestmark = pytest.mark.matrix

# Of the long run, here and in test_postgres.py together.
KILLS = int(os.environ.get("SUMMARIZER_TEST_KILLS", "510"))
LONG = pytest.param(KILLS // 3, marks=pytest.mark.long)


@pytest.mark.parametrize("kills", [10, LONG])
def test_p1_rules(start: Callable[..., Served], kills: int) -> None:
    served = start()
    outcome = run_under_kills(served, [the_server(served)], kills=kills, jobs=kills, seed=1)
    assert_whole(served, outcome)
    assert_as_untouched(outcome, start(data="untouched"))


@pytest.mark.parametrize("kills", [10, LONG])
def test_p1_model(start: Callable[..., Served], kills: int) -> None:
    with ModelServer(honest, first_token=0.15) as model:
        settings = asking(model)
        served = start(**settings)
        outcome = run_under_kills(served, [the_server(served)], kills=kills, jobs=kills, seed=2)
        assert_whole(served, outcome)
        # What was in flight at a kill is asked again; what was answered never is.
        asked, repeated = len(model.asked), repeated_calls(model)
        assert repeated <= outcome.kills * 4
        say(outcome, f"{asked} calls, {repeated} of them repeated")
        assert_as_untouched(outcome, start(data="untouched", **settings))


def asking(model: ModelServer, **more: str) -> dict[str, str]:
    """Settings that lead to a model, four calls at once."""
    chosen = {"base_url": model.url, "model": "fake", "mode": "json_schema", "concurrency": "4"}
    return {**{f"llm_{name}": value for name, value in chosen.items()}, **more}


def assert_as_untouched(outcome: Outcome, other: Served) -> None:
    """Another service, of which nobody was killed, says the same of the same documents."""
    expected = results_untouched(other, len(outcome.jobs))
    assert [timeless(job) for job in outcome.jobs] == expected


def say(outcome: Outcome, more: str) -> None:
    """The figures, which `-rP` shows."""
    print(f"{outcome.kills} kills, {len(outcome.jobs)} jobs, {outcome.seconds:.0f} s: {more}")
