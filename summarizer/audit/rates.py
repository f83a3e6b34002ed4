"""Rates: recomputed, above 100 %, impossible for their base, and printed formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import permutations

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, Interval, is_misprint, percent
from summarizer.audit.relations import Relation, claim, ratio
from summarizer.audit.wording import IS, change_sign, is_share_noun
from summarizer.schema.terms import Severity

__all__ = ["impossible_rates", "quotients", "rates_over_100", "ratios"]

_RATE = re.compile(r"(?P<verb>[一-龥]{2})(?:成功|完成|有效|及时)?(?:率|(?<=满意)度)" + IS)
# Rates that other rules check.
_ELSEWHERE = frozenset({"完成", "节约", "节支", "执行"})
# Words of a count for the action in the name of a rate.
_DEEDS = {
    "回收": re.compile("回收|收回"),
    "收回": re.compile("回收|收回"),
    "满意": re.compile("(?<!不)满意"),
}
_COUNTED = frozenset({"count", "measure"})
# Text that may separate a total from the rate of its part.
_ASIDE = re.compile(r"[;；]\s*其中|^[，,]?(?:同比|[较比与])[^；;]*[;；]")
# Pairs of units that may form a rate: beds and occupants, forms and respondents.
_ALIKE = frozenset(
    frozenset(units.split())
    for units in ("张 人", "份 人", "份 名", "份 家", "份 户", "份 位", "名 人", "名 位", "人 位")
)
_WHOLE = re.compile(
    r"共|应|总|核查|检测|抽检|检查|立|收到|受理|计划|目标|排查|发现|登记|接到|立案|发放|抽查|摸排"
    r"|需|全部|下达|收集|征集|反馈"
)
# Names of rates.
_NAMED = re.compile(r"(?:率|比例|比重|占比|进度|度|占)" + IS)
_OPINION = re.compile("满意|认可|好评|节[约支]")
# How many amounts before a rate are considered.
_FEW = 6
_LAST = re.compile(r"[，,]?(?:应|需|共|总|全[市县区州省镇乡街]道?共)")
# How many figures before a rate are considered.
_NEAR = 12
_DOWN = re.compile(r"(?:下降|减少|降低|降幅|减幅|下滑|压减|压缩)(?:了|为|约|达到?|率|[:：\s])*$")
# Rates of handled cases, and words for received cases: 受理工单4277件，解决率86.69%.
_HANDLED = re.compile(
    r"(?:办结|解决|化解|整改|处置|处理|回复|答复|结案|破案|调处|调解|联系|响应)(?:成功|及时|有效)?率"
)
_TAKEN_IN = re.compile(r"受理|接到|收到|接收|立案|发现|排查|工单|信访|投诉|案件|纠纷|隐患")


def ratios(context: AuditContext) -> Iterator[Relation]:
    """Two amounts before a rate give it: 检查145处，已整改105处，整改率72.4%;
    送审18.7亿元，审减2.16亿元，审减率11.55%.

    If no pair gives the rate, it is reported if the part has the name of the rate (已整改 …
    整改率), or if the rate is a misprint of the quotient. Source: 勾稽关系 of reviewing practice.
    """
    for sentence in context.telling:
        near: list[Figure] = []
        fresh = 0
        for figure in sentence.figures:
            if not figure.is_rate:
                if figure.is_exact and figure.value > 0 and not change_sign(figure):
                    near.append(figure)
                    fresh += 1
            elif not change_sign(figure):
                if _NAMED.search(figure.label) and figure.is_exact:
                    # 整改233个，整改率96.7%，应整改241个: the total may come last.
                    last = [f for f in sentence.after(figure.end, 1) if _LAST.match(f.label)]
                    told = [*last, *near[-_FEW:]]
                    yield from _rate_of(sentence, told, figure, alone=fresh + len(last) > 1)
                fresh = 0


def _rate_of(
    sentence: Sentence, near: Sequence[Figure], rate: Figure, *, alone: bool
) -> Iterator[Relation]:
    """`alone`: no other rate is between the last two amounts and this one."""
    pairs = [(top, base) for top, base in permutations(near, 2) if _alike(top, base)]
    readings = [ratio("ratio-mismatch", *pair, rate) for pair in pairs]
    holding = next((one for one in readings if one.holds), None)
    if holding is not None:
        yield holding
        return
    named = _named_pair(sentence, near, rate)
    if named is not None:
        top, base = named
        sure = len(near) == 2 and top.unit == base.unit and _WHOLE.search(base.label)
        severity: Severity = "error" if sure else "warning"
        yield ratio("ratio-mismatch", *named, rate, severity=severity)
    elif alone:
        ends = set(near[-2:])
        slips = (pair for pair in pairs if set(pair) == ends and _is_slip(*pair, rate))
        yield from (ratio("ratio-mismatch", *pair, rate) for pair in list(slips)[:1])


def _named_pair(
    sentence: Sentence, near: Sequence[Figure], rate: Figure
) -> tuple[Figure, Figure] | None:
    """Return part and total whose labels fit the name of the rate."""
    if not near:
        return None
    top = near[-1]
    # The total comes last, or directly before its part.
    bases = [f for f in near if f.start > rate.start] or [f for f in near[:-1] if _alike(top, f)]
    orders = [(top, bases[-1]), (bases[-1], top)] if bases else []
    return next((pair for pair in orders if _is_named(sentence, *pair, rate)), None)


def _is_slip(top: Figure, base: Figure, rate: Figure) -> bool:
    """Is the rate a misprint of theirs? Opinions and savings have bases of their own, and 100 % is
    a claim."""
    right = (100 * top.value / base.value).quantize(rate.step)
    claimed = rate.value == 100 or _OPINION.search(rate.label)
    return not claimed and (right > 100) == (rate.value > 100) and is_misprint(right, rate.value)


def _is_named(sentence: Sentence, top: Figure, base: Figure, rate: Figure) -> bool:
    """True if the label of the part, and not of the total, names the rate."""
    match = _RATE.search(rate.label)
    if (
        match is None
        or match["verb"] in _ELSEWHERE
        or top.value > base.value
        or not _alike(top, base)
    ):
        return False
    deed = _DEEDS.get(match["verb"]) or re.compile(re.escape(match["verb"]))
    between = sentence.words(min(top.end, base.end), rate.start) if base.end < top.start else ""
    apart = re.search(r"[;；]", _ASIDE.sub("", between))
    named = deed.search(sentence.words(*sentence.clause(top)))
    whole = base.start > rate.start or not deed.search(base.label)
    return bool(named and not apart and whole)


def _alike(first: Figure, second: Figure) -> bool:
    """True if two counts have one unit or comparable units."""
    return first.unit == second.unit or frozenset({first.unit, second.unit}) in _ALIKE


def rates_over_100(context: AuditContext) -> Iterator[Relation]:
    """Shares, recognised by their noun, and decreases are at most 100 %.

    Source: the meaning of the rates in 财预〔2021〕101号.
    """
    for sentence in context.sentences:
        for figure in sentence.figures:
            share, fall = is_share_noun(figure.label), _DOWN.search(figure.label)
            if figure.is_rate and (share or fall):
                yield claim(
                    "rate-over-100",
                    (figure,),
                    fits=figure.value <= 100,
                    severity="error" if figure.is_exact else "warning",
                    expected="≤100%",
                    stated=figure.quantity.text,
                    message="" if share else "rate-over-100:fall",
                )


def impossible_rates(context: AuditContext) -> Iterator[Relation]:
    """A whole number of received cases gives the rate of handled cases.

    86.69 % of 4277 orders is not a whole number, so the rate has another base. Rounding and
    truncation are allowed, and the count may be the numerator. Source: reviewing practice.
    """
    for sentence in context.telling:
        base: Figure | None = None
        for figure in sentence.figures:
            if figure.is_rate:
                exact = figure.is_exact and 0 < figure.value <= 100
                if base is not None and exact and _HANDLED.search(figure.label):
                    yield _possible(sentence, base, figure)
                continue
            whole = figure.kind == "count" and figure.is_exact and figure.scale == figure.step == 1
            base = figure if whole and _TAKEN_IN.search(figure.label) else None


def _possible(sentence: Sentence, base: Figure, rate: Figure) -> Relation:
    counts = [f for f in sentence.before(base.end, _NEAR) if f.kind == "count"]
    return claim(
        "rate-impossible-for-base",
        (base, rate),
        fits=any(_is_share(count.value, rate) for count in counts),
        expected=_nearest(base.value, rate),
        stated=rate,
    )


def _is_share(count: Decimal, rate: Figure) -> bool:
    """True if the count, as base or numerator, can give the rate, rounded or truncated."""
    cut = Interval(rate.value - rate.step / 2, rate.value + rate.step)
    return _whole_number(cut.low * count / 100, cut.high * count / 100) or (
        cut.low > 0 and _whole_number(100 * count / cut.high, 100 * count / cut.low)
    )


def _whole_number(low: Decimal, high: Decimal) -> bool:
    return low.to_integral(ROUND_CEILING) <= high.to_integral(ROUND_FLOOR)


def _nearest(count: Decimal, rate: Figure) -> str:
    """Return the nearest rates below and above that whole numbers give: 4169/4277＝97.47%."""
    low = (rate.value * count / 100).to_integral(ROUND_FLOOR)
    tops = [top for top in (low, low + 1) if top <= count]
    return "或".join(f"{top}/{count}＝{percent(100 * top / count, rate)}" for top in tops)


_N = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = r"\s*(?:万元|亿元|元|分|人次|人|户|个|家|件|公里|亩|万亩)?\s*"
_QUOTIENT = re.compile(
    rf"""(?<![\d.,/×*-])(?P<top>{_N}){_UNIT}[/÷／]\s*(?P<base>{_N}){_UNIT}[）)]?\s*
    (?:[×xX*＊]\s*(?P<times>{_N})\s*(?P<percent>[%％])?{_UNIT})?
    [=＝]\s*(?P<result>{_N})\s*(?P<sign>[%％])?""",
    re.VERBOSE,
)


def quotients(context: AuditContext) -> Iterator[Relation]:
    """A printed formula gives its result: 298.6/320×100%=93.31%, 450/500×10=9.

    Source: 执行率、得分 formulas of the self-evaluation form, 财预〔2020〕10号.
    """
    if not re.search("[=＝]", context.text):
        return
    for match in _QUOTIENT.finditer(context.text):
        top, base, stated = (_number(match[name]) for name in ("top", "base", "result"))
        if not base:
            continue
        right = top / base
        if match["times"] and not match["percent"]:
            right *= _number(match["times"])
        if match["sign"]:
            right *= 100
        exponent = stated.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) else 0
        span = context.span(match.start(), match.end())
        expected = f"{right.quantize(Decimal(1).scaleb(-max(places, 2))).normalize():f}"
        yield claim(
            "ratio-mismatch",
            (span,),
            fits=abs(right - stated) <= Decimal(1).scaleb(-places),
            severity="error",
            expected=expected + ("%" if match["sign"] else ""),
            stated=match["result"],
            message="formula",
        )


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
