"""Identity: a name tells its thing apart, and a number is printed in one piece."""

from __future__ import annotations

from typing import Any

import pytest
from verification.claims import measure, problem, report, result, target

from summarizer.verification import check


def reasons(text: str, figure: str, metric: str, **fields: Any) -> tuple[str, ...]:
    """The reasons of a result whose evidence is its whole line."""
    document = report(text)
    line = next(line for line in text.splitlines() if figure in line)
    return check(result(document, line, figure, metric=metric, **fields), document).reasons


def test_a_general_name_used_for_two_values_needs_a_subject() -> None:
    text = "甲项目执行率97%。\n乙项目执行率64%。"
    assert reasons(text, "64%", "执行率") == ("subject-unsure",)
    assert not reasons(text, "64%", "执行率", subject="乙项目")


@pytest.mark.parametrize("metric", ["管理率", "规范管理率"])
def test_a_general_name_behind_an_owner_is_incomplete(metric: str) -> None:
    text = f"高血压患者42317人，{metric}77%。"
    assert "label-incomplete" in reasons(text, "77%", metric)


def test_a_general_name_at_the_head_of_a_sentence_is_enough() -> None:
    assert not reasons("全年共支出4.2万元，执行率84%。", "4.2万元", "支出")
    assert not reasons("全年共支出4.2万元，执行率84%。", "84%", "执行率")


def test_a_number_a_blank_behind_digits_is_unplaced() -> None:
    assert "unplaced" in reasons("全年办件得分20 10分。", "10分", "办件得分")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("按照2017年《服务规范》，全县设卫生院15家。", "2017"),
        ("一标段应于2021年9月完工，完成进度78%。", "2021"),
        ("2021年汛期、2022年防火期，出动27次。", "2022"),
    ],
)
def test_a_year_of_another_clause_is_no_period(text: str, period: str) -> None:
    document = report(text)
    number = document.quantities[-1].text
    told = result(document, text.rstrip("。"), number, metric="全县卫生院", period=period)
    assert "period-mismatch" in check(told, document).reasons


def test_a_target_told_among_the_results_promises_something() -> None:
    document = report("改进供水设施2座。", heading="二、绩效目标完成情况")
    told = target(document, "改进供水设施2座", "2座")
    assert "kind-mismatch" in check(told, document).reasons


def test_a_list_of_indicators_is_no_target() -> None:
    document = report("设定数量指标、质量指标2项。", heading="一、绩效目标")
    told = target(document, "设定数量指标、质量指标2项", "2项")
    assert "kind-mismatch" in check(told, document).reasons


def test_what_was_wanted_is_no_result() -> None:
    text = "年初目标为：全年火灾受害率控制在0.9‰以内。"
    assert "kind-mismatch" in reasons(text, "0.9‰以内", "火灾受害率")


def test_problems_and_measures_stand_in_their_own_lines() -> None:
    document = report("问题5：问卷样本少。\n整改措施：记录不实的扣回费用。")
    assert "kind-mismatch" in check(measure(document, "问卷样本少"), document).reasons
    assert "kind-mismatch" in check(problem(document, "记录不实的扣回费用"), document).reasons
