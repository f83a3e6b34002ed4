"""Scope: when, how far, whose, and whether a number is the whole or a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarizer.quantities import normal_unit
from summarizer.schema import Measure, Problem, Quantity, Result, Target
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.lexicon import (
    ACTION_FIRST,
    ACTION_MODAL,
    ANOTHER_YEAR,
    DEFICIT,
    EXPECTED,
    FULL_YEAR,
    ONGOING,
    PART,
    PARTIAL,
    PLANNED,
    STARTED,
)
from summarizer.verification.words import coverage, letters

__all__ = ["kind_of_item", "part", "period", "status", "subject"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_PRINTED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:年|[-—–~至到]\s*(?:19|20)\d\d))")
_PRINTED_MONTH = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9])(?=\s*月|\s*[-－—–~～至到]+\s*\d{1,2}\s*月|[./-]\d{1,2})"
)
_MOSTLY = 0.75


def status(claim: Claim) -> Iterator[Reason]:
    """Expected, planned and ongoing is not done, in the field and in the words."""
    item = claim.item
    if not isinstance(item, Result) or not claim.intact:
        return
    marked = _statuses(" ".join((claim.clause, *claim.quotes)))
    if item.status == "done":
        agreed = not marked
    else:
        agreed = item.status in marked | _statuses(claim.lead)
        agreed = agreed or (item.status == "ongoing" and bool(STARTED.search(claim.clause)))
    if not agreed or _statuses(item.text) - marked - _statuses(claim.lead) - {item.status}:
        yield "status-mismatch"


# What is expected may be called planned and the reverse.
_LOOKS_AHEAD = frozenset({"expected", "planned"})


def _statuses(text: str) -> frozenset[str]:
    """The statuses that words mark."""
    marked: set[str] = set()
    if EXPECTED.search(text) or PLANNED.search(text):
        marked |= _LOOKS_AHEAD
    if ONGOING.search(text):
        marked.add("ongoing")
    return frozenset(marked)


def period(claim: Claim) -> Iterator[Reason]:
    """The years and months of the item are those that its evidence, its sentence or its headings
    print, and 1-10月 does not become 全年."""
    if claim.intact and (_other_year(claim) or _widened(claim) or _other_month(claim)):
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
    near = set(_PRINTED_YEAR.findall(" ".join((*claim.sentences, *claim.headings))))
    known = quoted or near | claim.places.years
    return bool(known) and not said <= known | _years_beside(claim, known)


def _years_beside(claim: Claim, years: set[str] | frozenset[str]) -> set[str]:
    """上年 and 明年 in the clause allow the years beside; 比上年 does not."""
    if not ANOTHER_YEAR.search(" ".join((claim.clause, *claim.quotes))):
        return set()
    return {str(int(year) + step) for year in years for step in (-1, 1)}


def _widened(claim: Claim) -> bool:
    """Is part of a year given out as the whole year?"""
    here = "，".join((claim.clause, *claim.quotes))
    if not PARTIAL.search(here) or FULL_YEAR.search(here):
        return False
    words = " ".join(words for _, words in claim.wordings)
    return bool(_YEAR.fullmatch(_period_of(claim)) or FULL_YEAR.search(words))


def _other_month(claim: Claim) -> bool:
    """Are the months of the period printed nowhere near?"""
    said = {month.lstrip("0") for month in re.findall(r"\d{4}-(\d\d)", _period_of(claim))}
    if not said:
        return False
    around = " ".join((*claim.quotes, *claim.sentences, *claim.headings))
    printed = {month.lstrip("0") for month in _PRINTED_MONTH.findall(around)}
    return not said <= printed | {"1", "12"}


def subject(claim: Claim) -> Iterator[Reason]:
    """Whose number it is stands in the evidence, its sentence, its headings or the title."""
    name = claim.subject
    if not name or not claim.intact:
        return
    context = (*claim.quotes, *claim.headings, *claim.sentences, *claim.places.front)
    plain = letters(name)
    if any(plain in letters(words) for words in context):
        return
    if coverage(name, claim.around) < _MOSTLY:
        yield "subject-mismatch"


def part(claim: Claim) -> Iterator[Reason]:
    """A number under 其中 is part of another and says of which."""
    item = claim.item
    if isinstance(item, Result) and item.part_of is None and claim.place and _under_part(claim):
        yield "part-as-total"


def _under_part(claim: Claim) -> bool:
    place, places = claim.place, claim.places
    assert place is not None
    table = places.document.table_at(place.start)
    if table is not None:
        return bool(claim.zone and PART.search(claim.zone.text))
    start, _ = places.clause(place)
    if PART.search(places.document.text, start, place.start):
        return True
    return _later_part(claim, place)


def _later_part(claim: Claim, place: Quantity) -> bool:
    """「共8家，其中甲5家、乙2家」: the list goes on while its sum stays within the whole."""
    start, _ = claim.places.sentence(place.start)
    text = claim.places.document.text
    marks = list(PART.finditer(text, start, place.start))
    if not marks or _closed(text[marks[-1].start() : place.start]):
        return False
    alike = [
        q
        for q in claim.places.document.quantities_in(start, place.end)
        if q.kind == place.kind and normal_unit(q.unit) == normal_unit(place.unit)
    ]
    before = [q for q in alike if q.end <= marks[-1].start()]
    parts = [q for q in alike if q.start >= marks[-1].end()]
    if not before or any("/" in q.value for q in (before[-1], *parts)):
        return False
    return sum((q.decimal for q in parts), Decimal(0)) <= before[-1].decimal


def _closed(text: str) -> bool:
    """Is the bracket shut, or the sentence over, in which 其中 stood?"""
    return bool(re.search(r"[。）)]", text))


def kind_of_item(claim: Claim) -> Iterator[Reason]:
    """A problem says what is wrong, a measure what will be done."""
    item = claim.item
    if isinstance(item, Problem) and _acts(item.text) and not _under_problems(claim):
        yield "status-mismatch"
    if isinstance(item, Measure) and _lacks(item.text):
        yield "status-mismatch"


def _acts(text: str) -> bool:
    """Does a wording say what to do, and of no lack?"""
    return bool(ACTION_FIRST.search(text)) or not DEFICIT.search(text)


def _lacks(text: str) -> bool:
    """Does a wording say what is wrong, and of nothing to do?"""
    acts = ACTION_FIRST.search(text) or ACTION_MODAL.search(text)
    return bool(DEFICIT.search(text)) and not acts


def _under_problems(claim: Claim) -> bool:
    """Does the nearest heading speak of problems alone?"""
    heading = claim.headings[-1] if claim.headings else ""
    return "问题" in heading and not re.search(r"措施|建议|改进|整改|打算|计划", heading)
