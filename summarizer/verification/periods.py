"""Periods: the years and months of an item are those that the report prints for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.schema import Result, Target
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import ANOTHER_YEAR, FULL_YEAR, PARTIAL, YEAR_END

__all__ = ["period"]

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
    doubts = (_unknown_period, _other_year, _widened, _other_month)
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
    said |= {year for _, words in claim.wordings for year in _PRINTED_YEAR.findall(words)}
    if not said:
        return False
    quoted = set(_PRINTED_YEAR.findall(" ".join(claim.quotes)))
    near = set(_PRINTED_YEAR.findall(" ".join((*claim.sentences, *claim.headings))))
    known = quoted or near | claim.places.years
    return bool(known) and not said <= known | _years_beside(claim, known)


def _years_beside(claim: Claim, years: set[str] | frozenset[str]) -> set[str]:
    """上年 and 明年 in the clause allow the years beside; 比上年 does not."""
    if not ANOTHER_YEAR.search(" ".join(claim.here)):
        return set()
    return {str(int(year) + step) for year in years for step in (-1, 1)}


def _widened(claim: Claim) -> bool:
    """Is part of a year given out as the whole year?"""
    here = YEAR_END.sub("", "，".join(claim.here))
    if not PARTIAL.search(here) or FULL_YEAR.search(here):
        return False
    words = " ".join(words for _, words in claim.wordings)
    return bool(_YEAR.fullmatch(_period_of(claim)) or FULL_YEAR.search(words))


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
