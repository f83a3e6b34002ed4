"""The scanner's patterns: one token per mention, tried at digits and at Chinese numerals."""

from __future__ import annotations

import re

from summarizer.quantities.dates import DATE, DATE_WORDS
from summarizer.quantities.units import CHINESE_UNITS, UNITS, trie

__all__ = [
    "AMOUNT",
    "BRACKETED_UNIT",
    "CELL",
    "DASH",
    "DASHES",
    "LABEL_UNIT",
    "PER",
    "RATIO",
    "START",
    "TOKENS",
]

_BLANK = "[ \u3000]"
# Units that a label may print in brackets; 2022（年） is not a period.
BRACKETED = [unit for unit, kind in UNITS.items() if kind not in ("duration", "age")]
_WORDS = "一二两三四五六七八九十百千万亿零〇○"
_PART = r"(?:\.(?!(?:19|20)[0-9]{2}年)[0-9]++)?+"
_ALONE = rf"{_BLANK}?[余多]?[百千]?[万亿]?[元人户名位个件项次家亩吨台套份册]次?(?![^\n|\t，。；、])"
_SCALE = "(?:万亿|[十百千]?亿|百万|十万|千万(?!瓦)|万|千(?![米克瓦伏帕卡分])|百(?!分))"
_NO_THOUSANDS = rf"{_BLANK}?(?:[%‰]|个?百分点|分(?!钟))"
_END_OF_PROSE = r"(?:(?=[\u4e00-\u9fff，。；、：）)])|\Z)"
_IN_PROSE = rf"{_BLANK}?[余多]?{_BLANK}?{_SCALE}?{_BLANK}?{trie()}{_END_OF_PROSE}"
# Digits with thousands separators. In a table row, blanks separate cells; they separate thousands
# only right after a word, before a group that begins with 0, in a cell of one number and its unit,
# and before a unit that words or a mark follow at once. A full-width comma separates thousands only
# in an amount of money, because between clauses it is punctuation; a dot before a year belongs to a
# list marker.
_NUMBER = rf"""(?:
    [0-9]{{1,3}}(?:,[0-9]{{3}}){{1,6}}+(?![0-9]){_PART}
  | [0-9]{{1,3}}(?:，[0-9]{{3}}){{1,6}}+(?![0-9]){_PART}(?={_BLANK}?[余多]?[百千]?[万亿]?元)
  | (?:(?<=[\u4e00-\u9fff：:约])|(?=[0-9]{{1,3}}(?:[ ][0-9]{{3}}){{0,5}}[ ]0[0-9]{{2}}(?![0-9])))
    [0-9]{{1,3}}(?:[ ][0-9]{{3}}){{1,6}}+(?![0-9]){_PART}(?!{_BLANK}?[%‰])
  | (?<=[\u4e00-\u9fff：:约][ ])
    [0-9]{{1,3}}(?:[ ][0-9]{{3}}){{1,6}}+(?![0-9]){_PART}(?!{_NO_THOUSANDS})(?={_IN_PROSE})
  | (?<![^\n|\t])[0-9]{{1,3}}(?:[ ][0-9]{{3}}){{1,6}}+(?![0-9]){_PART}(?={_ALONE})
  | [0-9](?:\.[0-9]++)?[eE]\+[0-9]{{1,2}}(?![0-9])
  | [0-9]++{_PART}
)"""
_EACH = (
    "(?:人次|人|户|年|个月|月|周|天|日|次|亩|平方米|平米|平方公里|公顷|立方米|㎡|m²|m³|L|升|吨|公里|千米|米|个|台|套"
    "|名|生|床日|床|栋|村|所|件|辆|小时|h|s|斤|公斤|千克|度|学期|学年|季度|季|座|班|校|家|社区|棵|株|头|只|羽|份"
    "|篇|场|期|项|处|点|车|课时|学时|本)"
)
# A rate per ten thousand, or per ten million: 0.064次/10万公顷.
_OF_MANY = "(?:(?:10{0,3})?[百千]?[万亿]|百(?=公里))?"
PER = f"(?:/{_OF_MANY}{_EACH}(?:[·•*×.]{_EACH}(?![度均]))?)*+"
AMOUNT = re.compile(
    rf"""
    (?P<number>{_NUMBER})
    (?:{_BLANK}{{0,2}}(?P<before>[余多来几])?(?P<scale>{_SCALE})
        (?P<after>余|多(?!方|元化|功能))?(?P<higher>(?<=[百千][余多])[万亿])?
      |{_BLANK}?(?P<more>[余多来几]))?+
    (?:{_BLANK}{{0,2}}(?P<unit>{trie()}{PER}|/(?:10{{0,2}})?[十百]?万(?:人口?)?(?![次元]|{_EACH}))
        (?!(?<=[A-Za-z])[A-Za-z]))?
    """,
    re.VERBOSE,
)
_CHINESE = rf"""
    (?P<words>半|[数几][十百千万亿]++|[{_WORDS}]++(?:点[{_WORDS}]++)?+)
    (?P<before_words>[余多几来])?(?P<scale_words>[十百千万亿]++)?(?P<after_words>[余多])?
    (?P<unit_words>{trie(CHINESE_UNITS)})?
"""
_TO = rf"{_BLANK}?(?:[-–—−~～〜]{{1,2}}|至|到){_BLANK}?"
# 80%（含）-90% is also a range.
DASH = re.compile(rf"(?:[（(]不?含[）)])?{_TO}")
DASHES = frozenset("-–—−~～〜至到（( \u3000")
CELL = re.compile(
    r"""
    (?<![^\s：:=（(、，;；约近超逾])(?P<sign>[-−△▲])?¥?
    (?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?+)
    (?![^\s：:；;，、。（()）余左以])
    """,
    re.VERBOSE,
)
RATIO = re.compile(r"[ ]?[:：][ ]?([0-9]{1,6}(?:\.[0-9]{1,4})?)(?![0-9:：])")
_UNIT_IN_BRACKETS = rf"[（(](?P<scale>[十百千]?[万亿])?(?P<unit>{trie(BRACKETED)}{PER})[）)]"
BRACKETED_UNIT = re.compile(_UNIT_IN_BRACKETS)
# Forms print a placeholder before the unit and the sign after it: 成活率(≥**%)>=85.
_BLANK_TO_FILL = r"(?:[≥≤<>＝=]{0,2}[*＊×xX]{1,3})?"
LABEL_UNIT = re.compile(
    rf"{_UNIT_IN_BRACKETS.replace('[（(]', f'[（(]{_BLANK_TO_FILL}', 1)}"
    r"(?:[:：]|为)?[ \u3000]?[≥≤<>＝=]{0,2}\Z"
)
_CAPITAL = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
_PLACE = rf"(?:[0-9]++(?:{_TO}[0-9]++)?|[{_WORDS}]++)"
_ORDINAL = rf"(?:[0-9]{{1,2}}|[{_WORDS}]{{1,3}})"
_END = r"(?=[，。；、！？：,;:)）”’」』》】\s的]|$)"
_WORDED = rf"[{_WORDS}]++(?:点[{_WORDS}]++)?+"
# 3年半, 一个半月, 两个多小时.
_LASTING = rf"""
    (?:[0-9]++|[{_WORDS}]++)(?:[年天周]半(?![数天年载])|个[半多](?:月|小时|星期|学期|世纪))
"""
# Fast path: most numbers are followed by a character that cannot continue a date.
_DATE_AHEAD = (
    "(?=[0-9]++[-–—−~～〜至到年月日号季/. \u3000])"
    r"(?![0-9]{1,3}\.[0-9]++[^-–—−~～〜至到年月日0-9. \u3000])"
)
# Digits after a letter are a code (G318); a rate is none, because its letter is a mark: A76%.
_NO_CODE = r"(?:(?<![0-9A-Za-z_])|(?<=[A-Za-z])(?=[1-9][0-9]{0,2}(?:\.[0-9]++)?%))"
_AT_DIGITS = rf"""
    (?<![0-9A-Za-z_]){_DATE_AHEAD}(?:
        (?<![^\s，。；、：:;（(])[0-9]{{1,2}}\.
      | (?<![0-9][-.,:/])
      | (?=(?:19|20)[0-9]{{2}}年)
    )(?P<date>{DATE})
  | (?P<fraction>[0-9]{{1,4}}分之[0-9]++(?:\.[0-9]++)?+)
  | {_NO_CODE}(?<![0-9][-.,:/])(?:(?P<lasting>{_LASTING})|(?P<amount>{AMOUNT.pattern}))
  | [0-9]++
"""
_PART_OF = rf"[百千万二三四五六七八九十]{{1,2}}分之(?:{_WORDED}|[0-9]++(?:\.[0-9]++)?+)"
_AT_WORDS = rf"""
    (?P<date>{DATE_WORDS})
  | (?P<fraction>{_PART_OF}(?:{_TO}{_PART_OF})?)
  | (?P<lasting>{_LASTING})
  | (?P<chinese>{_CHINESE})
  | [{_WORDS}]++
"""
_AT_ORDER = rf"""
    (?<!学)(?P<date>[第前](?:{DATE_WORDS}|[0-9](?:{_TO}[0-9])?季度))
  | 第{_ORDINAL}(?:[、和及至]{_ORDINAL})++(?=[针批次期章条款届轮阶部标年])
  | (?P<rank>第{_BLANK}?{_PLACE}[名位]?|前{_BLANK}?{_PLACE}(?:[名位]|{_END}))
"""
_AT_CAPITAL = rf"""
    (?P<capital>[{_CAPITAL}万亿零]++[元圆](?:[{_CAPITAL}零]角)?(?:[{_CAPITAL}零]分)?[整正]?)
  | [{_CAPITAL}]++
"""
_AT_LEAST = r"(?P<least>(?:至少|最少|不少于)[\u4e00-\u9fff]{1,4}(?=[0-9]))"
# The patterns to try at each character. A token that is not a quantity is skipped as a whole.
TOKENS = {
    first: re.compile(pattern, re.VERBOSE)
    for firsts, pattern in (
        ("0123456789", _AT_DIGITS),
        (_WORDS + "半数几", _AT_WORDS),
        ("第前", _AT_ORDER),
        (_CAPITAL, _AT_CAPITAL),
        ("至最不", _AT_LEAST),
    )
    for first in firsts
}
START = re.compile(f"[{''.join(TOKENS)}]")
