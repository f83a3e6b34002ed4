"""Dates as reports print them: 2022年, 10月22日, 1-11月, 二〇二二年十月, 2022-10-22, 第三季度."""

from __future__ import annotations

import re

from summarizer.quantities.numerals import chinese, chinese_digits

__all__ = ["DATE", "DATE_WORDS", "date"]

_BLANK = "[ \\u3000]?"
_TO = rf"{_BLANK}(?:[-–—−~～〜]{{1,2}}|至|到){_BLANK}"
_YEAR = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])(?![0-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
_Y, _M = f"{_BLANK}年(?![级代])", f"{_BLANK}月(?:份(?!额))?"
_DAY_ONLY = f"{_BLANK}日(?![均常用间趋益记报本元产清化程照语托历内游])"
_D = f"{_BLANK}(?:日|号(?![楼院文令线门井地房机坝站点厅馆室店]))"
_POINT = rf"""(?:
    {_YEAR}{_Y}(?:{_BLANK}{_MONTH}{_M}(?:{_BLANK}{_DAY}{_D})?)?
  | {_MONTH}{_M}(?:{_BLANK}{_DAY}{_D})?
  | {_DAY}{_DAY_ONLY}
)"""
_FROM = rf"""(?:
    (?:{_YEAR}{_Y}{_BLANK})?{_MONTH}(?:{_M}{_BLANK}(?:{_DAY}(?:{_D})?)?)?
  | {_DAY}{_D} | {_YEAR}(?:{_Y})?
)"""
_ISO = "|".join(rf"{_YEAR}{mark}{_MONTH}{mark}{_DAY}(?![.])" for mark in ("-", "/", r"\."))
_QUARTER = f"[1-4一二三四](?:{_TO}[2-4二三四])?季度"
# In digits; a decimal point before a year belongs to a list marker (1.2022年).
DATE = rf"(?:{_ISO}|(?:{_FROM}{_TO})?{_POINT}|{_QUARTER})"
_NUMBER = "(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR_WORDS = "[一二][〇○零九][〇○零一二三四五六七八九]{2}"
DATE_WORDS = (
    f"(?:{_YEAR_WORDS}年(?:{_NUMBER}月(?:{_NUMBER}[日号])?)?"
    f"|{_NUMBER}月(?:{_NUMBER}日|份)|{_QUARTER})"
)
_PART = re.compile(
    r"(?P<number>[0-9]+|[〇○零一二三四五六七八九十]+)[ \u3000]?(?P<mark>年|月份|月|日|号|季度)?"
)
_SPLIT = re.compile(_TO)
_RANK = {"年": 0, "月": 1, "月份": 1, "日": 2, "号": 2, "季度": 3}
Parts = dict[int, str]


def date(words: str) -> tuple[str, str]:
    """Return value and unit of a date: zero-padded with its year, unpadded without.

    >>> date("2022年"), date("10月22日"), date("1-11月"), date("2021年1月至12月")
    (('2022', '年'), ('10-22', '日'), ('1/11', '月'), ('2021-01/2021-12', '月'))
    >>> date("2022-10-22"), date("二〇二二年十月"), date("2020-2022年")
    (('2022-10-22', '日'), ('2022-10', '月'), ('2020/2022', '年'))
    """
    if words[4:] == "年" and words[:4].isdigit():
        return words[:4], "年"
    if words[:4].isdigit() and words[4] in "-/." and words[-1].isdigit():
        return _printed(dict(enumerate(re.split("[-/.]", words)))), "日"
    sides = _SPLIT.split(words)
    last, unit = _parts(sides[-1], "")
    if len(sides) == 1:
        return _printed(last), unit
    first_mark = next(_PART.finditer(sides[-1]))["mark"]
    first, _ = _parts(sides[0], first_mark)
    last = {place: number for place, number in first.items() if place < min(last)} | last
    return f"{_printed(first)}/{_printed(last)}", unit


def _parts(words: str, default: str) -> tuple[Parts, str]:
    """Return year, month and day; a number without a mark takes the default one."""
    parts: Parts = {}
    mark = default
    for found in _PART.finditer(words):
        mark = found["mark"] or default
        parts[_RANK[mark]] = _number(found["number"])
    return parts, mark


def _number(words: str) -> str:
    if words[0] in "0123456789":
        return words.lstrip("0") or "0"
    read = chinese if "十" in words or len(words) == 1 else chinese_digits
    return read(words) or ""


def _printed(parts: Parts) -> str:
    numbers = [parts[place] for place in sorted(parts)]
    if 0 in parts:
        numbers = [number.zfill(2) for number in numbers]
    return "-".join(numbers)
