"""Format numbers as Word does in automatic lists."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["numeral"]

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(number: int, style: str) -> str:
    """Return a number in one of Word's number styles; Arabic for unknown styles.

    >>> numeral(12, "chineseCountingThousand"), numeral(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    if not 0 <= number < 100_000:
        return str(number)
    write = _STYLES.get(style)
    return write(number) if write else str(number)


def _counted(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """Return a Chinese numeral (一百零五); 10 to 19 begin with 十, as printed in lists."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = _counted(low, digits, units) if low else ""
        return _counted(high, digits, units) + "万" + (digits[0] if 0 < low < 1000 else "") + rest
    if number < 10:
        return digits[number]
    words = ""
    gap = False
    for power in range(3, -1, -1):
        figure = number // 10**power % 10
        if figure:
            words += (digits[0] if gap and words else "") + digits[figure]
            words += units[power - 1] if power else ""
            gap = False
        else:
            gap = True
    one = digits[1] + units[0]
    return words[1:] if words.startswith(one) and digits[1] == "一" else words


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(number))


def _letters(first: str) -> Callable[[int], str]:
    """Return a formatter for letters: a … z, aa, bb …, as Word continues."""

    def write(number: int) -> str:
        if not 0 < number <= 780:
            return str(number)
        times, place = divmod(number - 1, 26)
        return chr(ord(first) + place) * (times + 1)

    return write


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    words = ""
    for amount, letters in _ROMAN:
        times, number = divmod(number, amount)
        words += letters * times
    return words


def _circled(number: int) -> str:
    """Return ① to ㊿ where the character exists."""
    for first, last, sign in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(sign + number - first)
    return "⓪" if number == 0 else str(number)


def _signs(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 0 < number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _english(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

_STYLES: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "koreanCounting": _counted,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "chineseLegalSimplified": lambda number: _counted(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: _counted(number, _LEGAL, "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _signs(0x2488, 20),
    "decimalEnclosedParen": _signs(0x2474, 20),
    "ideographEnclosedCircle": _signs(0x3280, 10),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "ordinal": _english,
    "numberInDash": lambda number: f"- {number} -",
}
