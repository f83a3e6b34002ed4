"""Scores in prose: sub-scores, weights, grades and full marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, printed
from summarizer.audit.relations import Relation, claim, first_that_holds, total
from summarizer.audit.wording import IS
from summarizer.schema.terms import Severity

__all__ = [
    "above_100",
    "bracketed_scores",
    "full_marks",
    "grades",
    "is_own",
    "score_sums",
    "total_scores",
]

_TOTAL = re.compile(r"(?:总?得分|总?评分|评定分数|自评分?|自评总分|综合总分)(?:结果)?" + IS)
_WHOLE = re.compile(r"综合|总分|总得分|总评分|最终|合计|自评得分|自评分?|评价得分|绩效评分")
_BARE_TOTAL = re.compile(r"^(?:总分|合计|共计|总计)(?:值|数)?" + IS)
_JUDGED = re.compile(
    r"经[^。；]{0,12}(?:评价|评审|评议|评分|打分)[^。；\d]{0,6}$|对照[^。；\d]{0,12}$"
)
# Words after a limit of the scale: 90分以上为优.
_LIMIT = re.compile(r"(?:以上|以下|及以|为[优良中差合不]|属)")
_WEIGHT = re.compile(r"分值|权重|满分|标准分|应得")
_TAKEN = re.compile(r"扣(?:减|除|分|了)*$")
# Words of a label that name no other subject.
_LEAD = re.compile(
    r"经|评价组?|综合|认定|评定|审核|认为|根据|按照|对照|评分|标准|本|该|次|项目|部门|单位|整体"
    r"|支出|资金|专项|政策|绩效|自评|总体|最终|最后|总|平均|得分|分数|结果|情况|为|是|的|我|局|院|校|镇|街道|20\d\d\s*年度?|年度"
    r"|[\s：:“”，]"
)
_IN_BRACKETS = re.compile(
    r"[（(](?:分值|权重|满分|标准分)?(?:为|[:：])?(?P<weight>\d{1,3}(?:\.\d+)?)分?[，,、；;/]\s*"
    r"(?:实际|自评|评价)?得分?(?:为|[:：])?(?P<score>\d{1,3}(?:\.\d+)?)分?[）)]"
)
_FULL_MARK = re.compile(
    r"(?:满分|总分值?|分值合计)(?:为|[:：])?\s*1(?!00)\d\d|加分|附加分|1[1-9]\d分制"
)
_EARNED = re.compile(r"^(?:实际|自评)?(?:得|实得|得分|自评)(?:为)?$")
_GRADE = re.compile(
    r"(?:等级|等次|级别|评价结论|评定结果|结果|结论|评定|评价)(?:评定)?(?:均|都)?(?:为|是|属于|达到|[:：])?\s*"
    r"[“\"‘]?(?P<grade>优秀|优|良好|良|中等?|合格|较差|差|不合格)[”\"’]?(?:等|档|级|$|[，。；、）)\s])"
)
_GRADE_FIRST = re.compile(
    r"\s*(?:[（(][^）)]{1,3}[）)])?(?:自评|评价|绩效|评定|综合|项目)*(?:等级|等次|级别|档次)"
)
# The most characters of a sentence that states only a grade.
_SHORT = 30
_BANDS = {
    "优秀": (90, 100), "优": (90, 100), "良好": (80, 90), "良": (80, 90), "中": (60, 80),
    "中等": (60, 80), "合格": (60, 80), "差": (0, 60), "较差": (0, 60), "不合格": (0, 60)
}  # fmt: skip
_SCALE = re.compile(
    r"(?P<low>\d{2,3})\s*分?(?:（含）|\(含\))?\s*(?:以上|[-—–~～至到]\s*\d{2,3}\s*分?(?:（[^）]*）|\([^)]*\))?)"
    r"[^。；，、\d]{0,6}?[“\"]?(?P<grade>优秀|优|良好|良|中等?|合格)"
)


def score_sums(context: AuditContext) -> Iterator[Relation]:
    """Sub-scores and weights of a paragraph sum to their total.

    Source: 总分 of the scoring table, 财预〔2020〕10号.
    """
    for paragraph in context.paragraphs:
        every = [f for sentence in paragraph for f in sentence.figures if _is_score(f)]
        yield from _deducted(every)
        scores = [figure for figure in every if not _TAKEN.search(figure.label)]
        if len(scores) > 2:
            for group in _parted(scores):
                totals = [f for f in group if _WHOLE.search(f.label)]
                if not totals and group and _announced(context, group[0], group[1:]):
                    totals = group[:1]
                parts = [f for f in group if f not in totals]
                if len(totals) == 1 and (len(parts) > 2 or _announced(context, totals[0], parts)):
                    yield _summed(totals[0], parts)


def _deducted(scores: Sequence[Figure]) -> Iterator[Relation]:
    """A score is weight minus deduction: 产出指标50分，扣3分，得47分."""
    for weight, taken, left in zip(scores, scores[1:], scores[2:], strict=False):
        if not (_TAKEN.search(taken.label) and _EARNED.match(left.label.strip())):
            continue
        right = weight.value - taken.value
        if not _TAKEN.search(weight.label):
            yield claim(
                "score-sum-mismatch",
                (weight, taken, left),
                fits=right == left.value,
                expected=printed(right, left),
                stated=left.quantity.text,
                message="score-sum-mismatch:taken",
                terms=f"{weight.quantity.text}－{taken.quantity.text}",
                score=left.quote,
            )


def bracketed_scores(context: AuditContext) -> Iterator[Relation]:
    """Scores in headings of indicator classes, （20分，得分18.5分）, sum to the total.

    Source: 总分 of the scoring table, 财预〔2020〕10号.
    """
    pairs = [
        (
            context.span(match.start(), match.end()),
            Decimal(match["weight"]),
            Decimal(match["score"]),
        )
        for match in _IN_BRACKETS.finditer(context.text)
    ]
    for span, weight, score in pairs:
        yield claim(
            "score-over-weight",
            (span,),
            fits=score <= weight,
            expected=f"≤{weight}",
            stated=str(score),
            message="score-over-weight:brackets",
        )
    totals = [score for _, score in total_scores(context) if score.value != 100]
    weights = sum((weight for _, weight, _ in pairs), Decimal(0))
    if len(pairs) < 3 or weights != 100 or not totals:
        return
    right = sum((score for *_, score in pairs), Decimal(0))
    stated = next((s for s in totals if abs(s.value - right) <= s.step / 2), totals[0])
    yield claim(
        "score-sum-mismatch",
        (stated, *(span for span, *_ in pairs)),
        fits=abs(stated.value - right) <= stated.step / 2,
        expected=printed(right, stated),
        stated=stated.quantity.text,
        message="score-sum-mismatch:brackets",
        score=stated.quote,
    )


def _is_score(figure: Figure) -> bool:
    is_score = figure.kind == "score" or figure.unit == "分"
    return is_score and figure.is_exact and not figure.depth and not _LIMIT.match(figure.after)


def _announced(context: AuditContext, whole: Figure, parts: Sequence[Figure]) -> bool:
    """True if the total announces its parts."""
    return (
        len(parts) > 1
        and context.text[whole.end : parts[0].start].lstrip("，,；;。：: ")[:2] == "其中"
    )


def _parted(scores: Sequence[Figure]) -> tuple[list[Figure], list[Figure]]:
    """Return weights and marks; a score without a label belongs to the group before it, and a bare
    总分 to the weights if no mark precedes it."""
    weights: list[Figure] = []
    marks: list[Figure] = []
    group = marks
    for figure, following in pairwise((*scores, None)):
        # A conversion prints 权 重.
        label = "".join(figure.label.split()).strip("、和及与") if figure else ""
        if figure is None:
            break
        # 产出指标50分得47分: a weight without a label.
        if following and _EARNED.match(following.label) and not _EARNED.match(label):
            weights.append(figure)
            group = marks
            continue
        if _WEIGHT.search(label):
            group = weights
        elif label and not (_BARE_TOTAL.search(label) and weights and not marks):
            group = marks
        group.append(figure)
    return weights, marks


def _summed(whole: Figure, parts: Sequence[Figure]) -> Relation:
    """Return the first beginning of the list that sums to the total, the longest first."""
    named = all(part.label.strip(" 、和及与") and "得" in part.label for part in parts)
    severity: Severity = "error" if named else "warning"
    beginnings = [parts[:end] for end in range(len(parts), 1, -1)]
    return first_that_holds(
        total("score-sum-mismatch", some, whole, severity=severity) for some in beginnings
    )


def total_scores(context: AuditContext) -> Iterator[tuple[Sentence, Figure]]:
    """Yield the total scores in prose."""
    for sentence in context.sentences:
        for figure in sentence.figures:
            if not (_is_score(figure) and _TOTAL.search(figure.label)):
                continue
            before = sentence.words(sentence.start, figure.start)
            if _WHOLE.search(figure.label) or _JUDGED.search(before):
                yield sentence, figure


def is_own(context: AuditContext, score: Figure) -> bool:
    """True if the score is that of the report, not of one project."""
    years = {int(year) for year in re.findall(r"20\d\d", score.label)}
    if years - {context.document.fiscal_year}:
        return False
    subject = _LEAD.sub("", score.label)
    title = _LEAD.sub("", context.document.title or "")
    return all(word in title for word in re.findall(r"[一-龥]{2,}", subject))


def grades(context: AuditContext) -> Iterator[Relation]:
    """A grade matches its score, by the report's own scale, else 优 90, 良 80, 中 60.

    Source: the four grades of 财预〔2020〕10号.
    """
    scale = _printed_scale(context)
    for sentence, score in total_scores(context):
        match = _GRADE.search(sentence.text, score.end - sentence.start)
        if match is None and (following := _following(context, sentence)):
            sentence, match = following, _GRADE.search(following.text)
        if match is None or score.value > 100:
            continue
        grade = match["grade"]
        low, high = (scale or _BANDS).get(grade, (0, 100))
        place = sentence.start + match.start("grade")
        yield claim(
            "grade-score-mismatch",
            (score, context.span(place, place + len(grade))),
            fits=low <= score.value < high or score.value == 100 == high,
            severity="error" if scale else "warning",
            expected=f"{low}～{high}分",
            stated=score.quantity.text,
            message="grade-score-mismatch:printed" if scale else "",
            score=score.quote,
            grade=grade,
            low=str(low),
            high=str(high),
        )


def _following(context: AuditContext, sentence: Sentence) -> Sentence | None:
    """Return the next sentence if it states only a grade."""
    after = context.sentence_at(sentence.end + len(_gap(context, sentence.end)))
    if after is None or after.figures or len(after.text) > _SHORT:
        return None
    return after if _GRADE_FIRST.match(after.text) else None


def _gap(context: AuditContext, place: int) -> str:
    return re.match(r"\s*", context.text[place : place + 4])[0]  # type: ignore[index]


def _printed_scale(context: AuditContext) -> dict[str, tuple[int, int]]:
    """Return the bands that the report prints: 90（含）-100分为优、80（含）-90分为良."""
    lows: dict[str, int] = {}
    for match in _SCALE.finditer(context.text):
        lows.setdefault(match["grade"], int(match["low"]))
    if len(lows) < 3:
        return {}
    ordered = sorted(lows.items(), key=lambda pair: -pair[1])
    highs = [100, *(low for _, low in ordered[:-1])]
    return {grade: (low, high) for (grade, low), high in zip(ordered, highs, strict=True)}


def above_100(context: AuditContext) -> Iterator[Relation]:
    """A total score is at most 100, unless the report states another maximum.

    Source: 总分设定为100分, 财预〔2020〕10号.
    """
    if _FULL_MARK.search(context.text):
        return
    for _, score in total_scores(context):
        yield claim(
            "score-over-weight",
            (score,),
            fits=score.value <= 100,
            expected="≤100分",
            stated=score,
            message="score-over-weight:total",
        )


def full_marks(context: AuditContext) -> Iterator[Relation]:
    """A report that admits problems has no score of 100.

    Source: 自评得分与证据, reviewing practice.
    """
    told = [score for _, score in total_scores(context)]
    if not told or not context.problems:
        return
    score = told[0]
    views = ((view, column) for view in context.views for column in view.columns)
    table = any("得分" in view.title(column) for view, column in views)
    yield claim(
        "full-score-contradicted",
        (score, *(p.evidence[0] for p in context.problems)),
        fits=any(score.value != 100 for score in told),
        stated=score.quantity.text,
        message="" if table else "full-score-contradicted:bare",
        items=[p.id for p in context.problems],
    )
