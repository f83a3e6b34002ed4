"""Form: numbering, leftover marks, year, empty sections, personal data, problems and measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from summarizer.audit.context import AuditContext
from summarizer.audit.enumerations import number_of
from summarizer.audit.relations import Relation, absent, claim
from summarizer.schema import Measure, Section, Span

__all__ = [
    "empty_sections",
    "leftover_marks",
    "numbering_gaps",
    "personal_numbers",
    "problems_with_causes",
    "problems_with_measures",
    "year_of_report",
]

_PROBLEM = re.compile(r"问题|不足|薄弱环节")
_REMEDY = re.compile(r"措施|建议|改进|整改|下一步|对策|打算")
_TOLD_REMEDY = re.compile(r"(?:改进|整改)(?:措施|建议)|下一步|对策|拟采取")
# Words of cause, anywhere in the part about problems.
_CAUSE = re.compile(r"原因|由于|因为?(?![此素地])|受.{0,12}影响|导致|致使|所致|造成|源于")

_LEFTOVER = re.compile(
    r"\[bookmark:[^\]\n]*\]|#REF!|#DIV/0!|错误！未找到引用源|指标\d[:：]\s*(?=\n|$)|PAGE\s*\\\*"
    r"|[×xX]{2,}(?=[单位部门项目年元万])"
)
_NOTHING = re.compile(r"[\s　]*(?:无|暂无|没有|略)?[。.]?[\s　]*")
_YEAR = re.compile(
    r"(?P<year>20\d\d)\s*年(?:度)?(?=[^，。；、]{0,14}(?:预算|支出|绩效|决算|项目|年初))"
)
_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
# Characters of the section after a problem that may state its cause.
_NEXT = 200


def numbering_gaps(context: AuditContext) -> Iterator[Relation]:
    """The numbers of top-level headings are consecutive.

    一 2 三 is one sequence, since automatic numbering mixes styles; a new 一 begins a new part.
    Source: outline of the report, 财预〔2020〕10号.
    """
    headings = [block for block in context.document.blocks if block.kind == "heading"]
    numbered = [
        (number, block)
        for block in headings
        if block.level == 1 and (number := number_of(context.text[block.start : block.end]))
    ]
    wrong = [
        block
        for place, (number, block) in enumerate(numbered)
        if place and number not in (1, numbered[place - 1][0] + 1)
    ]
    if len(wrong) * 2 < len(numbered):
        spans = [context.span(block.start, block.end) for block in wrong]
        yield absent("numbering-gap", spans)


def leftover_marks(context: AuditContext) -> Iterator[Relation]:
    """The text has no leftover marks of a template or converter. Source: practice."""
    yield absent("leftover-mark", [span for span in context.everywhere(_LEFTOVER) if span.quote])


def empty_sections(context: AuditContext) -> Iterator[Relation]:
    """Sections are not empty and not just 无. Source: 要素完整, 财预〔2020〕10号."""
    sections = context.document.sections
    for section, following in pairwise((*sections, None)):
        if section is None or not section.path or section.start == 0:
            continue
        deeper = following is not None and len(following.path) > len(section.path)
        if not deeper:
            yield claim(
                "empty-section",
                (context.span(section.start, section.end),),
                fits=not _NOTHING.fullmatch(context.body(section)),
                each=f"“{section.path[-1]}”",
            )


def year_of_report(context: AuditContext) -> Iterator[Relation]:
    """The text names the year of its title, not the year before, as a copied report does.

    Source: 年度一致, reviewing practice.
    """
    year = context.document.fiscal_year
    matches = list(_YEAR.finditer(context.text))
    years = Counter(int(match["year"]) for match in matches)
    if year is None or not years or str(year) not in (context.document.title or ""):
        return
    other, times = years.most_common(1)[0]
    wrong = years.get(year, 0) <= 1 and abs(other - year) == 1 and times >= 3
    places = [m for m in matches if int(m["year"]) == other][:3]
    yield claim(
        "year-mismatch",
        [context.span(match.start(), match.end()) for match in places],
        fits=not wrong,
        expected=str(year),
        stated=str(other),
        year=str(year),
        other=str(other),
        times=str(times),
    )


def personal_numbers(context: AuditContext) -> Iterator[Relation]:
    """A public report contains no identity numbers and no mobile telephone numbers.

    Source: 政府信息公开 (个人隐私), reviewing practice.
    """
    yield absent("personal-number", context.everywhere(_PERSONAL))


def problems_with_measures(context: AuditContext) -> Iterator[Relation]:
    """A report that lists problems also states measures.

    A `warning` only if the heading promises measures and another section follows; otherwise the
    program may have missed them. Source: 偏离绩效目标的原因和改进措施, 财预〔2020〕10号.
    """
    if not context.problems:
        return
    first = context.problems[0].evidence[0]
    section = context.document.section_at(first.start)
    heading = next((part for part in reversed(section.path) if _REMEDY.search(part)), "")
    goes_on = bool(context.text[section.end :].strip())
    quotes = "、".join(f"“{problem.evidence[0].quote}”" for problem in context.problems)
    yield claim(
        "problem-without-measure",
        [problem.evidence[0] for problem in context.problems],
        fits=_has_remedy(context, first),
        severity="warning" if heading and goes_on else "info",
        message="problem-without-measure:promised" if heading else "",
        quotes=quotes,
        heading=heading,
        items=[problem.id for problem in context.problems],
    )


def _has_remedy(context: AuditContext, first: Span) -> bool:
    """True if there is a measure, a non-empty section for measures, or words of measures after the
    problems."""
    headed = (
        bool(section.path and _REMEDY.search(section.path[-1]))
        and not _PROBLEM.search(section.path[-1])
        and _body(context, section)
        for section in context.document.sections
    )
    measures = any(isinstance(item, Measure) for item in context.items)
    return measures or any(headed) or bool(_TOLD_REMEDY.search(context.text, first.end))


def _body(context: AuditContext, section: Section) -> bool:
    """True if a section has text under its heading."""
    return not _NOTHING.fullmatch(context.body(section))


def problems_with_causes(context: AuditContext) -> Iterator[Relation]:
    """Each problem has a cause.

    Nothing is reported if the section of the problem mentions any cause.
    Source: 存在的问题及原因分析, outline of 财预〔2020〕10号.
    """
    bare = [
        problem
        for problem in context.problems
        if problem.cause is None and not _may_have_cause(context, problem.evidence[0])
    ]
    if context.problems:
        yield claim(
            "problem-without-cause",
            [problem.evidence[0] for problem in bare],
            fits=not bare,
            count=str(len(bare)),
            items=[problem.id for problem in bare],
        )


def _may_have_cause(context: AuditContext, span: Span) -> bool:
    """True if a problem's section, its headings or the text after it mention a cause."""
    section = context.document.section_at(span.start)
    following = context.text[section.end : section.end + _NEXT]
    told = "".join(section.path) + context.text[section.start : section.end] + following
    return bool(_CAUSE.search(told))
