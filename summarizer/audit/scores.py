"""Scores: sub-scores, weights, grades and full marks (check 21)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.audit.figures import Figure, printed, tolerance
from summarizer.audit.grid import Grid
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import IS
from summarizer.schema import Finding

__all__ = ["full_marks", "grades", "score_sums", "score_tables", "scored_rows"]

_TOTAL = re.compile(r"(?:总?得分|总?评分|评定分数|自评分|自评总分|综合总分)(?:结果)?" + IS)
_WHOLE = re.compile(r"综合|总分|总得分|总评分|最终|合计|自评得分|自评分|评价得分|绩效评分")
_BARE_TOTAL = re.compile(r"^(?:总分|合计|共计|总计)(?:值|数)?" + IS)
# A figure with this behind it is a limit of the scale: 90分以上为优.
_LIMIT = re.compile(r"(?:以上|以下|及以|为[优良中差合不]|属)")
_WEIGHT = re.compile(r"分值|权重|满分|标准分|应得")
_GRADE = re.compile(
    r"(?:等级|等次|级别|评价结论|评定结果|结果|结论|评定)(?:评定)?(?:均|都)?(?:为|是|属于|达到|[:：])?\s*"
    r"[“\"‘]?(?P<grade>优秀|优|良好|良|中等?|合格|较差|差|不合格)[”\"’]?(?:等|档|级|$|[，。；、）)\s])"
)
_BANDS = {
    "优秀": (90, 100), "优": (90, 100), "良好": (80, 90), "良": (80, 90), "中": (60, 80),
    "中等": (60, 80), "合格": (60, 80), "差": (0, 60), "较差": (0, 60), "不合格": (0, 60),
}  # fmt: skip
_SCALE = re.compile(
    r"(?P<low>\d{2,3})\s*分?(?:（含）|\(含\))?\s*(?:以上|[-—–~～至到]\s*\d{2,3}\s*分?(?:（[^）]*）|\([^)]*\))?)"
    r"[^。；，、\d]{0,6}?[“\"]?(?P<grade>优秀|优|良好|良|中等?|合格)"
)
# Weight that a form may give to the execution of the budget, outside the table of indicators.
_EXECUTION_POINTS = 20
_TARGET = re.compile(r"指标值|目标值|年度目标|预期值|计划值")
_ACTUAL = re.compile(r"完成值|实际值|完成情况|实际完成|完成数")
_VALUE = re.compile(
    r"(?P<sign>≥|>=|≤|<=|＞|＜|>|<|=|不低于|不少于|不高于|不超过|大于等于|小于等于)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|‰|[一-龥]{0,4})"
)
_AT_MOST = frozenset({"≤", "<=", "＜", "<", "不高于", "不超过", "小于等于"})


def score_sums(page: Page) -> Iterator[Finding]:
    """Check 21: sub-scores against the total score, weights against 总分, in one paragraph.

    Source: 总分 of the scoring table, 财预〔2020〕10号.
    """
    for paragraph in page.paragraphs:
        scores = [f for sentence in paragraph for f in sentence.figures if _is_score(f)]
        if len(scores) > 3:
            weights, marks = _parted(scores)
            for group in (weights, marks):
                totals = [f for f in group if _WHOLE.search(f.label)]
                parts = [f for f in group if f not in totals]
                if len(totals) == 1 and len(parts) >= 3:
                    yield from _summed(page, totals[0], parts)


def _is_score(figure: Figure) -> bool:
    is_score = figure.kind == "score" or figure.unit == "分"
    return is_score and figure.is_exact and not figure.depth and not _LIMIT.match(figure.after)


def _parted(scores: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Weights and marks; one without words of its own goes with the one before it, and 总分
    alone with what was there already."""
    weights: list[Figure] = []
    marks: list[Figure] = []
    group = marks
    for figure in scores:
        label = figure.label.strip(" 、和及与")
        if _WEIGHT.search(label):
            group = weights
        elif label and not (_BARE_TOTAL.search(label) and weights and not marks):
            group = marks
        group.append(figure)
    return weights, marks


def _summed(page: Page, total: Figure, parts: Sequence[Figure]) -> Iterator[Finding]:
    values = [part.value for part in parts]
    sums = {sum(values[:end], Decimal(0)) for end in range(3, len(values) + 1)}
    if any(abs(one - total.value) <= tolerance(parts, total) for one in sums):
        return
    right = printed(sum(values, Decimal(0)), total)
    terms = "＋".join(part.quantity.text for part in parts)
    named = all(part.label.strip(" 、和及与") for part in parts)
    yield page.finding(
        "score-sum-mismatch",
        "error" if named and all("得" in part.label for part in parts) else "warning",
        f"分项合计{terms}＝{right}，而“{page.clause_span(total).quote}”",
        page.spans((total, *parts)),
        expected=right,
        stated=total.quantity.text,
    )


def _totals(page: Page) -> Iterator[tuple[Sentence, Figure]]:
    """Total scores of the report, told in prose."""
    for sentence in page.sentences:
        for figure in sentence.figures:
            if _is_score(figure) and _TOTAL.search(figure.label) and _WHOLE.search(figure.label):
                yield sentence, figure


def grades(page: Page) -> Iterator[Finding]:
    """Check 21: the grade against the score beside it.

    By the scale that the report prints, else 优 90, 良 80, 中 60. Source: the four grades of
    财预〔2020〕10号.
    """
    scale = _printed_scale(page)
    for sentence, score in _totals(page):
        match = _GRADE.search(sentence.text, score.end - sentence.start)
        if match is None or score.value > 100:
            continue
        grade = match["grade"]
        low, high = (scale or _BANDS).get(grade, (Decimal(0), Decimal(100)))
        top = score.value == 100 == high
        if low <= score.value < high or top:
            continue
        place = sentence.start + match.start("grade")
        yield page.finding(
            "grade-score-mismatch",
            "error" if scale else "warning",
            f"等级与得分不符：“{page.clause_span(score).quote}”，等级为“{grade}”，"
            f"{'按报告所列标准' if scale else '按通行标准'}{grade}为{low}～{high}分",
            (page.clause_span(score), page.span(place, place + len(grade))),
            expected=f"{low}～{high}分",
            stated=score.quantity.text,
        )


def _printed_scale(page: Page) -> dict[str, tuple[int, int]]:
    """The bands that the report itself prints: 90（含）-100分为优、80（含）-90分为良."""
    lows: dict[str, int] = {}
    for match in _SCALE.finditer(page.text):
        lows.setdefault(match["grade"], int(match["low"]))
    if len(lows) < 3:
        return {}
    ordered = sorted(lows.items(), key=lambda pair: -pair[1])
    highs = [100, *(low for _, low in ordered[:-1])]
    return {grade: (low, high) for (grade, low), high in zip(ordered, highs, strict=True)}


def full_marks(page: Page) -> Iterator[Finding]:
    """Check 21: 100 of 100 beside problems that the report admits.

    Source: 自评得分与证据, reviewing practice.
    """
    for _, score in _totals(page):
        if score.value == 100 and page.problems:
            problem = page.problems[0]
            table = any("得分" in grid.title(c) for grid in page.grids for c in grid.columns)
            yield page.finding(
                "full-score-contradicted",
                "warning",
                f"“{page.clause_span(score).quote}”{'' if table else '而没有评分表'}，"
                f"同时承认问题：“{problem.evidence[0].quote}”",
                (page.clause_span(score), *(p.evidence[0] for p in page.problems)),
                stated=score.quantity.text,
                items=[p.id for p in page.problems],
            )
            return


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
