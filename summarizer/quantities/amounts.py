"""Amounts in digits: 300余万元, 98.6%, 3-5次, 1亿2000万元, and 487万 whose 元 is left out."""

from __future__ import annotations

import re
from decimal import Decimal

from summarizer.quantities import vocabulary
from summarizer.quantities.hedges import before, hedged
from summarizer.quantities.numerals import ordered, scaled
from summarizer.quantities.patterns import AMOUNT, DASH, DASHES, RATIO
from summarizer.quantities.units import UNITS, kind_of
from summarizer.schema import Quantity
from summarizer.schema.quantity import Approx, Kind

__all__ = ["LONGEST", "amount", "is_code"]

Match = re.Match[str]
Said = tuple[str, str, Kind]
# Longer runs of digits are numbers of accounts and cards.
LONGEST = 24
# Before a number these make it part of a name, a code or a formula: 1+5, 7×24, 5号3栋.
_FORMULA = frozenset("+×*#@&Φφ号№")
_CLOCK = frozenset("时点度")
_BUILDINGS = frozenset({"栋", "幢", "座", "层"})
_CLOSING = frozenset("”》」』")
# What may stand right after a number that has no unit of its own.
_STOPS = frozenset("，。；、！？,;)）”’」』》】以及左上的")
_CLAUSE = re.compile(r"[。；;！？!?\n]")


def amount(text: str, match: Match) -> Quantity | None:
    """The amount of an AMOUNT match, or None where the digits state none."""
    number, early, scale, late, more, unit = match.group(
        "number", "before", "scale", "after", "more", "unit"
    )
    if len(number) > LONGEST or is_code(number) or _in_formula(text, match.start()):
        return None
    end = match.end()
    if text[end : end + 1] in DASHES and (found := _range(text, match)):
        return found
    if unit is None:
        return _bare(text, match)
    kind = UNITS.get(unit) or kind_of(unit)
    if not _counts(text, match, kind):
        return None
    start, value = _signed(text, match.start(), scaled(number, scale or ""), kind)
    if kind == "money" and unit == "元" and text[end : end + 1].isdigit():
        end, value = _small_change(text, end, value)
    return hedged(text, (start, end), (value, unit, kind), _loosened(early or late or more))


def is_code(number: str) -> bool:
    """062001 is the number of a department, not of anything in it."""
    return number[0] == "0" and len(number) > 1 and number[1] != "."


def _loosened(infix: str | None) -> Approx:
    if infix is None:
        return "exact"
    return "about" if infix == "来" else "over"


def _in_formula(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in _FORMULA


def _counts(text: str, match: Match, kind: Kind) -> bool:
    """Is the unit a unit here, and not the first half of a word, of a clock time or an address?"""
    start, end = match.span()
    unit = match["unit"]
    follows = text[end : end + 1]
    if kind == "score":
        return not start or text[start - 1] not in _CLOCK
    if follows in _CLOSING:
        return unit != "条" or not follows
    if follows.isdigit() and unit in _BUILDINGS:
        return False
    if _is_doubtful(text, match):
        return not vocabulary.ORDINARY_WORDS.match(text, match.start("unit"))
    return True


def _is_doubtful(text: str, match: Match) -> bool:
    """Might the number be a year, the number of a heading, or a cell before a cell of words?"""
    number = match["number"]
    if len(number) == 4 and number[:2] in ("19", "20"):
        return True
    if text[match.start("unit") - 1] in " \u3000":
        return True
    return _opens_line(text, match.start())


def _opens_line(text: str, start: int) -> bool:
    if start and text[start - 1] not in "\n \u3000\t":
        return False
    head = text[:start] if start < 8 else text[start - 8 : start]
    line = head.rpartition("\n")
    return not line[2].strip() and (bool(line[1]) or start < 8)


def _signed(text: str, start: int, value: str, kind: Kind) -> tuple[int, str]:
    """A sign that is printed at a rate or a sum belongs to the value, a dash after a word does not
    change a count."""
    last = text[start - 1] if start else ""
    if last == "±":
        return start - 1, f"-{value}/{value}"
    if last == "¥":
        return start - 1, value
    if last not in ("-", "−", "负") or kind not in ("percent", "money", "measure"):
        return start, value
    before_sign = text[start - 2] if start > 1 else ""
    if before_sign in ("%", "元") or (before_sign.isascii() and before_sign.isalnum()):
        return start, value
    return start - 1, value if value == "0" else f"-{value}"


def _small_change(text: str, end: int, value: str) -> tuple[int, str]:
    """3元5角 is 3.5元."""
    change = re.compile("([0-9])角").match(text, end)
    if not change:
        return end, value
    return change.end(), str(Decimal(value) + Decimal(change[1]).scaleb(-1))


def _range(text: str, match: Match) -> Quantity | None:
    """Two numbers under one unit: 3-5次, 80%—90%, 1万-2万元. The scale of the second is the
    first's, too, unless the first prints its own."""
    dash = DASH.match(text, match.end())
    other = AMOUNT.match(text, dash.end()) if dash else None
    if not other or len(other["number"]) > LONGEST or is_code(other["number"]):
        return None
    if match["unit"] and match["unit"] != other["unit"]:
        return None
    said = _said(text, other)
    if said is None:
        return None
    scale = match["scale"] or ("" if match["unit"] else other["scale"]) or ""
    value = ordered(scaled(match["number"], scale), said[0])
    start = match.start() - (text[match.start() - 1 : match.start()] == "¥")
    infix = match["more"] or other["before"] or other["after"] or other["more"]
    return hedged(text, (start, _end(other)), (value, *said[1:]), _loosened(infix))


def _said(text: str, match: Match) -> Said | None:
    """Value, unit and kind of the second number of a range."""
    unit, scale = match["unit"], match["scale"] or ""
    value = scaled(match["number"], scale)
    if unit:
        return value, unit, UNITS.get(unit) or kind_of(unit)
    return (value, *_implied(text, match.start(), _end(match))) if scale else None


def _end(match: Match) -> int:
    """Where the amount ends, without blanks that belong to nothing."""
    return max(map(match.end, ("number", "before", "scale", "after", "more", "unit")))


def _bare(text: str, match: Match) -> Quantity | None:
    """A number without a unit: a sum with 元 left out, a rate without its sign, a score."""
    end = _end(match)
    if match["scale"] and text[end : end + 1].isdigit():
        return _composite(text, match, end)
    said = _without_unit(text, match, end)
    if said is None:
        return None
    infix = match["before"] or match["after"] or match["more"]
    start = match.start() - (text[match.start() - 1 : match.start()] == "¥")
    return hedged(text, (start, end), said, _loosened(infix))


def _composite(text: str, match: Match, end: int) -> Quantity | None:
    """1亿2000万元, 3万5千元: two numbers are one."""
    rest = AMOUNT.match(text, end)
    if not rest or "." in match["number"]:
        return None
    high, low = scaled(match["number"], match["scale"]), scaled(rest["number"], rest["scale"] or "")
    # 2亿5 is what nobody writes; a second number as long as the first's scale is another number.
    if "." in low or len(low) > {"亿": 8, "万": 4}.get(match["scale"][-1], 0):
        return None
    value = str(int(high) + int(low))
    unit = rest["unit"]
    said = (unit, UNITS.get(unit) or kind_of(unit)) if unit else None
    unit, kind = said or _implied(text, match.start(), _end(rest))
    infix = rest["before"] or rest["after"] or rest["more"]
    return hedged(text, (match.start(), _end(rest)), (value, unit, kind), _loosened(infix))


def _without_unit(text: str, match: Match, end: int) -> Said | None:
    start, number, scale = match.start(), match["number"], match["scale"]
    if scale:
        return scaled(number, scale), *_implied(text, start, end)
    value = scaled(number)
    head = text[max(0, start - 24) : start]
    if head.endswith("¥"):
        return value, "元", "money"
    if (ratio := RATIO.match(text, end)) and vocabulary.RATIO.search(head):
        return value, f":{scaled(ratio[1])}", "measure"
    if end < len(text) and text[end] not in _STOPS and not text[end].isspace():
        return None
    if vocabulary.SCORE.search(head):
        return value, "分", "score"
    return _rate_or_bound(text, start, value)


def _rate_or_bound(text: str, start: int, value: str) -> Said | None:
    """大于等于0 after 节约率 is a percentage, ≥5 alone a count of something."""
    early = before(text, start) if start else None
    bound = early is not None and early[1][1] is not None
    end = early[0] if early else start
    rate = vocabulary.RATE.search(text[max(0, end - 24) : end])
    if rate and (bound or rate["says"]):
        return value, "%", "percent"
    return (value, "", "count") if bound else None


def _implied(text: str, start: int, end: int) -> tuple[str, Kind]:
    """What 487万 is: money before or after a word for money, else a count of something."""
    if vocabulary.MONEY_AFTER.match(text, end) or text[start - 1 : start] == "¥":
        return "元", "money"
    clause = _CLAUSE.split(text[max(0, start - 24) : start])[-1]
    last = max(
        vocabulary.BARE_SCALE_MONEY.finditer(clause), key=lambda found: found.end(), default=None
    )
    return ("元", "money") if last and last["money"] else ("", "count")
