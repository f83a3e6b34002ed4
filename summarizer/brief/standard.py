"""Statements of the standard blocks of budgets and accounts, without their reasons."""

from __future__ import annotations

import re

from summarizer.brief.blocks import Block
from summarizer.brief.choice import BLOCK_WEIGHT, LONGEST, Choice, side_of
from summarizer.brief.passages import Passage
from summarizer.brief.quoting import opening_of
from summarizer.brief.weighing import counted_in
from summarizer.schema import Document, Quantity

__all__ = ["in_block", "of_item", "opening_words", "without_reason"]

# What a zero weighs less than the amounts of its block.
_BEHIND = 5
_REASON = re.compile("决算数[小大低高]于|原因|^主要[是系]")
_CARRIED_OUT = re.compile("^一般公共预算.{0,8}支出年初预算.*完成")
_INCOMPARABLE = re.compile("[不无]可比|可比性|口径[^。]{0,12}不一致")
_CHANGE = re.compile(r"上年|相比|同比|20\d\d年(?:预算|决算)")
# The legend of a chart: 项目支出, 34.20%.
_LEGEND = re.compile(r"支出[,，]\s*[\d.]+%\s*[一-鿿]+[,，]\s*[\d.]+%")
_MADE_OF = re.compile("主要(?:包括|用于)(?!以下)")
_NAME = re.compile(r"[^，。；：:\d\s]{0,4}\s*$")
# 「主要原因是。」 gives none.
_HOLLOW = re.compile("原因[是为][：:]?$")
# How far a statement of a block is read to tell which it is.
_READ = 80


def of_item(document: Document, passage: Passage, at: int) -> tuple[tuple[int, int], ...]:
    """Return the clauses of a line of the budget without its class, and what it is for."""
    (start, end), *others = without_reason(document, passage.clauses)
    return (min(start + at, end - 1), end), *others


def opening_words(document: Document, passage: Passage) -> str:
    text = document.text[passage.start : min(passage.end, passage.start + _READ)]
    return text.split("。")[0]


def in_block(document: Document, passage: Passage, block: Block, depth: int) -> list[Choice]:
    """Return a statement of a standard block, whole or without its reason; `depth` is the number of
    statements of the block before it.
    """
    clauses = passage.clauses
    hollow = any(_HOLLOW.search(document.text, *one) for one in clauses)
    hollow = hollow or document.text.endswith("原因", 0, clauses[-1][1])
    # A part of an amount needs its change, not the reason for it.
    hollow = hollow or (block.label == "“三公”经费" and depth > 0)
    hollow = hollow or any(_MADE_OF.match(document.text, *one) for one in clauses)
    if hollow or passage.end - passage.start > block.most:
        clauses = without_reason(document, clauses)
    if _INCOMPARABLE.search(document.text, passage.start, passage.end + _READ):
        # A change that the report takes back.
        clauses = clauses[: _changed(document, clauses)]
    quote = opening_of(document, [clauses], block.most)
    if quote is None or _LEGEND.search(quote.text):
        return []
    figures = [one for where in quote.places for one in counted_in(document, *where)]
    if block.label == "国有资产占用":
        # 「单价100万元以上设备0台」 names no property.
        figures = [one for one in figures if one.kind != "money"]
    nothing = (
        re.search("无|没有|未|原因|^(?:因公|公务)|共有车辆\\s*0", quote.text)
        if len(quote.text) < LONGEST["about"]
        else None
    )
    if not nothing and not any(one.value.strip("0.") for one in figures):
        return []
    ids = tuple(item.id for item in passage.items if quote.holds(item.evidence[0].start))
    if block.label == "收支总体":
        told = frozenset(f"{side_of('funds', quote.text)}{one.text}" for one in figures)
    else:
        told = frozenset(f"{_name_of(document, one)}{one.text}" for one in figures)
    # How much of the budget was carried out comes before the parts of income and spending.
    weight = BLOCK_WEIGHT - (min(depth, 0.5) if _CARRIED_OUT.search(quote.text) else depth)
    if depth and not any(one.value.strip("0.") for one in figures):
        weight -= _BEHIND
    return [Choice(quote, "funds", block.label, weight, block.label, ids, told)]


def _changed(document: Document, clauses: tuple[tuple[int, int], ...]) -> int:
    """Return which clause compares with the year before; else their number."""
    found = (at for at, one in enumerate(clauses) if at and _CHANGE.search(document.text, *one))
    return next(found, len(clauses))


def _name_of(document: Document, figure: Quantity) -> str:
    """Return the end of the name before a figure: income and spending are often one amount."""
    named = _NAME.search(document.text[max(0, figure.start - 8) : figure.start])
    return named[0].strip() if named else ""


def without_reason(
    document: Document, clauses: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    at = next(
        (
            at
            for at, one in enumerate(clauses)
            if _REASON.search(document.text[slice(*one)]) or _MADE_OF.match(document.text, *one)
        ),
        None,
    )
    return clauses[:at] if at else clauses
