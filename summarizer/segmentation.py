"""Sentences and clauses of Chinese official prose, as spans of the text.

A sentence ends at 。！？ and at the end of a line; a clause also at ，；：. Text between brackets
or quotation marks is never split: 〔2020〕, （含甲。） and 《…》 stay whole, and a closing mark
belongs to its sentence. Marks within numbers are no boundaries: 1. and 3.5 and 8:30. Sentences and
runs without marks have a maximum length.
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
# The opening and the closing bracket may differ in width: brackets match by family.
CLOSING = {
    "）": "）", ")": "）", "】": "】", "]": "】", "〕": "】", "》": "》", "〉": "》",
    "”": "”", "」": "”", "』": "”", "’": "’",
}  # fmt: skip
# A bracket without a closing one within this distance is unbalanced.
LONGEST_BRACKET = 400
# The maximum length of a sentence, since some checks compare all pairs of its numbers.
LONGEST_SENTENCE = 1000
# The maximum length of a run without marks and blanks.
LONGEST_UNMARKED = 200
# Shorter lines are labels and cells, not lines broken by the page.
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
    """Return the trimmed spans of the sentences in `text[start:end]`, in order.

    With `wrapped`, a line break is due to the page width and ends no sentence.

    >>> source = "执行率98.6%（含结转。）良好。“稳中有进。”完成3.5公里\\n1.其他"
    >>> [source[a:b] for a, b in sentences(source)]
    ['执行率98.6%（含结转。）良好。', '“稳中有进。”', '完成3.5公里', '1.其他']
    """
    stop = len(text) if end is None else end
    return list(_trimmed(text, start, stop, _sentence_ends(text, start, stop, wrapped=wrapped)))


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the trimmed spans of the clauses in `text[start:end]`, without marks between them.

    A line break after a long line is due to the page width and is no boundary.

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
    """Return True if the line break is due to the page width: the line is long, with text on both
    sides of the break."""
    if at + 1 >= end:
        return False
    line = text.rfind("\n", max(0, at - SHORTEST_PAGE_LINE), at) + 1
    line = line or max(0, at - SHORTEST_PAGE_LINE)
    words = text[at - 1] not in _SPACES and text[at + 1] not in _SPACES
    return words and at - line >= SHORTEST_PAGE_LINE


def trim(text: str, start: int, end: int) -> Span:
    """Return the span without blanks and invisible characters at its ends."""
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
    """Yield the places to split a sentence that is too long, or a run without marks."""
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
    """Return the place to split a long sentence: after its last mark, else outside numbers."""
    for marks in ("；;", "，,、：:", " \t"):
        at = max(_last_mark(text, mark, begin, end) for mark in marks)
        if at > begin:
            return at
    return _before_number(text, begin, end)


def _before_number(text: str, begin: int, end: int) -> int:
    """Return the end, or the start of the number that the end would split."""
    at = end
    while at > begin + 1 and (text[at - 1].isalnum() and text[at - 1].isascii()):
        at -= 1
    return at if at > begin + 1 else end


def _last_mark(text: str, mark: str, begin: int, end: int) -> int:
    """Return the place after the last such mark outside numbers, 0 if there is none."""
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
    """Return the place after further end marks and closing marks: 。） and ！” and ……。"""
    match = _AFTER_END.match(text, at, end)
    return match.end() if match else at


def _opens_anew(text: str, at: int, end: int) -> bool:
    """Return True if a new sentence begins after a quotation: no comma or end mark follows."""
    return at < end and text[at] not in "，、；：,;:的等）)" + _ENDERS


def _closings(text: str, start: int, end: int, *, lines: bool = True) -> dict[int, int]:
    """Return the closing place of each bracket that is closed nearby on its line."""
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
    """Match a closing mark with the nearest opening one of its family; brackets opened after that
    stay unbalanced. Looking back at most eight brackets keeps the time linear."""
    for place in range(len(open_) - 1, max(-1, len(open_) - 8), -1):
        kind, begin = open_[place]
        if kind == family:
            if at - begin <= LONGEST_BRACKET:
                closed[begin] = at
            del open_[place:]
            return
