"""Totals that stand behind their items: 甲12.5万元，乙7.5万元，合计20万元 (check 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.audit.figures import Figure, tolerance
from summarizer.audit.lists import total_of
from summarizer.audit.page import Page, Sentence
from summarizer.audit.sums import unequal
from summarizer.audit.vocabulary import IS, change_sign, role_of
from summarizer.schema import Finding

__all__ = ["forward_totals"]

_TOTAL = re.compile(r"(?:合计|总计|共计|总额|累计共)(?:金额|支出|投入)?" + IS)


def forward_totals(page: Page) -> Iterator[Finding]:
    """Check 1: items that are followed by their own 合计, 总计 or 共计.

    Source: 勾稽关系 of reviewing practice.
    """
    for sentence in page.sentences:
        for number, total in enumerate(sentence.figures):
            if total.is_exact and _TOTAL.search(total.label) and total.kind in ("money", "count"):
                yield from _forward(
                    page, sentence, total, sentence.figures[max(0, number - 40) : number]
                )


def _forward(
    page: Page, sentence: Sentence, total: Figure, before: Sequence[Figure]
) -> Iterator[Finding]:
    opening = max(sentence.text.rfind(mark, 0, total.start - sentence.start) for mark in "；;")
    parts = [
        figure
        for figure in before
        if figure.unit == total.unit
        and figure.depth == total.depth
        and figure.start - sentence.start > opening
    ]
    if len(parts) < 2 or not all(f.is_exact and not change_sign(f) for f in parts):
        return
    if total.value < max(part.value for part in parts):
        return
    tails = [parts[place:] for place in range(len(parts) - 1)]
    for tail in tails:
        if abs(total_of(tail) - total.value) <= tolerance(tail, total):
            return
    if len({role_of(f.label) for f in parts} - {None}) > 1 or total.value in (
        part.value for part in parts
    ):
        return
    sure = total.kind == "money" and "共计" not in total.label
    yield unequal(page, total, parts, "error" if sure else "warning", "sum-mismatch", "不等于")
