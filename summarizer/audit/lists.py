"""Lists: the parts that words like 其中 announce, and their possible total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from summarizer.audit.context import Sentence
from summarizer.audit.figures import Figure, slacks
from summarizer.audit.wording import COMPARISON, Role, change_sign, is_spending, role_of

__all__ = [
    "MARKER",
    "VIEW",
    "companions",
    "depth_at",
    "fitting",
    "is_aside",
    "listed",
    "opens",
    "stocks",
    "total_of",
    "whole_before",
]

MARKER = re.compile(
    r"其中|(?:分别|具体)(?:为|是)|包括|包含|构成为|由(?=[^，。；]{0,40}(?:构成|组成))"
    r"|用于(?:以下|下列)?(?:几个)?(?:方面)?[:：]"
    r"|(?:^|[。；;，,])\s*[分按][一-龥]{1,8}(?:看|分|划分|统计)[，,:：]"
)
# Words that classify an earlier total: 分年度看，…
VIEW = re.compile(r"[看分计][，,:：]$")
# The four budgets as sources of money, and a line of a budget by what it pays for.
_SOURCE = re.compile(r"(?:一般公共|政府性基金|国有资本经营|社会保险基金)预算")
_LINE = re.compile(r"[一-龥]{2}支出$")
# How far before a total its second figure may be.
_NEAR = 60
# A later deduction is not a part.
_TAKEN_OFF = re.compile(r"(?:调减|核减|收回|压减)[^，。；]{0,6}$")
_LONGEST_BRACKET = 400
# A 总计 of the final accounts includes the balance at the end of the year.
_GRAND_TOTAL = re.compile("总计|总支出|支出总额|合计")
# An average or a limit has no parts: 亩均投资1500元.
_EACH = re.compile(
    r"[亩户人次件年月日]均|平均|单价|单位成本|每[亩户人次件平公个所村吨天年月]|(?<!高)标准|限额|上限|起付线"
)
# An average is no part of a total of amounts: 公务接待费2.51万元，人均接待费80.45元.
_MEAN = re.compile(r"[亩户人车次件台年月日平]均")


def opens(sentence: Sentence, place: int) -> bool:
    """True if the marker opens its sentence, so that the total is in an earlier one."""
    return not sentence.text[:place].strip(" （(")


def depth_at(sentence: Sentence, place: int) -> int:
    """Return the number of open brackets at a place of the sentence."""
    head = sentence.text[max(0, place - _LONGEST_BRACKET) : place]
    return max(0, len(re.findall(r"[（(]", head)) - len(re.findall(r"[）)]", head)))


def whole_before(before: Sequence[Figure], depth: int) -> Figure | None:
    """Return the nearest figure that can have parts: money or things, no rate, no change."""
    for figure in reversed(before):
        if figure.depth > depth or not _is_stock(figure):
            continue
        if figure.depth < depth - 1:
            return None
        return figure if figure.is_exact else None
    return None


def stocks(figures: Sequence[Figure], unit: str) -> list[Figure]:
    """Return the exact figures of a unit, outside brackets, that can have parts, in order."""
    return [
        figure
        for figure in figures
        if figure.unit == unit and not figure.depth and figure.is_exact and _is_stock(figure)
    ]


# A figure of comparison has no parts: 较预算数520万元节约33.80万元.
_COMPARED = re.compile(r"^[，,]?[较比与][^，,]{1,12}$")
# A change or a running total after a part is not a part: 302.3万亿元，增加18.0万亿元.
_ASIDE = re.compile(
    r"^[，,、；;]?(?:其中)?(?:比[^，]{0,6})?(?:净?增加?|净?减少?|新增|累计|增长|下降)了?$"
)


def is_aside(figure: Figure) -> bool:
    """True if the figure states a change of the one before it."""
    return bool(_ASIDE.match(figure.label.strip()))


def _is_stock(figure: Figure) -> bool:
    if figure.kind == "percent" or change_sign(figure) or role_of(figure.label) == "saved":
        return False
    if _COMPARED.match(figure.label):
        return False
    return not _EACH.search(figure.label)


def listed(
    sentence: Sentence, whole: Figure, after: Sequence[Figure], depth: int
) -> list[list[Figure]]:
    """Return the parts of a total, grouped by the ； between them."""
    groups: list[list[Figure]] = [[]]
    role = role_of(whole.label)
    place = None
    compared = False
    for figure in after:
        gap = sentence.words(place if place is not None else figure.start, figure.start)
        if "；" in gap or ";" in gap:
            groups.append([])
            compared = False
        if depth and figure.depth < depth:
            break
        place = figure.end
        compared = compared or bool(COMPARISON.search(gap or figure.label))
        if figure.depth != depth or figure.kind == "percent":
            continue
        if (compared and change_sign(figure)) or (groups[-1] and is_aside(figure)):
            continue
        if _MEAN.search(figure.label) and not _MEAN.search(whole.label):
            continue
        if _ends_list(whole, role, figure):
            break
        if figure.unit != whole.unit or not figure.is_exact:
            if figure.unit == whole.unit:
                return []
            continue
        groups[-1].append(figure)
    return list(filter(None, groups))


def _ends_list(whole: Figure, role: Role | None, figure: Figure) -> bool:
    """True for a figure after the list: spending, a deduction, or an amount of another role."""
    spending = is_spending(figure.label) and not is_spending(whole.label)
    return bool(spending or _TAKEN_OFF.search(figure.label) or not _together(whole, role, figure))


def _together(whole: Figure, role: Role | None, part: Figure) -> bool:
    """True if a part of one role may be listed under a total of another. A kind of 支出 is a line
    of the budget, not spending, and 一般公共预算拨款 is a source, not a budget."""
    theirs = role_of(_SOURCE.sub("", part.label))
    if theirs == "spent" and role != "spent" and _LINE.search(part.label):
        return True
    left_over = theirs in ("carried_in", "carried_out") and _GRAND_TOTAL.search(whole.label)
    if theirs == "carried_in" and role == "received":
        return True
    return (
        not (role and theirs)
        or theirs == role
        or {role, theirs} == {"budget", "adjusted"}
        or bool(left_over)
    )


def companions(sentence: Sentence, whole: Figure, parts: Sequence[Figure]) -> list[Figure]:
    """Return the second figures of a list in two units, its total first: 612户1058人，其中
    甲556户973人 …; [] unless every part has one."""
    found = [second for part in parts if (second := _second(sentence, part))]
    if len(found) < len(parts):
        return []
    unit = found[0].unit
    wholes = [
        f for f in sentence.before(parts[0].start) if f.unit == unit and f.start > whole.start - 60
    ]
    top = _second(sentence, whole) or whole_before(wholes, 0)
    sound = top is not None and all(f.unit == unit and f.is_exact for f in (top, *found))
    return [top, *found] if top is not None and sound and unit != whole.unit else []


def _second(sentence: Sentence, figure: Figure) -> Figure | None:
    """Return the figure directly after another, without words between."""
    following = sentence.after(figure.end, 1)
    if following and following[0].start - figure.end <= 1 and not following[0].label.strip("、"):
        return following[0] if _is_stock(following[0]) else None
    return None


def fitting(sentence: Sentence, groups: list[list[Figure]], whole: Figure) -> list[Figure] | None:
    """Return the figures of a list that sum to the total, in the first reading that fits.

    Readings are all figures, or the first of each ； part. A sentence may continue after its list,
    so any beginning of a reading is tried, except a cut between two figures joined by 、.
    """
    flat = [figure for group in groups for figure in group]
    for reading in (flat, [group[0] for group in groups]):
        *allowed, last = slacks((*reading, whole))
        totals = accumulate((figure.value for figure in reading), initial=Decimal(0))
        bounds = accumulate(allowed, initial=last)
        fits = [
            length
            for length, (total, bound) in enumerate(zip(totals, bounds, strict=True))
            if length
            and abs(total - whole.value) <= bound
            and not _goes_on(sentence, reading[length - 1 : length + 1])
        ]
        if fits:
            return reading[: fits[-1]]
    return None


def _goes_on(sentence: Sentence, pair: Sequence[Figure]) -> bool:
    """True if the list continues after a part, with only 、 between."""
    words = sentence.words(pair[0].end, pair[-1].start) if len(pair) > 1 else ""
    return "、" in words and not re.search("[，,；;。]", words)


def total_of(figures: Sequence[Figure]) -> Decimal:
    """Return the sum of the values."""
    return sum(map(_value, figures), Decimal(0))


def _value(figure: Figure) -> Decimal:
    return figure.value
