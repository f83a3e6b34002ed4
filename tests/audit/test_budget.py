"""Differences, balances, composition."""

import pytest

SOUND = [
    "工作经费预算487万元，实际支出483.3万元，节约3.7万元。",
    "年初预算数为3338.72万元，决算数为5437.72万元，相差2099万元，主要原因是年中追加预算。",
    "年初结转结余120万元，本年收入3400万元，本年支出3350万元，年末结转结余170万元。",
    "上年结转20万元，本年预算100万元，实际支出105万元，结余15万元。",
    "年初预算100万元，实际支出110万元，超支10万元，原因是追加预算。",
    "年初预算为100万元，支出决算为95万元，完成年初预算的95%，决算数小于年初预算数的主要原因是厉行节约。",
    "年初预算为100万元，支出决算为100万元，决算数等于预算数。",
    "本年支出合计1000万元，其中基本支出600万元，项目支出400万元。",
    "决算金额为4449.23万元，基本支出2091.69万元，项目支出2357.54万元。",
    "支出总计500万元，基本支出300万元，项目支出150万元，经营支出50万元。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_budgets_stay_silent(loud, text):
    assert loud(text) == []


FAULTS = [
    (
        "工作经费预算487万元，实际支出483.3万元，节约4.7万元。",
        ("error", "budget-difference-mismatch", "3.7万元", "4.7万元"),
    ),
    (
        "年初预算200万元，实际支出190万元，结余20万元。",
        ("warning", "budget-difference-mismatch", "10万元", "20万元"),
    ),
    (
        "年初预算为100万元，支出决算为105万元，决算数小于年初预算数的主要原因是节约。",
        ("warning", "comparison-conflict", "决算数大于预算数", "决算数小于年初预算数"),
    ),
    (
        "决算金额为4459.23万元，基本支出2091.69万元，项目支出2357.54万元。",
        ("error", "composition-mismatch", "4449.23万元", "4459.23万元"),
    ),
]


@pytest.mark.parametrize(("text", "finding"), FAULTS)
def test_wrong_budgets_are_found(loud, text, finding):
    assert loud(text) == [finding]


def test_an_unbalanced_year_end_is_found(loud):
    text = "年初结转结余120万元，本年收入3400万元，实际支出3350万元，年末结转结余190万元。"
    assert ("warning", "balance-mismatch", "170万元", "190万元") in loud(text)


ACROSS = """2022年度部门整体支出绩效评价报告
一、一般公共预算
2022年基本支出{basic}万元。
2022年项目支出2910.23万元，用于各项工作。
二、政府性基金
2022年政府性基金预算支出16万元，其中项目支出16万元。
三、国有资本经营
2022年国有资本经营预算支出38.45万元。
四、其他支出
2022年其他支出72.55万元。
五、结论
2022年决算数为5437.72万元。
"""


def test_kinds_of_spending_make_up_the_accounts_across_sections(loud):
    assert loud(ACROSS.format(basic="2400.49")) == []
    assert loud(ACROSS.format(basic="2404.49")) == [
        ("warning", "composition-mismatch", "5441.72万元", "5437.72万元")
    ]
