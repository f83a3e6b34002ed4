"""A report says the same in every format: the sample reports, rendered as offices save them, give
the items that their text gives."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest
import rendered_reports as rendered

import summarizer
from summarizer.readers import libreoffice, read_bytes
from summarizer.readers.word97 import as_docx
from summarizer.schema import CheckedItem, Document

LEAST = 0.98

Item = tuple[str, str | None, str | None, str]

WRITTEN: dict[str, Callable[[str], bytes]] = {
    "docx": rendered.as_docx,
    "html": rendered.as_html,
    "xlsx": rendered.as_xlsx,
    "gb18030": rendered.as_text("gb18030"),
    "utf-16": rendered.as_text("utf-16"),
}
CONVERTED: dict[str, Callable[[str], bytes]] = {
    "doc": rendered.by_libreoffice("doc"),
    # Read without LibreOffice, which made it.
    "doc-alone": lambda name: as_docx(rendered.by_libreoffice("doc")(name)),
    "odt": rendered.by_libreoffice("odt"),
    "pdf-of-libreoffice": rendered.by_libreoffice("pdf"),
    "pdf-of-chromium": rendered.by_chromium,
}
# One with a table; the others with the long tests.
USUAL = ("000-key-projects-2022",)
OTHERS = tuple(name for name in rendered.NAMES if name not in USUAL)

needs_libreoffice = pytest.mark.skipif(
    libreoffice.find_program() is None, reason="LibreOffice is not installed"
)
needs_chromium = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="chromium is not installed"
)


def items(document: Document) -> Counter[Item]:
    """What the rules find, without places: kind, value, unit and name of each item."""
    summary = summarizer.summarize(document, engine="rules")
    found: Counter[Item] = Counter()
    kinds: dict[str, tuple[CheckedItem, ...]] = {
        "target": summary.targets,
        "result": summary.results,
        "problem": summary.problems,
        "measure": summary.measures,
    }
    for kind, several in kinds.items():
        for one in several:
            for span in one.evidence:
                assert document.text[span.start : span.end] == span.quote
            quantity = getattr(one, "quantity", None)
            name = "".join(str(getattr(one, "metric", None) or one.text).split())
            value, unit = (quantity.value, quantity.unit) if quantity else (None, None)
            found[kind, value, unit, name] += 1
    return found


@cache
def expected(name: str) -> Counter[Item]:
    return items(summarizer.read(rendered.REPORTS / f"{name}.txt"))


def check(name: str, data: bytes) -> None:
    found, wanted = items(read_bytes(data, name)), expected(name)
    both = (found & wanted).total()
    score = 2 * both / (found.total() + wanted.total())
    assert score >= LEAST, f"lost {wanted - found}, new {found - wanted}"


@pytest.mark.parametrize("name", rendered.NAMES)
@pytest.mark.parametrize("kind", WRITTEN)
def test_a_report_says_the_same(kind: str, name: str) -> None:
    check(name, WRITTEN[kind](name))


@needs_libreoffice
@needs_chromium
@pytest.mark.parametrize("name", USUAL)
@pytest.mark.parametrize("kind", CONVERTED)
def test_a_converted_report_says_the_same(kind: str, name: str) -> None:
    check(name, CONVERTED[kind](name))


@pytest.mark.long
@needs_libreoffice
@needs_chromium
@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("kind", CONVERTED)
def test_every_converted_report_says_the_same(kind: str, name: str) -> None:
    check(name, CONVERTED[kind](name))


@pytest.mark.parametrize("name", ["000-key-projects-2022", "003-key-projects-2020"])
@pytest.mark.parametrize("kind", ["docx", "html", "xlsx"])
def test_its_table_keeps_its_cells(kind: str, name: str) -> None:
    document = read_bytes(WRITTEN[kind](name), name)
    (rows,) = (block for block in rendered.blocks(name) if not isinstance(block, str))
    (table,) = document.tables
    cells = {
        (cell.row, cell.column): (document.text[cell.start : cell.end], cell.rows, cell.columns)
        for cell in table.cells
    }
    for row, column, cell in rendered.placed(rows):
        if cell.text:
            assert cells[row, column] == (cell.text.rstrip("："), cell.rows, cell.columns)
