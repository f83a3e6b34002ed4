"""Counted things: a number counts what its label names."""

from __future__ import annotations

import pytest
from verification.claims import report, result, target

from summarizer.verification import check


@pytest.mark.parametrize(
    ("quote", "figure", "metric", "reason"),
    [
        ("甲、乙两个小区到车站的步行时间由", "两个", "小区到车站的步行时间由", "label-incomplete"),
        (
            "这与养护标准低、每公里只有1000元有关",
            "1000元",
            "这与养护标准低有关",
            "label-incomplete",
        ),
        ("账面原值5.13万元", "5.13万元", "账面原值", "label-incomplete"),
        ("比估算低319.28万元", "319.28万元", "比估算低", "label-incomplete"),
        ("余下的100米被围挡占着", "100米", "余下的被围挡占着", "label-incomplete"),
        ("分别是活动经费5万元", "5万元", "是活动经费", "label-incomplete"),
        ("收入和支出分别增长12.8%", "12.8%", "收入和支出分别增长", "label-incomplete"),
        ("对9个项目进行了评价", "9个", "项目了评价", "label-incomplete"),
        ("下达补助，杭锦后旗4035万元", "4035万元", "杭锦后旗", "label-incomplete"),
        ("加强管理，1个项目已完工", "1个", "项目已完工", "label-incomplete"),
        ("其余5个的站亭正在安装", "5个", "其余站亭正在安装", "label-joined"),
        ("完成青瓷、民歌等12个项目的影像记录", "12个", "项目的影像记录", "label-joined"),
        ("只扫描档案3.1万页", "3.1万", "只扫描档案页", "label-joined"),
        ("发放率为98%覆盖率", "98%", "发放率为覆盖率", "label-joined"),
        ("3家在体育、文旅两个口子领取，金额54万元", "54万元", "文旅口子领取金额", "label-joined"),
    ],
)
def test_a_number_of_another_thing(quote: str, figure: str, metric: str, reason: str) -> None:
    document = report(f"{quote}。")
    found = check(result(document, quote, figure, metric=metric), document).reasons
    assert reason in found


def test_a_total_of_some_projects_is_not_that_of_the_office() -> None:
    document = report("我局列入监控的项目支出共27个，年初预算合计257.4万元。")
    told = result(document, "年初预算合计257.4万元", "257.4万元", metric="年初预算", subject="我局")
    assert "subject-unsure" in check(told, document).reasons


def test_a_deadline_dates_one_member_of_a_list() -> None:
    document = report(
        "主要指标为：新建道路32公里，2023年9月底前全部完工，使用年限不低于10年。",
        heading="二、绩效目标",
    )
    lent = target(document, "使用年限不低于10年", "10年", metric="使用年限", period="2023-09")
    assert "period-mismatch" in check(lent, document).reasons


def test_a_year_that_names_a_rule_is_no_period() -> None:
    document = report("政策门槛2018年制定后没有修订，申报材料多达17份。")
    told = result(document, "申报材料多达17份", "17份", metric="申报材料", period="2018")
    assert "period-mismatch" in check(told, document).reasons


def test_a_rate_of_half_a_year_is_not_that_of_the_year() -> None:
    document = report("2023年1-6月实际支出3.12万元，预算执行率为16.17%。")
    quote = "预算执行率为16.17%"
    told = result(document, quote, "16.17%", metric="预算执行率", period="2023")
    assert "period-mismatch" in check(told, document).reasons


def test_a_size_that_is_expected_is_no_expected_result() -> None:
    document = report("提前下达资金占2024年预计规模的77.6%。")
    quote = "提前下达资金占2024年预计规模的77.6%"
    told = result(document, quote, "77.6%", metric="提前下达资金占预计规模", status="expected")
    assert "status-mismatch" in check(told, document).reasons
