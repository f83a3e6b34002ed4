"""Targets held against the outcome in their row: state, deviation, and a sentence that says so."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.readers import read_text
from summarizer.schema import Attainment

TITLE = "测试县2022年度项目支出绩效自评表\n"
HEAD = f"{TITLE}一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
OTHER = "效益指标\t社会效益指标\t出行条件\t改善\t改善\t10\t10\n"


def attainment(row: str) -> Attainment:
    """What a form makes of one row that is printed among others."""
    document = read_text(f"{HEAD}{row}\t10\t10\n{OTHER}", "x")
    return summarizer.summarize(document, "rules").targets[0].attainment


@pytest.mark.parametrize(
    ("row", "state", "deviation"),
    [
        ("产出指标\t数量指标\t维修道路\t≥12公里\t12.6公里", "met", "5.00"),
        ("产出指标\t数量指标\t维修道路\t12公里\t12.6公里", "exceeded", "5.00"),
        ("产出指标\t数量指标\t维修道路\t≥12公里\t11.5公里", "partly", "-4.17"),
        ("产出指标\t数量指标\t维修道路\t≥12公里\t11500米", "partly", "-4.17"),
        ("产出指标\t数量指标\t维修道路\t≥12公里\t12600米", "met", "5.00"),
        ("产出指标\t数量指标\t维修道路\t≥12公里\t13处", "not_comparable", None),
        ("产出指标\t质量指标\t合格率\t100%\t98%", "not_met", "-2.00"),
        ("产出指标\t质量指标\t合格率\t≥95%\t96.5", "met", "1.58"),
        ("产出指标\t质量指标\t合格率\t100%\t全部完成", "met", None),
        ("产出指标\t质量指标\t合格率\t≥95%\t全部完成", "unclear", None),
        ("产出指标\t成本指标\t项目总成本\t≤2万元\t18000元", "met", "-10.00"),
        ("产出指标\t成本指标\t项目总成本\t2万元\t1.8万元", "met", "-10.00"),
        ("产出指标\t成本指标\t项目总成本\t2万元\t2.2万元", "not_met", "10.00"),
        ("效益指标\t社会效益指标\t安全事故\t0次\t0次", "met", None),
        ("效益指标\t社会效益指标\t安全事故\t0次\t1次", "not_met", None),
        ("效益指标\t社会效益指标\t安全事故\t0次\t未发生", "met", None),
        ("效益指标\t社会效益指标\t安全事故\t0次\t部分", "unclear", None),
        ("产出指标\t时效指标\t完成时间\t2022年12月底前\t2022年11月", "met", None),
        ("产出指标\t时效指标\t完成时间\t2022年6月底前\t2022年11月", "not_met", None),
        ("产出指标\t时效指标\t完成时间\t2022年6月15日\t2022年6月", "unclear", None),
        ("产出指标\t质量指标\t服务质量\t优良\t优良", "met", None),
        ("产出指标\t质量指标\t服务质量\t优良\t达成预期指标", "met", None),
        ("产出指标\t质量指标\t服务质量\t健全\t较健全", "unclear", None),
        ("产出指标\t质量指标\t服务质量\t优良\t部分达成预期指标", "partly", None),
        ("产出指标\t质量指标\t服务质量\t优良\t未达成预期指标", "not_met", None),
        ("产出指标\t数量指标\t培训\t≥100人\t", "not_reported", None),
    ],
)
def test_a_row_tells_whether_its_target_was_reached(
    row: str, state: str, deviation: str | None
) -> None:
    found = attainment(row)
    assert (found.state, found.deviation) == (state, deviation)
    assert bool(found.results) == bool(found.explanation) == (state != "not_reported")


def test_the_explanation_gives_both_numbers_in_two_languages() -> None:
    found = attainment("产出指标\t成本指标\t项目总成本\t≤2万元\t18000元").explanation
    assert found is not None
    assert found.zh == "目标值≤2万元，实际18000元：达成。"
    assert found.en == "Target ≤2万元, reported 18000元: met."


def test_a_result_belongs_to_its_row_whatever_it_is_called_elsewhere() -> None:
    row = "产出指标\t数量指标\t培训人数\t≥100人\t90人\t10\t9\n"
    text = f"{HEAD}{row}{OTHER}二、成效\n培训人数120人。\n"
    summary = summarizer.summarize(read_text(text, "x"), "rules")
    target = summary.targets[0]
    named = {result.id: result for result in summary.results}
    assert [
        named[key].quantity.text for key in target.attainment.results if named[key].quantity
    ] == ["90人"]


def test_targets_of_half_a_year_are_not_held_against_the_year() -> None:
    text = (
        "测试县2022年度项目支出绩效自评表\n"
        "一级指标\t二级指标\t三级指标\t半年目标值\t全年目标值\t全年完成值\t分值\t得分\n"
        "产出指标\t数量指标\t培训人数\t≥50人\t≥100人\t90人\t50\t45\n"
        "产出指标\t数量指标\t培训班\t≥2期\t≥4期\t4期\t50\t50\n"
    )
    targets = summarizer.summarize(read_text(text, "x"), "rules").targets
    assert [(t.quantity and t.quantity.value, t.attainment.state, t.weight) for t in targets] == [
        ("50", "not_reported", None),
        ("100", "partly", "50"),
        ("2", "not_reported", None),
        ("4", "met", "50"),
    ]


def test_a_target_that_is_told_by_its_failure_is_never_met() -> None:
    text = "2023年度自评报告\n一、完成情况\n毕业去向落实率为89.7%，未达到91%的年初目标。\n"
    summary = summarizer.summarize(summarizer.read_text(text, "x.txt"), "rules")
    assert not {"met", "exceeded"} & {one.attainment.state for one in summary.targets}
