"""Amounts in digits: 300余万元, 98.6%, 3-5次, 1亿2000万元."""

from __future__ import annotations

import re
from decimal import Decimal

from summarizer.quantities import vocabulary
from summarizer.quantities.figures import LONGEST, PARTS, Figure, figure, is_code, loosened
from summarizer.quantities.hedges import hedged
from summarizer.quantities.implied import implied, without_unit
from summarizer.quantities.numerals import ordered, scaled
from summarizer.quantities.patterns import AMOUNT, DASH, DASHES
from summarizer.quantities.units import UNITS, kind_of
from summarizer.schema import Quantity
from summarizer.schema.quantity import Kind

__all__ = ["amount"]

Match = re.Match[str]
# Before a number, these mark part of a name, a code or a formula: 1+5, 7×24, 5号3栋.
_FORMULA = frozenset("×*#@&Φφ号№")
# 8时10分 and 30度10分 are not scores, but 满意度10分 is.
_TIME = re.compile(r"[0-9一二两三四五六七八九十][时点度]$")
_SIGNS = frozenset("-−负±¥")
_BLANKS = frozenset(" \u3000\t\n")
_BURDENS, _STOREYS = frozenset("减担抱背肩胜欠自"), frozenset({"层"})
_BUILDINGS = frozenset({"栋", "幢", "座", "层"})
_CLOSING = frozenset("”》」』")
# Characters that make an amount doubtful; beside any other a number with a unit counts.
_TELLING_BEFORE = _FORMULA | set("+个时点度") | _SIGNS | _BLANKS
_TELLING_AFTER = _CLOSING | DASHES
# After one of these, a digit has another meaning: 5号3栋, 3元5.
_DIGITS, _CHANGED = frozenset("0123456789"), _BUILDINGS | {"元"}
# A bare number before a full stop or in brackets of its own is a list marker: 1. （1）
_MARKS = frozenset(".")
_BRACKETS = frozenset({("）", "（"), (")", "("), ("）", "("), (")", "（")})
_TELLING_HEADS = frozenset({"19", "20", *(f"0{digit}" for digit in range(10))})
# After these, a dash is not a sign: 80%（含）-90%.
_UNSIGNED = frozenset("%‰元）)")
_SIGNED = frozenset({"percent", "money", "measure"})
_HEAD = re.compile(r"(?:^|\n)[ \u3000\t]*$")
_JOINED = re.compile("-[\u4e00-\u9fff]{2,20}-$")
_SLOGAN = re.compile("[两三四五六七八九十]个$")
_CHANGE = re.compile("([0-9])角")


def amount(text: str, match: Match) -> Quantity | None:
    """Return the amount of an AMOUNT match, or None if it is not a quantity."""
    number, early, scale, higher, late, more, unit = match.group(*PARTS)
    start, end = match.span()
    last, follows = text[start - 1] if start else "\n", text[end : end + 1]
    if unit is None and scale is None and (follows in _MARKS or (follows, last) in _BRACKETS):
        return None
    if (
        unit is None
        or higher is not None
        or last in _TELLING_BEFORE
        or follows in _TELLING_AFTER
        or (follows in _DIGITS and unit in _CHANGED)
        or unit in vocabulary.ADDRESSES
        or number[:2] in _TELLING_HEADS
        or len(number) > LONGEST
    ):
        return _doubtful(text, figure(match))
    said = scaled(number, scale or ""), unit, UNITS.get(unit) or kind_of(unit)
    return hedged(text, (start, end), said, loosened(early or late or more))


def _doubtful(text: str, read: Figure) -> Quantity | None:
    """Check the context of a doubtful amount."""
    number, _, infix, unit, start, end = read
    if len(number) > LONGEST or is_code(number) or _in_formula(text, start):
        return None
    if text[end : end + 1] in DASHES and (found := _range(text, read)):
        return found
    if unit is None:
        return _bare(text, read)
    kind = UNITS.get(unit) or kind_of(unit)
    if not _counts(text, read, kind):
        return None
    if "." in number and kind == "count" and not read.scale and _opens_line(text, start):
        return _after_marker(text, start)
    start, value = _signed(text, read, scaled(number, read.scale), kind)
    if unit == "元" and "." not in value and (change := _CHANGE.match(text, end)):
        end, value = change.end(), scaled(f"{value}.{change[1]}")
    return hedged(text, (start, end), (value, unit, kind), loosened(infix))


def _in_formula(text: str, start: int) -> bool:
    """1+5 and 7×24 are formulas, 1名网格长+2名网格员 is a list."""
    if not start:
        return False
    before_plus = text[start - 2] if text[start - 1] == "+" and start > 1 else ""
    return text[start - 1] in _FORMULA or (before_plus.isascii() and before_plus.isalnum())


def _counts(text: str, read: Figure, kind: Kind) -> bool:
    """Return whether the unit is a unit here, and not part of a word, a clock time or an
    address.
    """
    follows = text[read.end : read.end + 1]
    if kind == "percent" and _SLOGAN.search(text, max(0, read.start - 2), read.start):
        return False
    if kind == "score" and _TIME.search(text, max(0, read.start - 2), read.start):
        return False
    if follows and follows in _CLOSING:
        return read.unit != "条"
    if follows.isdigit() and read.unit in _BUILDINGS:
        return False
    named = vocabulary.ADDRESSES.get(read.unit or "")
    if named and not read.scale and named.search(text, max(0, read.start - 6), read.start):
        return False
    unit_start = read.end - len(read.unit or "")
    return not (_is_doubtful(text, read) and vocabulary.ORDINARY_WORDS.match(text, unit_start))


def _is_doubtful(text: str, read: Figure) -> bool:
    """Return whether the number may be a year, a heading number, or a cell before a text cell."""
    if len(read.number) == 4 and read.number[:2] in ("19", "20"):
        return True
    return text[read.end - len(read.unit or "") - 1] in _BLANKS or _opens_line(text, read.start)


def _opens_line(text: str, start: int) -> bool:
    if start and text[start - 1] not in _BLANKS:
        return False
    return _HEAD.search(text, max(0, start - 8), start) is not None and (
        start < 8 or "\n" in text[start - 8 : start]
    )


def _after_marker(text: str, start: int) -> Quantity | None:
    """3.5个社区 at the start of a line is list item 3 with five communities; 3.2人员情况 is a
    heading.
    """
    rest = AMOUNT.match(text, text.index(".", start) + 1)
    if not rest:
        return None
    read = figure(rest)
    if read.unit is None or vocabulary.ORDINARY_WORDS.match(text, read.end - len(read.unit)):
        return None
    said = scaled(read.number, read.scale), read.unit, kind_of(read.unit)
    return hedged(text, (read.start, read.end), said, loosened(read.infix))


def _joins(text: str, start: int, end: int) -> bool:
    """Return whether a dash joins labels: 成本目标-投入资金-1024万元-已完成."""
    return text[end : end + 1] == "-" or _JOINED.search(text, max(0, start - 24), start) is not None


def _signed(text: str, read: Figure, value: str, kind: Kind) -> tuple[int, str]:
    """Apply a sign: at a rate or an amount of money it belongs to the value, 负 to any value;
    before a count it is a dash.
    """
    start = read.start
    last = text[start - 1] if start else ""
    if last == "±":
        return start - 1, f"-{value}/{value}"
    if last == "¥":
        return start - 1, value
    if last not in _SIGNS or not last or (kind not in _SIGNED and last != "负"):
        return start, value
    if last == "-" and _joins(text, start, read.end):
        return start, value
    if last == "负" and (text[start - 2 : start - 1] in _BURDENS or read.unit in _STOREYS):
        return start, value
    before_sign = text[start - 2] if start > 1 else ""
    if before_sign in _UNSIGNED or (before_sign.isascii() and before_sign.isalnum()):
        return start, value
    return start - 1, value if value == "0" else f"-{value}"


def _range(text: str, read: Figure) -> Quantity | None:
    """Read two numbers with one unit: 3-5次, 80%—90%, 1万-2万元. The second scale also applies to
    the first number, unless that prints its own.
    """
    dash = DASH.match(text, read.end)
    second = AMOUNT.match(text, dash.end()) if dash else None
    if dash is None or second is None:
        return None
    other = figure(second)
    if len(other.number) > LONGEST or is_code(other.number):
        return None
    if read.unit and read.unit != other.unit:
        return None
    if not other.unit and not other.scale:
        return None
    unit, kind = _unit(text, read.start, other)
    scale = read.scale if read.scale or read.unit else other.scale
    low, high = scaled(read.number, scale), scaled(other.number, other.scale)
    if dash[0] != dash[0].strip() and not read.unit and Decimal(low) > Decimal(high):
        # A dash between blanks is an empty cell: 207.4538 — 100%.
        return None
    value = ordered(low, high)
    start = read.start - (text[read.start - 1 : read.start] == "¥")
    infix = loosened(read.infix or other.infix)
    return hedged(text, (start, other.end), (value, unit, kind), infix)


def _unit(text: str, start: int, last: Figure) -> tuple[str, Kind]:
    """Return unit and kind of a mention that begins at `start` and ends with a figure."""
    if last.unit:
        return last.unit, UNITS.get(last.unit) or kind_of(last.unit)
    return implied(text, start, last.end)


def _bare(text: str, read: Figure) -> Quantity | None:
    """Read a number without a unit: money without 元, a rate without %, a score."""
    if read.scale and text[read.end : read.end + 1].isdigit():
        whole = _composite(text, read)
        if whole or text[read.end : read.end + 1] == "0":
            return whole
    said = without_unit(text, read)
    if said is None:
        return None
    end, value, unit, kind = said
    start = read.start - (text[read.start - 1 : read.start] == "¥")
    return hedged(text, (start, end), (value, unit, kind), loosened(read.infix))


def _composite(text: str, read: Figure) -> Quantity | None:
    """1亿2000万元, 3万5千元: two numbers form one if the second is below the first's scale."""
    rest = AMOUNT.match(text, read.end)
    if not rest or "." in read.number:
        return None
    last = figure(rest)
    low = scaled(last.number, last.scale)
    if "." in low or len(low) > {"亿": 8, "万": 4}.get(read.scale[-1], 0):
        return None
    value = str(int(scaled(read.number, read.scale)) + int(low))
    unit, kind = _unit(text, read.start, last)
    return hedged(text, (read.start, last.end), (value, unit, kind), loosened(last.infix))
