"""The standard form: every figure as in the summary, nothing that would run, one page wide."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

import summarizer
from summarizer.rendering.form import fill_form
from summarizer.rendering.form_fields import fill_fields
from summarizer.schema import Document, Summary

FORM = """项目支出绩效自评表
（2022年度）
项目名称\t农村饮水安全巩固项目
主管部门\t青岚县水务局\t实施单位\t青岚县水务站
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t90\t89.974\t89.974\t10\t100%\t10
\t其中：本年财政拨款\t90\t89.974\t89.974
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t新打机井\t120眼\t118眼\t20\t19.6\t=HYPERLINK("x")
\t质量指标\t水质合格率\t≥95%\t98%\t30\t30\t
效益指标\t社会效益指标\t受益人口\t≥1.2万人\t1.3万人\t30\t30\t
满意度指标\t满意度指标\t群众满意度\t≥90%\t93%\t10\t10\t
总分\t\t\t\t\t100\t99.6\t
"""


@pytest.fixture(scope="module")
def read() -> tuple[Document, Summary]:
    document = summarizer.read_text(FORM, "自评.txt")
    return document, summarizer.summarize(document, engine="rules")


def _cells(data: bytes, sheet: int = 0) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book.worksheets[sheet].iter_rows()]


def _row(cells: list[list[Any]], words: str) -> list[Any]:
    return next(row for row in cells if words in [str(one or "") for one in row])


def test_indicators_stand_beside_what_was_reached(read: tuple[Document, Summary]) -> None:
    document, summary = read
    cells = _cells(fill_form(summary, document))
    targets = {one.metric: one for one in summary.targets}
    assert len(targets) == 4
    row = _row(cells, "水质合格率")
    assert row[3:9] == ["≥", "%", "≥95%", "98%", 30, 30]
    for metric, target in targets.items():
        row = _row(cells, metric)
        assert Decimal(str(row[7])) == Decimal(target.weight or "")
        assert Decimal(str(row[8])) == Decimal(target.score or "")


def test_funds_are_those_of_the_report_in_wan(read: tuple[Document, Summary]) -> None:
    document, summary = read
    row = _row(_cells(fill_form(summary, document)), "年度资金总额")
    assert row[3:6] == [90, 89.974, 89.974]
    assert row[7] == 1


def test_names_come_from_the_reports_own_form(read: tuple[Document, Summary]) -> None:
    document, summary = read
    cells = _cells(fill_form(summary, document))
    assert "农村饮水安全巩固项目" in _row(cells, "项目名称")
    assert "青岚县水务局" in _row(cells, "主管部门")


def test_words_of_the_report_are_no_formulas(read: tuple[Document, Summary]) -> None:
    document, summary = read
    book = load_workbook(io.BytesIO(fill_form(summary, document)))
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert "f" not in kinds
    assert '=HYPERLINK("x")' in _row(_cells(fill_form(summary, document)), "新打机井")


def test_a_missed_target_without_a_reason_is_marked() -> None:
    document = summarizer.read_text(FORM.replace('=HYPERLINK("x")', ""), "自评.txt")
    summary = summarizer.summarize(document, engine="rules")
    sheet = load_workbook(io.BytesIO(fill_form(summary, document))).worksheets[0]
    marked = [row for row in sheet.iter_rows() if row[9].fill.fgColor.rgb == "00FFF3CD"]
    assert [row[2].value for row in marked] == ["新打机井"]


def test_a_report_without_anything_gives_an_empty_form() -> None:
    document = summarizer.read_text("某局情况说明\n本年度工作平稳。\n", "无.txt")
    cells = _cells(fill_form(summarizer.summarize(document, engine="rules"), document, "en"))
    assert "Self-evaluation of a project" in cells[0]


def test_fields_are_those_of_the_budget_system_in_yuan(read: tuple[Document, Summary]) -> None:
    _, summary = read
    data = fill_fields(summary)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == [
        "PM_PERF_SELF_EVAL",
        "PM_SELF_EVAL_GOAL",
        "PM_SELF_EVAL_INDICATOR",
        "PM_PERF_SELF_BGT",
    ]
    indicators, budget = _cells(data, 2), _cells(data, 3)
    assert indicators[0][3:5] == ["kpi_val", "ind_comp"]
    assert _row(indicators, "新打机井")[3:8] == ["120眼", "118眼", "", 20, 19.6] or _row(
        indicators, "新打机井"
    )[3:8] == ["120眼", "118眼", None, 20, 19.6]
    assert _row(budget, "年度资金总额")[1:4] == [900000, 899740, 899740]
