"""Form: numbering, left-over marks, year, empty sections, personal data, problems and measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizer.audit.context import AuditContext
from summarizer.audit.enumerations import number_of
from summarizer.audit.relations import Relation, claim
from summarizer.schema import Measure, Section, Span
from summarizer.schema.summary import Severity

__all__ = [
    "empty_sections",
    "leftover_marks",
    "lost_numbering",
    "numbering_gaps",
    "personal_numbers",
    "problems_with_causes",
    "problems_with_measures",
    "year_of_report",
]

_PROBLEM = re.compile(r"问题|不足|薄弱环节")
_REMEDY = re.compile(r"措施|建议|改进|整改|下一步|对策|打算")
# Words that tell a cause, wherever they stand in the part that tells the problems.
_CAUSE = re.compile(r"原因|由于|因为?(?![此素地])|受.{0,12}影响|导致|致使|所致|造成|源于")

_LEFTOVER = re.compile(
    r"\[bookmark:[^\]\n]*\]|#REF!|#DIV/0!|错误！未找到引用源|指标\d[:：]\s*(?=\n|$)|PAGE\s*\\\*"
    r"|[×xX]{2,}(?=[单位部门项目年元万])"
)
_SHORT_LINE = re.compile(
    r"^[ \t　]*(?:(?P<number>\d{1,2})[.．、]\s*)?"
    r"(?P<name>[一-龥“（][^\n。；，：:！？]{2,18})[ \t　]*$",
    re.MULTILINE,
)
_PARENT = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第.{1,3}部分"
)
_NOTHING = re.compile(r"[\s　]*(?:无|暂无|没有|略)?[。.]?[\s　]*")
_YEAR = re.compile(
    r"(?P<year>20\d\d)\s*年(?:度)?(?=[^，。；、]{0,14}(?:预算|支出|绩效|决算|项目|年初))"
)
_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
# From the outermost numbers of so many lists a converter has lost more than a report.
_MOST_LISTS = 6
# How much of the section after a problem may still tell its cause.
_NEXT = 200


def numbering_gaps(context: AuditContext) -> Iterator[Relation]:
    """Outermost headings skip and repeat no number.

    一 2 三 is one sequence: automatic numbering mixes its marks; a new 一 begins a new part.
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
        yield _places("numbering-gap", spans)


def _places(code: str, spans: Sequence[Span], *, severity: Severity = "info") -> Relation:
    """Something that must stand nowhere, and where it stands."""
    quotes = "、".join(dict.fromkeys(f"“{span.quote}”" for span in spans))
    words = {"quotes": quotes, "count": str(len(spans))}
    return claim(code, spans, fits=not spans, severity=severity, words=words)


def lost_numbering(context: AuditContext) -> Iterator[Relation]:
    """No heading without a number stands where the next number should: “1.”, none, “3.”.

    Mostly numbering that conversion to text has lost. Source: reviewing practice.
    """
    groups = [group for group in _numbered_lines(context) if _lost(group)]
    # “1.” and then none at all may be meant so; “1.”, none, “3.” cannot.
    if not any(map(_is_gap, groups)):
        groups = []
    severity: Severity = "warning" if len(groups) <= _MOST_LISTS else "info"
    one = _places("numbering-lost", [s for g in groups for _, s in g], severity=severity)
    yield one


Numbered = list[tuple[int | None, Span]]


def _numbered_lines(context: AuditContext) -> Iterator[Numbered]:
    """Short lines that look like headings: each “1.” with what follows it under one parent."""
    group: Numbered = []
    for match in _SHORT_LINE.finditer(context.text):
        if context.document.table_at(match.start()) is not None or "（" in match["name"][:1]:
            continue
        number = int(match["number"]) if match["number"] else None
        parent = number is None and _PARENT.match(match["name"])
        if number == 1 or parent:
            yield group
            group = []
        if number == 1 or group:
            group.append((number, context.span(match.start(), match.end())))
    yield group


def _lost(group: Numbered) -> bool:
    """Does an unnumbered line stand in the place of a number, and every number in its own?"""
    fits = all(number in (None, place) for place, (number, _) in enumerate(group, 1))
    return fits and any(number is None for number, _ in group)


def _is_gap(group: Numbered) -> bool:
    """“1.”, none, “3.”: is a number taken up again behind the place that lacks it?"""
    numbers = [number for number, _ in group]
    return any(one is None and any(numbers[at:]) for at, one in enumerate(numbers))


def leftover_marks(context: AuditContext) -> Iterator[Relation]:
    """No marks of the form or of the converter are left in the text. Source: practice."""
    found = [context.span(match.start(), match.end()) for match in _LEFTOVER.finditer(context.text)]
    yield _places("leftover-mark", [span for span in found if span.quote])


def empty_sections(context: AuditContext) -> Iterator[Relation]:
    """Sections hold more than nothing or 无. Source: 要素完整, 财预〔2020〕10号."""
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
                severity="info",
                words={"each": f"“{section.path[-1]}”"},
            )


def year_of_report(context: AuditContext) -> Iterator[Relation]:
    """The text speaks of the year of its title, and not of the one before, as copies do.

    Source: 年度一致, reviewing practice.
    """
    year = context.document.fiscal_year
    matches = list(_YEAR.finditer(context.text))
    years = Counter(int(match["year"]) for match in matches)
    if year is None or not years:
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
        words={"year": str(year), "other": str(other), "times": str(times)},
    )


def personal_numbers(context: AuditContext) -> Iterator[Relation]:
    """A public report holds no identity and no mobile telephone numbers.

    Source: 政府信息公开 (个人隐私), reviewing practice.
    """
    found = [context.span(m.start(), m.end()) for m in _PERSONAL.finditer(context.text)]
    yield _places("personal-number", found, severity="warning")


def problems_with_measures(context: AuditContext) -> Iterator[Relation]:
    """Where problems are named, a measure answers them.

    Works from the items, or from the headings alone where there are none. Source: 问题整改闭环,
    财预〔2020〕10号 (偏离绩效目标的原因和改进措施).
    """
    measures = [item for item in context.items if isinstance(item, Measure)]
    if context.problems:
        problems = context.problems
        heading = _announcing(context)
        yield claim(
            "problem-without-measure",
            [problem.evidence[0] for problem in problems],
            fits=bool(measures) or _has_remedy(context),
            expected="对应的改进措施",
            message="problem-without-measure:promised" if heading else "",
            words={
                "quotes": "、".join(f"“{problem.evidence[0].quote}”" for problem in problems),
                "heading": heading or "",
            },
            items=[problem.id for problem in problems],
        )
    elif not context.items:
        yield from _by_headings(context)


def _announcing(context: AuditContext) -> str | None:
    """The heading over the first problem, when it promises a remedy too."""
    path = context.document.section_at(context.problems[0].evidence[0].start).path
    return next((part for part in reversed(path) if _REMEDY.search(part)), None)


def _has_remedy(context: AuditContext) -> bool:
    """Is there a part of its own for measures, which holds something?"""
    return any(
        bool(section.path and _REMEDY.search(section.path[-1]))
        and not _PROBLEM.search(section.path[-1])
        and bool(_body(context, section))
        for section in context.document.sections
    )


def _by_headings(context: AuditContext) -> Iterator[Relation]:
    problems = [s for s in context.document.sections if _titled(s, _PROBLEM) and _body(context, s)]
    remedies = [s for s in context.document.sections if _titled(s, _REMEDY) and _body(context, s)]
    if problems:
        section = problems[0]
        yield claim(
            "problem-without-measure",
            (context.span(section.start, section.end),),
            fits=bool(remedies),
            expected="对应的改进措施",
            message="problem-without-measure:heading",
            words={"heading": section.path[-1]},
        )


def _titled(section: Section, words: re.Pattern[str]) -> bool:
    """Does the section stand under a heading with such words?"""
    return any(words.search(part) for part in section.path)


def _body(context: AuditContext, section: Section) -> bool:
    """Is there anything under the heading?"""
    return not _NOTHING.fullmatch(context.body(section))


def problems_with_causes(context: AuditContext) -> Iterator[Relation]:
    """A cause of each problem was found in the report.

    Where the part that tells the problems speaks of causes at all, one may be theirs, and nothing
    is told. Source: 存在的问题及原因分析, outline of 财预〔2020〕10号.
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
            severity="info",
            words={"count": str(len(bare))},
            items=[problem.id for problem in bare],
        )


def _may_have_cause(context: AuditContext, span: Span) -> bool:
    """Do the section of a problem, its headings or the one that follows speak of causes?"""
    section = context.document.section_at(span.start)
    following = context.text[section.end : section.end + _NEXT]
    told = "".join(section.path) + context.text[section.start : section.end] + following
    return bool(_CAUSE.search(told))
