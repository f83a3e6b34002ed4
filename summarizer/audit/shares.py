"""Shares: 占 P% compared with part and whole, with each other, and in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, percent, tolerance
from summarizer.audit.relations import Relation, claim, first_that_holds, ratio
from summarizer.audit.wording import IS, change_sign
from summarizer.schema.terms import Severity

__all__ = ["share_bases", "share_lists", "shares"]

_SHARE_OF = re.compile(r"占(?:比|(?P<base>[^，,。；、]{1,16}?)的?(?:比例|比重)?)?的?" + IS)
# Words between a whole and its parts.
_LISTS = ("其中", "用于以下方面", "用于：", "用于:")
# Words of a base that do not change its meaning: 总支出 is the 支出合计.
_GENERIC = re.compile(r"总额|合计|总计|总数|总量|总|的|本年|全年|全部")
# The relative error of a whole computed from a rounded share.
_LOOSE = Decimal("0.01")
# How many figures before a share are considered.
_NEAR = 12
_LOOKED = re.compile(r"抽查|抽检|检查|核查|走访|调查|检测|排查|随机|服务|总|共")
_COUNTED = frozenset({"count", "measure"})
# Shares of overlapping classes of people may have any sum.
_ACROSS = re.compile(r"[男女]性?|岁|年龄|党员|以[上下]|及[以]?|超过|其中|同类")
# A clause between an amount and its share that names another part: 保育人员63万人，持证的占83.1%.
_OTHER_PART = re.compile(r"[，,；;][^，,；;占]{3,}的?占")
# The largest sum of a list of shares with one wrong digit.
_MOST = 150


def shares(context: AuditContext) -> Iterator[Relation]:
    """A share refers to the whole before 其中: “支出 T，其中 A …万元，占 P%”.

    Source: 结构分析 of 部门决算 (占本年支出合计的 P%).
    """
    earlier: list[Figure] = []
    for paragraph in context.paragraphs:
        for sentence in paragraph:
            for place, rate in enumerate(sentence.figures):
                match = _SHARE_OF.search(rate.label)
                if match and rate.is_rate and rate.is_exact and place:
                    before = sentence.before(rate.start)
                    yield from _share(sentence, earlier, before, rate, match["base"])
            earlier = [*earlier[-_NEAR:], *sentence.figures]


def _share(
    sentence: Sentence,
    earlier: Sequence[Figure],
    before: Sequence[Figure],
    rate: Figure,
    base: str | None,
) -> Iterator[Relation]:
    part = before[-1]
    if part.kind == "percent" or change_sign(part) or part.depth != rate.depth:
        return
    if _OTHER_PART.search(sentence.words(part.end, rate.start) + "占"):
        return
    whole = (
        _whole_of(sentence, before, base)
        or _whole_above(sentence, earlier, before, base)
        or _named_whole((*earlier, *before[:-1]), part, base)
    )
    known = (*earlier, *before[:-1])
    bases = [f for f in known if f.unit == part.unit and f.value > 0]
    if whole is None:
        return
    here = whole.start >= sentence.start
    severity: Severity = "error" if here else "warning"
    yield first_that_holds(
        ratio("share-mismatch", part, one, rate, severity=severity) for one in (whole, *bases)
    )


def _whole_of(sentence: Sentence, before: Sequence[Figure], base: str | None) -> Figure | None:
    """Return the figure before 其中; if the share names its base, the label must contain it."""
    part = before[-1]
    if not base and len(before) > 1 and _is_checked(sentence, before[-2], part):
        return before[-2]
    near, end = before[0].start - sentence.start, part.start - sentence.start
    marker = max(sentence.text.find(mark, near, end) for mark in _LISTS)
    wholes = [
        figure
        for figure in before[:-1]
        if figure.unit == part.unit and figure.end <= sentence.start + marker and not figure.depth
    ]
    if not part.is_exact or marker < 0 or not wholes:
        return None
    whole = wholes[0]
    if base and _GENERIC.sub("", base)[-4:] not in whole.label:
        return None
    return whole if whole.is_exact and whole.value >= part.value > 0 else None


def _is_checked(sentence: Sentence, whole: Figure, part: Figure) -> bool:
    """True for a number inspected directly before a number found: 抽查60件，账实不符5件."""
    between = sentence.words(whole.end, part.start)
    sound = whole.is_exact and part.is_exact and whole.value >= part.value > 0
    same = whole.unit == part.unit and whole.kind in _COUNTED
    return sound and same and bool(_LOOKED.search(whole.label)) and not re.search("[；;]", between)


def _whole_above(
    sentence: Sentence, earlier: Sequence[Figure], before: Sequence[Figure], base: str | None
) -> Figure | None:
    """Return the last figure before a sentence that opens with 其中."""
    part = before[-1]
    if base or not sentence.text.lstrip().startswith("其中"):
        return None
    wholes = [f for f in earlier if f.unit == part.unit and not f.depth and not change_sign(f)]
    whole = wholes[-1] if wholes else None
    sound = whole is not None and whole.is_exact and part.is_exact and whole.value >= part.value > 0
    return whole if sound else None


def _named_whole(earlier: Sequence[Figure], part: Figure, base: str | None) -> Figure | None:
    """Return the total of an earlier sentence that a share names: 占本年收入的 P%."""
    noun = _GENERIC.sub("", base or "")[-4:]
    wholes = [
        figure
        for figure in earlier
        if figure.unit == part.unit
        and noun
        and noun in figure.label
        and (len(noun) > 2 or _GENERIC.search(figure.label))
        and figure.is_exact
        and figure.value >= part.value > 0
    ]
    return wholes[-1] if len(wholes) == 1 and part.is_exact else None


def share_bases(context: AuditContext) -> Iterator[Relation]:
    """Amounts with shares of one whole give the same whole.

    甲40万元，占40%；乙30万元，占30%；丙30万元，占35%: the last one is wrong. Source: practice.
    """
    for sentence in context.telling:
        pairs = [
            (part, share)
            for part, share in pairwise(sentence.figures)
            if _SHARE_OF.search(share.label)
            and share.is_rate
            and share.is_exact
            and share.value > 0
            if part.is_exact and not part.is_rate and part.value > 0 and part.depth == share.depth
        ]
        if len(pairs) > 2 and len({part.unit for part, _ in pairs}) == 1:
            yield from _odd_share(pairs)


def _odd_share(pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Relation]:
    wholes = [100 * part.value / share.value for part, share in pairs]
    agreeing = [[_is_share_of(*pair, whole) for pair in pairs] for whole in wholes]
    best = max(range(len(pairs)), key=lambda at: sum(agreeing[at]))
    if sum(agreeing[best]) < len(pairs) - 1:
        return
    odd = agreeing[best].index(False) if False in agreeing[best] else best
    part, share = pairs[odd]
    right = percent(100 * part.value / wholes[best], share)
    yield claim(
        "share-mismatch",
        (part, share),
        fits=agreeing[best][odd],
        expected=right,
        stated=share.quantity.text,
        message="share-mismatch:others",
        part=part.quote,
        rate=share.quote,
    )


def _is_share_of(part: Figure, share: Figure, whole: Decimal) -> bool:
    return abs(100 * part.value / whole - share.value) <= share.step + share.value * _LOOSE


def share_lists(context: AuditContext) -> Iterator[Relation]:
    """Shares of one list sum to at most 100 %: 本科占68%，硕士占27%，博士占5%.

    Source: reviewing practice.
    """
    for sentence in context.telling:
        run: list[Figure] = []
        for figure in sentence.figures:
            match = _SHARE_OF.search(figure.label) if figure.is_rate else None
            plain = figure.is_exact and match is not None and not (run and match["base"])
            if run and (not plain or _breaks(sentence, run[-1], figure)):
                yield from _share_list(run)
                run = []
            if plain:
                run.append(figure)
        yield from _share_list(run)


def _breaks(sentence: Sentence, last: Figure, figure: Figure) -> bool:
    between = sentence.words(last.end, figure.start)
    return bool(re.search(r"[；;。]", between)) or last.depth != figure.depth


def _share_list(run: Sequence[Figure]) -> Iterator[Relation]:
    value = sum((share.value for share in run), Decimal(0))
    words = "".join(share.label for share in run)
    if len(run) < 2 or value > _MOST or _ACROSS.search(words):
        return
    yield claim(
        "share-mismatch",
        run,
        fits=value - 100 <= tolerance(run[:-1], run[-1]),
        expected="≤100%",
        stated=f"{value.normalize():f}%",
        message="share-mismatch:list",
        parts="、".join(f"“{share.quote}”" for share in run),
    )
