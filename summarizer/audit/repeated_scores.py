"""Scores told twice: the total in the text, in the abstract and in the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, printed
from summarizer.audit.relations import Relation, claim
from summarizer.audit.score_tables import marks_of, total_marks
from summarizer.audit.scores import total_scores
from summarizer.audit.views import TableView
from summarizer.audit.wording import COMPARISON

__all__ = ["class_scores", "repeated_scores"]

# What a label says before the score without naming another thing.
_LEAD = re.compile(
    r"经|评价组?|综合|认定|评定|审核|认为|根据|按照|对照|评分|标准|本|该|次|项目|部门|单位|整体"
    r"|支出|资金|专项|政策|绩效|自评|总体|最终|最后|总|平均|得分|分数|结果|情况|为|是|的|我|局|院|校|镇|街道|20\d\d\s*年度?|年度"
    r"|[\s：:“”，]"
)
_OWN_NAME = re.compile(
    r"^\s*[（(]?[一二三四五六七八九十\d]+[）)、.．][^。；：:]{0,40}(?:项目|综述)"
)
_CLASSES = ("决策", "过程", "产出", "效益", "效果", "投入", "管理", "满意度", "预算执行", "成本")
_WEIGHT = re.compile(r"分值|权重|满分|标准分")


def repeated_scores(context: AuditContext) -> Iterator[Relation]:
    """The total score is the same in the text, in its other places and in the table.

    Only scores of the report's own subject: several projects have several.
    Source: 评价结论前后一致, reviewing practice.
    """
    told = [
        (sentence, score)
        for sentence, score in total_scores(context)
        if _is_own(context, score) and not COMPARISON.search(sentence.text)
    ]
    told = [one for one in told if one[1].value != 100 or len(told) == 1]
    tables = [score for view in context.views if (score := _total_of(view))]
    if any(_OWN_NAME.match(_line_of(context, sentence)) for sentence, _ in told):
        return
    scores = [score for _, score in told]
    if len(tables) == 1:
        yield from _against_table(scores, tables[0])
    elif not tables:
        yield from _among(scores)


def _line_of(context: AuditContext, sentence: Sentence) -> str:
    """The text of the line that a sentence stands on, up to it."""
    start = context.text.rfind("\n", 0, sentence.start) + 1
    return context.text[start : sentence.end]


def _is_own(context: AuditContext, score: Figure) -> bool:
    """Is the score that of the report, not of one project in it?"""
    years = {int(year) for year in re.findall(r"20\d\d", score.label)}
    if years - {context.document.fiscal_year}:
        return False
    subject = _LEAD.sub("", score.label)
    title = _LEAD.sub("", context.document.title or "")
    return all(word in title for word in re.findall(r"[一-龥]{2,}", subject))


def _total_of(view: TableView) -> Figure | None:
    """The score in the total row of a scoring table."""
    marks = marks_of(view)
    for row in view.rows if marks else ():
        if marks and view.is_total(row) and "资金总额" not in view.head(row):
            cells = total_marks(view, marks, row)
            if cells and cells[0].value == 100:
                return cells[1]
    return None


def _against_table(told: Sequence[Figure], whole: Figure) -> Iterator[Relation]:
    if told and len({score.value for score in told if score.value != whole.value}) < 2:
        wrong = [score for score in told if score.value != whole.value]
        yield _score(wrong or told, whole, "评分表总分", "the total of the table")


def _score(told: Sequence[Figure], cell: Figure, where_zh: str, where_en: str) -> Relation:
    """A score in the text against a cell of the scoring table."""
    return claim(
        "table-prose-mismatch",
        (*told, cell),
        fits=told[0].value == cell.value,
        expected=printed(cell.value, told[0]),
        stated=told[0].quantity.text,
        words={
            "told": told[0].quote,
            "where_zh": where_zh,
            "where_en": where_en,
            "cell": cell.quantity.text,
        },
    )


def _among(told: Sequence[Figure]) -> Iterator[Relation]:
    values = list(dict.fromkeys(score.value for score in told))
    if len(told) < 2 or len(values) > 2:
        return
    first = told[0]
    second = next((one for one in told if one.value != first.value), told[1])
    yield claim(
        "conflicting-values",
        (first, second),
        fits=first.value == second.value,
        expected=first.quantity.text,
        stated=second.quantity.text,
        message="conflicting-values:score",
        words={"first": first.quote, "second": second.quote},
    )


def class_scores(context: AuditContext) -> Iterator[Relation]:
    """该指标分值34分，得分30.75分 in the text is what the row of the scoring table says.

    Source: 正文与表格一致, reviewing practice.
    """
    rows = [row for view in context.views for row in _class_rows(view)]
    for paragraph in context.paragraphs if rows else ():
        for sentence in paragraph:
            scores = [f for f in sentence.figures if f.unit == "分" and f.is_exact]
            if len(scores) == 2 and _WEIGHT.search(scores[0].label) and "得" in scores[1].label:
                name = _class_of(context, paragraph[0], sentence)
                for head, weight, score in rows:
                    if name and name in head and weight.value == scores[0].value:
                        row = f"评分表“{head}”得分"
                        yield _score(scores[1:], score, row, f"row “{head}” of the table")


def _class_rows(view: TableView) -> Iterator[tuple[str, Figure, Figure]]:
    marks = marks_of(view)
    for row in view.rows if marks else ():
        assert marks is not None
        weight = view.figures.get((row, marks.weight))
        score = view.figures.get((row, marks.score))
        if weight and score and not view.is_total(row):
            yield view.head(row), weight, score


def _class_of(context: AuditContext, first: Sentence, sentence: Sentence) -> str | None:
    """The class that a paragraph is about, by its own first words or by its heading."""
    path = context.document.section_at(sentence.start).path
    for words in (first.text[:40], path[-1] if path else ""):
        named = [name for name in _CLASSES if name in words]
        if named:
            return named[0] if len(named) == 1 else None
    return None
