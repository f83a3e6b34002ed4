"""Amounts in words: 五十万余人次, 百分之八十五, 一个半月, 壹佰贰拾叁万元整."""

from __future__ import annotations

import re

from summarizer.quantities import vocabulary
from summarizer.quantities.figures import LONGEST
from summarizer.quantities.hedges import hedged
from summarizer.quantities.implied import zero
from summarizer.quantities.numerals import chinese, ordered, scaled, spread
from summarizer.quantities.patterns import DASH
from summarizer.quantities.units import UNITS
from summarizer.schema import Quantity
from summarizer.schema.quantity import Approx, Kind

__all__ = ["capital", "counted", "fraction", "lasting"]

Match = re.Match[str]
_MULTIPLIERS = frozenset("百千万亿")
_TWOFOLD = frozenset({"千万", "百万", "万亿", "百亿", "千亿"})
# 一户一策, 三天两检: a numeral right after a single one makes an idiom, unless it is a level
# (四个一级指标) or counts something else at the end of a clause (两起三人。).
_SECOND_HALF = re.compile(
    "[一二三四五六七八九十百千两](?![级类线流期般万亿元]|[人户件起家名次个处栋场项](?:[，。；、）]|$))"
)
_OPENING = frozenset('“‘「『《〈"')
_HUNDREDTHS = {"百": "%", "千": "‰", "万": "‱"}


def counted(text: str, match: Match) -> Quantity | None:
    """Read a numeral in words before a measure word: 五十万余人次, 三支, 半年, 千万以上."""
    said, early, scale, late, unit = match.group(
        "words", "before_words", "scale_words", "after_words", "unit_words"
    )
    if unit is None and said == "零" and (told := zero(text, *match.span())):
        return hedged(text, match.span(), ("0", *told), "exact")
    if unit is None and said[0] not in _MULTIPLIERS:
        return None
    if len(said) > LONGEST or len(scale or "") > LONGEST:
        return None
    value = _value(said, scale or "")
    if value is None:
        return None
    approx: Approx = "over" if early or late or said[0] in "数几" else "exact"
    if said[0] in _MULTIPLIERS:
        return _multiplier(text, match, value, approx)
    if not _is_counted(text, match):
        return None
    return hedged(text, match.span(), (value, unit, UNITS[unit]), approx)


def _value(said: str, scale: str) -> str | None:
    if said[0] in "数几":
        return chinese(said[1:] + scale)
    return chinese(said + scale) or spread(said + scale)


def _multiplier(text: str, match: Match, value: str, approx: Approx) -> Quantity | None:
    """百, 千, 万, 亿 alone count only next to a hedge: 近万份, 千万以上, 上千人; not 百姓."""
    start, end = match.span()
    said, unit = match["words"], match["unit_words"] or ""
    if len(said) > 1 and said not in _TWOFOLD:
        return None
    if start and text[start - 1] == "上" and text[start - 2 : start] != "以上":
        start, approx = start - 1, "over"
    kind: Kind = UNITS.get(unit, "money")
    found = hedged(text, (start, end), (value, unit or "元", kind), approx)
    if unit == "元":
        return found if found.end > end or found.approx != "exact" or len(said) > 1 else None
    if not unit:
        return found if found.end > end else None
    return found if found.approx != "exact" and unit != "分" else None


def _is_counted(text: str, match: Match) -> bool:
    """Return whether the numeral counts objects: 三支队伍 does; 一岗双责, 四个意识, “三项功能” do
    not.
    """
    said, unit = match["words"], match["unit_words"]
    start, end = match.span()
    if vocabulary.NAMED.match(text, start):
        return False
    last = text[start - 1] if start else ""
    if last in vocabulary.NOT_COUNTED_AFTER and not text.endswith("学前", 0, start):
        return False
    short = len(said) == 1 and not match["scale_words"]
    if short and (last in _OPENING or _SECOND_HALF.match(text, end)):
        return False
    if said == "一":
        return _one_counts(text, (start, end), unit)
    return said != "零" or unit in ("次", "起", "例", "宗")


def _one_counts(text: str, span: tuple[int, int], unit: str) -> bool:
    """Return whether 一 is a count; mostly it is an article or part of an idiom."""
    start, end = span
    head = text[max(0, start - 12) : start]
    if UNITS[unit] in ("count", "score", "money"):
        made = vocabulary.ONE_IS_COUNTED.search(head)
        return made is not None or vocabulary.ONE_AT_THE_END.match(text, start) is not None
    if unit in ("年", "天", "周", "日"):
        bounded = vocabulary.ONE_PERIOD_AFTER.match(text, end)
        return bounded is not None or vocabulary.ONE_PERIOD_BEFORE.search(head) is not None
    return True


def lasting(text: str, match: Match) -> Quantity | None:
    """Read periods with a half or a hedge: 3年半, 一个半月, 两个多小时."""
    said = re.fullmatch("([^年天周个]+)(年|天|周|个)(半|多)(.*)", match["lasting"])
    whole = said and (scaled(said[1]) if said[1][0] in "0123456789" else chinese(said[1]))
    if not said or not whole or len(whole) > LONGEST:
        return None
    unit = said[2] if said[2] != "个" else said[4] if said[4] == "小时" else f"个{said[4]}"
    half = said[3] == "半"
    value = f"{whole}.5" if half else whole
    span = match.span("lasting")
    return hedged(text, span, (value, unit, "duration"), "exact" if half else "over")


def fraction(text: str, match: Match) -> Quantity | None:
    """百分之五 is 5 %, 千分之三 is 3 ‰, 三分之二 is 2 of unit /3."""
    if len(match["fraction"]) > 2 * LONGEST:
        return None
    parts = [one.partition("分之") for one in DASH.split(match["fraction"])]
    wholes = {_unit_of(whole) for whole, _, _ in parts}
    values = [scaled(part) if part[0] in "0123456789" else chinese(part) for _, _, part in parts]
    low, high = values[0], values[-1]
    unit = wholes.pop()
    if low is None or high is None or unit is None or wholes:
        return None
    value = low if len(values) == 1 else ordered(low, high)
    return hedged(text, match.span(), (value, unit, "percent"), "exact")


def _unit_of(whole: str) -> str | None:
    if whole in _HUNDREDTHS:
        return _HUNDREDTHS[whole]
    number = scaled(whole) if whole[0] in "0123456789" else chinese(whole)
    return f"/{number}" if number not in (None, "0") else None


def capital(text: str, match: Match) -> Quantity | None:
    """Read an amount as written on cheques: 壹佰贰拾叁万元整."""
    start, end = match.span()
    whole, _, rest = match["capital"].replace("圆", "元").partition("元")
    alone = len(whole) == 1 and not rest
    if len(whole) > LONGEST or (alone and not text.endswith("人民币", 0, start)):
        return None
    value = chinese(whole)
    if value is None:
        return None
    small = dict.fromkeys("角分", "0")
    small |= {place: chinese(digit) or "0" for digit, place in re.findall("(.)([角分])", rest)}
    value = scaled(f"{value}.{small['角']}{small['分']}")
    return hedged(text, (start, end), (value, "元", "money"), "exact")
