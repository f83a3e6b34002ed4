"""Runs: the clauses of a paragraph between two stops or semicolons, without list mark and label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.genre.sections import Role, heading_role
from summarizer.segmentation import trim

__all__ = ["ENTRY", "LABEL", "STOPS", "Opened", "Run", "opened", "project_in", "runs"]

Run = list[tuple[int, int]]
"""The places of the clauses of a run."""

STOPS = "。！？；;"
LABEL = re.compile("(?:情况|分析|措施|问题|目标|原因|建议|方面|概况|结论|成绩|成效)$")
"""How a label ends that names what follows it."""

# A clause: up to a mark between clauses outside brackets and numbers.
_CLAUSE = re.compile(
    r"(?:“[^”\n]{0,80}”|（[^（）\n]{0,200}）|《[^》\n]{0,60}》|(?<=\d)[,:：](?=\d)|[^，,；;。！？!?：:])+"
)
_ENDS = re.compile("[。！？!?；;]")
_BLANKS = " \t\n\u3000"
_NUMERALS = "一二三四五六七八九十"
ENTRY = re.compile(
    rf"""
    (?: [（(][{_NUMERALS}\d]{{1,2}}[)）]
      | [{_NUMERALS}]{{1,2}}、(?![{_NUMERALS}]{{1,2}}[、类级期届批])   # not 一、二类赛
      | [{_NUMERALS}]{{1,2}}是
      | 第[{_NUMERALS}](?=[，、：:是])                               # not 第三届
      | \d{{1,2}}[.．、](?!\d(?!\d{{3}}年|-\d+[月岁]))             # not 1.5, but 2022年, 0-3岁
      | [①-⑳] | (?:首先 | 其次 | 再次)(?!是)
    )
    [，、：]?是?\s*
    """,
    re.VERBOSE,
)
"""What opens an entry of a list, also in the middle of a line."""
# 「2.古村道路硬化项目，…」 names the project of its entry.
_PROJECT = re.compile(
    "(?!加[快强大]|推进|完[善成]|实施|[做抓]好|支持|强化|开展|争取|谋划|建议|对于?|由于?|部分|个别)"
    "[^，。；：的]{6,50}(?:项目|工程)$"
)
_TORN_ENTRY = re.compile(r"[^\n]*(?:\n[ |\t]*)+(?=[（(][一二三四五六七八九十\d]{1,2}[)）])")
_GLUED = re.compile("^.{2,20}?(?:改进措施|存在的?问题|完成情况|原因分析|情况分析)(?=.)")
_OF_PROJECT = re.compile(
    "(.{2,40}?(?:项目|经费|资金|工程|补贴|补助)(?:支出)?)(?:绩效)?(?:自评|目标(?:完成|实现)情况)(?:综述|情况|结果)?$"
)
# A remark in brackets at the end of a clause, too long to quote.
_REMARK = re.compile(r"（[^（）]{30,}）?$")
# 「决算数小于预算数的主要原因：」 belongs to the figures before it.
_REASON = re.compile("(?:小于|大于|低于|高于|增加|减少|变动|持平|下降|增长|差异).{0,10}原因$")
_FIGURE = re.compile(r"\s*[约近共超]?\d")
_LABEL_MOST, _FIGURE_MOST, _REMARK_FROM = 30, 24, 60


def project_in(label: str) -> int:
    """Return the length of the name of the project that opens a label; 0 if none does.

    >>> project_in("抽检项目绩效自评综述"), project_in("资金使用情况")
    (4, 0)
    """
    named = _OF_PROJECT.match(label)
    return len(named[1]) if named else 0


def runs(text: str, start: int, end: int) -> Iterator[Run]:
    """Yield the clauses between two stops or semicolons, or up to the next entry of a list."""
    run: Run = []
    for clause in _CLAUSE.finditer(text, start, end):
        first, last = clause.span()
        if text[first] in _BLANKS or text[last - 1] in _BLANKS:
            first, last = trim(text, first, last)
        if last - first > _REMARK_FROM and (remark := _REMARK.search(text, first, last)):
            last = remark.start()
        if torn := _TORN_ENTRY.match(text, first, last):
            # What remains of a table before an entry.
            first = torn.end()
        if last - first < 2 and not text[first:last].strip("| "):
            continue
        if run and (_ENDS.search(text, run[-1][1], first) or ENTRY.match(text, first, last)):
            yield run
            run = []
        run.append((first, last))
    if run:
        yield run


@dataclass(frozen=True, slots=True)
class Opened:
    """A run without list mark and label: the role that the label gives, the place of a label that
    names a project, and whether the run opens an entry of a list.
    """

    clauses: Run
    role: Role | None
    name: tuple[int, int] | None
    marked: bool


def opened(text: str, run: Run) -> Opened:
    """Return a run without its list mark and its label."""
    role: Role | None = None
    name: tuple[int, int] | None = None
    marked = False
    while run:
        (start, end), *others = run
        mark = ENTRY.match(text, start, end)
        marked = marked or mark is not None
        start = mark.end() if mark else start
        label = text[start:end]
        if length := project_in(label):
            name = (start, start + length)
            if not others:
                break
        if mark and others and _PROJECT.match(label):
            name = (start, end)
        named = _named(text, label, end, mark)
        if named and _keeps_label(text, label, others):
            named = None
        glued = None if named or length else _GLUED.match(label) if mark else None
        if glued and (named := heading_role(glued[0])):
            return Opened([(start + glued.end(), end), *others], named, name, marked)
        if start < end and named is None:
            return Opened([(start, end), *others], role, name, marked)
        role = named or role
        run = others
    return Opened([], role, name, marked)


def _keeps_label(text: str, label: str, others: Run) -> bool:
    """Return whether a label is part of the statement: 「到位率：100%」, or a reason."""
    if _REASON.search(label):
        return True
    if len(others) != 1:
        return False
    start, end = others[0]
    return end - start <= _FIGURE_MOST and bool(_FIGURE.match(text, start, end))


def _named(text: str, label: str, end: int, mark: re.Match[str] | None) -> Role | None:
    if len(label) > _LABEL_MOST:
        return None
    if text[end : end + 1] in ("：", ":") or (mark and LABEL.search(label)):
        return None if any(sign.isdecimal() for sign in label) else heading_role(label)
    return None
