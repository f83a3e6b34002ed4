"""Sums: named parts against the whole that they are said to make up (checks 1, 5 and 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from summarizer.audit.figures import Figure, printed, slacks, tolerance
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import COMPARISON, OPEN_LIST, change_sign, is_spending, role_of
from summarizer.schema import Finding
from summarizer.schema.summary import Severity

__all__ = ["breakdowns", "exceeds", "total_of", "unequal"]

_MARKER = re.compile(
    r"其中|(?:分别|具体)(?:为|是)|包括|包含|构成为|由(?=[^，。；]{0,40}(?:构成|组成))"
    r"|用于(?:以下|下列)?(?:几个)?(?:方面)?[:：]"
)
LONGEST_BRACKET = 400
_BRACKET = re.compile(r"[（(](?:其中|含|包括|包含)?[:：]?")
# A list that names nearly all of the whole is meant to name all of it: by its length, the share
# from which a remainder is more likely a slip than something left out.
_NEARLY = {1: Decimal(1), 2: Decimal("0.95"), 3: Decimal("0.9")}
_LONG = Decimal("0.8")
# Words that cut across other classes: a woman may be a member too.
_ACROSS = re.compile(r"女|岁|学历|本科|大专|研究生|职称|高级|中级|少数民族|党员|残疾|脱贫|低保")
# A 总计 of the final accounts holds what is left over at the end of the year.
_GRAND_TOTAL = re.compile("总计|总支出|支出总额|合计")
# What holds for one of many has no parts: 亩均投资1500元.
_EACH = re.compile(
    r"[亩户人次件年月日]均|平均|单价|单位成本|每[亩户人次件平公个所村吨天年月]|标准|限额|上限|起付线"
)
# With such an item a list is whole.
_REST = re.compile(r"其[他它余]|剩余")


def breakdowns(page: Page) -> Iterator[Finding]:
    """Checks 1 and 7: parts after 其中, 包括, 分别为 or in brackets against their whole.

    Complete lists must sum to the whole, partial ones must stay below it. Source: 勾稽关系 of
    reviewing practice, 财预〔2020〕10号 (true and accurate data).
    """
    for paragraph in page.paragraphs:
        earlier: list[Figure] = []
        for sentence in paragraph:
            yield from _sentence_breakdowns(page, sentence, earlier)
            earlier = [*earlier[-20:], *sentence.figures]


def _sentence_breakdowns(
    page: Page, sentence: Sentence, earlier: Sequence[Figure]
) -> Iterator[Finding]:
    opened: set[int] = set()
    for marker in _MARKER.finditer(sentence.text):
        before: Sequence[Figure] = sentence.before(sentence.start + marker.start())
        after = sentence.after(sentence.start + marker.end())
        depth = _depth(sentence, marker.start())
        unit = next((f.unit for f in after if f.depth == depth and f.kind != "percent"), None)
        near = bool(before) or _opens(sentence, marker.start())
        if not before:
            before, depth = earlier, 0
        whole = _whole([f for f in before if f.unit == unit], depth)
        if whole is not None:
            groups = _listed(sentence, whole, after, depth)
            # A second 其中 is about the part before it, up to the next ；.
            groups = groups[:1] if depth in opened else groups
            if near or _could_be(whole, groups):
                yield from _verdict(page, sentence, whole, groups)
        opened.add(depth)
    yield from _bracketed(page, sentence)


def _opens(sentence: Sentence, place: int) -> bool:
    """Does the marker open its sentence, so that its whole stands before?"""
    return not sentence.text[:place].strip(" （(")


def _could_be(whole: Figure, groups: list[list[Figure]]) -> bool:
    """Words stand between the whole and its list: only a long list of like size will do."""
    parts = [figure for group in groups for figure in group]
    share = total_of(parts) / whole.value if whole.value else Decimal(0)
    return len(parts) > 2 and abs(share - 1) <= 1 - _LONG


def _depth(sentence: Sentence, place: int) -> int:
    head = sentence.text[max(0, place - LONGEST_BRACKET) : place]
    return max(0, len(re.findall(r"[（(]", head)) - len(re.findall(r"[）)]", head)))


def _whole(before: Sequence[Figure], depth: int) -> Figure | None:
    """The nearest figure that can have parts: a stock of money or things, no rate, no change."""
    for figure in reversed(before):
        if figure.depth > depth or figure.kind == "percent" or change_sign(figure):
            continue
        if _EACH.search(figure.label):
            continue
        if figure.depth < depth - 1:
            return None
        return figure if figure.is_exact else None
    return None


def _listed(
    sentence: Sentence, whole: Figure, after: Sequence[Figure], depth: int
) -> list[list[Figure]]:
    """Parts of a whole, grouped by the ； between them."""
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
        if compared and change_sign(figure):
            continue
        if is_spending(figure.label) and not is_spending(whole.label):
            break
        theirs = role_of(figure.label)
        together = {role, theirs} == {"budget", "adjusted"} or (
            theirs == "carried_out" and bool(_GRAND_TOTAL.search(whole.label))
        )
        if role and theirs and theirs != role and not together:
            break
        if figure.unit != whole.unit or not figure.is_exact:
            if figure.unit == whole.unit:
                return []
            continue
        groups[-1].append(figure)
    return [group for group in groups if group]


def _fitting(groups: list[list[Figure]], whole: Figure) -> list[Figure] | None:
    """The figures of a list that make up the whole, in one of the ways it can be meant: every
    figure, or the first of each ； part, and any beginning of either, since a sentence may run on
    past its list."""
    flat = [figure for group in groups for figure in group]
    for reading in (flat, [group[0] for group in groups]):
        *allowed, last = slacks((*reading, whole))
        totals = accumulate((figure.value for figure in reading), initial=Decimal(0))
        bounds = accumulate(allowed, initial=last)
        fits = [
            length
            for length, (total, bound) in enumerate(zip(totals, bounds, strict=True))
            if length and abs(total - whole.value) <= bound
        ]
        if fits:
            return reading[: fits[-1]]
    return None


def _verdict(
    page: Page, sentence: Sentence, whole: Figure, groups: list[list[Figure]]
) -> Iterator[Finding]:
    if not groups:
        return
    found = _fitting(groups, whole)
    if found is not None:
        if len(found) > 1 and total_of(found) != whole.value:
            yield _rounded(page, whole, found)
        return
    # A list within one ； part is that part's; single figures between ； are a list together.
    parts = groups[0] if len(groups[0]) > 1 else [group[0] for group in groups]
    if any(not part.label.strip(" 、和及与") for part in parts):
        return
    yield from _mismatch(page, sentence, whole, parts, sure=_is_plain(groups))


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
        if whole.kind == "count" and any(_ACROSS.search(part.label) for part in parts):
            return
        severity: Severity = "error" if whole.kind == "money" and sure else "warning"
        yield unequal(page, whole, parts, severity, "parts-exceed-whole", "大于")
    elif _is_whole(sentence, parts, total / whole.value if whole.value else Decimal(0)):
        certain = sure and whole.kind == "money" and _is_closed(words, parts)
        yield unequal(
            page, whole, parts, "error" if certain else "warning", "sum-mismatch", "不等于"
        )


def _is_whole(sentence: Sentence, parts: Sequence[Figure], share: Decimal) -> bool:
    """Is a list that stays below its total meant to make it up?"""
    tail = sentence.words(parts[-1].end, parts[-1].end + 8)
    if re.match(r"[^，,。；;]{0,6}等", tail) or any(OPEN_LIST.search(p.label) for p in parts):
        return False
    return share >= _NEARLY.get(len(parts), _LONG) or bool(_REST.search(parts[-1].label))


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


def total_of(figures: Sequence[Figure]) -> Decimal:
    """The sum of the values."""
    return sum(map(_value, figures), Decimal(0))


def _value(figure: Figure) -> Decimal:
    return figure.value


def _terms(parts: Sequence[Figure]) -> str:
    return "＋".join(part.quantity.text for part in parts)


def _quote(page: Page, figure: Figure) -> str:
    return page.clause_span(figure).quote
