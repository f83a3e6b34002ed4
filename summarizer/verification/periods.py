"""Periods: the years and months of an item are those that the report prints for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.schema import Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import ANOTHER_YEAR, FULL_YEAR, PARTIAL, YEAR_END

__all__ = ["period", "year_told"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_PRINTED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:年|[-—–~至到]\s*(?:19|20)\d\d))")
_PRINTED_MONTH = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9])(?=\s*月|\s*[-－—–~～至到]+\s*\d{1,2}\s*月|[./-]\d{1,2})"
)
# In words 3.5 is a number and no day.
_TOLD_MONTH = re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])(?=\s*月|\s*[-－—–~～至到]+\s*\d{1,2}\s*月)")


def period(claim: Claim) -> Iterator[Reason]:
    """The years and months of the item are those that its evidence, its sentence or its headings
    print, and 1-10月 does not become 全年."""
    doubts = (
        _unknown_period,
        _other_year,
        _widened,
        _other_month,
        _of_another_clause,
        _of_a_deadline,
    )
    if claim.intact and any(doubt(claim) for doubt in doubts):
        yield "period-mismatch"


def _period_of(claim: Claim) -> str:
    item = claim.item
    return (item.period or "") if isinstance(item, Target | Result) else ""


def _unknown_period(claim: Claim) -> bool:
    """Does a period name no year, and no words of the report either?"""
    said = _period_of(claim)
    around = "".join((*claim.sentences, *claim.headings))
    return bool(said) and not _YEAR.search(said) and said not in around


def _other_year(claim: Claim) -> bool:
    said = set(_YEAR.findall(_period_of(claim)))
    told = {year for _, words in claim.wordings for year in _PRINTED_YEAR.findall(words)}
    if not said | told:
        return False
    printed = set(_PRINTED_YEAR.findall(" ".join(claim.quotes)))
    near = set(_PRINTED_YEAR.findall(" ".join((*claim.sentences, *claim.headings))))
    near |= claim.places.years
    # A year that is part of a name (2021年度资金), or that a number is held against, is no period.
    dated = set(_PRINTED_YEAR.findall(_COMPARED_YEAR.sub("·", " ".join(claim.quotes)))) - told
    return _unknown(told, printed or near, claim) or _unknown(said, (dated or near) | told, claim)


def _unknown(said: set[str], known: set[str], claim: Claim) -> bool:
    return bool(known) and not said <= known | _years_beside(claim, known)


def _years_beside(claim: Claim, years: set[str]) -> set[str]:
    """上年 and 明年 in the clause allow the years beside; 比上年 does not."""
    if not ANOTHER_YEAR.search(" ".join(claim.here)):
        return set()
    return {str(int(year) + step) for year in years for step in (-1, 1)}


def _widened(claim: Claim) -> bool:
    """Is part of a year given out as the whole year, by the own clause or those before it?"""
    whole = bool(_YEAR.fullmatch(_period_of(claim)))
    words = " ".join(words for _, words in claim.wordings)
    if _is_partial("，".join(claim.here)):
        return whole or bool(FULL_YEAR.search(words))
    ahead = (
        YEAR_END.sub("", claim.places.document.text[slice(*_ahead(claim))]) if claim.place else ""
    )
    last = max((found.end() for found in PARTIAL.finditer(ahead)), default=0)
    dated = last and not FULL_YEAR.search(ahead, last) and claim.row is None
    return bool(whole and dated and not _OF_THE_YEAR.search(claim.metric))


# A budget is that of the year, whatever part of the year the sentence tells of.
_OF_THE_YEAR = re.compile("预算(?!执行|完成|支出)|年初|编制|批复|目标|指标")


def _is_partial(words: str) -> bool:
    words = YEAR_END.sub("", words)
    return bool(PARTIAL.search(words)) and not FULL_YEAR.search(words)


def _other_month(claim: Claim) -> bool:
    """Are the months of the period or of the words printed nowhere near?"""
    said = _months(re.findall(r"\d{4}-(\d\d)", _period_of(claim))) - {"1", "12"}
    said |= {m for _, words in claim.wordings for m in _months(_TOLD_MONTH.findall(words))}
    if not said:
        return False
    around = " ".join((*claim.quotes, *claim.sentences, *claim.headings))
    return not said <= _months(_PRINTED_MONTH.findall(around))


def _months(printed: list[str]) -> set[str]:
    """Months as one writes them: 03 is 3."""
    return {month.lstrip("0") for month in printed}


_COMPARED_YEAR = re.compile(
    r"(?:[比较与和同]|相比)\s*(?:20\d\d|上|去)[年]度?|(?:20\d\d|上|去)年度?[^，。；]{0,4}相比"
)
_YEARS = re.compile(r"20\d\d(?:年度?)?(?:\s*[、和与及至—-]\s*20\d\d(?:年度?)?)*(?<=年|度)")
_RELATIVE = {
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "明年": 1,
    "次年": 1,
}
_RELATIVE_YEAR = re.compile(
    "(?<![比较同与])(?:去年|上一?年|今年|本年|当年|明年|次年)(?!期|同|度?末)"
)


def years_of(words: str, year: int | None) -> tuple[str, ...]:
    """The years that words before a number give it: those named last, none that it is held
    against; 去年 and its kin by the year of the report.

    >>> years_of("2021年、2022年安排资金共", 2022), years_of("比2021年增加", 2022)
    (('2021', '2022'), ())
    >>> years_of("去年新增就业", 2023)
    ('2022',)
    """
    plain = _COMPARED_YEAR.sub("·", words)
    named = [(m.start(), tuple(_YEAR.findall(m[0]))) for m in _YEARS.finditer(plain)]
    if year is not None:
        named += [
            (m.start(), (str(year + _RELATIVE[m[0]]),)) for m in _RELATIVE_YEAR.finditer(plain)
        ]
    return max(named, default=(0, ()))[1]


# Years that name a rule, a document or a thing: 2017年《服务规范》, 〔2022〕8号, 从2019年起,
# 2018年制定后.
_NAMING_YEAR = re.compile(
    r"《[^》\n]*》|〔20\d\d〕|20\d\d年(?=[^，。；\n]{0,8}《)|20\d\d年[^，。；]{0,4}?起|[应须]于?20\d\d年"
    r"|20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?=(?:制定|印发|出台|成立|组建|发布|修订|建成|投用|启用)(?:后|以来|的))"
)
# 「2022年12月底前全部完工，受益人口7200人」 dates one member of a list.
_DEADLINE = re.compile(r"20\d\d年(?:\d{1,2}月)?[底末]?之?前[^，。；]{2,}")


def _of_another_clause(claim: Claim) -> bool:
    """Does the sentence date the number otherwise, or print the year only behind the number or in
    the name of a rule?"""
    said, place = set(_YEAR.findall(_period_of(claim))), claim.place
    if not said or place is None or claim.row is not None:
        return False
    start, end = claim.places.sentence(place.start)
    text = claim.places.document.text
    ahead = text[start : place.start]
    dated = set(_by_turn(claim, years_of(_NAMING_YEAR.sub("·", ahead), None)))
    dated -= {year for _, words in claim.wordings for year in _PRINTED_YEAR.findall(words)}
    if dated:
        return said != dated
    printed = set(_YEAR.findall(text[start:end])) - claim.places.years
    return bool(said & printed) and not said & set(_YEAR.findall(claim.clause))


def _of_a_deadline(claim: Claim) -> bool:
    """Does the period stand in the deadline of an earlier member of the list?"""
    said, place = _YEAR.findall(_period_of(claim)), claim.place
    if not said or place is None or claim.row is not None or said[0] in claim.clause:
        return False
    start, _ = claim.places.sentence(place.start)
    earlier = re.split("[，,；;：:]", claim.places.document.text[start : place.start])[1:-1]
    return any(said[0] in one and _DEADLINE.search(one) for one in earlier)


def year_told(words: str, claim: Claim) -> Iterator[Reason]:
    """The year that the words of a free text give a number is the one that the report gives it."""
    place = claim.place
    year = claim.places.document.fiscal_year
    said = years_of(words, year)
    if place is None or not said:
        return
    there = years_of(claim.places.document.text[slice(*_ahead(claim))], year)
    there = _by_turn(claim, there) or years_of("，".join(claim.headings), year)
    there = there or tuple(map(str, filter(None, [year])))
    if there and set(said) != set(there):
        yield "period-mismatch"


def _ahead(claim: Claim) -> tuple[int, int]:
    assert claim.place is not None
    return claim.places.sentence(claim.place.start)[0], claim.place.start


def _by_turn(claim: Claim, years: tuple[str, ...]) -> tuple[str, ...]:
    """「2021年、2022年立项620万亩、640万亩」: to each number its own year."""
    if len(years) < 2 or claim.zone is None:
        return years
    stretches = claim.places.stretches(claim.zone.number.start).stretches
    same = [s for s in stretches if claim.place and s.number.unit == claim.place.unit]
    own = next((n for n, s in enumerate(same) if s.number == claim.place), 0)
    first = own
    while first and same[first - 1].clause == same[own].clause:
        first -= 1
    listed = [s for s in same[first:] if s.clause == same[own].clause]
    return (years[own - first],) if len(listed) == len(years) else years
