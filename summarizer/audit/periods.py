"""Periods: figures for part of the year and forecasts in an annual report (check 22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.audit.page import Page
from summarizer.schema import Finding, Span

__all__ = ["forecasts", "partial_years"]

_PART = re.compile(
    r"截[至止到]\s*(?:(?:19|20)\d\d\s*年)?\s*(?:\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?(?:底|末)?|目前)"
    r"|(?<![\d年])1\s*月?\s*[-－—–~～至到]\s*\d{1,2}\s*月份?|上半年|前三季度|前三个季度"
)
_WHOLE = re.compile(r"12\s*月(?:\s*31\s*[日号]|底|末)?份?$|^1\s*月?\s*[-－—–~～至到]\s*12\s*月")
_FORECAST = re.compile(r"预计(?:全年|年底|年内|今年|本年)?[^，。；：、]{0,24}?(?=\d)[^，。；、]*")


def partial_years(page: Page) -> Iterator[Finding]:
    """Check 22: figures up to a month or a day before the end of the year.

    Source: 数据口径, reviewing practice.
    """
    found = [
        page.span(sentence.start + match.start(), sentence.start + match.end())
        for sentence in page.sentences
        if sentence.figures
        for match in _PART.finditer(sentence.text)
        if not _WHOLE.search(match[0])
    ]
    yield from _told(page, "partial-year-figures", "年度报告中有未满全年的数据", found)


def forecasts(page: Page) -> Iterator[Finding]:
    """Check 22: expected figures among results. Source: 数据口径, reviewing practice."""
    found = [
        page.span(sentence.start + match.start(), sentence.start + match.end())
        for sentence in page.sentences
        for match in _FORECAST.finditer(sentence.text)
    ]
    yield from _told(page, "forecast-figures", "年度报告中有预计数", found)


def _told(page: Page, code: str, words: str, found: Sequence[Span]) -> Iterator[Finding]:
    if found and page.document.fiscal_year is not None:
        quotes = "、".join(dict.fromkeys(f"“{span.quote}”" for span in found))
        yield page.finding(code, "info", f"{words}：{quotes}", found)
