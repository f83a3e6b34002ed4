"""Choose what a brief quotes, by weight, part by part.

Each part has a share of the page. What one leaves over goes to the others. Within a part the
weightiest quote of each heading comes before a second one of any.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Literal, get_args

from summarizer.brief.blocks import COUNTING, ORDER, block_of
from summarizer.brief.choice import BLOCK_WEIGHT, Choice, Known
from summarizer.brief.choosing import choices_of
from summarizer.brief.entries import entries_of
from summarizer.brief.passages import Passage
from summarizer.brief.reading import KINDS
from summarizer.brief.sorting import COMING, part_of
from summarizer.brief.weighing import WEIGHING, counted_in
from summarizer.figures import has_blocks, is_performance, is_plan
from summarizer.genre.person import quoted
from summarizer.genre.sections import Role
from summarizer.schema import (
    BriefPart,
    BriefStatement,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    Document,
)

__all__ = ["Known", "tell"]

# Characters on a page; one in blocks is easier to read.
_PAGE, _BLOCKS_PAGE = 1300, 1500
# The share of each part before the others have had theirs.
_SHARES: dict[BriefPart, float] = {
    "problems": 0.2,
    "measures": 0.16,
    "score": 0.12,
    "about": 0.06,
    "targets": 0.1,
    "funds": 0.18,
    "results": 0.34,
}
# Budgets and accounts are about money.
_OF_BLOCKS: dict[BriefPart, float] = {"funds": 0.46, "results": 0.06}
_AGAIN: tuple[BriefPart, ...] = (
    "score",
    "problems",
    "targets",
    "funds",
    "results",
    "measures",
    "about",
)
_ORDER: tuple[BriefPart, ...] = get_args(BriefPart)
_LISTED: dict[type[CheckedItem], Literal["problems", "measures"]] = {
    CheckedProblem: "problems",
    CheckedMeasure: "measures",
}
# A plan has no results yet: what stands in their place is money or a target.
_PLANNED: dict[BriefPart, BriefPart] = {"results": "funds"}
_UNPLANNED = frozenset({"score", "problems", "measures"})
_MOST: dict[BriefPart, int] = {"about": 3, "score": 3}
# 「本单位无机关运行经费」
_NONE = re.compile("^[^，。；]{0,30}(?:无|没有|(?:增加|减少)的?主?要?原因)[^，。；]{0,24}$")
# The money of one project in accounts.
_OWN_RATE = re.compile("预算数.{0,30}执行数")
# So many single lines of a budget.
_MOST_LINES = 4
_SHORT_LINE = 45
# The least share of figures that are new.
_NEWS: dict[BriefPart, float] = {"funds": 0.5}
# So few figures may recur with another meaning, such as 100%.
_FEW = 2
# How much more than its even share of the room the first of a group may take.
_FAIR = 1.3


def tell(
    document: Document, found: Sequence[Passage], known: Known, items: Iterable[CheckedItem]
) -> tuple[BriefStatement, ...]:
    """Return the statements of the brief in the order of its parts, each in reading order."""
    plans = is_plan(document.title)
    by_part = _by_part(document, found, known, plans, items)
    page = _BLOCKS_PAGE if has_blocks(document.title, document.kind) else _PAGE
    shares = {**_SHARES, **_OF_BLOCKS} if has_blocks(document.title, document.kind) else _SHARES
    choices = {
        part: choices_of(document, part, by_part[part], known, int(page * shares[part]) - 1)
        for part in WEIGHING
    }
    told: dict[BriefPart, list[Choice]] = {}
    left = page
    for again in (False, True):
        # A part that got nothing comes first in the second round.
        parts = sorted(_AGAIN, key=lambda part: bool(told[part])) if again else shares
        for part in parts:
            had = sum(choice.size for choice in told.get(part, ()))
            room = had + left if again else min(left, int(page * shares[part]))
            told[part] = (
                _fitting(choices[part], room, _MOST.get(part, 99))
                if part in choices
                else entries_of(document, part, by_part[part], room)
            )
            left -= sum(choice.size for choice in told[part]) - had
    faults = {choice.quote.text for choice in told.get("problems", ())}
    told["measures"] = [one for one in told["measures"] if one.quote.text not in faults]
    if quote := known.classes:
        ids = tuple(one.id for one in items if quote.holds(one.evidence[0].start))
        told["score"] = [Choice(quote, "score", "", 1, "", ids)]
    return tuple(
        BriefStatement(
            part=part,
            text=quoted(choice.quote.text),
            evidence=choice.quote.spans(document),
            items=choice.items,
            label=choice.label,
        )
        for part in _ORDER
        if not (plans and part in _UNPLANNED)
        for choice in told.get(part, ())
    )


def _by_part(
    document: Document,
    found: Sequence[Passage],
    known: Known,
    plans: bool,
    items: Iterable[CheckedItem],
) -> dict[BriefPart, list[Passage]]:
    """Return the passages of each part; problems and measures found elsewhere where no section
    lists them.
    """
    by_part: dict[BriefPart, list[Passage]] = {part: [] for part in _ORDER}
    blocks = has_blocks(document.title, document.kind)
    performs = is_performance(document.title, document.kind)
    before: tuple[Passage, BriefPart] | None = None
    for passage in found:
        part = part_of(document, passage, scored=known.scored)
        explained = (
            part == "problems"
            and not passage.led
            and _BUDGETED.search(document.text, passage.start, passage.end)
        )
        unsorted = part in (None, "about", "results") or explained
        if unsorted and blocks and _is_in_block(document, passage):
            part = "funds"
        if blocks and passage.name and _OWN_RATE.search(document.text, passage.start, passage.end):
            part = "funds"
        # What a communiqué says of a share that falls short is no problem of an office.
        told = part in ("about", "funds", "targets", "results", "score") or (
            part == "problems" and passage.role != part
        )
        if told and not performs:
            part = None if any(map(COMING.search, passage.path)) else "results"
        if part == "problems" != passage.role and before:
            opening, home = before
            if _is_opening(document, opening, passage):
                by_part[home].remove(opening)
                by_part[part].append(opening)
        before = (passage, part) if part in ("funds", "results") else None
        if part:
            by_part[_PLANNED.get(part, part) if plans else part].append(passage)
    # The causes in accounts are of amounts.
    if not plans and performs and not blocks:
        listed = {part: any(one.items for one in by_part[part]) for part in _LISTED.values()}
        kinds = [one for one in found if KINDS.search(document.text, one.start, one.end)]
        whole = {item.id for one in kinds for item in one.items}
        for item in items:
            listing = _LISTED.get(type(item))
            if listing and not listed[listing] and item.id not in whole:
                alone = _around(item, found, listing)
                if part_of(document, alone, scored=False) == listing:
                    by_part[listing].append(alone)
    return by_part


# The budget of one project in a list.
_BUDGETED = re.compile(r"预算\s*[\d.,]+\s*万?元")
_MARKED = re.compile(r"(?:^|[\n。；])\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．])\s*$")


def _is_opening(document: Document, opening: Passage, passage: Passage) -> bool:
    """Return whether a passage opens, with a budget, the numbered entry that another one is in."""
    if not _BUDGETED.search(document.text, opening.start, opening.end):
        return False
    marked = _MARKED.search(document.text[max(0, opening.start - 8) : opening.start])
    return bool(marked) and opening.start == opening.entry == passage.entry


def _is_in_block(document: Document, passage: Passage) -> bool:
    """Return whether a passage states a figure of a standard block, or that there is none."""
    text = document.text[passage.start : passage.end]
    block = block_of(text)
    if block is None or _NONE.search(text):
        return block is not None
    kinds = {one.kind for one in counted_in(document, passage.start, passage.end)}
    return "money" in kinds or (bool(kinds) and block.label in COUNTING)


def _around(item: CheckedItem, found: Sequence[Passage], role: Role) -> Passage:
    """Return the rest, from an item on, of the passage that the item is in."""
    start, end = item.evidence[0].start, item.evidence[0].end
    at = bisect_right(found, start, key=attrgetter("start")) - 1
    rest = found[at].clauses if at >= 0 else ()
    clauses = tuple(clause for clause in rest if clause[0] >= start) or ((start, end),)
    return Passage(clauses, role, (), start, items=(item,))


def _fitting(choices: Sequence[Choice], room: int, most: int) -> list[Choice]:
    """Return the densest choice of each group, then the second of each, while there is room; of
    money the weightiest. A choice with hardly a new figure is left out.
    """
    taken: list[Choice] = []
    said: set[str] = set()
    lines = 0.0
    for choice in _in_turn(choices, room):
        figures: frozenset[str] | set[str] = choice.figures
        if not figures or (len(figures) < _FEW and choice.part in ("results", "targets")):
            figures = {choice.quote.text}
        # A short line takes half the room of one with its reason.
        line = ("项）" in choice.quote.text) * (1 if choice.size > _SHORT_LINE else 0.5)
        news = len(figures - said) >= _NEWS.get(choice.part, 0.3) * len(figures)
        if news and choice.size <= room and len(taken) < most and lines + line <= _MOST_LINES:
            taken.append(choice)
            said |= figures
            room -= choice.size
            lines += line
    return sorted(taken, key=_place)


def _place(choice: Choice) -> tuple[int, tuple[int, int]]:
    """Return where a choice stands on the page: blocks of a budget in their usual order."""
    known = ORDER.index(choice.label) if choice.part == "funds" and choice.label in ORDER else -1
    return known, choice.quote.places[-1]


def _in_turn(choices: Sequence[Choice], room: int) -> list[Choice]:
    """Return the choices by rank, but of each group first one that leaves room for the others."""
    ranked = sorted(choices, key=lambda choice: -choice.rank)
    groups: dict[str, list[Choice]] = {}
    for choice in ranked:
        groups.setdefault(choice.group, []).append(choice)
    fair = int(_FAIR * room / max(1, len(groups)))
    first = [
        next((one for one in members if one.size <= fair or one.weight == BLOCK_WEIGHT), members[0])
        for members in groups.values()
    ]
    taken = set(map(id, first))
    return [*first, *(choice for choice in ranked if id(choice) not in taken)]
