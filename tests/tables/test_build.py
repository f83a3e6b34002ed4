"""Whatever cells a file gives: none is lost, none stands twice, tables follow each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import ReadError
from summarizer.readers.assemble import assemble
from summarizer.readers.parts import Grid, GridCell, Paragraph, Parts
from summarizer.schema import Document

WORDS = st.sampled_from(
    [
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "项目名称",
        "预算数",
        "执行数",
        "执行率",
        "合计",
        "小计",
        "总分",
        "其中：财政拨款",
        "年度资金总额",
        "产出指标",
        "数量指标",
        "序号",
        "1",
        "2",
        "3",
        "12.5",
        "98%",
        "≥5次",
        "/",
        "—",
        "甲",
        "备注",
        "栏次",
        "201",
        "20101",
        "类",
        "单位：万元",
        "某局项目支出绩效自评表",
        "20XX年",
        "项目资金（万元）",
        "评价结论",
        "完成全部任务，满意度达95%。",
    ]
    + [""] * 4
)
COUNTS = [[["甲"] * 300] * 40, [["1"] * 3] * 3_000, [["合计", "1"]] * 2_000]


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A grid whose cells cover each other nowhere, some places left out."""
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    free = {(row, column) for row in range(height) for column in range(width)}
    cells = []
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        high, wide = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (3, 1), (1, 4)]))
        high, wide = min(high, height - row), min(wide, width - column)
        held = {(row + down, column + right) for down in range(high) for right in range(wide)}
        if not held <= free:
            high, wide, held = 1, 1, {(row, column)}
        free -= held
        if draw(st.integers(0, 9)):
            cells.append(GridCell(draw(WORDS), row, column, high, wide))
    repeated = (draw(st.integers(0, height - 1)),) if draw(st.booleans()) else ()
    return Grid(tuple(cells), repeated=repeated)


def document_of(parts: list[Grid]) -> Document | None:
    try:
        return assemble(Parts((Paragraph("某局报告"), *parts)), "x", b"x")
    except ReadError:
        return None


@settings(deadline=None)
@given(st.lists(grids(), min_size=1, max_size=3))
def test_no_cell_is_lost_and_none_stands_twice(parts: list[Grid]) -> None:
    document = document_of(parts)
    if document is None:
        return
    last = 0
    for table in document.tables:
        assert last <= table.start < table.end
        last = table.end
        places = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert len(places) == len(set(places))
        assert all(row < len(table.rows) and at < len(table.columns) for row, at in places)
        assert all(row.whole is None or row.whole < len(table.rows) for row in table.rows)
    said = [
        document.text[cell.start : cell.end]
        for table in document.tables
        for start, cell in sorted({one.start: one for one in table.cells}.items())
        if not cell.is_empty
    ]
    given_words = [
        cell.text.rstrip("：")
        for grid in parts
        for cell in grid.cells
        if cell.text and cell.row not in grid.repeated
    ]
    # Heads that a grid prints again are left out.
    lost = sorted(given_words)
    for words in said:
        assert words in lost or words.rstrip("：") in lost, words
        lost.remove(words if words in lost else words.rstrip("："))
    heads = {cell.text.rstrip("：") for grid in parts for cell in grid.cells}
    assert set(lost) <= heads


@pytest.mark.parametrize(
    "rows", [[["甲"] * 300] * 40, [["1"] * 3] * 3_000, [["合计", "1"]] * 2_000]
)
def test_large_grids_are_built(rows: list[list[str]]) -> None:
    cells = tuple(
        GridCell(words, row, column)
        for row, line in enumerate(rows)
        for column, words in enumerate(line)
    )
    document = document_of([Grid(cells)])
    assert document is not None
    assert sum(len(table.cells) for table in document.tables) == len(cells)
