"""Scoring tables: weights and scores, their totals, the printed rule, and scores in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, Interval, printed
from summarizer.audit.relations import Input, Relation, Words, claim, computed, same_value, total
from summarizer.audit.scores import is_own, total_scores
from summarizer.audit.views import TableView
from summarizer.audit.wording import COMPARISON

__all__ = ["class_scores", "execution_scores", "repeated_scores", "score_columns"]

# The most points for budget execution outside the table of indicators.
_EXECUTION_POINTS = 20
# The largest gap between rows and total; a larger one means that rows were misread.
_MOST_LEFT = 40
_FULL = 100
_NEARLY_ALL = 95
# 得分＝执行率×分值, as printed in forms.
_BY_EXECUTION = re.compile(
    r"""(?:得分\s*[=＝为]\s*)?(?:预算)?执行率\s*[×xX*＊]\s*(?:该项|指标)?(?:分值|权重|满分|10)
    |(?:分值|权重)\s*[×xX*＊]\s*(?:预算)?执行率""",
    re.VERBOSE,
)
_OWN_NAME = re.compile(
    r"^\s*[（(]?[一二三四五六七八九十\d]+[）)、.．][^。；：:]{0,40}(?:项目|综述)"
)
_CLASSES = ("决策", "过程", "产出", "效益", "效果", "投入", "管理", "满意度", "预算执行", "成本")
_WEIGHT = re.compile(r"分值|权重|满分|标准分")

Pair = tuple[Figure, Figure]


class _Marks:
    """The weights and scores of a scoring table, row by row."""

    def __init__(self, view: TableView, weight: int, score: int) -> None:
        self.view, self.weight, self.score = view, weight, score

    @classmethod
    def of(cls, view: TableView) -> _Marks | None:
        """Return the columns of a scoring table, or None for other tables."""
        every = range(len(view.table.columns))

        def column(words: str) -> int | None:
            return next((at for at in every if re.search(words, view.title(at))), None)

        weight, score = column(r"分值|权重|满分|标准分"), column(r"得分(?!率)|自评分|评分$")
        if weight is None or score is None or weight == score:
            return None
        return cls(view, weight, score)

    def pair(self, row: int) -> Pair | None:
        weight = self.view.figures.get((row, self.weight))
        score = self.view.figures.get((row, self.score))
        return (weight, score) if weight and score else None

    def total(self, row: int) -> Pair | None:
        """Return weight and score of the 总分 row; merged cells may shift them to the left."""
        if found := self.pair(row):
            return found
        figures = self.view.figures
        cells = [figures[row, at] for at in self.view.columns if (row, at) in figures]
        return (cells[0], cells[1]) if len(cells) == 2 and "总分" in self.view.head(row) else None

    def rows(self) -> Iterator[tuple[int, Pair]]:
        """Yield the rows that have both."""
        for row in self.view.rows:
            if pair := self.pair(row):
                yield row, pair


def _marks(context: AuditContext) -> list[_Marks]:
    return [marks for view in context.views if (marks := _Marks.of(view))]


def score_columns(context: AuditContext) -> Iterator[Relation]:
    """Weights and scores sum to the 总分 row, and no score exceeds its weight.

    The 10 points of 预算执行率 are often in the money part of the form and belong to the total.
    Source: 总分 of the self-evaluation form, 财预〔2020〕10号.
    """
    tables = context.once(_marks)
    elsewhere = [
        pair
        for marks in tables
        for row, pair in marks.rows()
        if re.search(r"资金总额|执行率", marks.view.name(row))
    ]
    for marks in tables:
        view = marks.view
        listed = [
            (row, pair)
            for row, pair in marks.rows()
            if not view.is_total(row) or "资金总额" in view.head(row)
        ]
        for row in view.rows:
            if view.is_total(row) and (totals := marks.total(row)):
                rows = [pair for _, pair in listed if pair[0].start < totals[0].start]
                extra = [pair for pair in elsewhere if pair not in rows]
                yield from _against_total(rows, extra, totals)
            elif not view.is_total(row) and (pair := marks.pair(row)):
                weight, score = pair
                yield claim(
                    "score-over-weight",
                    (*view.head_span(row), weight, score),
                    fits=score.value <= weight.value,
                    expected=f"≤{weight.quantity.text}",
                    stated=score,
                    row=view.name(row),
                    score=score.quantity.text,
                    weight=weight.quantity.text,
                )


def _against_total(rows: Sequence[Pair], extra: Sequence[Pair], totals: Pair) -> Iterator[Relation]:
    """Check the scores with the reading in which the weights fit."""
    for chosen in (list(rows), [*rows, *extra[:1]]):
        weights, scores = [row[0] for row in chosen], [row[1] for row in chosen]
        one = total("weight-sum-mismatch", weights, totals[0])
        if len(chosen) > 1 and one.holds:
            yield one
            message = "score-sum-mismatch:table"
            yield total("score-sum-mismatch", scores, totals[1], severity="error", message=message)
            return
    held = [weight for weight, _ in (*rows, *extra[:1])]
    gap = totals[0].value - sum((weight.value for weight in held), Decimal(0))
    whole = abs(totals[0].value - gap) == _FULL != totals[0].value
    if len(rows) > 2 and (whole or (extra and gap)) and abs(gap) <= _FULL:
        yield total("weight-sum-mismatch", held, totals[0])
    # The points for budget execution may be outside of the table.
    elif len(rows) > 2 and (-_EXECUTION_POINTS <= gap < 0 or _EXECUTION_POINTS < gap <= _MOST_LEFT):
        yield total("weight-sum-mismatch", held[: len(rows)], totals[0])


def execution_scores(context: AuditContext) -> Iterator[Relation]:
    """得分 = 执行率 × 分值 if the report prints that rule; full marks require 95 %.

    Source: 预算执行率 of the self-evaluation form, 财预〔2020〕10号.
    """
    tables = context.once(_marks)
    rule = _BY_EXECUTION.search(context.text) if tables else None
    for marks in tables:
        view = marks.view
        at = next((at for at in view.columns if "执行率" in view.title(at)), -1)
        for row, (weight, score) in marks.rows():
            rate = view.figures.get((row, at))
            if rate is None or not rate.is_rate:
                continue
            inputs: list[Input] = [*view.head_span(row), rate, weight, score]
            told: Words = {"row": view.name(row), "rate": rate.quantity.text}
            if score.value == weight.value:
                yield claim(
                    "full-score-target-missed",
                    inputs,
                    fits=rate.value >= _NEARLY_ALL,
                    expected=f"<{score.quantity.text}",
                    stated=score,
                    message="full-score-target-missed:execution",
                    **told,
                    score=score.quantity.text,
                )
            if rule:
                right = min(rate.value, Decimal(100)) / 100 * weight.value
                slack = rate.step * weight.value / 100
                yield computed(
                    "score-rule-mismatch",
                    inputs,
                    score,
                    Interval(right - slack, right + slack),
                    printed(right, score),
                    **told,
                    weight=weight.quantity.text,
                    score=score.quantity.text,
                )


def repeated_scores(context: AuditContext) -> Iterator[Relation]:
    """The total score is the same everywhere in the text and in the table.

    Scores of single projects are excluded. Source: 评价结论前后一致, reviewing practice.
    """
    scores = _own_scores(context)
    tables = [score for marks in context.once(_marks) if (score := _total_of(marks))]
    if len(tables) == 1 and scores:
        wrong = [score for score in scores if score.value != tables[0].value]
        if len({score.value for score in wrong}) < 2:
            row = ("评分表总分", "the total of the table")
            yield _score(wrong or scores, tables[0], *row)
    elif not tables and len(scores) > 1 and len({score.value for score in scores}) < 3:
        first = scores[0]
        second = next((one for one in scores if one.value != first.value), scores[1])
        yield same_value(first, second, "conflicting-values:score")


def _own_scores(context: AuditContext) -> list[Figure]:
    """Return the total scores of the report in prose; none if a line names a single project."""
    told = [
        (sentence, score)
        for sentence, score in total_scores(context)
        if is_own(context, score) and not COMPARISON.search(sentence.text)
    ]
    told = [one for one in told if one[1].value != 100 or len(told) == 1]
    if any(_OWN_NAME.match(_line_of(context, sentence)) for sentence, _ in told):
        return []
    return [score for _, score in told]


def _line_of(context: AuditContext, sentence: Sentence) -> str:
    """Return the line of a sentence, up to its end."""
    start = context.text.rfind("\n", 0, sentence.start) + 1
    return context.text[start : sentence.end]


def _total_of(marks: _Marks) -> Figure | None:
    """Return the score in the total row of a scoring table."""
    view = marks.view
    for row in view.rows:
        if view.is_total(row) and "资金总额" not in view.head(row):
            cells = marks.total(row)
            if cells and cells[0].value == _FULL:
                return cells[1]
    return None


def _score(told: Sequence[Figure], cell: Figure, where_zh: str, where_en: str) -> Relation:
    """Compare scores in prose with a cell of the scoring table."""
    return claim(
        "table-prose-mismatch",
        (*told, cell),
        fits=told[0].value == cell.value,
        expected=printed(cell.value, told[0]),
        stated=told[0],
        told=told[0].quote,
        where_zh=where_zh,
        where_en=where_en,
        cell=cell.quantity.text,
    )


def class_scores(context: AuditContext) -> Iterator[Relation]:
    """该指标分值34分，得分30.75分 in prose agrees with the row of the scoring table.

    Source: 正文与表格一致, reviewing practice.
    """
    rows = [
        (marks.view.head(row), *pair)
        for marks in context.once(_marks)
        for row, pair in marks.rows()
        if not marks.view.is_total(row)
    ]
    for paragraph in context.paragraphs if rows else ():
        for sentence in paragraph:
            scores = [f for f in sentence.figures if f.unit == "分" and f.is_exact]
            if len(scores) == 2 and _WEIGHT.search(scores[0].label) and "得" in scores[1].label:
                name = _class_of(context, paragraph[0], sentence)
                for head, weight, score in rows:
                    if name and name in head and weight.value == scores[0].value:
                        where = (f"评分表“{head}”得分", f"row “{head}” of the table")
                        yield _score(scores[1:], score, *where)


def _class_of(context: AuditContext, first: Sentence, sentence: Sentence) -> str | None:
    """Return the indicator class of a paragraph, by its first words or its heading."""
    path = context.document.section_at(sentence.start).path
    for words in (first.text[:40], path[-1] if path else ""):
        named = [name for name in _CLASSES if name in words]
        if named:
            return named[0] if len(named) == 1 else None
    return None
