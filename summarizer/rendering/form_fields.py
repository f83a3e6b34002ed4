"""Export the self-evaluation with the field names of 预算管理一体化, one sheet per table."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from summarizer.rendering.cells import BOLD, BOX, HEAD, SMALL, TOP, as_words, print_setup
from summarizer.rendering.form_rows import fund_rows, indicator_rows
from summarizer.rendering.labels import Language, word
from summarizer.schema import Summary

__all__ = ["fill_fields"]

Shown = str | Decimal | None

# Table → its fields, each with its source.
_TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "PM_PERF_SELF_EVAL": (
        ("pro_name", "项目名称"),
        ("fiscal_year", "预算年度"),
        ("agency_name", "实施单位"),
        ("self_eval_score", "自评总分"),
        ("devi_rect", "偏差与整改"),
        ("result_use", "结果应用"),
        ("opinion", "意见"),
    ),
    "PM_SELF_EVAL_GOAL": (("kpi_target", "年度目标"), ("goal_comp", "完成情况")),
    "PM_SELF_EVAL_INDICATOR": (
        ("lv1_perf_ind_name", "一级指标"),
        ("lv2_perf_ind_name", "二级指标"),
        ("lv3_perf_ind_name", "三级指标"),
        ("kpi_val", "年度指标值"),
        ("ind_comp", "实际完成值"),
        ("kpi_evalstd", "评分标准"),
        ("ind_weight", "分值"),
        ("eval_score", "得分"),
        ("devi_analy", "偏差原因分析及改进措施"),
    ),
    "PM_PERF_SELF_BGT": (
        ("found_type", "资金类型"),
        ("reply_amt", "年初预算数（元）"),
        ("year_adj_amt", "全年预算数（元）"),
        ("year_exe_amt", "全年执行数（元）"),
        ("exe_amt_rate", "执行率（%）"),
        ("exe_score", "得分"),
    ),
}
_WIDE = frozenset({"kpi_target", "goal_comp", "devi_rect", "devi_analy", "pro_name"})


def fill_fields(summary: Summary, language: Language = "zh") -> bytes:
    """Return a workbook with field names in the first row of each sheet and values in the second.

    Amounts are in 元.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = {
        "PM_PERF_SELF_EVAL": [_evaluation(summary)],
        "PM_SELF_EVAL_GOAL": _goals(summary),
        "PM_SELF_EVAL_INDICATOR": _indicators(summary, language),
        "PM_PERF_SELF_BGT": _budget(summary, language),
    }
    for table, fields in _TABLES.items():
        _sheet(book.create_sheet(table), fields, rows[table])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _evaluation(summary: Summary) -> Sequence[Shown]:
    document, score = summary.document, summary.brief.score
    problems = "；".join(_clause(item.text) for item in summary.problems)
    measures = "；".join(_clause(item.text) for item in summary.measures)
    return (
        _clause(document.title or document.name),
        str(document.fiscal_year or ""),
        document.organization or "",
        Decimal(score.value) if score else None,
        "。".join(filter(None, (problems, measures))),
        "",
        "",
    )


def _goals(summary: Summary) -> list[Sequence[Shown]]:
    results = {item.id: item for item in summary.results}
    return [
        (
            _clause(target.text),
            "；".join(
                _clause(results[one].text) for one in target.attainment.results if one in results
            ),
        )
        for target in summary.targets
        if target.check.verdict != "failed"
    ]


def _indicators(summary: Summary, language: Language) -> list[Sequence[Shown]]:
    return [
        (
            row.level1,
            row.level2,
            row.level3,
            row.target,
            row.actual,
            "",
            row.weight,
            row.score,
            row.reason,
        )
        for row in indicator_rows(summary, language)
    ]


def _budget(summary: Summary, language: Language) -> list[Sequence[Shown]]:
    return [
        (
            word("form", row.kind, language),
            row.budget_yuan,
            row.adjusted_yuan,
            row.executed_yuan,
            None if row.rate is None else row.rate * 100,
            row.score,
        )
        for row in fund_rows(summary)
    ]


def _sheet(sheet: Any, fields: Sequence[tuple[str, str]], rows: Iterable[Sequence[Shown]]) -> None:
    for column, (name, told) in enumerate(fields, start=1):
        sheet.column_dimensions[chr(64 + column)].width = 44 if name in _WIDE else 20
        for row, text in ((1, name), (2, told)):
            cell = as_words(sheet.cell(row, column), text)
            cell.font, cell.fill, cell.border = BOLD, HEAD, BOX
    for number, values in enumerate(rows, start=3):
        for column, shown in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            if isinstance(shown, str):
                as_words(cell, shown)
            else:
                cell.value = shown
            cell.font, cell.alignment, cell.border = SMALL, TOP, BOX
    sheet.freeze_panes = "A3"
    print_setup(sheet)
    sheet.print_title_rows = "1:2"


def _clause(text: str) -> str:
    return " ".join(text.split()).strip("。；;，, ")
