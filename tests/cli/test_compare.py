"""What a comparison looks like in each format, through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Call
from tests.comparison.test_compare import NEW, OLD


@pytest.fixture
def reports(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in (("去年.txt", OLD), ("今年.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "去年.txt", tmp_path / "今年.txt"


def test_the_table_tells_changes_conflicts_and_what_became_of_problems(
    call: Call, reports: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    done = call("compare", *reports, "--engine", "rules", "-f", "table")
    said = done.out.decode()
    assert done.code == 0
    for words in ("270万元", "268万元", "-2万元", "提高", "再次出现", "+1.5个百分点"):
        assert words in said


def test_json_and_markdown_say_the_same(call: Call, reports: tuple[Path, Path]) -> None:
    found = json.loads(call("compare", *reports, "--engine", "rules", "-f", "json").out)
    assert [one["difference"] for one in found["conflicts"]] == ["-20000"]
    said = call("compare", *reports, "--engine", "rules", "-f", "md").out.decode()
    assert "| 新打机井 | 100眼 | 120眼 | 提高 +20眼 | 20.00 |" in said


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(
    call: Call, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "比对.xlsx"
    assert call("compare", *reports, "--engine", "rules", "-o", out).code == 0
    book = load_workbook(out)
    assert book.sheetnames == [
        "概览",
        "两份文件不一致的数",
        "绩效目标变化",
        "结果变化",
        "待核对的对应项（不计变化）",
        "上年问题与措施的下落",
    ]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "-2万元" for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_an_unknown_suffix_is_refused_with_the_list(
    call: Call, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    done = call("compare", *reports, "-o", tmp_path / "out.pdf")
    assert done.code == 2
    assert ".xlsx" in done.err


def test_summaries_are_compared_without_their_documents(
    call: Call, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    for report in reports:
        call("run", report, "--engine", "rules", "-o", report.with_suffix(".json"))
    stored = [report.with_suffix(".json") for report in reports]
    found = json.loads(call("compare", *stored, "--engine", "rules", "-f", "json").out)
    assert [one["difference"] for one in found["conflicts"]] == ["-20000"]
