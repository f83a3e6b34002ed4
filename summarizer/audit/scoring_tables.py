"""Scoring tables: weights, scores, and targets that were missed (check 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.audit.figures import Figure, tolerance
from summarizer.audit.grid import Grid
from summarizer.audit.page import Page
from summarizer.schema import Finding

__all__ = ["score_tables", "scored_rows"]

# Weight that a form may give to the execution of the budget, outside the table of indicators.
_EXECUTION_POINTS = 20
_TARGET = re.compile(r"指标值|目标值|年度目标|预期值|计划值")
_ACTUAL = re.compile(r"完成值|实际值|完成情况|实际完成|完成数")
_VALUE = re.compile(
    r"(?P<sign>≥|>=|≤|<=|＞|＜|>|<|=|不低于|不少于|不高于|不超过|大于等于|小于等于)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|‰|[一-龥]{0,4})"
)
_AT_MOST = frozenset({"≤", "<=", "＜", "<", "不高于", "不超过", "小于等于"})


@dataclass(frozen=True, slots=True)
class _Columns:
    weight: int
    score: int
    target: int | None
    actual: int | None


def score_tables(page: Page) -> Iterator[Finding]:
    """Check 21: weights and scores of a scoring table against its 总分 row.

    The 10 points of 预算执行率 often stand in the money part of the form and belong to the total.
    Source: 总分 of the self-evaluation form, 财预〔2020〕10号.
    """
    tables = [(grid, found) for grid in page.grids if (found := _columns(grid))]
    elsewhere = [row for grid, columns in tables for row in _execution_row(grid, columns)]
    for grid, columns in tables:
        for total_row in grid.rows:
            if grid.is_total(total_row) and (totals := _total_cells(grid, columns, total_row)):
                rows = [row for row in _marked(grid, columns) if row[0].start < totals[0].start]
                extra = [row for row in elsewhere if row not in rows]
                yield from _against_total(grid, rows, extra, totals)


Marked = tuple[Figure, Figure]


def _marked(grid: Grid, columns: _Columns) -> list[Marked]:
    """Weight and score of every row that has both."""
    pairs = (
        (grid.figures.get((row, columns.weight)), grid.figures.get((row, columns.score)))
        for row in grid.rows
        if not grid.is_total(row) or "资金总额" in grid.head(row)
    )
    return [(weight, score) for weight, score in pairs if weight and score]


def _execution_row(grid: Grid, columns: _Columns) -> list[Marked]:
    """The row that scores the execution of the budget."""
    return [
        (grid.figures[row, columns.weight], grid.figures[row, columns.score])
        for row in grid.rows
        if re.search(r"资金总额|执行率", grid.name(row))
        and (row, columns.weight) in grid.figures
        and (row, columns.score) in grid.figures
    ]


def _total_cells(grid: Grid, columns: _Columns, row: int) -> Marked | None:
    """Weight and score of the 总分 row; merged cells may have moved them to the left."""
    weight = grid.figures.get((row, columns.weight))
    score = grid.figures.get((row, columns.score))
    if weight and score:
        return weight, score
    cells = [grid.figures[row, at] for at in grid.columns if (row, at) in grid.figures]
    return (cells[0], cells[1]) if len(cells) == 2 and "总分" in grid.head(row) else None


def _against_total(
    grid: Grid, rows: Sequence[Marked], extra: Sequence[Marked], totals: Marked
) -> Iterator[Finding]:
    """Whichever reading makes the weights fit must make the scores fit too."""
    for chosen in (list(rows), [*rows, *extra[:1]]):
        weights, scores = [row[0] for row in chosen], [row[1] for row in chosen]
        if len(chosen) < 2 or abs(_sum(weights) - totals[0].value) > tolerance(weights, totals[0]):
            continue
        if abs(_sum(scores) - totals[1].value) > tolerance(scores, totals[1]):
            right = f"{_sum(scores).normalize():f}"
            terms = "＋".join(score.quantity.text for score in scores)
            yield grid.page.finding(
                "score-sum-mismatch",
                "error",
                f"评分表得分合计{terms}＝{right}，而总分为{totals[1].quantity.text}",
                [grid.page.span(figure.start, figure.end) for figure in (totals[1], *scores)],
                expected=right,
                stated=totals[1].quantity.text,
            )
        return
    gap = totals[0].value - _sum([row[0] for row in rows])
    if len(rows) >= 3 and abs(gap) > _EXECUTION_POINTS:
        yield grid.page.finding(
            "weight-sum-mismatch",
            "warning",
            f"评分表分值合计{_sum([row[0] for row in rows])}，而总分值为{totals[0].quantity.text}",
            [grid.page.span(f.start, f.end) for f in (totals[0], *(row[0] for row in rows))],
            expected=f"{_sum([row[0] for row in rows])}",
            stated=totals[0].quantity.text,
        )


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def scored_rows(page: Page) -> Iterator[Finding]:
    """Check 21: a score above its weight; full marks for a target that was missed.

    Source: scoring rules of the self-evaluation form, 财预〔2020〕10号.
    """
    for grid in page.grids:
        columns = _columns(grid)
        if columns is None:
            continue
        for row in grid.rows:
            weight = grid.figures.get((row, columns.weight))
            score = grid.figures.get((row, columns.score))
            if weight and score and not grid.is_total(row):
                yield from _scored(grid, row, columns, weight=weight, score=score)


def _columns(grid: Grid) -> _Columns | None:
    every = sorted({cell.column for cell in grid.table.cells})

    def column(words: str | re.Pattern[str]) -> int | None:
        return next((at for at in every if re.search(words, grid.title(at))), None)

    weight, score = column(r"分值|权重|满分|标准分"), column(r"得分|自评分|评分$")
    if weight is None or score is None or weight == score:
        return None
    return _Columns(weight, score, column(_TARGET), column(_ACTUAL))


def _scored(
    grid: Grid, row: int, columns: _Columns, *, weight: Figure, score: Figure
) -> Iterator[Finding]:
    places = (*grid.head_span(row), grid.span(row, columns.weight), grid.span(row, columns.score))
    if score.value > weight.value:
        yield grid.page.finding(
            "score-over-weight",
            "error",
            f"表中“{grid.name(row)}”得分{score.quantity.text}高于分值{weight.quantity.text}",
            places,
            expected=f"≤{weight.quantity.text}",
            stated=score.quantity.text,
        )
    elif score.value == weight.value and columns.target is not None and columns.actual is not None:
        target, actual = grid.text(row, columns.target), grid.text(row, columns.actual)
        if _missed(target, actual):
            yield grid.page.finding(
                "full-score-target-missed",
                "warning",
                f"表中“{grid.name(row)}”目标“{target}”，完成“{actual}”，未达目标而得满分{score.quantity.text}",
                (*places, grid.span(row, columns.target), grid.span(row, columns.actual)),
                expected=f"<{weight.quantity.text}",
                stated=score.quantity.text,
            )


def _missed(target: str, actual: str) -> bool:
    """Did the actual value miss the target? False in any doubt.

    >>> _missed("≥95%", "93.5%"), _missed("≤5天", "4天"), _missed("100%", "12次")
    (True, False, False)
    """
    goal, done = _VALUE.fullmatch(target), _VALUE.fullmatch(actual)
    if goal is None or done is None or goal["unit"] != done["unit"]:
        return False
    wanted, got = (Decimal(m["number"].replace(",", "")) for m in (goal, done))
    return got > wanted if goal["sign"] in _AT_MOST else got < wanted
