"""Format numbers as a spreadsheet displays them: value and format code → text.

A sheet displays `98.50%` where the file holds 0.985, and `1.2万` where it holds 12345 with the
format `0!.0,"万"`. Dates, conditions, colours and literals are supported; numbers with fraction or
fill formats are printed plainly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

__all__ = ["BUILT_IN", "as_shown", "plain"]

# Format codes that files name by number only, in the Chinese variant where it differs.
BUILT_IN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"-"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

# A spreadsheet keeps fifteen digits; further digits are noise of binary fractions.
DIGITS = 15
# Maximum width of a number without a format, unless its whole part is longer.
WIDTH = 11
# From this power of ten on, a number is not a count and is written with its exponent.
_LONGEST = 21

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
  | [\\!](?P<escaped>.)
  | (?:_.|\*.)                                    # a blank as wide as a sign; a filler
  | \[(?P<elapsed>h+|m+|s+)\]
  | \[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]
  | \[(?P<condition>[<>=]{1,2}-?[\d.]+)\]
  | \[[^\]]*\]                                    # a colour, a script
  | (?P<general>General|G/通用格式)
  | (?P<half>AM/PM|A/P|上午/下午)
  | (?P<date>y+|e+|m+|d+|h+|s+|a{3,4})
  | (?P<exponent>E[+-])
  | (?P<digit>[0?#])
  | (?P<sign>[.,%@/])
  | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Day zero of either calendar, and the last serial number that is a date (9999-12-31).
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - of no zone
_LAST_DAY = 2_958_466
_CONDITION = re.compile(r"(?P<way>[<>=]+)(?P<limit>-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the sections between the semicolons of a format code."""

    tokens: tuple[_Token, ...]
    way: str = ""
    limit: Decimal = Decimal(0)

    @property
    def dated(self) -> bool:
        return any(token.kind in ("date", "elapsed", "half") for token in self.tokens)


def plain(value: float | Decimal) -> str:
    """Return a number without a format: whole numbers whole, fractions as far as a cell shows them.

    >>> plain(0.1 + 0.2), plain(12.0), plain(100 / 3), plain(2241000.5), plain(1e-7)
    ('0.3', '12', '33.33333333', '2241000.5', '0.0000001')
    """
    number = _fifteen(value)
    if number is None or number.adjusted() >= _LONGEST:
        return "" if number is None else f"{number:g}"
    whole = len(str(abs(int(number))))
    places = max(0, WIDTH - 1 - whole)
    if abs(number) < 1:
        places = max(places, DIGITS if abs(number) < Decimal("0.0001") else places)
    rounded = round(number, places) if number.as_tuple().exponent < -places else number  # type: ignore[operator]
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_shown(value: float | Decimal, code: str, *, since_1904: bool = False) -> str:
    """Return a number under a format code.

    >>> as_shown(0.985, "0.00%"), as_shown(1234567.891, "#,##0.00"), as_shown(-5, "0;(0)")
    ('98.50%', '1,234,567.89', '(5)')
    >>> as_shown(12345, '0!.0,"万"'), as_shown(45291, 'yyyy"年"m"月"d"日"')
    ('1.2万', '2023年12月31日')
    """
    number = _fifteen(value)
    if number is None or abs(number.adjusted()) >= _LONGEST:
        return "" if number is None else plain(number)
    section, absolute = _chosen(_sections(code), number)
    if section is None:
        return plain(number)
    if section.dated:
        return _date(section, number, since_1904=since_1904) or plain(number)
    if any(token.kind == "exponent" or token.text == "/" for token in section.tokens):
        return plain(number)
    return _number(section, abs(number) if absolute else number)


def _fifteen(value: float | Decimal) -> Decimal | None:
    """Return the value rounded to fifteen digits; None when it is not a number."""
    try:
        number = Decimal(f"{value:.{DIGITS}g}")
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return the sections of a format code, at most four."""
    sections: list[_Section] = []
    tokens: list[_Token] = []
    way, limit = "", Decimal(0)
    for found in _TOKEN.finditer(code[:255]):
        kind = found.lastgroup or "blank"
        text = found[kind] if found.lastgroup else ""
        if kind == "other" and text == ";":
            sections.append(_Section(tuple(tokens), way, limit))
            tokens, way, limit = [], "", Decimal(0)
        elif kind == "condition" and (condition := _CONDITION.fullmatch(text)):
            way, limit = condition["way"], Decimal(condition["limit"])
        elif kind in ("quoted", "escaped", "currency", "other"):
            tokens.append(_Token("literal", text))
        elif kind != "condition":
            tokens.append(_Token(kind, text))
    return (*sections, _Section(tuple(tokens), way, limit))[:4]


def _chosen(sections: Sequence[_Section], number: Decimal) -> tuple[_Section | None, bool]:
    """Return the section for a number, and whether the section prints the sign itself."""
    for section in sections:
        if section.way and _holds(section, number):
            return section, False
    free = [section for section in sections[:3] if not section.way]
    if any(section.way for section in sections):
        return (free[0], False) if free else (None, False)
    if number < 0 and len(free) > 1:
        return free[1], True
    if number == 0 and len(free) > 2:
        return free[2], False
    return free[0], False


def _holds(section: _Section, number: Decimal) -> bool:
    limit = section.limit
    return {
        ">": number > limit,
        "<": number < limit,
        ">=": number >= limit,
        "<=": number <= limit,
        "=": number == limit,
        "<>": number != limit,
    }.get(section.way, False)


def _number(section: _Section, number: Decimal) -> str:
    tokens = section.tokens
    if any(token.kind == "general" or token.text == "@" for token in tokens):
        return _around(tokens, plain(number))
    if not any(token.kind == "digit" for token in tokens):
        return "".join(token.text for token in tokens if token.kind == "literal")
    mask = _mask(tokens)
    value = number.scaleb(2 * mask.percents - 3 * mask.scaled)
    unit = Decimal(1).scaleb(-len(mask.fraction))
    rounded = abs(value).quantize(unit, rounding=ROUND_HALF_UP)
    text = "".join(_filled(tokens, mask, f"{rounded:f}")).strip()
    return f"-{text}" if value < 0 and rounded else text


@dataclass(frozen=True, slots=True)
class _Mask:
    """The places of the digits among the tokens, and the scale of the number."""

    whole: tuple[int, ...]
    fraction: tuple[int, ...]
    point: int | None
    thousands: bool
    percents: int
    scaled: int


def _mask(tokens: Sequence[_Token]) -> _Mask:
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    signs = [(at, token.text) for at, token in enumerate(tokens) if token.kind == "sign"]
    point = next((at for at, sign in signs if sign == "."), None)
    whole = tuple(at for at in digits if point is None or at < point)
    fraction = tuple(at for at in digits if point is not None and at > point)
    commas = [at for at, sign in signs if sign == ","]
    last = whole[-1] if whole else -1
    return _Mask(
        whole,
        fraction,
        point,
        thousands=any(whole and whole[0] < at < last for at in commas),
        percents=sum(1 for _, sign in signs if sign == "%"),
        scaled=sum(1 for at in commas if at > last),
    )


def _around(tokens: Sequence[_Token], shown: str) -> str:
    """Return a number without a format among the literals around it."""
    return "".join(
        shown if token.kind == "general" or token.text == "@" else token.text
        for token in tokens
        if token.kind in ("general", "literal") or token.text == "@"
    )


def _filled(tokens: Sequence[_Token], mask: _Mask, number: str) -> list[str]:
    """Return the text of each token: digits fill their places from the point outwards."""
    shown = [token.text if token.kind == "literal" or token.text == "%" else "" for token in tokens]
    digits, _, decimals = number.partition(".")
    left, count = digits.lstrip("0"), 0
    for at in reversed(mask.whole):
        taken, left = (left, "") if at == mask.whole[0] else (left[-1:], left[:-1])
        if not taken and tokens[at].text == "0":
            taken = "0"
        shown[at], count = _grouped(taken, count, thousands=mask.thousands)
    kept = len(decimals)
    while kept and decimals[kept - 1] == "0" and tokens[mask.fraction[kept - 1]].text != "0":
        kept -= 1
    for place, at in enumerate(mask.fraction[:kept]):
        shown[at] = decimals[place]
    if mask.point is not None and kept:
        shown[mask.point] = "."
    if mask.whole and not any(shown):
        # `#` alone prints nothing for 0, which would look like an empty cell.
        shown[mask.whole[-1]] = "0"
    return shown


def _grouped(digits: str, count: int, *, thousands: bool) -> tuple[str, int]:
    """Return the next `count` digits, with a comma before every third of all digits to the
    right.
    """
    text = ""
    for digit in reversed(digits):
        if thousands and count and count % 3 == 0:
            text = "," + text
        text = digit + text
        count += 1
    return text, count


def _date(section: _Section, number: Decimal, *, since_1904: bool) -> str | None:
    if not 0 <= number < _LAST_DAY:
        return None
    seconds = int((number * 86_400).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(seconds=seconds)
    return "".join(_dated(section.tokens, moment, seconds)).strip()


def _dated(tokens: Sequence[_Token], moment: datetime, seconds: int) -> Iterator[str]:
    halves = any(token.kind == "half" for token in tokens)
    before = ""
    for place, token in enumerate(tokens):
        if token.kind == "date":
            letter = token.text[0].lower()
            minute = letter == "m" and (before in ("h", "elapsed") or _next(tokens, place) == "s")
            yield _part(letter, len(token.text), moment, minute=minute, halves=halves)
            before = letter
        elif token.kind == "elapsed":
            size = {"h": 3600, "m": 60, "s": 1}[token.text[0].lower()]
            yield str(seconds // size).zfill(len(token.text))
            before = "elapsed"
        elif token.kind == "half":
            early = moment.hour < 12
            yield ("上午" if early else "下午") if "午" in token.text else ("AM" if early else "PM")
        elif token.kind == "literal" or token.text in (".", ",", "/"):
            yield token.text


def _next(tokens: Sequence[_Token], place: int) -> str:
    """Return the letter of the next part of a date."""
    following = (token for token in tokens[place + 1 :] if token.kind == "date")
    return next((token.text[0].lower() for token in following), "")


def _part(letter: str, length: int, moment: datetime, *, minute: bool, halves: bool) -> str:
    if letter in "ye":
        return f"{moment.year % 100:02}" if length == 2 else str(moment.year)
    if letter == "a":
        return ("星期" if length == 4 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "m" and not minute:
        return _MONTHS[moment.month - 1] if length > 2 else str(moment.month).zfill(length)
    if letter == "d":
        return _DAYS[moment.weekday()] if length > 2 else str(moment.day).zfill(length)
    hour = (moment.hour - 1) % 12 + 1 if halves else moment.hour
    amount = {"m": moment.minute, "h": hour, "s": moment.second}[letter]
    return str(amount).zfill(min(length, 2))
