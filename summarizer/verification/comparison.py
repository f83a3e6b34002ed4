"""Two readings of a number held against each other: what differs, in reason codes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from summarizer.caching import cache_short_texts
from summarizer.quantities import difference, normal_unit, scan
from summarizer.schema import Quantity
from summarizer.schema.terms import Reason

__all__ = [
    "agrees",
    "alike",
    "derivable",
    "differences",
    "hedges",
    "nearest",
    "plain_value",
    "read",
]

# What a decimal string may look like; anything longer is an attack on arithmetic.
_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:/-?\d{1,40}(?:\.\d{1,40})?)?", re.ASCII)

Operand = tuple[Decimal, str]

# A list longer than this is no sum that a reader would make in the head.
_MOST_ADDENDS = 24


def differences(said: Quantity, found: Quantity) -> tuple[Reason, ...]:
    """What a claimed number says otherwise than the report; empty when they agree. A value that is
    no number at all differs in value."""
    if said == found:
        return ()
    if not (_is_number(said) and _is_number(found)):
        return ("value-mismatch",)
    said = _spelled_as(said, found)
    reasons = difference(said, found)
    if said.kind == found.kind == "rank" and said.unit not in _RANKED_IN:
        return (*reasons, "unit-mismatch")
    if "unit-mismatch" not in reasons and said.value == found.value:
        # 3亩 told as 3公顷: the units convert, and so the amount differs, by its unit.
        return tuple("unit-mismatch" if one == "value-mismatch" else one for one in reasons)
    return reasons


# 57名 and 57人 say the same.
_ONE_UNIT = ({"人", "名", "位"}, {"场", "场次"})


def _spelled_as(said: Quantity, found: Quantity) -> Quantity:
    same = said.kind == found.kind == "count" and said.unit != found.unit
    if same and any({said.unit, found.unit} <= units for units in _ONE_UNIT):
        return replace(said, unit=found.unit)
    return said


# 第二 and 第二名 are one rank; a rank in 元 is none.
_RANKED_IN = frozenset({"", "名", "位", "第", "名次", "位次"})


def _is_number(quantity: Quantity) -> bool:
    return quantity.kind == "date" or _NUMBER.fullmatch(quantity.value) is not None


_NUMERAL = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两半几数首第]")


@cache_short_texts(2048)
def read(words: str) -> tuple[Quantity, ...]:
    """What the scanner reads in a wording."""
    return tuple(scan(words)) if _NUMERAL.search(words) else ()


def alike(one: Quantity, other: Quantity) -> bool:
    """Do two quantities count in one unit?"""
    return one.kind == other.kind and _unit(one.unit) == _unit(other.unit)


_unit = cache_short_texts(512)(normal_unit)


def plain_value(quantity: Quantity | None) -> Decimal | None:
    """The value of a single number; None for a range, a date or what is no number."""
    return None if quantity is None else _decimal(quantity.value)


def agrees(said: Quantity, found: Quantity) -> bool:
    """Do two readings say the same? A bare number copied from a table cell does, too."""
    return not differences(said, found) or (bool(said.text) and said.text == found.text)


_HEDGES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "about",
        re.compile(r"(?:大概|(?<![签节预履合条违特解公契租邀失集制])约)\s*$"),
        re.compile(r"\s*(?:左右|上下)"),
    ),
    ("near", re.compile(r"(?<![附邻临靠亲最])近\s*$"), re.compile(r"(?!)")),
    (
        "over",
        re.compile(r"(?:(?<![赶反])超|逾)\s*$"),
        re.compile(r"\s*(?:余|多(?=[^个项次种样元发]|$))"),
    ),
)
_HEDGE_LETTERS = {"about": "约左", "near": "近", "over": "余多超逾"}


def hedges(text: str, start: int, end: int) -> frozenset[str]:
    """The hedges in a number and right beside it, also those that a scanner leaves outside because
    what follows bounds already or has no unit.

    >>> hedges("支出约541.4", 3, 8), hedges("1余次及以上", 0, 6)
    (frozenset({'about'}), frozenset({'over'}))
    """
    within = text[start:end]
    return frozenset(
        name
        for name, before, after in _HEDGES
        if any(letter in within for letter in _HEDGE_LETTERS[name])
        or before.search(text, max(0, start - 4), start)
        or after.match(text, end)
    )


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) and "/" not in text else None


def nearest(said: Quantity, candidates: Iterable[Quantity]) -> Quantity | None:
    """The candidate from which a claim differs least: in fewest respects, then in its digits."""
    return min(candidates, key=lambda found: _distance(said, found), default=None)


def _distance(said: Quantity, found: Quantity) -> tuple[int, int, int]:
    reasons = differences(said, found)
    return len(reasons), "unit-mismatch" in reasons, _digits_apart(said.text, found.text)


def _digits_apart(said: str, found: str) -> int:
    ours = [c for c in said if c.isdigit()]
    theirs = [c for c in found if c.isdigit()]
    changed = sum(a != b for a, b in zip(ours, theirs, strict=False))
    return changed + abs(len(ours) - len(theirs))


def derivable(said: Quantity, given: Sequence[Quantity]) -> bool:
    """Is a number the sum, difference, ratio or growth of numbers that are given?

    A ratio is compared at the places that the claim prints.
    """
    wanted = _decimal(said.value)
    operands = [(value, q.unit) for q in given if (value := _decimal(q.value)) is not None]
    if wanted is None or said.approx != "exact" or len(operands) > _MOST_ADDENDS:
        return False
    if _unit(said.unit) in ("%", "个百分点"):
        return any(_round(one, wanted) == wanted for one in _ratios(operands))
    unit = _unit(said.unit)
    alike = [value for value, one in operands if _unit(one) == unit]
    return any(wanted == one for one in _sums(alike))


def _round(value: Decimal, like: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(int(like.as_tuple().exponent)), ROUND_HALF_UP)


def _sums(values: list[Decimal]) -> Iterable[Decimal]:
    """Sums of neighbours and of any two, and differences of any two."""
    for first, last in itertools.combinations(range(len(values) + 1), 2):
        if last - first > 1:
            yield sum(values[first:last], Decimal(0))
    for a, b in itertools.combinations(values, 2):
        yield a + b
        yield abs(a - b)


def _ratios(operands: list[Operand]) -> Iterable[Decimal]:
    """Shares, and growth from one to the other, in percent; and percentage points between rates."""
    for (a, one), (b, other) in itertools.permutations(operands, 2):
        if _unit(one) != _unit(other) or not b:
            continue
        if _unit(one) == "%":
            yield abs(a - b)
        else:
            yield a / b * 100
            yield abs(a - b) / b * 100
