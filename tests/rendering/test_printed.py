"""How many pages the exports of a long report print to; through LibreOffice and Chromium."""

from __future__ import annotations

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook
from patience import PATIENCE
from rendered_reports import REPORTS

import summarizer
from summarizer.readers import libreoffice
from summarizer.rendering import render
from summarizer.schema import Document, Summary

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def read() -> tuple[Document, Summary]:
    document = summarizer.read(REPORTS / "001-wujialing-2022.txt")
    return document, summarizer.summarize(document, engine="rules")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("name", "least", "most"), [("xlsx", 5, 12), ("docx", 2, 4)])
def test_office_files(name: str, least: int, most: int, read: tuple[Document, Summary]) -> None:
    made = render(read[1], name)
    assert isinstance(made, bytes)
    printed = libreoffice.convert(made, "简报", suffix=f".{name}", target="pdf")
    assert least <= len(pdfium.PdfDocument(printed)) <= most


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_the_page(read: tuple[Document, Summary], tmp_path: Path) -> None:
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(str(render(read[1], "html", read[0])), encoding="utf-8")
    line = [
        str(shutil.which("chromium")),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/profile",
        f"--print-to-pdf={printed}",
        page.as_uri(),
    ]
    subprocess.run(line, check=True, capture_output=True, timeout=PATIENCE)
    assert len(pdfium.PdfDocument(printed.read_bytes())) <= 10


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_figures_are_those_of_the_json_also_after_libreoffice(
    read: tuple[Document, Summary],
) -> None:
    made = render(read[1], "xlsx")
    assert isinstance(made, bytes)
    again = libreoffice.convert(made, "简报", suffix=".xlsx", target="xlsx")
    sheet = load_workbook(io.BytesIO(again))["完成情况"]
    head = [cell.value for cell in sheet[1]]
    rows = {row[head.index("编号")].value: row for row in sheet.iter_rows(min_row=2)}
    money = [one for one in read[1].results if one.quantity and one.quantity.kind == "money"]
    assert len(money) > 20
    for result in money:
        assert result.quantity
        shown = rows[result.id][head.index("数值")].value
        assert Decimal(str(shown)) * 10_000 == result.quantity.decimal
        assert rows[result.id][head.index("单位")].value == "万元"
