"""Sums: named parts against the whole that they are said to make up (checks 1, 5 and 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from summarizer.audit.figures import Figure, is_slip, printed, tolerance
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
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import OPEN_LIST, change_sign, role_of
from summarizer.schema import Finding
from summarizer.schema.summary import Severity

__all__ = ["breakdowns", "exceeds", "unequal"]

_BRACKET = re.compile(r"[（(](?:其中|含|包括|包含)?[:：]?")
# A list that names nearly all of the whole is meant to name all of it: by its length, the share
# from which a remainder is more likely a slip than something left out.
_NEARLY = {1: Decimal(1), 2: Decimal("0.95"), 3: Decimal("0.9")}
_LONG = Decimal("0.8")
# From here on a gap of one wrong digit tells a slip; but small gaps are one by chance.
_MOST, _TELLING = Decimal("0.75"), 20
# How far a list may be from a whole that stands further up.
_LIKE = Decimal("0.25")
# Line ends between two paragraphs that belong together.
_FAR = 4
# Words that cut across other classes: a woman may be a member too.
_ACROSS = re.compile(r"女|岁|学历|本科|大专|研究生|职称|高级|中级|少数民族|党员|残疾|脱贫|低保")
# A list of nothing but words of one kind is one class again: 初级、中级、高级.
_LADDERS = tuple(
    map(
        re.compile,
        ("男|女", "岁", "学历|本科|大专|专科|硕士|博士|研究生", "高级|中级|初级", "低保"),
    )
)
# With such an item a list is whole.
_REST = re.compile(r"其[他它余]|剩余")


def breakdowns(page: Page) -> Iterator[Finding]:
    """Checks 1 and 7: parts after 其中, 包括, 分别为 or in brackets against their whole.

    Complete lists must sum to the whole, partial ones must stay below it. Source: 勾稽关系 of
    reviewing practice, 财预〔2020〕10号 (true and accurate data).
    """
    above: list[Figure] = []
    end = 0
    for paragraph in page.paragraphs:
        if not _follows(page.text[end : paragraph[0].start]):
            above = []
        earlier: list[Figure] = []
        for sentence in paragraph:
            yield from _sentence_breakdowns(page, sentence, earlier, above)
            earlier = [*earlier[-20:], *sentence.figures]
        above, end = earlier, paragraph[-1].end


def _follows(gap: str) -> bool:
    """Does a paragraph follow the one before, with no table between?"""
    return not gap.strip() and gap.count("\n") < _FAR


def _sentence_breakdowns(
    page: Page, sentence: Sentence, earlier: Sequence[Figure], above: Sequence[Figure]
) -> Iterator[Finding]:
    opened: set[int] = set()
    for marker in MARKER.finditer(sentence.text):
        after = sentence.after(sentence.start + marker.end())
        depth = depth_at(sentence, marker.start())
        unit = next((f.unit for f in after if f.depth == depth and f.kind != "percent"), None)
        # Scores have a rule of their own.
        if unit == "分":
            continue
        before = sentence.before(sentence.start + marker.start())
        if before and not VIEW.search(marker[0]):
            whole = whole_before([f for f in before if f.unit == unit], depth)
            if whole is not None:
                groups = listed(sentence, whole, after, depth)
                # A second 其中 is about the part before it, up to the next ；.
                groups = groups[:1] if depth in opened else groups
                yield from _verdict(page, sentence, whole, groups)
        elif unit and not depth:
            first = opens(sentence, marker.start())
            near = first and not VIEW.search(marker[0])
            known = stocks((*earlier, *before), unit)
            yield from _above(page, sentence, after, known, near=near)
            if first and not earlier:
                yield from _above(page, sentence, after, stocks(above, unit), near=False)
        opened.add(depth)
    yield from _bracketed(page, sentence)


def _above(
    page: Page, sentence: Sentence, after: Sequence[Figure], wholes: list[Figure], *, near: bool
) -> Iterator[Finding]:
    """A list whose whole stands in an earlier sentence: the one that it makes up, else one of
    like size, else (`near`) the last."""
    readings = [(whole, listed(sentence, whole, after, 0)) for whole in reversed(wholes)]
    readings = [(whole, groups) for whole, groups in readings if groups]
    fits = [one for one in readings if fitting(one[1], one[0])]
    like = [one for one in readings if _of_like_size(*one)]
    alike = [one for one in like if role_of(one[0].label) == role_of(one[1][0][0].label)]
    for whole, groups in (fits or alike or like or (readings if near else []))[:1]:
        yield from _verdict(page, sentence, whole, groups)


def _of_like_size(whole: Figure, groups: list[list[Figure]]) -> bool:
    parts = [figure for group in groups for figure in group]
    share = total_of(parts) / whole.value if whole.value else Decimal(0)
    return len(parts) > 1 and abs(share - 1) <= _LIKE


def _verdict(
    page: Page, sentence: Sentence, whole: Figure, groups: list[list[Figure]]
) -> Iterator[Finding]:
    if not groups:
        return
    parts = fitting(groups, whole)
    if parts is None:
        parts = _parts(groups, whole)
        if all(part.label.strip(" 、和及与") for part in parts):
            yield from _mismatch(page, sentence, whole, parts, sure=_is_plain(groups))
    elif len(parts) > 1 and total_of(parts) != whole.value:
        yield _rounded(page, whole, parts)
    if whole.start >= sentence.start and len(parts) > 1:
        told = companions(sentence, whole, parts)
        if told and fitting([told[1:]], told[0]) is None:
            yield from _mismatch(page, sentence, told[0], told[1:], sure=False)


def _parts(groups: list[list[Figure]], whole: Figure) -> list[Figure]:
    """A list within one ； part is that part's; single figures between ； are a list together, and
    so is everything where it comes near the whole."""
    firsts, flat = [group[0] for group in groups], [f for group in groups for f in group]
    if len(groups[0]) > 1:
        return groups[0]
    near = abs(total_of(flat) - whole.value) * 10 <= whole.value
    return flat if near and len(groups) > 1 else firsts


def _is_plain(groups: list[list[Figure]]) -> bool:
    """One list, or one figure in every ； part: nothing to misread."""
    return len(groups) == 1 or all(len(group) == 1 for group in groups)


def _mismatch(
    page: Page, sentence: Sentence, whole: Figure, parts: list[Figure], *, sure: bool
) -> Iterator[Finding]:
    total = total_of(parts)
    words = sentence.words(whole.start, parts[-1].end)
    if len(parts) == 1:
        if parts[0].value > whole.value + tolerance(parts, whole):
            yield exceeds(page, whole, parts[0])
    elif total > whole.value:
        if whole.kind == "count" and _across(parts):
            return
        severity: Severity = "error" if whole.kind == "money" and sure else "warning"
        yield unequal(page, whole, parts, severity, "parts-exceed-whole", "大于")
    elif _is_whole(sentence, parts, whole):
        certain = sure and whole.kind == "money" and _is_closed(words, parts)
        yield unequal(
            page, whole, parts, "error" if certain else "warning", "sum-mismatch", "不等于"
        )


def _across(parts: Sequence[Figure]) -> bool:
    """Do some of the parts cut across the others?"""
    crossing = any(_ACROSS.search(part.label) for part in parts)
    return crossing and not any(
        all(ladder.search(part.label) for part in parts) for ladder in _LADDERS
    )


def _is_whole(sentence: Sentence, parts: Sequence[Figure], whole: Figure) -> bool:
    """Is a list that stays below its total meant to make it up?

    So it is when it names nearly all, or most and the gap is what one wrong digit leaves.
    """
    tail = sentence.words(parts[-1].end, parts[-1].end + 8)
    if re.match(r"[^，,。；;]{0,6}等", tail) or any(OPEN_LIST.search(p.label) for p in parts):
        return False
    gap = whole.value - total_of(parts)
    share = 1 - gap / whole.value if whole.value else Decimal(0)
    step = min(figure.step for figure in (*parts, whole))
    slipped = share >= _MOST and gap >= _TELLING * step and is_slip(gap)
    long = share >= _NEARLY.get(len(parts), _LONG)
    return (slipped and len(parts) > 1) or long or bool(_REST.search(parts[-1].label))


def _is_closed(words: str, parts: Sequence[Figure]) -> bool:
    """Do the words leave no doubt that the list is whole?"""
    return bool(re.search(r"分别(?:为|是)|构成|组成", words) or _REST.search(parts[-1].label))


def exceeds(page: Page, whole: Figure, part: Figure) -> Finding:
    """One part that is larger than its whole."""
    between = page.text[whole.end : part.start]
    close = len(between) <= 30 and not re.search(r"[。；;]", between)
    return page.finding(
        "part-exceeds-whole",
        "error" if close and "其中" in between else "warning",
        f"其中项大于总项：“{_quote(page, part)}”，而总项为“{_quote(page, whole)}”",
        page.spans((whole, part)),
        expected=f"≤{whole.quantity.text}",
        stated=part.quantity.text,
    )


def unequal(
    page: Page, whole: Figure, parts: list[Figure], severity: Severity, code: str, verb: str
) -> Finding:
    """Parts that do not make up their whole; `verb` says how: 大于, 不等于."""
    total = printed(total_of(parts), whole)
    gap = printed(abs(total_of(parts) - whole.value), whole)
    return page.finding(
        code,
        severity,
        f"分项合计{verb}总数：{_terms(parts)}＝{total}，而“{_quote(page, whole)}”，相差{gap}",
        page.spans((whole, *parts)),
        expected=total,
        stated=whole.quantity.text,
    )


def _rounded(page: Page, whole: Figure, parts: list[Figure]) -> Finding:
    total = printed(total_of(parts), whole)
    return page.finding(
        "sum-rounding",
        "info",
        f"分项合计与总数相差在四舍五入范围内：{_terms(parts)}＝{total}，“{_quote(page, whole)}”",
        page.spans((whole, *parts)),
        expected=total,
        stated=whole.quantity.text,
    )


def _bracketed(page: Page, sentence: Sentence) -> Iterator[Finding]:
    """An amount with its breakdown in brackets right behind it."""
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
        if len(inner) < 2 or not all(f.is_exact and not change_sign(f) for f in inner):
            continue
        # A closing bracket ends the list: no beginning of it may stand for the whole.
        if total_of(inner) > whole.value + tolerance(inner, whole):
            yield from _mismatch(page, sentence, whole, inner, sure=True)
        else:
            yield from _verdict(page, sentence, whole, [inner])


def _terms(parts: Sequence[Figure]) -> str:
    return "＋".join(part.quantity.text for part in parts)


def _quote(page: Page, figure: Figure) -> str:
    return page.clause_span(figure).quote
