"""Write a form as Word, Excel, web page, PDF with and without rules, and flattened text."""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from evals.forms.grids import Sheet, Table

__all__ = ["FLAT", "FORMATS", "NEEDS", "available", "render", "web_page"]

Made = Callable[[Sheet], bytes]

_RULED = "table{border-collapse:collapse;width:100%}td{border:1px solid #000;padding:2px 4px}"
_UNRULED = "table{border-spacing:10px 4px;width:100%}td{padding:2px 4px;vertical-align:top}"
_FONT = "body{font-family:'Noto Sans CJK SC','WenQuanYi Zen Hei',sans-serif;font-size:10pt}"


def render(sheet: Sheet, kind: str) -> tuple[bytes, str]:
    """Return a form in a format, and its file suffix.

    Raises KeyError for an unknown format; PDF requires chromium.
    """
    made, ending = FORMATS[kind]
    return made(sheet), ending


def available(kind: str) -> bool:
    """Return whether this machine can write the format."""
    program = NEEDS.get(kind)
    return program is None or shutil.which(program) is not None


def _docx(sheet: Sheet) -> bytes:
    import docx

    document = docx.Document()
    for line in sheet.title.split("\n"):
        document.add_paragraph(line)
    for block in sheet.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        printed = document.add_table(block.height, block.width)
        printed.style = "Table Grid"
        for cell in block.cells:
            first = printed.cell(cell.row, cell.column)
            last = printed.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
            first.merge(last).text = cell.text
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _xlsx(sheet: Sheet) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    row = 1
    for line in sheet.title.split("\n"):
        page.cell(row, 1, line)
        row += 1
    for block in sheet.blocks:
        if isinstance(block, str):
            page.cell(row, 1, block)
            row += 1
            continue
        for cell in block.cells:
            place = page.cell(row + cell.row, cell.column + 1)
            place.value, place.number_format = _typed(cell.text)
            if cell.rows * cell.columns > 1:
                low, right = row + cell.row + cell.rows - 1, cell.column + cell.columns
                page.merge_cells(
                    start_row=row + cell.row, start_column=cell.column + 1,
                    end_row=low, end_column=right,
                )  # fmt: skip
        row += block.height
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _typed(text: str) -> tuple[str | float | int | None, str]:
    """Return a cell as an office types it: numbers as numbers, percentages with a format."""
    bare = text.replace(",", "")
    try:
        number = float(bare.rstrip("%"))
    except ValueError:
        return (text.replace("=", "＝", 1) if text.startswith("=") else text or None), "General"
    places = len(bare.rstrip("%").partition(".")[2])
    tail = f".{'0' * places}" if places else ""
    if bare.endswith("%"):
        return round(number / 100, 6), f"0{tail}%"
    return (number if places else int(number)), f"{'#,##' if ',' in text else ''}0{tail}"


def web_page(sheet: Sheet, style: str = _RULED) -> str:
    """Return the form as a web page."""
    parts = [f"<h1>{'<br>'.join(html.escape(x) for x in sheet.title.split(chr(10)))}</h1>"]
    for block in sheet.blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        parts.append("<table>")
        for row in block.by_row():
            cells = []
            for cell in row:
                rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
                cells.append(f"<td{rows}{columns}>{html.escape(cell.text)}</td>")
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    head = f'<meta charset="utf-8"><title>{html.escape(sheet.title.split(chr(10))[0])}</title>'
    body = "\n".join(parts)
    head += f"<style>{_FONT}{style}</style>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def _html(sheet: Sheet) -> bytes:
    return web_page(sheet).encode()


def _pdf(style: str) -> Made:
    def made(sheet: Sheet) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            page, target = Path(folder, "form.html"), Path(folder, "form.pdf")
            page.write_text(web_page(sheet, style), encoding="utf-8")
            command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu"]
            command += [f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"]
            command += [f"--print-to-pdf={target}", page.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            return target.read_bytes()

    return made


def _flat(lay: Callable[[Table], list[str]]) -> Made:
    def made(sheet: Sheet) -> bytes:
        lines = sheet.title.split("\n")
        for block in sheet.blocks:
            lines += [block] if isinstance(block, str) else lay(block)
        return ("\n".join(lines) + "\n").encode()

    return made


def _lines(table: Table) -> list[str]:
    """Return one cell per line without empty cells, like text copied from a page."""
    return [cell.text for row in table.by_row() for cell in row if cell.text]


def _blank_lines(table: Table) -> list[str]:
    """Return one cell per line, with an empty line for an empty cell."""
    return [cell.text for row in table.by_row() for cell in row]


def _bars(table: Table) -> list[str]:
    return [" | ".join(cell.text for cell in row) for row in table.by_row()]


def _spaced(table: Table) -> list[str]:
    return [" ".join(cell.text for cell in row if cell.text) for row in table.by_row()]


def _joined(table: Table) -> list[str]:
    """Return the cells of each row concatenated."""
    return ["".join(cell.text for cell in row) for row in table.by_row()]


def _one_line(table: Table) -> list[str]:
    return [" ".join(cell.text for row in table.by_row() for cell in row if cell.text)]


def _columns(table: Table) -> list[str]:
    """Return the cells column by column, as some converters print a page."""
    ordered = sorted(table.cells, key=lambda cell: (cell.column, cell.row))
    return [cell.text for cell in ordered if cell.text]


FLAT: dict[str, Callable[[Table], list[str]]] = {
    "lines": _lines,
    "blank-lines": _blank_lines,
    "bars": _bars,
    "spaced": _spaced,
    "joined": _joined,
    "one-line": _one_line,
    "columns": _columns,
}
FORMATS: dict[str, tuple[Made, str]] = {
    "docx": (_docx, ".docx"),
    "xlsx": (_xlsx, ".xlsx"),
    "html": (_html, ".html"),
    "pdf": (_pdf(_RULED), ".pdf"),
    "pdf-unruled": (_pdf(_UNRULED), ".pdf"),
    **{name: (_flat(lay), ".txt") for name, lay in FLAT.items()},
}
NEEDS = {"pdf": "chromium", "pdf-unruled": "chromium"}
