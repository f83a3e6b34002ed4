"""Sentences and clauses of Chinese official prose, as spans of the text they stand in.

A sentence ends at 。！？ and at the end of a line; a clause also at ，；：. What stands between
brackets or quotation marks is never cut: 〔2020〕, （含甲。） and 《…》 stay whole, and a closing
mark stays with its sentence. Digits never end anything: 1. and 3.5 and 8:30 hold no border.
An endless sentence is cut, and an endless run without a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["clauses", "sentences", "trim"]

Span = tuple[int, int]

PAIRS = {
    "（": "）", "(": "）", "【": "】", "[": "】", "〔": "】", "《": "》", "〈": "》",
    "“": "”", "「": "”", "『": "”", "‘": "’",
}  # fmt: skip
# A form may open with one width and close with the other: brackets match by family.
CLOSING = {
    "）": "）", ")": "）", "】": "】", "]": "】", "〕": "】", "》": "》", "〉": "》",
    "”": "”", "」": "”", "』": "”", "’": "’",
}  # fmt: skip
# A bracket that closes further away than this was left open by the typist.
LONGEST_BRACKET = 400
# Nobody writes longer sentences. What compares the numbers of a sentence with each other would
# take for ever with one that has no end.
LONGEST_SENTENCE = 1000
# Nor so many characters without any mark or blank.
LONGEST_UNMARKED = 200
# Shorter lines are labels and cells, which nothing broke.
SHORTEST_PAGE_LINE = 15

_BRACKET = re.compile("[" + re.escape("".join(PAIRS) + "".join(CLOSING)) + "\n]")
_ENDERS = "。！？!?"
_MARK = re.compile("[" + re.escape("".join(PAIRS)) + _ENDERS + "\n]")
_AFTER_END = re.compile("[" + _ENDERS + re.escape("".join(CLOSING)) + "]*")
_UNMARKED = re.compile(r"[^，,、；;：:（）()《》“”|\s]++")
_BORDER = re.compile(
    "["
    + re.escape("".join(PAIRS))
    + "，；。！？!?;\n]|[:：](?!\\d)|(?<!\\d)[:：]|,(?!\\d)|(?<!\\d),"
)
_SPACES = " \t\n\r\x0b\x0c\x00\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
_SPACES += "\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"


def sentences(
    text: str, start: int = 0, end: int | None = None, *, wrapped: bool = False
) -> list[Span]:
    """Trimmed spans of the sentences in `text[start:end]`, in order.

    With `wrapped` a line break is a place where the page ended a line, and ends nothing.

    >>> source = "执行率98.6%（含结转。）良好。“稳中有进。”完成3.5公里\\n1.其他"
    >>> [source[a:b] for a, b in sentences(source)]
    ['执行率98.6%（含结转。）良好。', '“稳中有进。”', '完成3.5公里', '1.其他']
    """
    stop = len(text) if end is None else end
    return list(_trimmed(text, start, stop, _sentence_ends(text, start, stop, wrapped=wrapped)))


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Trimmed spans of the clauses in `text[start:end]`, without the marks between them.

    A line break in the middle of a long line is where a page ended it, and no border.

    >>> source = "比上年增加9.51万元，增长146.45%；原因（甲，乙）：收入增加。"
    >>> [source[a:b] for a, b in clauses(source)]
    ['比上年增加9.51万元', '增长146.45%', '原因（甲，乙）', '收入增加']
    """
    stop = len(text) if end is None else end
    closings = _closings(text, start, stop)
    found: list[Span] = []
    begin, shielded = start, start
    for mark in _BORDER.finditer(text, start, stop):
        at = mark.start()
        if at < shielded:
            continue
        if mark.group() in PAIRS:
            shielded = closings.get(at, at)
            continue
        if mark.group() == "\n" and begin < at and _is_page_break(text, at, stop):
            continue
        found.append((begin, at))
        begin = at + 1
    found.append((begin, stop))
    return [span for span in (trim(text, *span) for span in found) if span[0] < span[1]]


def _is_page_break(text: str, at: int, end: int) -> bool:
    """Does a page line end here? It is long, and words stand on both sides."""
    if at + 1 >= end:
        return False
    line = text.rfind("\n", max(0, at - SHORTEST_PAGE_LINE), at) + 1
    line = line or max(0, at - SHORTEST_PAGE_LINE)
    words = text[at - 1] not in _SPACES and text[at + 1] not in _SPACES
    return words and at - line >= SHORTEST_PAGE_LINE


def trim(text: str, start: int, end: int) -> Span:
    """The span without blanks and invisible marks at its ends."""
    body = text[start:end]
    left = len(body) - len(body.lstrip(_SPACES))
    return start + left, max(start + left, start + len(body.rstrip(_SPACES)))


def _trimmed(text: str, start: int, end: int, borders: Iterator[int]) -> Iterator[Span]:
    begin = start
    for border in (*borders, end):
        for cut in (*_cuts(text, begin, border), border):
            left, right = trim(text, begin, cut)
            if left < right:
                yield left, right
            begin = cut


def _cuts(text: str, begin: int, end: int) -> Iterator[int]:
    """Where to cut what is too long for a sentence, or holds too long a run without a mark."""
    while end - begin > LONGEST_SENTENCE:
        cut = _cut(text, begin, begin + LONGEST_SENTENCE)
        yield from _unmarked(text, begin, cut)
        yield cut
        begin = cut
    yield from _unmarked(text, begin, end)


def _unmarked(text: str, begin: int, end: int) -> Iterator[int]:
    if end - begin > LONGEST_UNMARKED:
        for run in _UNMARKED.finditer(text, begin, end):
            at = run.start()
            while run.end() - at > LONGEST_UNMARKED:
                at = _before_number(text, at, at + LONGEST_UNMARKED)
                yield at


def _cut(text: str, begin: int, end: int) -> int:
    """Where to cut an endless sentence: behind its last mark, else where no number stands."""
    for marks in ("；;", "，,、：:", " \t"):
        at = max(_last_mark(text, mark, begin, end) for mark in marks)
        if at > begin:
            return at
    return _before_number(text, begin, end)


def _before_number(text: str, begin: int, end: int) -> int:
    """The end, or where the number begins that it would cut."""
    at = end
    while at > begin + 1 and (text[at - 1].isalnum() and text[at - 1].isascii()):
        at -= 1
    return at if at > begin + 1 else end


def _last_mark(text: str, mark: str, begin: int, end: int) -> int:
    """Behind the last such mark that is no part of a number, 0 when there is none."""
    at = text.rfind(mark, begin, end)
    between = at > begin and text[at - 1].isdigit() and text[at + 1 : at + 2].isdigit()
    return 0 if at < 0 or (between and mark in ",:") else at + 1


def _sentence_ends(text: str, start: int, end: int, *, wrapped: bool) -> Iterator[int]:
    closings = _closings(text, start, end, lines=not wrapped)
    shielded = start
    for mark in _MARK.finditer(text, start, end):
        at, sign = mark.start(), mark.group()
        if at < shielded:
            continue
        if sign in PAIRS:
            close = closings.get(at, at)
            shielded = close
            if (
                text[close] == "”"
                and text[close - 1] in _ENDERS
                and _opens_anew(text, close + 1, end)
            ):
                yield close + 1
        elif sign != "\n":
            shielded = _past(text, at + 1, end)
            yield shielded
        elif not wrapped:
            yield at + 1


def _past(text: str, at: int, end: int) -> int:
    """Past further end marks and closing marks: 。） and ！” and ……。"""
    match = _AFTER_END.match(text, at, end)
    return match.end() if match else at


def _opens_anew(text: str, at: int, end: int) -> bool:
    """Does a new sentence begin after a quotation? Not when a comma or an end mark goes on."""
    return at < end and text[at] not in "，、；：,;:的等）)" + _ENDERS


def _closings(text: str, start: int, end: int, *, lines: bool = True) -> dict[int, int]:
    """Where each bracket that is closed in reach, on its own line, is closed."""
    closed: dict[int, int] = {}
    open_: list[tuple[str, int]] = []
    for mark in _BRACKET.finditer(text, start, end):
        sign = mark.group()
        if sign == "\n":
            if lines:
                open_.clear()
        elif sign in PAIRS:
            open_.append((PAIRS[sign], mark.start()))
        else:
            _close(open_, CLOSING[sign], mark.start(), closed)
    return closed


def _close(open_: list[tuple[str, int]], family: str, at: int, closed: dict[int, int]) -> None:
    """Match a closing mark with the nearest opening one of its family; what was opened after
    that stays open for ever. Looking back no further than a bracket may reach keeps it linear."""
    for place in range(len(open_) - 1, max(-1, len(open_) - 8), -1):
        kind, begin = open_[place]
        if kind == family:
            if at - begin <= LONGEST_BRACKET:
                closed[begin] = at
            del open_[place:]
            return
