"""Targets of indicator lines and goal sentences."""

from __future__ import annotations

import pytest
from rules_support import extract

HEADING = "二、项目绩效目标"


def test_indicator_lines_carry_class_comparator_and_project() -> None:
    found = extract(
        "（1）社区养老：①数量指标：建设养老站点≥12个；②满意度指标：老年人满意度大于等于90%。\n"
        "（2）公园维护：①成本指标：维护成本控制在50万元以内。",
        HEADING,
    ).targets
    assert [(t.subject, t.metric, t.comparator, t.level1, t.level2) for t in found] == [
        ("社区养老", "建设养老站点", ">=", "output", "quantity"),
        ("社区养老", "老年人满意度", ">=", "satisfaction", None),
        ("公园维护", "维护成本", "<=", "cost", None),
    ]


def test_a_bare_value_is_an_equation() -> None:
    found = extract("数量指标：举办文化活动24场。", HEADING).targets
    assert [(t.metric, t.figure, t.comparator) for t in found] == [("文化活动", "24场", "=")]


def test_zero_of_two_things_is_two_targets() -> None:
    found = extract("质量指标：全年发生0次重大安全事故和重大舆情事件。", HEADING).targets
    assert [t.metric for t in found] == ["重大安全事故", "重大舆情事件"]
    assert {t.figure for t in found} == {"0次"}


def test_two_rates_of_one_value_are_two_targets() -> None:
    found = extract("质量指标：工程合格率、资料归档率均达100%。", HEADING).targets
    assert [t.metric for t in found] == ["工程合格率", "资料归档率"]


def test_wishes_of_a_line_are_one_soft_target() -> None:
    found = extract("社会效益指标：有效保障辖区环境良好，各项工作顺利开展。", HEADING).targets
    assert [(t.metric, t.soft) for t in found] == [("保障辖区环境良好", True)]


def test_numbered_goals_are_one_soft_target_each() -> None:
    words = "2022年重点工作：一是抓好疫情防控；二是推进老旧小区改造；三是加强党的建设。"
    found = extract(words, HEADING).targets
    assert len(found) == 3
    assert all(t.soft and t.figure is None for t in found)


def test_a_promise_printed_twice_is_one_target_on_two_places() -> None:
    found = extract("产出指标：开展巡查4次，满意度达到90%，开展巡查4次。", HEADING).targets
    assert [len(t.spans) for t in found if t.figure == "4次"] == [2]


def test_head_counts_in_a_wish_are_no_targets() -> None:
    found = extract("质量指标：保障机关干部和14名退休人员日常支出。", HEADING).targets
    assert [t.figure for t in found] == [None]


@pytest.mark.parametrize(
    ("label", "level1", "level2"),
    [
        ("产出指标", "output", None),
        ("时效指标", "output", "timeliness"),
        ("经济成本指标", "cost", "economic_cost"),
        ("可持续影响指标", "benefit", "sustainable"),
        ("服务对象满意度指标", "satisfaction", "service_satisfaction"),
    ],
)
def test_printed_class_names(label: str, level1: str, level2: str | None) -> None:
    target = extract(f"{label}：重点任务完成率100%。", HEADING).targets[0]
    assert (target.level1, target.level2) == (level1, level2)


def test_the_older_tree_keeps_cost_under_output() -> None:
    found = extract(
        "产出指标具体设置为：（1）数量指标：巡查4次；（2）成本指标：节约率≥0%。", HEADING
    )
    assert [(t.level1, t.level2) for t in found.targets] == [
        ("output", "quantity"),
        ("output", "cost"),
    ]


def test_a_class_holds_for_the_classes_and_lines_under_it() -> None:
    found = extract(
        "1.产出指标：（1）数量指标：巡查4次；（2）成本指标：节约率≥0%。\n"
        "2.效益指标：（1）社会效益：投诉量下降5%以上。\n3.满意度指标：群众满意度≥90%。",
        HEADING,
    ).targets
    assert [(t.level1, t.level2) for t in found] == [
        ("output", "quantity"),
        ("output", "cost"),
        ("benefit", "social"),
        ("satisfaction", "public_satisfaction"),
    ]


def test_a_class_on_a_line_of_its_own_holds_for_the_lines_below() -> None:
    found = extract("数量指标\n培训人数1200人\n质量指标\n培训合格率≥95%", HEADING).targets
    assert [(t.metric, t.level2) for t in found] == [
        ("培训人数", "quantity"),
        ("培训合格率", "quality"),
    ]


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("项目计划资助困难学生3200人，人均补助2000元。", "（一）项目概况"),
        ("2023年计划改造小区3200户，户均补助2000元。截至12月底，已完工310户。", "二、绩效完成情况"),
    ],
)
def test_what_was_planned_is_a_target(words: str, heading: str) -> None:
    found = extract(words, heading).targets
    assert [t.figure for t in found] == ["3200人" if "学生" in words else "3200户", "2000元"]


def test_a_planned_investment_is_money() -> None:
    found = extract("项目计划总投资500万元。", "（一）项目概况")
    assert [r.figure for r in found.results] == ["500万元"]
    assert not found.targets


def test_aims_under_a_heading_of_aims_and_outcomes() -> None:
    words = (
        "（一）年度绩效目标\n2023年目标：①治理河道8公里；②满意度≥85%。\n"
        "（二）实现程度\n治理河道9公里。"
    )
    found = extract(words, "二、绩效目标及实现程度")
    assert [t.figure for t in found.targets] == ["8公里", "≥85%"]
    assert [r.figure for r in found.results] == ["9公里"]


def test_aims_under_what_was_done() -> None:
    words = (
        "（一）主要履职目标\n1.供水方面：水质合格率达到99%。\n（二）主要履职情况\n水质合格率99.5%。"
    )
    found = extract(words, "二、部门主要履职绩效分析")
    assert [t.figure for t in found.targets] == ["99%"]
    assert [r.figure for r in found.results] == ["99.5%"]


def test_the_budget_beside_the_aims_is_none() -> None:
    words = "2021年部门预算收入总额4125万元，比上年增加236万元。绩效目标：结案率达到90%以上。"
    found = extract(words, "（三）预算及绩效目标")
    assert [t.figure for t in found.targets] == ["90%以上"]
    assert [r.figure for r in found.results] == ["4125万元", "236万元"]


def test_tasks_of_the_year_are_targets() -> None:
    found = extract("1.完成播种面积42万亩。2.新建农田3.5万亩。", "（四）年度主要工作任务").targets
    assert [t.figure for t in found] == ["42万亩", "3.5万亩"]


def test_several_promises_of_one_clause() -> None:
    found = extract("牛、羊饲养量分别达到12万头、85万只，满意度达 85% 以上。", HEADING).targets
    assert [(t.metric, t.figure, t.comparator) for t in found] == [
        ("牛饲养量", "12万头", "="),
        ("羊饲养量", "85万只", "="),
        ("满意度", "85%", ">="),
    ]


def test_growth_of_what_was_promised_before() -> None:
    words = "接待游客突破500万人次，旅游收入达到30亿元，同比分别增长15%和18%。"
    found = extract(words, HEADING).targets
    assert [(t.metric, t.figure) for t in found[2:]] == [
        ("接待游客同比增长", "15%"),
        ("旅游收入同比增长", "18%"),
    ]


def test_a_list_shares_its_verb() -> None:
    found = extract("数量指标：购置执法船2艘、无人机4架。", HEADING).targets
    assert [t.metric for t in found] == ["购置执法船", "购置无人机"]


def test_a_side_of_the_work_is_no_project() -> None:
    found = extract("1.供水保障方面：改造小区150个，水质合格率达到99%。", HEADING).targets
    assert [t.subject for t in found] == [None, None]


def test_money_among_targets_turns_its_own_sentence_only() -> None:
    words = "该项目年度总投资1350万元。项目实施后可解决14800人的饮水安全问题。"
    found = extract(words, "（二）项目绩效目标设定情况")
    assert [(t.metric, t.figure) for t in found.targets] == [("解决饮水安全问题", "14800人")]
    assert [r.figure for r in found.results] == ["1350万元"]
