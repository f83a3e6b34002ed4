"""「分别为」: several figures of one clause, dealt out to as many names or levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.engines.rules.wording import lead_end
from summarizer.genre.clauses import Clause, clauses_of, trimmed
from summarizer.genre.status import direction_of
from summarizer.schema import Document, Quantity, ResultDraft

__all__ = ["Share", "shares_of"]

Offsets = tuple[int, int]

SEVERAL = re.compile(r"分别(?:为|是|达到?|达|完成|支出|安排)?\s*$")
CHANGES = re.compile(
    r"分别(?P<said>(?:比|较|同比|环比)?.{0,8}(?:增长|下降|增加|减少|提高|降低|上升))(?:了)?\s*$"
)
# 「分别完成年度目标的77%、78%」, 「分别占总任务的72%、74%」: shares of what was counted before.
OF_EACH = re.compile(r"分别(?P<said>(?:占|完成|达到?|实现|相当于|为)(?:了)?[^，。；]{2,16}的)\s*$")
# Times that figures are dealt out to: 6月、9月、11月; 2021年、2022年; 一至四季度.
WHEN = re.compile(
    r"(?:20\d\d年(?:度|底|末)?)?(?:\d{1,2}月份?(?:底|末)?|第?[一二三四1-4]季度|[上下]半年|(?<=年))"
    r"|20\d\d年?(?:度|底|末)?"
)
QUARTERS = re.compile(r"(?:第)?[一1](?:至|到|-|—|~)(?:第)?(?P<last>[二三四2-4])季度")
COMPARED = re.compile("(?:同比|环比|比上年|较上年|比去年|较去年)$")
NAME_LINK = re.compile(r"[、，]|(?<=.)和(?=.)|以及|及(?=.)")
METRIC_HEAD = re.compile(
    r"年初|全年|实际|预算|支出|资金|到位|执行|完成|决算|投入|经费"
    r"|(?:饲养|存栏|出栏|销售|使用|排放)量|[存出]栏|产[量值]|(?:种植|播种|建筑)?面积|[人户次件]数|满意度"
    r"|(?:覆盖|合格|办结|就业|参保|增长|普及)率|得分|占比|比重|收入|增速"
)
LIST_HEAD = re.compile(r"(?:分别)?(?:为|是|包括|有|包含)")
# Names stand no further back than this, and longer lists are not dealt out.
REACH = 200
MOST = 30


@dataclass(frozen=True, slots=True)
class Share:
    """One figure with the name that it falls to; the first span is the shortest."""

    figure: Quantity
    metric: str
    subject: str | None
    spans: tuple[Offsets, ...]
    direction: str
    period: str | None = None


def shares_of(
    document: Document, clause: Clause, figures: list[Quantity], told: Sequence[ResultDraft]
) -> list[Share]:
    """The shares of a clause, or none when it deals nothing out. `told` are the results so far:
    「分别比上年增长1.2%、2.3%」 tells of the last levels among them."""
    head = document.text[clause.start : figures[0].start]
    if not 1 < len(figures) <= MOST:
        return []
    if change := CHANGES.search(head):
        named = trimmed(document.text, clause.start, clause.start + change.start())
        own = _split_names(document.text, *named)
        if len(own) == len(figures) and all(high - low >= 3 for low, high in own):
            return _own_changes(document, clause, figures, own)
        compared = COMPARED.search(head[: change.start()])
        said = (compared.group() if compared else "") + change["said"]
        return _changes(clause, figures, told, said)
    if (each := OF_EACH.search(head)) and not head[: each.start()].strip("，, "):
        return _changes(clause, figures, told, each["said"].removesuffix("的"))
    if len(figures) > 2 and _counts_the_rest(document, figures):
        return _of_several(document, clause, figures)
    if SEVERAL.search(head) and (timed := _by_time(document, clause, figures, head)):
        return timed
    return _by_name(document, clause, figures, head) if SEVERAL.search(head) else []


def _own_changes(
    document: Document, clause: Clause, figures: list[Quantity], own: list[Offsets]
) -> list[Share]:
    """「事故起数、死亡人数同比分别下降12.5%和20%」: each change is of a name in the clause."""
    said = document.text[own[-1][1] : figures[0].start].replace("分别", "").strip()
    if compared := COMPARED.search(document.text[slice(*own[-1])]):
        said = compared.group() + said
    place = (clause.start, figures[-1].end)
    return [
        Share(
            figure,
            COMPARED.sub("", document.text[slice(*name)]) + said,
            None,
            (place,),
            direction_of(said),
        )
        for figure, name in zip(figures, own, strict=True)
    ]


def _counts_the_rest(document: Document, figures: list[Quantity]) -> bool:
    """「2家中心床位使用率分别为43%和51%」: the first figure says how many follow."""
    first, rest = figures[0], figures[1:]
    between = document.text[first.end : rest[0].start]
    alike = len({figure.unit for figure in rest}) == 1 and rest[0].unit != first.unit
    return first.value == str(len(rest)) and alike and bool(SEVERAL.search(between))


def _of_several(document: Document, clause: Clause, figures: list[Quantity]) -> list[Share]:
    metric = SEVERAL.sub("", document.text[figures[0].end : figures[1].start]).strip()
    label = trimmed(document.text, clause.start, figures[1].start)
    return [
        Share(figure, metric, None, ((clause.start, figure.end), label), "none")
        for figure in figures[1:]
    ]


def _by_time(document: Document, clause: Clause, figures: list[Quantity], head: str) -> list[Share]:
    """「6月、9月、11月发案数分别为3宗、2宗、1宗」: one metric at several times."""
    times, metric = _times(SEVERAL.sub("", head).strip())
    if len(times) != len(figures) or len(metric) < 2:
        return []
    label = trimmed(document.text, clause.start, figures[0].start)
    return [
        Share(
            figure,
            metric,
            None,
            (_place(clause, figures, figure), *([] if figure is figures[0] else [label])),
            direction_of(metric),
            period=time,
        )
        for figure, time in zip(figures, times, strict=True)
    ]


def _times(head: str) -> tuple[list[str], str]:
    """The times listed at the beginning or the end of some words, and the words without them."""
    if found := QUARTERS.search(head):
        last = "一二三四".find(found["last"]) + 1 or int(found["last"])
        times = [f"{number}季度" for number in "一二三四"[:last]]
        return times, (head[: found.start()] + head[found.end() :]).strip("，的 ")
    names = [head[low:high].strip() for low, high in _split_names(head, 0, len(head))]
    timed = [WHEN.match(name) for name in names]
    if len(names) < 2 or not all(timed):
        return [], head
    rest = [
        name[found.end() :].strip("的 ") for name, found in zip(names, timed, strict=True) if found
    ]
    if any(rest[:-1]):
        return [], head
    return [found.group() for found in timed if found], rest[-1]


def _changes(
    clause: Clause, figures: list[Quantity], told: Sequence[ResultDraft], said: str
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


def _by_name(document: Document, clause: Clause, figures: list[Quantity], head: str) -> list[Share]:
    """「年初预算分别为259.25万元、206.4万元」 over names listed before."""
    text = document.text
    names, metric = _listed_names(document, clause, SEVERAL.sub("", head), len(figures))
    metric = metric[lead_end(metric) :]
    label = trimmed(text, clause.start, figures[0].start)
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


def _place(clause: Clause, figures: list[Quantity], figure: Quantity) -> Offsets:
    """Where a figure stands: the first one with the words before it, the others alone."""
    return (clause.start if figure is figures[0] else figure.start), figure.end


def _listed_names(
    document: Document, clause: Clause, metric: str, count: int
) -> tuple[list[Offsets], str]:
    """Names for as many figures: before the metric in the clause itself or in one before."""
    text = document.text
    own = _split_names(text, clause.start, clause.start + len(metric))
    if len(own) == count:
        low, high = own[-1]
        found = METRIC_HEAD.search(text[low:high])
        if found and found.start() >= 1:
            own[-1] = (low, low + found.start())
            return own, text[low + found.start() : high]
    for earlier in reversed(clauses_of(text, max(0, clause.start - REACH), clause.start)):
        cut = LIST_HEAD.search(text, earlier.start, earlier.end)
        begin = cut.end() if cut else earlier.start
        names = _split_names(text, begin, earlier.end)
        if len(names) == count and not document.quantities_in(begin, earlier.end):
            return names, metric
    return [], metric


def _split_names(text: str, low: int, high: int) -> list[Offsets]:
    """Names between 、 and 和 in a span."""
    names = []
    begin = low
    for joint in NAME_LINK.finditer(text[low:high]):
        names.append((begin, low + joint.start()))
        begin = low + joint.end()
    names.append((begin, high))
    return [name for name in names if name[0] < name[1]]
