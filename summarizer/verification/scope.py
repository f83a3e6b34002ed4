"""Scope: when, how far, whose, and whether a number is the whole or a part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.schema import Measure, Problem, Result, Target
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import (
    ANOTHER_YEAR,
    EXPECTED,
    FULL_YEAR,
    ONGOING,
    PART,
    PARTIAL,
    PLANNED,
    PROBLEM,
    WISH,
)
from summarizer.verification.words import coverage

__all__ = ["kind_of_item", "part", "period", "status", "subject"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_PRINTED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:年|[-—–~至到]\s*(?:19|20)\d\d))")
_HALF = 0.5


def status(claim: Claim) -> Iterator[Reason]:
    """Expected, planned and ongoing is not done, in the field and in the words."""
    item = claim.item
    if not isinstance(item, Result) or not claim.intact:
        return
    here = " ".join((claim.clause, *claim.quotes))
    marked = _statuses(here)
    if item.status == "done":
        agrees = not marked
    else:
        agrees = item.status in _statuses(" ".join((here, *claim.sentences)))
    if not agrees or _statuses(item.text) - marked - {item.status}:
        yield "status-mismatch"


_LOOKS_AHEAD = frozenset({"expected", "planned"})


def _statuses(text: str) -> frozenset[str]:
    """The statuses that words mark; what is expected may be called planned and the reverse."""
    marked: set[str] = set()
    if EXPECTED.search(text) or PLANNED.search(text):
        marked |= _LOOKS_AHEAD
    if ONGOING.search(text):
        marked.add("ongoing")
    return frozenset(marked)


def period(claim: Claim) -> Iterator[Reason]:
    """The years and months of the item are those that its evidence, its sentence or its headings
    print, and 1-10月 does not become 全年."""
    if not claim.intact:
        return
    if _other_year(claim) or _widened(claim) or _other_month(claim):
        yield "period-mismatch"


def _period_of(claim: Claim) -> str:
    item = claim.item
    return (item.period or "") if isinstance(item, Target | Result) else ""


def _other_year(claim: Claim) -> bool:
    said = set(_YEAR.findall(_period_of(claim)))
    said |= {year for _, words in claim.wordings for year in _PRINTED_YEAR.findall(words)}
    if not said:
        return False
    quoted = set(_PRINTED_YEAR.findall(" ".join(claim.quotes)))
    if quoted:
        return not said <= quoted | _relative_years(claim, quoted)
    near = set(_PRINTED_YEAR.findall(" ".join((*claim.sentences, *claim.headings))))
    known = near | claim.places.years
    return bool(known) and not said <= known | _relative_years(claim, known)


def _relative_years(claim: Claim, years: set[str] | frozenset[str]) -> set[str]:
    """上年 and 明年 in the evidence allow the years beside."""
    if not ANOTHER_YEAR.search(" ".join(claim.quotes)):
        return set()
    return {str(int(year) + step) for year in years for step in (-1, 1)}


def _widened(claim: Claim) -> bool:
    """Is part of a year given out as the whole year?"""
    here = " ".join((claim.clause, *claim.quotes))
    if not PARTIAL.search(here):
        return False
    said = _period_of(claim)
    whole = bool(_YEAR.fullmatch(said))
    words = " ".join(words for _, words in claim.wordings)
    claims_year = bool(FULL_YEAR.search(words)) and not FULL_YEAR.search(here)
    return (whole or claims_year) and not PARTIAL.search(words)


def _other_month(claim: Claim) -> bool:
    """Are the months of the period printed nowhere near?"""
    said = _months(_period_of(claim))
    if not said:
        return False
    around = " ".join((*claim.quotes, *claim.sentences, *claim.headings))
    return not said <= _printed_months(around) | {"1", "12"}


def _months(text: str) -> set[str]:
    return {month.lstrip("0") for month in re.findall(r"\d{4}-(\d\d)", text)}


def _printed_months(text: str) -> set[str]:
    return set(re.findall(r"(\d{1,2})\s*(?=月|[-－—–~～至到]+\s*\d{1,2}\s*月|[./-]\d{1,2})", text))


def subject(claim: Claim) -> Iterator[Reason]:
    """Whose number it is stands in the evidence, its sentence, its headings or the title."""
    name = claim.subject
    if not name or not claim.intact:
        return
    if name in "".join(claim.quotes) or coverage(name, claim.around) >= _HALF:
        return
    yield "subject-mismatch"


def part(claim: Claim) -> Iterator[Reason]:
    """A number under 其中 is part of another and says of which."""
    item = claim.item
    if not isinstance(item, Result) or item.part_of is not None or claim.place is None:
        return
    if _under_part(claim):
        yield "part-as-total"


def _under_part(claim: Claim) -> bool:
    zone = claim.zone
    assert claim.place is not None
    start, _ = claim.places.clause(claim.place)
    before = claim.places.document.text[start : claim.place.start]
    header = zone.text if zone and claim.places.document.table_at(claim.place.start) else ""
    return bool(PART.search(before) or PART.search(header))


def kind_of_item(claim: Claim) -> Iterator[Reason]:
    """A problem says what is wrong, a measure what will be done."""
    words = " ".join((*claim.quotes, claim.item.text))
    wrong, wish = PROBLEM.search(words), WISH.search(words)
    if isinstance(claim.item, Problem) and wish and not wrong:
        yield "status-mismatch"
    if isinstance(claim.item, Measure) and wrong and not wish:
        yield "status-mismatch"
