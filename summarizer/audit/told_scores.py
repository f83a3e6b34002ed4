"""Scores told twice: the total in the text, in the abstract and in the table (checks 6 and 23)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.audit.figures import Figure, printed
from summarizer.audit.page import Page, Sentence
from summarizer.audit.scores import total_scores
from summarizer.audit.scoring_tables import columns_of, total_cells
from summarizer.audit.sheets import Sheet
from summarizer.schema import Finding

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


def repeated_scores(page: Page) -> Iterator[Finding]:
    """Checks 6 and 23: the total score in one place against the table or another place.

    Only scores of the report's own subject: several projects have several.
    Source: 评价结论前后一致, reviewing practice.
    """
    told = [(sentence, score) for sentence, score in total_scores(page) if _is_own(page, score)]
    told = [one for one in told if one[1].value != 100 or len(told) == 1]
    tables = [score for sheet in page.sheets if (score := _total_of(sheet))]
    if any(_OWN_NAME.match(sentence.text) for sentence, _ in told):
        return
    if len(tables) == 1:
        yield from _against_table(page, [score for _, score in told], tables[0])
    elif not tables:
        yield from _among(page, [score for _, score in told])


def _is_own(page: Page, score: Figure) -> bool:
    """Is the score that of the report, not of one project in it?"""
    subject = _LEAD.sub("", score.label)
    title = _LEAD.sub("", page.document.title or "")
    return all(word in title for word in re.findall(r"[一-龥]{2,}", subject))


def _total_of(sheet: Sheet) -> Figure | None:
    """The score in the total row of a scoring table."""
    columns = columns_of(sheet)
    for row in sheet.rows if columns else ():
        if columns and sheet.is_total(row) and "资金总额" not in sheet.head(row):
            cells = total_cells(sheet, columns, row)
            if cells and cells[0].value == 100:
                return cells[1]
    return None


def _against_table(page: Page, told: Sequence[Figure], total: Figure) -> Iterator[Finding]:
    wrong = [score for score in told if score.value != total.value]
    if not wrong or len({score.value for score in wrong}) > 1:
        return
    for score in wrong[:1]:
        yield page.finding(
            "table-prose-mismatch",
            "warning",
            f"正文得分与评分表不一致：正文“{page.clause_span(score).quote}”，"
            f"评分表总分为{total.quantity.text}",
            (*page.spans(wrong), page.span(total.start, total.end)),
            expected=printed(total.value, score),
            stated=score.quantity.text,
        )


def _among(page: Page, told: Sequence[Figure]) -> Iterator[Finding]:
    values = list(dict.fromkeys(score.value for score in told))
    if len(values) != 2:
        return
    first, second = (next(one for one in told if one.value == value) for value in values)
    yield page.finding(
        "conflicting-values",
        "warning",
        f"总得分前后不一：“{page.clause_span(first).quote}”与“{page.clause_span(second).quote}”",
        page.spans((first, second)),
        expected=first.quantity.text,
        stated=second.quantity.text,
    )


def class_scores(page: Page) -> Iterator[Finding]:
    """Check 6: 该指标分值34分，得分30.75分 in the text against the row of the scoring table.

    Source: 正文与表格一致, reviewing practice.
    """
    rows = [row for sheet in page.sheets for row in _class_rows(sheet)]
    for paragraph in page.paragraphs if rows else ():
        for sentence in paragraph:
            scores = [f for f in sentence.figures if f.unit == "分" and f.is_exact]
            if len(scores) == 2 and _WEIGHT.search(scores[0].label) and "得" in scores[1].label:
                name = _class_of(page, paragraph[0], sentence)
                for head, weight, score in rows:
                    if name and name in head and weight.value == scores[0].value:
                        yield from _compared(page, scores[1], head, score)


def _class_rows(sheet: Sheet) -> Iterator[tuple[str, Figure, Figure]]:
    columns = columns_of(sheet)
    if columns is None:
        return
    for row in sheet.rows:
        weight = sheet.figures.get((row, columns.weight))
        score = sheet.figures.get((row, columns.score))
        if weight and score and not sheet.is_total(row):
            yield sheet.head(row), weight, score


def _class_of(page: Page, first: Sentence, sentence: Sentence) -> str | None:
    """The class that a paragraph is about, by its own first words or by its heading."""
    path = page.document.section_at(sentence.start).path
    for words in (first.text[:40], path[-1] if path else ""):
        named = [name for name in _CLASSES if name in words]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _compared(page: Page, told: Figure, head: str, score: Figure) -> Iterator[Finding]:
    if told.value != score.value:
        yield page.finding(
            "table-prose-mismatch",
            "warning",
            f"正文得分与评分表不一致：正文“{page.clause_span(told).quote}”，"
            f"评分表“{head}”得分为{score.quantity.text}",
            (page.clause_span(told), page.span(score.start, score.end)),
            expected=printed(score.value, told),
            stated=told.quantity.text,
        )
