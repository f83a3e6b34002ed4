"""Binding: whether a label that an engine gave to a number is that of another number.

The words at a number are its own: those since the number before it and those up to the next one.
An engine may name a number freely and complete the name from elsewhere. It is doubted when the
number has words of its own that the label leaves out, and another number near has more of the
label's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.grounding.wording import folded, share, without_runs
from summarizer.schema import Chunk, Quantity

__all__ = ["names_another"]

Offsets = tuple[int, int]

# What stands beside a number and names nothing.
_UNNAMING = re.compile(
    "其中|分别|共计|合计|累计|总计|全年|年末|今年|去年|上年末?|同期|同比|环比|"
    "增长|增加(?!值)|减少|下降|上升|提高|降低|上涨|下跌|新增|净增|"
    "不低于|不少于|不超过|大于|小于|等于|达到?|完成|实现|以上|以下|左右|超过?|居|列|位居|排名|开展|组织|召开|举办|举行|发生|均|占|比|较|了|为|是|约|近|共|仅|和|及|与|的|"
    r"[^\u4e00-\u9fff]"
)
_STOP = re.compile(r"[，,；;。、（）()]")
_BREAK = re.compile(r"[；;。]")
_AND = re.compile("[和及与或]")
MOST_BACK = 3
# A label with less of its words at its number is of something else.
LEAST = 0.3


def names_another(label: str, quantity: Quantity, home: Offsets, chunk: Chunk) -> bool:
    """Whether the words at a number in the sentence `home`, none of which a label holds in whole,
    hardly fit it, or those at another number there or next to it fit it better."""
    if chunk.document.table_at(quantity.start):
        return False
    words, own = _naming(folded(label)), _own(quantity, home, chunk)
    named = [_naming(piece) for piece in own]
    if any(piece and not without_runs(piece, words) for piece in named):
        return False
    if not any(named) or not without_runs(words, "".join(own)):
        return False
    fit = share(words, "".join(named))
    if fit < LEAST:
        return True
    others = ("".join(map(_naming, other)) for other in _others(quantity, home, chunk))
    return any(share(words, other) > fit for other in others)


def _naming(words: str) -> str:
    return _UNNAMING.sub("", words)


def _own(quantity: Quantity, home: Offsets, chunk: Chunk) -> list[str]:
    """The pieces of text at a number; a bare change (“增长6%”) is of what the number before it is
    of."""
    pieces, place = _beside(quantity, home, chunk), quantity
    for _ in range(MOST_BACK):
        before = [one for one in _numbers(home, chunk) if one.end <= place.start]
        if any(len(_naming(piece)) > 1 for piece in pieces) or not before:
            break
        place = before[-1]
        pieces = [*_beside(place, home, chunk), *pieces]
    return pieces


def _beside(quantity: Quantity, home: Offsets, chunk: Chunk) -> list[str]:
    """What stands between the numbers around a quantity: the pieces before it back to a full stop
    and those behind it up to the next stop."""
    text, numbers = chunk.document.text, _numbers(home, chunk)
    start = max([home[0], *(one.end for one in numbers if one.end <= quantity.start)])
    end = min([home[1], *(one.start for one in numbers if one.start >= quantity.end)])
    before = _BREAK.split(text[start : quantity.start])[-1].rstrip("，,、 ")
    *far, nearest = _STOP.split(before)
    behind = _AND.split(_STOP.split(text[quantity.end : end])[0])
    return [folded(piece) for piece in (*far, nearest, *behind)]


def _others(quantity: Quantity, home: Offsets, chunk: Chunk) -> Iterator[list[str]]:
    near = [span for span in chunk.sentences if _next_to(span, home, chunk)]
    for span in near:
        for one in _numbers(span, chunk):
            if one.start != quantity.start and not chunk.document.table_at(one.start):
                yield _own(one, span, chunk)


def _next_to(span: Offsets, home: Offsets, chunk: Chunk) -> bool:
    place = chunk.sentences.index(home) if home in chunk.sentences else -2
    return span in chunk.sentences[max(0, place - 1) : place + 2]


def _numbers(span: Offsets, chunk: Chunk) -> list[Quantity]:
    return [one for one in chunk.document.quantities_in(*span) if one.is_checked]
