"""Words: coverage by pairs, and words that come from nowhere."""

from __future__ import annotations

import pytest

from summarizer.genre.words import coverage, fold, letters, pairs, pairs_of_all, strays


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("全街的新增就业，共730人", "全街新增就业人"),
        ("满意度≥９０％", "满意度"),
        ("ＧＤＰ增长", "GDP增长"),
        ("比上年同期增加", "同比增加"),
        ("较去年下降", "同比下降"),
        ("与上年相比持平", "同比持平"),
        ("", ""),
    ],
)
def test_letters(text: str, plain: str) -> None:
    assert letters(text) == plain


def test_pairs_do_not_span_two_texts() -> None:
    assert "业培" not in pairs_of_all(["就业", "培训"])
    assert "业培" in pairs("就业培训")


def test_coverage_is_a_share() -> None:
    assert coverage("新增就业", pairs("新增就业")) == 1
    assert coverage("新增就业", pairs("新增投资")) == pytest.approx(1 / 3)
    assert coverage("新增就业", frozenset()) == 0
    assert coverage("730", frozenset()) == 1


def test_strays_are_whole_words_only() -> None:
    known = pairs("体系全面建立")
    assert strays("体系全面领先", known) == ("领先",)
    assert strays("体系全面建立了", known) == ()


def test_fold() -> None:
    assert fold(" １，２３ 元\n") == "1,23元"
