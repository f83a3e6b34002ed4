"""Numbered amounts, and names against their count."""

import pytest

BUDGET = """一、项目概况
2020年工作经费预算{budget}万元，{use}：
1、党建办公室经费49.5万元，负责党建工作。
2、经济办公室经费20万元，负责经济工作。
3、综治中心经费29.7万元，负责平安建设工作。
4、文化中心经费30.3万元，负责文化工作。
"""


def test_items_that_make_up_the_budget(loud):
    assert loud(BUDGET.format(budget="129.5", use="用于以下方面")) == []


def test_items_that_do_not_make_up_the_budget(loud):
    assert loud(BUDGET.format(budget="139.5", use="具体如下")) == [
        ("error", "sum-mismatch", "129.5万元", "139.5万元")
    ]


def test_a_list_of_main_items_may_leave_a_remainder(loud):
    assert loud(BUDGET.format(budget="139.5", use="主要用于以下方面")) == [
        ("warning", "sum-mismatch", "129.5万元", "139.5万元")
    ]


def test_spending_that_is_presented_as_budget(audited):
    text = BUDGET.format(budget="139.5", use="主要用于以下方面") + "全年实际支出129.5万元。\n"
    finding = next(f for f in audited(text) if f.severity != "info")
    assert (finding.code, finding.severity) == ("budget-items-sum-to-spending", "warning")
    assert "实际支出129.5万元" in finding.message


def test_items_after_among_which_are_some_of_them(loud):
    text = BUDGET.format(budget="900", use="其中")
    assert loud(text) == []


SOUND_COUNTS = [
    "街道下辖东门、西门、南门、北门、河东、河西6个社区。",
    "街道下辖东门、西门、南门、北门等12个社区。",
    "全年项目2个，分别为公共服务项目、城市管理项目。",
    "共设置8个绩效目标，分别是社会管理、城市管理、卫健工作、经济发展、安全生产、公共服务、网格管理及其他。",
    "通过宣传栏、微信群、大喇叭发布信息5条。",
    "开展党建、文化、科普活动4场。",
    "从成本目标、时效目标、质量目标及社会满意度四个维度进行考量。",
    # one name holds a 、: it stands together elsewhere too
    "申报项目3个，分别为清扫保洁、公共服务、巡防队员、协管员经费。巡防队员、协管员经费用于发放工资。",
    "做好三个方面工作：一是加强领导；二是加强培训；三是加强督查。",
]


@pytest.mark.parametrize("text", SOUND_COUNTS)
def test_sound_counts_stay_silent(loud, text):
    assert loud(text) == []


WRONG_COUNTS = [
    ("街道下辖东门、西门、南门、北门、河东、河西7个社区。", "6", "7个"),
    ("全年项目3个，分别为公共服务项目、城市管理项目。", "2", "3个"),
    ("存在三个方面问题：一是资金拨付慢；二是培训少。", "2", "三"),
]


@pytest.mark.parametrize(("text", "expected", "stated"), WRONG_COUNTS)
def test_wrong_counts_are_found(loud, text, expected, stated):
    assert loud(text) == [("warning", "count-list-mismatch", expected, stated)]
