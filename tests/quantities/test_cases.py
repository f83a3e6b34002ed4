"""Cases as data: in the wild, synthetic, negative, known failures (each must go on failing)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarizer.quantities import scan

CASES = Path(__file__).parent / "cases"
Case = dict[str, Any]


def _cases(name: str) -> list[Case]:
    cases: list[Case] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return cases


def _read(case: Case) -> list[list[str | None]]:
    return [
        [one.text, one.value, one.unit, one.kind, one.approx, one.comparator]
        for one in scan(case["text"])
    ]


@pytest.mark.parametrize("name", ["in_the_wild", "synthetic", "negative"])
def test_every_quantity_is_read_and_nothing_else(name: str) -> None:
    wrong = [
        (case["text"], _read(case)) for case in _cases(name) if _read(case) != case["quantities"]
    ]

    assert not wrong


@pytest.mark.parametrize("case", _cases("known_failures"), ids=lambda case: case["text"])
@pytest.mark.xfail(strict=True, reason="read wrongly or not at all; worth a rule when it turns up")
def test_known_failures(case: Case) -> None:
    assert _read(case) == case["quantities"]


def test_half_of_the_table_are_texts_without_a_quantity() -> None:
    cases = [case for name in ("in_the_wild", "synthetic", "negative") for case in _cases(name)]
    empty = sum(not case["quantities"] for case in cases)

    assert len(cases) >= 1000
    assert empty >= 500
    assert len({case["text"] for case in cases}) == len(cases)
