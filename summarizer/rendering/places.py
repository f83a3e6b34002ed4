"""Describe places in a report in words."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.rendering.labels import Language
from summarizer.schema import Span, Summary

__all__ = ["source", "where"]

_LONGEST_QUOTE = 80


def where(spans: Sequence[Span], language: Language) -> str:
    """Return the page, cell or paragraph of the first span, else its characters.

    >>> where([Span(start=3, end=9, quote="预算100万元")], "zh"), where([], "zh")
    ('字符 3–9', '')
    """
    if not spans:
        return ""
    locator = spans[0].locator
    chinese = language == "zh"
    if locator and locator.page:
        return f"第 {locator.page} 页" if chinese else f"page {locator.page}"
    if locator and locator.sheet:
        return f"{locator.sheet}!{locator.cell or ''}"
    if locator and locator.paragraph:
        return f"第 {locator.paragraph} 段" if chinese else f"paragraph {locator.paragraph}"
    at = f"{spans[0].start}–{spans[0].end}"
    return f"字符 {at}" if chinese else f"characters {at}"


def source(
    summary: Summary, spans: Sequence[Span], language: Language, *, quoting: bool = True
) -> str:
    """Return the source for a footnote: page, cell, paragraph or section, and the printed text.

    Of several spans, those with numbers are quoted; none where the text itself is the quote.
    """
    located = spans[0].locator is not None
    place = where(spans, language) if located else _section(summary, spans[0], language)
    if not quoting:
        return f"见报告{place}" if language == "zh" else place or "the report"
    figured = [span for span in spans if any(sign.isdigit() for sign in span.quote)]
    quotes = dict.fromkeys(_short(span.quote) for span in figured or spans[:1])
    joint = "；" if language == "zh" else "; "
    quoted = joint.join(f"“{quote}”" for quote in quotes)
    if language == "zh":
        return f"见报告{place}：{quoted}" if place else f"见报告：{quoted}"
    return f"{place or 'the report'}: {quoted}"


def _section(summary: Summary, span: Span, language: Language) -> str:
    """Return the heading of the section that contains a span, "" before the first."""
    for section in summary.coverage.sections:
        if section.start <= span.start < section.end and section.path:
            heading = _short(section.path[-1])
            return f"“{heading}”部分" if language == "zh" else f"“{heading}”"
    return ""


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[: _LONGEST_QUOTE - 1]}…"
