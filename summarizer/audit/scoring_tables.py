"""Scoring tables: weights, scores, and targets that were missed (check 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.audit.figures import Figure, percent, tolerance
from summarizer.audit.page import Page
from summarizer.audit.sheets import Sheet
from summarizer.schema import Finding

__all__ = [
    "Columns",
    "columns_of",
    "completion_columns",
    "execution_marks",
    "score_tables",
    "scored_rows",
    "total_cells",
]

# Weight that a form may give to the execution of the budget, outside the table of indicators.
_EXECUTION_POINTS = 20
_NEARLY_ALL = 95
_TARGET = re.compile(r"指标值|目标值|年度目标|预期值|计划[值数]|任务数|目标数|年初目标")
_ACTUAL = re.compile(r"完成值|实际值|完成情况|实际完成|完成数|实际数")
_VALUE = re.compile(
    r"(?P<sign>≥|>=|≤|<=|＞|＜|>|<|=|不低于|不少于|不高于|不超过|大于等于|小于等于)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|‰|[一-龥]{0,4})"
)
_DATE = re.compile(
    r"(?P<year>20\d\d)\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?(?:底|末|份)*(?:之?前)?"
)
_RATE = re.compile(r"完成(?:率|比例|程度|进度)|达成率")
_AT_MOST = frozenset({"≤", "<=", "＜", "<", "不高于", "不超过", "小于等于"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a scoring table holds what."""

    weight: int
    score: int
    target: int | None
    actual: int | None
    score_rate: int | None


def score_tables(page: Page) -> Iterator[Finding]:
    """Check 21: weights and scores of a scoring table against its 总分 row.

    The 10 points of 预算执行率 often stand in the money part of the form and belong to the total.
    Source: 总分 of the self-evaluation form, 财预〔2020〕10号.
    """
    tables = [(sheet, found) for sheet in page.sheets if (found := columns_of(sheet))]
    elsewhere = [row for sheet, columns in tables for row in _execution_row(sheet, columns)]
    for sheet, columns in tables:
        for total_row in sheet.rows:
            if sheet.is_total(total_row) and (totals := total_cells(sheet, columns, total_row)):
                rows = [row for row in _marked(sheet, columns) if row[0].start < totals[0].start]
                extra = [row for row in elsewhere if row not in rows]
                yield from _against_total(sheet, rows, extra, totals)


Marked = tuple[Figure, Figure]


def _marked(sheet: Sheet, columns: Columns) -> list[Marked]:
    """Weight and score of every row that has both."""
    pairs = (
        (sheet.figures.get((row, columns.weight)), sheet.figures.get((row, columns.score)))
        for row in sheet.rows
        if not sheet.is_total(row) or "资金总额" in sheet.head(row)
    )
    return [(weight, score) for weight, score in pairs if weight and score]


def _execution_row(sheet: Sheet, columns: Columns) -> list[Marked]:
    """The row that scores the execution of the budget."""
    return [
        (sheet.figures[row, columns.weight], sheet.figures[row, columns.score])
        for row in sheet.rows
        if re.search(r"资金总额|执行率", sheet.name(row))
        and (row, columns.weight) in sheet.figures
        and (row, columns.score) in sheet.figures
    ]


def total_cells(sheet: Sheet, columns: Columns, row: int) -> Marked | None:
    """Weight and score of the 总分 row; merged cells may have moved them to the left."""
    weight = sheet.figures.get((row, columns.weight))
    score = sheet.figures.get((row, columns.score))
    if weight and score:
        return weight, score
    cells = [sheet.figures[row, at] for at in sheet.columns if (row, at) in sheet.figures]
    return (cells[0], cells[1]) if len(cells) == 2 and "总分" in sheet.head(row) else None


def _against_total(
    sheet: Sheet, rows: Sequence[Marked], extra: Sequence[Marked], totals: Marked
) -> Iterator[Finding]:
    """Whichever reading makes the weights fit must make the scores fit too."""
    for chosen in (list(rows), [*rows, *extra[:1]]):
        weights, scores = [row[0] for row in chosen], [row[1] for row in chosen]
        if len(chosen) < 2 or abs(_sum(weights) - totals[0].value) > tolerance(weights, totals[0]):
            continue
        if abs(_sum(scores) - totals[1].value) > tolerance(scores, totals[1]):
            right = f"{_sum(scores).normalize():f}"
            terms = "＋".join(score.quantity.text for score in scores)
            yield sheet.page.finding(
                "score-sum-mismatch",
                "error",
                f"评分表得分合计{terms}＝{right}，而总分为{totals[1].quantity.text}",
                [sheet.page.span(figure.start, figure.end) for figure in (totals[1], *scores)],
                expected=right,
                stated=totals[1].quantity.text,
            )
        return
    gap = totals[0].value - _sum([row[0] for row in rows])
    if len(rows) >= 3 and abs(gap) > _EXECUTION_POINTS:
        yield sheet.page.finding(
            "weight-sum-mismatch",
            "warning",
            f"评分表分值合计{_sum([row[0] for row in rows])}，而总分值为{totals[0].quantity.text}",
            [sheet.page.span(f.start, f.end) for f in (totals[0], *(row[0] for row in rows))],
            expected=f"{_sum([row[0] for row in rows])}",
            stated=totals[0].quantity.text,
        )


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def scored_rows(page: Page) -> Iterator[Finding]:
    """Check 21: a score above its weight; full marks for a target that was missed.

    Source: scoring rules of the self-evaluation form, 财预〔2020〕10号.
    """
    for sheet in page.sheets:
        columns = columns_of(sheet)
        if columns is None:
            continue
        for row in sheet.rows:
            weight = sheet.figures.get((row, columns.weight))
            score = sheet.figures.get((row, columns.score))
            if weight and score and not sheet.is_total(row):
                yield from _scored(sheet, row, columns, weight=weight, score=score)
            if weight and score:
                yield from _score_rate(sheet, row, columns, weight=weight, score=score)


def completion_columns(page: Page) -> Iterator[Finding]:
    """Check 13: the 完成率 cells of a table against target and actual value of the same row.

    Source: 实际完成率 of 财预〔2020〕10号.
    """
    for sheet in page.sheets:
        columns: dict[str, int] = {}
        for at in range(len(sheet.table.columns)):
            for name, words in (("rate", _RATE), ("target", _TARGET), ("actual", _ACTUAL)):
                if words.search(sheet.title(at)):
                    columns.setdefault(name, at)
                    break
        if len(columns) == 3:
            for row in sheet.rows:
                yield from _completion(sheet, row, columns)


def execution_marks(page: Page) -> Iterator[Finding]:
    """Check 21: full marks for an execution of the budget well below 100 %.

    95 % passes in some forms. Source: 预算执行率得分 = 执行率 × 分值 of the self-evaluation form,
    财预〔2020〕10号.
    """
    for sheet in page.sheets:
        columns = columns_of(sheet)
        rate_at = next((at for at in sheet.columns if "执行率" in sheet.title(at)), None)
        if columns is None or rate_at is None:
            continue
        for row in sheet.rows:
            cells = [
                sheet.figures.get((row, at)) for at in (columns.weight, columns.score, rate_at)
            ]
            weight, score, rate = cells
            full = weight and score and score.value == weight.value
            if full and rate and rate.is_rate and rate.value < _NEARLY_ALL:
                yield _overpaid(sheet, row, rate_at, columns.score)


def _overpaid(sheet: Sheet, row: int, rate_at: int, score_at: int) -> Finding:
    rate, score = sheet.figures[row, rate_at], sheet.figures[row, score_at]
    return sheet.page.finding(
        "full-score-target-missed",
        "warning",
        f"表中“{sheet.name(row)}”执行率{rate.quantity.text}而得满分{score.quantity.text}",
        (*sheet.head_span(row), sheet.span(row, rate_at), sheet.span(row, score_at)),
        expected=f"<{score.quantity.text}",
        stated=score.quantity.text,
    )


def _score_rate(
    sheet: Sheet, row: int, columns: Columns, *, weight: Figure, score: Figure
) -> Iterator[Finding]:
    """得分率 = 得分 / 分值."""
    rate = sheet.figures.get((row, columns.score_rate)) if columns.score_rate else None
    if rate is None or weight.value <= 0 or not rate.is_rate:
        return
    right = 100 * score.value / weight.value
    if abs(right - rate.value) > rate.step:
        yield _wrong_rate(sheet, row, (columns.weight, columns.score), columns.score_rate, right)


def _completion(sheet: Sheet, row: int, columns: dict[str, int]) -> Iterator[Finding]:
    """完成率 = 实际完成值 / 年度指标值."""
    ends = (columns["target"], columns["actual"])
    rate = sheet.figures.get((row, columns["rate"]))
    goal, done = (_VALUE.fullmatch(sheet.text(row, at)) for at in ends)
    if rate is None or not rate.is_rate or goal is None or done is None:
        return
    wanted, got = (Decimal(m["number"].replace(",", "")) for m in (goal, done))
    if goal["unit"] != done["unit"] or goal["sign"] in _AT_MOST or wanted <= 0:
        return
    right = 100 * got / wanted
    # What goes beyond the target is often told as 100 %.
    if abs(right - rate.value) > rate.step and not (right > 100 and rate.value == 100):
        yield _wrong_rate(sheet, row, ends, columns["rate"], right)


def _wrong_rate(
    sheet: Sheet, row: int, parts: tuple[int, int], column: int | None, right: Decimal
) -> Finding:
    assert column is not None
    cell = sheet.figures[row, column]
    base, top = (sheet.text(row, at) for at in parts)
    expected = percent(right, cell)
    return sheet.page.finding(
        "ratio-mismatch",
        "error",
        f"表中“{sheet.name(row)}”{sheet.title(column).rpartition('/')[2]}重算不符：{top}÷{base}＝{expected}，"
        f"而表中为{cell.quantity.text}",
        (*sheet.head_span(row), *(sheet.span(row, at) for at in (*parts, column))),
        expected=expected,
        stated=cell.quantity.text,
    )


def columns_of(sheet: Sheet) -> Columns | None:
    """The columns of a scoring table, or None when a table is none."""
    every = range(len(sheet.table.columns))

    def column(words: str | re.Pattern[str]) -> int | None:
        return next((at for at in every if re.search(words, sheet.title(at))), None)

    weight, score = column(r"分值|权重|满分|标准分"), column(r"得分(?!率)|自评分|评分$")
    if weight is None or score is None or weight == score:
        return None
    return Columns(weight, score, column(_TARGET), column(_ACTUAL), column("得分率"))


def _scored(
    sheet: Sheet, row: int, columns: Columns, *, weight: Figure, score: Figure
) -> Iterator[Finding]:
    places = (
        *sheet.head_span(row),
        sheet.span(row, columns.weight),
        sheet.span(row, columns.score),
    )
    if score.value > weight.value:
        yield sheet.page.finding(
            "score-over-weight",
            "error",
            f"表中“{sheet.name(row)}”得分{score.quantity.text}高于分值{weight.quantity.text}",
            places,
            expected=f"≤{weight.quantity.text}",
            stated=score.quantity.text,
        )
    elif score.value == weight.value and columns.target is not None and columns.actual is not None:
        target, actual = sheet.text(row, columns.target), sheet.text(row, columns.actual)
        if _missed(target, actual):
            yield sheet.page.finding(
                "full-score-target-missed",
                "warning",
                f"表中“{sheet.name(row)}”目标“{target}”，完成“{actual}”，未达目标而得满分{score.quantity.text}",
                (*places, sheet.span(row, columns.target), sheet.span(row, columns.actual)),
                expected=f"<{weight.quantity.text}",
                stated=score.quantity.text,
            )


def _missed(target: str, actual: str) -> bool:
    """Did the actual value miss the target? False in any doubt.

    >>> _missed("≥95%", "93.5%"), _missed("≤5天", "4天"), _missed("100%", "12次")
    (True, False, False)
    >>> _missed("2023年9月底前", "2023年10月20日"), _missed("2023年9月底前", "2023年9月")
    (True, False)
    """
    by, on = _DATE.fullmatch(target), _DATE.fullmatch(actual)
    if by and on:
        return _day(on, 1) > _day(by, 31)
    goal, done = _VALUE.fullmatch(target), _VALUE.fullmatch(actual)
    if goal is None or done is None or goal["unit"] != done["unit"]:
        return False
    wanted, got = (Decimal(m["number"].replace(",", "")) for m in (goal, done))
    return got > wanted if goal["sign"] in _AT_MOST else got < wanted


def _day(match: re.Match[str], open_day: int) -> tuple[int, int, int]:
    """Year, month and day; a month alone is its first or its last day."""
    return int(match["year"]), int(match["month"]), int(match["day"] or open_day)
