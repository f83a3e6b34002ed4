"""Parse heading numbers: 一、 （一） 1. 1.2 （1） ① 第一部分, intact and damaged.

Official prose numbers its levels in this order. Conversions damage it: automatic numbers become
arabic ("3、" between 二、 and 七、, "（2）" after （一）) or disappear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Marker", "marker"]

CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九十")}
# Styles from the outermost level inwards. `kin` styles form one level with damaged numbers.
RANKS: dict[str, float] = {
    "annex": -1,
    "part": 0,
    "chinese": 1,
    "chinese_bracket": 2,
    "arabic": 3,
    "arabic_dot": 3,
    "arabic_gap": 3,
    "arabic_bracket": 4,
    "circled": 5,
}
KIN = {
    frozenset(("chinese", "arabic")),
    frozenset(("chinese", "arabic_dot")),
    frozenset(("chinese_bracket", "arabic_bracket")),
    frozenset(("arabic", "arabic_dot")),
    frozenset(("arabic", "arabic_gap")),
}

# A decimal before one of these is a quantity, not a heading number.
UNIT = (
    "[万亿千百元%％‰个人次户件家名条场块份辆台套处吨米斤天倍分时月日只株棵栋幢升克]"
    "|公[里斤顷分]|平[方米]|立方|小时|至|到|[-~～—–*×/]"
)

_MARKER = re.compile(
    r"""
    (?P<annex>附\s?[件表]\s?[\d一二三四五六七八九十]{0,2})(?:[、：:.．\s]+|$)
  | (?P<part>第\s?[一二三四五六七八九十\d]{1,3}\s?(?:部分|章|篇|节))[、：:\s]*
  | (?P<chinese>[一二三四五六七八九十]{1,3})(?:\s?[、．.，]\s*|(?P<gap>\s+)(?=[\u4e00-\u9fff]))
  | [（(]\s?(?P<chinese_bracket>[一二三四五六七八九十]{1,3})\s?[）)][、．.\s]*
  | (?P<ideograph>[㈠-㈩])[、．.\s]*
  | (?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,3})[、．.]?\s*(?=[^\d\s.．、])(?!"""
    + UNIT
    + r""")
  | (?P<arabic>\d{1,2})\s?、(?P<blank>\s?)\s*
  | (?P<arabic_dot>\d{1,2})\\?[．.]\s*(?=\D|(?:19|20)\d\d\s?年)
  | (?P<arabic_gap>\d{1,2})\s+(?=[\u4e00-\u9fff])(?!"""
    + UNIT
    + r""")
  | [（(]\s?(?P<arabic_bracket>\d{1,2})\s?[）)][、．.\s]*
  | (?P<half_bracket>\d{1,2})[）)]\s*
  | (?P<circled>[①-⑳]|[⑴-⒇]|[⒈-⒛])[、．.\s]*
    """,
    re.VERBOSE,
)
# Characters with a built-in number: the first of each run, and its style.
ALIASES = {"half_bracket": "arabic_bracket", "ideograph": "chinese_bracket"}
SIGNS = (("①", "⑳", "circled"), ("⑴", "⒇", "arabic_bracket"), ("⒈", "⒛", "arabic_dot"))


@dataclass(frozen=True, slots=True)
class Marker:
    """The number before a line: style, last number, rank, and where the words begin.

    `automatic`: conversions print the automatic number 三、 as "3、 " with a blank. `weak`: only a
    blank separates number and words, as in "5 所学校".
    """

    style: str
    number: int
    rank: float
    length: int
    automatic: bool = False
    weak: bool = False

    def is_kin(self, style: str) -> bool:
        """Return whether two styles could number one level, one of them damaged by a conversion."""
        return frozenset((self.style, style)) in KIN


def marker(words: str) -> Marker | None:
    """Return the number that the words begin with, or None.

    >>> [(m.style, m.number) for m in map(marker, ["十二、其他", "（2） 部门", "1.2概况"]) if m]
    [('chinese', 12), ('arabic_bracket', 2), ('decimal2', 2)]
    >>> marker("3.2万余册")
    """
    match = _MARKER.match(words)
    if match is None:
        return None
    style, printed = next((name, said) for name, said in match.groupdict().items() if said)
    if style == "decimal":
        numbers = re.split("[.．]", printed)
        rank = RANKS["arabic"] + 0.25 * (len(numbers) - 1)
        return Marker(f"decimal{len(numbers)}", int(numbers[-1]), rank, match.end())
    number = _number(printed)
    style = ALIASES.get(style, style)
    if style == "circled":
        style = next(own for first, last, own in SIGNS if first <= printed <= last)
    return Marker(
        style,
        number,
        RANKS[style],
        match.end(),
        automatic=bool(match["blank"]),
        weak=bool(match["gap"] or match["arabic_gap"]),
    )


def _number(printed: str) -> int:
    for first, last, _ in (*SIGNS, ("㈠", "㈩", "")):
        if first <= printed <= last:
            return ord(printed) - ord(first) + 1
    printed = "".join(sign for sign in printed if sign in "0123456789" or sign in CHINESE_DIGITS)
    if printed.isascii():
        return int(printed or 1)
    tens, ten, ones = printed.rpartition("十")
    value = CHINESE_DIGITS.get(ones[-1:], 0)
    return value + (10 * CHINESE_DIGITS.get(tens[-1:], 1) if ten else 0)
