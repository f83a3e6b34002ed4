"""`summarizer quality` through the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import REPORT, Call


def test_the_sheet_is_printed_with_places_and_reasons(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    report = tmp_path / "报告.txt"
    report.write_text(REPORT, encoding="utf-8")
    said = call("quality", report, "--engine", "rules", "-f", "table").text
    for words in ("必备要素", "未识别到：", "扣分", "1150万元"):
        assert words in said
    # The brief stands above the sheet.
    assert said.index("前期调研不足") < said.index("必备要素")
    found = json.loads(call("quality", report, "--engine", "rules").out)
    assert {one["element"] for one in found["elements"] if one["state"] == "present"} >= {
        "budget",
        "spending",
        "targets",
        "problems",
        "measures",
    }


def test_a_workbook_holds_both_tables(call: Call, tmp_path: Path) -> None:
    report, out = tmp_path / "报告.txt", tmp_path / "核对.xlsx"
    report.write_text(REPORT, encoding="utf-8")
    assert call("quality", report, "--engine", "rules", "-o", out).code == 0
    assert load_workbook(out).sheetnames == ["概览", "计分项", "必备要素"]
