"""Layouts of real forms, filled anew: blocks, heads, roles and units, cell by cell.

`forms/*.txt` draw a form: lines of text, then grids after `---`, a row on each line. `<` is covered
by the cell to its left, `^` by the one above, `*` is an empty cell of the file; what the file
leaves out stays blank. `*.expected` say what each table is: its role, unit and title, the role of
each column, and every row with its role, the row that it is a part of, and its cells with units.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.readers.assemble import assemble
from summarizer.readers.parts import Grid, GridCell, Paragraph, Parts
from summarizer.schema import Cell, Document, Table

CASES = sorted((Path(__file__).parent / "forms").glob("*.txt"))


def drawn(text: str) -> Document:
    """The document of a drawing."""
    lines, *grids = text.split("---\n")
    parts: list[Paragraph | Grid] = [Paragraph(line) for line in lines.splitlines()]
    parts += [_grid(grid) for grid in grids]
    return assemble(Parts(tuple(parts)), "x", text.encode())


def _grid(text: str) -> Grid:
    rows = [line.split("|") for line in text.splitlines()]
    cells = []
    for row, line in enumerate(rows):
        for column, said in enumerate(line):
            if said in ("<", "^", ""):
                continue
            wide, high = 1, 1
            while column + wide < len(line) and line[column + wide] == "<":
                wide += 1
            while row + high < len(rows) and rows[row + high][column] == "^":
                high += 1
            cells.append(GridCell("" if said == "*" else said, row, column, high, wide))
    return Grid(tuple(cells))


def told(document: Document) -> Iterator[str]:
    """What the tables say."""
    for table in document.tables:
        title = document.text[slice(*table.title)] if table.title else "-"
        yield f"# {table.id} {table.role} {table.unit or '-'}{table.scale or ''} {title}"
        yield " | ".join(f"{one.role}: {_path(document, one.path)}" for one in table.columns)
        for row in table.rows:
            if row.role != "head":
                whole = "" if row.whole is None else f" of {row.whole}"
                yield f"{row.number} {row.role}{whole}: {_row(document, table, row.number)}"


def _path(document: Document, path: tuple[Cell, ...]) -> str:
    return "/".join(document.text[one.start : one.end] for one in path)


def _row(document: Document, table: Table, number: int) -> str:
    cells = [cell for cell in table.row_cells(number) if not cell.is_empty]
    return " | ".join(_cell(document, cell, number) for cell in cells)


def _cell(document: Document, cell: Cell, row: int) -> str:
    said = document.text[cell.start : cell.end] if cell.row == row else "^"
    unit = f" <{cell.unit}{cell.scale or ''}>" if cell.counted and cell.row == row else ""
    return f"{cell.column}{'*' if cell.header else ''} {said}{unit}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_form_is_understood(path: Path) -> None:
    expected = path.with_suffix(".expected").read_text(encoding="utf-8")
    assert "\n".join(told(drawn(path.read_text(encoding="utf-8")))) == expected.rstrip("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_cell_stands_once_and_each_place_has_its_cell(path: Path) -> None:
    document = drawn(path.read_text(encoding="utf-8"))
    for table in document.tables:
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert len(places) == len(set(places))
        assert {number for number, _ in places} <= set(range(len(table.rows)))
        assert {column for _, column in places} <= set(range(len(table.columns)))
        assert [row.number for row in table.rows] == list(range(len(table.rows)))
        for cell in table.cells:
            assert table.at(cell.row + cell.rows - 1, cell.column) == cell


def test_parts_of_a_table_over_pages_are_summed_as_one() -> None:
    text = next(path for path in CASES if path.stem == "over-pages").read_text(encoding="utf-8")
    (table,) = drawn(text).tables
    total = next(row for row in table.rows if row.role == "total")
    assert [row.number for row in table.rows if row.whole == total.number] == [1, 2, 3, 4]
