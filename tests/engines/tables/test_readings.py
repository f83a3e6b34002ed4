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
