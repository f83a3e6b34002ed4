"""Join the lines of a cell into one line, so that wrapped words are whole again."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["NARROWEST", "goes_on", "is_open", "joined", "width_of"]

# Minimum width of a printed line: 17 Chinese characters, counted in half widths.
NARROWEST = 34
# A label wrapped in a narrow cell: 项目 / 名称, 绩 / 效 / 指 / 标.
SHORT_PIECE = 4

_STOPPED = re.compile(r"[。；：！？，、;:!?,]$")
_MARKED = re.compile(
    r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．](?!\d)|[\u2460-\u2473●•◆■—-])"
)
_HAN = re.compile(r"[\u4e00-\u9fff（）“”《》/]")
_BOUND = re.compile(r"[≥≤＞＜><=±+（(《“/]$")
_ENDED = re.compile(r"[。！？；：.!?;:]$")
_HANGING = re.compile(r"[，、\d（(“《—-]$")
_CAPTION = re.compile(
    r"[图表]\s*[\d一二三四五六七八九十]|附[件表：:]|(?:金额)?单位[：:]|注[：:]|第[一二三四五六七八九十\d]+[章节部]"
)
_UNIT = re.compile(r"(?:%|％|[\u4e00-\u9fff]{1,3}$)")


def joined(lines: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the lines as one text, and the span of each line in it.

    >>> joined(["项目", "名称"])[0], joined(["1.完成5场；", "2.培训20人"])[0]
    ('项目名称', '1.完成5场； 2.培训20人')
    """
    if len(lines) == 1:
        return lines[0], ((0, len(lines[0])),)
    text = ""
    places: list[tuple[int, int]] = []
    last = ""
    for line in lines:
        if line and last:
            text += _between(last, line)
        places.append((len(text), len(text) + len(line)))
        text += line
        last = line or last
    return text, tuple(places)


def width_of(line: str) -> int:
    """Return the width of a line in half widths: a Chinese character counts two."""
    return sum(1 if sign.isascii() else 2 for sign in line)


def is_open(line: str) -> bool:
    """Return whether a line of page width ends within a sentence.

    >>> is_open("全年城镇新增就业1244万人，城镇失业人员再就业514"), is_open("二、社会保险")
    (True, False)
    """
    return width_of(line) >= NARROWEST and _ENDED.search(line) is None


def goes_on(above: str, below: str, *, indented: bool) -> bool:
    """Return whether `below` continues the sentence of `above` on the next printed line.

    `indented`: the line above begins with an indent and this one does not, as in a paragraph.

    >>> goes_on("全年城镇新增就业1244万人，城镇失业人员再就业514", "万人。", indented=True)
    True
    """
    if not is_open(above) or _MARKED.match(below) or _CAPTION.match(above) or _CAPTION.match(below):
        return False
    return indented or bool(_HANGING.search(above))


def _between(above: str, below: str) -> str:
    """Return the separator between two lines: none within a word, else a blank."""
    if _STOPPED.search(above) or _MARKED.match(below):
        return " "
    if _BOUND.search(above):
        return ""
    if above[-1].isdecimal():
        return "" if _UNIT.match(below) else " "
    if not (_HAN.match(above[-1]) and _HAN.match(below)):
        return " "
    wrapped = max(len(above), len(below)) <= SHORT_PIECE or min(len(above), len(below)) == 1
    return "" if wrapped else " "
