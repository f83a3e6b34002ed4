"""Pointing: what a row of a reply means in the text of its chunk.

A row names a sentence by the number in front of it and a quantity by its printed digits, so that it
copies neither unit nor hedge, and digits that stand in another sentence are no pointer. Long words
it may shorten to their ends with … between; `written_out` reads them from the report.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from summarizer.engines.llm.prompts import one_line
from summarizer.quantities import scan
from summarizer.schema import Chunk, Quantity

__all__ = ["LONGEST", "label_before", "meant", "meant_by_figure", "surroundings", "written_out"]

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def meant(digits: Decimal, chunk: Chunk, sentence: int) -> list[Quantity]:
    """The quantities of a sentence that print these digits, or, in Chinese numerals, mean them."""
    span = chunk.sentence(sentence)
    found = chunk.document.quantities_in(*span) if span else ()
    return [quantity for quantity in found if digits in _printed(quantity)]


def meant_by_figure(figure: str, chunk: Chunk, sentence: int) -> list[Quantity]:
    """The quantities of a sentence that say what a copied figure says: the same number of the same
    unit. A copy may leave out a hedge or commas, and a cell has its unit in its heading."""
    said = [(one.value, one.unit) for one in scan(figure)]
    span = chunk.sentence(sentence)
    found = chunk.document.quantities_in(*span) if span else ()
    return [quantity for quantity in found if [(quantity.value, quantity.unit)] == said]


def _printed(quantity: Quantity) -> set[Decimal]:
    """The numbers of a quantity without their signs: 300余万元 prints 300, 五家 means 5."""
    plain = unicodedata.normalize("NFKC", quantity.text).replace("，", ",")
    found = {Decimal(digits.replace(",", "")) for digits in _DIGITS.findall(plain)}
    if not found:
        try:
            found = {abs(Decimal(quantity.value))}
        except InvalidOperation:
            return found
    return found | {-number for number in found}


_STOP = re.compile(r"[，,。；;：:、（）()【】\[\]“”‘’\"《》|｜!！?？…\n\t]")
# What stands between a name and its number and belongs to neither.
_LINK = re.compile(r"(?:达到了?|达|为|是|共计?|约|了|\s)+$")


def label_before(quantity: Quantity, chunk: Chunk, sentence: int) -> str:
    """The words from the last stop or number to a quantity, without what only links the two; ""
    when there are none. In a table these are the headings of the column."""
    document = chunk.document
    table = document.table_at(quantity.start)
    cell = table.cell_at(quantity.start) if table else None
    if table and cell:
        heads = table.column_headers(cell)
        return one_line("".join(document.text[one.start : one.end] for one in heads))
    span = chunk.sentence(sentence) or (quantity.start, quantity.start)
    words = document.text[_after_other_figures(span[0], quantity, chunk) : quantity.start]
    return one_line(_LINK.sub("", _STOP.split(words)[-1]))


def surroundings(quantity: Quantity, chunk: Chunk, sentence: int) -> tuple[str, str]:
    """The words of a sentence between a quantity and the number before it, and the number behind
    it; of a table cell the headings of its row and column."""
    text = chunk.document.text
    table = chunk.document.table_at(quantity.start)
    if table and (cell := table.cell_at(quantity.start)):
        heads = (*table.row_headers(cell), *table.column_headers(cell))
        return one_line("".join(text[one.start : one.end] for one in heads)), ""
    span = chunk.sentence(sentence) or (quantity.start, quantity.end)
    numbers = [one for one in chunk.document.quantities_in(*span) if one.is_checked]
    start = max([span[0], *(one.end for one in numbers if one.end <= quantity.start)])
    end = min([span[1], *(one.start for one in numbers if one.start >= quantity.end)])
    return one_line(text[start : quantity.start]), one_line(text[quantity.end : end])


def _after_other_figures(start: int, quantity: Quantity, chunk: Chunk) -> int:
    """Where the last figure between a place and a quantity ends. 救助63户12.74万元: a label has no
    figures in it; a number in words may be a name's (千万以上企业)."""
    others = [one for one in chunk.document.quantities_in(start, quantity.start) if one.is_checked]
    return max([start, *(one.end for one in others if any(mark.isdecimal() for mark in one.text))])


_CUT = re.compile(r"(?:…|\.{3})+")
LONGEST = 200


def written_out(
    words: str, chunk: Chunk, sentence: int, quantity: Quantity | None = None
) -> str | None:
    """Words with what … stands for, from the sentence, else from anywhere in the chunk or above
    it; a … at the end reaches to the quantity. None when no words of the report fit."""
    pieces = [piece.strip() for piece in _CUT.split(words)]
    if len(pieces) == 1:
        return words
    if not pieces[0]:
        return None
    text, span = chunk.document.text, chunk.sentence(sentence)
    own = one_line(text[slice(*span)]) if span else ""
    before = _LINK.sub("", one_line(text[span[0] : quantity.start])) if quantity and span else ""
    if not pieces[-1]:
        start = _after_other_figures(span[0], quantity, chunk) if quantity and span else 0
        words = one_line(text[start : quantity.start]) if quantity else ""
        return _up_to_the_end(pieces[:-1], _LINK.sub("", words))
    wider = (one_line(chunk.text), *chunk.section, chunk.document.title or "")
    return _nearest(pieces, before) or next(
        (found for place in (own, *wider) if (found := _first(pieces, place))), None
    )


def _up_to_the_end(pieces: Sequence[str], text: str) -> str | None:
    place = text.rfind(pieces[0])
    found = text[place:] if place >= 0 else ""
    return found if _holds(pieces, found) else None


def _holds(pieces: Sequence[str], text: str) -> bool:
    """Whether the pieces stand in a text in this order."""
    place = 0
    for piece in pieces:
        place = text.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return bool(text)


def _nearest(pieces: Sequence[str], text: str) -> str | None:
    """The last stretch of a text that begins and ends as the pieces say."""
    end = text.rfind(pieces[-1])
    if end < 0:
        return None
    found = _up_to_the_end(pieces[:-1], text[:end])
    return found and _short(found + pieces[-1])


def _first(pieces: Sequence[str], text: str) -> str | None:
    found = re.search(".*?".join(re.escape(piece) for piece in pieces), text)
    return _short(found.group()) if found else None


def _short(words: str) -> str | None:
    return words if len(words) <= LONGEST else None
