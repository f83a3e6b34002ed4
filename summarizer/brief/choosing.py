"""Choices: the quotes that each part of a brief can take, with their weight and size."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from summarizer.brief.blocks import Block, block_of
from summarizer.brief.naming import BARE, is_cell, label_over, names_in
from summarizer.brief.owning import ITEM, is_nameless, subject_before
from summarizer.brief.passages import Passage
from summarizer.brief.quoting import Quote, opening_of, window_of
from summarizer.brief.reading import BULLETS
from summarizer.brief.tabled import Division
from summarizer.brief.weighing import HEADLINE, WEIGHING, counted_in, target_weight
from summarizer.figures import has_blocks, is_performance
from summarizer.schema import BriefPart, Document, Quantity

__all__ = ["BLOCK_WEIGHT", "LONGEST", "Choice", "Known", "choices_of"]

# A report of at most so many characters is short.
_SHORT_REPORT = 3000

LONGEST: dict[BriefPart, int] = {
    "about": 90,
    "funds": 180,
    "targets": 110,
    "score": 130,
    "results": 100,
    "problems": 150,
    "measures": 110,
}
# A long report gives its money without the reasons.
_LONG_LONGEST: dict[BriefPart, int] = {"about": 60, "funds": 100, "results": 66}
BLOCK_WEIGHT = 50.0
"""The weight of the first statement of a standard block, above that of any line of a budget."""

_MANY = 4
# The share of its weight that an entry of a list has, and what opens a chapter.
_PART, _FIRST = 0.3, 3
# What a zero weighs less than the amounts of its block.
_BEHIND = 5
# The least weight of a sentence about the office, or of a result of a long report.
_LEAST = 2
# The weight of a result without a figure, in a report that has room for it.
_WORDS_ONLY = 1.0
_FORM_NAME = re.compile(r"^[^，；\d]*(?:自评|申报|评价)表(?:（[^）]*）)?$")
# What only announces, and a ground without what was done on it.
_EMPTY = re.compile("如下$|^(?:按照|根据|依据)[^，。；]*$")
# A longer statement of a target says more than the pair does.
_PAIR_MOST = 30
# The name of a report comes before anything else.
_NAMED = 99.0
# Beside targets with figures a longer aim in words is a preamble.
_PREAMBLE = 50


@dataclass(frozen=True, slots=True)
class Known:
    """What the brief reports in other words.

    `numbers` are places of numbers in its slots, `pairs` of those of targets shown with a result;
    `scored` says that it has a score; `paired` are
    places of targets that stand with their result; `asked` are the results that a target has;
    `classes` are the scores of classes, `tabled` the divisions that tables give.
    """

    numbers: frozenset[int]
    scored: bool
    paired: frozenset[int]
    asked: frozenset[str]
    pairs: frozenset[int] = frozenset()
    classes: Quote | None = None
    tabled: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A quote that a part of the brief can take."""

    quote: Quote
    part: BriefPart
    group: str
    weight: float
    label: str
    items: tuple[str, ...]
    figures: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """Return the room it needs, in characters."""
        return len(self.quote.text) + len(self.label) + 1

    @property
    def rank(self) -> float:
        """Return its weight; for most parts by room."""
        if self.weight == BLOCK_WEIGHT:
            return self.weight
        return self.weight / (1 if self.part in ("about", "funds") else self.size + 20)


def choices_of(
    document: Document, part: BriefPart, members: Sequence[Passage], known: Known, room: int
) -> list[Choice]:
    """Return the choices of a part: the weightiest clauses of each of its passages."""
    weigh = partial(WEIGHING[part], document)
    if part == "targets":
        weigh = partial(target_weight, document, known.paired)
    long = len(document.text) > _SHORT_REPORT
    longest = _LONG_LONGEST if long and len(members) > _MANY else LONGEST
    most = longest.get(part, LONGEST[part])
    most = min(room, most) if long else most
    # Only accounts and budgets list amounts by item of the budget.
    by_item = has_blocks(document.title, document.kind)
    performs = is_performance(document.title, document.kind)
    most = most if performs else LONGEST["problems"]
    names = names_in(document) if part == "about" else []
    found = [Choice(one, "about", str(one.start), _NAMED, "", ()) for one in names]
    if by_item and part == "funds":
        found += [
            Choice(quote, "funds", group, BLOCK_WEIGHT, label, ids, frozenset({quote.text}))
            for group, label, quote, ids in known.tabled
        ]
    begun: set[str] = set()
    for passage in _summed(document, members):
        clauses = passage.clauses
        if by_item and part == "funds" and (block := block_of(_words(document, passage))):
            depth = sum(one.label == block.label for one in found)
            found += _in_block(document, passage, block, depth)
            continue
        if part == "funds" and by_item and (named := ITEM.search(_words(document, passage))):
            clauses = _of_item(document, passage, named.start())
        if part == "funds" and passage.end - passage.start > most:
            clauses = _without_reason(document, clauses)
        chosen = window_of(document, clauses, weigh, most)
        if chosen and not performs and not HEADLINE.search(chosen[0].text):
            # A sentence of a communiqué begins with what it is about.
            whole = opening_of(document, [clauses], most)
            chosen = (whole, chosen[1]) if whole else None
        if chosen is None and part == "results" and not long:
            chosen = _in_words(document, passage)
        if chosen is None:
            continue
        quote, weight = chosen
        figures = [one for place in quote.places for one in counted_in(document, *place)]
        if len(figures) == 1 and figures[0].start in known.numbers:
            continue
        shown = part == "results" and len(quote.text) <= _PAIR_MOST
        if shown and figures and known.pairs.issuperset(one.start for one in figures):
            continue
        if is_cell(quote.text) or _FORM_NAME.search(quote.text) or _EMPTY.search(quote.text):
            continue
        nameless = by_item and is_nameless(quote.text)
        subject = passage.name
        if nameless and subject is None:
            subject = subject_before(document, quote.start)
        if nameless and subject is None:
            continue
        quote = quote.named(document, subject)
        if nameless:
            weight = _gap(figures)
        label = label_over(document, part, passage, quote.text)
        if label is None:
            continue
        if by_item and part == "funds":
            label = label or (
                "项目支出" if passage.name else "主要支出科目" * ("项）" in quote.text)
            )
        weight += 2 * any(item.id in known.asked for item in passage.items)
        if weight < _LEAST and (part == "about" or (long and part == "results")):
            continue
        ids = tuple(item.id for item in passage.items if quote.holds(item.evidence[0].start))
        group = (label or str(passage.entry)) if part == "results" else str(passage.start)
        group = "" if by_item and part == "funds" else group
        if not performs and passage.path:
            group = passage.path[-1]
            if figures and group not in begun:
                # What opens a chapter is about the whole.
                weight *= _FIRST
                begun.add(group)
            if document.text[max(0, quote.start - 2)] in BULLETS:
                weight *= _PART
        if not performs and (headline := HEADLINE.search(quote.text)):
            group, weight = headline[0], BLOCK_WEIGHT
        side = quote.text if BARE.match(quote.text) else _side(part, quote.text)
        told = frozenset(f"{side}{one.text}" for one in figures)
        found.append(Choice(quote, part, group, weight, label, ids, told))
    if part == "targets" and any(one.figures for one in found):
        figured = [one for one in found if one.figures]
        most = _PREAMBLE if len(figured) < _MANY // 2 else 0
        return [one for one in found if one.figures or len(one.quote.text) <= most]
    return found


# 「主要原因是。」 gives none.
_HOLLOW = re.compile("原因[是为][：:]?$")
# How far a statement of a block is read to tell which it is.
_READ = 80


def _of_item(document: Document, passage: Passage, at: int) -> tuple[tuple[int, int], ...]:
    """Return the clauses of a line of the budget without its class, and what it is for."""
    (start, end), *others = _without_reason(document, passage.clauses)
    return (min(start + at, end - 1), end), *others


def _words(document: Document, passage: Passage) -> str:
    text = document.text[passage.start : min(passage.end, passage.start + _READ)]
    return text.split("。")[0]


def _in_block(document: Document, passage: Passage, block: Block, depth: int) -> list[Choice]:
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
        clauses = _without_reason(document, clauses)
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
        told = frozenset(f"{_side('funds', quote.text)}{one.text}" for one in figures)
    else:
        told = frozenset(f"{_name_of(document, one)}{one.text}" for one in figures)
    # How much of the budget was carried out comes before the parts of income and spending.
    weight = BLOCK_WEIGHT - (min(depth, 0.5) if _CARRIED_OUT.search(quote.text) else depth)
    if depth and not any(one.value.strip("0.") for one in figures):
        weight -= _BEHIND
    return [Choice(quote, "funds", block.label, weight, block.label, ids, told)]


_REASON = re.compile("决算数[小大低高]于|原因|^主要[是系]")
_CARRIED_OUT = re.compile("^一般公共预算.{0,8}支出年初预算.*完成")
_INCOMPARABLE = re.compile("[不无]可比|可比性|口径[^。]{0,12}不一致")
_CHANGE = re.compile(r"上年|相比|同比|20\d\d年(?:预算|决算)")
# The legend of a chart: 项目支出, 34.20%.
_LEGEND = re.compile(r"支出[,，]\s*[\d.]+%\s*[一-鿿]+[,，]\s*[\d.]+%")
_MADE_OF = re.compile("主要(?:包括|用于)(?!以下)")
_NAME = re.compile(r"[^，。；：:\d\s]{0,4}\s*$")
_SUM = re.compile("^(?:小计|合计|总计|共计)")


def _changed(document: Document, clauses: tuple[tuple[int, int], ...]) -> int:
    """Return which clause compares with the year before; else their number."""
    found = (at for at, one in enumerate(clauses) if at and _CHANGE.search(document.text, *one))
    return next(found, len(clauses))


def _name_of(document: Document, figure: Quantity) -> str:
    """Return the end of the name before a figure: income and spending are often one amount."""
    named = _NAME.search(document.text[max(0, figure.start - 8) : figure.start])
    return named[0].strip() if named else ""


def _without_reason(
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


def _summed(document: Document, members: Sequence[Passage]) -> list[Passage]:
    """Return the passages; of bare amounts under one heading only their sum, where it is given."""
    bare = [
        BARE.match(document.text[one.start : one.end]) if one.end - one.start < 50 else None
        for one in members
    ]
    if not any(bare):
        return list(members)
    summed = {
        one.path for one, match in zip(members, bare, strict=True) if match and _SUM.match(match[0])
    }
    return [
        one
        for one, match in zip(members, bare, strict=True)
        if not match or one.path not in summed or _SUM.match(match[0])
    ]


def _in_words(document: Document, passage: Passage) -> tuple[Quote, float] | None:
    """Return a short result without any figure."""
    if not passage.items or document.quantities_in(passage.start, passage.end):
        return None
    whole = opening_of(document, [passage.clauses], LONGEST["results"] // 2)
    return (whole, _WORDS_ONLY) if whole else None


def _gap(figures: Sequence[Quantity]) -> float:
    """Return how far budget and spending of a line are apart, or how large its one amount is,
    below the weight of any line of the whole.
    """
    amounts = [one.decimal for one in figures if one.kind == "money"][:2] or [Decimal(0)]
    return math.log10(abs(amounts[0] - sum(amounts[1:])) + 1) / 10


# Income and spending of accounts are often one amount.
_SIDES = re.compile("收入支出|收入|支出")


def _side(part: BriefPart, text: str) -> str:
    side = _SIDES.search(text) if part == "funds" else None
    return side[0] if side else ""
