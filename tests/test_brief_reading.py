"""The brief quotes whole statements, each in its part, and keeps heads with their amounts."""

import io

import docx
import pytest
from brief_report import sentences, summary_of

from summarizer import render
from summarizer.rendering.briefing import brief_parts, score_heading
from summarizer.rendering.facts import facts
from summarizer.schema import Summary

_TITLE = "青岚县文化馆2024年度项目支出绩效自评报告"


def _parts(summary: Summary) -> dict[str, list[str]]:
    return {part.label: [one.text for one in part.statements] for part in brief_parts(summary)}


@pytest.mark.parametrize(
    "sentence", ["第三届读书节参加1200人", "第二批展品修复46件", "一、二类场馆开放310天"]
)
def test_a_number_in_a_name_opens_no_list(sentence: str) -> None:
    assert sentences(summary_of(_TITLE, "一、完成情况", f"{sentence}。"), "results") == [sentence]


def test_a_list_mark_before_a_year_is_no_number() -> None:
    summary = summary_of(_TITLE, "一、资金情况", "2、2024年支出合计201.9万元，其中工资131.8万元。")
    assert sentences(summary, "funds")[0].startswith("2024年支出合计")


def test_a_sentence_that_a_page_break_tears_is_quoted_whole() -> None:
    first = "全年面向乡镇和社区组织开展流动展览和讲座，共送展览下乡36场，惠及群众4.2万人，建成分馆"
    told = sentences(
        summary_of(_TITLE, "一、完成情况", first, "", "9个，服务半径缩短。"), "results"
    )
    assert any("建成分馆9个" in one for one in told)


def test_an_amount_keeps_the_heading_that_names_it() -> None:
    summary = summary_of(
        _TITLE, "一、实际支出明细", "（一）展厅支出", "材料费：20万元", "小计：33万元"
    )
    labels = {one.text: one.label for one in summary.brief.told if one.part == "funds"}
    assert labels == {"小计：33万元": "展厅支出"}


def test_money_received_is_no_result_even_under_a_heading_of_results() -> None:
    summary = summary_of(
        _TITLE,
        "一、绩效目标完成情况分析",
        "（一）资金投入情况分析",
        "全年项目资金共到位113.7万元，其中县级资金53.1万元。",
        "（二）产出指标完成情况",
        "举办展览12场。",
    )
    assert sentences(summary, "results") == ["举办展览12场"]
    assert "113.7万元" in sentences(summary, "funds")[0]


def test_a_list_of_targets_has_no_results() -> None:
    summary = summary_of(
        _TITLE,
        "一、项目概况",
        "（二）项目绩效目标",
        "项目实现以下目标：",
        "一、完成固定资产增加10%；",
        "二、改造工程完工率达到90%；",
    )
    assert sentences(summary, "results") == []
    assert "改造工程完工率达到90%" in sentences(summary, "targets")


@pytest.mark.parametrize("heading", ["二、2025年主要任务", "二、“十五五”规划"])
def test_work_of_the_coming_years_is_not_done(heading: str) -> None:
    summary = summary_of(_TITLE, "一、完成情况", "新建分馆9个。", heading, "新建分馆14个。")
    assert sentences(summary, "results") == ["新建分馆9个"]


def test_what_a_rule_grants_is_no_result() -> None:
    rule = "对获得省级奖项的选手，分别给予8万元、5万元奖励。"
    assert sentences(summary_of(_TITLE, "一、完成情况", rule), "results") == []


def test_the_score_of_a_class_is_not_the_score() -> None:
    summary = summary_of(
        _TITLE,
        "一、评价结论",
        "项目总体得分65.00分，评价等级为“中”，其中：决策指标得15.00分；产出指标得50.00分。",
        "二、绩效分析",
        "决策指标共20分，评价得分15.00分。",
    )
    assert summary.brief.score is not None
    assert summary.brief.score.grade == "中"
    assert _parts(summary)["score"] == ["65分，等级为“中”", "决策指标得15.00分；产出指标得50.00分"]


@pytest.mark.parametrize(
    "sentence", ["本项目未偏离绩效目标。", "自评共发现问题XX个。", "项目存在的主要问题："]
)
def test_no_problem_is_made_of_a_denial_a_blank_or_a_head(sentence: str) -> None:
    assert sentences(summary_of(_TITLE, "一、存在的问题", sentence), "problems") == []


def test_a_problem_is_not_repeated_in_other_words() -> None:
    summary = summary_of(
        _TITLE,
        "一、存在的问题",
        "1.展览规划不够合理，场次没有统筹安排。",
        "2.展览规划不够合理性，场次没有统筹安排。",
    )
    assert len(sentences(summary, "problems")) == 1


def test_growth_is_quoted_with_its_amount() -> None:
    growth = "与2023年度相比，收入支出总计增加62.8万元，增长12.1%"
    summary = summary_of(
        "青岚县文化馆2024年部门决算", "一、收入支出决算情况", f"收入支出总计589.3万元。{growth}。"
    )
    assert sentences(summary, "funds") == [f"收入支出总计589.3万元。{growth}"]


def test_a_line_of_accounts_begins_with_what_it_is_of() -> None:
    summary = summary_of(
        "青岚县文化馆2024年部门决算",
        "一、支出决算情况",
        "财政拨款支出年初预算为0万元，全年预算为321.02万元，支出决算为307.82万元。",
    )
    assert sentences(summary, "funds")[0].startswith("财政拨款支出年初预算为0万元")


def test_only_a_report_of_performance_misses_a_score() -> None:
    line = ("一、情况", "全年支出301.5万元。")
    assert "score" in summary_of(_TITLE, *line).brief.absent
    assert "score" not in summary_of("青岚县2024年文化事业统计公报", *line).brief.absent


def test_carried_over_money_is_no_target() -> None:
    summary = summary_of(_TITLE, "一、绩效目标下达情况", "上年结转资金2万元，下达补助资金3万元。")
    assert summary.brief.targets.total == 0
    assert "met" not in _parts(summary)


def test_a_word_brief_keeps_the_heading_of_an_amount() -> None:
    summary = summary_of(
        _TITLE, "一、实际支出明细", "（一）展厅支出", "材料费：20万元", "小计：33万元"
    )
    made = render(summary, "docx")
    assert isinstance(made, bytes)
    said = [one.text for one in docx.Document(io.BytesIO(made)).paragraphs]
    assert any(one.startswith("展厅支出小计：33万元") for one in said)


def test_a_report_on_several_years_names_them_all() -> None:
    summary = summary_of("2021-2023年文化专项资金绩效评价报告", "一、完成情况", "新建分馆9个。")
    assert ("年度", "2021—2023") in facts(summary, "zh")


def test_a_long_measure_is_quoted_whole_rather_than_cut() -> None:
    measure = "下一步，应从细化职责分工，压实全流程监管，论证办展频次，规范资金管理等方面提升"
    told = sentences(
        summary_of(_TITLE, "一、完成情况", "举办展览12场。", f"{measure}。"), "measures"
    )
    assert told == [measure]


def test_a_rate_keeps_the_words_that_take_it_back() -> None:
    sentence = "到位资金34万元，实际支出34万元，执行率100%；但与预算86万元相比，到位率只有39.5%"
    summary = summary_of(_TITLE, "一、资金执行情况", f"{sentence}。")
    assert sentences(summary, "funds") == [sentence]
    assert not sentences(summary, "results")


def test_kinds_of_one_list_are_one_statement() -> None:
    sentence = (
        "9个未办结事项大致有两种情形：权属复杂，需要多部门会商，共5个；"
        "属在建工程，要按施工周期推进，共4个"
    )
    summary = summary_of(_TITLE, "一、存在的问题", f"{sentence}。")
    assert sentences(summary, "problems") == [sentence]
    assert not sentences(summary, "measures")


def test_what_needs_attention_is_a_problem_without_words_that_refer_back() -> None:
    summary = summary_of(
        _TITLE,
        "一、完成情况",
        "举办展览12场。专款专用，不挤占，不挪用。",
        "二、需要关注的几个方面",
        "展厅改造推进缓慢，还有32万元没有花出去。",
        "同样的原因，口述史少录了2个项目。",
    )
    told = sentences(summary, "problems")
    assert told == ["展厅改造推进缓慢，还有32万元没有花出去", "口述史少录了2个项目"]


def test_causes_of_accounts_are_no_problems() -> None:
    summary = summary_of(
        "青岚县文化馆2024年部门决算",
        "一、“三公”经费支出决算情况",
        "“三公”经费年初预算8.7万元，支出决算7.2万元，完成年初预算的82.76%。"
        "决算数小于预算数的主要原因：一是节约用车；二是公务接待费用大幅下降。",
    )
    assert not sentences(summary, "problems")
    assert "支出决算7.2万元，完成年初预算的82.76%" in sentences(summary, "funds")[0]


def test_both_words_of_a_blank_form_are_one() -> None:
    summary = summary_of(_TITLE, "一、资金情况", "全年支出12万元，比上年下降（增长）8.5%。")
    assert "下降8.5%" in sentences(summary, "funds")[0]


def test_a_communique_has_no_score() -> None:
    summary = summary_of(
        "2024年青岚县卫生事业发展统计公报",
        "一、卫生资源",
        "医院按等级分：三级医院2个，二级医院9个，一级医院13个。",
    )
    assert not sentences(summary, "score")


@pytest.mark.parametrize(
    ("heading", "sentence", "name"),
    [
        ("三、自评得分情况", "综合得分97分。", "自评得分"),
        ("三、评分", "按指标体系自评，投入14分、产出40分、效果37分，合计91分。", "自评得分"),
        ("三、评价结论", "综合得分97分。", "评价得分"),
        ("三、评价结论", "单位自评得分97分。评价组复核后综合得分84分。", "评价得分"),
    ],
)
def test_a_score_says_whose_it_is(heading: str, sentence: str, name: str) -> None:
    title = "青岚县文化馆2024年度部门整体支出绩效评价报告"
    summary = summary_of(title, "一、完成情况", "举办展览12场。", heading, sentence)
    assert score_heading(summary) == name


def test_accounts_give_the_rate_of_all_and_the_line_furthest_from_its_budget() -> None:
    summary = summary_of(
        "青岚县文化馆2024年部门决算",
        "一、支出决算情况",
        "本年支出合计910万元，其中：基本支出610万元，占67.03%；项目支出300万元，占32.97%。",
        "二、一般公共预算财政拨款支出决算情况",
        "一般公共预算财政拨款支出年初预算为1000万元，支出决算为910万元，完成年初预算的91%。",
        "1.群众文化（项）。年初预算为620万元，支出决算为615万元，完成年初预算的99.19%。",
        "2.文物保护（项）。年初预算为380万元，支出决算为295万元，完成年初预算的77.63%。",
    )
    told = sentences(summary, "funds")
    assert any(one.endswith("项目支出300万元，占32.97%") for one in told)
    assert any("完成年初预算的91%" in one for one in told)
    assert any("295万元" in one for one in told)


def test_a_problem_keeps_its_cause() -> None:
    told = sentences(
        summary_of(
            _TITLE,
            "一、存在的问题",
            "结余资金20.5万元，发放率98%，没有达到100%。"
            "一方面乡镇上报不及时，有6人多发补助；另一方面账号变更后未登记，有14笔退票。",
        ),
        "problems",
    )
    assert any("乡镇上报不及时" in one for one in told)


def test_a_mean_of_a_communique_keeps_what_it_is_of() -> None:
    summary = summary_of(
        "2024年青岚县卫生事业发展统计公报",
        "一、医药费用",
        "医院次均门诊费用361元，次均住院费用9870元。日均住院费用1147.3元。",
    )
    assert not any(one.startswith("日均") for one in sentences(summary, "results"))


def test_a_short_name_is_not_quoted() -> None:
    line = "青岚县数据中心（以下简称“中心”）全年支出12万元。"
    told = sentences(summary_of(_TITLE, "一、资金情况", line), "funds")
    assert told == ["青岚县数据中心全年支出12万元"]
