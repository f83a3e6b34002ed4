"""Numerals to decimal strings: 259.25 and 万, 三千二百, 壹佰贰拾叁, 二〇二二. Exact, never a
float.

Strings are shifted, not multiplied, so the cost is linear in the length.
"""

from __future__ import annotations

import re

__all__ = ["chinese", "chinese_digits", "ordered", "scaled", "spread"]

_DIGITS = {
    **dict(zip("〇零○一二两三四五六七八九", "0001223456789", strict=True)),
    **dict(zip("壹贰貳叁參肆伍陆陸柒捌玖", "122334566789", strict=True)),
}
_TENS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
_GROUPS = {"万": 4, "萬": 4, "亿": 8, "億": 8}
# The scales that may follow digits, as powers of ten.
_SCALES = {**_TENS, **_GROUPS, "十万": 5, "百万": 6, "千万": 7, "十亿": 9, "百亿": 10, "千亿": 11}
_SCALES |= {"万亿": 12, "": 0}
# The longest numeral in words; a longer run of 万 or 一 is not a number.
_LONGEST = 24
_SPREAD = re.compile(
    r"(?P<lead>[十百千万]*)(?P<low>[一二三四五六七八九])(?P<high>[二三四五六七八九])(?P<tail>[十百千万亿]*)"
)


def scaled(number: str, scale: str = "", extra: int = 0) -> str:
    """Return the canonical decimal of digits (with separators) and a scale.

    >>> scaled("259.25", "万"), scaled("1,250.50"), scaled("0.50"), scaled("1.2E+07")
    ('2592500', '1250.5', '0.5', '12000000')
    >>> scaled("-0.02", "亿")
    '-2000000'
    """
    if number[0] == "-":
        value = scaled(number[1:], scale, extra)
        return value if value == "0" else f"-{value}"
    if not scale and not extra and number[0] != "0" and number.isdigit():
        return number
    if "E+" in (upper := number.upper()):
        number, _, tens = upper.partition("E+")
        extra += int(tens)
    whole, _, part = number.partition(".")
    if not whole.isdigit():
        whole = "".join(digit for digit in whole if digit.isdigit())
    power = _SCALES[scale] + extra
    if power:
        part = part.ljust(power, "0")
        whole, part = whole + part[:power], part[power:]
    if len(whole) > 1 and whole[0] == "0":
        whole = whole.lstrip("0") or "0"
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def chinese(words: str) -> str | None:
    """Return the canonical decimal of a Chinese numeral, or None if it is not one.

    >>> chinese("三千二百"), chinese("五十万"), chinese("十七"), chinese("八十五点一一")
    ('3200', '500000', '17', '85.11')
    >>> chinese("一三"), chinese("半"), chinese("两千五")
    (None, '0.5', '2500')
    """
    if words == "半":
        return "0.5"
    if len(words) > _LONGEST:
        return None
    whole, point, part = words.partition("点")
    if point:
        digits = chinese_digits(part.rstrip("万亿"))
        scale = part.lstrip("".join(_DIGITS))
        base = chinese(whole)
        if digits is None or base is None or scale not in _SCALES:
            return None
        return scaled(f"{base}.{digits}", scale)
    total = _whole(words)
    return None if total is None else str(total)


def chinese_digits(words: str) -> str | None:
    """Read digit by digit, as in years: 二〇二二 is 2022."""
    digits = [_DIGITS.get(word) for word in words]
    return None if None in digits or not digits else "".join(map(str, digits))


def spread(words: str) -> str | None:
    """Return the range of two adjacent numerals: 两三 is 2/3, 七八百 is 700/800.

    >>> spread("七八百"), spread("十五六"), spread("三五"), spread("二三")
    ('700/800', '15/16', '3/5', '2/3')
    """
    found = _SPREAD.fullmatch(words.replace("两", "二"))
    if not found or (found["low"] + found["high"] != "三五" and not _adjacent(found)):
        return None
    ends = [chinese(found["lead"] + found[end] + found["tail"]) for end in ("low", "high")]
    return None if None in ends else f"{ends[0]}/{ends[1]}"


def ordered(low: str, high: str) -> str:
    """Return a range with its smaller end first: 100-80% is 80/100.

    >>> ordered("100", "80"), ordered("3", "5")
    ('80/100', '3/5')
    """
    return f"{high}/{low}" if _weight(high) < _weight(low) else f"{low}/{high}"


def _weight(value: str) -> tuple[int, str]:
    whole, _, part = value.partition(".")
    return len(whole), whole + "." + part


def _adjacent(found: re.Match[str]) -> bool:
    return int(_DIGITS[found["high"]]) - int(_DIGITS[found["low"]]) == 1


def _whole(words: str) -> int | None:
    """Read groups of 千百十 closed by 万 and 亿; return None for an invalid sequence."""
    total = section = place = 0
    digit: int | None = None
    for word in words:
        power = _TENS.get(word) or _GROUPS.get(word)
        if power is None:
            if digit:
                return None
            digit = int(_DIGITS[word]) if word in _DIGITS else None
            if not digit:
                place = 0
            continue
        if power < 4:
            if section and 0 < place <= power:
                return None
            section += (digit or 1) * 10**power
        elif power == 4:
            total += (section + (digit or 0) or 1) * 10**4
            section = 0
        else:
            total = (total + section + (digit or 0) or 1) * 10**8
            section = 0
        digit, place = None, power
    # 两千五 is 2500, 两千零五 is 2005.
    rest: int = (digit or 0) * 10 ** max(place - 1, 0)
    return total + section + rest
