"""Select the quantities of a clause that are figures, and the span of the clause for each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from summarizer.engines.rules.noun_phrases import first_verb
from summarizer.genre.clauses import PAGE_BREAK, bracketed, quoted
from summarizer.genre.sections import Role
from summarizer.genre.vocabulary import FUND_WORDS, alternatives
from summarizer.schema import Document, Quantity

__all__ = ["Piece", "figures_in", "is_rule", "pieces_of", "plain"]

_FUNDS = re.compile(alternatives(FUND_WORDS))
# Procedural rules: 「5000元以上资金支出事前报…」, 「差旅费按每人每天180元标准执行」.
_RULE = re.compile(
    r"""须|应当|不得|方可|(?:事前|提前)报|报.{0,14}(?:审批|研究|批准|审定|审议)|按.{0,12}标准""",
    re.VERBOSE,
)
# How often or how many a rule requires.
_ROUTINE = re.compile(r"每[周月季年日天](?:度|份)?.{0,10}$")
_ASKED = re.compile(r"(?:要求|按照?|规定|原则上)")
# Reference values: 低于全省2000元的标准, 比预算数70万元减少11.38万元.
_AGAINST = re.compile(r"(?:比|较|与|低于|高于|优于|好于|超过|不足|未达到?)[^，。；\d]{2,12}$")
_HELD = re.compile(
    r"""\s*(?:的(?:标准|平均|要求|规定|水平|控制)
    |(?:相比)?(?:同比)?(?:增[长加多]|下降|减少|提高|上升|降低|节约))""",
    re.VERBOSE,
)
# 「预测收入1200万元的26.67%」: the base of a share.
_OF_WHOLE = re.compile(r"\s*的\s*\d[\d.]*\s*[%％]")
_OF_AIM = re.compile(r"(?:目标|任务|计划)(?:数|值)?$")
_OF_SIZE = re.compile(r"的[^，。；\d]{1,10}\d")
_IN_STEPS = re.compile(r"(?<![处得评部区成])分$")
# The points available for an indicator are not a result.
_WEIGHT = re.compile(r"(?:分值|权重|(?<!得)满分|总分|标准分|分数)(?:为|共|：|:|\s)*$")
_SCORED = re.compile(r"\s*(?:实际)?得(?:分)?\s*\d")
# 执业（助理）医师, 因公出国（境）费: the name means something else without its bracket.
_IN_NAME = re.compile("[\u4e00-\u9fff][（(](?![含其注见])[\u4e00-\u9fff]{1,4}[）)][\u4e00-\u9fff]")
# A duration is a figure if the words before it name a period.
_SPAN = re.compile(
    r"""(?:时限|时长|周期|年限|工期|月数|天数|用时|住院日|间隔|寿命|教育|(?<![止开完竣]工|起止|作息|服务)时间)
    [^，。；\d]{0,12}(?:\d[^，。；]{0,6}?(?:提高|压缩|缩短|减少|延长|降|增加)[^，。；\d]{0,4})?$
    |^(?:较|比|同比)[^，。；]{0,8}(?:缩短|减少|延长|增加)了?$""",
    re.VERBOSE,
)
_SIZE_CLASS = re.compile(r"(?:以上|以下|以内|及以上|及以下)$")
_SIZE_OF = re.compile(
    r"^(?:的)?(?:"
    + alternatives(
        """有 共 企业 人员 人群 资金 支出 干部 职工 老人 老年 残疾 项目 工业 住户 学生 儿童 居民
        纳税 商贸 服务业 大额 采购 合同 设备 资产 经费"""
    )
    + ")"
)
# 「三个卡点共检查车辆5.3万余台次」: the number of actors.
_COUNTED_ACTOR = re.compile(r"[^，。；、\d]{1,10}?(?:共|均|累计|合计|分别|已)(?=[^，。；]*\d)")
_NOT_ONE = re.compile(r"(?:未|没有|无)(?:再)?(?:发生|出现|发现)?\s*$")
# The rarity of an award: 「全国仅3家」.
_RARE = re.compile(r"全[国省市区州盟县]仅(?:有)?$")
_OF_AN_ID = re.compile(r"[A-Za-z\d_/—-]")
# How many characters around a number decide its meaning.
NEAR = 40

# Allowed between two numbers of one thing: 63户12.74万元, 35栋共计3037.77平方米.
_BESIDE = re.compile(
    r"""[\s，,、]*(?:共计|合计|总计|累计|共|约|总额|总金额|总面积|金额|资金|面积|投资|价值|计|涉及|总量
    |共有|[（(])*[\s]*""",
    re.VERBOSE,
)
# The most adjacent numbers that can measure one thing.
_MOST_BESIDE = 4
_AFTER_NUMBER = re.compile(r"\s*(?:、|，|和|以及|及|与|或|并)\s*")
# 「由81.5%提高到86.2%」: one clause, two levels of one thing.
_FROM = re.compile(r"(?:由|从)[^，]{0,10}$")
_TO = re.compile(
    r"""^[^，]{0,8}?(?:提高|提升|增加|增长|上升|下降|降低|减少|扩大|缩短|压缩|压减|调整|变)
    (?:到|至|为|成)了?[^，]{0,6}$""",
    re.VERBOSE,
)
_IN_ALL = re.compile(r"(?:共|共计|合计|累计)\s*$")
_LAST_LINK = re.compile(r".*(?:、|和|以及|及|与)", re.DOTALL)
_OPENS_ANEW = re.compile(r"(?:对|将|把|为(?!民)|给(?!予)|向|针对|围绕)(?=.)")


@dataclass(frozen=True, slots=True)
class Piece:
    """The span of a clause that states one figure. `beside`: a second number of the same thing.
    `listed`: a later member of a list that shares the first one's verb. `label_end`: where the
    words of a change between two levels begin.
    """

    start: int
    end: int
    quantity: Quantity
    beside: bool = False
    listed: bool = False
    label_end: int | None = None


def figures_in(document: Document, start: int, end: int, role: Role) -> list[Quantity]:
    """Return the quantities of a clause that are figures, without those inside brackets or
    names.
    """
    text = document.text
    found = [
        quantity
        for quantity in document.quantities_in(start, end)
        if quantity.is_checked or _is_span(text, start, quantity)
    ]
    if not found:
        return []
    shielded = [*bracketed(text, start, end), *quoted(text, start, end)]
    words = text[start:end]
    rule = bool(_RULE.search(words))
    asked = bool(_ASKED.match(words))
    funds_only = role == "method" and not _FUNDS.search(words)
    return [
        quantity
        for quantity in found
        if not any(low <= quantity.start < high for low, high in shielded)
        and not (funds_only or (role == "method" and quantity.unit not in ("元", "%", "分")))
        and _states(text, start, end, quantity, role)
        and not (rule and role != "targets" and (quantity.comparator or quantity.unit == "元"))
        and not (asked and role != "targets" and _is_bound(text, quantity))
    ]


def is_rule(words: str) -> bool:
    """Return whether a sentence states a procedural rule."""
    return bool(_RULE.search(words))


def _states(text: str, start: int, end: int, quantity: Quantity, role: Role) -> bool:
    """Return whether a quantity is a figure, given the words right before and after it."""
    before = text[max(start, quantity.start - NEAR) : quantity.start]
    after = text[quantity.end : min(end, quantity.end + NEAR)]
    if quantity.unit == "分" and _SCORED.match(after):
        return False
    if quantity.value == "1" and _NOT_ONE.search(before):
        return False
    if not quantity.unit and _OF_AN_ID.search(before[-1:] + after[:1]):
        return False
    if after.startswith("相比") or (quantity.value == "1" and after.startswith("由")):
        # 「与调整后预算861万元相比」, 「一支由在职党员组成的队伍」
        return False
    if _WEIGHT.search(before) or _RARE.search(before):
        return False
    if role == "targets":
        return True
    if _is_aside(quantity, before, text[quantity.end : quantity.end + NEAR]):
        return False
    if quantity.kind == "count" and not before.strip() and _COUNTED_ACTOR.match(after):
        return False
    return not (
        quantity.unit == "元" and _SIZE_CLASS.search(quantity.text) and _SIZE_OF.match(after)
    )


def _is_bound(text: str, quantity: Quantity) -> bool:
    return quantity.comparator is not None or text.endswith(("至少配备", "至少"), 0, quantity.start)


def _is_aside(quantity: Quantity, before: str, after: str) -> bool:
    """Return whether a number is only a reference value, a frequency or a number of steps."""
    if _AGAINST.search(before) and _HELD.match(after):
        return True
    if before.endswith(("扣", "扣减", "扣除")):
        return True
    if _OF_WHOLE.match(after) and not _OF_AIM.search(before):
        return True
    if quantity.text.startswith(("超过", "不足", "低于")) and _OF_SIZE.match(after):
        return True
    return quantity.kind == "count" and bool(
        (quantity.value == "1" and _ROUTINE.search(before)) or _IN_STEPS.search(before)
    )


def _is_span(text: str, start: int, quantity: Quantity) -> bool:
    """Return whether a duration is the figure of a named period (办理时限5天)."""
    before = text[max(start, quantity.start - NEAR) : quantity.start]
    return quantity.kind == "duration" and bool(_SPAN.search(before))


def plain(text: str, start: int, end: int) -> str:
    """Return the words of a span without brackets, except those inside a name.

    >>> plain("隐患10栋（含D级）已整改", 0, 13), plain("执业（助理）医师", 0, 8)
    ('隐患10栋已整改', '执业（助理）医师')
    """
    kept, low = [], start
    for inner, outer in bracketed(text, start, end):
        if _IN_NAME.match(text, inner - 2, outer + 2):
            continue
        kept.append(text[low : inner - 1])
        low = outer + 1
    kept.append(text[low:end])
    return PAGE_BREAK.sub("", "".join(kept))


def pieces_of(text: str, start: int, end: int, figures: list[Quantity]) -> list[Piece]:
    """Return one piece per figure of a clause; lists are split, pairs of numbers stay together."""
    pieces: list[Piece] = []
    # How many of the last pieces extend to the end of the clause.
    open_ended = 0
    for figure in figures:
        if not pieces:
            pieces.append(Piece(start, end, figure))
            open_ended = 1
            continue
        last = pieces[-1]
        gap = text[last.quantity.end : figure.start]
        origin = _FROM.search(text, last.start, last.quantity.start)
        if gap.strip() == "的" and figure.unit == "%":
            # 「完成目标180批次的103.3%」: a share of the number before.
            pieces.append(Piece(last.start, end, figure))
            open_ended = 1
        elif origin and _TO.match(gap):
            pieces[-1] = replace(last, label_end=origin.start())
            pieces.append(Piece(last.start, end, figure, label_end=origin.start()))
            open_ended += 1
        elif open_ended < _MOST_BESIDE and _measures_same(gap, last.quantity, figure):
            pieces.append(Piece(last.start, end, figure, beside=True))
            open_ended += 1
        else:
            stop, begin, listed = _cut(text, last.quantity, figure, end)
            for place in range(len(pieces) - open_ended, len(pieces)):
                pieces[place] = replace(pieces[place], end=stop)
            pieces.append(Piece(begin, end, figure, listed=listed))
            open_ended = 1
    return pieces


def _measures_same(gap: str, earlier: Quantity, later: Quantity) -> bool:
    """Return whether two adjacent numbers measure one thing (63户12.74万元)."""
    apart = re.search(r"[、，,]", gap)
    return bool(_BESIDE.fullmatch(gap)) and not apart and earlier.unit != later.unit


def _cut(text: str, earlier: Quantity, later: Quantity, end: int) -> tuple[int, int, bool]:
    """Return the end of the earlier piece, the start of the later, and whether they form one
    list.
    """
    gap = text[earlier.end : later.start]
    if link := _AFTER_NUMBER.match(gap):
        return earlier.end, earlier.end + link.end(), True
    masked = _masked(gap)
    verb = first_verb(masked)
    if verb == 0 or _OPENS_ANEW.match(masked):
        return earlier.end, earlier.end, False
    if later.unit == "元":
        return later.start, earlier.end, False
    if total := _IN_ALL.search(masked):
        return earlier.end + total.start(), earlier.end + total.start(), False
    joint = _LAST_LINK.match(masked)
    if joint and (verb is None or verb >= joint.end()):
        kept = len(gap[: joint.end()].rstrip("、和以及与 "))
        return earlier.end + kept, earlier.end + joint.end(), True
    if verb:
        alone = later.end >= end
        return (earlier.end + verb if alone else later.end), earlier.end + verb, False
    return later.start, later.start, True


def _masked(gap: str) -> str:
    """Return the text between two figures with separators inside quotes masked, at the same
    length.
    """
    masked = list(gap)
    for low, high in quoted(gap, 0, len(gap)):
        masked[low:high] = "口" * (high - low)
    return "".join(masked)
