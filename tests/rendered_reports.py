"""The sample reports in the formats that offices use: Word, a web page, a spreadsheet, pages."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import docx
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from patience import PATIENCE

from summarizer.readers import libreoffice

LINE = Side("thin")
REPORTS = Path(__file__).parent.parent / "evals" / "reports"
NAMES = tuple(sorted(path.stem for path in REPORTS.glob("00[0-4]*.txt")))


@dataclass(frozen=True)
class Cell:
    """A cell of a printed table, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


Row = tuple[Cell, ...]
HEADS: tuple[Row, ...] = (
    (
        Cell("项目名称", rows=2),
        Cell("项目类型", rows=2),
        Cell("资金用途、使用方向", rows=2),
        Cell("预算金额", columns=2),
        Cell("支出金额", columns=2),
    ),
    (Cell("指标总额"), Cell("其中：区级资金"), Cell("支出总额"), Cell("其中：区级资金")),
)


def blocks(name: str) -> Iterator[str | tuple[Row, ...]]:
    """The lines of a report in order; its table, if it has one, as rows."""
    lines = (REPORTS / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    tabbed = [place for place, line in enumerate(lines) if line.startswith("\t")]
    if not tabbed:
        yield from lines
        return
    yield from lines[: tabbed[0]]
    yield _table(lines[tabbed[0] : tabbed[-1] + 1])
    yield from lines[tabbed[-1] + 1 :]


def _table(lines: list[str]) -> tuple[Row, ...]:
    """The printed table: blank lines part its rows, each line is a cell; the two rows of heads
    are printed cell by cell and are known."""
    rows: list[list[str]] = [[]]
    for line in lines:
        if line:
            rows[-1].append(line.strip())
        else:
            rows.append([])
    body = [tuple(map(Cell, row)) for row in rows[2:-1]]
    label, *amounts = rows[-1]
    filled = [*amounts, *[""] * (4 - len(amounts))]
    return (*HEADS, *body, (Cell(label, columns=3), *map(Cell, filled)))


def placed(rows: tuple[Row, ...]) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with its row and column."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield number, column, cell
            taken |= {
                (number + down, column + right)
                for down in range(cell.rows)
                for right in range(cell.columns)
            }
            column += cell.columns


def as_docx(name: str) -> bytes:
    document = docx.Document()
    for block in blocks(name):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), 7)
        table.style = "Table Grid"
        for row, column, cell in placed(block):
            first = table.cell(row, column)
            first.merge(table.cell(row + cell.rows - 1, column + cell.columns - 1))
            first.text = cell.text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def as_html(name: str) -> bytes:
    body: list[str] = []
    for block in blocks(name):
        if isinstance(block, str):
            body.append(f"<p>{escape(block)}</p>" if block else "")
            continue
        places = list(placed(block))
        rows = [
            "".join(
                f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{escape(cell.text)}</td>'
                for row, _, cell in places
                if row == number
            )
            for number in range(len(block))
        ]
        body.append("<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    style = "body{font-family:'Noto Sans CJK SC',sans-serif} td{border:1px solid}"
    page = f"<html><head><meta charset=utf-8><style>{style}</style></head><body>{''.join(body)}"
    return f"<!DOCTYPE html>{page}</body></html>".encode()


def as_xlsx(name: str) -> bytes:
    book = Workbook()
    sheet = book.active
    line = 0
    for block in blocks(name):
        line += 1
        if isinstance(block, str):
            sheet.cell(line, 1, block or None)
            continue
        for row in range(len(block)):
            for column in range(7):
                sheet.cell(line + row, column + 1).border = Border(LINE, LINE, LINE, LINE)
        for row, column, cell in placed(block):
            at = sheet.cell(line + row, column + 1)
            at.value = float(cell.text) if cell.text.replace(".", "").isdecimal() else cell.text
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_cells(
                    start_row=line + row,
                    start_column=column + 1,
                    end_row=line + row + cell.rows - 1,
                    end_column=column + cell.columns,
                )
        line += len(block) - 1
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_text(encoding: str) -> Callable[[str], bytes]:
    def render(name: str) -> bytes:
        return (REPORTS / f"{name}.txt").read_text(encoding="utf-8").encode(encoding)

    return render


def by_libreoffice(target: str) -> Callable[[str], bytes]:
    def render(name: str) -> bytes:
        return libreoffice.convert(as_docx(name), name, suffix=".docx", target=target)

    return render


def by_chromium(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_bytes(as_html(name))
        subprocess.run(
            [
                str(shutil.which("chromium")),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={made}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
        return made.read_bytes()
