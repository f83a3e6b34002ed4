"""Sums in prose: parts compared with their total."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, is_misprint, is_slip, tolerance
from summarizer.audit.lists import (
    MARKER,
    VIEW,
    companions,
    depth_at,
    fitting,
    listed,
    opens,
    stocks,
    total_of,
    whole_before,
)
from summarizer.audit.relations import Relation, claim, first_that_holds, total
from summarizer.audit.wording import IS, OPEN_LIST, change_sign, role_of
from summarizer.schema.terms import Severity

__all__ = ["breakdowns", "exceeds", "forward_totals"]

_BRACKET = re.compile(r"[（(](?:其中|含|包括|包含)?[:：]?")
# A list that is below its total by one wrong digit covers most of it.
_MOST, _TELLING = Decimal("0.75"), 10
# A list that is further from its total lacks parts on another page or column.
_LEAST = Decimal("0.4")
# The relative excess of a list that is mixed with other figures.
_EXCESS = Decimal("0.1")
# The relative gap between a list and a total in an earlier sentence.
_LIKE = Decimal("0.25")
# Fewer line ends than this separate two related paragraphs.
_FAR = 4
# Words of overlapping classes: a woman may also be a party member.
_ACROSS = re.compile(r"女|岁|学历|本科|大专|研究生|职称|高级|中级|少数民族|党员|残疾|脱贫|低保")
# A list of words of one kind is a partition: 初级、中级、高级.
_LADDERS = tuple(
    map(
        re.compile,
        ("男|女", "岁", "学历|本科|大专|专科|硕士|博士|研究生", "高级|中级|初级", "低保"),
    )
)
# An item that makes a list complete.
_REST = re.compile(r"其[他它余]|剩余")
# The kinds of staff, which partition all staff.
_STAFF = re.compile(r"编制|行政人员|参公|事业人员|工勤|离休|退休|在职")
_TOTAL = re.compile(r"(?:合计|总计|共计|总额|累计共)(?:金额|支出|投入)?" + IS)
_COMMA = re.compile("[，,。；;]")
# Kinds of quantities that can be added.
_ADDED = frozenset({"money", "count", "measure"})


def breakdowns(context: AuditContext) -> Iterator[Relation]:
    """Parts after 其中, 包括, 分别为 or in brackets agree with their total.

    Complete lists must sum to the total, partial ones must not exceed it. Source: 勾稽关系 of
    reviewing practice, 财预〔2020〕10号 (true and accurate data).
    """
    above: list[Figure] = []
    end = 0
    for paragraph in context.paragraphs:
        if not _follows(context.text[end : paragraph[0].start]):
            above = []
        earlier: list[Figure] = []
        for sentence in paragraph:
            yield from _sentence_breakdowns(sentence, earlier, above)
            earlier = [*earlier[-20:], *sentence.figures]
        above, end = earlier, paragraph[-1].end


def _follows(gap: str) -> bool:
    """True if no table separates two paragraphs."""
    return not gap.strip() and gap.count("\n") < _FAR


def _sentence_breakdowns(
    sentence: Sentence, earlier: Sequence[Figure], above: Sequence[Figure]
) -> Iterator[Relation]:
    opened: set[int] = set()
    for marker in MARKER.finditer(sentence.text):
        after = sentence.after(sentence.start + marker.end())
        depth = depth_at(sentence, marker.start())
        # 包括办公费、水电费等，没有用在……三、财政共安排87万元: the list has no figures.
        if (
            after
            and len(_COMMA.findall(sentence.words(sentence.start + marker.end(), after[0].start)))
            > 1
        ):
            continue
        unit = _listed_unit(after, depth)
        # Other rules check scores.
        if unit == "分":
            continue
        before = sentence.before(sentence.start + marker.start())
        if before and not VIEW.search(marker[0]):
            whole = whole_before([f for f in before if f.unit == unit], depth)
            if whole is not None:
                groups = listed(sentence, whole, after, depth)
                # A second 其中 divides the part before it, up to the next ；.
                yield from _held(sentence, whole, groups[:1] if depth in opened else groups)
        elif unit and not depth:
            first = opens(sentence, marker.start())
            near = first and not VIEW.search(marker[0])
            yield from _above(sentence, after, stocks((*earlier, *before), unit), near=near)
            if first and not earlier:
                yield from _above(sentence, after, stocks(above, unit), near=False)
        opened.add(depth)
    yield from _bracketed(sentence)


def _listed_unit(after: Sequence[Figure], depth: int) -> str | None:
    """Return the first unit that occurs twice in a list, else the first one."""
    kinds = [f for f in after if f.depth == depth and f.kind in _ADDED and "/" not in f.unit]
    # 8项任务安排资金5752万元，其他958万元: the first unit may belong to a name.
    units = Counter(f.unit for f in kinds)
    return next((one for one, times in units.items() if times > 1), next(iter(units), None))


def _above(
    sentence: Sentence, after: Sequence[Figure], wholes: list[Figure], *, near: bool
) -> Iterator[Relation]:
    """Compare a list with a total in an earlier sentence: the one that equals its sum, else one of
    similar size, else, with `near`, the last one."""
    readings = [(whole, listed(sentence, whole, after, 0)) for whole in reversed(wholes)]
    readings = [(whole, groups) for whole, groups in readings if groups]
    fits = [one for one in readings if fitting(sentence, one[1], one[0])]
    like = [one for one in readings if _of_like_size(*one)]
    alike = [one for one in like if role_of(one[0].label) == role_of(one[1][0][0].label)]
    for whole, groups in (fits or alike or like or (readings if near else []))[:1]:
        yield from _held(sentence, whole, groups)


def _of_like_size(whole: Figure, groups: list[list[Figure]]) -> bool:
    parts = [figure for group in groups for figure in group]
    share = total_of(parts) / whole.value if whole.value else Decimal(0)
    return len(parts) > 1 and abs(share - 1) <= _LIKE


def _held(sentence: Sentence, whole: Figure, groups: list[list[Figure]]) -> Iterator[Relation]:
    """Compare a total with its list, in the reading that fits or the simplest one."""
    if not groups:
        return
    parts = fitting(sentence, groups, whole)
    if parts is not None:
        yield total("sum-mismatch", parts, whole, note="sum-rounding" if len(parts) > 1 else "")
    else:
        parts = _parts(groups, whole)
        # Names come before their figures, or after all of them: 25个数量指标、2个质量指标.
        named = [bool(part.label.strip(" 、和及与包括含:：")) for part in parts]
        if all(named) or (not any(named) and all(part.after.strip() for part in parts)):
            yield from _unfitting(sentence, whole, parts, sure=_is_plain(groups))
    if whole.start >= sentence.start and len(parts) > 1:
        told = companions(sentence, whole, parts)
        if told and fitting(sentence, [told[1:]], told[0]) is None:
            yield from _unfitting(sentence, told[0], told[1:], sure=False)


def _parts(groups: list[list[Figure]], whole: Figure) -> list[Figure]:
    """Return the first ； part if it is a list, all figures if their sum is near the total, else
    the first figure of each ； part."""
    firsts, flat = [group[0] for group in groups], [f for group in groups for f in group]
    near = abs(total_of(flat) - whole.value) * 10 <= whole.value
    if near and len(groups) > 1:
        return flat
    return groups[0] if len(groups[0]) > 1 else firsts


def _is_plain(groups: list[list[Figure]]) -> bool:
    """True for an unambiguous list: one ； part, or one figure in each part."""
    return len(groups) == 1 or all(len(group) == 1 for group in groups)


def _unfitting(
    sentence: Sentence, whole: Figure, parts: list[Figure], *, sure: bool, closed: bool = False
) -> Iterator[Relation]:
    """Judge a list that does not sum to its total: too much, too little, or partial."""
    words = sentence.words(whole.start, parts[-1].end)
    closed = closed or _is_closed(words, parts)
    money = whole.kind == "money" and sure
    if len(parts) == 1:
        yield exceeds(sentence, whole, parts[0])
    elif total_of(parts) > whole.value:
        if _may_exceed(sentence, whole, parts, closed=closed):
            yield total(
                "parts-exceed-whole", parts, whole, severity="error" if money else "warning"
            )
    elif _is_whole(sentence, parts, whole, closed=closed):
        severity: Severity = "error" if money and closed else "warning"
        yield total("sum-mismatch", parts, whole, severity=severity)
    else:
        yield claim("parts-exceed-whole", (whole, *parts), fits=True)


def _may_exceed(
    sentence: Sentence, whole: Figure, parts: Sequence[Figure], *, closed: bool
) -> bool:
    """True if parts that exceed their total contradict it. Overlapping classes do not, nor does a
    list that is mixed with other figures and far above the total."""
    if whole.kind != "money" and _across(parts):
        return False
    excess = total_of(parts) - whole.value
    near = excess <= _EXCESS * whole.value
    between = sentence.within(parts[0].start, parts[-1].end)
    clean = all(f.kind == "percent" or f.unit == whole.unit or f.depth for f in between)
    if not clean:
        return near and is_slip(excess)
    return closed or near or is_slip(excess) or (whole.kind == "money" and excess < whole.value / 2)


def _across(parts: Sequence[Figure]) -> bool:
    """True if some of the parts overlap."""
    crossing = any(_ACROSS.search(part.label) for part in parts)
    return crossing and not any(
        all(ladder.search(part.label) for part in parts) for ladder in _LADDERS
    )


def _is_whole(sentence: Sentence, parts: Sequence[Figure], whole: Figure, *, closed: bool) -> bool:
    """True if a list below its total is meant to be complete.

    This holds if the words say so, or if the list covers most of the total and one wrong digit
    explains the gap.
    """
    tail = sentence.words(parts[-1].end, parts[-1].end + 8)
    if re.match(r"[^，,。；;]{0,6}等", tail) or any(OPEN_LIST.search(p.label) for p in parts):
        return False
    gap = whole.value - total_of(parts)
    share = 1 - gap / whole.value if whole.value else Decimal(0)
    step = min(figure.step for figure in (*parts, whole))
    slipped = share >= _MOST and gap >= _TELLING * step and is_slip(gap)
    return slipped or (closed and share >= _MOST) or bool(_REST.search(parts[-1].label))


def _is_closed(words: str, parts: Sequence[Figure]) -> bool:
    """True if the words say that the list is complete."""
    told = re.search(r"分别(?:为|是)|构成|组成|用于[^，。]{0,6}[:：]", words)
    staff = all(_STAFF.search(part.label) for part in parts)
    return bool(told or staff or _REST.search(parts[-1].label))


def exceeds(sentence: Sentence, whole: Figure, part: Figure) -> Relation:
    """Build the relation of one part to its total, which it must not exceed.

    After a list (28万元，分为中央20万元、市级8万元，其中15万元) 其中 divides the total of it.
    """
    if part.value > whole.value:
        before = [f for f in sentence.before(whole.start) if f.unit == whole.unit]
        lists = ((one, before[at + 1 :]) for at, one in enumerate(before))
        whole = next(
            (one for one, parts in lists if parts and total_of([*parts, whole]) == one.value), whole
        )
    between = sentence.words(whole.end, part.start) if whole.start >= sentence.start else "。"
    close = len(between) <= 30 and not re.search(r"[。；;]", between)
    return claim(
        "part-exceeds-whole",
        (whole, part),
        fits=part.value <= whole.value + tolerance([part], whole),
        severity="error" if close and "其中" in between else "warning",
        expected=f"≤{whole.quantity.text}",
        stated=part.quantity.text,
        part=part.quote,
        whole=whole.quote,
    )


def _bracketed(sentence: Sentence) -> Iterator[Relation]:
    """Compare an amount with its breakdown in brackets."""
    for number, whole in enumerate(sentence.figures):
        after = sentence.words(whole.end, whole.end + 8)
        opening = _BRACKET.match(after)
        if opening is None or not whole.is_exact or "其中" in opening[0] or "包" in opening[0]:
            continue
        inner = []
        for figure in sentence.figures[number + 1 : number + 40]:
            if figure.depth <= whole.depth:
                break
            if figure.depth == whole.depth + 1 and figure.unit == whole.unit:
                inner.append(figure)
        plain = all(f.is_exact and not change_sign(f) for f in inner)
        if len(inner) < 2 or not plain or whole.kind not in _ADDED or "/" in whole.unit:
            continue
        # A closing bracket ends the list, so only the whole list is compared.
        if total_of(inner) > whole.value + tolerance(inner, whole):
            yield from _unfitting(sentence, whole, inner, sure=True, closed=True)
        else:
            yield from _held(sentence, whole, [inner])


def forward_totals(context: AuditContext) -> Iterator[Relation]:
    """Items sum to the 合计, 总计 or 共计 after them: 甲12.5万元，乙7.5万元，合计20万元.

    Source: 勾稽关系 of reviewing practice.
    """
    for sentence in context.sentences:
        for number, whole in enumerate(sentence.figures):
            if whole.is_exact and _TOTAL.search(whole.label) and whole.kind in ("money", "count"):
                before = sentence.figures[max(0, number - 40) : number]
                yield from _forward(sentence, whole, before)


def _ends_in_unit(figure: Figure) -> bool:
    """True if the unit is printed after the figure and not in a heading."""
    return figure.quantity.text.endswith(("元", figure.unit))


def _parts_before(sentence: Sentence, whole: Figure, before: Sequence[Figure]) -> list[Figure]:
    """Return the figures of a total's unit in its part of the sentence, if all can be added."""
    opening = max(sentence.text.rfind(mark, 0, whole.start - sentence.start) for mark in "；;")
    parts = [
        figure
        for figure in before
        if (figure.unit, figure.depth) == (whole.unit, whole.depth)
        and figure.start - sentence.start > opening
    ]
    return parts if all(f.is_exact and not change_sign(f) for f in parts) else []


def _forward(sentence: Sentence, whole: Figure, before: Sequence[Figure]) -> Iterator[Relation]:
    parts = _parts_before(sentence, whole, before)
    if len(parts) < 2 or whole.value <= 0 or whole.value < max(part.value for part in parts):
        return
    sure = whole.kind == "money" and "共计" not in whole.label and _ends_in_unit(whole)
    severity: Severity = "error" if sure else "warning"
    tails = [parts[place:] for place in range(len(parts) - 1)]
    one = first_that_holds(total("sum-mismatch", t, whole, severity=severity) for t in tails)
    mixed = len({role_of(f.label) for f in parts} - {None}) > 1
    doubled = whole.value in (part.value for part in parts)
    # Parts of the list may be missing, on another page or in lost columns.
    near = _LEAST <= max(map(total_of, tails)) / whole.value <= 1 / _LEAST
    if one.holds or (near and not (mixed or doubled)):
        yield one
    elif mixed:
        # Amounts of several roles are a list only if the total is a misprint of their sum.
        slips = (tail for tail in tails if is_misprint(total_of(tail), whole.value))
        yield from (total("sum-mismatch", tail, whole) for tail in list(slips)[:1])
