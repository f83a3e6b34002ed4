"""Choices: the quotes that each part of a brief can take, with their weight and size."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from summarizer.brief.blocks import block_of
from summarizer.brief.choice import BLOCK_WEIGHT, LONGEST, Choice, Known, side_of
from summarizer.brief.naming import BARE, is_cell, label_over, names_in
from summarizer.brief.owning import ITEM, is_nameless, subject_before
from summarizer.brief.passages import Passage
from summarizer.brief.quoting import Quote, opening_of, window_of
from summarizer.brief.reading import BULLETS
from summarizer.brief.standard import in_block, of_item, opening_words, without_reason
from summarizer.brief.weighing import HEADLINE, WEIGHING, counted_in, target_weight
from summarizer.figures import has_blocks, is_performance
from summarizer.schema import BriefPart, Document, Quantity

__all__ = ["choices_of"]

# A report of at most so many characters is short.
_SHORT_REPORT = 3000

# A long report gives its money without the reasons.
_LONG_LONGEST: dict[BriefPart, int] = {"about": 60, "funds": 100, "results": 66}
_MANY = 4
# The share of its weight that an entry of a list has, and what opens a chapter.
_PART, _FIRST = 0.3, 3
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
class _Part:
    """What the choices of one part have in common: `most` is the length of a quote, `long` and
    `performs` tell of the report; `by_item`: only accounts and budgets list amounts by item.
    """

    document: Document
    name: BriefPart
    known: Known
    weigh: Callable[[int, int], float]
    most: int
    long: bool
    by_item: bool
    performs: bool

    @property
    def lists(self) -> bool:
        """Whether the part is the money of accounts or of a budget."""
        return self.by_item and self.name == "funds"


def choices_of(
    document: Document, part: BriefPart, members: Sequence[Passage], known: Known, room: int
) -> list[Choice]:
    """Return the choices of a part: the weightiest clauses of each of its passages."""
    this = _part(document, part, len(members), known, room)
    found = _given(this)
    begun: set[str] = set()
    for passage in _summed(document, members):
        block = block_of(opening_words(document, passage)) if this.lists else None
        if block:
            depth = sum(one.label == block.label for one in found)
            found += in_block(document, passage, block, depth)
        elif choice := _choice(this, passage, begun):
            found.append(choice)
    return _with_figures(found) if part == "targets" else found


def _part(document: Document, part: BriefPart, passages: int, known: Known, room: int) -> _Part:
    weigh = partial(WEIGHING[part], document)
    if part == "targets":
        weigh = partial(target_weight, document, known.paired)
    long = len(document.text) > _SHORT_REPORT
    longest = _LONG_LONGEST if long and passages > _MANY else LONGEST
    most = longest.get(part, LONGEST[part])
    performs = is_performance(document.title, document.kind)
    if not performs:
        most = LONGEST["problems"]
    elif long:
        most = min(room, most)
    by_item = has_blocks(document.title, document.kind)
    return _Part(document, part, known, weigh, most, long, by_item, performs)


def _given(this: _Part) -> list[Choice]:
    """Return the choices that no passage gives: names, and the divisions of tables."""
    names = names_in(this.document) if this.name == "about" else []
    found = [Choice(one, "about", str(one.start), _NAMED, "", ()) for one in names]
    if this.lists:
        found += [
            Choice(quote, "funds", group, BLOCK_WEIGHT, label, ids, frozenset({quote.text}))
            for group, label, quote, ids in this.known.tabled
        ]
    return found


def _choice(this: _Part, passage: Passage, begun: set[str]) -> Choice | None:
    """Return the choice of a passage; `begun` are the chapters that one before it opened."""
    document, part = this.document, this.name
    chosen = _quoted(this, passage)
    if chosen is None:
        return None
    quote, weight = chosen
    figures = [one for place in quote.places for one in counted_in(document, *place)]
    if _is_stated(this, quote, figures):
        return None
    subject = passage.name
    if this.by_item and is_nameless(quote.text):
        subject = subject or subject_before(document, quote.start)
        if subject is None:
            return None
        weight = _gap(figures)
    quote = quote.named(document, subject)
    label = label_over(document, part, passage, quote.text)
    if label is None:
        return None
    if this.lists and not label:
        label = "项目支出" if passage.name else "主要支出科目" * ("项）" in quote.text)
    weight += 2 * any(item.id in this.known.asked for item in passage.items)
    if weight < _LEAST and (part == "about" or (this.long and part == "results")):
        return None
    ids = tuple(item.id for item in passage.items if quote.holds(item.evidence[0].start))
    group, weight = _grouped(this, passage, (quote, label, weight), begun, figured=bool(figures))
    side = quote.text if BARE.match(quote.text) else side_of(part, quote.text)
    told = frozenset(f"{side}{one.text}" for one in figures)
    return Choice(quote, part, group, weight, label, ids, told)


def _quoted(this: _Part, passage: Passage) -> tuple[Quote, float] | None:
    """Return the clauses of a passage to quote, and their weight."""
    document, clauses = this.document, passage.clauses
    if this.lists and (named := ITEM.search(opening_words(document, passage))):
        clauses = of_item(document, passage, named.start())
    if this.name == "funds" and passage.end - passage.start > this.most:
        clauses = without_reason(document, clauses)
    chosen = window_of(document, clauses, this.weigh, this.most)
    if chosen and not this.performs and not HEADLINE.search(chosen[0].text):
        # A sentence of a communiqué begins with what it is about.
        whole = opening_of(document, [clauses], this.most)
        chosen = (whole, chosen[1]) if whole else None
    if chosen is None and this.name == "results" and not this.long:
        return _in_words(document, passage)
    return chosen


def _is_stated(this: _Part, quote: Quote, figures: Sequence[Quantity]) -> bool:
    """Return whether the brief states a quote in other words, or whether it states nothing."""
    places = {one.start for one in figures}
    if len(figures) == 1 and places <= this.known.numbers:
        return True
    shown = this.name == "results" and len(quote.text) <= _PAIR_MOST
    if shown and places and places <= this.known.pairs:
        return True
    empty = _FORM_NAME.search(quote.text) or _EMPTY.search(quote.text)
    return is_cell(quote.text) or empty is not None


def _grouped(
    this: _Part,
    passage: Passage,
    told: tuple[Quote, str, float],
    begun: set[str],
    figured: bool,
) -> tuple[str, float]:
    """Return the group of a choice and its weight in it."""
    quote, label, weight = told
    group = (label or str(passage.entry)) if this.name == "results" else str(passage.start)
    group = "" if this.lists else group
    if this.performs:
        return group, weight
    if passage.path:
        group = passage.path[-1]
        if figured and group not in begun:
            # What opens a chapter is about the whole.
            weight *= _FIRST
            begun.add(group)
        if this.document.text[max(0, quote.start - 2)] in BULLETS:
            weight *= _PART
    headline = HEADLINE.search(quote.text)
    return (headline[0], BLOCK_WEIGHT) if headline else (group, weight)


def _with_figures(found: list[Choice]) -> list[Choice]:
    """Return targets with figures and short preambles, if any has a figure."""
    figured = [one for one in found if one.figures]
    if not figured:
        return found
    most = _PREAMBLE if len(figured) < _MANY // 2 else 0
    return [one for one in found if one.figures or len(one.quote.text) <= most]


_SUM = re.compile("^(?:小计|合计|总计|共计)")


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
