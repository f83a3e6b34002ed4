"""Scoring tables: weights and scores, their totals, and scores that follow the printed rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.audit.context import AuditContext
from summarizer.audit.figures import Figure, Interval, percent, printed
from summarizer.audit.relations import Relation, claim, total
from summarizer.audit.views import TableView

__all__ = [
    "Marks",
    "completion_columns",
    "execution_marks",
    "marks_of",
    "score_columns",
    "scores_by_rule",
    "total_marks",
]

# Weight that a form may give to the execution of the budget, outside the table of indicators.
_EXECUTION_POINTS = 20
# What rows may leave out of a total; where more is left out, they are read wrongly.
_MOST_LEFT = 40
_FULL = 100
_NEARLY_ALL = 95
_TARGET = re.compile(r"指标值|目标值|年度目标|预期值|计划[值数]|任务数|目标数|年初目标")
_ACTUAL = re.compile(r"完成值|实际值|完成情况|实际完成|完成数|实际数")
_RATE = re.compile(r"完成(?:率|比例|程度|进度)|达成率")
_VALUE = re.compile(
    r"(?P<sign>≥|>=|≤|<=|＞|＜|>|<|=|不低于|不少于|不高于|不超过|大于等于|小于等于)?\s*"
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|‰|[一-龥]{0,4})"
)
_AT_MOST = frozenset({"≤", "<=", "＜", "<", "不高于", "不超过", "小于等于"})
# 得分＝执行率×分值, as forms print it.
_BY_EXECUTION = re.compile(
    r"(?:得分\s*[=＝为]\s*)?(?:预算)?执行率\s*[×xX*＊]\s*(?:该项|指标)?(?:分值|权重|满分|10)"
    r"|(?:分值|权重)\s*[×xX*＊]\s*(?:预算)?执行率"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a scoring table holds weights and scores."""

    weight: int
    score: int


def marks_of(view: TableView) -> Marks | None:
    """The columns of a scoring table, or None when a table is none."""
    every = range(len(view.table.columns))

    def column(words: str) -> int | None:
        return next((at for at in every if re.search(words, view.title(at))), None)

    weight, score = column(r"分值|权重|满分|标准分"), column(r"得分(?!率)|自评分|评分$")
    if weight is None or score is None or weight == score:
        return None
    return Marks(weight, score)


Pair = tuple[Figure, Figure]


def score_columns(context: AuditContext) -> Iterator[Relation]:
    """Weights and scores of a scoring table make up its 总分 row, and no score is above its weight.

    The 10 points of 预算执行率 often stand in the money part of the form and belong to the total.
    Source: 总分 of the self-evaluation form, 财预〔2020〕10号.
    """
    tables = [(view, found) for view in context.views if (found := marks_of(view))]
    elsewhere = [pair for view, marks in tables for pair in _execution_row(view, marks)]
    for view, marks in tables:
        for row in view.rows:
            if view.is_total(row) and (totals := total_marks(view, marks, row)):
                rows = [pair for pair in _marked(view, marks) if pair[0].start < totals[0].start]
                extra = [pair for pair in elsewhere if pair not in rows]
                yield from _against_total(rows, extra, totals)
            elif not view.is_total(row) and (pair := _pair(view, marks, row)):
                yield _within(view, row, *pair)


def _pair(view: TableView, marks: Marks, row: int) -> Pair | None:
    weight, score = view.figures.get((row, marks.weight)), view.figures.get((row, marks.score))
    return (weight, score) if weight and score else None


def _marked(view: TableView, marks: Marks) -> list[Pair]:
    """Weight and score of every row that has both."""
    rows = (r for r in view.rows if not view.is_total(r) or "资金总额" in view.head(r))
    return [pair for row in rows if (pair := _pair(view, marks, row))]


def _execution_row(view: TableView, marks: Marks) -> list[Pair]:
    """The row that scores the execution of the budget."""
    rows = (row for row in view.rows if re.search(r"资金总额|执行率", view.name(row)))
    return [pair for row in rows if (pair := _pair(view, marks, row))]


def total_marks(view: TableView, marks: Marks, row: int) -> Pair | None:
    """Weight and score of the 总分 row; merged cells may have moved them to the left."""
    found = _pair(view, marks, row)
    if found:
        return found
    cells = [view.figures[row, at] for at in view.columns if (row, at) in view.figures]
    return (cells[0], cells[1]) if len(cells) == 2 and "总分" in view.head(row) else None


def _against_total(rows: Sequence[Pair], extra: Sequence[Pair], totals: Pair) -> Iterator[Relation]:
    """Whichever reading makes the weights fit must make the scores fit too."""
    for chosen in (list(rows), [*rows, *extra[:1]]):
        weights, scores = [row[0] for row in chosen], [row[1] for row in chosen]
        if len(chosen) > 1 and total("weight-sum-mismatch", weights, totals[0]).holds:
            yield total("weight-sum-mismatch", weights, totals[0])
            yield _scores(scores, totals[1])
            return
    held = [*rows, *extra[:1]]
    gap = totals[0].value - sum((weight.value for weight, _ in held), Decimal(0))
    whole = abs(totals[0].value - gap) == _FULL != totals[0].value
    if len(rows) > 2 and (whole or (extra and gap)) and abs(gap) <= _FULL:
        yield total("weight-sum-mismatch", [weight for weight, _ in held], totals[0])
        return
    # The points for the execution of the budget may stand outside of the table.
    if len(rows) > 2 and (-_EXECUTION_POINTS <= gap < 0 or _EXECUTION_POINTS < gap <= _MOST_LEFT):
        weights = [weight for weight, _ in rows]
        yield total("weight-sum-mismatch", weights, totals[0])


def _scores(scores: Sequence[Figure], whole: Figure) -> Relation:
    return total(
        "score-sum-mismatch", scores, whole, severity="error", message="score-sum-mismatch:table"
    )


def _within(view: TableView, row: int, weight: Figure, score: Figure) -> Relation:
    return claim(
        "score-over-weight",
        (*view.head_span(row), weight, score),
        fits=score.value <= weight.value,
        severity="error",
        expected=f"≤{weight.quantity.text}",
        stated=score.quantity.text,
        words={"row": view.name(row), "score": score.quantity.text, "weight": weight.quantity.text},
    )


def completion_columns(context: AuditContext) -> Iterator[Relation]:
    """The 完成率 cells of a table are given by target and actual value of the same row.

    Source: 实际完成率 of 财预〔2020〕10号.
    """
    for view in context.views:
        columns: dict[str, int] = {}
        for at in range(len(view.table.columns)):
            for name, words in (("rate", _RATE), ("target", _TARGET), ("actual", _ACTUAL)):
                if words.search(view.title(at)):
                    columns.setdefault(name, at)
                    break
        for row in view.rows if len(columns) == 3 else ():
            yield from _completion(view, row, columns)


def _completion(view: TableView, row: int, columns: dict[str, int]) -> Iterator[Relation]:
    rate = view.figures.get((row, columns["rate"]))
    goal, done = (_VALUE.fullmatch(view.text(row, columns[at])) for at in ("target", "actual"))
    if rate is None or not rate.is_rate or goal is None or done is None:
        return
    wanted, got = (Decimal(m["number"].replace(",", "")) for m in (goal, done))
    if goal["unit"] != done["unit"] or goal["sign"] in _AT_MOST or wanted <= 0:
        return
    right = 100 * got / wanted
    # What goes beyond the target is often told as 100 %.
    if not (right > 100 and rate.value == 100):
        spans = (view.span(row, columns["actual"]), view.span(row, columns["target"]))
        yield _rate(view, row, spans, rate, right)


def _rate(
    view: TableView, row: int, inputs: Sequence[Figure | object], rate: Figure, right: Decimal
) -> Relation:
    """A rate in a cell against the two cells that give it."""
    spans = tuple(one.span if isinstance(one, Figure) else one for one in inputs)
    half = rate.step / 2
    return Relation(
        "ratio-mismatch",
        (*view.head_span(row), *spans, rate),  # type: ignore[arg-type]
        "error",
        gives=Interval(right - half, right + half),
        prints=rate.interval(),
        expected=percent(right, rate),
        stated=rate.quantity.text,
        message="ratio-mismatch:table",
        words={
            "row": view.name(row),
            "column": rate.label.rpartition("/")[2],
            "top": spans[0].quote,  # type: ignore[attr-defined]
            "base": spans[1].quote,  # type: ignore[attr-defined]
            "rate": rate.quantity.text,
        },
        target=rate,
    )


def _scored_by_rate(context: AuditContext) -> Iterator[tuple[TableView, int, Pair, Figure]]:
    """Rows with a weight, a score and a rate of execution."""
    for view in context.views:
        marks = marks_of(view)
        at = next((at for at in view.columns if "执行率" in view.title(at)), None)
        if marks is None or at is None:
            continue
        for row in view.rows:
            pair, rate = _pair(view, marks, row), view.figures.get((row, at))
            if pair and rate and rate.is_rate:
                yield view, row, pair, rate


def execution_marks(context: AuditContext) -> Iterator[Relation]:
    """Full marks go with an execution of the budget of nearly 100 %.

    95 % passes in some forms. Source: 预算执行率得分 = 执行率 × 分值 of the self-evaluation form,
    财预〔2020〕10号.
    """
    for view, row, (weight, score), rate in _scored_by_rate(context):
        if score.value == weight.value:
            yield claim(
                "full-score-target-missed",
                (*view.head_span(row), rate, score),
                fits=rate.value >= _NEARLY_ALL,
                expected=f"<{score.quantity.text}",
                stated=score.quantity.text,
                message="full-score-target-missed:execution",
                words={
                    "row": view.name(row),
                    "rate": rate.quantity.text,
                    "score": score.quantity.text,
                },
            )


def scores_by_rule(context: AuditContext) -> Iterator[Relation]:
    """得分 = 执行率 × 分值, where the report prints that rule.

    Source: 预算执行率 of the self-evaluation form, 财预〔2020〕10号.
    """
    rule = _BY_EXECUTION.search(context.text)
    for view, row, (weight, score), rate in _scored_by_rate(context) if rule else ():
        share = min(rate.value, Decimal(100)) / 100
        right, slack = share * weight.value, rate.step * weight.value / 100 + score.step / 2
        yield Relation(
            "score-rule-mismatch",
            (*view.head_span(row), rate, weight, score),
            gives=Interval(right - slack, right + slack),
            prints=score.interval(),
            expected=printed(right, score),
            stated=score.quantity.text,
            words={
                "row": view.name(row),
                "rate": rate.quantity.text,
                "weight": weight.quantity.text,
                "score": score.quantity.text,
            },
            target=score,
        )
