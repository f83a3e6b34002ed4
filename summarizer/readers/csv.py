"""Read text tables (.csv, .tsv) into parts: numeric columns become a table, long texts
paragraphs.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from summarizer.limits import LARGEST_TEXT
from summarizer.readers.encoding import decode
from summarizer.readers.parts import Paragraph, Part, Parts, Run
from summarizer.readers.sheets.areas import parts_of
from summarizer.readers.sheets.book import Sheet, cell_name, check_cells
from summarizer.readers.tools import is_tools
from summarizer.schema import Locator

__all__ = ["read_csv"]

DELIMITERS = ",\t;|，"
# Number of rows that decide the delimiter.
SAMPLE_ROWS = 50
# A cell of this length that holds a sentence is text, not a value.
LONG_CELL = 200

_NUMBER = re.compile(r"[-+]?[\d,]+(?:\.\d+)?%?")

Row = Sequence[str]


def read_csv(content: bytes, name: str) -> Parts:
    """Return the parts of a text table. Raises ReadError."""
    decoded = decode(content, name)
    rows = _rows(decoded.text)
    check_cells(sum(map(len, rows)), name)
    texts = {
        column
        for row in rows
        for column, cell in enumerate(row)
        if len(cell) > LONG_CELL and "。" in cell
    }
    parts = list(_records(rows, texts)) if texts else parts_of(_sheet(rows))
    return Parts(tuple(parts), decoded.notes)


def _rows(text: str) -> list[Row]:
    """Return the rows, split at the delimiter that gives most of them the same number of cells."""
    csv.field_size_limit(LARGEST_TEXT)
    found = [(_evenness(rows), rows) for sign in DELIMITERS if (rows := _split(text, sign))]
    return max(found, key=lambda one: one[0], default=(0.0, []))[1]


def _split(text: str, delimiter: str) -> list[Row]:
    lines = text.lstrip("\ufeff").replace("\x00", "").splitlines(keepends=True)
    # A blank row separates two tables.
    return list(csv.reader(lines, delimiter=delimiter))


def _evenness(rows: Sequence[Row]) -> float:
    """Return the usual number of cells in a row times its share of the rows; 0 for a single
    column.
    """
    widths = Counter(len(row) for row in rows[:SAMPLE_ROWS] if row)
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return (width > 1) * (1 + width / 100) * count / widths.total()


def _sheet(rows: Sequence[Row]) -> Sheet:
    sheet = Sheet("")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.strip():
                sheet.cells[number, column] = cell
                if _NUMBER.fullmatch(cell.strip()):
                    sheet.numbers.add((number, column))
    return sheet


def _records(rows: Sequence[Row], texts: set[int]) -> Iterator[Part]:
    """Yield each row as lines: short cells after the headers of their columns, texts unchanged."""
    headed = len(rows) > 1 and not any(len(cell) > LONG_CELL for cell in rows[0])
    heads = rows[0] if headed else ()
    for number, row in enumerate(rows):
        if headed and number == 0:
            continue
        for column, cell in enumerate(row):
            place = Locator(cell=cell_name(number, column))
            head = heads[column].strip() if column < len(heads) else ""
            for line in cell.splitlines():
                words = line.strip(" \t\u3000")
                if words and column not in texts and head:
                    words = f"{head}：{words}"
                if words:
                    runs = (Run(0, len(words), place),)
                    labelled = column not in texts
                    yield Paragraph(words, noise=is_tools(words), runs=runs, label=labelled)
