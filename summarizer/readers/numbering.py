"""Numbers in front of headings: 一、 （一） 1. 1.2 （1） ① 第一部分, whole and broken.

Official prose numbers its levels in this order. A conversion breaks it: automatic numbers come out
as arabic ("3、" between 二、 and 七、, "（2）" after （一）) or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Marker", "marker"]

CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
# Styles from the outermost level inwards. `kin` styles are one level whose numbers were broken.
RANKS = {
    "part": 0,
    "chinese": 1,
    "chinese_bracket": 2,
    "arabic": 3,
    "arabic_dot": 3,
    "arabic_bracket": 4,
    "circled": 5,
}
KIN = {
    frozenset(("chinese", "arabic")),
    frozenset(("chinese", "arabic_dot")),
    frozenset(("chinese_bracket", "arabic_bracket")),
    frozenset(("arabic", "arabic_dot")),
}

# A decimal in front of one of these is a quantity and no number of a heading.
UNIT = (
    "[万亿千百元%％‰个人次户件家名条场块份辆台套处吨米斤天倍分时月日只株棵栋幢升克]"
    "|公[里斤顷分]|平[方米]|立方|小时|至|到|[-~～—–*×/]"
)

_MARKER = re.compile(
    r"""
    (?P<part>第[一二三四五六七八九十\d]{1,3}(?:部分|章|篇|节))[、：:\s]*
  | (?P<chinese>[一二三四五六七八九十]{1,3})\s?[、．.，]\s*
  | [（(]\s?(?P<chinese_bracket>[一二三四五六七八九十]{1,3})\s?[）)][、．.\s]*
  | (?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,3})[、．.]?\s*(?=[^\d\s.．、])(?!"""
    + UNIT
    + r""")
  | (?P<arabic>\d{1,2})\s?、(?P<blank>\s?)\s*
  | (?P<arabic_dot>\d{1,2})[．.]\s*(?=\D|(?:19|20)\d\d\s?年)
  | [（(]\s?(?P<arabic_bracket>\d{1,2})\s?[）)][、．.\s]*
  | (?P<half_bracket>\d{1,2})[）)]\s*
  | (?P<circled>[①-⑳])[、．.\s]*
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A number in front of a line: its style, its last number, how deep, where the words begin.

    `automatic`: "3、 " with a blank is how conversions print the automatic number 三、."""

    style: str
    number: int
    rank: int
    length: int
    automatic: bool = False

    def is_kin(self, style: str) -> bool:
        """Could the two styles number one level, one of them broken by a conversion?"""
        return frozenset((self.style, style)) in KIN


def marker(words: str) -> Marker | None:
    """The number that the words begin with, or None.

    >>> [(m.style, m.number) for m in map(marker, ["十二、其他", "（2） 部门", "1.2概况"]) if m]
    [('chinese', 12), ('arabic_bracket', 2), ('decimal', 2)]
    >>> marker("3.2万余册")
    """
    match = _MARKER.match(words)
    if match is None or match.lastgroup is None:
        return None
    style = "arabic" if match.lastgroup == "blank" else match.lastgroup
    printed = match.group(style)
    if style == "decimal":
        numbers = re.split("[.．]", printed)
        return Marker(style, int(numbers[-1]), 1 + len(numbers), match.end())
    style = "arabic_bracket" if style == "half_bracket" else style
    automatic = bool(match.group("blank"))
    return Marker(style, _number(printed), RANKS[style], match.end(), automatic)


def _number(printed: str) -> int:
    if printed[0] == "第":
        printed = printed.strip("第部分章篇节")
    if printed.isascii():
        return int(printed)
    if "①" <= printed <= "⑳":
        return ord(printed) - ord("①") + 1
    tens, ten, ones = printed.rpartition("十")
    value = CHINESE_DIGITS.get(ones[-1:], 0)
    return value + (10 * CHINESE_DIGITS.get(tens[-1:], 1) if ten else 0)
