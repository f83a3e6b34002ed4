"""Words of a report stay words in a spreadsheet, numbers stay numbers."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from summarizer.rendering import Look, render
from summarizer.rendering.sheet import as_csv
from summarizer.schema import Summary


@pytest.fixture
def book(summary: Summary) -> Any:
    return load_workbook(io.BytesIO(_bytes(summary, "xlsx")))


def _bytes(summary: Summary, name: str) -> bytes:
    shown = render(summary, name)
    assert isinstance(shown, bytes)
    return shown


def _rows(summary: Summary) -> list[dict[str, str]]:
    text = _bytes(summary, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _cells(sheet: Any, label: str) -> dict[str, Any]:
    """The cells under a label, by the id in the first column."""
    column = next(cell.column for cell in sheet[1] if cell.value == label)
    return {row[0].value: row[column - 1] for row in sheet.iter_rows(min_row=2)}


def test_one_sheet_per_kind(book: Any) -> None:
    assert book.sheetnames == [
        "概述", "核查发现", "绩效目标", "完成情况", "存在问题", "改进措施",
        "未引用的数量", "章节",
    ]  # fmt: skip
    assert [book[name].max_row - 1 for name in book.sheetnames[1:]] == [2, 2, 7, 1, 2, 1, 2]


def test_sheets_print_on_landscape_pages_one_wide_with_their_heads(book: Any) -> None:
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1
        # A sheet that is little higher than a page is printed on one.
        assert sheet.page_setup.fitToHeight in (0, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref


def test_a_row_is_as_high_as_its_longest_printed_cell(summary: Summary) -> None:
    long = summary.problems[0].model_copy(update={"text": "长" * 300})
    altered = summary.model_copy(update={"problems": (long, summary.problems[0])})
    sheet = load_workbook(io.BytesIO(_bytes(altered, "xlsx")))["存在问题"]
    assert sheet.row_dimensions[2].height > 3 * sheet.row_dimensions[3].height


def test_a_target_stands_beside_what_was_reached(summary: Summary) -> None:
    sheet = load_workbook(io.BytesIO(_bytes(summary, "xlsx")))["绩效目标"]
    labels = [cell.value for cell in sheet[1]]
    assert labels.index("完成值") == labels.index("目标值") + 1
    assert labels.index("核对结论") < labels.index("出处")
    reached = {item.id: item for item in summary.results}
    for target in summary.targets:
        quantities = [reached[one].quantity for one in target.attainment.results]
        shown = str(_cells(sheet, "完成值")[target.id].value or "")
        assert all(quantity.text in shown for quantity in quantities if quantity)


def test_words_that_look_like_a_formula_are_strings(book: Any) -> None:
    metric = _cells(book["完成情况"], "指标")["r6"]
    assert (metric.value, metric.data_type, metric.quotePrefix) == ("=cmd", "s", True)


def test_values_are_numbers_beside_their_unit(book: Any) -> None:
    values, units = (_cells(book["完成情况"], label) for label in ("数值", "单位"))
    assert (values["r1"].value, values["r1"].data_type, units["r1"].value) == (1200.5, "n", "万元")
    assert (values["r4"].value, units["r4"].value) == (-0.035, "%")
    assert values["r4"].number_format.endswith("%")
    assert values["r6"].value is None


def test_a_bare_table_cell_is_shown_with_the_unit_of_its_table(book: Any) -> None:
    assert _cells(book["完成情况"], "原文数量")["r7"].value == "259.25万元"


def test_control_characters_are_shown_and_not_dropped(summary: Summary) -> None:
    first, *rest = summary.problems
    odd = first.model_copy(update={"text": "预算\x07编制\x00不足\x0b\ufffe"})
    altered = summary.model_copy(update={"problems": (odd, *rest)})
    sheet = load_workbook(io.BytesIO(_bytes(altered, "xlsx")))["存在问题"]
    assert _cells(sheet, "内容")["p1"].value == "预算␇编制␀不足␋�"


def test_text_over_the_limit_of_a_cell_is_cut_visibly(summary: Summary) -> None:
    long = summary.problems[0].model_copy(update={"text": "长" * 40_000})
    sheet = load_workbook(
        io.BytesIO(_bytes(summary.model_copy(update={"problems": (long,)}), "xlsx"))
    )
    cut = _cells(sheet["存在问题"], "内容")["p1"].value
    assert len(cut) == 32_767
    assert cut.endswith("…（截断）")


def test_the_book_is_dated_as_the_summary(book: Any) -> None:
    assert str(book.properties.created) == "2026-01-02 03:04:05"


def test_csv_opens_in_excel_as_one_table_of_all_items(summary: Summary) -> None:
    assert _bytes(summary, "csv").startswith(b"\xef\xbb\xbf")
    rows = _rows(summary)
    assert [row["编号"] for row in rows] == [item.id for item in summary.items]
    assert [row["类别"] for row in rows][:3] == ["绩效目标", "绩效目标", "完成情况"]


def test_csv_runs_no_formula(summary: Summary) -> None:
    row = next(row for row in _rows(summary) if row["编号"] == "r6")
    assert row["指标"] == "'=cmd"
    assert row["内容"].startswith("'=cmd|")


def test_a_negative_number_is_no_formula(summary: Summary) -> None:
    row = next(row for row in _rows(summary) if row["编号"] == "r4")
    assert row["数值"] == "-3.5"
    assert row["原文数量"] == "'-3.5%"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " ="])
def test_every_start_of_a_formula_is_quoted(start: str) -> None:
    cell = next(csv.reader(io.StringIO(as_csv([], [[f"{start}1+1"]]).decode("utf-8-sig").lstrip())))
    assert cell == [f"'{start}1+1"]


def test_numbers_in_csv_have_no_exponent() -> None:
    assert as_csv([], [[Decimal("1E+8"), 7, None]]).endswith(b"100000000,7,\r\n")


def test_csv_labels_in_english(summary: Summary) -> None:
    shown = render(summary, "csv", look=Look(language="en"))
    assert isinstance(shown, bytes)
    assert shown.decode("utf-8-sig").startswith("Item,Id,Subject,Metric,Text")
