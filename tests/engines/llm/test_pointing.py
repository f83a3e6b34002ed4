"""Pointing: digits that name a quantity, and words that are read from the report, not copied."""

from __future__ import annotations

from decimal import Decimal

import pytest
from llm_support import chunk_of

from summarizer.engines.llm.pointing import label_before, meant, surroundings, written_out

TEXT = """二、完成情况
救助63户12.74万元；组织开展巡查河道120次，群众满意率为98%，居全市第三。
2023年完成整治“僵尸车”任务，补助1,250.5万元、300余人，率达９８％。
"""


@pytest.mark.parametrize(
    ("sentence", "digits", "printed"),
    [
        (2, "63", ["63户"]),
        (2, "12.74", ["12.74万元"]),
        (2, "12.740", ["12.74万元"]),
        (2, "3", ["第三"]),
        (3, "1250.5", ["1,250.5万元"]),
        (3, "300", ["300余人"]),
        (3, "98", ["９８％"]),
        (2, "1250.5", []),
        (2, "127400", []),
        (9, "98", []),
    ],
)
def test_digits_mean_what_the_sentence_prints(
    sentence: int, digits: str, printed: list[str]
) -> None:
    found = meant(Decimal(digits), chunk_of(TEXT), sentence)
    assert [quantity.text for quantity in found] == printed


@pytest.mark.parametrize(
    ("digits", "label", "around"),
    [
        ("63", "救助", ("救助", "")),
        ("12.74", "", ("", "；组织开展巡查河道")),
        ("120", "组织开展巡查河道", ("；组织开展巡查河道", "，群众满意率为")),
        ("98", "群众满意率", ("，群众满意率为", "，居全市")),
    ],
)
def test_the_words_before_a_number_are_its_label(
    digits: str, label: str, around: tuple[str, str]
) -> None:
    chunk = chunk_of(TEXT)
    (quantity,) = meant(Decimal(digits), chunk, 2)
    assert label_before(quantity, chunk, 2) == label
    assert surroundings(quantity, chunk, 2) == around


@pytest.mark.parametrize(
    ("sentence", "digits", "short", "full"),
    [
        (2, "120", "巡查…", "巡查河道"),
        (2, "120", "组织…河道", "组织开展巡查河道"),
        (2, "98", "群众…", "群众满意率"),
        (2, "98", "巡查……满意率", "巡查河道120次，群众满意率"),
        (3, None, "完成…任务", "完成整治“僵尸车”任务"),
        (3, None, "救助...万元", "救助63户12.74万元"),
        (3, None, "完成情况", "完成情况"),
        (3, None, "二、…情况", "二、完成情况"),
        (2, "120", "群众…", None),
        (2, "120", "救助…", None),
        (3, None, "完成…", None),
        (3, None, "…任务", None),
        (3, None, "任务…完成", None),
    ],
)
def test_shortened_words_are_read_from_the_report(
    sentence: int, digits: str | None, short: str, full: str | None
) -> None:
    chunk = chunk_of(TEXT)
    found = meant(Decimal(digits), chunk, sentence) if digits else [None]
    assert written_out(short, chunk, sentence, found[0]) == full
