"""Growth against the figure that it ends in."""

import pytest

SOUND = [
    "基本支出2400.49万元，比上年增加189.86万元，增长8.59%。",
    "其他支出72.55万元，比上年减少76.31万元，下降51.26%。",
    # holds only when the inputs are taken at their rounding: 9.51/6.49 is 146.53 %
    "项目支出16万元，比上年增加9.51万元，增长146.45%。",
    "公务接待费决算4.40万元，完成预算的55%，较上年减少0.6万元，下降12%。",
    "收、支总计均为3,256.48万元。与2022年度相比，收、支总计各增加215.36万元，增长7.08%。",
    "机关运行经费支出98.35万元，比2022年度减少3.20万元，下降3.15%。",
    "接待费支出0万元，比上年减少2万元，下降100%。",
    "收入100万元，增长25%，比上年增加20万元。",
    "收入100万元，比上年增长25%，增加20万元。",
    # several figures before: one of them fits
    "资产总额500万元，其中固定资产120万元，比上年增加20万元，增长20%。",
    # whole numbers: 146 → 106
    "1-10月受案106起，比去年同期下降27.4%。",
    "财政收入12.6亿元，同比增长8.6%，其中税收9.8亿元。",
    "今年收入121万元，比上年的110万元增长10%。",
    "办结率达98%，比上年提高1.2个百分点。",
    "接待群众约300人次，比上年减少50人次，下降14.29%。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_growth_stays_silent(loud, text):
    assert loud(text) == []


FAULTS = [
    (
        "基本支出2400.49万元，比上年增加189.86万元，增长9.59%。",
        ("error", "growth-rate-mismatch", "8.59%", "9.59%"),
    ),
    (
        "支出300万元，较上年减少100万元，下降33.33%。",
        ("error", "growth-rate-mismatch", "25.00%", "33.33%"),
    ),
    (
        "支出38.45万元，比上年增加38.45万元，增长100%。",
        ("warning", "zero-base-growth", None, "100%"),
    ),
    (
        "支出300万元，比上年增加100万元，下降25%。",
        ("warning", "growth-direction-conflict", None, "25%"),
    ),
    (
        "今年收入121万元，比上年的110万元增长15%。",
        ("warning", "growth-rate-mismatch", "10.0%", "15%"),
    ),
    (
        "受理案件7件，比去年同期下降28.4%。",
        ("warning", "rate-impossible-for-base", None, "28.4%"),
    ),
]


@pytest.mark.parametrize(("text", "finding"), FAULTS)
def test_wrong_growth_is_found(loud, text, finding):
    assert loud(text) == [finding]


def test_the_message_names_the_prior_year(audited):
    (finding,) = audited("支出300万元，较上年减少100万元，下降33.33%。")
    assert "上年应为400万元" in finding.message
