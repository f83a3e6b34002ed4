"""Binding: does the number belong to this label, or to its neighbour in the same sentence?

The label's words are looked for around every number of the sentence (or table); the number whose
surroundings hold most of them must be the item's own (arg-max over siblings). A doubt here is a
`review`, never a `failed`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest

from summarizer.genre.words import letters, pairs
from summarizer.schema import Quantity, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import alike
from summarizer.verification.lexicon import NO_ROLE, ROLES
from summarizer.verification.places import Zone

__all__ = ["label", "roles", "roles_in"]

Offsets = tuple[int, int]

# What a pair of the metric, of the subject and of a neighbouring segment counts for.
_METRIC, _SUBJECT, _NEAR = 2.0, 1.0, 0.5
# A sibling must hold clearly more of the label, or as much and less beside it.
_MARGIN = 1.0
_WHOLE, _HARDLY = 0.9, 0.34
_NAMED = 2
# What may stand between a name and its number.
_BESIDE = re.compile(r"(?:达到了?|达|为|是|有|共计?|合计|约|近|了|的|增长|下降|[：:\s])*")
# What carries a name on to a further number: a list, a change, a share, another unit.
_CARRIED_ON = re.compile(
    r"(?:[，,、；;（(）)/\s]|和|与|及|其中|共计?|合计|总计|约|近|为|达到?|是|占|比|较|上年|去年|年初|同期|同比"
    r"|增长|增加|减少|下降|上升|提高|降低|了|分别|累计|实际|目标|计划|任务|要求|指标|值|完成率?|金额|资金|投入|涉及|惠及|受益|面积|长度)*"
)
# What parts a value from the value it is held against: one label names both.
_WANTED = re.compile(
    r"\s*[（(，,；;、]?\s*(?:年度|年初|全年|预期)?(?:目标|指标|计划|任务|标准|要求)(?:值|数)?\s*(?:为|是|[：:])?\s*"
)
_WANTED_BEHIND = re.compile(
    r"\s*(?:以?内?的)?(?:年度|年初|全年|预期|既定|设定|绩效|工作|考核)*的?(?:目标|指标|计划|任务|要求)"
)
_REACHED = re.compile(
    r"\s*[，,；;、]?\s*(?:年度|年末|全年|经\S{2,6}[，,])?(?:年末(?:统计)?(?=为)|实际(?:[\u4e00-\u9fff]{0,4}?)|完成)(?:完成|达到|支出|执行|补助|数|值|为|率|是|[：:])*\s*"
)

# So many numbers on either side of a number are looked at for a label that they fit better: of a
# sentence the nearest, of a table more, since what is near there may be a row away.
_AROUND, _AROUND_CELL = 30, 150
# So many places of a metric in a sentence are read, those nearest to the number.
_PLACES = 12

_CLAUSE_END = re.compile(r"[，,；;：:（）()]")


def label(claim: Claim) -> Iterator[Reason]:
    """No other number of the sentence fits the label better than the item's own."""
    zone = claim.zone
    if zone is None:
        return
    others = _neighbours(claim.places.zones(zone.number.start), zone)
    rivals = (
        other
        for other in others
        if alike(zone.number, other.number) and not _held_against(claim, other, zone)
    )
    leads_on = any(_leads_to(claim, other, zone) for other in others)
    if (
        leads_on
        or _belongs_elsewhere(claim, zone, others)
        or any(_fits_better(claim, other, zone) for other in rivals)
    ):
        yield "bound-to-other-label"


def _neighbours(zones: Sequence[Zone], own: Zone) -> list[Zone]:
    """The other numbers of the sentence or table; of hundreds those around it."""
    place = bisect_left(zones, own.number.start, key=lambda zone: zone.number.start)
    reach = _AROUND_CELL if own.cell else _AROUND
    near = zones[max(0, place - reach) : place + reach + 1]
    return [zone for zone in near if zone is not own]


def _held_against(claim: Claim, other: Zone, own: Zone) -> bool:
    """「合格率98.9%（目标值≥95%）」, 「合格率指标值95%，实际完成98.9%」: is the other number the
    one right before, of which this one is the target or the result?"""
    text, number = claim.places.document.text, own.number
    between = text[other.number.end : number.start]
    if not between or other.number.start > number.start:
        return False
    if not isinstance(claim.item, Target):
        return _REACHED.fullmatch(between) is not None
    beside = not between.strip("，,；;（( ") and number.comparator is not None
    behind = beside and _WANTED_BEHIND.match(text, number.end) is not None
    return behind or _WANTED.fullmatch(between) is not None


def _fits_better(claim: Claim, other: Zone, own: Zone) -> bool:
    """Evidence that holds both numbers leaves the choice to the label's words; evidence that holds
    the own number alone has chosen, unless the label stands at the other number."""
    if not own.cell and not claim.holds(other.number):
        return _stands_there(claim, other, own)
    metric, subject = pairs(claim.metric), pairs(claim.subject or "")
    if metric <= own.own and not metric <= other.own:
        return False
    if subject and metric | subject <= other.own and not subject & own.own:
        return True
    if own.cell and subject and subject <= own.own and not subject <= other.own:
        return False
    if _closes(claim, own) != _closes(claim, other):
        return _closes(claim, other)
    return _score(claim, other) > _score(claim, own) + _MARGIN


def _belongs_elsewhere(claim: Claim, own: Zone, others: Sequence[Zone]) -> bool:
    """Does the metric stand word for word beside another number of the sentence, and the own one
    in another clause that does not carry it on? 「罚款3万元，整改率100%」: 罚款 is not 100%."""
    text, metric = claim.places.document.text, claim.metric
    if own.cell or len(metric) < _NAMED:
        return False
    start, end = claim.places.sentence(own.number.start)
    spans = _nearest(_found(text, metric, start, end), own.number)
    numbers = [zone.number for zone in (own, *others)]
    if _holds_within(text, metric, own.number) or any(
        _in_touch(text, span, own.number, numbers) for span in spans
    ):
        return False
    homes = [
        other.number
        for other in others
        if not _held_against(claim, other, own)
        and (
            _holds_within(text, metric, other.number)
            or any(_BESIDE.fullmatch(_between(text, span, other.number)) for span in spans)
        )
    ]
    return bool(homes) and not any(
        home.start < own.number.start
        and _CARRIED_ON.fullmatch(_without_numbers(text, home, own.number, numbers))
        for home in homes
    )


def _found(text: str, words: str, start: int, end: int) -> Iterator[Offsets]:
    """Where words stand in a stretch."""
    while (at := text.find(words, start, end)) >= 0:
        start = at + len(words)
        yield at, start


def _nearest(spans: Iterable[Offsets], number: Quantity) -> list[Offsets]:
    """The spans nearest to a number, in order of place."""
    return sorted(nsmallest(_PLACES, spans, key=lambda span: abs(span[0] - number.start)))


def _holds_within(text: str, words: str, number: Quantity) -> bool:
    """Do the words run through a number, as 封停店铺 through 封停160家店铺?"""
    reach = len(words) - 1
    before = text[max(0, number.start - reach) : number.start]
    return words in before + text[number.end : number.end + reach]


def _between(text: str, span: tuple[int, int], number: Quantity) -> str:
    """What stands between words and a number, whichever comes first."""
    return text[span[1] : number.start] if span[1] <= number.start else text[number.end : span[0]]


def _in_touch(
    text: str, span: tuple[int, int], number: Quantity, numbers: Sequence[Quantity]
) -> bool:
    """Are words and number parted by no clause end and no other number?"""
    low, high = min(span[1], number.end), max(span[0], number.start)
    parted = any(low <= one.start < high for one in numbers if one is not number)
    return not parted and not _CLAUSE_END.search(text, low, high)


def _without_numbers(
    text: str, first: Quantity, last: Quantity, numbers: Sequence[Quantity]
) -> str:
    """The words from one number to a later one, without the numbers between them."""
    place, words = first.end, ""
    for one in sorted(numbers, key=lambda number: number.start):
        if place <= one.start < last.start:
            words += text[place : one.start]
            place = one.end
    return words + text[place : last.start]


def _leads_to(claim: Claim, other: Zone, own: Zone) -> bool:
    """Does the metric stand word for word in the clause that leads on to the other number, and
    neither before the own one nor right behind it?"""
    # A table of a workbook has thousands of cells: its text is not split for each pair of them.
    if own.cell or len(claim.metric) < 2:
        return False
    text = claim.places.document.text
    if text.find(claim.metric, own.number.end, other.number.start) < 0:
        return False
    behind = _CLAUSE_END.split(text[own.number.end : other.number.start])
    if len(behind) < 2:
        return False
    start, _ = claim.places.sentence(own.number.start)
    beside = text[start : own.number.end + len(behind[0])]
    return claim.metric in behind[-1] and claim.metric not in beside


def _closes(claim: Claim, zone: Zone) -> bool:
    """Does the label end with the words at a number, and take nearly all of them up?"""
    plain = letters(claim.metric)
    explained = _share(zone.own, pairs(claim.metric) | pairs(claim.subject or ""))
    return plain[-2:] in zone.own and explained >= _WHOLE


def _stands_there(claim: Claim, other: Zone, own: Zone) -> bool:
    """Does the metric, or the subject beside an equal metric, stand at the other number alone?"""
    metric, subject = pairs(claim.metric), pairs(claim.subject or "")
    if _share(metric, other.own) < _WHOLE:
        return False
    here = own.own | own.near
    if subject and _share(subject, here) < _HARDLY and _share(subject, other.own) >= _WHOLE:
        return True
    named = bool(subject) and _share(subject, here) >= _WHOLE
    return not named and _share(metric, here) < _HARDLY


def _share(words: frozenset[str], known: frozenset[str]) -> float:
    return len(words & known) / len(words) if words else 1.0


def _score(claim: Claim, zone: Zone) -> float:
    metric, subject = pairs(claim.metric), pairs(claim.subject or "") - pairs(claim.metric)
    return _weigh(metric, zone) * _METRIC + _weigh(subject, zone) * _SUBJECT


def _weigh(words: frozenset[str], zone: Zone) -> float:
    return len(words & zone.own) + _NEAR * len((words & zone.near) - zone.own)


def roles(claim: Claim) -> Iterator[Reason]:
    """A budget is no expenditure: the role that the label names is among the roles that the report
    gives to the number, in its clause, its evidence or its headers."""
    zone = claim.zone
    if zone is None or zone.number.kind != "money":
        return
    printed = roles_in(" ".join((zone.text, claim.clause, *claim.quotes)))
    for words in (claim.metric, claim.item.text):
        said = roles_in(words)
        if said and printed and not said & printed:
            yield "bound-to-other-label"
            return


def roles_in(words: str) -> frozenset[str]:
    """The roles of money that words name.

    >>> sorted(roles_in("实际支出")), sorted(roles_in("一般公共预算"))
    (['spent'], [])
    """
    plain = NO_ROLE.sub("·", words)
    return frozenset(role for role, marks in ROLES if marks.search(plain))
