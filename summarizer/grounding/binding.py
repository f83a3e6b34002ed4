"""Binding: whether a label that an engine gave to a number is that of another number.

The words at a number are its own: those since the number before it and those up to the next one.
An engine may name a number freely and complete the name from elsewhere. It is doubted when the
number has words of its own that the label leaves out, and another number near has more of the
label's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.grounding.wording import folded, longest_run, share, without_runs
from summarizer.schema import Chunk, Quantity

__all__ = ["is_of_another_kind", "names_another"]

Offsets = tuple[int, int]

# What stands beside a number and names nothing.
_UNNAMING = re.compile(
    "其中|分别|共计|合计|累计|总计|全年|年末|今年|去年|上年末?|同期|同比|环比|"
    "增长|增加(?!值)|减少|下降|上升|提高|降低|上涨|下跌|新增|净增|"
    "不低于|不少于|不超过|大于|小于|等于|达到?|完成|实现|以上|以下|左右|超过?|居|列|位居|排名|开展|组织|召开|举办|举行|发生|均|占|比|较|了|为|是|约|近|共|仅|和|及|与|的|"
    r"[^\u4e00-\u9fff]"
)
# What a change is measured against.
_AGAINST = re.compile(
    r"(?:同比|环比|较|比|与)(?:20\d\d年度?|上一?年度?|去年|年初|上年末)?"
    r"(?:同期)?(?:决算|预算|完成)?数?(?:相比)?"
)
_STOP = re.compile(r"[，,；;。、（）()]")
_BREAK = re.compile(r"[；;。]")
_AND = re.compile("[和及与或]")
MOST_BACK, ENOUGH = 3, 4
# A label with less of its words at its number is of something else.
LEAST = 0.3


def names_another(
    metric: str, quantity: Quantity, home: Offsets, chunk: Chunk, *, subject: str = ""
) -> bool:
    """Whether the words at a number in the sentence `home`, none of which a label holds in whole,
    hardly fit it, or those at another number there or next to it fit it better."""
    if chunk.document.table_at(quantity.start):
        return False
    label = subject + metric
    if is_of_another_kind(folded(label), quantity):
        return True
    words, own = _naming(folded(label)), _own(quantity, home, chunk)
    nearest = [_naming(piece) for piece in own.nearest]
    if len("".join(nearest)) >= ENOUGH and not longest_run(folded(metric), "，".join(own.nearest)):
        # Words enough touch the number, and the name has none of them.
        return True
    if any(piece and not without_runs(piece, words) for piece in nearest):
        return False
    if not own.naming or not without_runs(words, own.all):
        return False
    fit = share(words, own.naming)
    if fit < LEAST:
        return True
    others = (other.naming for other in _others(quantity, home, chunk))
    return any(share(words, other) > fit for other in others)


# What a share is called, and what the ends of other labels say of their numbers: the kinds or units
# that go with them.
_SHARE = re.compile("[率度比占减降升幅速涨跌超节差]|(?<![新净])增|完成|覆盖|达标|合格|指数|得分")
_ENDS = (
    (re.compile(r"(?:率|占比|比例|比重|满意度)$"), frozenset({"percent", "rank", "score", ""})),
    (
        re.compile(r"(?:金额|资金|经费|支出|收入|预算数?|决算数?)$"),
        frozenset({"money", "percent", "rank"}),
    ),
    (re.compile(r"面积$"), frozenset({"平方米", "㎡", "平方公里", "公顷", "亩", "percent"})),
    (re.compile(r"(?:人数|人次)$"), frozenset({"人", "人次", "名", "位", "percent", "rank"})),
)


def is_of_another_kind(label: str, quantity: Quantity) -> bool:
    """Whether a label is of a kind of number that this is not.

    >>> from summarizer.quantities import scan
    >>> (money, share) = scan("投入12万元，占8%")
    >>> is_of_another_kind("覆盖率", money), is_of_another_kind("新增企业", share)
    (True, True)
    >>> is_of_another_kind("投入资金", money), is_of_another_kind("支出增长", share)
    (False, False)
    """
    if quantity.kind == "percent":
        return not _SHARE.search(label)
    return any(
        end.search(label) and {quantity.kind, quantity.unit}.isdisjoint(kinds)
        for end, kinds in _ENDS
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """The words at a number: the pieces of text that touch it, and those further before it."""

    far: str
    nearest: tuple[str, ...]

    @property
    def all(self) -> str:
        return self.far + "".join(self.nearest)

    @property
    def naming(self) -> str:
        return _naming(self.all)


def _naming(words: str) -> str:
    return _UNNAMING.sub("", _AGAINST.sub("", words))


def _own(quantity: Quantity, home: Offsets, chunk: Chunk) -> _Own:
    """The words at a number; a bare change (“增长6%”) is of what the number before it is of."""
    own, place, text = _beside(quantity, home, chunk), quantity, chunk.document.text
    for _ in range(MOST_BACK):
        before = [
            one
            for one in _numbers(home, chunk)
            if one.end <= place.start and not _is_aside(text[one.end : quantity.start])
        ]
        if len(own.naming) > 1 or not before:
            break
        place = before[-1]
        earlier = _beside(place, home, chunk)
        own = _Own(earlier.far + own.far, (*earlier.nearest, *own.nearest))
    return own


def _is_aside(between: str) -> bool:
    """Whether brackets close between a number and what comes later: it is an aside."""
    depth = 0
    for mark in between:
        depth += (mark in "（(") - (mark in "）)")
        if depth < 0:
            return True
    return False


def _beside(quantity: Quantity, home: Offsets, chunk: Chunk) -> _Own:
    """What stands between the numbers around a quantity: the pieces before it back to a full stop
    and those behind it up to the next stop."""
    text, numbers = chunk.document.text, _numbers(home, chunk)
    earlier = [one for one in numbers if one.end <= quantity.start]
    start = earlier[-1].end if earlier else home[0]
    end = min([home[1], *(one.start for one in numbers if one.start >= quantity.end)])
    behind = _AND.split(_STOP.split(text[quantity.end : end])[0])
    before = _BREAK.split(text[start : quantity.start])[-1].rstrip("，,、 ")
    if earlier and any(map(_naming, behind)) and _leads(earlier, home, text):
        # 开展7次集中培训和45次支部学习: the number before has its name behind it, and so has this.
        before = ""
    *far, nearest = _STOP.split(before)
    return _Own(folded("".join(far)), tuple(folded(piece) for piece in (nearest, *behind)))


def _leads(numbers: list[Quantity], home: Offsets, text: str) -> bool:
    """Whether the last of some numbers has nothing before it that names it."""
    start = numbers[-2].end if len(numbers) > 1 else home[0]
    return not _naming(folded(_STOP.split(text[start : numbers[-1].start])[-1]))


def _others(quantity: Quantity, home: Offsets, chunk: Chunk) -> Iterator[_Own]:
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
