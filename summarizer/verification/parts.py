"""Parts: a number under 其中 is no total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.words import pairs_of_all
from summarizer.schema import Quantity, Result, Table
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import alike, plain_value
from summarizer.verification.lexicon import PART

__all__ = ["part"]

_NUMBERED = re.compile(r"\s*(?:[（(]?\d{1,2}[）)、.．]|[①-⑳]|[（(][一二三四五六七八九十]+[）)])")
_SHORT_LABEL, _LONGEST_LIST = 40, 60


def part(claim: Claim) -> Iterator[Reason]:
    """A number under 其中 is part of another and says of which."""
    item = claim.item
    if not isinstance(item, Result) or claim.place is None:
        return
    if (item.part_of is None and _under_part(claim)) or (item.part_of and _is_past_parts(claim)):
        yield "part-as-total"


# 「其中：事业收入2万元，占3%；其他收入1万元」: ； parts the members too.
_LISTED_PART = re.compile(
    r"[：:]?\s*(?:\d[.、．])?[^，。；;\d]{2,16}[\d.,]+\s*[万亿]?元(?:[，,（(]占[^，。；;]*)?"
)


def _is_past_parts(claim: Claim) -> bool:
    """「固投14亿元，其中入库26个；服务业营收9亿元」: the list of parts ended with the ；."""
    place, text = claim.place, claim.places.document.text
    assert place is not None
    if claim.places.document.table_at(place.start) is not None:
        return False
    start, _ = claim.places.paragraph(place.start)
    marks = _part_marks(text, start, place.start)
    between = re.split("[；;。]", text[marks[-1].end() : place.start]) if marks else ()
    return len(between) > 1 and not all(map(_LISTED_PART.fullmatch, between[:-1]))


def _under_part(claim: Claim) -> bool:
    place, places = claim.place, claim.places
    assert place is not None
    table = places.document.table_at(place.start)
    if table is not None:
        # A rate of a part is no part of a rate.
        if place.kind == "percent":
            return False
        under = claim.zone and PART.search(claim.zone.text)
        return bool(under) or _is_line_of_total(claim, table, place)
    paragraph = places.paragraph(place.start)
    text = places.document.text
    marks = _part_marks(text, paragraph[0], place.start)
    if not marks:
        return _listed_part(claim, place) or _in_brackets(claim, place)
    mark = marks[-1].end()
    parts = [q for q in places.document.quantities_in(mark, place.end) if q.is_checked]
    if parts[:1] == [place]:
        return not re.search(r"[，,。；;]", text[mark : place.start].rstrip("，, "))
    return not _closed(text[marks[-1].start() : place.start]) and _later_part(claim, marks[-1])


def _is_line_of_total(claim: Claim, table: Table, place: Quantity) -> bool:
    """A number of one row, told without a word of its row, in a table that has a 合计."""
    text = claim.places.document.text
    cell = table.cell_at(place.start)
    if cell is None:
        return False
    beside = [one for one in table.row_cells(cell.row) if one.column < cell.column]
    names = [text[one.start : one.end].strip() for one in beside]
    names = [name for name in names if name and not name[0].isdigit()]
    totals = {row.number for row in table.rows if row.role == "total"}
    if not names or not totals - {cell.row} or cell.row in totals:
        return False
    item = claim.item
    said = pairs_of_all((item.text, claim.metric, claim.subject or "", *item.section))
    return not pairs_of_all(names) & said


def _in_brackets(claim: Claim, place: Quantity) -> bool:
    """「共10万元（甲6万元、乙4万元）」: amounts in brackets that make up the one before them."""
    document = claim.places.document
    start, end = claim.places.sentence(place.start)
    opening = max(document.text.rfind(mark, start, place.start) for mark in "（(")
    if opening < 0:
        return False
    closings = [at for mark in "）)" if (at := document.text.find(mark, opening, end)) >= 0]
    if not closings or min(closings) < place.end:
        return False
    whole = [q for q in document.quantities_in(start, opening) if q.is_checked][-1:]
    inside = [q for q in document.quantities_in(opening, min(closings)) if q.is_checked]
    if len(inside) < 2 or not whole or document.text[whole[0].end : opening].strip():
        return False
    amounts = [plain_value(q) for q in inside if alike(q, whole[0])]
    total = plain_value(whole[0])
    made_up = total is not None and None not in amounts and sum(filter(None, amounts)) == total
    return made_up and len(amounts) == len(inside)


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
    if not before or len(parts) < 2 or parts[0] is not listed[0] or not _joined(claim, parts):
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


def _closed(text: str) -> bool:
    """Is the bracket shut, or the sentence over, in which 其中 stood?"""
    depth = 0
    for letter in text:
        depth += (letter in "（(") - (letter in "）)")
        if depth < 0 or letter == "。":
            return True
    return False
