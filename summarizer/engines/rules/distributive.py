"""Distributive lists (分别为…): several figures of one clause, assigned to as many names, times or
levels.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.engines.rules.noun_phrases import compose, lead_end, split_subject
from summarizer.genre.clauses import Clause, clauses_of, trimmed
from summarizer.genre.status import direction_of
from summarizer.schema import Document, Quantity, ResultDraft

__all__ = ["Share", "shares_of"]

Offsets = tuple[int, int]

_SEVERAL = re.compile(r"(?:分别|先后)(?:为|是|达到?|达|完成|支出|安排)?\s*$")
_CHANGES = re.compile(
    r"""分别(?P<said>(?:比|较|同比|环比)?.{0,8}(?:增长|下降|增加|减少|提高|降低|上升))(?:了)?\s*$""",
    re.VERBOSE,
)
# 「分别占总任务的72%、74%」: shares of the amounts before.
_OF_EACH = re.compile(r"分别(?P<said>(?:占|完成|达到?|实现|相当于|为)(?:了)?[^，。；]{2,16}的)\s*$")
_COMPARED = re.compile("(?:同比|环比|比上年|较上年|比去年|较去年)$")
_TIME = (
    r"(?:20\d\d年(?:度|底|末)?(?:\d{1,2}月份?(?:底|末)?)?|\d{1,2}月份?(?:底|末)?"
    r"|第?[一二三四1-4]季度|[上下]半年)"
)
# Times in a distributive list: 6月、9月、11月; 2021年、2022年.
_TIMES = re.compile(rf"(?P<times>{_TIME}(?:(?:、|和|及){_TIME})+)，?")
_NAME_LINK = re.compile(r"[、，]|(?<=.)和(?=.)|以及|及(?=.)")
# Where a metric begins after the last name of a list.
_METRIC_HEAD = re.compile(
    r"""年初|全年|实际|预算|支出|资金|到位|执行|完成|决算|投入|经费|[存出]栏|产[量值]|[人户次件]数|满意度
    |(?:种植|播种|建筑)?面积|(?:饲养|存栏|出栏|销售|使用|排放)量|得分|占比|比重|收入|增速
    |(?:覆盖|合格|办结|就业|参保|增长|普及)率""",
    re.VERBOSE,
)
_LIST_HEAD = re.compile(r"(?:分别)?(?:为|是|包括|有|包含)")
# How far back names are searched, and the longest list that is distributed.
_REACH = 200
_MOST = 30


@dataclass(frozen=True, slots=True)
class Share:
    """One figure and the name it belongs to; the first span is the shortest."""

    figure: Quantity
    metric: str
    subject: str | None
    spans: tuple[Offsets, ...]
    direction: str
    period: str | None = None


def shares_of(
    document: Document,
    clause: Clause,
    figures: Sequence[Quantity],
    told: Sequence[ResultDraft],
    times: Sequence[str] = (),
) -> list[Share]:
    """Return the shares of a clause; empty if the clause distributes nothing. `told` are the
    results so far: 「分别比上年增长1.2%、2.3%」 refers to the last levels among them. `times` are
    the times of an earlier list in the sentence.
    """
    if not 1 < len(figures) <= _MOST:
        return []
    head = document.text[clause.start : figures[0].start]
    if change := _CHANGES.search(head) or _OF_EACH.search(head):
        own = _split_names(document.text, clause.start, clause.start + change.start())
        if len(own) == len(figures) and all(high - low >= 3 for low, high in own):
            return _own_changes(document, clause, figures, own)
        compared = _COMPARED.search(head[: change.start()])
        said = (compared.group() if compared else "") + change["said"].removesuffix("的")
        return _changes(clause, figures, told, said)
    named = times_in(head) or times
    if len(named) == len(figures) and _alike(document.text, figures):
        return _by_time(document, clause, figures, named)
    return _by_name(document, clause, figures, head) if _SEVERAL.search(head) else []


def times_in(head: str) -> tuple[str, ...]:
    """Return the times listed in some words.

    >>> times_in("2021年、2022年全省先后立项农田"), times_in("2021年立项农田")
    (('2021年', '2022年'), ())
    """
    found = _TIMES.search(head)
    return tuple(re.split("、|和|及", found["times"])) if found else ()


def _alike(text: str, figures: Sequence[Quantity]) -> bool:
    """Return whether figures share a unit and only 、 or 和 separates them."""
    gaps = itertools.pairwise(figures)
    return len({figure.unit for figure in figures}) == 1 and all(
        text[one.end : two.start].strip() in ("、", "和", "，", "及") for one, two in gaps
    )


def _by_time(
    document: Document, clause: Clause, figures: Sequence[Quantity], times: Sequence[str]
) -> list[Share]:
    """「6月、9月发案数分别为3宗、2宗」: one metric at several times."""
    head = _TIMES.sub("", document.text[clause.start : figures[0].start])
    subject, metric = split_subject(_SEVERAL.sub("", head).replace("先后", "累计"))
    metric = compose(metric, "")
    place = trimmed(document.text, clause.start, figures[-1].end)
    return [
        Share(figure, metric, subject or None, (place,), direction_of(head), period=time)
        for figure, time in zip(figures, times, strict=True)
        if metric
    ]


def _changes(
    clause: Clause, figures: Sequence[Quantity], told: Sequence[ResultDraft], said: str
) -> list[Share]:
    levels = [draft for draft in told if draft.figure_span and draft.direction == "none"]
    if len(levels) < len(figures):
        return []
    return [
        Share(
            figure,
            level.metric + said,
            level.subject,
            (_place(clause, figures, figure), level.spans[0]),
            direction_of(said),
        )
        for figure, level in zip(figures, levels[-len(figures) :], strict=True)
    ]


def _own_changes(
    document: Document, clause: Clause, figures: Sequence[Quantity], own: Sequence[Offsets]
) -> list[Share]:
    """「事故起数、死亡人数同比分别下降12.5%和20%」: each change belongs to a name in the clause."""
    said = document.text[own[-1][1] : figures[0].start].replace("分别", "").strip()
    if compared := _COMPARED.search(document.text[slice(*own[-1])]):
        said = compared.group() + said
    place = (clause.start, figures[-1].end)
    names = [_COMPARED.sub("", document.text[slice(*name)]) for name in own]
    return [
        Share(figure, name + said, None, (place,), direction_of(said))
        for figure, name in zip(figures, names, strict=True)
    ]


def _by_name(
    document: Document, clause: Clause, figures: Sequence[Quantity], head: str
) -> list[Share]:
    """「年初预算分别为259.25万元、206.4万元」, for names listed earlier."""
    text = document.text
    names, metric = _listed_names(document, clause, _SEVERAL.sub("", head), len(figures))
    metric = metric[lead_end(metric) :]
    label = trimmed(text, clause.start, figures[0].start)
    if not names:
        # 「床位使用率分别为43%和51%」: the names are missing.
        alike = _alike(text, figures)
        spans = [(_place(clause, figures, one), label) for one in figures]
        shares = zip(figures, spans, strict=True)
        return [Share(one, metric, None, at, "none") for one, at in shares] if alike else []
    return [
        Share(
            figure,
            metric,
            text[slice(*name)],
            (_place(clause, figures, figure), *([] if figure is figures[0] else [label]), name),
            direction_of(metric),
        )
        for figure, name in zip(figures, names, strict=False)
    ]


def _place(clause: Clause, figures: Sequence[Quantity], figure: Quantity) -> Offsets:
    """Return the span of a figure; that of the first one includes the words before it."""
    return (clause.start if figure is figures[0] else figure.start), figure.end


def _listed_names(
    document: Document, clause: Clause, metric: str, count: int
) -> tuple[list[Offsets], str]:
    """Return one name per figure: listed before the metric in this clause or in an earlier one."""
    text = document.text
    own = _split_names(text, clause.start, clause.start + len(metric))
    if len(own) == count:
        low, high = own[-1]
        found = _METRIC_HEAD.search(text[low:high])
        if found and found.start() >= 1:
            own[-1] = (low, low + found.start())
            return own, text[low + found.start() : high]
    for earlier in reversed(clauses_of(text, max(0, clause.start - _REACH), clause.start)):
        cut = _LIST_HEAD.search(text, earlier.start, earlier.end)
        begin = cut.end() if cut else earlier.start
        names = _split_names(text, begin, earlier.end)
        if len(names) == count and not document.quantities_in(begin, earlier.end):
            return names, metric
    return [], metric


def _split_names(text: str, low: int, high: int) -> list[Offsets]:
    """Split a span at 、 and 和 into names."""
    names = []
    begin = low
    for joint in _NAME_LINK.finditer(text[low:high]):
        names.append((begin, low + joint.start()))
        begin = low + joint.end()
    names.append((begin, high))
    return [name for name in names if name[0] < name[1]]
