"""Marks (标号): what a model may point at, numbered the way a prompt prints it.

Sentences and the quantities in them share one count: `1|发放津贴1.2万人次^2，支出810万元^3。`. A
model that points at a quantity copies no digit, so it cannot copy one wrong; and long words it may
shorten to their ends with … between, for `written_out` reads them from the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.engines.llm.prompts import one_line
from summarizer.engines.llm.redaction import Redaction
from summarizer.schema import Chunk, Quantity

__all__ = ["LONGEST", "Mark", "label_before", "marked_lines", "marks_of", "written_out"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a number in a prompt stands for: a sentence (counted from 1), or a quantity in it."""

    sentence: int
    quantity: Quantity | None = None


def marks_of(chunk: Chunk) -> tuple[Mark, ...]:
    """The marks of a chunk in reading order; the first one is number 1."""
    return tuple(_marks(chunk))


def _marks(chunk: Chunk) -> Iterator[Mark]:
    for number, span in enumerate(chunk.sentences, start=1):
        yield Mark(number)
        for quantity in chunk.document.quantities_in(*span):
            if quantity.is_checked:
                yield Mark(number, quantity)


def marked_lines(chunk: Chunk, veil: Redaction) -> list[str]:
    """The sentences of a chunk, one line each, with their marks and without what `veil` hides."""
    lines: list[str] = []
    marks = list(enumerate(_marks(chunk), start=1))
    for sentence, (start, end) in enumerate(chunk.sentences, start=1):
        mine = [(number, mark.quantity) for number, mark in marks if mark.sentence == sentence]
        words, place = "", start
        for number, quantity in mine[1:]:
            if quantity and veil.shows(quantity.start, quantity.end):
                words += f"{veil.cut(place, quantity.end)}^{number}"
                place = quantity.end
                # 63户^2 12.74万元: the mark ends where the next number begins.
                words += " " if chunk.document.text[place : place + 1].isdigit() else ""
        lines.append(f"{mine[0][0]}|{one_line(words + veil.cut(place, end))}")
    return lines


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
