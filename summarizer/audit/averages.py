"""Averages: 人均, 户均, 每亩 compared with total and count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, Interval, is_slip, printed
from summarizer.audit.relations import Relation, computed, first_that_holds
from summarizer.audit.wording import IS, change_sign

__all__ = ["averages"]

# Units that an average may be taken over, by the word before 均 or after 每.
_OVER = {
    "人": "人 人次 名 位", "生": "人 人次 名", "名": "人 名 人次", "户": "户 家", "家": "家 户",
    "亩": "亩", "公里": "公里 千米", "平方米": "平方米", "村": "个 村", "所": "所", "床": "张",
    "场": "场 场次", "次": "次 场次 人次", "件": "件", "台": "台 套", "套": "套 台", "座": "座",
    "处": "处", "间": "间"
}  # fmt: skip
_NAMES = "|".join(sorted(_OVER, key=len, reverse=True))
_AVERAGE = re.compile(
    rf"(?:(?P<before>{_NAMES})均|(?:平均)?每个?(?P<each>{_NAMES})|平均(?P<after>{_NAMES}))"
    r"(?!每)(?:平均)?[^每均，。；、]{0,8}?" + IS
)
# Other bases, other periods, limits.
_OTHER = re.compile(
    r"每[^，。；]{0,3}每|[年月日天]均|GDP|收入|产值|纯收入|增收|标准|最高|最低|不超过|以内|至少|限额"
)
_PART = re.compile(r"其中|分别|含")
_HALF, _TWICE = Decimal("0.5"), Decimal(2)


def averages(context: AuditContext) -> Iterator[Relation]:
    """An average is its total over its count: 8642人次，发放1037.04万元，人均1200元.

    Reported if the part of a sentence has one total and one count, and their quotient is near the
    average or a power of ten from it. Source: 勾稽关系 of reviewing practice.
    """
    for sentence in context.telling:
        for average in sentence.figures:
            match = _AVERAGE.search(average.label)
            if match and average.is_exact and not _OTHER.search(average.label):
                over = _OVER[match["before"] or match["each"] or match["after"]].split()
                yield from _average(sentence, average, over)


def _average(sentence: Sentence, average: Figure, over: Sequence[str]) -> Iterator[Relation]:
    near = _near(sentence, average)
    kind = average.unit.partition("/")[0]
    totals = [f for f in near if f.unit == kind and not _AVERAGE.search(f.label)]
    counts = [f for f in near if f.unit in over and f.interval().low > 0]
    pairs = [(whole, count) for whole in totals for count in counts]
    if not pairs:
        return
    one = first_that_holds(_share(whole, count, average) for whole, count in pairs)
    only = len({(whole.value, count.value) for whole, count in pairs}) == 1
    words = sentence.words(near[0].end, near[-1].start)
    kin = _is_kin(pairs[0][0].value / pairs[0][1].value, average.value)
    if one.holds or (only and kin and not _PART.search(words)):
        yield one


def _share(whole: Figure, count: Figure, average: Figure) -> Relation:
    top, number = whole.interval(), count.interval()
    gives = Interval(top.low / number.high, top.high / number.low)
    return computed(
        "average-mismatch",
        (whole, count, average),
        average,
        gives,
        printed(whole.value / count.value, average),
        told=f"“{whole.quote}”÷“{count.quote}”",
        average=average.quote,
    )


def _near(sentence: Sentence, average: Figure) -> Sequence[Figure]:
    """Return the figures of the same part of the sentence, in order."""
    place = average.start - sentence.start
    left = max(sentence.text.rfind(mark, 0, place) for mark in "；;。")
    ends = [at for mark in "；;。" if (at := sentence.text.find(mark, place)) >= 0]
    right = min(ends, default=len(sentence.text))
    found = sentence.within(sentence.start + left + 1, sentence.start + right)
    return [
        figure
        for figure in found
        if figure is average or (figure.is_exact and not change_sign(figure))
    ]


def _is_kin(right: Decimal, stated: Decimal) -> bool:
    """True if the stated average may be a misprint of the right one."""
    share = right / stated if stated else Decimal(0)
    if _HALF <= share <= _TWICE:
        return True
    digits = share.normalize().as_tuple().digits
    return digits == (1,) or is_slip(right - stated)
