"""Determine the units of bare numbers in a form from other places of the form.

A caption names the unit of its sums. A table of points holds only points. A sum that is printed
elsewhere with its unit has the same unit here. A number beside a grade is a score.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from summarizer.quantities import kind_of
from summarizer.quantities.numerals import scaled
from summarizer.schema import Quantity
from summarizer.tables.units import Unit, money_unit, printed_unit

__all__ = ["holds_pairs", "told_points", "told_sums"]

Span = tuple[int, int]

_CAPTION_REACH = 2_000
_PLAIN_NUMBER = re.compile(r"-?[\d,，.．]+$")
_CENTS_ONLY = re.compile(r"\d{1,3}(?:,\d{3})+\.\d\d")
# A sum alone on a line shortly after headers that name its unit: 资金情况（万元） … 216.80.
_UNPARTED_CENTS, _HEADS_REACH = re.compile(r"\d+\.\d\d"), 200
_CAPTION = re.compile(
    r"(?:[（(](?=[^（()）]{1,12}[）)])|单\s{0,4}位\s*[：:])\s*(?:人民币)?\s*"
    r"(?P<unit>[百千]?万元|亿元|千元|元)(?![/／])(?P<more>[、，,]\s{0,2}[\u4e00-\u9fff])?"
)
_BESIDE, _COUNTED = (
    40,
    re.compile(r"[（(](?:单位[：:])?(?:[人户亩个家次台套项件座]次?|元[/／]\S)[）)]"),
)
_MARKS = re.compile("[|:：]")
_MONEY_LABEL = re.compile(
    "(?:预算|资金|拨款|补助|财政|基金|总额|预算数|执行数|决算数|金额|经费|支出|收入|安排|投资|投入|到位数?|拨付|抽查|结转|结余|合计数)"
    "(?:总额|总计|合计|小计|总?数)?(?:[（(][^（()）]{0,16}[）)])?$"
)
# Labels whose numbers are not sums, whatever the caption says.
_NO_SUM = re.compile(
    "(?:数量|[个件项人户次]数|项目数|项目点|人员|编制|问卷|类别|区域|年度|年份|[^资]占比|满意度)[^|\u4e00-\u9fff]{0,6}$"
)
_CELL_BEFORE = re.compile(r"[|\n]\s*(?P<words>[^|\s]{1,6})\s*[|\n]\s*\Z")
# Headers of tables whose numbers may be other than sums.
_OTHER_HEADS = re.compile(
    r"指\s*标|数\s*量|人\s*数|户\s*数|分\s*值|得\s*分|占\s*比|比\s*例|率|面\s*积"
)
_OPENS_LINE = re.compile(r"(?:^|\n)[ \u3000|]*\Z")
# Two equal sums with this many digits are the same: 50.29 here is the 50.29万元 above.
_FEWEST_DIGITS = 3

_SCORE_HEADS = re.compile(r"(?:分\s?值|权\s?重)[\s|]{0,6}(?:自评)?得\s?分")
_POINTS, _MOST_POINTS = re.compile(r"\d{1,2}(?:\.\d{1,2})?"), 50
# Headers of a table of points, subjects of such a table, and headers of other columns.
_POINT_HEADS = re.compile(r"(?:标准|考核|自评)分(?!类)|计分|分值|扣分|得分|权数")
_POINT_RULES = re.compile(r"评分|评价标准|考核|考评|扣\d")
_VALUE_HEADS = re.compile(
    r"指\s*标\s*值|目\s*标\s*值|完\s*成\s*值|实\s*际\s*值|预\s*算\s*数|执\s*行\s*数|金\s*额|万\s*元"
    r"|数\s*量\s*指\s*标|人\s*数|比\s*例|工作目标|执\s*行\s*率"
)
_MEASURED_HEADS = re.compile(r"(?:指\s*标|目\s*标|完\s*成|实\s*际)\s*值")
_WHOLE = 100
# Adjacent headers of a maximum and an awarded score.
_PAIR_HEADS = re.compile(r"分值(?:自查|自评|考核|复核|核定|实际)?得?分")
_RULE, _FEWEST_RULES = re.compile(r"\d分[,，;；。、）)]"), 3
_GRADE_BEHIND = re.compile(r"[\s|]{1,8}[优良中差](?:秀|好)?(?![\u4e00-\u9fff])")
_GRADE_BEFORE = re.compile(r"[优良中差](?:秀|好)?[（(](?:[≥≤<>＜＞]?\d{1,3}[,，、～~-])?$")
# Headers of a form whose rows end with the actual value and its score.
_REACHED_HEADS = re.compile(r"完成值(?:[（(][A-Z][）)]?)?[\s|]{0,3}得分")
_BETWEEN_CELLS = re.compile(r"[\s|]{1,8}")


def told_points(
    text: str, quantities: Sequence[Quantity], bare: frozenset[int], settled: Sequence[Span]
) -> list[Quantity]:
    """Return the quantities, with the unit of points where the form shows that they are points.

    `bare` holds the starts of numbers without a unit, `settled` the spans whose units are kept.
    """
    points = _pairs(text, quantities, bare) | _graded(text, quantities, settled)
    points |= _glued(text, quantities, bare)
    if bare and holds_pairs(text):
        touching = ((a, b) for a, b in pairwise(quantities) if a.end == b.start)
        points |= {
            one.start for pair in touching if {pair[0].start, pair[1].start} <= bare for one in pair
        }
    if bare and _holds_only_points(text):
        points |= {one.start for one in quantities if one.start in bare and _may_be_points(one)}
    if not points:
        return list(quantities)
    return [
        replace(one, unit="分", kind="score") if one.start in points and not one.unit else one
        for one in quantities
    ]


@lru_cache(maxsize=8)
def holds_pairs(text: str) -> bool:
    """Return whether the headers pair maximum and awarded scores and name no other numbers."""
    return _PAIR_HEADS.search(text) is not None and _MEASURED_HEADS.search(text) is None


def _holds_only_points(text: str) -> bool:
    """Return whether the headers name points or explain scoring, and no other bare numbers."""
    ruled = _POINT_HEADS.search(text) is not None and _POINT_RULES.search(text) is not None
    ruled = ruled or len(_RULE.findall(text)) >= _FEWEST_RULES or holds_pairs(text)
    return ruled and _VALUE_HEADS.search(text) is None


def _may_be_points(one: Quantity) -> bool:
    return not one.unit and _POINTS.fullmatch(one.text) is not None


def _are_worth_and_got(text: str, worth: Quantity, got: Quantity) -> bool:
    """Return whether two numbers at the end of a line are an indicator's maximum and its score."""
    opened = text[worth.start - 1 : worth.start] in (" ", "\u3000", "\n")
    parted = text[worth.end : got.start].strip(" \u3000") == "" < text[worth.end : got.start]
    closed = text[got.end : got.end + 1] in ("", "\n")
    before = text[max(0, worth.start - 3) : worth.start].rstrip()
    return opened and parted and closed and not before[-1:].isdigit()


def _graded(text: str, quantities: Sequence[Quantity], settled: Sequence[Span]) -> set[int]:
    """Return the starts of scores: numbers beside a grade and the one before them in the row (55.00
    | 49.04 | 优), or the bound of a grade (优(≥90)).
    """
    found: set[int] = set()
    last: Quantity | None = None
    for one in quantities:
        if one.unit or not one.is_checked or _is_in(settled, one.start):
            last = None
            continue
        small = one.value.count("/") == 0 and abs(Decimal(one.value)) <= _WHOLE
        if small and _GRADE_BEHIND.match(text, one.end):
            found.add(one.start)
            if last is not None and _BETWEEN_CELLS.fullmatch(text, last.end, one.start):
                found.add(last.start)
        elif small and _GRADE_BEFORE.search(text, max(0, one.start - 10), one.start):
            found.add(one.start)
        last = one if small else None
    return found


def _glued(text: str, quantities: Sequence[Quantity], bare: frozenset[int]) -> set[int]:
    """Return the starts of bare scores between a value with its unit and words, as in
    6.47亿元10可持续性, where the headers end with actual value and score.
    """
    if not bare or not _REACHED_HEADS.search(text):
        return set()
    return {
        one.start
        for value, one in pairwise(quantities)
        if one.start in bare and value.end == one.start and value.unit and _may_be_points(one)
    }


def _pairs(text: str, quantities: Sequence[Quantity], bare: frozenset[int]) -> set[int]:
    """Return the starts of score pairs: two bare numbers after a value with its unit, the second
    not larger, as in 221人 203人 2 1.8, in a text with headers for both.
    """
    pairs: set[int] = set()
    if not bare or not _SCORE_HEADS.search(text):
        return pairs
    for value, (worth, got) in zip([None, *quantities], pairwise(quantities), strict=False):
        if not {worth.start, got.start} <= bare:
            continue
        closed = not text[got.end : got.end + 1].strip("\n |")
        behind = False
        if value is not None and value.unit and closed:
            apart = text[value.end : worth.start] + text[worth.end : got.start]
            behind = not apart.strip("\n |")
        if not behind and not _are_worth_and_got(text, worth, got):
            continue
        if not (_may_be_points(worth) and _may_be_points(got)):
            continue
        if Decimal(got.value) <= Decimal(worth.value) <= _MOST_POINTS:
            pairs |= {worth.start, got.start}
    return pairs


def told_sums(
    text: str, quantities: Iterable[Quantity], settled: Sequence[Span], bare: frozenset[int]
) -> Iterator[Quantity]:
    """Yield the quantities; a bare number after a money label gets the unit that the form
    states.
    """
    known: _Sums | None = None
    quantities = list(quantities)
    for one in quantities:
        if (
            one.unit
            or one.kind != "count"
            or one.comparator
            or not _PLAIN_NUMBER.match(one.text)
            or _is_in(settled, one.start)
        ):
            yield one
            continue
        known = known or _Sums(text, quantities)
        unit = known.unit(one, listed=one.start in bare)
        if unit is None:
            yield one
            continue
        value = scaled(one.value, extra=unit.scale)
        yield replace(one, value=value, unit=unit.base, kind=kind_of(unit.base))


def _is_in(spans: Sequence[Span], place: int) -> bool:
    at = bisect_right(spans, (place, len(spans) and spans[-1][1] + 1)) - 1
    return at >= 0 and place < spans[at][1]


class _Sums:
    """The units of sums in a text: its captions, and the sums printed with their units."""

    def __init__(self, text: str, quantities: Sequence[Quantity]) -> None:
        self.text = text
        self.captions = [
            (found.start(), unit, found["more"] is not None or _is_of_column(text, found.start()))
            for found in _CAPTION.finditer(text)
            if (unit := money_unit(found["unit"]))
        ]
        self.printed = {
            one.text[: -len(said)]: unit
            for one in quantities
            if one.unit == "元"
            for said, unit in (("万元", Unit("元", 4)), ("亿元", Unit("元", 8)), ("元", Unit("元")))
            if one.text.endswith(said) and one.text[: -len(said)][-1:].isdigit()
        }

    def unit(self, one: Quantity, *, listed: bool) -> Unit | None:
        """Return the unit of a sum: from the nearest caption before or after it, else from an equal
        sum printed with its unit.

        A number found by no reader (`listed`) takes the unit of a caption (单位：万元) only when no
        sentence stands between.
        """
        text = self.text
        head = "".join(_MARKS.sub("", text[max(0, one.start - 60) : one.start]).split())
        labelled = _MONEY_LABEL.search(head) is not None
        if _NO_SUM.search(head):
            return None
        told = self._caption(one)
        if told is None:
            return self._elsewhere(one) if labelled else None
        start, unit, several = told
        if labelled or _CENTS_ONLY.fullmatch(one.text):
            return None if self._is_beside_unit(one) else unit
        if several or start > one.start or self._is_beside_unit(one):
            return None
        between = text[start : one.start]
        alone = _alone(text, one.start, one.end)
        if text[start] == "单" and listed:
            return unit if alone or "。" not in between else None
        if not listed:
            named = _OPENS_LINE.search(text, max(0, one.start - 8), one.start)
            sums = alone and not named and "。" not in between
            return unit if sums and not _OTHER_HEADS.search(between) else None
        cents = _UNPARTED_CENTS.fullmatch(one.text) is not None
        near = "。" not in between and len(between) < _HEADS_REACH
        return unit if cents and near and alone else None

    def _caption(self, one: Quantity) -> tuple[int, Unit, bool] | None:
        place = bisect_right(self.captions, (one.start, Unit("\uffff"), True)) - 1
        near = [self.captions[at] for at in (place, place + 1) if 0 <= at < len(self.captions)]
        told = [found for found in near if abs(found[0] - one.start) <= _CAPTION_REACH]
        return told[0] if told else None

    def _elsewhere(self, one: Quantity) -> Unit | None:
        if one.value == "0":
            return Unit("元")
        digits = sum(map(str.isdigit, one.text))
        return self.printed.get(one.text) if digits >= _FEWEST_DIGITS else None

    def _is_beside_unit(self, one: Quantity) -> bool:
        """Return whether the number follows a unit cell, as weights of indicators do: | 95 | % | 10
        |.
        """
        follows = self.text[one.end : one.end + 1]
        beside = _CELL_BEFORE.search(self.text, max(0, one.start - 24), one.start)
        lettered = follows.isascii() and follows.isalpha()
        return lettered or (beside is not None and printed_unit(beside["words"]) is not None)


def _is_of_column(text: str, start: int) -> bool:
    """Return whether a bracketed unit is one of several, each of a column."""
    beside = text[max(0, start - _BESIDE) : start + _BESIDE]
    return text[start] in "（(" and _COUNTED.search(beside) is not None


def _alone(text: str, start: int, end: int) -> bool:
    """Return whether the number stands alone on its line or in its cell."""
    before, after = text[max(0, start - 3) : start].rstrip(" "), text[end : end + 3].lstrip(" ")
    return before[-1:] in ("", "\n", "|", "\t") and after[:1] in ("", "\n", "|", "\t")
