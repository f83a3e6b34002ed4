"""Form: numbering, left-over marks, year, empty sections, personal data (check 25)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from summarizer.audit.enumerations import number_of
from summarizer.audit.page import Page
from summarizer.schema import Finding, Span

__all__ = [
    "empty_sections",
    "leftover_marks",
    "lost_numbering",
    "numbering_gaps",
    "personal_data",
    "year_of_report",
]

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
_MASKED = re.compile(r"[一-龥]某某?")


def numbering_gaps(page: Page) -> Iterator[Finding]:
    """Check 25: outermost headings that skip or repeat a number.

    一 2 三 is one sequence: automatic numbering mixes its marks. Source: outline of the report,
    财预〔2020〕10号.
    """
    headings = [block for block in page.document.blocks if block.kind == "heading"]
    numbered = [
        (number, block)
        for block in headings
        if block.level == 1 and (number := number_of(page.text[block.start : block.end]))
    ]
    wrong = [
        block
        for place, (number, block) in enumerate(numbered)
        if place and number != numbered[place - 1][0] + 1
    ]
    if wrong and len(wrong) * 2 < len(numbered):
        spans = [page.span(block.start, block.end) for block in wrong]
        quotes = "、".join(f"“{span.quote}”" for span in spans)
        yield page.finding("numbering-gap", "info", f"标题编号不连续：{quotes}", spans)


def lost_numbering(page: Page) -> Iterator[Finding]:
    """Check 25: an unnumbered heading where the next number should stand: “1.”, none, “3.”.

    Mostly numbering that conversion to text has lost. Source: reviewing practice.
    """
    groups = [group for group in _numbered_lines(page) if _lost(group)]
    # “1.” and then none at all may be meant so; “1.”, none, “3.” cannot.
    if not any(number and number > 1 for group in groups for number, _ in group):
        return
    spans = [span for group in groups for _, span in group]
    quotes = "、".join(f"“{span.quote}”" for span in spans)
    yield page.finding(
        "numbering-lost",
        "warning",
        f"下级标题编号缺失（多为转换时丢失）：{quotes}",
        spans,
        expected=f"{_first_lost(groups[0])}.",
    )


Numbered = list[tuple[int | None, Span]]


def _numbered_lines(page: Page) -> Iterator[Numbered]:
    """Short lines that look like headings: each “1.” with what follows it under one parent."""
    group: Numbered = []
    for match in _SHORT_LINE.finditer(page.text):
        if page.document.table_at(match.start()) is not None or "（" in match["name"][:1]:
            continue
        number = int(match["number"]) if match["number"] else None
        parent = number is None and _PARENT.match(match["name"])
        if number == 1 or parent:
            yield group
            group = []
        if number == 1 or group:
            group.append((number, page.span(match.start(), match.end())))
    yield group


def _lost(group: Numbered) -> bool:
    """Does an unnumbered line stand in the place of a number, and every number in its own?"""
    fits = all(number in (None, place) for place, (number, _) in enumerate(group, 1))
    return fits and any(number is None for number, _ in group)


def _first_lost(group: Numbered) -> int:
    return next(place for place, (number, _) in enumerate(group, 1) if number is None)


def leftover_marks(page: Page) -> Iterator[Finding]:
    """Check 25: marks of the form or of the converter left in the text. Source: practice."""
    found = [page.span(match.start(), match.end()) for match in _LEFTOVER.finditer(page.text)]
    found = [span for span in found if span.quote]
    if found:
        quotes = "、".join(dict.fromkeys(f"“{span.quote}”" for span in found))
        yield page.finding("leftover-mark", "info", f"正文残留标记：{quotes}", found)


def empty_sections(page: Page) -> Iterator[Finding]:
    """Check 25: sections that hold nothing or only 无. Source: 要素完整, 财预〔2020〕10号."""
    sections = page.document.sections
    for section, following in pairwise((*sections, None)):
        if section is None or not section.path or section.start == 0:
            continue
        deeper = following is not None and len(following.path) > len(section.path)
        if not deeper and _NOTHING.fullmatch(page.body(section)):
            yield page.finding(
                "empty-section",
                "info",
                f"“{section.path[-1]}”没有内容",
                (page.span(section.start, section.end),),
            )


def year_of_report(page: Page) -> Iterator[Finding]:
    """Check 25: a text that speaks of another year than its title, as copies of last year's do.

    Source: 年度一致, reviewing practice.
    """
    year = page.document.fiscal_year
    matches = list(_YEAR.finditer(page.text))
    years = Counter(int(match["year"]) for match in matches)
    if year is None or years.get(year, 0) > 1 or not years:
        return
    other, times = years.most_common(1)[0]
    if other != year and times >= 3:
        places = [m for m in matches if int(m["year"]) == other][:3]
        yield page.finding(
            "year-mismatch",
            "warning",
            f"标题为{year}年度，正文{times}处写{other}年",
            [page.span(match.start(), match.end()) for match in places],
            expected=str(year),
            stated=str(other),
        )


def personal_data(page: Page) -> Iterator[Finding]:
    """Check 25: identity and telephone numbers, and persons under a mask, in a public report.

    Source: 政府信息公开 (个人隐私), reviewing practice.
    """
    numbers = [page.span(match.start(), match.end()) for match in _PERSONAL.finditer(page.text)]
    if numbers:
        yield page.finding(
            "personal-number",
            "warning",
            f"公开报告中有{len(numbers)}处疑似身份证号或手机号",
            numbers,
        )
    names = [page.span(match.start(), match.end()) for match in _MASKED.finditer(page.text)]
    if names:
        yield page.finding(
            "personal-name", "info", f"公开报告中有{len(names)}处可指认的个人", names
        )
