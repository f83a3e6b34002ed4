"""Files that are no text: the same commands, and evidence with its place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from workbooks import changed, xls, xlsx

from tests.cli.conftest import Call

FORM = [
    ["水库维修项目支出绩效自评表"],
    ["一级指标", "指标名称", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "维修水库数量", "≥12座", "13座", 20, 20],
    ["效益指标", "群众满意度", "≥90%", "95%", 20, 20],
]
PAGE = "<html><body><h1>自评报告</h1><p>全年维修水库13座，群众满意度达到95%。</p></body></html>"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(xlsx(FORM, name="自评"))
    return path


def test_run_tells_the_cell_of_each_item(call: Call, sheet: Path) -> None:
    done = call("run", sheet, "--engine", "rules", "--format", "json")
    assert done.code == 0
    targets = {target["metric"]: target for target in json.loads(done.text)["targets"]}
    assert targets["维修水库数量"]["quantity"]["value"] == "12"
    assert targets["维修水库数量"]["evidence"][0]["locator"]["sheet"] == "自评"


def test_quantities_are_slices_of_the_text_that_run_shows(call: Call, sheet: Path) -> None:
    shown = call("run", sheet, "--engine", "rules", "--format", "json", "--with-text")
    text = json.loads(shown.text)["document"]["text"]
    found = [json.loads(line) for line in call("quantities", sheet).text.splitlines()]
    assert {"12", "13", "90", "95"} <= {quantity["value"] for quantity in found}
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)


def test_a_text_is_verified_against_a_page(call: Call, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(PAGE, encoding="gb18030")
    source = ("--source", tmp_path / "x.html", "--format", "json")
    assert call("verify", "维修水库13座。", *source).code == 0
    assert call("verify", "维修水库14座。", *source).code == 1


def test_a_file_on_stdin_is_read_too(start: Call, sheet: Path) -> None:
    done = start("quantities", "-", stdin=sheet.read_bytes())
    assert done.code == 0
    assert "13座" in done.out.decode()


BAD = {
    "坏.xlsx": (changed(xlsx(FORM), {"xl/workbook.xml": "<workbook>"}), "input-damaged"),
    "空.xlsx": (xlsx([]), "input-empty"),
    "断.xls": (xls([(0, 0, "甲", "General")])[:900], "input-damaged"),
    "空.html": (b"<html><body></body></html>", "input-empty"),
    "图.docx": (b"\x89PNG\r\n\x1a\n" + bytes(99), "input-format"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_ends_in_one_line(call: Call, tmp_path: Path, name: str) -> None:
    content, code = BAD[name]
    (tmp_path / name).write_bytes(content)
    done = call("run", tmp_path / name)
    assert (done.code, done.out) == (3, b"")
    [line] = done.err.splitlines()
    assert line.startswith(f"error[{code}]")
    assert name in line


def test_the_version_needs_no_reader(start: Call) -> None:
    heavy = "selectolax", "xlrd", "pypdfium2", "docx", "lxml", "openpyxl", "summarizer.readers"
    script = (
        "import sys; from summarizer.cli import main\n"
        "try: main(['--version'])\n"
        f"finally: print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"
