"""Closure: problems without measures and without causes (check 24)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.audit.page import Page
from summarizer.schema import Finding, Measure, Section

__all__ = ["problems_without_causes", "problems_without_measures"]

_PROBLEM = re.compile(r"问题|不足|薄弱环节")
_REMEDY = re.compile(r"措施|建议|改进|整改|下一步|对策|打算")
_NOTHING = re.compile(r"[\s　]*(?:无|暂无|没有)?[。.]?[\s　]*")


def problems_without_measures(page: Page) -> Iterator[Finding]:
    """Check 24: problems are named, and not one measure answers them.

    Works from the items, or from the headings alone where there are none. Source: 问题整改闭环,
    财预〔2020〕10号 (偏离绩效目标的原因和改进措施).
    """
    measures = [item for item in page.items if isinstance(item, Measure)]
    if page.problems and not measures:
        quotes = "、".join(f"“{problem.evidence[0].quote}”" for problem in page.problems)
        heading = _announcing(page)
        told = f"，标题“{heading}”提到的措施或建议也没有" if heading else ""
        yield page.finding(
            "problem-without-measure",
            "warning",
            f"列出问题而没有改进措施：{quotes}{told}",
            [problem.evidence[0] for problem in page.problems],
            expected="对应的改进措施",
            items=[problem.id for problem in page.problems],
        )
    elif not page.items:
        yield from _by_headings(page)


def _announcing(page: Page) -> str | None:
    """The heading over the first problem, when it promises a remedy too."""
    path = page.document.section_at(page.problems[0].evidence[0].start).path
    return next((part for part in reversed(path) if _REMEDY.search(part)), None)


def _by_headings(page: Page) -> Iterator[Finding]:
    problems = [s for s in page.document.sections if _titled(s, _PROBLEM) and _body(page, s)]
    remedies = [s for s in page.document.sections if _titled(s, _REMEDY) and _body(page, s)]
    if problems and not remedies:
        section = problems[0]
        yield page.finding(
            "problem-without-measure",
            "warning",
            f"“{section.path[-1]}”之后没有改进措施一节",
            (page.span(section.start, section.end),),
            expected="对应的改进措施",
        )


def _titled(section: Section, words: re.Pattern[str]) -> bool:
    """Does the section stand under a heading with such words?"""
    return any(words.search(part) for part in section.path)


def _body(page: Page, section: Section) -> bool:
    """Is there anything under the heading?"""
    return not _NOTHING.fullmatch(page.body(section))


def problems_without_causes(page: Page) -> Iterator[Finding]:
    """Check 24: problems of which the report gives no cause.

    Source: 存在的问题及原因分析, outline of 财预〔2020〕10号.
    """
    bare = [problem for problem in page.problems if problem.cause is None]
    if bare:
        yield page.finding(
            "problem-without-cause",
            "info",
            f"{len(bare)}个问题没有说明原因",
            [problem.evidence[0] for problem in bare],
            items=[problem.id for problem in bare],
        )
