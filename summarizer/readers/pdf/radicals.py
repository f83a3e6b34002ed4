"""Replace radicals, compatibility forms and ligatures by plain characters.

A PDF names a glyph by one of its code points; a browser that prints 工 may name it ⼯ (a Kangxi
radical). Without replacement, quotes would not match the report.
"""

from __future__ import annotations

import unicodedata

__all__ = ["plain"]

# CJK radicals without a decomposition in Unicode (NFKC keeps them), each before its character.
PAIRS = (
    "⺁厂⺃乚⺄乙⺅亻⺆冂⺇几⺉刂⺊卜⺋㔾⺎尢⺏尣⺐尢⺒巳⺓幺⺖忄⺘扌⺙攵⺛旡⺝月⺞歺⺠民⺡氵⺣灬⺤爫⺦丬⺨犭⺩王⺪疋⺫目⺬示"
    "⺭礻⺮竹⺯糸⺰纟⺱罓⺲罒⺳网⺶羊⺷羊⺹耂⺻聿⺼月⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝"
    "⻐钅⻑長⻒镸⻓长⻔门⻕阝⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯"
    "⻮齿⻯竜⻰龙⻱龜⻲亀"
)
RADICALS = str.maketrans(PAIRS[::2], PAIRS[1::2])


def plain(text: str) -> str:
    """Return the text with plain characters; full-width digits and signs stay as printed.

    >>> plain("⻓沙市⼯作"), plain("ﬁ"), plain("１２％")
    ('长沙市工作', 'fi', '１２％')
    """
    return "".join(map(_plain_character, text)) if not text.isascii() else text


def _plain_character(character: str) -> str:
    code = ord(character)
    if 0x2E80 <= code <= 0x2EFF:
        return unicodedata.normalize("NFKC", character.translate(RADICALS))
    # Kangxi radicals, compatibility ideographs, Latin ligatures.
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", character)
    return " " if character in "\u00a0\u2002\u2003\u2009\u200a\u202f" else character
