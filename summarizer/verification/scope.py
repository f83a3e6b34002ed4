"""Scope: when, how far, whose, and whether a number is the whole or a part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.schema import Measure, Problem, Quantity, Result, Target
from summarizer.schema.summary import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import alike, plain_value
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
    REACHED,
    STARTED,
    TARGETS_AHEAD,
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
    if _promised(claim):
        yield "status-mismatch"
        return
    marked = _statuses(" ".join(claim.here))
    if item.status == "done":
        agreed = not marked
    else:
        agreed = item.status in marked | _statuses(claim.lead)
        agreed = agreed or (item.status == "ongoing" and bool(STARTED.search(claim.clause)))
    if not agreed or _statuses(item.text) - marked - _statuses(claim.lead) - {item.status}:
        yield "status-mismatch"


def _promised(claim: Claim) -> bool:
    """Does a result stand under a heading of targets, with no word that anything was reached?"""
    here = " ".join(claim.here)
    return any(map(TARGETS_AHEAD.search, claim.headings)) and not REACHED.search(here)


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
    here = "，".join(claim.here)
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
    if places.document.table_at(place.start) is not None:
        return bool(claim.zone and PART.search(claim.zone.text))
    paragraph = places.paragraph(place.start)
    text = places.document.text
    marks = _part_marks(text, paragraph[0], place.start)
    if not marks:
        return _listed_part(claim, place)
    mark = marks[-1].end()
    parts = [q for q in places.document.quantities_in(mark, place.end) if q.is_checked]
    if parts[:1] == [place]:
        return not re.search(r"[，,。；;]", text[mark : place.start].rstrip("，, "))
    return not _closed(text[marks[-1].start() : place.start]) and _later_part(claim, marks[-1])


def _part_marks(text: str, start: int, end: int) -> list[re.Match[str]]:
    if not any(text.find(word, start, end) >= 0 for word in ("其中", "包括", "含")):
        return []
    return list(PART.finditer(text, start, end))


def _later_part(claim: Claim, mark: re.Match[str]) -> bool:
    """「共8家，其中甲5家、乙2家」: the list goes on, in the same unit and with like labels, while
    its sum stays within the whole."""
    place, document = claim.place, claim.places.document
    assert place is not None
    start, _ = claim.places.paragraph(place.start)
    before = [q for q in document.quantities_in(start, mark.start()) if alike(q, place)]
    listed = [q for q in document.quantities_in(mark.end(), place.end) if q.is_checked]
    parts = [q for q in listed if alike(q, place)]
    if not before or parts[0] is not listed[0] or not _joined(claim, parts):
        return False
    amounts = [plain_value(q) for q in parts]
    whole = max((value for q in before if (value := plain_value(q)) is not None), default=None)
    return whole is not None and None not in amounts and sum(filter(None, amounts)) <= whole


def _joined(claim: Claim, parts: list[Quantity]) -> bool:
    """Does a later part follow another directly, or share a word of its label with the first?"""
    first, last = claim.places.zone(parts[0]), claim.places.zone(parts[-1])
    between = claim.places.document.text[parts[-2].end : parts[-1].start]
    if "、" in between and not re.search(r"[，,；;。]", between):
        return True
    return bool(first and last and first.own & last.own)


def _listed_part(claim: Claim, place: Quantity) -> bool:
    """「经费487万元，用于：」 and below 「1、党建办公室49万元」: numbered lines of a total."""
    text = claim.places.document.text
    start, _ = claim.places.paragraph(place.start)
    if place.start - start > _SHORT_LABEL or not _NUMBERED.match(text, start):
        return False
    for _ in range(_LONGEST_LIST):
        start, end = claim.places.paragraph(max(0, start - 1))
        line = text[start:end].strip()
        if line and not _NUMBERED.match(line):
            held = claim.places.document.quantities_in(start, end)
            total = [plain_value(q) for q in held if alike(q, place)]
            own = plain_value(place)
            larger = own is not None and any(value and value > own for value in total)
            return line.endswith(("：", ":")) and larger
        if start == 0:
            break
    return False


_NUMBERED = re.compile(r"\s*(?:[（(]?\d{1,2}[）)、.．]|[①-⑳]|[（(][一二三四五六七八九十]+[）)])")
_SHORT_LABEL, _LONGEST_LIST = 40, 60


def _closed(text: str) -> bool:
    """Is the bracket shut, or the sentence over, in which 其中 stood?"""
    depth = 0
    for letter in text:
        depth += (letter in "（(") - (letter in "）)")
        if depth < 0 or letter == "。":
            return True
    return False


def kind_of_item(claim: Claim) -> Iterator[Reason]:
    """A problem says what is wrong, a measure what will be done."""
    item = claim.item
    if isinstance(item, Problem) and _acts(item.text):
        healed = any(DEFICIT.search(quote) for quote in claim.quotes)
        if healed and not DEFICIT.search(item.text):
            yield "negation-flip"
        elif not _under_problems(claim):
            yield "status-mismatch"
    if isinstance(item, Measure) and _lacks(item.text):
        yield "status-mismatch"


def _acts(text: str) -> bool:
    """Does a wording say what to do, and of no lack?"""
    return not DEFICIT.search(text) or (bool(ACTION_FIRST.search(text)) and not _ends_ill(text))


def _lacks(text: str) -> bool:
    """Does a wording say what is wrong, and of nothing to do?"""
    acts = ACTION_MODAL.search(text) or (ACTION_FIRST.search(text) and not _ends_ill(text))
    return bool(DEFICIT.search(text)) and not acts


def _ends_ill(text: str) -> bool:
    """Is the last word one of lack: 「宣传力度不足」 begins like a measure and is none?"""
    plain = text.rstrip("。；，、！ ")
    return any(found.end() == len(plain) for found in DEFICIT.finditer(plain))


def _under_problems(claim: Claim) -> bool:
    """Does the nearest heading speak of problems alone?"""
    heading = claim.headings[-1] if claim.headings else ""
    return "问题" in heading and not re.search(r"措施|建议|改进|整改|打算|计划", heading)
