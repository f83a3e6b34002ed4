"""Rates from their parts, over 100 %, impossible for their base."""

import pytest

SOUND = [
    "收集意见75条，已解决和正在解决的有55条，解决率达73.3%。",
    "共排查隐患145处，已整改105处，正在整改40处。",
    "门店40家，其中使用燃料17家，要求整改17家，整改率100%。",
    "共立案3件，结案3件，结案率100%。",
    "接到投诉举报86件，办结84件，办结率97.67%。",
    "发放调查问卷300份，回收有效问卷286份，回收率95.33%，综合满意度为92.37%。",
    # completion and growth may pass 100 %
    "净增市场主体1777家，完成125.41%。",
    "城镇新增就业908人，完成率103%。",
    "完成投资4200万元，占年度计划的105%。",
    # the base fits, as whole or as numerator
    "回访工单2075件，及时联系率100%，问题解决率85.11%，满意率98.99%。",
    "60岁及以上人群接种11609人，接种覆盖率为91.24%。",
    "处置案卷6787条，及时解决率99.75%。",
    "健康医疗类企业76家，占比32%。",
    # shares
    "本年支出合计3,201.35万元，其中：基本支出1,420.88万元，占44.38%；项目支出1,780.47万元，占55.62%。",
    "采购总额412.6万元。授予中小企业合同380.5万元，占采购总额的92.22%，其中：小微企业260.3万元，占采购总额的63.09%。",
    "费用决算下降了95%。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_rates_stay_silent(loud, text):
    assert loud(text) == []


FAULTS = [
    (
        "共排查隐患145处，已整改105处，整改率82.4%。",
        ("error", "ratio-mismatch", "72.4%", "82.4%"),
    ),
    (
        "接到投诉举报86件，办结84件，办结率95%。",
        ("error", "ratio-mismatch", "97.7%", "95%"),
    ),
    (
        "本年支出合计1000万元，其中：基本支出600万元，占60%；项目支出400万元，占45%。",
        ("error", "share-mismatch", "40.0%", "45%"),
    ),
    ("“学习强国”覆盖率173%。", ("error", "rate-over-100", "≤100%", "173%")),
    ("加强针接种率达130%，居全区第一。", ("error", "rate-over-100", "≤100%", "130%")),
    ("群众满意度102.5%。", ("error", "rate-over-100", "≤100%", "102.5%")),
    ("信访量比上年下降120%。", ("error", "rate-over-100", "≤100%", "120%")),
]


@pytest.mark.parametrize(("text", "finding"), FAULTS)
def test_wrong_rates_are_found(loud, text, finding):
    assert loud(text) == [finding]


def test_a_base_that_cannot_give_its_rates(audited):
    (finding,) = audited("受理工单28件，解决率95.2%，联系率100%。")
    assert finding.code == "rate-impossible-for-base"
    assert finding.stated == "95.2%"
    assert "27/28＝96.4%" in finding.message


def test_an_opinion_poll_is_no_count_of_heads(loud):
    assert loud("调查群众95人，满意率92.37%。") == []
