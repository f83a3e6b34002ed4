"""Labels and the numbers that they are of."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.chunking import split
from summarizer.grounding.binding import names_another

TEXT = """某县统计报告
一、农业
猪肉产量5706万吨，下降1.5%；牛肉产量779万吨，增长3.5%；羊肉产量518万吨，下降2.5%；禽肉产量2660万吨，增长3.8%。
国有企业增加值增长4.2%，股份制企业增长6.1%，私营企业增长5.3%。
开展4次招聘会、2次急救培训，发放补贴30万元。
"""


@pytest.mark.parametrize(
    ("label", "figure", "another"),
    [
        ("猪肉产量", "5706万吨", False),
        ("猪肉产量下降", "1.5%", False),
        ("肉类产量", "5706万吨", False),
        ("羊肉产量比上年下降", "2.5%", False),
        ("禽肉产量下降", "2.5%", True),
        ("牛肉产量", "5706万吨", True),
        ("股份制企业增加值增长", "6.1%", False),
        ("股份制企业增加值增长", "5.3%", True),
        ("招聘会", "4次", False),
        ("急救培训", "2次", False),
        ("急救培训", "4次", True),
        ("补贴发放额", "30万元", False),
        ("防汛演练", "30万元", True),
    ],
)
def test_a_label_is_held_against_the_words_at_its_number(
    label: str, figure: str, another: bool
) -> None:
    document = summarizer.read_text(TEXT, "统计.txt")
    (chunk,) = split(document)
    quantity = next(one for one in document.quantities if one.text == figure)
    home = next(span for span in chunk.sentences if span[0] <= quantity.start < span[1])
    assert names_another(label, quantity, home, chunk) is another
