"""Rates: from their own parts, above 100 %, and impossible for their base (checks 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise, permutations

from summarizer.audit.figures import Figure, Interval, percent, ratio_gives, tolerance
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import IS, change_sign, is_share_noun
from summarizer.schema import Finding

__all__ = ["impossible_rates", "rates_over_100", "ratios", "share_bases", "share_lists", "shares"]

_RATE = re.compile(r"(?P<verb>[一-龥]{2})(?:成功|完成|有效|及时)?(?:率|(?<=满意)度)" + IS)
# The deed of a rate in the words of its count.
_DEEDS = {
    "回收": re.compile("回收|收回"),
    "收回": re.compile("回收|收回"),
    "满意": re.compile("(?<!不)满意"),
}
_COUNTED = frozenset({"count", "measure"})
# What may stand between a whole and the rate of its part.
_ASIDE = re.compile(r"[;；]\s*其中|^[，,]?(?:同比|[较比与])[^；;]*[;；]")
# A count in one unit of a stock in another: beds that people live in, sheets that people fill.
_ALIKE = frozenset(
    frozenset(units.split()) for units in ("张 人", "份 人", "份 名", "份 家", "份 户", "份 位")
)
_SHARE_OF = re.compile(r"占(?:比|(?P<base>[^，,。；、]{1,16}?)的?(?:比例|比重)?)?的?" + IS)
# What leads from a whole to its parts.
_LISTS = ("其中", "用于以下方面", "用于：", "用于:")
# What a base is called beside its own noun: 总支出 is the 支出合计.
_GENERIC = re.compile(r"总额|合计|总计|总数|总量|总|的|本年|全年|全部")
_WHOLE = re.compile(
    r"共|应|总|核查|检测|抽检|检查|立|收到|受理|计划|目标|排查|发现|登记|接到|立案|发放|抽查|摸排"
    r"|需|全部|下达|收集|征集|反馈"
)
# How much a whole that was worked out from a rounded share may be off.
_LOOSE = Decimal("0.01")
# How many figures back a rate may reach for what it is made of.
_NEAR = 12
_LOOKED = re.compile(r"抽查|抽检|检查|核查|走访|调查|检测|排查|随机|服务|总|共")
# Shares of several classes of the same people: they may sum to anything.
_ACROSS = re.compile(r"[男女]性?|岁|年龄|党员|以[上下]|及[以]?|超过|其中")
_SURVEY = re.compile(r"问卷|调查|测评|评议|打分|得分")
_DOWN = re.compile(r"(?:下降|减少|降低|降幅|减幅|下滑|压减|压缩)(?:了|为|约|达到?|率|[:：\s])*$")


def ratios(page: Page) -> Iterator[Finding]:
    """Check 13: 办结率, 整改率 … against the two counts of the same sentence.

    Reported when the verb of the part is the rate's own (已整改 … 整改率), a whole stands right
    before it and no pair of counts gives the rate. Source: reviewing practice.
    """
    for sentence in page.telling:
        for rate in sentence.figures:
            if rate.is_rate and rate.is_exact and not change_sign(rate):
                match = _RATE.search(rate.label)
                if match:
                    near = (*sentence.before(rate.start, _NEAR), rate)
                    yield from _ratio(page, sentence, match["verb"], near)


def _ratio(
    page: Page, sentence: Sentence, verb: str, figures: Sequence[Figure]
) -> Iterator[Finding]:
    rate, counts = figures[-1], [f for f in figures[:-1] if f.kind in _COUNTED]
    deed = _DEEDS.get(verb) or re.compile(re.escape(verb))
    tops = [f for f in counts if deed.search(_clause(sentence, f)) and f.is_exact]
    if not tops or verb == "完成" or (verb == "满意" and len(tops) > 1):
        return
    top = tops[-1]
    bases = [f for f in counts if _alike(f, top) and f is not top and f.is_exact]
    bases = [f for f in bases if f.end <= top.start or _WHOLE.search(f.label)]
    pairs = [(a, b) for a, b in permutations(counts, 2) if _alike(a, b) and b.value > 0]
    if not bases or any(ratio_gives(a, b, rate) for a, b in pairs):
        return
    base = bases[-1]
    first, last = sorted((base, top), key=_start)
    apart = _ASIDE.sub("", sentence.words(first.end, rate.start))
    adjacent = rate is figures[figures.index(last) + 1] and not re.search(r"[;；]", apart)
    if not adjacent or deed.search(base.label) or base.value < top.value or base.value == 0:
        return
    right = percent(100 * top.value / base.value, rate)
    yield page.finding(
        "ratio-mismatch",
        "error" if _is_certain(bases, tops) else "warning",
        f"比率重算不符：“{page.clause_span(top).quote}”÷“{page.clause_span(base).quote}”＝{right}，"
        f"而“{page.clause_span(rate).quote}”",
        page.spans((base, top, rate)),
        expected=right,
        stated=rate.quantity.text,
    )


def _start(figure: Figure) -> int:
    return figure.start


def _alike(first: Figure, second: Figure) -> bool:
    """Are two counts of one unit, or of two that are held against each other?"""
    return first.unit == second.unit or frozenset({first.unit, second.unit}) in _ALIKE


def _is_certain(bases: Sequence[Figure], tops: Sequence[Figure]) -> bool:
    """Is there but one way to read the rate, from a base that says it is the whole?"""
    only = len(bases) == len(tops) == 1
    return only and bases[0].unit == tops[0].unit and bool(_WHOLE.search(bases[0].label))


def _clause(sentence: Sentence, figure: Figure) -> str:
    return sentence.words(*sentence.clause(figure))


def shares(page: Page) -> Iterator[Finding]:
    """Check 13: “支出 T，其中 A …万元，占 P%” against the whole before 其中.

    Source: 结构分析 of 部门决算 (占本年支出合计的 P%).
    """
    earlier: list[Figure] = []
    for paragraph in page.paragraphs:
        for sentence in paragraph:
            for place, rate in enumerate(sentence.figures):
                match = _SHARE_OF.search(rate.label)
                if match and rate.is_rate and rate.is_exact and place:
                    before = sentence.before(rate.start)
                    whole = _whole_of(sentence, before, match["base"])
                    whole = whole or _whole_above(sentence, earlier, before, match["base"])
                    known = (*earlier, *before[:-1])
                    whole = whole or _named_whole(known, before[-1], match["base"])
                    if whole is not None:
                        yield from _share(page, whole, (*earlier, *before), rate)
            earlier = [*earlier[-_NEAR:], *sentence.figures]


def _whole_of(sentence: Sentence, before: Sequence[Figure], base: str | None) -> Figure | None:
    """The figure before 其中; where the share names its base, that figure must bear the name."""
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
    if part.is_rate or not part.is_exact or marker < 0 or not wholes:
        return None
    whole = wholes[0]
    if base and _GENERIC.sub("", base)[-4:] not in whole.label:
        return None
    return whole if whole.is_exact and whole.value >= part.value > 0 else None


def _is_checked(sentence: Sentence, whole: Figure, part: Figure) -> bool:
    """抽查60件，账实不符5件: a number of things looked at, right before what was found."""
    between = sentence.words(whole.end, part.start)
    sound = whole.is_exact and part.is_exact and whole.value >= part.value > 0
    same = whole.unit == part.unit and whole.kind in _COUNTED and not change_sign(part)
    return sound and same and bool(_LOOKED.search(whole.label)) and not re.search("[；;]", between)


def _whole_above(
    sentence: Sentence, earlier: Sequence[Figure], before: Sequence[Figure], base: str | None
) -> Figure | None:
    """The last figure of the sentence before one that opens with 其中 and its first part."""
    part = before[-1]
    if base or not sentence.text.lstrip().startswith("其中") or len(before) > 1:
        return None
    wholes = [f for f in earlier if f.unit == part.unit and not f.depth and not change_sign(f)]
    whole = wholes[-1] if wholes else None
    sound = whole is not None and whole.is_exact and part.is_exact and whole.value >= part.value > 0
    return whole if sound else None


def _named_whole(earlier: Sequence[Figure], part: Figure, base: str | None) -> Figure | None:
    """The total of an earlier sentence that a share names: 占本年收入的 P%."""
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


def _share(page: Page, whole: Figure, known: Sequence[Figure], rate: Figure) -> Iterator[Finding]:
    part = known[-1]
    bases = (figure for figure in known[:-1] if figure.unit == part.unit and figure.value > 0)
    if part.depth != rate.depth or any(ratio_gives(part, base, rate) for base in bases):
        return
    right = percent(100 * part.value / whole.value, rate)
    yield page.finding(
        "share-mismatch",
        "error" if page.sentence_at(whole.start) is page.sentence_at(part.start) else "warning",
        f"占比重算不符：“{page.clause_span(part).quote}”÷“{page.clause_span(whole).quote}”＝{right}，"
        f"而“{page.clause_span(rate).quote}”",
        page.spans((whole, part, rate)),
        expected=right,
        stated=rate.quantity.text,
    )


def share_bases(page: Page) -> Iterator[Finding]:
    """Check 13: amounts with their shares of one whole, of which one share gives another whole.

    甲40万元，占40%；乙30万元，占30%；丙30万元，占35%: the others agree. Source: reviewing practice.
    """
    for sentence in page.telling:
        pairs = [
            (part, share)
            for part, share in pairwise(sentence.figures)
            if _SHARE_OF.search(share.label)
            and share.is_rate
            and share.is_exact
            and share.value > 0
            if part.is_exact and not part.is_rate and part.value > 0 and part.depth == share.depth
        ]
        units = {part.unit for part, _ in pairs}
        if len(pairs) > 2 and len(units) == 1:
            yield from _odd_share(page, pairs)


def _odd_share(page: Page, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Finding]:
    wholes = [100 * part.value / share.value for part, share in pairs]
    agreeing = [[_is_share_of(*pair, whole) for pair in pairs] for whole in wholes]
    best = max(range(len(pairs)), key=lambda at: sum(agreeing[at]))
    if sum(agreeing[best]) != len(pairs) - 1:
        return
    part, share = pairs[agreeing[best].index(False)]
    right = percent(100 * part.value / wholes[best], share)
    yield page.finding(
        "share-mismatch",
        "warning",
        f"占比与其他各项不是同一总数：“{page.clause_span(part).quote}”按其他各项的总数应占{right}，"
        f"而“{page.clause_span(share).quote}”",
        page.spans((part, share)),
        expected=right,
        stated=share.quantity.text,
    )


def _is_share_of(part: Figure, share: Figure, whole: Decimal) -> bool:
    return abs(100 * part.value / whole - share.value) <= share.step + share.value * _LOOSE


def share_lists(page: Page) -> Iterator[Finding]:
    """Check 13: shares of one whole in one list: 本科占68%，硕士占27%，博士占5%, never above 100 %.

    A beginning that makes 100 % is a list of its own. Source: reviewing practice.
    """
    for sentence in page.telling:
        run: list[Figure] = []
        for figure in sentence.figures:
            match = _SHARE_OF.search(figure.label) if figure.is_rate else None
            plain = figure.is_exact and match is not None and not (run and match["base"])
            if run and (not plain or _break(sentence, run[-1], figure)):
                yield from _share_list(page, run)
                run = []
            if plain:
                run.append(figure)
        yield from _share_list(page, run)


def _break(sentence: Sentence, last: Figure, figure: Figure) -> bool:
    between = sentence.words(last.end, figure.start)
    return bool(re.search(r"[；;。]", between)) or last.depth != figure.depth


def _share_list(page: Page, shares: Sequence[Figure]) -> Iterator[Finding]:
    total = sum((share.value for share in shares), Decimal(0))
    over = total - 100 > tolerance(shares[:-1], shares[-1]) if len(shares) > 1 else False
    words = "".join(share.label for share in shares)
    if not over or _ACROSS.search(words):
        return
    yield page.finding(
        "share-mismatch",
        "warning",
        f"各项占比合计{total.normalize():f}%，超过100%："
        + "、".join(f"“{page.clause_span(share).quote}”" for share in shares),
        page.spans(shares),
        expected="≤100%",
        stated=f"{total.normalize():f}%",
    )


def rates_over_100(page: Page) -> Iterator[Finding]:
    """Check 14: coverage, satisfaction and their kin above 100 %, and a fall of more than all.

    Completion and growth may pass 100 %: the noun before the number decides. Source: the meaning
    of the rates in 财预〔2021〕101号.
    """
    for sentence in page.sentences:
        for figure in sentence.figures:
            if not figure.is_rate or figure.value <= 100:
                continue
            if is_share_noun(figure.label):
                yield _over(page, figure, "比例不可能超过100%，疑为完成任务数的比例")
            elif _DOWN.search(figure.label):
                yield _over(page, figure, "降幅不可能超过100%")


def _over(page: Page, figure: Figure, why: str) -> Finding:
    span = page.clause_span(figure)
    return page.finding(
        "rate-over-100",
        "error" if figure.is_exact else "warning",
        f"“{span.quote}”：{why}",
        (span,),
        expected="≤100%",
        stated=figure.quantity.text,
    )


def impossible_rates(page: Page) -> Iterator[Finding]:
    """Check 13: no whole number of the base gives the rate at its printed precision.

    97.48 % of 4277 orders is no number of orders: the rate has another base. Rounding and cutting
    off are both allowed, and so is a count that is the numerator. Source: reviewing practice.
    """
    for sentence in page.sentences:
        base: Figure | None = None
        rates: list[Figure] = []
        for figure in (*sentence.figures, None):
            if figure is not None and figure.is_rate and base is not None:
                if is_share_noun(figure.label) and figure.is_exact and figure.value <= 100:
                    rates.append(figure)
                continue
            if base is not None and rates:
                yield from _impossible(page, sentence, base, rates)
            rates = []
            countable = figure is not None and figure.kind == "count" and figure.is_exact
            base = figure if countable and figure is not None and figure.scale == 1 else None


def _impossible(
    page: Page, sentence: Sentence, base: Figure, rates: Sequence[Figure]
) -> Iterator[Finding]:
    counts = [f for f in sentence.before(base.end, _NEAR) if f.kind == "count"]
    odd = [rate for rate in rates if not any(_possible(c.value, rate) for c in counts)]
    if not odd or _SURVEY.search(sentence.text) or base.unit == "份":
        return
    told = [rate for rate in rates if not _rounded(base.value, rate)]
    nearest = "、".join(_nearest(base.value, rate) for rate in told)
    yield page.finding(
        "rate-impossible-for-base",
        "warning",
        f"“{page.clause_span(base).quote}”算不出"
        + "、".join(f"“{page.clause_span(rate).quote}”" for rate in told)
        + f"：没有整数能得出该率（最近的是{nearest}），疑另有基数",
        page.spans((base, *told)),
        expected=nearest,
        stated="、".join(rate.quantity.text for rate in told),
    )


def _possible(count: Decimal, rate: Figure) -> bool:
    """Is the count a base, or the numerator of one, that gives the rate, rounded or cut off?"""
    cut = Interval(rate.value - rate.step / 2, rate.value + rate.step)
    return _whole_number(cut.low * count / 100, cut.high * count / 100) or (
        cut.low > 0 and _whole_number(100 * count / cut.high, 100 * count / cut.low)
    )


def _rounded(count: Decimal, rate: Figure) -> bool:
    share = rate.interval()
    return _whole_number(share.low * count / 100, share.high * count / 100)


def _whole_number(low: Decimal, high: Decimal) -> bool:
    return low.to_integral(ROUND_CEILING) <= high.to_integral(ROUND_FLOOR)


def _nearest(count: Decimal, rate: Figure) -> str:
    """The two rates around, that whole numbers do give: 4169/4277＝97.47%."""
    low = (rate.value * count / 100).to_integral(ROUND_FLOOR)
    tops = [top for top in (low, low + 1) if top <= count]
    return "或".join(f"{top}/{count}＝{percent(100 * top / count, rate)}" for top in tops)
