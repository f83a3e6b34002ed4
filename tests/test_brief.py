"""The brief: slots that are sure or empty, each a reference to an item or a finding."""

import pytest
from brief_report import sentences, summary_of

from summarizer import read_text, render, summarize
from summarizer.schema import Summary


def _funds(summary: Summary) -> dict[str, str]:
    funds = summary.brief.funds
    slots = ("budget", "adjusted", "spent", "rate")
    return {name: found.text for name in slots if (found := getattr(funds, name))}


def test_budget_and_spending_of_one_sentence_are_a_pair() -> None:
    summary = summary_of(
        "2023年度青岚县水务局部门整体支出绩效评价报告",
        "一、资金情况",
        "2023年年初预算数为320万元，决算数为301.5万元。",
    )
    assert _funds(summary) == {"budget": "320万元", "spent": "301.5万元"}
    assert [span.quote for span in summary.brief.funds.evidence]


@pytest.mark.parametrize(
    "sentence",
    [
        "公务接待费预算12万元，支出9.37万元。",
        "因资金紧张，年底有10.31万元未能支付。",
        "其中维修项目预算20万元，支出18万元。",
    ],
)
def test_money_of_a_part_fills_no_slot(sentence: str) -> None:
    summary = summary_of("2023年度青岚县水务局绩效自评报告", "一、资金情况", sentence)
    assert _funds(summary) == {}


def test_a_rate_joins_the_two_amounts_it_comes_out_of() -> None:
    summary = summary_of(
        "2023年度青岚县石坪中心学校项目支出绩效自评报告",
        "一、资金情况",
        "2023年上级共下达公用经费补助资金118.92万元。学校制定了资金管理办法，专款专用。",
        "截至年底，支付公用经费补助资金108.61万元，预算执行率91.33%。",
    )
    assert _funds(summary) == {"budget": "118.92万元", "spent": "108.61万元", "rate": "91.33%"}


def test_a_rate_of_something_else_is_left_out() -> None:
    summary = summary_of(
        "2023年度青岚县水务局绩效自评报告",
        "一、资金情况",
        "2023年年初预算数为320万元，决算数为301.5万元，执行率100%。",
    )
    assert _funds(summary) == {"budget": "320万元", "spent": "301.5万元"}


def test_a_pair_of_a_small_part_is_not_the_pair_of_the_whole() -> None:
    summary = summary_of(
        "2023年度青岚县水务局部门决算",
        "一、决算情况",
        "2023年度支出总计9859.38万元。",
        "二、其他",
        "年初预算2.85万元，决算支出0.39万元。",
    )
    assert "2.85万元" not in _funds(summary).values()


def test_a_project_of_a_department_is_not_the_department() -> None:
    summary = summary_of(
        "2023年度青岚县文化馆部门整体支出绩效评价报告",
        "一、完成情况",
        "数字馆只完成平台搭建；该项目预算180万元，支出76.4万元。",
    )
    assert _funds(summary) == {}


def test_more_than_twice_the_budget_is_no_pair_of_neighbours() -> None:
    summary = summary_of(
        "2023年度青岚县消防大队部门整体支出绩效评价报告",
        "一、资金情况",
        "项目支出全年预算418.5万元，执行数1143.28万元。",
    )
    assert "418.5万元" not in _funds(summary).values()


def test_the_adjusted_budget_is_the_one_that_the_rate_is_of() -> None:
    summary = summary_of(
        "2023年度青岚县水务局部门整体支出绩效评价报告",
        "一、资金情况",
        "调整后预算数6018.92万元，实际完成5560.46万元，预算完成率92.38%。",
        "年初预算5166.33万元，年中追加852.59万元。",
    )
    assert _funds(summary)["adjusted"] == "6018.92万元"
    assert _funds(summary)["spent"] == "5560.46万元"
    assert _funds(summary)["rate"] == "92.38%"


def test_accounts_have_no_score_of_one_project() -> None:
    summary = summary_of(
        "青岚县职业学院2022年度单位决算情况说明",
        "一、项目绩效",
        "排练楼建设项目全年预算数2400万元，自评得分76.18分。",
    )
    assert summary.brief.score is None


def test_a_budget_has_no_spending() -> None:
    summary = summary_of("青岚县水务局2025年部门预算", "一、收支", "2025年支出总计3121.4万元。")
    assert "spent" not in _funds(summary)


def test_what_a_report_admits_is_no_result_worth_telling() -> None:
    summary = summary_of(
        "2023年度青岚县水务局绩效自评报告",
        "一、完成情况",
        "新建管网14公里。有23台报废设备未及时核销。",
    )
    named = {item.id: item.text for item in summary.results}
    assert all("未" not in named[one] for one in summary.brief.results)


def test_the_score_has_its_grade() -> None:
    summary = summary_of(
        "2023年度青岚县水务局绩效自评报告", "一、自评结论", "经评价，自评得分86.4分，等次为“良好”。"
    )
    score = summary.brief.score
    assert score is not None
    assert (score.value, score.full, score.grade) == ("86.4", "100", "良好")
    assert "86.4分，等级为“良好”" in str(render(summary, "md"))


def test_every_reference_exists() -> None:
    summary = summarize(read_text(_LONG, "简报.txt"), "rules")
    brief = summary.brief
    ids = {item.id for item in summary.items}
    named = {*brief.unmet, *brief.results, *brief.problems, *brief.measures}
    assert named <= ids
    assert brief.problems
    assert brief.measures
    assert all(place < len(summary.findings) for place in brief.findings)
    assert brief.targets.total == len(summary.targets)
    counts = brief.targets.model_dump()
    assert counts.pop("total") == sum(counts.values())


_LONG = """2022年度松山县文化局项目支出绩效自评报告
一、绩效目标
举办展览不少于12场，培训馆员200人次，观众满意度不低于95%。
二、完成情况
举办展览9场，培训馆员236人次，观众满意度为96.1%。
三、存在的问题
1.展览数量没有达到计划。
四、改进措施
1.提前编制年度展览计划。
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "本单位内设机构5个，现有在编人员23名。",
        "抽查发现违规列支与项目无关的费用1.28万元。",
        "平均等级5级，发放问卷600份。",
    ],
)
def test_staff_faults_and_methods_are_no_results_worth_telling(sentence: str) -> None:
    summary = summary_of("2023年度青岚县水务局绩效自评报告", "一、完成情况", sentence)
    assert summary.brief.results == ()


def test_a_problem_within_another_is_told_once() -> None:
    summary = summary_of(
        "2023年度青岚县水务局绩效自评报告",
        "一、存在的问题",
        "绩效指标设置偏少。",
        "绩效指标设置偏少，量化不足。",
    )
    assert sentences(summary, "problems") == ["绩效指标设置偏少，量化不足"]


_TITLE = "2023年度青岚县水务局部门整体支出绩效评价报告"


def test_results_are_told_as_the_report_words_them() -> None:
    summary = summary_of(
        _TITLE, "一、完成情况", "全年立案1862起，破获684起，破案率36.7%；查处违建32处。会风良好。"
    )
    assert sentences(summary, "results") == [
        "全年立案1862起，破获684起，破案率36.7%",
        "查处违建32处",
    ]
    for one in summary.brief.told:
        assert [span.quote for span in one.evidence] == [one.text]


def test_the_headings_of_the_report_stand_over_its_results() -> None:
    summary = summary_of(
        _TITLE,
        "一、绩效目标完成情况",
        "（一）供水保障有力",
        "新建管网14公里。",
        "（二）河道焕然一新",
        "清理河道32公里。",
    )
    labels = {one.label: one.text for one in summary.brief.told if one.part == "results"}
    assert labels == {"供水保障有力": "新建管网14公里", "河道焕然一新": "清理河道32公里"}


def test_basic_and_project_spending_are_told_though_no_slot_holds_them() -> None:
    summary = summary_of(
        _TITLE,
        "一、支出情况",
        "2023年基本支出2863.15万元，其中人员经费2417.36万元，占84.43%。",
        "全年项目支出1526.8万元，主要用于河道清淤。",
    )
    assert sentences(summary, "funds") == [
        "2023年基本支出2863.15万元，其中人员经费2417.36万元，占84.43%",
        "全年项目支出1526.8万元，主要用于河道清淤",
    ]


def test_a_total_with_what_was_carried_over_is_no_spending() -> None:
    summary = summary_of(_TITLE, "一、收支情况", "2023年度收入总计820万元，支出总计820万元。")
    assert _funds(summary) == {}
    assert sentences(summary, "funds") == ["2023年度收入总计820万元，支出总计820万元"]


def test_a_fault_among_the_results_is_told_as_a_problem() -> None:
    summary = summary_of(_TITLE, "一、完成情况", "新建管网14公里。有23台报废设备未及时核销。")
    assert sentences(summary, "results") == ["新建管网14公里"]
    assert sentences(summary, "problems") == ["有23台报废设备未及时核销"]


def test_an_entry_of_the_problems_is_told_with_its_cause() -> None:
    summary = summary_of(
        _TITLE,
        "一、存在的问题",
        "（一）部分小区改造进度滞后。因管线交叉多，仍有7个小区未按期完成改造。",
        "（二）管护不到位。",
    )
    assert sentences(summary, "problems") == [
        "部分小区改造进度滞后。因管线交叉多，仍有7个小区未按期完成改造",
        "管护不到位",
    ]


def test_problems_and_measures_of_one_section_are_kept_apart() -> None:
    summary = summary_of(
        _TITLE,
        "一、存在的主要问题及下一步改进措施",
        "发现的主要问题：一是设备老化，两台水泵超期使用。",
        "下一步改进措施：一是申请专项资金更新设备。",
    )
    assert sentences(summary, "problems") == ["设备老化，两台水泵超期使用"]
    assert sentences(summary, "measures") == ["申请专项资金更新设备"]


def test_the_frame_of_a_web_page_is_not_told() -> None:
    summary = summary_of(
        "您现在的位置： 首页 > 通知公告 > 2023年",
        "索引号 01526405-X/20240327-00014 发布机构 青岚县水务局",
        _TITLE,
        "一、完成情况",
        "新建管网14公里。",
    )
    assert [one.text for one in summary.brief.told] == ["新建管网14公里"]


def test_what_the_report_does_not_hold_is_said_only_where_nothing_sounds_like_it() -> None:
    lines = (_TITLE, "一、资金情况", "2023年支出301.5万元。")
    assert summary_absent(*lines) == {"score", "budget", "rate"}
    assert summary_absent(*lines, "年初预算见附表，执行率较高，评价等次见附表。") == set()


def summary_absent(*lines: str) -> set[str]:
    """What a report of these lines is said not to hold."""
    return set(summary_of(*lines).brief.absent)


def test_a_long_report_still_gives_one_page() -> None:
    many = [f"完成第{n}类检查{n * 7}次，发现隐患{n}处，整改率{n % 100}.5%。" for n in range(1, 400)]
    told = summary_of(_TITLE, "一、完成情况", *many).brief.told
    assert 900 < sum(len(one.text) for one in told) <= 1300


def test_the_end_of_a_letter_is_no_measure_and_a_deduction_no_score() -> None:
    told = summary_of(
        "某县2023年度项目支出绩效评价报告",
        "一、预算执行",
        "执行率94.86%,根据评分标准扣1.2分。",
        "二、改进措施",
        "每半年组织一次排查,建立台账。",
        "特此报告。",
        "某县财政局",
        "2024年2月25日",
    ).brief.told
    assert [one.text for one in told if one.part == "measures"] == ["每半年组织一次排查，建立台账"]
    assert not [one for one in told if one.part == "score"]


def test_figures_of_one_project_among_several_stand_with_its_name() -> None:
    rows = [
        f"{n}.{name}项目绩效自评综述：全年预算数为{n}20万元。供水{n}9户。"
        for n, name in enumerate(("抽检", "监管"), 1)
    ]
    told = summary_of("2021年项目绩效自评情况综述", "一、自评结果", *rows).brief.told
    assert {"抽检项目：供水19户", "监管项目：供水29户"} <= {one.text for one in told}
