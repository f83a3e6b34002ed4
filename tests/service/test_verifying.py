"""Verifications under load: in children, few for each key, none in the way of others."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import httpx
import pytest
from served import Served
from test_api import assert_problem

from summarizer.service.problems import ProblemError
from summarizer.service.verifying import PER_OWNER, Verifier
from summarizer.settings import load_settings

SMALL = {"source": "报告\n一、情况\n办结31件。\n", "text": "办结31件。"}


def heavy(number: int) -> dict[str, str]:
    """Something that takes its time."""
    lines = "".join(f"全年完成第{n}项任务{n}件，支出{n}.5万元。\n" for n in range(4_000))
    return {"source": f"报告{number}\n一、情况\n{lines}", "text": lines}


@pytest.mark.matrix
def test_many_at_once_take_nothing_from_another_key(tmp_path: Path) -> None:
    served = Served(tmp_path / "data", {})
    try:
        keys = [
            {"Authorization": f"Bearer {served.command('keys', 'create', name).stdout.strip()}"}
            for name in ("one", "two")
        ]
        served.start()

        def verify(given: dict[str, str], key: dict[str, str]) -> httpx.Response:
            return httpx.post(
                f"{served.url}/v1/verifications", json=given, headers=key, timeout=120
            )

        with ThreadPoolExecutor(16) as pool:
            many = [pool.submit(verify, heavy(number), keys[0]) for number in range(16)]
            # Those over the limit are told at once, while the others are at work.
            refused = next(as_completed(many)).result()
            assert_problem(refused, 429, "verifications-full")
            assert int(refused.headers["retry-after"]) > 0
            assert served.client.get("/readyz").status_code == 200
            assert served.client.get("/v1/summaries", headers=keys[1]).status_code == 200
            assert verify(SMALL, keys[1]).status_code == 200
            assert not all(one.done() for one in many)
            assert served.stop() in (0, 143)
    finally:
        served.close()


async def test_a_body_that_is_wrong_is_refused_from_the_child() -> None:
    verifier = Verifier(load_settings())
    wrong: list[bytes] = [b"[" * 90_000, b"0," * 100_000, b"{}", b'{"source": "x", "text": NaN}']
    both = json.dumps({**SMALL, "summary": {}}).encode()
    try:
        for body in (*wrong, both, json.dumps({"source": "x"}).encode()):
            with pytest.raises(ProblemError) as refused:
                await verifier.verify(body, "me")
            assert (refused.value.code, refused.value.status) == ("invalid", 422)
        answer: dict[str, Any] = json.loads(await verifier.verify(json.dumps(SMALL).encode(), "me"))
        assert answer["checks"][0]["check"]["verdict"] == "verified"
        assert not verifier._here
    finally:
        verifier.close()


async def test_only_so_many_of_one_key_wait() -> None:
    verifier = Verifier(load_settings())
    verifier._here["me"] = PER_OWNER
    try:
        with pytest.raises(ProblemError) as refused:
            await verifier.verify(json.dumps(SMALL).encode(), "me")
        assert refused.value.code == "verifications-full"
        assert await verifier.verify(json.dumps(SMALL).encode(), "another")
    finally:
        verifier.close()
