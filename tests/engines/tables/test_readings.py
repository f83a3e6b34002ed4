"""Tables of funds, indicators, accounts and scores → drafts."""

from __future__ import annotations

import pytest
from rules_support import TITLE

import summarizer
from summarizer.engines.tables import read_tables
from summarizer.readers import read_text
from summarizer.schema import Document, Extraction, Summary


def document_of(words: str) -> Document:
    return read_text(f"{TITLE}\n一、绩效情况\n{words}\n", "test.txt")


def extract(words: str) -> Extraction:
    return read_tables(document_of(words))


def summary_of(words: str) -> Summary:
    return summarizer.summarize(document_of(words), "rules")


FUNDS = """金额单位：万元
项目名称\t预算金额\t其中：区级资金\t支出金额
公共服务\t200\t150\t180.5
城市管理\t100\t100\t90
合计\t300\t250\t270.5"""


def test_each_money_cell_is_an_atom_under_its_headers() -> None:
    found = extract(FUNDS).results
    assert [(r.subject, r.metric, r.figure) for r in found][:3] == [
        ("公共服务", "预算金额", "200"),
        ("公共服务", "其中区级资金", "150"),
        ("公共服务", "支出金额", "180.5"),
    ]
    assert len(found) == 9


def test_parts_of_a_table_are_told_by_their_header_and_the_total() -> None:
    found = extract(FUNDS).results
    assert [r.part_of for r in found] == [6, 0, 8, 6, 3, 8, None, 6, None]


def test_a_cell_cites_row_column_and_unit() -> None:
    cell = extract(FUNDS).results[0]
    assert len(cell.spans) == 4


def test_a_cell_that_repeats_the_prose_is_further_evidence() -> None:
    words = "公共服务项目、城市管理项目年初预算分别为200万元、100万元。\n" + FUNDS
    found = summary_of(words).results
    budgets = [r for r in found if r.quantity and r.quantity.text in ("200万元", "200")]
    assert [(r.subject, r.metric) for r in budgets] == [("公共服务", "预算金额")]
    quotes = [span.quote for span in budgets[0].evidence]
    assert quotes[0] == "200"
    assert any("分别为200万元" in quote for quote in quotes)


def test_a_row_of_indicators_is_a_target_and_a_result() -> None:
    found = extract(
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t维修道路\t≥12公里\t11.5公里\t10\t9.6\n"
        "\t质量指标\t验收合格率\t100%\t100%\t10\t10\n"
        "效益指标\t社会效益指标\t出行条件\t改善\t基本达成\t10\t8"
    )
    assert [(t.metric, t.figure, t.comparator, t.level2, t.soft) for t in found.targets] == [
        ("维修道路", "≥12公里", ">=", "quantity", False),
        ("验收合格率", "100%", "=", "quality", False),
        ("出行条件", None, None, "social", True),
    ]
    assert [(r.metric, r.figure) for r in found.results] == [
        ("维修道路", "11.5公里"),
        ("验收合格率", "100%"),
        ("出行条件", None),
    ]


FORM = (
    "年度总体目标\t预期目标\t实际完成情况\n"
    "\t发放补助，全年补助学生不少于3500人，补助标准1500元。"
    "\t共补助学生3475人，发放资金1042.5万元。\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t成本指标\t补助标准\t1500元\t1500元\t50\t50\n"
    "\t时效指标\t发放时间\t2022年9月底前\t2022年9月\t10\t10\n"
    "\t\t结余可支付月数\t≥6个月\t8个月\t30\t30\n总分\t\t\t\t\t100\t96.2"
)


def test_the_cells_of_the_goal_are_read_as_sentences_and_rows_repeat_them() -> None:
    found = summary_of(FORM)
    assert [(t.metric, t.quantity and t.quantity.text, t.weight) for t in found.targets] == [
        ("发放补助", None, None),
        ("补助学生", "不少于3500人", None),
        ("补助标准", "1500元", "50"),
        ("发放时间", None, "10"),
        ("结余可支付月数", "≥6个月", "30"),
    ]
    assert [(r.metric, r.quantity and r.quantity.text) for r in found.results] == [
        ("补助学生", "3475人"),
        ("发放资金", "1042.5万元"),
        ("补助标准", "1500元"),
        ("发放时间", None),
        ("结余可支付月数", "8个月"),
        ("总分", "96.2"),
    ]


def test_sources_below_a_sum_are_its_parts() -> None:
    found = extract(
        "金额单位：万元\n项目资金\t全年预算数\t全年执行数\n年度资金总额\t1056\t1042.5\n"
        "其中：中央财政资金\t800\t800\n省级财政资金\t256\t242.5\n城市管理\t30\t20"
    ).results
    assert [(r.subject, r.part_of) for r in found] == [
        ("年度资金总额", None),
        ("年度资金总额", None),
        ("中央财政资金", 0),
        ("中央财政资金", 1),
        ("省级财政资金", 0),
        ("省级财政资金", 1),
        ("城市管理", None),
        ("城市管理", None),
    ]


MERGED = """金额单位：万元
合计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费
小计\t公务用车购置费\t公务用车运行费
18.60\t0.00\t14.20\t0.00\t14.20\t4.40"""
SPREAD = """金额单位：万元
合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行费\t
18.60\t0.00\t14.20\t0.00\t14.20\t4.40"""


@pytest.mark.parametrize("table", [MERGED, SPREAD])
def test_heads_over_several_columns_keep_their_places(table: str) -> None:
    found = extract(table).results
    assert [(r.subject, r.metric, r.figure) for r in found] == [
        (None, "合计", "18.60"),
        (None, "因公出国（境）费", "0.00"),
        (None, "公务用车购置及运行费小计", "14.20"),
        (None, "公务用车购置及运行费公务用车购置费", "0.00"),
        (None, "公务用车购置及运行费公务用车运行费", "14.20"),
        (None, "公务接待费", "4.40"),
    ]


def test_rows_that_lost_their_merged_first_cells() -> None:
    found = extract(
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t摄像头\t≥120台\t126台\t15\t15\n"
        "质量指标\t合格率\t=100%\t100%\t10\t10\n改造监控室\t1间\t2间\t10\t10"
    )
    assert [(t.metric, t.figure) for t in found.targets] == [
        ("摄像头", "≥120台"),
        ("合格率", "=100%"),
        ("改造监控室", "1间"),
    ]
    assert [r.figure for r in found.results] == ["126台", "100%", "2间"]


SURVEY = """满意度调查问卷统计表
调查内容\t非常满意\t满意\t一般\t不满意
服务态度\t120\t60\t15\t5
办事效率\t110\t70\t15\t5"""
PAYEES = """补助资金发放明细表
序号\t姓名\t村组\t补助金额（元）
1\t张某\t一组\t1200
2\t李某\t二组\t800"""


@pytest.mark.parametrize("table", [SURVEY, PAYEES])
def test_answers_and_payees_give_no_items_and_are_counted(table: str) -> None:
    document = document_of(table)
    assert {one.role for one in document.tables} <= {"survey", "payees"}
    found = summary_of(table)
    assert not found.targets
    assert not found.results
    assert found.coverage.in_tables > 0
    assert found.coverage.uncited == ()


def test_a_table_of_scores_gives_its_totals_alone() -> None:
    found = extract(
        "一级指标\t二级指标\t三级指标\t分值\t评分标准\t得分\n"
        "投入\t目标设定\t目标合理性\t5\t符合得满分\t4\n\t\t目标明确性\t5\t明确得满分\t5\n"
        "产出\t职责履行\t任务完成率\t90\t按比例得分\t86.5\n总分\t\t\t100\t\t95.5"
    )
    assert not found.targets
    assert [(r.metric, r.figure, r.salience) for r in found.results] == [("总分", "95.5", "core")]


def test_the_row_of_funds_scores_and_says_what_is_core() -> None:
    found = extract(
        "项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        "年度资金总额\t100\t110\t105.5\t10\t95.91%\t9.59\n"
        "其中：当年财政拨款\t90\t90\t85.5\t—\t95%\t—\n上年结转资金\t10\t20\t20\t—\t100%\t—"
    ).results
    assert [(r.metric, r.figure, r.salience) for r in found[:5]] == [
        ("年初预算数", "100", "core"),
        ("全年预算数", "110", "core"),
        ("全年执行数", "105.5", "core"),
        ("执行率", "95.91%", "core"),
        ("得分", "9.59", "detail"),
    ]
    assert {r.salience for r in found[5:]} == {"detail"}
    assert [r.part_of for r in found[5:]] == [0, 1, 2, None, 0, 1, 2, None]


def test_several_numbers_in_a_cell_are_several_values() -> None:
    found = extract(
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t业务培训\t培训班≥3期，培训学员≥150人\t培训班3期，培训学员162人\t60\t60\n"
        "\t时效指标\t完成时限\t≤30天\t28天\t40\t40"
    )
    assert [(t.metric, t.figure, t.weight_span is None) for t in found.targets] == [
        ("培训班", "≥3期", False),
        ("培训学员", "≥150人", True),
        ("完成时限", "≤30天", False),
    ]
    assert [(r.metric, r.figure) for r in found.results] == [
        ("培训班", "3期"),
        ("培训学员", "162人"),
        ("完成时限", "28天"),
    ]


def test_what_a_form_left_open_is_nothing() -> None:
    found = extract(
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t指标1：……\t≥XX%\t\t10\t\n\t质量指标\t合格率\t/\t—\t10\t\n"
        "效益指标\t社会效益指标\t信访事件\t无\t无\t40\t40\n\t\t其他效益\t无\t无\t40\t\n"
    )
    assert [(t.metric, t.figure) for t in found.targets] == [("信访事件", None)]
    assert [r.metric for r in found.results] == ["信访事件"]


def test_two_projects_keep_their_rows_apart() -> None:
    form = (
        "项目名称\t{0}\t主管部门\t县教育局\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t补助人数\t≥100人\t100人\t50\t50\n"
        "效益指标\t社会效益指标\t入学率\t100%\t100%\t50\t50\n\n"
    )
    words = form.format("学前教育资助") + "附表二\n" + form.format("营养改善计划")
    found = summary_of(words).targets
    assert [(t.subject, t.metric) for t in found] == [
        ("学前教育资助", "补助人数"),
        ("学前教育资助", "入学率"),
        ("营养改善计划", "补助人数"),
        ("营养改善计划", "入学率"),
    ]
    assert {t.check.verdict for t in found} == {"verified"}


def test_the_goal_that_repeats_a_row_is_further_evidence_of_it() -> None:
    words = FORM.replace("补助学生不少于3500人", "结余可支付月数不少于6个月").replace(
        "≥6个月", "不少于6个月"
    )
    found = summary_of(words).targets
    months = [t for t in found if t.quantity and t.quantity.value == "6"]
    assert [(t.metric, t.weight) for t in months] == [("结余可支付月数", "30")]
    assert len(months[0].evidence) > 3


def test_values_for_names_give_nothing() -> None:
    document = document_of(FUNDS)
    assert read_tables(document).results
    shifted = FUNDS.replace("公共服务", "87.5").replace("城市管理", "63.1").replace("合计", "41.5")
    assert not read_tables(document_of(shifted)).results


def test_a_subtotal_that_names_no_class_is_that_of_the_rows_above() -> None:
    found = extract(
        "一级指标\t二级指标\t三级指标\t分值\t评分标准\t得分\n"
        "决策\t项目立项\t立项依据充分性\t5\t符合得满分\t4\n\t\t程序规范性\t5\t规范得满分\t5\n"
        "小计\t\t\t10\t\t9\n产出\t产出数量\t任务完成率\t90\t按比例得分\t86.5\n小计\t\t\t90\t\t86.5\n"
        "合计\t\t\t100\t\t95.5"
    ).results
    assert [(r.subject, r.metric, r.figure) for r in found] == [
        ("决策", "小计", "9"),
        ("产出", "小计", "86.5"),
        (None, "合计", "95.5"),
    ]


def test_cells_with_labels_of_their_own_are_amounts_under_no_head() -> None:
    found = extract(
        "项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
        "年度资金总额\t100\t110\t105.6\t10\t96%\t9.6\n"
        "其中：一般公共预算：80\t\t\t\t\t项目支出：25.6\t"
    ).results
    assert [(r.subject, r.metric, r.figure) for r in found[5:]] == [
        (None, "一般公共预算", "80"),
        (None, "项目支出", "25.6"),
    ]


def test_money_under_the_head_of_a_rate_is_no_rate() -> None:
    found = extract(
        "项目资金（万元）\t全年预算数\t全年执行数\t执行率\n"
        "年度资金总额\t110\t105.6\t96%\n财政拨款\t110\t105.6\t20万元"
    ).results
    assert [r.figure for r in found] == ["110", "105.6", "96%", "110", "105.6"]


def test_names_with_units_per_another_give_them_to_their_row() -> None:
    found = summary_of(
        "指标名称\t目标值\t实际完成值\t权重\t自评分\n"
        "细颗粒物浓度（微克/立方米）\t≤32\t31.6\t10\t10\n淘汰老旧车辆（辆）\t3500\t3612\t20\t20"
    )
    units = [one.quantity.unit for one in found.targets if one.quantity]
    assert units == ["微克/立方米", "辆"]


@pytest.mark.parametrize(("head", "cell"), [("得分/分值", "9.9/10"), ("分值/得分", "10/9.9")])
def test_one_column_gives_score_and_weight(head: str, cell: str) -> None:
    found = summary_of(
        f"指标内容\t计量单位\t指标值\t完成值\t{head}\n发放准确率\t%\t100\t99.9\t{cell}\n"
        "领取津贴人数\t人\t≥8000\t8126\t20/20"
    ).targets
    assert [(t.metric, t.weight, t.score) for t in found] == [
        ("发放准确率", "10", "9.9"),
        ("领取津贴人数", "20", "20"),
    ]


def test_a_plan_beside_what_came_of_it_is_a_target() -> None:
    found = extract("指标名称\t计划\t实际\t完成比例\n新增车位\t500个\t520个\t104%")
    assert [(t.metric, t.figure) for t in found.targets] == [("新增车位", "500个")]
    assert [(r.metric, r.figure) for r in found.results] == [("新增车位", "520个")]


def test_spending_that_a_head_foresees_is_expected() -> None:
    found = summary_of(
        "项目资金（万元）\t年初预算数\t1-7月执行数\t1-7月执行率\t全年预计执行数\n"
        "年度资金总额\t260\t143\t55%\t258"
    ).results
    told = {r.metric: (r.status, r.check.verdict) for r in found}
    assert told["1-7月执行数"] == ("done", "verified")
    assert told["全年预计执行数"] == ("expected", "verified")


def test_a_range_of_two_bounds_is_two_targets_without_the_word_between() -> None:
    found = extract("三级指标\t年度指标值\t实际完成值\n验收合格率\t≥95%且≤100%\t98%").targets
    assert [t.text for t in found] == ["验收合格率≥95%", "验收合格率≤100%"]
    assert [t.comparator for t in found] == [">=", "<="]
