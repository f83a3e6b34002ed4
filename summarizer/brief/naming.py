"""The name of a report that has no title, and the heading over a quote."""

from __future__ import annotations

import re

from summarizer.brief.passages import Passage
from summarizer.brief.quoting import Quote, plain
from summarizer.figures import has_blocks, is_performance
from summarizer.genre.sections import MARKER, bare_heading, heading_role
from summarizer.schema import BriefPart, Document

__all__ = ["BARE", "is_cell", "label_over", "names_in"]

# How far down a report names itself.
_HEAD = 1500
# What a report without a title, and a form, call themselves.
_TITLED = re.compile(
    r"^\s*(?:附件\d*)?([^\n，,。：|]{4,60}?(?:绩效[^\n，,。：|]{0,8}报告|自评表))", re.MULTILINE
)
_PROJECT = re.compile(
    r"项目名称[\s|：:]+((?:[A-Za-z0-9]+[-－])?((?!项目|单位|主管|实施|预算|年度|类型|金额|资金)[^\s|，,；;。]{2,40}))"
)
# Who filled in a form, where nothing else names the office.
_OFFICE = re.compile(
    r"实施单位(?:（[^（）]{0,8}）)?[\s|：:]{1,8}"
    r"([一-鿿]{2,20}[局委院校镇乡办所站馆会部厅心道])(?=[\s|，。；]|$)"
)
BARE = re.compile(
    r"(?:[^，。；：\d]{1,12}[：:]\s*)?[约近共]?[\d.,]+[^\d，。；年]{0,8}(?:（[^（）]{0,20}）)?$"
)
"""An amount with at most a short name: its heading says of what."""

_AMOUNT = re.compile("[预决]算数|执行数")
_NO_LABEL = re.compile("完成的|完成情况|结论|自评|评价|情况分析|绩效分析")
_LABEL_MOST = 16


def names_in(document: Document) -> list[Quote]:
    """Return the name of the project or report where no title has it."""
    title = document.title or ""
    if has_blocks(title, document.kind):
        return []
    named = [(_PROJECT, 2)] + ([] if title else [(_TITLED, 1)])
    found = [(pattern.search(document.text[:_HEAD]), group) for pattern, group in named]
    names = [
        Quote("项目名称为" * (group > 1) + plain(name[group]), (name.span(group),))
        for name, group in found
        if name and not name[group].startswith("现将") and not set(name[group]) <= set(title)
    ]
    office = None if document.organization else _OFFICE.search(document.text[:_HEAD])
    if office and office[1] not in title:
        names.append(Quote(f"实施单位为{office[1]}", (office.span(1),)))
    return names


def is_cell(text: str) -> bool:
    """Return whether a text is a cell of a table of money: 「预算数：100」."""
    return bool(BARE.match(text) and _AMOUNT.match(text)) and "元" not in text


def label_over(document: Document, part: BriefPart, passage: Passage, text: str) -> str | None:
    """Return the heading over a quote: that of a result below all results, and the nearest of a
    bare amount. None for a bare amount that no heading names.
    """
    if part not in ("results", "funds"):
        return ""
    named = ""
    if BARE.match(text) and passage.name is None:
        nearest = bare_heading(passage.path[-1]) if len(passage.path) > 1 else ""
        if not 2 <= len(nearest) <= _LABEL_MOST:
            return None if part == "funds" or text[0].isdecimal() else ""
        named = nearest
    elif part == "results":
        named = next((one for one in _inner(document, passage) if not _NO_LABEL.search(one)), "")
    label = plain(named) if 2 <= len(named) <= _LABEL_MOST else ""
    return "" if text.startswith(label) else label


def _inner(document: Document, passage: Passage) -> list[str]:
    """Return the headings below that of all results; of a communiqué its chapter."""
    if not is_performance(document.title, document.kind):
        return [bare_heading(one) for one in passage.path if MARKER.match(one)]
    roles = [heading_role(heading) for heading in passage.path]
    if "results" not in roles:
        return []
    return [bare_heading(one) for one in passage.path[roles.index("results") + 1 :]]
