"""Stretches of a text that look like a form, not prose: short cells, column heads, bare figures.

Such a stretch has no sentences, so readers of sentences cannot tell what its figures belong to.
Prose is recognised by its commas and full stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from summarizer.tables.flat.packed import BLANK, LINE, Packed, pack
from summarizer.tables.flat.words import FIELD, HEAD, LEVEL1, LEVEL2

__all__ = ["form_spans"]

Span = tuple[int, int]

# Heads of other tables of the genre only: accounts, surveys, lists of payees, projects.
_OTHER_HEADS = r"""
收款单位 收款人 拨付(?:日期|时间|金额) 拨款(?:文号|金额|日期) 开户行 文号
选项 调查内容 (?:评价|填写|调查)人数 占比 人数
行次 栏次 科目(?:编码|名称|代码) 功能分类 (?:本年)?(?:收入|支出)合计 (?:基本|项目)支出
(?:收入|支出)决算 决算数
金额单位 公开\d{1,2}表 (?:年度|预算|支出|安排|下达)?金额 小计 合计 总计 总分
情况说明 存在问题和改进措施 资金管理情况 总体目标 年度(?:总体)?目标 全年实际完成情况
(?:预期|年初设定)目标 项目名称 项目类型 备注 是否核心指标 得分系数 (?:指标)?权重
指标\d{1,2}[：:] (?:计量|度量)单位 指标性质 评分标准 扣分原因 填报单位
"""
_LABEL = re.compile(
    "|".join(
        (
            HEAD.pattern,
            *(pattern.pattern for pattern in (LEVEL1, LEVEL2, FIELD)),
            *_OTHER_HEADS.split(),
        )
    )
)
# A figure without a unit: followed by nothing, by % or by another figure.
_BARE = re.compile(r"(?<![\d.〔\[（(第])[≥≤=＝><]?\d[\d,.]*[%％]?(?![\d.,、．）)〕\]])")
_LETTERS = re.compile("[^\\W\\d_]")
# Forms of one line number their indicators: 指标1：培训人数 200人 210人 10 10.
_SENTENCE_END = re.compile(r"[。！？；;]|(?=指标\d{1,2}[：:])")
# Not those of 一、 and 指标1：.
_COMMA = re.compile(
    r"[，,、：:](?!\d)(?<![一二三四五六七八九十]、)(?<!指标\d[：:])(?<!指标\d\d[：:])"
)
# With a comma in every N characters, the words are sentences.
_COMMAS = 30
_LONGEST_CELL = 24
_LABEL_WORTH, _FIGURE_WORTH, _CELL_WORTH, _PLAIN_COST = 2.0, 1.0, 0.8, 0.06
_SENTENCE_COST, _SENTENCE_LETTER, _HEADING_COST, _COMMA_COST = 2.0, 0.05, 1.0, 0.5
# A heading of the text, without a figure after it: （一）项目资金情况.
_MARKED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]|[（(]?\d{1,2}[）).．、](?!\d)")
# The minimum score of a form, and how much prose ends one.
_FEWEST_LABELS, _LEAST, _DROP = 3, 8.0, 12.0


class _Piece(NamedTuple):
    """A line or a sentence of one: its score as a piece of a form, and the labels in it."""

    start: int
    end: int
    worth: float
    labels: frozenset[str]


def form_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the parts of the spans of a text that look like a form, in order.

    >>> form = "序号 选项 人数 占比\\n1 满意 41 60.3%\\n2 基本满意 25 36.8%\\n3 不满意 2 2.9%"
    >>> form_spans(form, [(0, len(form))]) == [(0, len(form))]
    True
    >>> prose = "发放问卷287份，满意41人，占比60.3%；基本满意25人，合计66人。"
    >>> form_spans(prose, [(0, len(prose))])
    []
    """
    packed = pack(text, spans)
    return [packed.span(start, end) for start, end in _dense(list(_pieces(packed)))]


def _dense(pieces: Sequence[_Piece]) -> Iterator[Span]:
    """Return runs of pieces with a sufficient total score, each up to its maximum."""
    at = 0
    while at < len(pieces):
        if pieces[at].worth <= 0:
            at += 1
            continue
        first, best, worth, most = at, at, 0.0, 0.0
        while at < len(pieces):
            worth += pieces[at].worth
            if worth >= most:
                best, most = at, worth
            if worth <= 0 or worth < most - _DROP:
                break
            at += 1
        held = pieces[first : best + 1]
        labels = frozenset[str]().union(*(piece.labels for piece in held))
        if most >= _LEAST and len(labels) >= _FEWEST_LABELS:
            # Short lines before the first label belong to the text above.
            yield next(piece.start for piece in held if piece.labels), pieces[best].end
        at = best + 1


def _pieces(packed: Packed) -> Iterator[_Piece]:
    words = packed.words
    lines = [0, *packed.cuts(0, len(words), LINE), len(words)]
    for start, end in pairwise(lines):
        at = start
        for found in _SENTENCE_END.finditer(words, start, end):
            if found.end() > at:
                yield _piece(packed, at, found.end(), ended=bool(found[0]))
            at = found.end()
        if at < end:
            yield _piece(packed, at, end, ended=False)


def _piece(packed: Packed, start: int, end: int, *, ended: bool) -> _Piece:
    words, length = packed.words, end - start
    commas = sum(1 for _ in _COMMA.finditer(words, start, end))
    said = commas * _COMMAS > length
    if said and (ended or length > _LONGEST_CELL):
        # Fast path for most of a report: its labels are not needed.
        return _sentence(start, end)
    labels = [found[0] for found in _LABEL.finditer(words, start, end)]
    figures = sum(1 for found in _BARE.finditer(words, start, end) if _is_bare(packed, found, end))
    marks = len(labels) + figures
    if ended and marks * 12 < length:
        return _sentence(start, end)
    if not figures and _MARKED.match(words, start, end):
        return _Piece(start, end, -_HEADING_COST, frozenset())
    worth = _LABEL_WORTH * len(labels) + _FIGURE_WORTH * figures - _COMMA_COST * commas - ended
    named = sum(map(len, labels))
    if length <= _LONGEST_CELL:
        worth += _CELL_WORTH
    else:
        worth -= _PLAIN_COST * max(0, len(_LETTERS.findall(words, start, end)) - named)
    return _Piece(start, end, worth, frozenset(labels))


def _sentence(start: int, end: int) -> _Piece:
    return _Piece(start, end, -_SENTENCE_COST - _SENTENCE_LETTER * (end - start), frozenset())


def _is_bare(packed: Packed, found: re.Match[str], end: int) -> bool:
    """Return whether the figure or its sign ends the cell; adjacent figures are two cells."""
    stop = found.end()
    glued = found[0].count(".") > 1
    signed = found[0][-1] in "%％"
    return glued or signed or stop >= end or packed.gap(stop) >= BLANK
