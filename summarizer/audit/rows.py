"""Tables, along their rows: totals, parts, and the text around (checks 4, 6 and 7)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.figures import Figure, printed, tolerance
from summarizer.audit.page import Page
from summarizer.audit.pairs import Pair, prose_pairs, table_pairs
from summarizer.audit.sheets import Sheet
from summarizer.schema import Finding, Span

__all__ = ["part_columns", "row_totals", "table_against_prose", "three_public_expenses"]

_ROW_TOTAL = re.compile(r"合计|总计|小计|总额")
_THREE_PUBLIC = re.compile(r"合计.*出国.*公务用车.*接待", re.DOTALL)


def row_totals(page: Page) -> Iterator[Finding]:
    """Check 4: a 合计 column against the other columns, where most rows show that it sums them.

    Source: 支出决算表 (合计 = 基本支出 + 项目支出 …) of 部门决算.
    """
    for sheet in page.sheets:
        columns = [column for column in sheet.columns if sheet.is_additive(column)]
        for total in columns:
            if _ROW_TOTAL.search(sheet.title(total).rpartition("/")[2]):
                right = [column for column in columns if column > total]
                left = [column for column in columns if column < total]
                for others in (right, left):
                    yield from _row_total(sheet, total, others)


def _row_total(sheet: Sheet, total: int, others: Sequence[int]) -> Iterator[Finding]:
    wrong: list[tuple[Figure, list[Figure], int]] = []
    right = 0
    for row in sheet.rows:
        whole = sheet.figures.get((row, total))
        parts = [sheet.figures[row, at] for at in others if (row, at) in sheet.figures]
        if whole is None or len(parts) < 2 or any(part.unit != whole.unit for part in parts):
            continue
        if abs(sum((part.value for part in parts), Decimal(0)) - whole.value) <= tolerance(
            parts, whole
        ):
            right += 1
        else:
            wrong.append((whole, parts, row))
    if right >= 2 and len(wrong) * 2 <= right:
        for whole, parts, row in wrong:
            yield _unequal(sheet, row, whole, parts)


def _unequal(sheet: Sheet, row: int, whole: Figure, parts: Sequence[Figure]) -> Finding:
    right = printed(sum((part.value for part in parts), Decimal(0)), whole)
    terms = "＋".join(part.quantity.text for part in parts)
    spans = (sheet.page.span(figure.start, figure.end) for figure in (whole, *parts))
    return sheet.page.finding(
        "table-row-mismatch",
        "error",
        f"表格“{sheet.name(row)}”行横向合计不符：{terms}＝{right}，而“{whole.label}”为{whole.quantity.text}",
        (*sheet.head_span(row), *spans),
        expected=right,
        stated=printed(whole.value, whole),
    )


def three_public_expenses(page: Page) -> Iterator[Finding]:
    """Check 4: 合计 = 因公出国 + 公务用车小计 + 公务接待, 小计 = 购置 + 运行, six cells in order.

    Source: 财政拨款“三公”经费支出决算表 of 部门决算.
    """
    for sheet in page.sheets:
        head = page.text[max(0, sheet.table.start - 40) : sheet.table.end]
        if not _THREE_PUBLIC.search(head):
            continue
        for row in sheet.rows:
            for cells in _sixes(sheet, row):
                whole, abroad, cars, bought, run, guests = cells
                for total, parts in ((whole, [abroad, cars, guests]), (cars, [bought, run])):
                    gap = abs(sum((p.value for p in parts), Decimal(0)) - total.value)
                    if gap > tolerance(parts, total):
                        yield _unequal(sheet, row, total, parts)


def _sixes(sheet: Sheet, row: int) -> Iterator[list[Figure]]:
    """The six cells of the budget and those of the spending, side by side or by turns."""
    columns = [at for at in sheet.columns if (row, at) in sheet.figures]
    roles = [sheet.table.columns[at].role for at in columns]
    for role in ("budget", "executed"):
        if roles.count(role) == 6:
            held = zip(columns, roles, strict=True)
            yield [sheet.figures[row, at] for at, one in held if one == role]
    if (len(columns) == 6 and len(set(roles)) > 1) or not {"budget", "executed"} & set(roles):
        cells = [sheet.figures[row, at] for at in columns]
        if len(cells) in (6, 12):
            yield from (cells[start : start + 6] for start in range(0, len(cells), 6))


def part_columns(page: Page) -> Iterator[Finding]:
    """Check 7: a 其中 column never above the whole to its left, in any row.

    Source: forms of 财预〔2020〕10号.
    """
    for sheet in page.sheets:
        for left, column in _whole_and_part(sheet):
            for row in sheet.rows:
                whole, part = sheet.figures.get((row, left)), sheet.figures.get((row, column))
                if whole and part and part.value > whole.value and part.unit == whole.unit:
                    yield _over(sheet, row, left, column)


def _whole_and_part(sheet: Sheet) -> Iterator[tuple[int, int]]:
    whole: int | None = None
    for column in sheet.columns:
        top, _, last = sheet.title(column).rpartition("/")
        if "其中" not in last:
            whole = column
        elif whole is not None and sheet.title(whole).rpartition("/")[0] == top:
            yield whole, column


def _over(sheet: Sheet, row: int, left: int, column: int) -> Finding:
    whole, part = sheet.figures[row, left], sheet.figures[row, column]
    places: tuple[Span, ...] = (sheet.span(row, left), sheet.span(row, column))
    return sheet.page.finding(
        "part-exceeds-whole",
        "error",
        f"表中“{sheet.head(row)}”其中项大于总项：“{sheet.title(column)}”{part.quantity.text}，"
        f"“{sheet.title(left)}”{whole.quantity.text}",
        (*sheet.head_span(row), *places),
        expected=f"≤{whole.quantity.text}",
        stated=part.quantity.text,
    )


def table_against_prose(page: Page) -> Iterator[Finding]:
    """Check 6: budget and spending in the text that leads to a table against its rows.

    Source: 正文与表格一致, reviewing practice.
    """
    ends = [sentence.end for sentence in page.sentences]
    for sheet in page.sheets:
        rows = table_pairs(sheet)
        start = sheet.table.start
        near = page.sentences[bisect_left(ends, start - 200) : bisect_right(ends, start)]
        for sentence in near if rows else ():
            told = prose_pairs(page, sentence)
            if len(told) == 1:
                yield from _compare(page, told, [pair for pair in rows if pair.is_total])
            else:
                yield from _compare(page, told, [pair for pair in rows if not pair.is_total])


def _compare(page: Page, told: Sequence[Pair], rows: Sequence[Pair]) -> Iterator[Finding]:
    if not told or len(told) != len(rows):
        return
    for prose, row in zip(told, rows, strict=True):
        for said, cell in ((prose.budget, row.budget), (prose.spent, row.spent)):
            if not said.matches(cell):
                yield page.finding(
                    "table-prose-mismatch",
                    "warning",
                    f"正文与表格不一致：正文“{page.clause_span(said).quote}”，"
                    f"表中“{row.name}”为{printed(cell.value, said)}",
                    (page.clause_span(said), page.span(cell.start, cell.end)),
                    expected=printed(cell.value, said),
                    stated=said.quantity.text,
                )
